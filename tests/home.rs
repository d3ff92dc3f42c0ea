//! A throw-away home with the real binary in it: what most tests of the command line stand on.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The passphrase of every vault made here.
pub const PASSPHRASE: &str = "otter kelp barrel";

/// An empty home folder; removed when it goes.
pub struct Home {
    folder: tempfile::TempDir,
}

/// How a run of the binary ended.
#[derive(Debug)]
pub struct Run {
    /// Exit code.
    pub code: i32,
    /// What it answered.
    pub stdout: String,
    /// What it told.
    pub stderr: String,
}

impl Home {
    /// Nothing in it, no vault.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder for a test");
        let home = Self { folder };
        std::fs::create_dir(home.path("runtime")).expect("runtime folder");
        home
    }

    /// With a vault that `otp` opens by the identity file which [`Home::otp`] gives it.
    pub fn with_vault() -> Self {
        let home = Self::empty();
        home.write("passphrase", format!("{PASSPHRASE}\n").as_bytes());
        let made = home.run(
            [
                "--passphrase-file",
                "passphrase",
                "init",
                "--work-factor",
                "14",
                "--recovery-file",
                "recovery.txt",
            ],
            b"",
        );
        assert_eq!(made.code, 0, "{made:?}");
        home
    }

    /// With a vault and these otpauth links in it.
    pub fn with_accounts(links: &[&str]) -> Self {
        let home = Self::with_vault();
        let added = home.otp_fed(["add", "--yes", "-"], links.join("\n").as_bytes());
        assert_eq!(added.code, 0, "{added:?}");
        home
    }

    /// A path inside.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file that only its owner may read.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("written");
        private(&path);
        path
    }

    /// The vault file.
    pub fn vault(&self) -> PathBuf {
        self.path(".local/share/otp/vault.age")
    }

    /// A command in this home: no other variables, no terminal, no bus, no display.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        // setsid leaves the terminal the tests were started from: nobody can be asked.
        let mut command = if cfg!(target_os = "linux") {
            let mut command = Command::new("setsid");
            command.args(["--wait", env!("CARGO_BIN_EXE_otp")]);
            command
        } else {
            Command::new(env!("CARGO_BIN_EXE_otp"))
        };
        command
            .args(arguments)
            .env_clear()
            .current_dir(self.folder.path());
        command
            .env("HOME", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
            .env("XDG_RUNTIME_DIR", self.path("runtime"))
            .env("TZ", "UTC")
            .env("LC_ALL", "C.UTF-8");
        command
    }

    /// Runs the binary with the arguments as they are and `input` on standard input.
    pub fn run<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        input: &[u8],
    ) -> Run {
        finish(self.command(arguments), input)
    }

    /// Runs it with the identity that opens the vault.
    pub fn otp<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        self.otp_fed(arguments, b"")
    }

    /// The same with `input` on standard input.
    pub fn otp_fed<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        input: &[u8],
    ) -> Run {
        let mut command = self.command(["--identity", "recovery.txt"]);
        command.args(arguments);
        finish(command, input)
    }
}

/// Runs a command to its end with `input` on standard input. Nothing secret that it was given may be on stderr.
pub fn finish(mut command: Command, input: &[u8]) -> Run {
    let mut given: Vec<String> = command.get_args().map(lossy).collect();
    given.push(String::from_utf8_lossy(input).into_owned());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary starts");
    let mut stdin = child.stdin.take().expect("piped");
    // A program that reads nothing has closed its end: no matter.
    let _ = stdin.write_all(input);
    drop(stdin);
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().expect("it ends");
    let run = Run {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).expect("UTF-8 on stdout"),
        stderr: String::from_utf8(stderr).expect("UTF-8 on stderr"),
    };
    assert_tells_no_secret(&given, &run.stderr);
    run
}

fn lossy(text: &OsStr) -> String {
    text.to_string_lossy().into_owned()
}

/// What went in and looks like a secret must not come out as a message.
pub fn assert_tells_no_secret(given: &[String], messages: &str) {
    let said = messages.to_lowercase();
    for word in given.iter().flat_map(|text| secret_looking(text)) {
        assert!(!said.contains(&word), "{word} is in: {messages}");
    }
    for word in [
        "otpauth://totp",
        "otpauth://hotp",
        "secret=",
        "offline?data",
        PASSPHRASE,
    ] {
        assert!(!said.contains(word), "{word} is in: {messages}");
    }
    let key = said
        .find("age-secret-key-1")
        .map(|place| &said[place + 16..]);
    let key = key.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    assert!(!key, "a key is in: {messages}");
}

/// Runs of base32 or base64, in lower case; recipients (`age1…`) are public.
fn secret_looking(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() >= 16 && !word.starts_with("age1"))
        .map(str::to_lowercase)
        .collect()
}

#[cfg(unix)]
fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("mode 0600");
}

#[cfg(not(unix))]
fn private(_: &Path) {}

/// `PATH` for a shell that finds our binary first.
pub fn path_with_otp() -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_otp"));
    let folder = binary.parent().expect("a folder").display();
    format!("{folder}:{}", std::env::var("PATH").unwrap_or_default())
}
