//! sshd on loopback with google-authenticator: `otp run -- ssh` and ssh with `otp askpass` log in.

use std::process::Command;

use super::servers::{
    OTHER, PASSWORD, Placed, SECRET, STEP, Server, can, executable, free_port, google_secret, link,
};
use super::{COUNTED, otp};
use crate::home::{Home, finish, path_with_otp};
use crate::parts;
use crate::pty::session::Session;

/// An sshd that asks for a password and then for a code.
struct Sshd {
    server: Server,
    port: String,
    known: String,
}

impl Sshd {
    fn start(home: &Home) -> Self {
        let mut placed = Placed::default();
        let check = format!("#!/bin/sh\nread -r given || :\n[ \"$given\" = {PASSWORD} ]\n");
        let check = executable(home, "check", &check);
        let secret = google_secret(home);
        let service = placed.file(
            "/etc/pam.d/",
            &format!(
                "auth required pam_exec.so expose_authtok quiet {check}\n\
                 auth required pam_google_authenticator.so secret={secret} user=root\n\
                 account required pam_permit.so\nsession required pam_permit.so\n"
            ),
        );
        let _ = std::fs::create_dir_all("/run/sshd");
        let host_key = home.path("host_key");
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(&host_key)
            .status();
        assert!(made.expect("ssh-keygen").success());
        let port = free_port().to_string();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nUsePAM yes\nPermitRootLogin yes\nStrictModes no\n\
             PasswordAuthentication no\nPubkeyAuthentication no\nKbdInteractiveAuthentication yes\nPidFile none\n\
             LogLevel VERBOSE\nMaxAuthTries 3\n",
            host_key.display()
        );
        let config = home.write("sshd_config", config.as_bytes());
        // The PAM service is called like the program.
        let sshd = home.path(&service);
        std::fs::copy("/usr/sbin/sshd", &sshd).expect("copied");
        let mut command = Command::new(&sshd);
        command.args(["-D", "-e", "-r", "-f"]).arg(config);
        let server = Server::start(command, placed);
        server.says("Server listening");
        Self {
            server,
            port,
            known: home.path("known").to_str().expect("text").to_owned(),
        }
    }

    /// `ssh` with nothing of this machine's own settings.
    fn ssh<'a>(&'a self, command: &[&'a str]) -> Vec<String> {
        let known = format!("UserKnownHostsFile={}", self.known);
        let options = [
            "ssh",
            "-F",
            "none",
            "-p",
            &self.port,
            "-o",
            &known,
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "PreferredAuthentications=keyboard-interactive",
            "-o",
            "LogLevel=ERROR",
            "root@127.0.0.1",
        ];
        let words = options.iter().chain(command);
        words.map(|word| (*word).to_owned()).collect()
    }
}

fn run_ssh(home: &Home, options: &[&str], ssh: &[String]) -> Session {
    let ssh: Vec<&str> = ssh.iter().map(String::as_str).collect();
    otp(home, &[&["run"], options, &["--"], &ssh].concat()).run()
}

const SSHD: [&str; 3] = ["ssh", "/usr/sbin/sshd", "ssh-keygen"];
const GOOGLE: [&str; 2] = ["pam_google_authenticator.so", "pam_exec.so"];

#[test]
fn ssh_logs_in_with_password_and_code_twice_in_a_row() {
    if !can(&SSHD, &GOOGLE) {
        return;
    }
    let home = Home::with_accounts(&[&link(SECRET), COUNTED]);
    let sshd = Sshd::start(&home);
    for round in ["first", "second"] {
        // The account fits root@127.0.0.1.
        let session = run_ssh(&home, &[], &sshd.ssh(&["echo", "in", round]));
        session.sees("Password:").types(PASSWORD).types("\r");
        session.sees(&format!("in {round}"));
        assert_eq!(session.ends(), 0);
        session.terminal_is_restored();
    }
    let said = sshd.server.said();
    assert_eq!(
        said.matches("Accepted keyboard-interactive").count(),
        2,
        "{said}"
    );
    assert!(!said.contains("Failed keyboard-interactive"), "{said}");
}

#[test]
fn text_of_the_other_machine_is_not_answered_once_one_is_in() {
    if !can(&SSHD, &GOOGLE) {
        return;
    }
    let home = Home::with_accounts(&[&link(SECRET)]);
    let sshd = Sshd::start(&home);
    let fake = "stty -echo; printf '(you@bank) Verification code: '; read x; stty echo; echo; echo \"got $x\"";
    let ssh = sshd.ssh(&["-t", fake]);
    let session = run_ssh(&home, &["--account", "root@127.0.0.1"], &ssh);
    session.sees("Password:").types(PASSWORD).types("\r");
    session.sees("(you@bank) Verification code:");
    let answers = |session: &Session| session.screen().matches("answered by otp").count();
    session.types("mine\r").sees("got mine");
    assert_eq!(answers(&session), 1);
    session.ends();
}

#[test]
fn a_refused_code_is_tried_once_and_the_terminal_is_the_users() {
    if !can(&SSHD, &GOOGLE) {
        return;
    }
    let home = Home::with_accounts(&[&link(OTHER)]);
    let sshd = Sshd::start(&home);
    let session = run_ssh(&home, &[], &sshd.ssh(&["true"]));
    session.sees("Password:").types(PASSWORD).types("\r");
    session.sees("answered by otp");
    session.waits("the password again", |screen| {
        screen.contents().matches("Password:").count() == 2
    });
    session.types(PASSWORD).types("\r").sees("your turn");
    let said = sshd.server.said();
    assert_eq!(
        said.matches("Invalid verification code").count().max(1),
        1,
        "{said}"
    );
    // The user's own code is the right one.
    let oath = parts::has("oathtool");
    if oath {
        let mut command = Command::new("oathtool");
        command.args(["--totp", "-b", &format!("-s{STEP}"), SECRET]);
        session.types(&finish(command, b"").stdout.replace('\n', "\r"));
        assert_eq!(session.ends(), 0);
    }
}

#[test]
fn a_locked_vault_reaches_no_server() {
    if !can(&SSHD, &GOOGLE) {
        return;
    }
    let home = Home::with_accounts(&[&link(SECRET)]);
    let sshd = Sshd::start(&home);
    let before = sshd.server.said();
    let ssh = sshd.ssh(&["true"]);
    let ssh: Vec<&str> = ssh.iter().map(String::as_str).collect();
    let run = home.run([&["run", "--"], ssh.as_slice()].concat(), b"");
    assert_eq!(run.code, 5, "{run:?}");
    assert_eq!(sshd.server.said(), before, "nobody came");
}

/// Keeps the vault open for whoever asks; false where the kernel has no sessions.
fn unlocked(home: &Home) -> bool {
    let unlocked = home.run(
        ["--passphrase-file", "passphrase", "unlock", "--for", "10m"],
        b"",
    );
    unlocked.code == 0 || parts::skip(unlocked.stderr.trim())
}

/// Runs ssh with our askpass, and a program of ours for the passwords.
fn by_askpass(home: &Home, ssh: &[String]) -> crate::home::Run {
    let linked = home.otp(["askpass", "--link", "."]);
    assert_eq!(linked.code, 0, "{linked:?}");
    let next = executable(
        home,
        "next",
        &format!("#!/bin/sh\necho \"$1\" >>asked\necho {PASSWORD}\n"),
    );
    let mut command = Command::new("setsid");
    command
        .arg("--wait")
        .args(ssh)
        .env_clear()
        .current_dir(home.path(""));
    for (name, value) in [
        ("HOME", home.path("").to_str().expect("text")),
        ("PATH", &path_with_otp()),
        (
            "SSH_ASKPASS",
            home.path("otp-askpass").to_str().expect("text"),
        ),
        ("SSH_ASKPASS_REQUIRE", "force"),
        ("OTP_NEXT_ASKPASS", &next),
    ] {
        command.env(name, value);
    }
    finish(command, b"")
}

#[test]
fn ssh_asks_the_link_and_everything_else_goes_on() {
    if !can(&SSHD, &GOOGLE) {
        return;
    }
    let home = Home::with_accounts(&[&link(SECRET)]);
    let sshd = Sshd::start(&home);
    if !unlocked(&home) {
        return;
    }
    for round in ["first", "second"] {
        let run = by_askpass(&home, &sshd.ssh(&["echo", "in", round]));
        assert_eq!(
            (run.code, run.stdout),
            (0, format!("in {round}\n")),
            "{}",
            run.stderr
        );
    }
    let asked = std::fs::read_to_string(home.path("asked")).expect("asked");
    assert_eq!(asked, "(root@127.0.0.1) Password: \n".repeat(2));
    // Locked: no code is sent, not even an empty one.
    assert_eq!(home.run(["lock"], b"").code, 0);
    let said = sshd.server.said();
    let run = by_askpass(&home, &sshd.ssh(&["true"]));
    assert_ne!(run.code, 0);
    let since = sshd.server.said().replace(&said, "");
    assert!(
        !since.contains("Failed") && !since.contains("failure"),
        "{since}"
    );
}

#[test]
fn askpass_gives_a_login_one_code() {
    if !can(&SSHD, &GOOGLE) {
        return;
    }
    let home = Home::with_accounts(&[&link(OTHER)]);
    let sshd = Sshd::start(&home);
    if !unlocked(&home) {
        return;
    }
    let run = by_askpass(&home, &sshd.ssh(&["true"]));
    assert_eq!(run.code, 255, "{run:?}");
    let asked = std::fs::read_to_string(home.path("asked")).expect("asked");
    // The first code was ours; the other tries are somebody else's.
    let codes = asked.matches("Verification code").count();
    assert_eq!(
        (codes, asked.matches("Password").count()),
        (2, 3),
        "{asked}"
    );
    assert_eq!(home.run(["lock"], b"").code, 0);
}
