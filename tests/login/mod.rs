//! Codes where programs ask for them, with the real programs: `otp run`, `otp askpass`.

mod askpass;
mod kerberos;
mod npm;
mod pam;
mod passing;
mod prompts;
mod servers;
mod ssh;
mod vpn;

use std::path::PathBuf;

use crate::home::Home;
use crate::pty::session::{Session, Start};

/// Steps of an hour: none ends within a test.
pub const SLOW: &str =
    "otpauth://totp/Slow:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Slow&period=3600";
/// RFC 4226 appendix D.
pub const COUNTED: &str =
    "otpauth://hotp/Fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fob&counter=0";

/// A terminal with the home's vault in it, opened by its identity file.
pub fn otp(home: &Home, arguments: &[&str]) -> Start {
    let given = [&["--identity", "recovery.txt"], arguments].concat();
    at_home(home, Start::otp(&home.path(""), &given))
}

pub fn at_home(home: &Home, mut start: Start) -> Start {
    start = start.inside(&home.path(""));
    let path = std::env::var("PATH").expect("text");
    start = start.env("PATH", &path);
    for (name, folder) in [
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_RUNTIME_DIR", "runtime"),
    ] {
        start = start.env(name, home.path(folder).to_str().expect("text"));
    }
    start
}

/// Runs a shell script under `otp run` with more options.
pub fn run_script(home: &Home, options: &[&str], script: &str) -> Session {
    let file = script_file(home, script);
    let file = file.to_str().expect("text");
    let arguments = [&["run"], options, &["--", "bash", file]].concat();
    otp(home, &arguments).run()
}

pub fn script_file(home: &Home, script: &str) -> PathBuf {
    home.write("script.sh", script.as_bytes())
}

/// Waits for a file that a program writes at its end.
pub fn file(home: &Home, name: &str) -> String {
    let begun = std::time::Instant::now();
    loop {
        if let Ok(text) = std::fs::read_to_string(home.path(name))
            && text.ends_with('\n')
        {
            return text;
        }
        assert!(begun.elapsed().as_secs() < 60, "no {name}");
        std::thread::yield_now();
    }
}
