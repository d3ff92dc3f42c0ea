//! The laws of trust and merging, on random histories: three devices, a copy of one, restored disks, the recovery key,
//! changes of keys on one side and on two, wrong clocks and their mends, removals, undo, emptied bins, kinds of the
//! future, and a sync tool that copies files as it likes. `OTP_LAW_CASES` says how many; a few hundred otherwise.

mod machine;

use std::collections::{BTreeMap, BTreeSet};

use crate::account::{AccountId, Algorithm, Digits, Draft, Kind, Label, Otp, Secret, Timestamp};
use crate::vault::text::Entry;
use crate::vault::{Change, Device, Edit, SourceEdit, SourceId, Vault};
use machine::{DAY, Dice, Machine, START};

/// Laptop, phone and tablet; a copy of the laptop that nobody knows of; a machine with the recovery key only.
const RECIPIENTS: [&str; 5] = [
    "age1laptop",
    "age1phone",
    "age1tablet",
    "age1laptop",
    "age1paper",
];

struct World {
    machines: Vec<Machine>,
    /// What people added, and what they removed, ever.
    added: BTreeSet<AccountId>,
    removed: BTreeSet<AccountId>,
    /// Keys that somebody shut out, and nobody let in again.
    shut_out: BTreeSet<&'static str>,
    next_id: u64,
    steps: Vec<String>,
}

fn account(key: u8) -> Draft {
    let secret = Secret::from_bytes(vec![key.max(1); 10]).expect("key");
    let kind = Kind::Hotp { counter: 0 };
    let otp = Otp::new(secret, kind, Algorithm::Sha1, Digits::DEFAULT);
    Draft::new("Site".into(), "me".into(), otp)
}

fn foreign(vault: &mut Vault, id: &AccountId, is_deleted: bool, now: Timestamp) {
    let stamp = vault.next_stamp(now).cast_signed();
    let mut table = match vault.entries.get(id) {
        Some(Entry::Unreadable(table)) => (**table).clone(),
        Some(_) => return,
        None => toml::Table::new(),
    };
    table.insert("id".to_owned(), id.as_str().into());
    table.insert("type".to_owned(), "passkey".into());
    table.entry("created").or_insert(stamp.into());
    let field = if is_deleted { "deleted" } else { "pin" };
    table.insert(field.to_owned(), stamp.into());
    let edited = table
        .entry("edited")
        .or_insert_with(|| toml::Table::new().into());
    let edited = edited.as_table_mut().expect("a table");
    edited.insert(field.to_owned(), stamp.into());
    vault.entries.insert(id.clone(), Entry::from_table(table));
}

fn change_source(vault: &mut Vault, id: SourceId, is_gone: bool, now: Timestamp) {
    let name = Label::new(&format!("{id} {}", now.millis()));
    if is_gone {
        let _ = vault.remove_source(&id, now);
    } else if vault.sources.contains_key(&id) {
        let _ = vault.edit_source(&id, SourceEdit::Name(name), now);
    } else {
        let _ = vault.add_source(id, name, "aegis", None, now);
    }
}

impl World {
    fn new(dice: &mut Dice) -> Self {
        let mut vault = Vault::new(1, [7; 16]);
        for (place, recipient) in RECIPIENTS.into_iter().enumerate() {
            if place != 3 {
                vault.add_unchecked(recipient);
            }
        }
        let offsets = [
            0,
            0,
            1_500,
            -90_000,
            400 * 86_400_000,
            -900 * 86_400_000,
            7_000_000,
        ];
        let mut world = Self {
            machines: Vec::new(),
            added: BTreeSet::new(),
            removed: BTreeSet::new(),
            shut_out: BTreeSet::new(),
            next_id: 1,
            steps: Vec::new(),
        };
        for _ in 0..3 {
            let id = world.fresh_id();
            let change = Change::Add {
                id: id.clone(),
                draft: Box::new(account(1)),
            };
            vault
                .apply(change, Timestamp::from_millis(START))
                .expect("fresh");
            world.added.insert(id);
        }
        for recipient in RECIPIENTS {
            let mut machine = Machine {
                recipient,
                offset: offsets[dice.below(offsets.len())],
                file: vault.clone(),
                beside: Vec::new(),
                pins: None,
                kept: None,
                writes: 0,
            };
            machine.run(dice, 0, |_, _| {});
            world.machines.push(machine);
        }
        world
    }

    fn fresh_id(&mut self) -> AccountId {
        self.next_id += 1;
        AccountId::from_random(self.next_id)
    }

    fn some_id(&self, dice: &mut Dice) -> AccountId {
        AccountId::from_random(2 + dice.next() % self.next_id)
    }

    fn step(&mut self, dice: &mut Dice, moment: u64) {
        let place = dice.below(5);
        let what = dice.below(22);
        self.steps.push(format!("{moment}: {place} does {what}"));
        match what {
            0..=2 => {
                let id = self.fresh_id();
                let key = u8::try_from(self.next_id % 200).expect("small");
                let change = Change::Add {
                    id: id.clone(),
                    draft: Box::new(account(key)),
                };
                if self.change(dice, place, moment, change) && !self.is_doomed(place) {
                    self.added.insert(id);
                }
            }
            3..=4 => {
                let id = self.some_id(dice);
                if self.change(dice, place, moment, Change::Remove { id: id.clone() }) {
                    self.removed.insert(id);
                }
            }
            5 => {
                let id = self.some_id(dice);
                self.change(dice, place, moment, Change::Restore { id });
            }
            6..=8 => {
                let id = self.some_id(dice);
                let edits = vec![Edit::Name(format!("n{moment}").as_str().into())];
                self.change(dice, place, moment, Change::Edit { id, edits });
            }
            9 => {
                let id = self.some_id(dice);
                let edits = vec![Edit::Used(Some(Timestamp::from_millis(moment)))];
                self.change(dice, place, moment, Change::Edit { id, edits });
            }
            10 => {
                let id = self.some_id(dice);
                self.machines[place].run(dice, moment, |vault, _| {
                    let _ = vault.take_counter(&id);
                });
            }
            11 => {
                self.machines[place].run(dice, moment, |vault, now| {
                    vault.expire(Timestamp::from_millis(now.millis() + 31 * DAY));
                });
            }
            12 => {
                // Undo of a removal whose bin was emptied.
                let id = self.some_id(dice);
                let change = Change::Add {
                    id,
                    draft: Box::new(account(9)),
                };
                self.change(dice, place, moment, change);
            }
            13 => {
                let id = AccountId::from_random(1);
                let is_deleted = dice.below(3) == 0;
                self.machines[place].run(dice, moment, |vault, now| {
                    foreign(vault, &id, is_deleted, now);
                });
            }
            14 => self.change_keys(dice, place, moment),
            16 => {
                let id = SourceId::from_random(dice.next() % 8);
                let is_gone = dice.below(3) == 0;
                self.machines[place].run(dice, moment, |vault, now| {
                    change_source(vault, id, is_gone, now);
                });
            }
            15 => {
                // The disk is put back; what only this machine had is lost, and nobody can help that.
                let source = dice.below(5);
                let from = self.machines[source].clone();
                if RECIPIENTS[source] == RECIPIENTS[place] {
                    let others = self.known_but_to(|machine| machine == place);
                    let restored = from.kept.iter().flat_map(|kept| kept.entries.keys());
                    let known: BTreeSet<AccountId> =
                        others.into_iter().chain(restored.cloned()).collect();
                    self.added.retain(|id| known.contains(id));
                    self.machines[place].file = from.file;
                    self.machines[place].pins = from.pins;
                    self.machines[place].kept = from.kept;
                    self.forget_lost_removals();
                }
            }
            17 => {
                self.machines[place].run(dice, moment, |vault, now| {
                    vault.mend(now);
                });
            }
            _ => self.sync(dice, place),
        }
    }

    fn change(&mut self, dice: &mut Dice, place: usize, moment: u64, change: Change) -> bool {
        let mut is_done = false;
        self.machines[place].run(dice, moment, |vault, now| {
            is_done = vault.apply(change, now).is_ok();
        });
        is_done
    }

    /// Shut out by somebody, although it has not heard of it: its saves count no more.
    fn is_doomed(&self, place: usize) -> bool {
        self.shut_out.contains(RECIPIENTS[place])
    }

    /// The laptop shuts the tablet out, the phone too; whoever is shut out has nothing to say.
    fn change_keys(&mut self, dice: &mut Dice, place: usize, moment: u64) {
        if place > 1 {
            return;
        }
        let token = dice.next().to_le_bytes();
        let token: [u8; 16] = [token, [1; 8]].concat().try_into().expect("16 bytes");
        let tablet = dice.below(2) == 0;
        let known = self.known_but_to(|machine| RECIPIENTS[machine] == "age1tablet");
        let mut is_done = false;
        self.machines[place].run(dice, moment, |vault, now| {
            if tablet {
                is_done = vault
                    .remove_device("age1tablet", token, &"x".into(), now)
                    .is_ok();
            } else {
                vault.rekey(token, &"x".into(), now);
            }
        });
        if is_done {
            self.shut_out.insert("age1tablet");
            self.added.retain(|id| known.contains(id));
        }
    }

    /// Nobody else had heard of it.
    fn forget_lost_removals(&mut self) {
        let machines = &self.machines;
        self.shut_out.retain(|key| {
            let mut others = machines.iter().filter(|machine| machine.recipient != *key);
            others.any(|machine| {
                let states = std::iter::once(&machine.file).chain(&machine.kept);
                let mut states = states.chain(&machine.beside);
                states.any(|state| !state.device(key).is_some_and(Device::is_active))
            })
        });
    }

    /// Accounts that some other machine has taken over. A file that lies there and was not looked at yet may be
    /// replaced.
    fn known_but_to(&self, is_left_out: impl Fn(usize) -> bool) -> BTreeSet<AccountId> {
        let machines = self.machines.iter().enumerate();
        // What only a device has that was shut out is lost with it.
        let others = machines.filter(|(place, machine)| {
            !is_left_out(*place) && !self.shut_out.contains(machine.recipient)
        });
        let kept = others.filter_map(|(_, machine)| machine.kept.as_ref());
        kept.flat_map(|kept| kept.entries.keys()).cloned().collect()
    }

    /// The sync tool brings one machine's file to another, in the place of its file or as a copy beside it.
    fn sync(&mut self, dice: &mut Dice, from: usize) {
        let to = dice.below(5);
        let file = self.machines[from].file.clone();
        let target = &mut self.machines[to];
        if from == to {
            return;
        }
        match dice.below(3) {
            0 => target.beside.push(file),
            1 => {
                let replaced = std::mem::replace(&mut target.file, file);
                target.beside.push(replaced);
            }
            _ => target.file = file,
        }
    }

    /// Everybody meets everybody until nobody has news; returns false when that never ends.
    fn settle(&mut self, dice: &mut Dice, moment: u64) -> bool {
        for machine in &mut self.machines {
            machine.run(dice, moment, |_, _| {});
        }
        self.forget_lost_removals();
        for round in 0..12 {
            let before: u64 = self.machines.iter().map(|machine| machine.writes).sum();
            for (from, recipient) in RECIPIENTS.iter().enumerate() {
                for to in 0..RECIPIENTS.len() {
                    if self.shut_out.contains(recipient) || from == to {
                        continue;
                    }
                    let file = self.machines[from].file.clone();
                    self.machines[to].file = file;
                    self.machines[to].run(dice, moment + round, |_, _| {});
                }
            }
            let after: u64 = self.machines.iter().map(|machine| machine.writes).sum();
            if before == after {
                return true;
            }
        }
        false
    }

    fn check(&self) -> Result<(), String> {
        let members: Vec<&Machine> = self
            .machines
            .iter()
            .filter(|machine| !self.shut_out.contains(machine.recipient))
            .collect();
        for member in &members {
            if member.file != members[0].file {
                return Err("two devices end with different vaults".to_owned());
            }
            for out in &self.shut_out {
                if member.file.device(out).is_some_and(Device::is_active) {
                    return Err(format!("{out} is back"));
                }
            }
        }
        let vault = &members[0].file;
        let states: BTreeMap<&AccountId, bool> = vault
            .entries
            .iter()
            .map(|(id, entry)| (id, entry.removal_stamp().is_none()))
            .collect();
        for id in self.added.difference(&self.removed) {
            if states.get(id) != Some(&true) {
                return Err(format!("{id} is gone, and nobody removed it"));
            }
        }
        Ok(())
    }
}

fn play(seed: u64) -> Result<(), String> {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut world = World::new(&mut dice);
    let length = 5 + dice.below(40) as u64;
    for moment in 1..=length {
        // Few moments, so that devices often act in the same millisecond.
        world.step(&mut dice, 1 + moment / 3);
    }
    if !world.settle(&mut dice, length + 10) {
        return Err(format!(
            "seed {seed}: they write for ever\n{}",
            world.steps.join("\n")
        ));
    }
    world
        .check()
        .map_err(|broken| format!("seed {seed}: {broken}\n{}", world.steps.join("\n")))
}

#[test]
fn no_history_breaks_trust_or_loses_an_account() {
    let wanted = std::env::var("OTP_LAW_CASES").ok();
    let cases = wanted.and_then(|text| text.parse().ok()).unwrap_or(600);
    let first = std::env::var("OTP_LAW_SEED").ok();
    let first: u64 = first.and_then(|text| text.parse().ok()).unwrap_or(1);
    for seed in first..first + cases {
        if let Err(broken) = play(seed) {
            panic!("{broken}");
        }
    }
}
