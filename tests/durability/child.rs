//! The other process: this test binary run again, with one task.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use otp::app::store::Repo;
use otp::vault::keys::DeviceKey;

use crate::trust::world::{Machine, World};

/// What the other process is to do.
const TASK: &str = "OTP_TEST_TASK";
/// Where: the folder of the [`World`].
const FOLDER: &str = "OTP_TEST_FOLDER";

/// Leaves the key where [`command`]'s process finds it.
pub fn prepare(world: &World, machine: &Machine) {
    let line = machine.key.line().expose();
    std::fs::write(world.path().join("key.txt"), line).expect("written");
}

/// This binary with a task.
pub fn command(world: &World, task: &str) -> Command {
    let own = std::env::current_exe().expect("this binary");
    let mut command = Command::new(own);
    command
        .args(["--exact", "durability::child::task", "--ignored"])
        .args(["--nocapture", "--test-threads=1", "--quiet"])
        .env(TASK, task)
        .env(FOLDER, world.path())
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn say(line: &str) {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}").expect("the parent listens");
    output.flush().expect("the parent listens");
}

/// Runs in the other process only.
#[test]
#[ignore = "run by other tests as a process of its own"]
fn task() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = Path::new(&folder);
    let task = std::env::var(TASK).expect("a task");
    let key = std::fs::read_to_string(folder.join("key.txt")).expect("a key");
    let key = DeviceKey::parse(&key).expect("a key");
    let repo = Repo::new(&folder.join("vault/vault.age"), &folder.join("laptop"), key);
    match task.as_str() {
        "plugin" => crate::trust::plugin::read_and_save_through_a_plugin(&repo, folder, &say),
        #[cfg(target_os = "linux")]
        "scan" => super::memory::scan_own_memory(&repo, folder, &say),
        other => panic!("no such task: {other}"),
    }
}
