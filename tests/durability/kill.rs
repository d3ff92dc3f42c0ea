//! Many processes at once, and processes killed at any moment (tests 21, 24, 25, 31).

use std::collections::BTreeSet;
use std::io::Read as _;
use std::time::Duration;

use super::child;
use crate::trust::world::{Machine, World, add, draft, id};
use otp::account::AccountId;
use otp::vault::Change;

/// A vault with a HOTP account and so many others.
pub fn world_with(others: u64) -> (World, Machine) {
    let world = World::new();
    let laptop = world.founded(&["laptop"]).remove(0);
    let mut changes = vec![add(1, "GitHub")];
    changes.extend((0..others).map(|place| Change::Add {
        id: AccountId::from_random(1000 + place),
        draft: Box::new(draft(&format!("Site {place}"), 0)),
    }));
    laptop.change(1, &Change::Batch(changes));
    child::prepare(&world, &laptop);
    (world, laptop)
}

/// The stored counter; the vault opens in any case.
pub fn counter(machine: &Machine) -> u64 {
    let vault = machine.repo.read().expect("the vault opens").vault;
    let account = vault.get(&id(1)).expect("the account is there");
    account.otp.counter().expect("HOTP")
}

#[test]
fn eight_processes_never_hand_out_a_counter_twice() {
    let (world, laptop) = world_with(10);
    let children: Vec<_> = (0..8)
        .map(|_| {
            child::command(&world, "take 50", &[])
                .spawn()
                .expect("started")
        })
        .collect();
    let mut reads = 0;
    while counter(&laptop) < 400 && reads < 100_000 {
        reads += 1;
    }
    let mut all = BTreeSet::new();
    for process in children {
        let output = process.wait_with_output().expect("ended");
        let taken = child::taken(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(taken.len(), 50, "{errors}");
        all.extend(taken);
    }
    assert_eq!(all, (0..400).collect());
    assert_eq!(counter(&laptop), 400);
    assert!(reads > 0, "reading went on while others saved");
}

#[test]
fn killed_processes_lose_nothing_they_have_printed() {
    let (world, laptop) = world_with(200);
    let mut largest = 0;
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut told = 0;
    for round in 0..400 {
        // Marsaglia's xorshift: the moments differ, the run is the same each time.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let mut process = child::command(&world, "take 1000", &[])
            .spawn()
            .expect("started");
        let mut output = process.stdout.take().expect("piped");
        let mut shown = Vec::new();
        // Most are killed after their first code, at some moment of the next saves; some at their start.
        let mut byte = [0; 1];
        while round % 4 != 0 && child::taken(&shown).is_empty() {
            output.read_exact(&mut byte).expect("it says something");
            shown.push(byte[0]);
        }
        // Not a wait for something: the random moment of the kill is what is tested.
        std::thread::sleep(Duration::from_micros(random % 25_000));
        process.kill().expect("killed");
        output.read_to_end(&mut shown).expect("read");
        process.wait().expect("ended");
        let printed = child::taken(&shown);
        told += printed.len();
        let stored = counter(&laptop);
        assert!(stored >= largest, "round {round}: the counter went back");
        for number in printed {
            assert!(
                number >= largest,
                "round {round}: {number} was handed out twice"
            );
            assert!(
                number < stored,
                "round {round}: {number} was printed but not stored"
            );
        }
        largest = stored;
    }
    assert!(
        told > 100,
        "only {told} codes in 400 rounds: the test tests nothing"
    );
    // The next save sweeps what the killed ones left.
    laptop.take(200, 1);
    assert_eq!(temporary_files(&world), 0);
}

pub fn temporary_files(world: &World) -> usize {
    let folder = world.path().join("vault");
    let entries = std::fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names
        .filter(|name| name.to_string_lossy().ends_with(".tmp"))
        .count()
}

#[test]
fn the_umask_does_not_matter() {
    use std::os::unix::fs::PermissionsExt as _;
    let (world, _) = world_with(0);
    let wrapper = ["sh", "-c", "umask 000; exec \"$0\" \"$@\""];
    let output = child::command(&world, "save 1", &wrapper)
        .output()
        .expect("ended");
    assert!(String::from_utf8_lossy(&output.stdout).contains("saved"));
    let mut folders = vec![world.path().join("vault"), world.path().join("laptop")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let mode = std::fs::metadata(&path)
                .expect("there")
                .permissions()
                .mode()
                & 0o777;
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode, wanted, "{}", path.display());
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
}
