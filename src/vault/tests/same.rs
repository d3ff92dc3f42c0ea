//! Changes to a vault: what makes two states one, and what the clock says of them.

use super::*;
use crate::vault::identity::Generation;
use crate::vault::keys::DeviceKey;

fn with_device() -> Vault {
    let mut vault = one(hotp(1, 5));
    let key = DeviceKey::generate();
    let recipient = key.recipient().expect("X25519").to_owned();
    vault
        .add_device("laptop".into(), &recipient, Role::Device, at(1))
        .expect("fresh");
    vault
}

#[test]
fn any_difference_but_that_of_use_is_another_content() {
    let vault = with_device();
    let differs = |change: &dyn Fn(&mut Vault)| {
        let mut other = vault.clone();
        change(&mut other);
        !vault.has_same_content(&other) && !other.has_same_content(&vault)
    };
    assert!(!differs(&|_| ()));
    assert!(!differs(&|other| {
        other.take_counter(&id(1)).expect("an HOTP account");
    }));
    let shut_out = |other: &mut Vault| other.devices.clear();
    let renamed = |other: &mut Vault| {
        for device in other.devices.values_mut() {
            device.name = "desktop".into();
        }
    };
    let edited = |other: &mut Vault| {
        let edits = vec![Edit::Name("you".into())];
        other.apply(edit(1, edits), at(20)).expect("there");
    };
    let grown = |other: &mut Vault| {
        other
            .apply(add(2, "Mail", Otp::totp(secret(2))), at(20))
            .expect("fresh");
    };
    let newer = |other: &mut Vault| {
        other.extra.insert("later".to_owned(), true.into());
    };
    let rekeyed = |other: &mut Vault| other.rekey([2; 16], &"laptop".into(), at(20));
    let changes: [&dyn Fn(&mut Vault); 6] =
        [&shut_out, &renamed, &edited, &grown, &newer, &rekeyed];
    for (number, change) in (1..).zip(changes) {
        assert!(differs(change), "{number}");
    }
    let founded = |token| Vault::new(1, [token; 16]);
    assert!(!founded(1).has_same_content(&founded(2)));
}

#[test]
fn a_token_is_shared_by_states_of_one_vault_alone() {
    let vault = Vault::new(1, [1; 16]);
    assert!(vault.shares_token(&Vault::new(1, [1; 16])));
    assert!(!vault.shares_token(&Vault::new(2, [1; 16])));
    assert!(!vault.shares_token(&Vault::new(1, [2; 16])));
}

#[test]
fn keys_of_old_files_are_in_or_out_by_their_moments() {
    let counted = |added, removed| {
        let generation = Generation::of_moments(added, removed);
        (generation.added, generation.removed)
    };
    assert_eq!(counted(5, None), (1, 0));
    assert_eq!(counted(5, Some(3)), (2, 1));
    assert_eq!(counted(3, Some(5)), (1, 1));
    assert_eq!(counted(5, Some(5)), (1, 1));
}

#[test]
fn a_clock_is_supported_by_anything_that_it_is_not_behind() {
    const DAYS: u64 = 86_400_000;
    let since = |moments: &[u64]| {
        let mut vault = Vault::new(1, [1; 16]);
        for (bits, moment) in (1..).zip(moments) {
            let added = add(bits, "Mail", Otp::totp(secret(1)));
            vault.apply(added, at(*moment)).expect("fresh");
        }
        vault
    };
    let vault = since(&[10 * DAYS]);
    assert!(vault.supports(at(10 * DAYS)));
    assert!(vault.supports(at(8 * DAYS)));
    assert!(!vault.supports(at(8 * DAYS - 1)));
    assert!(since(&[3 * DAYS, 10 * DAYS]).supports(at(3 * DAYS)));
}

#[test]
fn the_bin_is_emptied_after_thirty_whole_days() {
    let mut vault = one(Otp::totp(secret(1)));
    vault
        .apply(Change::Remove { id: id(1) }, at(100))
        .expect("there");
    vault.expire(at(100 + BIN_MILLIS));
    assert_eq!(vault.bin().count(), 1);
    vault.expire(at(101 + BIN_MILLIS));
    assert_eq!(vault.bin().count(), 0);
}

#[test]
fn a_new_recovery_key_shuts_out_former_ones_and_no_device() {
    let mut vault = with_device();
    let mut replace = |token| {
        let key = DeviceKey::generate();
        let recipient = key.recipient().expect("X25519").to_owned();
        vault
            .replace_recovery(
                "sheet".into(),
                &recipient,
                [token; 16],
                &"laptop".into(),
                at(9),
            )
            .expect("replaced");
        recipient
    };
    let (first, second) = (replace(2), replace(3));
    let is_active = |recipient: &str| vault.devices[recipient].is_active();
    assert_eq!((is_active(&first), is_active(&second)), (false, true));
    let devices = vault.devices.values();
    let laptops = devices.filter(|device| device.role == Role::Device);
    assert!(laptops.clone().count() == 1 && laptops.clone().all(Device::is_active));
}
