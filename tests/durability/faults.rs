//! Faults injected into single system calls by strace, and disks that are full or read-only (tests 21 to 23, 27).

use std::process::Command;

use super::child;
use super::kill::{counter, temporary_files, world_with};
use crate::parts;
use crate::trust::world::{World, add, at};
use otp::app::store::{StoreError, UpdateError};

/// Calls a save is made of.
const CALLS: [&str; 9] = [
    "openat",
    "write",
    "fsync",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "flock",
];

fn can_trace() -> bool {
    if !parts::has("strace") {
        return false;
    }
    let traced = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output();
    traced.is_ok_and(|output| output.status.success()) || parts::skip("strace may not trace here")
}

/// Runs `take 1` with a fault at the `n`th call; false when there were fewer calls than that.
fn with_fault(world: &World, call: &str, fault: &str, n: usize) -> (bool, Vec<u64>) {
    let log = world.path().join("strace.log");
    let inject = format!("inject={call}:{fault}:when={n}");
    let trace = format!("trace={call}");
    let log_path = log.to_string_lossy().into_owned();
    let wrapper = [
        "strace", "-f", "-qq", "-o", &log_path, "-e", &trace, "-e", &inject,
    ];
    let output = child::command(world, "take 1", &wrapper)
        .output()
        .expect("ended");
    let log = std::fs::read_to_string(log).unwrap_or_default();
    let happened = log.contains("INJECTED") || log.contains("killed by SIGKILL");
    (happened, child::taken(&output.stdout))
}

/// Makes every call fail in turn and checks that the vault is whole and no printed counter is lost.
fn at_every_call(call: &str, fault: &str, is_kill: bool) -> usize {
    let (world, laptop) = world_with(3);
    let mut before = counter(&laptop);
    for n in 1..500 {
        let (happened, taken) = with_fault(&world, call, fault, n);
        let after = counter(&laptop);
        let place = format!("{call} number {n}, {fault}");
        assert!(
            after == before || after == before + 1,
            "{place}: {before} became {after}"
        );
        if let [number] = taken[..] {
            assert_eq!(
                (number, after),
                (before, before + 1),
                "{place}: printed but not stored"
            );
        }
        if !is_kill {
            assert_eq!(temporary_files(&world), 0, "{place}");
        }
        if !happened {
            assert_eq!(taken, [before], "{place}: without a fault it works");
            return n - 1;
        }
        before = after;
    }
    panic!("{call} was called more than 500 times");
}

#[test]
fn killed_at_every_call() {
    if !can_trace() {
        return;
    }
    let calls: usize = CALLS
        .iter()
        .map(|call| at_every_call(call, "signal=KILL", true))
        .sum();
    assert!(calls > 15, "only {calls} calls were met");
}

#[test]
fn every_call_may_fail() {
    if !can_trace() {
        return;
    }
    let faults = [
        ("fsync", "error=EIO"),
        ("write", "error=ENOSPC"),
        ("rename", "error=EACCES"),
        ("renameat", "error=EACCES"),
        ("renameat2", "error=EACCES"),
        ("openat", "error=EMFILE"),
        ("flock", "error=ENOLCK"),
    ];
    let met: usize = faults
        .iter()
        .map(|(call, fault)| at_every_call(call, fault, false))
        .sum();
    assert!(met > 10, "only {met} faults were met");
}

/// The folder's own fsync comes after the rename: the new state is there, but the user hears of the doubt.
#[test]
fn an_unsynced_folder_is_reported() {
    if !can_trace() {
        return;
    }
    let (world, laptop) = world_with(0);
    let mut reports = Vec::new();
    for n in 1..=2 {
        let inject = format!("inject=fsync:error=EIO:when={n}");
        let wrapper = [
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=fsync",
            "-e",
            &inject,
        ];
        let output = child::command(&world, &format!("save {n}"), &wrapper)
            .output()
            .expect("ended");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = text.lines().find_map(|line| line.split("error: ").nth(1));
        reports.push(line.map(str::to_owned).unwrap_or(text));
        reports.push(laptop.titles().join(" "));
    }
    assert!(reports[0].contains("cannot write"), "{reports:?}");
    assert_eq!(reports[1], "GitHub:me");
    assert!(reports[2].contains("power cut"), "{reports:?}");
    assert_eq!(reports[3], "GitHub:name 2");
}

/// A small file system of memory, unmounted when dropped. `None` where we may not mount.
struct Mounted(std::path::PathBuf);

impl Mounted {
    fn tmpfs(folder: &std::path::Path, size: &str) -> Option<Self> {
        let options = format!("size={size},mode=0700");
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &options, "otp-test"])
            .arg(folder);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        if !mounted {
            parts::skip("mounting a tmpfs is not allowed here");
            return None;
        }
        Some(Self(folder.to_owned()))
    }

    fn make_read_only(&self) {
        let mut mount = Command::new("mount");
        mount.args(["-o", "remount,ro"]).arg(&self.0);
        assert!(mount.status().expect("mount runs").success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_vault() {
    let world = World::new();
    let Some(_mounted) = Mounted::tmpfs(world.path(), "128k") else {
        return;
    };
    let laptop = world.founded(&["laptop"]).remove(0);
    laptop.change(1, &add(1, "GitHub"));
    let filler = world.path().join("filler");
    let mut size = 1 << 17;
    while size > 16 {
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&filler)
            .expect("opened");
        if std::io::Write::write_all(&mut file, &vec![b'x'; size]).is_err() {
            size /= 2;
        }
    }
    let error = laptop.try_change(2, &add(2, "Mail")).expect_err("full");
    let UpdateError::Store(StoreError::File(error)) = error else {
        panic!("{error}");
    };
    assert_eq!(error.source.kind(), std::io::ErrorKind::StorageFull);
    assert_eq!(laptop.titles(), ["GitHub:me"]);
    assert_eq!(temporary_files(&world), 0);
    std::fs::remove_file(filler).expect("removed");
    laptop.change(3, &add(2, "Mail"));
    assert_eq!(laptop.titles(), ["GitHub:me", "Mail:me"]);
}

#[test]
fn a_read_only_folder_can_be_read() {
    let world = World::new();
    let folder = world.path().join("vault");
    std::fs::create_dir(&folder).expect("created");
    let Some(mounted) = Mounted::tmpfs(&folder, "1m") else {
        return;
    };
    let laptop = world.founded(&["laptop"]).remove(0);
    laptop.change(1, &add(1, "GitHub"));
    mounted.make_read_only();
    assert_eq!(laptop.titles(), ["GitHub:me"]);
    let error = laptop
        .repo
        .update(at(2), |_| Ok::<(), ()>(()))
        .expect_err("read-only");
    let UpdateError::Store(error) = error else {
        panic!("not the change");
    };
    assert!(error.to_string().contains(".vault.age.lock"), "{error}");
}
