//! A vault that is nowhere on the disk does what one on the disk does.

use super::*;
use crate::account::{Account, Draft, Otp, Secret};
use crate::vault::difference::What;
use crate::vault::{Change, Edit, Role};

fn at(second: u64) -> Timestamp {
    Timestamp::from_seconds(1_763_766_000 + second)
}

fn add(bits: u64, issuer: &str) -> Change {
    let secret = Secret::from_bytes(vec![7; 20]).expect("a key");
    let draft = Draft::new(issuer.into(), "me".into(), Otp::totp(secret));
    Change::Add {
        id: AccountId::from_random(bits),
        draft: Box::new(draft),
    }
}

fn rename(bits: u64, name: &str) -> Change {
    Change::Edit {
        id: AccountId::from_random(bits),
        edits: vec![Edit::Name(name.into())],
    }
}

/// A vault without accounts, made at the first second.
struct Demo {
    memory: Memory,
    key: DeviceKey,
    mark: Mark,
}

impl Demo {
    fn new() -> Self {
        let (memory, key) = (Memory::default(), DeviceKey::generate());
        let mut vault = Vault::new(42, [9; 16]);
        let recipient = key.recipient().expect("X25519");
        let added = vault.add_device("demo".into(), recipient, Role::Device, at(0));
        added.expect("a fresh recipient");
        let mark = memory.create(vault, at(0)).expect("created").mark;
        Self { memory, key, mark }
    }

    fn change(&self, second: u64, change: &Change) -> Loaded {
        let now = at(second);
        let saved = self
            .memory
            .update(&self.key, now, |vault| vault.apply(change.clone(), now));
        saved.expect("saved").1
    }

    fn walk(&self, second: u64, way: Way) -> Option<String> {
        let walked = self.memory.walk(&self.key, at(second), way);
        let (_, loaded) = walked.expect("saved")?;
        Some(titles(&loaded.vault))
    }

    fn titles(&self) -> String {
        titles(&self.memory.read(&self.key).expect("it opens").vault)
    }
}

fn titles(vault: &Vault) -> String {
    let titles: Vec<String> = vault.accounts().map(Account::title).collect();
    titles.join(" ")
}

#[test]
fn the_key_comes_back_by_its_passphrase() {
    let memory = Memory::default();
    assert_eq!(memory.identity(), None);
    let key = DeviceKey::generate();
    memory.keep_key(key.clone(), "correct horse".to_owned().into());
    let wrapped = memory.identity().expect("kept");
    let unwrap = |passphrase: &str| keys::unwrap(&wrapped, &passphrase.to_owned().into(), 22);
    assert_eq!(
        unwrap("correct horse").expect("it opens").line(),
        key.line()
    );
    assert!(unwrap("correct horses").is_err());
    assert_eq!(
        memory.identity(),
        Some(wrapped.clone()),
        "it is wrapped once"
    );
    memory.keep_identity(b"another one");
    assert_eq!(memory.clone().identity(), Some(b"another one".to_vec()));
}

#[test]
fn before_it_is_made_there_is_no_vault() {
    let (memory, key) = (Memory::default(), DeviceKey::generate());
    assert_eq!(memory.vault_id(), None);
    assert!(matches!(memory.read(&key), Err(StoreError::Missing { .. })));
    let update = memory.update(&key, at(0), |_| Ok::<(), ()>(()));
    assert!(matches!(
        update,
        Err(UpdateError::Store(StoreError::Missing { .. }))
    ));
    assert!(memory.walk(&key, at(0), Way::Back).is_err());

    let demo = Demo::new();
    assert_eq!(demo.memory.vault_id(), Some(VaultId::from_random(42)));
    assert_eq!(demo.titles(), "");
    assert!(matches!(
        demo.memory.read(&key),
        Err(StoreError::NotForUs { .. })
    ));
    assert_eq!(
        demo.memory.states(&key).len(),
        0,
        "another key opens no state"
    );
}

#[test]
fn each_save_is_told_from_the_one_before() {
    let demo = Demo::new();
    assert!(!demo.memory.is_changed(demo.mark));
    let first = demo.change(1, &add(1, "GitHub")).mark;
    assert!(demo.memory.is_changed(demo.mark) && !demo.memory.is_changed(first));
    // A change that changes nothing is no save, and one that is refused neither.
    assert_eq!(demo.change(2, &rename(1, "me")).mark, first);
    let refused = demo.memory.update(&demo.key, at(3), |_| Err::<(), _>("no"));
    assert!(matches!(refused, Err(UpdateError::Change("no"))));
    assert_eq!(demo.memory.read(&demo.key).expect("it opens").mark, first);
    let second = demo.change(4, &add(2, "Mail")).mark;
    assert!(demo.memory.is_changed(first) && !demo.memory.is_changed(second));
    assert_eq!(demo.titles(), "GitHub:me Mail:me");
}

#[test]
fn changes_are_taken_back_one_by_one_and_made_again() {
    let demo = Demo::new();
    assert_eq!(demo.walk(1, Way::Back), None);
    demo.change(2, &add(1, "GitHub"));
    demo.change(3, &rename(1, "you"));
    let before = demo.memory.read(&demo.key).expect("it opens").mark;
    assert_eq!(demo.walk(4, Way::Others), None, "there are no others");
    assert_eq!(demo.walk(4, Way::Back).as_deref(), Some("GitHub:me"));
    assert!(demo.memory.is_changed(before), "an undo is a save");
    assert_eq!(demo.titles(), "GitHub:me");
    assert_eq!(demo.walk(5, Way::Back).as_deref(), Some(""));
    assert_eq!(demo.walk(6, Way::Back), None);
    assert_eq!(demo.walk(7, Way::Forth).as_deref(), Some("GitHub:me"));
    assert_eq!(demo.walk(8, Way::Forth).as_deref(), Some("GitHub:you"));
    assert_eq!(demo.walk(9, Way::Forth), None);
}

#[test]
fn what_happened_is_listed_by_moments_that_only_grow() {
    let demo = Demo::new();
    demo.change(1, &add(1, "GitHub"));
    // Two in one second, and a clock that was set back.
    demo.change(1, &add(2, "Mail"));
    demo.change(0, &rename(2, "you"));
    let states = demo.memory.states(&demo.key);
    let moments: Vec<Timestamp> = states.iter().map(|state| state.when).collect();
    assert_eq!(moments, [at(0), at(1), at(2), at(3)]);
    let listed: Vec<(Timestamp, What)> = history::entries(&states)
        .into_iter()
        .map(|entry| (entry.when, entry.difference.what))
        .collect();
    let renamed = What::Edited(vec!["name"]);
    assert_eq!(
        listed,
        [(at(3), renamed), (at(2), What::Added), (at(1), What::Added)]
    );
}

#[test]
fn fifty_states_are_held_and_the_oldest_goes_first() {
    let demo = Demo::new();
    for bits in 1..=60 {
        demo.change(bits, &add(bits, "Site"));
    }
    let states = demo.memory.states(&demo.key);
    let counts: Vec<usize> = states
        .iter()
        .map(|state| state.vault.accounts().count())
        .collect();
    assert_eq!(counts, (11..=60).collect::<Vec<usize>>());
}

#[test]
fn the_bin_is_emptied_by_a_later_save() {
    const DAY: u64 = 86_400;
    let demo = Demo::new();
    demo.change(1, &add(1, "GitHub"));
    let id = AccountId::from_random(1);
    demo.change(2, &Change::Remove { id });
    let in_bin = |loaded: &Loaded| loaded.vault.bin().count();
    assert_eq!(in_bin(&demo.change(29 * DAY, &add(2, "Mail"))), 1);
    assert_eq!(in_bin(&demo.change(31 * DAY, &add(3, "Bank"))), 0);
}

#[test]
fn uses_are_noted_and_shared_by_clones() {
    let memory = Memory::default();
    let id = AccountId::from_random(1);
    memory.clone().note_use(id.clone(), at(5), Some(7));
    let uses = memory.uses();
    assert_eq!((uses.last(&id), uses.step(&id)), (Some(at(5)), Some(7)));
    assert_eq!(format!("{memory:?}"), "Memory");
}
