//! A backup that is brought back: folded into the vault, in its place, or refused.

use super::*;

#[test]
fn a_copy_with_the_same_keys_is_folded_in() {
    let home = Home::new();
    let open = home.made(&[(1, "GitHub", 7)]);
    let mut theirs = open.vault().clone();
    theirs.apply(add(2, "Mail", 8), at(2)).expect("a fresh id");
    let copy = home.write("copy.age", &sealed(&theirs));
    assert_eq!(folded(home.app.restore(&copy, None)), ["Mail:me"]);
    assert_eq!(folded(home.app.restore(&copy, None)), [""; 0]);
    assert_eq!(home.titles(), ["GitHub:me", "Mail:me"]);
}

#[test]
fn a_copy_from_before_a_change_of_keys_is_taken_where_this_device_kept_it() {
    let home = Home::new();
    let mut open = home.made(&[(1, "GitHub", 7)]);
    let former = open.vault().clone();
    let kept = home.write("kept.age", &home.vault_bytes());
    home.shut_out_the_phone(&mut open, 5);
    assert_eq!(folded(home.app.restore(&kept, None)), [""; 0]);
    // The phone, which is out, can still write such a file.
    let mut theirs = former.clone();
    theirs.apply(add(2, "Mail", 8), at(2)).expect("a fresh id");
    for vault in [&former, &theirs] {
        let copy = home.write("theirs.age", &sealed(vault));
        let words = vault.fingerprint().join(" ");
        let error = refusal(home.app.restore(&copy, Some(&words)));
        assert!(error.what().contains("had not heard"), "{error:?}");
    }
    assert_eq!(home.titles(), ["GitHub:me"]);
}

#[test]
fn a_copy_with_later_keys_wants_its_words() {
    let home = Home::new();
    let mut open = home.made(&[(1, "GitHub", 7)]);
    let former = open.vault().clone();
    let later = |token: u8, bits: u64, issuer: &str| {
        let mut vault = former.clone();
        let removed =
            vault.remove_device(recipient(&home.phone), [token; 16], &"desk".into(), at(3));
        removed.expect("one of two");
        vault
            .apply(add(bits, issuer, 8), at(4))
            .expect("a fresh id");
        (
            home.write("copy.age", &sealed(&vault)),
            vault.fingerprint().join(" "),
        )
    };
    let (copy, words) = later(5, 2, "Mail");
    let error = refusal(home.app.restore(&copy, None));
    assert!(error.what().contains("Nobody has compared"), "{error:?}");
    assert_eq!(home.titles(), ["GitHub:me"]);
    assert_eq!(folded(home.app.restore(&copy, Some(&words))), ["Mail:me"]);
    // Changed here as well: a third token follows.
    open.refresh().expect("readable");
    let before = open.vault().fingerprint();
    let (copy, words) = later(6, 3, "Bank");
    assert_eq!(refusal(home.app.restore(&copy, None)).exit(), Exit::Refused);
    assert_eq!(folded(home.app.restore(&copy, Some(&words))), ["Bank:me"]);
    open.refresh().expect("readable");
    let after = open.vault().fingerprint();
    assert!(after != before && after.join(" ") != words);
    let phone = open.vault().device(recipient(&home.phone)).expect("listed");
    assert!(!phone.is_active());
}

#[test]
fn a_backup_takes_the_place_of_what_is_gone_or_no_vault() {
    let home = Home::new();
    let open = home.made(&[(1, "GitHub", 7)]);
    let copy = home.write("copy.age", &home.vault_bytes());
    let whole = home.vault_bytes();
    let vault = &home.app.places.vault;
    let states: [(&str, &dyn Fn()); 4] = [
        ("There is no vault", &|| {
            std::fs::remove_file(vault).expect("removed");
        }),
        ("is damaged", &|| {
            std::fs::write(vault, &whole[..99]).expect("written");
        }),
        ("does not know its token", &|| {
            std::fs::write(vault, sealed(&home.state(6, &[]))).expect("written");
        }),
        ("is not a regular file", &|| {
            std::fs::remove_file(vault).expect("removed");
            std::fs::create_dir(vault).expect("made");
        }),
    ];
    for (wanted, spoil) in states {
        spoil();
        match home.app.restore(&copy, None) {
            Ok(Restored::Replaced { because, open }) => {
                assert!(
                    because.to_lowercase().contains(&wanted.to_lowercase()),
                    "{because}"
                );
                assert_eq!(open.vault().accounts().count(), 1);
            }
            other => panic!("{wanted}: {:?}", folded(other)),
        }
        assert_eq!(home.titles(), ["GitHub:me"], "{wanted}");
    }
    assert!(vault.with_file_name("vault.age.old").is_dir(), "it is kept");
    let aside = files::list(open.repo().expect("on the disk").backups().folder());
    let is_aside = |path: &PathBuf| path.extension().is_some_and(|end| end == "bin");
    assert!(aside.iter().any(is_aside), "{aside:?}");
}

#[test]
fn a_sound_vault_that_is_only_older_is_left_alone() {
    let home = Home::new();
    let mut open = home.made(&[(1, "GitHub", 7)]);
    let older = home.vault_bytes();
    let copy = home.write("copy.age", &older);
    open.change(add(2, "Mail", 8)).expect("saved");
    let put_back = || std::fs::write(&home.app.places.vault, &older).expect("written");
    put_back();
    assert_eq!(refusal(home.app.restore(&copy, None)).exit(), Exit::Vault);
    assert_eq!(home.vault_bytes(), older);
    home.app.merge_newest_backup().expect("merged");
    assert_eq!(home.titles(), ["GitHub:me", "Mail:me"]);
    put_back();
    home.app.accept_vault(None).expect("its token is known");
    assert_eq!(home.titles(), ["GitHub:me"]);
}

#[test]
fn a_backup_with_other_keys_takes_no_place_unasked() {
    let home = Home::new();
    home.made(&[(1, "GitHub", 7)]);
    let theirs = home.state(6, &[(2, "Theirs", 8)]);
    let copy = home.write("copy.age", &sealed(&theirs));
    std::fs::write(&home.app.places.vault, b"damaged").expect("written");
    let error = refusal(home.app.restore(&copy, None));
    assert!(error.what().contains("Nobody has compared"), "{error:?}");
    assert_eq!(home.vault_bytes(), b"damaged");
    let words = theirs.fingerprint().join(" ");
    assert!(home.app.restore(&copy, Some(&words)).is_ok());
    assert_eq!(home.titles(), ["Theirs:me"]);
    // The same where it lies in the place already.
    let other = home.state(7, &[(3, "Other", 9)]);
    std::fs::write(&home.app.places.vault, sealed(&other)).expect("written");
    assert_eq!(refusal(home.app.accept_vault(None)).exit(), Exit::Refused);
    let words = other.fingerprint().join(" ");
    home.app.accept_vault(Some(&words)).expect("compared");
    assert_eq!(home.titles(), ["Other:me"]);
}
