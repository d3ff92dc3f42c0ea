//! The laws of merging, on random histories of three replicas.

use proptest::prelude::*;

use super::*;
use crate::account::{Algorithm, Digits, Draft, Kind, Note, Otp, Secret, Timestamp};
use crate::vault::{Change, Edit, Role};

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
    Rekey {
        replica: usize,
        byte: u8,
    },
}

fn events() -> impl Strategy<Value = Vec<(u64, Event)>> {
    let event = prop_oneof![
        6 => (0..3_usize, 0..4_u64, 0..12_u8).prop_map(|(replica, account, what)| Event::Change { replica, account, what }),
        2 => (0..3_usize, 0..4_u64).prop_map(|(replica, account)| Event::Take { replica, account }),
        2 => (0..3_usize, 0..3_usize).prop_map(|(from, to)| Event::Pull { from, to }),
        1 => (0..3_usize, any::<u8>()).prop_map(|(replica, byte)| Event::Rekey { replica, byte }),
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
            Event::Rekey { replica, byte } => {
                let vault = &mut replicas[replica];
                vault.formerly.insert(vault.token.hash());
                vault.token = crate::vault::Token::new([byte; 16]);
                vault.rekeyed = moment.max(vault.rekeyed + 1);
                let own = vault.token.hash();
                vault.formerly.remove(&own);
                saved = Some(replica);
            }
        }
        if let Some(replica) = saved {
            let name = ["a", "b", "c"][replica];
            replicas[replica].devices.get_mut(name).expect("known").seq += 1;
        }
        states.push(replicas.clone());
    }
    states
}

fn text(vault: &Vault) -> String {
    document::write(vault).to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_obeys_its_laws(events in events(), past in any::<prop::sample::Index>()) {
        let states = play(events);
        let [a, b, c] = states.last().expect("the first state").clone();
        let join = |x: &Vault, y: &Vault| merge(x, y).expect("one vault");
        prop_assert_eq!(text(&join(&a, &b)), text(&join(&b, &a)), "commutative");
        prop_assert_eq!(join(&a, &a), a.clone(), "idempotent");
        let (left, right) = (join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
        prop_assert_eq!(text(&left), text(&right), "associative");
        prop_assert_eq!(left, right);
        let before = &states[past.index(states.len())];
        prop_assert_eq!(text(&join(&a, &before[0])), text(&a), "absorbs its past");
        prop_assert_eq!(text(&join(&before[1], &b)), text(&b), "absorbs its past");
    }

    #[test]
    fn no_account_and_no_counter_is_lost(events in events()) {
        let states = play(events);
        let [a, b, _] = states.last().expect("the first state").clone();
        let joined = merge(&a, &b).expect("one vault");
        for vault in [&a, &b] {
            for account in vault.accounts().chain(vault.bin()) {
                let kept = joined.get(&account.id);
                prop_assert!(kept.is_some());
            }
            for record in vault.records() {
                let kept = joined.records().find(|other| other.account().id == record.account().id);
                let kept = kept.expect("every account is kept");
                if kept.edited().get("counter") == record.edited().get("counter") {
                    prop_assert!(kept.counter() >= record.counter());
                }
            }
        }
        let newer = compare(&joined, &a);
        prop_assert!(matches!(newer, Comparison::Equal | Comparison::Newer));
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

    gone.expire(Timestamp::from_millis(411 * 86_400_000));
    assert_eq!(gone.entries.len(), 0);
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
    assert_eq!(merge(&a, &b), Err(OtherVault));
}
