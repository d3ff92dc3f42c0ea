//! Files that are no regular files hold nobody: refused at once.

use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{SITE, fifo};
use crate::home::Home;

/// Runs it, and fails where it is still running after a time in which ten of them would end.
fn soon(mut command: Command, what: &str) -> i32 {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("started");
    let pid = child.id().to_string();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait()));
    let Ok(ended) = receiver.recv_timeout(Duration::from_secs(60)) else {
        let _ = Command::new("kill").args(["-9", &pid]).status();
        panic!("{what}: it hangs");
    };
    ended.expect("a child").code().unwrap_or(-1)
}

#[test]
fn what_is_no_regular_file_holds_nobody() {
    let vault = ".local/share/otp";
    let state = ".local/state/otp";
    let home = Home::with_accounts(&[SITE]);
    let backup = std::fs::read_dir(home.path(&format!("{state}/backups"))).expect("a folder");
    let backup = backup.flatten().next().expect("a backup").path();
    let places = [
        (home.vault(), true),
        (
            home.path(&format!("{vault}/vault.sync-conflict.age")),
            false,
        ),
        (home.path(&format!("{vault}/.vault.age.lock")), false),
        (home.path(&format!("{state}/identity.age")), false),
        (home.path(&format!("{state}/seen.toml")), true),
        (home.path(&format!("{state}/undone.toml")), false),
        (home.path(&format!("{state}/uses.txt")), false),
        (home.path(&format!("{state}/interface.toml")), false),
        (home.path(&format!("{state}/.identity.age.lock")), false),
        (backup, false),
    ];
    let outside = home.path("outside");
    fifo(&outside);
    for (place, must_fail) in places {
        let kept = std::fs::read(&place).ok();
        for kind in ["fifo", "folder", "link to a fifo"] {
            let _ = std::fs::remove_file(&place);
            match kind {
                "fifo" => fifo(&place),
                "folder" => std::fs::create_dir(&place).expect("made"),
                _ => symlink(&outside, &place).expect("linked"),
            }
            let what = format!("{kind} as {}", place.display());
            for arguments in [
                &["--identity", "recovery.txt", "code", "site"][..],
                &["--identity", "recovery.txt", "edit", "site", "--note", "x"],
                &["--identity", "recovery.txt", "undo"],
                &["--identity", "recovery.txt", "history"],
                &["--passphrase-file", "passphrase", "list"],
                &[
                    "--passphrase-file",
                    "passphrase",
                    "passwd",
                    "--new-passphrase-file",
                    "passphrase",
                ],
                &["--identity", "recovery.txt", "backup"],
                &["status"],
                &["init"],
            ] {
                let mut command = home.command(arguments);
                if arguments.contains(&"passwd") {
                    command.args(["--work-factor", "14"]);
                }
                let code = soon(command, &format!("{what}: {arguments:?}"));
                assert!(code >= 0, "{what}: {arguments:?} died");
                if must_fail && arguments.contains(&"code") {
                    assert_eq!(code, 6, "{what}");
                }
            }
            let doctor = home.otp(["doctor"]).stdout;
            assert!(doctor.contains("is not a regular file"), "{what}: {doctor}");
            let _ = std::fs::remove_file(&place);
            let _ = std::fs::remove_dir(&place);
        }
        if let Some(bytes) = kept {
            std::fs::write(&place, bytes).expect("written");
        }
    }
    assert_eq!(home.otp(["code", "site"]).code, 0);
}
