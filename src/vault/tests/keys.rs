//! Keys of a vault: whom it is sealed to, what they have saved, and what is said of bytes that do not open.

use super::*;
use crate::vault::crypt::{self, OpenError};
use crate::vault::keys::DeviceKey;
use crate::vault::limits::LABEL;
use crate::vault::plugin::Dialog;
use crate::vault::saves::{Saves, short};

fn recipient() -> String {
    let key = DeviceKey::generate();
    key.recipient().expect("X25519").to_owned()
}

#[test]
fn a_file_of_another_format_of_age_is_told_from_a_damaged_one() {
    let key = DeviceKey::generate();
    let open = |bytes: &str| crypt::open(bytes.as_bytes(), &key, &Dialog::silent());
    let newer = "age-encryption.org/v9\n-> X25519 a\nb\n--- mac\n";
    assert_eq!(open(newer), Err(OpenError::UnknownFormat));
    let damaged = newer.replacen("v9", "v1", 1);
    assert_eq!(open(&damaged), Err(OpenError::Damaged));
}

#[test]
fn a_key_that_nobody_can_seal_to_keeps_nobody_from_saving() {
    let silent = Dialog::silent();
    let laptop = DeviceKey::generate();
    let mut vault = Vault::new(1, [1; 16]);
    vault
        .add_device(
            "laptop".into(),
            laptop.recipient().expect("X25519"),
            Role::Device,
            at(1),
        )
        .expect("fresh");
    let (_, left_out) = crypt::seal_to_all_possible(&vault, &silent).expect("sealed");
    assert!(left_out.is_empty());
    // Of a plugin that no machine has.
    let token = "age1none1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnzs23v9ccrydpk8qarc0jqga4t5c";
    vault
        .add_device("token".into(), token, Role::Device, at(2))
        .expect("a recipient");
    let (bytes, left_out) = crypt::seal_to_all_possible(&vault, &silent).expect("sealed");
    let names: Vec<&str> = left_out
        .iter()
        .map(|(device, _)| device.name.as_str())
        .collect();
    assert_eq!(names, ["token"]);
    assert_eq!(crypt::open(&bytes, &laptop, &silent), Ok(vault.clone()));
    let me = Label::new("laptop");
    let removed = vault.remove_device(laptop.recipient().expect("X25519"), [2; 16], &me, at(3));
    assert_eq!(removed, Ok(()));
    assert!(crypt::seal_to_all_possible(&vault, &silent).is_err());
}

#[test]
fn a_device_has_a_name_as_long_as_any_label() {
    let mut vault = Vault::new(1, [1; 16]);
    let mut add = |length: usize| {
        let name = Label::new(&"x".repeat(length));
        vault.add_device(name, &recipient(), Role::Device, at(1))
    };
    assert_eq!(add(LABEL), Ok(()));
    assert_eq!(add(LABEL + 1), Err(DeviceError::LongName));
    assert_eq!(add(LABEL + 2), Err(DeviceError::LongName));
}

#[test]
fn the_words_stand_for_the_vault_and_its_token() {
    let words = |id, token| Vault::new(id, [token; 16]).fingerprint();
    assert_eq!(words(1, 1), words(1, 1));
    assert_ne!(words(1, 1), words(2, 1));
    assert_ne!(words(1, 1), words(1, 2));
    assert!(words(1, 1).iter().all(|word| word.len() > 2));
}

#[test]
fn saves_of_another_state_are_held_when_none_is_missing() {
    let (one, two) = (recipient(), recipient());
    let mut vault = Vault::new(1, [1; 16]);
    vault.add_unchecked(&one);
    let empty = vault.clone();
    vault.count_save(&one, 0, 5);
    assert!(vault.holds_saves_of(&empty) && !empty.holds_saves_of(&vault));
    let mut other = vault.clone();
    other.count_save(&two, 0, 6);
    assert!(other.holds_saves_of(&vault) && !vault.holds_saves_of(&other));
}

#[test]
fn saves_of_a_key_are_taken_over_wherever_they_are_listed() {
    let (listed, stranger) = (recipient(), recipient());
    let saves = |text: &str| Saves::parse(text).expect("saves");
    let mut vault = Vault::new(1, [1; 16]);
    vault.add_unchecked(&listed);
    vault.take_saves(&stranger, &Saves::default());
    assert_eq!(vault.saves_of(&stranger), None);
    for key in [&listed, &stranger] {
        vault.take_saves(key, &saves("3.0000000000000001"));
        vault.take_saves(key, &saves("2.0000000000000001"));
        let both = saves("2.0000000000000001 3.0000000000000001");
        assert_eq!(vault.saves_of(key), Some(&both));
    }
    let named: Vec<String> = vault.saves().map(|(name, _)| name).collect();
    assert_eq!(named, [short(&listed), short(&stranger)]);
}

#[test]
fn a_device_that_was_let_in_later_has_its_later_name() {
    let key = recipient();
    let (mut one, mut other) = (Vault::new(1, [1; 16]), Vault::new(1, [1; 16]));
    let add = |vault: &mut Vault, name: &str, now| {
        vault
            .add_device(name.into(), &key, Role::Device, at(now))
            .expect("fresh");
    };
    add(&mut one, "zebra", 1);
    add(&mut other, "adder", 2);
    for joined in [merge::merge(&one, &other), merge::merge(&other, &one)] {
        let joined = joined.expect("one vault");
        assert_eq!(joined.device(&key).expect("there").name.as_str(), "adder");
    }
}

#[test]
fn the_order_of_former_tokens_survives_a_merge() {
    let mut vault = Vault::new(1, [1; 16]);
    for token in 2..6 {
        vault.rekey([token; 16], &"laptop".into(), at(u64::from(token)));
    }
    let former = vault.former_tokens().to_vec();
    assert!(!former.is_sorted(), "or the test shows nothing");
    let joined = merge::merge(&vault, &vault.clone()).expect("one vault");
    assert_eq!(joined.former_tokens(), former);
    let mut damaged = vault.clone();
    damaged.formerly.truncate(1);
    let joined = merge::merge(&damaged, &vault).expect("one vault");
    assert_eq!(joined.former_tokens().len(), 4);
}
