//! `otp source`: other programs' vaults shown beside ours, on the real binary with files as the real apps write them.

mod accounts;
mod files;
mod this_device;

use std::path::{Path, PathBuf};

use crate::home::{Home, Run};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const PASSWORD: &[u8] = b"kelp-otter-19!\n";
const ENCRYPTED: &str = "aegis/aegis-export-encrypted.json";
const PLAIN: &str = "aegis/aegis-export-plain.json";

pub fn sample(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/formats")
        .join(file)
}

/// A home with an account and a copy of a sample.
pub fn home_with(file: &str, name: &str) -> Home {
    let home = Home::with_accounts(&[GITHUB]);
    home.write("password", PASSWORD);
    if let Some(folder) = Path::new(name).parent() {
        std::fs::create_dir_all(home.path("").join(folder)).expect("a folder");
    }
    home.write(name, &std::fs::read(sample(file)).expect("a sample"));
    home
}

pub fn add(home: &Home, path: &str) -> Run {
    home.otp(["source", "add", path, "--password-file", "password"])
}

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

fn names(home: &Home, more: &[&str]) -> Vec<String> {
    let run = home.otp([&["list", "--names"], more].concat());
    assert_eq!(run.code, 0, "{run:?}");
    run.stdout.lines().map(str::to_owned).collect()
}

fn set_time(path: &Path, second: u64) {
    let file = std::fs::File::options().write(true).open(path).expect("it");
    let moment = std::time::UNIX_EPOCH + std::time::Duration::from_secs(second);
    file.set_modified(moment).expect("set");
}
