//! `otp shell` in real bash, zsh and fish: the picked code stands at the cursor, and nothing of it in the history.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use pty_process::blocking::Command;

use super::session::{Session, Start};
use crate::home::Home;
use crate::parts;

const HETZNER: &str =
    "otpauth://totp/Hetzner:me?secret=MFZXIZLSNFXWI2LO&issuer=Hetzner&period=3600";
const FOB: &str =
    "otpauth://hotp/Fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Fob";

/// A home in which `otp` opens its vault unasked.
pub fn home_with_otp() -> Home {
    let home = Home::with_accounts(&[HETZNER, FOB]);
    std::fs::create_dir(home.path("bin")).expect("made");
    let script = format!(
        "#!/bin/sh\nexec {} --identity {} \"$@\"\n",
        env!("CARGO_BIN_EXE_otp"),
        home.path("recovery.txt").to_str().expect("a path"),
    );
    let otp = home.write("bin/otp", script.as_bytes());
    std::fs::set_permissions(otp, PermissionsExt::from_mode(0o700)).expect("a mode");
    home
}

/// Any program in a terminal in that home.
pub fn in_a_terminal(home: &Home, command: Command) -> Session {
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    let path = std::env::var("PATH").expect("a path");
    Start::of(command, &home.path(""))
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .env("XDG_CONFIG_HOME", &folder(".config"))
        .env("XDG_RUNTIME_DIR", &folder("runtime"))
        .env("PATH", &format!("{}:{path}", folder("bin")))
        .env("HISTFILE", &folder("history"))
        .inside(&home.path(""))
        .run()
}

/// Waits until the shell is alone again: a key that comes before would be the picker's.
fn is_alone(session: &Session) {
    let pid = session.pid().as_raw_nonzero();
    let children = format!("/proc/{pid}/task/{pid}/children");
    let begun = Instant::now();
    while !std::fs::read_to_string(&children)
        .expect("it runs")
        .is_empty()
    {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "the picker stays"
        );
        std::thread::yield_now();
    }
}

fn everything(shell: &str, options: &[&str], setting: &str, history: &str) {
    if !parts::has(shell) {
        return;
    }
    for (key, option, typed) in [("\x0f", "", "ctrl-o"), ("\x1bp", " --key alt-p", "alt-p")] {
        let home = home_with_otp();
        let session = in_a_terminal(&home, Command::new(shell).args(options));
        // Told by its result: what is typed stands on the screen too.
        session.types("echo rea''dy\r").sees("ready");
        session.types(&setting.replace("KEY", option)).types("\r");
        session.types("echo widget''-there\r").sees("widget-there");
        // In the middle of a line with letters of several bytes before it.
        session
            .types("echo \"äö []\" >got")
            .types(&"\x02".repeat(7));
        session.types(key).sees("Hetzner").sees("Fob");
        session.types("hetz").sees_no("Fob").types("\r");
        let code = home.otp(["code", "hetzner"]).stdout.trim_end().to_owned();
        session.sees(&format!("echo \"äö [{code}]\" >got"));
        session.types("\r");
        session.types("echo do''ne\r").sees("done");
        let got = std::fs::read_to_string(home.path("got")).expect("written");
        assert_eq!(got, format!("äö [{code}]\n"), "{shell} {typed}");
        // Who picks nothing finds the line as it was.
        session.types("echo still >here");
        session.types(key).sees("Hetzner").types("\x1b");
        is_alone(&session);
        session.sees("echo still >here").types("\r");
        session.types("echo do''ne again\r").sees("done again");
        let here = std::fs::read_to_string(home.path("here")).expect("written");
        assert_eq!(here, "still\n", "{shell} {typed}");
        // The history has the lines that were entered, and no call of ours.
        session.types(&format!("{history} >lines\r"));
        session.types("echo listed''-now\r").sees("listed-now");
        let lines = std::fs::read_to_string(home.path("lines")).expect("written");
        assert!(lines.contains("echo still"), "{shell}: {lines}");
        for known in ["otp code", "__otp_insert", "command otp"] {
            assert!(!lines.contains(known), "{shell}: {known} in {lines}");
        }
        session.types("exit\r");
        session.ends();
    }
}

#[test]
fn a_code_at_the_cursor_of_bash() {
    let setting = r#"eval "$(otp shell bashKEY)""#;
    everything("bash", &["--norc", "--noprofile", "-i"], setting, "history");
}

#[test]
fn a_code_at_the_cursor_of_zsh() {
    let setting = r#"bindkey -e; SAVEHIST=100 HISTSIZE=100; eval "$(otp shell zshKEY)""#;
    everything("zsh", &["-f", "-i"], setting, "fc -l 1");
}

#[test]
fn a_code_at_the_cursor_of_fish() {
    let setting = "otp shell fishKEY | source";
    everything("fish", &["--no-config", "-i"], setting, "history");
}

#[test]
fn in_vi_keymaps_too() {
    for (shell, options, setting) in [
        (
            "bash",
            &["--norc", "--noprofile", "-i"][..],
            r#"set -o vi; eval "$(otp shell bash)""#,
        ),
        (
            "zsh",
            &["-f", "-i"],
            r#"bindkey -v; eval "$(otp shell zsh)""#,
        ),
    ] {
        if !parts::has(shell) {
            continue;
        }
        let home = home_with_otp();
        let session = in_a_terminal(&home, Command::new(shell).args(options));
        session.types("echo rea''dy\r").sees("ready");
        session.types(setting).types("\r");
        session.types("echo widget''-there\r").sees("widget-there");
        session.types("echo >got ").types("\x0f");
        session
            .sees("Hetzner")
            .types("hetz")
            .sees_no("Fob")
            .types("\r");
        let code = home.otp(["code", "hetzner"]).stdout.trim_end().to_owned();
        session.sees(&format!("echo >got {code}")).types("\r");
        session.types("echo do''ne\r").sees("done");
        let got = std::fs::read_to_string(home.path("got")).expect("written");
        assert_eq!(got, format!("{code}\n"), "{shell}");
    }
}

/// The lines of the README, in tmux with somebody attached.
#[test]
fn the_binding_of_the_readme_pastes_into_the_pane_of_tmux() {
    if !parts::has("tmux") {
        return;
    }
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));
    let readme = readme.expect("the README");
    let (_, binding) = readme.split_once("```tmux\n").expect("a binding");
    let (binding, _) = binding.split_once("```").expect("its end");
    let home = home_with_otp();
    // What a test types is no paste.
    let settings = format!("set -g assume-paste-time 0\n{binding}");
    home.write("tmux.conf", settings.as_bytes());
    std::fs::create_dir(home.path("socket")).expect("made");
    std::fs::set_permissions(home.path("socket"), PermissionsExt::from_mode(0o700))
        .expect("a mode");
    let tmux = Command::new("tmux")
        .args([
            "-S",
            "socket/s",
            "-f",
            "tmux.conf",
            "new-session",
            "-s",
            "it",
            "sh",
        ])
        .env("ENV", "");
    let session = in_a_terminal(&home, tmux);
    session.types("echo rea''dy\r").sees("ready");
    session
        .types("echo >got [")
        .sees("echo >got [")
        .types("\x02o");
    session.sees("Hetzner").sees("Fob").sees("┌");
    session.types("hetz").sees_no("Fob").types("\r");
    let code = home.otp(["code", "hetzner"]).stdout.trim_end().to_owned();
    session.sees(&format!("echo >got [{code}"));
    // To the pane itself: the popup may still be there, on its way out.
    let types = |keys: &str| {
        let mut tmux = std::process::Command::new("tmux");
        tmux.arg("-S").arg(home.path("socket/s"));
        let told = tmux.args(["send-keys", "-t", "it", keys, "Enter"]).status();
        assert!(told.expect("it starts").success());
    };
    types("]");
    types("echo do''ne");
    session.sees("done");
    let got = std::fs::read_to_string(home.path("got")).expect("written");
    assert_eq!(got, format!("[{code}]\n"));
    // No buffer keeps it.
    types("tmux list-buffers | wc -l");
    session.sees("\n0").sees_no("┌");
    // Nothing picked, nothing pasted.
    session.types("echo >next [").types("\x02o").sees("Hetzner");
    session.types("\x1b").sees_no("Hetzner");
    types("]");
    types("echo do''ne again");
    session.sees("done again");
    let next = std::fs::read_to_string(home.path("next")).expect("written");
    assert_eq!(next, "[]\n");
    types("exit");
    session.ends();
}
