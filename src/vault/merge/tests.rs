//! The laws of merging, on random histories of three replicas.

mod tables;

use proptest::prelude::*;

use super::*;
use crate::account::{
    AccountId, Algorithm, Digits, Draft, Kind, Label, Note, Otp, Secret, SecretText, Timestamp,
};
use crate::vault::document;
use crate::vault::source::Shelf;
use crate::vault::text::Entry;
use crate::vault::{Change, Edit, Role, SourceEdit, SourceId};

/// One thing that happens to one of three replicas.
#[derive(Debug, Clone)]
enum Event {
    Change {
        replica: usize,
        account: u64,
        what: u8,
    },
    Take {
        replica: usize,
        account: u64,
    },
    Pull {
        from: usize,
        to: usize,
    },
    /// A month later by this replica's clock, which then goes back.
    Expire {
        replica: usize,
    },
    /// A kind this version does not know, changed by a newer one.
    Foreign {
        replica: usize,
        what: u8,
    },
    /// A source is added, renamed, given a password, removed.
    Source {
        replica: usize,
        source: u64,
        what: u8,
    },
}

fn events() -> impl Strategy<Value = Vec<(u64, Event)>> {
    let event = prop_oneof![
        6 => (0..3_usize, 0..4_u64, 0..13_u8).prop_map(|(replica, account, what)| Event::Change { replica, account, what }),
        2 => (0..3_usize, 0..4_u64).prop_map(|(replica, account)| Event::Take { replica, account }),
        2 => (0..3_usize, 0..3_usize).prop_map(|(from, to)| Event::Pull { from, to }),
        1 => (0..3_usize).prop_map(|replica| Event::Expire { replica }),
        1 => (0..3_usize, 0..3_u8).prop_map(|(replica, what)| Event::Foreign { replica, what }),
        3 => (0..3_usize, 0..4_u64, 0..9_u8).prop_map(|(replica, source, what)| Event::Source { replica, source, what }),
    ];
    // Few moments, so that replicas often act in the same millisecond.
    prop::collection::vec((1..40_u64, event), 1..60)
}

fn otp(key: u8, kind: Kind) -> Otp {
    let secret = Secret::from_bytes(vec![key; 10]).expect("key");
    Otp::new(secret, kind, Algorithm::Sha1, Digits::DEFAULT)
}

fn change(account: u64, what: u8, moment: u64) -> Change {
    let id = AccountId::from_random(account);
    let value = format!("v{moment}");
    let edit = match what {
        0 => {
            let hotp = otp(1, Kind::Hotp { counter: moment });
            let draft = Box::new(Draft::new("Site".into(), value.as_str().into(), hotp));
            return Change::Add { id, draft };
        }
        12 => {
            // Undo brings back what has left the bin for good.
            let draft = Box::new(Draft::new("Back".into(), "".into(), otp(4, Kind::Steam)));
            return Change::Add { id, draft };
        }
        1 => return Change::Remove { id },
        2 => return Change::Restore { id },
        3 => Edit::Name(value.as_str().into()),
        4 => Edit::Issuer(value.as_str().into()),
        5 => Edit::Note(Note::new(&value)),
        6 => Edit::Tags(vec![value.as_str().into()]),
        7 => Edit::Pinned(moment.is_multiple_of(2)),
        8 => Edit::Used(Some(Timestamp::from_millis(moment))),
        9 => Edit::Counter(moment % 3),
        10 => Edit::Otp(Box::new(otp(
            u8::try_from(moment).unwrap_or(1),
            Kind::Steam,
        ))),
        _ => Edit::Otp(Box::new(otp(2, Kind::Hotp { counter: moment }))),
    };
    Change::Edit {
        id,
        edits: vec![edit],
    }
}

/// Plays a history; returns the states of the three replicas after each event, oldest first.
fn play(events: Vec<(u64, Event)>) -> Vec<[Vault; 3]> {
    let mut first = Vault::new(1, [0; 16]);
    for name in ["a", "b", "c"] {
        let device = Device::new(name.into(), name.to_owned(), Role::Device, 0);
        first.devices.insert(name.to_owned(), device);
    }
    // All replicas begin with the same accounts: ids are random, no two replicas ever make the same one.
    for account in 0..3 {
        let add = change(account, 0, account);
        first.apply(add, Timestamp::from_millis(0)).expect("fresh");
        change_source(&mut first, account, 0, Timestamp::from_millis(0));
    }
    let mut replicas = [first.clone(), first.clone(), first];
    let mut states = vec![replicas.clone()];
    for (moment, event) in events {
        let now = Timestamp::from_millis(moment);
        let mut saved = None;
        match event {
            Event::Change {
                replica,
                account,
                what,
            } => {
                if what == 12 && account == 3 {
                    continue;
                }
                // Ids of new accounts are the replica's own.
                let account = if what == 0 {
                    100 + account * 3 + replica as u64
                } else {
                    account
                };
                let _ = replicas[replica].apply(change(account, what, moment), now);
                saved = Some(replica);
            }
            Event::Take { replica, account } => {
                let _ = replicas[replica].take_counter(&AccountId::from_random(account));
                saved = Some(replica);
            }
            Event::Pull { from, to } => {
                replicas[to] = merge(&replicas[to], &replicas[from]).expect("one vault");
            }
            Event::Expire { replica } => {
                let month = 31 * 86_400_000;
                replicas[replica].expire(Timestamp::from_millis(moment + month));
                saved = Some(replica);
            }
            Event::Source {
                replica,
                source,
                what,
            } => {
                // Ids of new sources are the replica's own.
                let id = if what == 0 {
                    10 + source * 3 + replica as u64
                } else {
                    source
                };
                change_source(&mut replicas[replica], id, what, now);
                saved = Some(replica);
            }
            Event::Foreign { replica, what } => {
                foreign(&mut replicas[replica], what, now);
                saved = Some(replica);
            }
        }
        if let Some(replica) = saved {
            let name = ["a", "b", "c"][replica];
            replicas[replica].count_save(name, 0, moment << 8 | replica as u64);
        }
        states.push(replicas.clone());
    }
    states
}

fn change_source(vault: &mut Vault, id: u64, what: u8, now: Timestamp) {
    let id = SourceId::from_random(id);
    let value = format!("v{}", now.millis());
    let edit = match what {
        0 if vault.sources.contains_key(&id) => return,
        0 => {
            let name = Label::new(&format!("{id} {value}"));
            let password = Some(SecretText::from("kelp"));
            let _ = vault.add_source(id, name, "aegis", password, now);
            return;
        }
        1 => {
            let _ = vault.remove_source(&id, now);
            return;
        }
        2..=4 => SourceEdit::Name(Label::new(&format!("{id} {value}"))),
        5 => SourceEdit::Format(value),
        6 => SourceEdit::Password(None),
        7 => SourceEdit::Password(Some(SecretText::new(value))),
        _ => {
            // A field of a newer version.
            let stamp = vault.next_stamp(now);
            if let Some(Shelf::Source(source)) = vault.sources.get_mut(&id) {
                source.extra.insert("colour".to_owned(), value.into());
                source.edited.insert("colour".to_owned(), stamp);
            }
            return;
        }
    };
    let _ = vault.edit_source(&id, edit, now);
}

fn foreign(vault: &mut Vault, what: u8, now: Timestamp) {
    let id = AccountId::from_random(200);
    let stamp = i64::try_from(vault.next_stamp(now)).expect("small");
    let mut table = toml::Table::new();
    match vault.entries.get(&id) {
        Some(Entry::Unreadable(there)) => table = (**there).clone(),
        Some(_) => return,
        None => {
            table.insert("id".to_owned(), id.as_str().into());
            table.insert("type".to_owned(), "passkey".into());
            table.insert("created".to_owned(), 0.into());
        }
    }
    let field = if what == 0 { "pin" } else { "deleted" };
    match what {
        2 => drop(table.remove("deleted")),
        _ => drop(table.insert(field.to_owned(), stamp.into())),
    }
    let edited = table
        .entry("edited")
        .or_insert_with(|| toml::Table::new().into());
    let edited = edited.as_table_mut().expect("a table");
    edited.insert(field.to_owned(), stamp.into());
    vault.entries.insert(id, Entry::from_table(table));
}

/// Which accounts live, also those that cannot be read.
fn alive(vault: &Vault) -> BTreeSet<&AccountId> {
    let living = vault
        .entries
        .iter()
        .filter(|(_, entry)| entry.removal_stamp().is_none());
    living.map(|(id, _)| id).collect()
}

/// Without the accounts that were nothing but a removal in one of `states`: if one of them lives again, its older
/// fields and whether the bin shows it depend on who met whom first.
fn but_for_buried(mut vault: Vault, states: &[[Vault; 3]]) -> Vault {
    let is_buried = |entry: &Entry| matches!(entry, Entry::Tombstone { .. });
    for state in states.iter().flatten() {
        let buried = state.entries.iter().filter(|(_, entry)| is_buried(entry));
        for (id, _) in buried {
            vault.entries.remove(id);
        }
    }
    vault
}

fn text(vault: &Vault) -> String {
    document::write(vault).to_string()
}

/// A few hundred, or as many as `OTP_LAW_CASES` says.
fn cases() -> u32 {
    let wanted = std::env::var("OTP_LAW_CASES").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_obeys_its_laws(events in events(), past in any::<prop::sample::Index>()) {
        let states = play(events);
        let [a, b, c] = states.last().expect("the first state").clone();
        let join = |x: &Vault, y: &Vault| merge(x, y).expect("one vault");
        prop_assert_eq!(text(&join(&a, &b)), text(&join(&b, &a)), "commutative");
        prop_assert_eq!(join(&a, &a), a.clone(), "idempotent");
        prop_assert_eq!(text(&join(&a, &join(&a, &b))), text(&join(&a, &b)), "absorbs what is in it");
        let (left, right) = (join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
        let other = join(&b, &join(&c, &a));
        prop_assert_eq!(alive(&left), alive(&right), "the same accounts live in any order");
        prop_assert_eq!(alive(&left), alive(&other), "the same accounts live in any order");
        let bare = |vault| text(&but_for_buried(vault, &states));
        prop_assert_eq!(bare(left), bare(right), "associative");
        let before = &states[past.index(states.len())];
        for (now, then) in [(&a, &before[0]), (&b, &before[1])] {
            let joined = join(now, then);
            prop_assert_eq!(alive(&joined), alive(now), "absorbs its past");
            prop_assert_eq!(bare(joined), bare(now.clone()), "absorbs its past");
        }
    }

    #[test]
    fn no_account_and_no_counter_is_lost(events in events()) {
        let states = play(events);
        let [a, b, _] = states.last().expect("the first state").clone();
        let joined = merge(&a, &b).expect("one vault");
        let is_removed = |vault: &Vault, id| matches!(vault.sources.get(id), Some(Shelf::Removed(_)));
        for id in a.sources.keys().chain(b.sources.keys()) {
            prop_assert!(joined.sources.contains_key(id));
            prop_assert_eq!(is_removed(&joined, id), is_removed(&a, id) || is_removed(&b, id));
        }
        for vault in [&a, &b] {
            for account in vault.accounts().chain(vault.bin()) {
                // The bin may be empty elsewhere.
                let kept = joined.entries.get(&account.id);
                prop_assert!(kept.is_some());
            }
            for record in vault.records() {
                let kept = joined.records().find(|other| other.account().id == record.account().id);
                let Some(kept) = kept else {
                    continue;
                };
                if kept.edited().get("counter") == record.edited().get("counter") {
                    prop_assert!(kept.counter() >= record.counter());
                }
            }
        }
        for (name, saves) in a.saves() {
            let (_, kept) = joined.saves().find(|(other, _)| *other == name).expect("kept");
            prop_assert!(kept.hold(saves));
        }
    }

    #[test]
    fn any_history_survives_writing_and_reading(events in events()) {
        for vault in play(events).pop().expect("states") {
            prop_assert_eq!(document::read(&text(&vault)), Ok(vault));
        }
    }
}

fn removed(day: u64) -> Vault {
    let mut vault = Vault::new(1, [0; 16]);
    vault
        .apply(change(1, 0, 1), Timestamp::from_millis(1))
        .expect("fresh");
    let id = AccountId::from_random(1);
    let moment = Timestamp::from_millis(day * 86_400_000);
    vault.apply(Change::Remove { id }, moment).expect("remove");
    vault
}

#[test]
fn an_emptied_bin_stays_empty_unless_someone_edits_later() {
    let mut gone = removed(10);
    let before = gone.clone();
    gone.expire(Timestamp::from_millis(39 * 86_400_000));
    assert_eq!(gone.bin().count(), 1);
    gone.expire(Timestamp::from_millis(41 * 86_400_000));
    assert_eq!(gone.bin().count(), 0);
    assert_eq!(merge(&gone, &before), Ok(gone.clone()));
    assert_eq!(document::read(&text(&gone)), Ok(gone.clone()));

    let mut elsewhere = before.clone();
    let id = AccountId::from_random(1);
    let later = Timestamp::from_millis(12 * 86_400_000);
    elsewhere
        .apply(Change::Restore { id }, later)
        .expect("restore");
    let joined = merge(&gone, &elsewhere).expect("one vault");
    assert_eq!(joined.accounts().count(), 1);

    gone.expire(Timestamp::from_millis(4110 * 86_400_000));
    assert_eq!(gone.entries.len(), 1, "a removal is remembered for good");
}

#[test]
fn an_edit_elsewhere_after_the_removal_revives() {
    let base = {
        let mut vault = Vault::new(1, [0; 16]);
        vault
            .apply(change(1, 0, 1), Timestamp::from_millis(1))
            .expect("fresh");
        vault
    };
    let (mut here, mut there) = (base.clone(), base);
    let id = AccountId::from_random(1);
    here.apply(Change::Remove { id }, Timestamp::from_millis(50))
        .expect("remove");
    there
        .apply(change(1, 5, 60), Timestamp::from_millis(60))
        .expect("edit");
    let joined = merge(&here, &there).expect("one vault");
    assert_eq!(joined.accounts().count(), 1);
}

#[test]
fn different_vaults_do_not_merge() {
    let (a, b) = (Vault::new(1, [0; 16]), Vault::new(2, [0; 16]));
    assert_eq!(merge(&a, &b), Err(MergeError::OtherVault));
    let c = Vault::new(1, [1; 16]);
    assert_eq!(merge(&a, &c), Err(MergeError::OtherToken));
}
