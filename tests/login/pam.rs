//! PAM with pamtester and sudo.

use std::fs::File;
use std::process::Command;

use super::servers::{Placed, SECRET, can, executable, google_secret, link};
use super::{COUNTED, otp};
use crate::home::{Home, finish, path_with_otp};
use crate::parts;

#[test]
fn pam_oath_takes_the_code() {
    if !can(&["pamtester"], &["pam_oath.so"]) {
        return;
    }
    let home = Home::with_accounts(&[COUNTED]);
    let users = home.write(
        "users.oath",
        b"HOTP root - 3132333435363738393031323334353637383930\n",
    );
    let mut placed = Placed::default();
    let rule = format!(
        "auth required pam_oath.so usersfile={} window=3 digits=6\n",
        users.display()
    );
    let service = placed.file("/etc/pam.d/", &rule);
    for _ in 0..2 {
        let session = otp(
            &home,
            &[
                "run",
                "--account",
                "fob",
                "--",
                "pamtester",
                &service,
                "root",
                "authenticate",
            ],
        );
        let session = session.run();
        session
            .sees("One-time password (OATH) for `root'")
            .sees("successfully authenticated");
        assert_eq!(session.ends(), 0);
    }
}

/// A sudo for this user, who has to give a code. Each test has a user of its own; other runs of the tests on this
/// machine have the same ones: one at a time, as long as what is returned lives.
fn sudo(home: &Home, user: &str) -> (Placed, File) {
    let turn = File::open("/etc/sudoers.d").expect("rules of sudo");
    turn.lock().expect("our turn");
    let mut placed = Placed::default();
    let secret = google_secret(home);
    let rule = format!(
        "auth required pam_google_authenticator.so secret={secret} user=root\naccount required pam_permit.so\n\
         session required pam_permit.so\n"
    );
    let service = placed.file("/etc/pam.d/", &rule);
    placed.file(
        "/etc/sudoers.d/",
        &format!(
            "Defaults:{user} pam_service={service}, timestamp_timeout=0, lecture=never\n{user} ALL=(ALL) ALL\n"
        ),
    );
    (placed, turn)
}

/// Runs as that user.
fn run_as(number: u32) -> [String; 4] {
    [
        "setpriv".to_owned(),
        format!("--reuid={number}"),
        format!("--regid={number}"),
        "--clear-groups".to_owned(),
    ]
}

#[test]
fn sudo_takes_the_code() {
    if !can(&["sudo", "setpriv"], &["pam_google_authenticator.so"]) {
        return;
    }
    let home = Home::with_accounts(&[&link(SECRET)]);
    let _placed = sudo(&home, "nobody");
    let nobody = run_as(65_534);
    let nobody = nobody.each_ref().map(String::as_str);
    for _ in 0..2 {
        let program = [
            &["run", "--account", "root", "--"],
            &nobody[..],
            &["sudo", "id", "-un"],
        ]
        .concat();
        let session = otp(&home, &program).run();
        session.sees("Verification code:").sees("answered by otp");
        session.waits("the name", |screen| {
            screen.contents().lines().any(|line| line.trim() == "root")
        });
        assert_eq!(session.ends(), 0);
        session.terminal_is_restored();
    }
}

#[test]
fn sudo_asks_the_link() {
    if !can(&["sudo", "setpriv"], &["pam_google_authenticator.so"]) {
        return;
    }
    let home = Home::with_accounts(&[&link(SECRET)]);
    let _placed = sudo(&home, "games");
    // All of it belongs to the one who asks.
    let script = "otp --passphrase-file passphrase unlock --for 5m || exit 77\notp askpass --link . >/dev/null\n\
                  SUDO_ASKPASS=$PWD/otp-askpass OTP_ACCOUNT=root sudo -A id -un; code=$?\notp lock\nexit $code\n";
    executable(&home, "all.sh", script);
    let owned = Command::new("chown")
        .args(["-R", "5:5"])
        .arg(home.path(""))
        .status();
    assert!(owned.expect("chown").success());
    let google = home.path("google");
    std::os::unix::fs::chown(google, Some(0), Some(0)).expect("root's");
    let mut command = Command::new("setsid");
    command
        .arg("--wait")
        .args(run_as(5))
        .args(["bash", "all.sh"]);
    command.env_clear().current_dir(home.path(""));
    command
        .env("HOME", home.path(""))
        .env("PATH", path_with_otp());
    let run = finish(command, b"");
    if run.code == 77 {
        parts::skip(run.stderr.trim());
        return;
    }
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "root\n"),
        "{}",
        run.stderr
    );
}
