//! `otp askpass` by itself: what it answers, and the link.

use std::path::Path;

use pty_process::blocking::Command;

use super::{COUNTED, at_home};
use crate::home::{Home, finish};
use crate::pty::session::Start;

#[test]
fn askpass_answers_codes_alone() {
    let home = Home::with_accounts(&[COUNTED]);
    let asked = |prompt: &str| {
        let mut command = home.command(["--identity", "recovery.txt", "askpass", prompt]);
        command.env("OTP_ACCOUNT", "fob");
        finish(command, b"")
    };
    assert_eq!(asked("(me@host) Verification code: ").stdout, "755224\n");
    for prompt in [
        "Enter passphrase for key '/root/.ssh/otp': ",
        "Are you sure you want to continue connecting (yes/no/[fingerprint])? ",
        "me@host's password: ",
        "(me@host) Password: ",
        "Username for 'https://github.com': ",
        "",
    ] {
        let run = asked(prompt);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (5, ""),
            "{prompt}: {run:?}"
        );
        assert!(run.stderr.contains("OTP_NEXT_ASKPASS"), "{run:?}");
    }
    assert_eq!(
        home.otp(["code", "fob"]).stdout,
        "287082\n",
        "none was spent"
    );
    // Somebody at a terminal is asked there.
    let command = Command::new(env!("CARGO_BIN_EXE_otp")).args(["askpass", "me@host's password: "]);
    let session = at_home(&home, Start::of(command, &home.path("")))
        .piped()
        .run();
    session.sees("me@host's password:").types("typed word\r");
    assert_eq!(session.ends(), 0);
    assert_eq!(session.output(), "typed word\n");
}

#[test]
fn the_link_is_made_once_and_over_nothing_else() {
    let home = Home::with_vault();
    for _ in 0..2 {
        let run = home.otp(["askpass", "--link", "."]);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (0, "./otp-askpass\n"),
            "{run:?}"
        );
    }
    let target = std::fs::read_link(home.path("otp-askpass")).expect("a link");
    assert_eq!(
        target.file_name(),
        Path::new(env!("CARGO_BIN_EXE_otp")).file_name()
    );
    std::fs::remove_file(home.path("otp-askpass")).expect("removed");
    home.write("otp-askpass", b"mine");
    let run = home.otp(["askpass", "--link", "."]);
    assert_eq!(run.code, 8, "{run:?}");
    assert_eq!(
        std::fs::read(home.path("otp-askpass")).expect("mine"),
        b"mine"
    );
}

#[test]
fn a_code_of_a_source_is_typed_for_a_program_and_counts_as_handed_out() {
    let home = crate::cmd::sources::home_with("aegis/aegis-export-plain.json", "a.json");
    assert_eq!(crate::cmd::sources::add(&home, "a.json").code, 0);
    let asks = "read -rsp 'Verification code: ' x; echo; echo \"$x\" >got; echo over\n";
    let session = super::run_script(&home, &["--account", "seven"], asks);
    session.sees("over").sees("(answered by otp)");
    assert_eq!(session.ends(), 0);
    let typed = super::file(&home, "got");
    let fresh = home.otp(["code", "seven", "--fresh"]).stdout;
    assert!(typed.len() == 8 && fresh.len() == 8, "{typed} {fresh}");
    assert_ne!(typed, fresh, "the same code twice");
}

#[cfg(target_os = "linux")]
#[test]
fn programs_have_the_limit_on_core_files_that_we_were_given() {
    let home = Home::with_accounts(&[super::SLOW]);
    std::fs::create_dir_all(home.path(".config/otp")).expect("made");
    home.write(".config/otp/config.toml", b"copy-command = \"cat\"\n");
    let limit = |script: &str| {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", script, "sh", env!("CARGO_BIN_EXE_otp")]);
        shell.current_dir(home.path("")).env_clear();
        shell
            .env("HOME", home.path(""))
            .env("PATH", std::env::var_os("PATH").expect("a path"));
        shell.env("XDG_RUNTIME_DIR", home.path("runtime"));
        let run = finish(shell, b"");
        assert_eq!(run.code, 0, "{run:?}");
        run.stdout
    };
    // A soft limit of one's own below the hard one: neither is changed for the program.
    let otp = "ulimit -Sc 7 && setsid -w \"$1\" --identity recovery.txt";
    let both = "sh -c \"ulimit -Sc; ulimit -Hc\"";
    let hard = limit("ulimit -Sc 7 && exec sh -c 'ulimit -Hc'");
    let ours = limit(&format!("{otp} run --account slow -- {both}"));
    assert_eq!(ours, format!("7\n{hard}"));
    let menu = limit(&format!(
        "{otp} menu --with 'cat >/dev/null; ulimit -Sc >limit; exit 1'; test $? = 130"
    ));
    assert_eq!(menu, "");
    assert_eq!(super::file(&home, "limit"), "7\n");
}

#[cfg(unix)]
#[test]
fn the_part_that_holds_a_program_does_nothing_for_anybody_else() {
    let home = Home::with_vault();
    for arguments in [
        &["/dev/tty", "true"][..],
        &["1", "/dev/tty", "true"],
        &["0", "/dev/tty", "true"],
        &["-1", "/dev/tty", "no-such-program-anywhere"],
    ] {
        let run = home.run([&["program-holder", "--"], arguments].concat(), b"");
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (2, ""),
            "{arguments:?} {run:?}"
        );
        assert!(run.stderr.contains("for otp itself"), "{run:?}");
    }
}

/// What answers everything but codes: it keeps what it was asked, and how.
const NEXT: &str = "#!/bin/sh\nprintf '%s|%s\\n' \"$SSH_ASKPASS_PROMPT\" \"$1\" >>\"$HOME/asked\"\ncase \"$1\" in Username*) echo octavia;; Password*) echo s3cret;; esac\n";

fn askpass_link(home: &Home) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    assert_eq!(home.otp(["askpass", "--link", "."]).code, 0);
    let next = home.write("next", NEXT.as_bytes());
    std::fs::set_permissions(&next, std::fs::Permissions::from_mode(0o700)).expect("set");
    let link = home.path("otp-askpass");
    link.to_str().expect("text").to_owned()
}

/// Names itself once it listens, then refuses everybody and keeps what they say.
const SERVER: &str = "
import http.server, sys
class Asks(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        given = self.headers.get('Authorization')
        if given: open('given', 'w').write(given)
        self.send_response(404 if given else 401)
        self.send_header('WWW-Authenticate', 'Basic realm=x')
        self.send_header('Content-Length', '0')
        self.end_headers()
    def log_message(self, *_): pass
server = http.server.HTTPServer(('127.0.0.1', 0), Asks)
print(server.server_port, flush=True)
server.serve_forever()
";

#[test]
fn what_git_asks_goes_to_the_next_program() {
    use std::io::BufRead as _;
    if !["git", "python3"].into_iter().all(crate::parts::has) {
        return;
    }
    let home = Home::with_accounts(&[COUNTED]);
    let link = askpass_link(&home);
    let mut server = std::process::Command::new("python3");
    server.args(["-c", SERVER]).current_dir(home.path(""));
    let mut server = server
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("python3");
    let mut port = String::new();
    let stdout = server.stdout.take().expect("piped");
    std::io::BufReader::new(stdout)
        .read_line(&mut port)
        .expect("a port");
    let mut git = std::process::Command::new("git");
    git.args(["-c", "credential.helper=", "ls-remote"]);
    git.arg(format!("http://127.0.0.1:{}/x.git", port.trim()))
        .env_clear();
    git.env("HOME", home.path(""))
        .env("PATH", std::env::var_os("PATH").expect("a path"));
    git.env("GIT_ASKPASS", &link)
        .env("OTP_NEXT_ASKPASS", home.path("next"));
    git.env("XDG_RUNTIME_DIR", home.path("runtime"))
        .current_dir(home.path(""));
    let run = git.output().expect("git runs");
    let _ = server.kill();
    let _ = server.wait();
    let given = std::fs::read_to_string(home.path("given"));
    // octavia:s3cret
    assert_eq!(
        given.unwrap_or_else(|_| panic!("{run:?}")),
        "Basic b2N0YXZpYTpzM2NyZXQ="
    );
    let asked = std::fs::read_to_string(home.path("asked")).expect("asked");
    assert!(asked.contains("|Username for 'http://127.0.0.1"), "{asked}");
    assert_eq!(
        home.otp(["code", "fob"]).stdout,
        "755224\n",
        "none was spent"
    );
}

#[test]
fn a_question_of_the_agent_is_a_yes_or_no() {
    if !["ssh-agent", "ssh-add", "ssh-keygen"]
        .into_iter()
        .all(crate::parts::has)
    {
        return;
    }
    let home = Home::with_vault();
    let link = askpass_link(&home);
    let script = "set -e
        ssh-keygen -q -t ed25519 -N '' -f key
        ssh-add -q -c key
        echo text >text
        ssh-keygen -q -Y sign -f key.pub -n file text";
    let mut agent = std::process::Command::new("ssh-agent");
    agent.args(["sh", "-c", script]).env_clear();
    agent
        .env("HOME", home.path(""))
        .env("PATH", std::env::var_os("PATH").expect("a path"));
    agent
        .env("SSH_ASKPASS", &link)
        .env("SSH_ASKPASS_REQUIRE", "force");
    agent
        .env("OTP_NEXT_ASKPASS", home.path("next"))
        .env("DISPLAY", ":none");
    agent
        .env("XDG_RUNTIME_DIR", home.path("runtime"))
        .current_dir(home.path(""));
    let run = agent.output().expect("ssh-agent runs");
    assert!(
        run.status.success() && home.path("text.sig").exists(),
        "{run:?}"
    );
    let asked = std::fs::read_to_string(home.path("asked")).expect("asked");
    assert!(asked.contains("confirm|Allow use of key"), "{asked}");
    // The same at a terminal, by ourselves; what is only told is told.
    for (kind, typed, code) in [
        ("confirm", "y\r", 0),
        ("confirm", "n\r", 1),
        ("none", "", 0),
    ] {
        let asks = ["askpass", "Allow use of key?"];
        let command = Command::new(env!("CARGO_BIN_EXE_otp")).args(asks);
        let start = at_home(&home, Start::of(command, &home.path("")));
        let session = start.env("SSH_ASKPASS_PROMPT", kind).run();
        session.sees("Allow use of key?").types(typed);
        assert_eq!(session.ends(), code, "{kind} {typed:?}");
    }
}
