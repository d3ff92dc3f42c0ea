//! Files in the two folders that are none, that are somebody else's, that are too large: refused at once, mended, told.
#![cfg(target_os = "linux")]

mod limits;
mod odd_files;
mod other_users;
mod unreadable;

use std::path::Path;
use std::process::Command;

use crate::home::{Home, Run, finish, path_with_otp};

const SITE: &str = "otpauth://totp/Site:me?secret=MFZXIZLSNFXWI2LO&issuer=Site";

fn fifo(path: &Path) {
    let _ = std::fs::remove_file(path);
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo runs").success());
}

fn in_shell(home: &Home, script: &str) -> Run {
    let mut command = Command::new("setsid");
    command.args(["--wait", "sh", "-c", script]);
    command.current_dir(home.path("")).env_clear();
    command
        .env("HOME", home.path(""))
        .env("PATH", path_with_otp());
    finish(command, b"")
}
