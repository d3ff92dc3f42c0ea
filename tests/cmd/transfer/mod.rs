//! `otp import`, `otp export` and `otp extract` as a user types them.

mod exports;
mod extract;
mod imports;
mod mistaken;
mod passwords;

use std::path::{Path, PathBuf};

use crate::home::Home;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";

fn sample(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/formats")
        .join(file)
}

fn names(home: &Home) -> Vec<String> {
    let listed = home.otp(["list", "--names"]);
    listed.stdout.lines().map(str::to_owned).collect()
}

fn import(home: &Home, file: &str, more: &[&str]) -> crate::home::Run {
    let path = sample(file);
    let mut arguments = vec!["import", path.to_str().expect("a path")];
    arguments.extend(more);
    home.otp(arguments)
}
