//! The other process: this test binary run again, with one task.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use otp::app::store::Repo;
use otp::vault::keys::DeviceKey;

use crate::trust::world::{Machine, World, at, id, rename};

/// What the other process is to do.
const TASK: &str = "OTP_TEST_TASK";
/// Where: the folder of the [`World`].
const FOLDER: &str = "OTP_TEST_FOLDER";

/// Leaves the key where [`command`]'s process finds it.
pub fn prepare(world: &World, machine: &Machine) {
    let line = machine.key.line().expose();
    std::fs::write(world.path().join("key.txt"), line).expect("written");
}

/// This binary with a task; prefix it with another program by `wrapper`.
pub fn command(world: &World, task: &str, wrapper: &[&str]) -> Command {
    let own = std::env::current_exe().expect("this binary");
    let mut command = match wrapper.split_first() {
        Some((program, arguments)) => {
            let mut command = Command::new(program);
            command.args(arguments).arg(own);
            command
        }
        None => Command::new(own),
    };
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

/// The counters a process says it has handed out.
pub fn taken(output: &[u8]) -> Vec<u64> {
    let text = String::from_utf8_lossy(output);
    // The test harness writes its own words before the first line.
    let lines = text.lines().filter_map(|line| line.split("took ").nth(1));
    lines.filter_map(|number| number.parse().ok()).collect()
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
    let (what, count) = task.split_once(' ').unwrap_or((&task, "1"));
    let count: u64 = count.parse().expect("a number");
    match what {
        "take" => {
            for _ in 0..count {
                let taken = repo.update(at(100), |vault| vault.take_counter(&id(1)));
                let (counter, _) = taken.expect("a counter");
                say(&format!("took {counter}"));
            }
        }
        "save" => {
            let now = at(100);
            let change = rename(1, &format!("name {count}"));
            let saved = repo.update(now, |vault| vault.apply(change.clone(), now));
            match saved {
                Ok(_) => say("saved"),
                Err(error) => say(&format!("error: {error}")),
            }
        }
        "plugin" => crate::trust::plugin::read_and_save_through_a_plugin(&repo, folder, &say),
        #[cfg(target_os = "linux")]
        "scan" => super::memory::scan_own_memory(&repo, folder, &say),
        other => panic!("no such task: {other}"),
    }
}
