//! A folder that its owner cannot write to.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::{SITE, STATE, mode};
use crate::home::{Home, finish};
use crate::parts;

/// Root can write everywhere: somebody else has to look.
#[test]
fn a_folder_that_cannot_be_written_is_found() {
    const NOBODY: u32 = 65_534;
    if rustix::process::geteuid().is_root() && !parts::has("setpriv") {
        return;
    }
    let home = Home::with_accounts(&[SITE]);
    // Where everybody may run it: the folder of the build may be closed to others.
    let program = tempfile::Builder::new()
        .permissions(std::fs::Permissions::from_mode(0o755))
        .tempdir()
        .expect("a folder");
    let binary = program.path().join("otp");
    std::fs::copy(env!("CARGO_BIN_EXE_otp"), &binary).expect("copied");
    mode(&binary, 0o755);
    let as_user = |arguments: &[&str]| {
        let mut command = if rustix::process::geteuid().is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
            command.arg(&binary);
            command
        } else {
            Command::new(&binary)
        };
        command
            .args(["--no-keyring", "--passphrase-file", "passphrase"])
            .args(arguments)
            .env_clear()
            .env("HOME", home.path(""))
            .env("LC_ALL", "C.UTF-8")
            .current_dir(home.path(""));
        finish(command, b"")
    };
    if rustix::process::geteuid().is_root() {
        let owner = format!("{NOBODY}:{NOBODY}");
        let given = Command::new("chown")
            .args(["-R", &owner])
            .arg(home.path(""))
            .status();
        assert!(given.expect("chown runs").success());
    }
    for folder in [home.path(STATE), home.path(".local/share/otp")] {
        mode(&folder, 0o500);
        let doctor = as_user(&["doctor"]);
        assert_eq!(doctor.code, 1, "{doctor:?}");
        assert!(doctor.stdout.contains("cannot be written"), "{doctor:?}");
        let word = folder.to_str().expect("text");
        let fix = format!("→ chmod 700 {word}");
        assert!(doctor.stdout.contains(&fix), "{doctor:?}");
        mode(&folder, 0o700);
        let doctor = as_user(&["doctor"]);
        assert!(!doctor.stdout.contains("cannot be written"), "{doctor:?}");
    }
}
