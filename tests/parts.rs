//! Real parts that tests run against: used when they are there, missed loudly when they are not.

use std::path::Path;

/// True when the program is installed. When it is not, says so; with `OTP_TEST_REQUIRE_ALL=1` that is a failure.
pub fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let there = std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
        || Path::new(program).is_file();
    there || skip(&format!("{program} is missing"))
}

/// Says what is skipped and why; a failure with `OTP_TEST_REQUIRE_ALL=1`.
pub fn skip(why: &str) -> bool {
    assert!(
        std::env::var_os("OTP_TEST_REQUIRE_ALL").is_none(),
        "{why}, and OTP_TEST_REQUIRE_ALL is set"
    );
    eprintln!("skipped: {why}");
    false
}
