//! Processes side by side: those that read while others save, and those that look into each other.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::home::{Home, Run};
use crate::parts;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const COUNTER: &str = "otpauth://hotp/Rfc:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&digits=8&issuer=Rfc";

#[test]
fn readers_see_a_whole_vault_at_every_moment_of_a_save() {
    let home = Home::with_accounts(&[GITHUB, COUNTER]);
    let read = || home.otp(["code", "github", "--at", "1700000000"]);
    let wanted = read().stdout;
    assert_eq!(wanted.trim_end().len(), 6);
    let is_over = AtomicBool::new(false);
    let reads: usize = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut reads = 0;
                    while !is_over.load(Ordering::Relaxed) {
                        let run = read();
                        assert_eq!(
                            (run.code, run.stdout.as_str()),
                            (0, wanted.as_str()),
                            "{run:?}"
                        );
                        assert_eq!(run.stderr, "");
                        reads += 1;
                    }
                    reads
                })
            })
            .collect();
        for _ in 0..120 {
            let run = home.otp(["code", "counter"]);
            assert_eq!(run.code, 0, "{run:?}");
        }
        is_over.store(true, Ordering::Relaxed);
        readers
            .into_iter()
            .map(|reader| reader.join().expect("every read was good"))
            .sum()
    });
    assert!(reads > 30, "only {reads} reads beside 120 saves");
}

/// Between the file and its pins there is a moment: nobody takes the save of another process for that of a copy.
#[test]
fn readers_hear_nothing_of_saves_of_their_own_device() {
    let home = Home::with_accounts(&[GITHUB]);
    let own = |arguments: &[&str]| {
        let own = ["--passphrase-file", "passphrase"];
        home.run([&own[..], arguments].concat(), b"")
    };
    assert_eq!(own(&["list"]).code, 0);
    let is_over = AtomicBool::new(false);
    let (reads, edits) = std::thread::scope(|scope| {
        let read = || {
            let mut reads = Vec::new();
            while !is_over.load(Ordering::Relaxed) {
                reads.push(own(&["list"]));
            }
            reads
        };
        let readers: Vec<_> = (0..3).map(|_| scope.spawn(read)).collect();
        let edits: Vec<Run> = (0..60)
            .map(|note| own(&["edit", "github", "--note", &note.to_string()]))
            .collect();
        is_over.store(true, Ordering::Relaxed);
        let reads = readers.into_iter();
        let reads: Vec<Vec<Run>> = reads.map(|reads| reads.join().expect("reads")).collect();
        (reads.into_iter().flatten().collect::<Vec<Run>>(), edits)
    });
    assert!(reads.len() > 30, "only {} reads", reads.len());
    for read in &reads {
        assert_eq!((read.code, read.stderr.as_str()), (0, ""), "{read:?}");
    }
    assert!(edits.iter().all(|edit| edit.code == 0), "{edits:?}");
}

/// A process that is not the tests' own user, if the tests are root, whom nothing can be hidden from.
struct Stranger(Child);

impl Stranger {
    fn start(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        Self(command.stderr(Stdio::null()).spawn().expect("it starts"))
    }

    /// Whether another process of the same user can open a file of `/proc` about it.
    fn is_open(&self, name: &str) -> bool {
        let path = format!("/proc/{}/{name}", self.0.id());
        let mut look = as_nobody(Path::new("head"));
        look.args(["-c", "0", &path]);
        look.stdout(Stdio::null()).stderr(Stdio::null());
        look.status().expect("head runs").success()
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn as_nobody(program: &Path) -> Command {
    if !rustix::process::getuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    command.arg(program);
    command
}

#[cfg(target_os = "linux")]
#[test]
fn no_other_process_of_the_user_looks_into_a_running_one() {
    if rustix::process::getuid().is_root() && !parts::has("setpriv") {
        return;
    }
    // Where everybody may run it: the folder of the build may be closed to others.
    let folder = tempfile::Builder::new()
        .permissions(std::fs::Permissions::from_mode(0o755))
        .tempdir()
        .expect("a folder");
    let program = folder.path().join("otp");
    let copied = Command::new("cp")
        .args([env!("CARGO_BIN_EXE_otp").as_ref(), program.as_os_str()])
        .status();
    assert!(copied.expect("cp runs").success());

    let plain = Stranger::start(as_nobody(Path::new("cat")));
    // Not `mem`: some systems close that to all but the parent anyway.
    wait_for("cat to be looked into", || plain.is_open("environ"));

    let mut command = as_nobody(&program);
    command.args(["scan", "-"]).env("HOME", folder.path());
    let hardened = Stranger::start(command);
    let name = format!("/proc/{}/comm", hardened.0.id());
    wait_for("otp instead of setpriv", || {
        std::fs::read(&name).is_ok_and(|name| name == b"otp\n")
    });
    // It waits for a picture now. Before it has hardened itself there is nothing in it to see.
    wait_for("otp to shut itself off", || !hardened.is_open("environ"));
    for name in ["mem", "environ", "maps", "auxv"] {
        assert!(!hardened.is_open(name), "{name}");
    }
}

fn wait_for(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::yield_now();
    }
}
