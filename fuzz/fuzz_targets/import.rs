//! Any file given to the importer, under any of the names that break ties, with and without a password: no panic, no
//! hang, no memory beyond the limits, and no text of the file in what is said about it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use otp::formats::input::Input;
use otp::formats::password::Password;
use otp::formats::table;

const NAMES: [&str; 7] = ["export", "x.zip", "x.maFile", "x.csv", "x.gpg", "x.db", "x.enc"];

fuzz_target!(|data: (u8, bool, &[u8])| {
    let (name, with_password, bytes) = data;
    let name = NAMES[usize::from(name) % NAMES.len()];
    let beside = |_: &str| None;
    let input = Input::new(name, bytes).with_beside(&beside);
    let password = with_password.then(|| Password::new("kelp-otter-19!"));
    match table::read(&input, None, password.as_ref()) {
        Ok(import) => assert!(!import.report.drafts.is_empty() || !import.report.incomplete.is_empty()),
        Err(failure) => assert!(!failure.error.to_string().is_empty()),
    }
});
