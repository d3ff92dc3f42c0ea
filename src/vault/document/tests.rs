//! Reading and writing the document.

mod quick;

use super::*;
use crate::account::{Algorithm, Digits, Draft, Kind, Note, Otp, Secret, Timestamp};
use crate::vault::{Change, Edit, Role};

fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn small() -> Vault {
    let mut vault = Vault::new(7, [9; 16]);
    let secret = Secret::from_base32("2SQGEVGXFGCAJFOQKILSZUQG7V2PAMRB").expect("key");
    let draft = Draft::new(
        "GitHub".into(),
        "alice@example.com".into(),
        Otp::totp(secret),
    );
    let id = AccountId::from_random(3);
    let add = Change::Add {
        id: id.clone(),
        draft: Box::new(draft),
    };
    vault.apply(add, at(1_763_766_000_000)).expect("fresh");
    let edits = vec![Edit::Note(Note::new("a \"b\"\nc\\d"))];
    vault
        .apply(Change::Edit { id, edits }, at(1_763_766_100_000))
        .expect("edit");
    let device = Device::new("laptop".into(), "age1x".into(), Role::Device, 5);
    vault.devices.insert("age1x".to_owned(), device);
    vault
}

#[test]
fn the_text_is_the_one_that_is_specified() {
    let text = write(&small());
    assert_eq!(text.len(), 1024);
    let (content, padding) = text.split_once("\n# pad ").expect("padding");
    assert_eq!(padding.trim_end_matches('\n').trim_matches('0'), "");
    assert_eq!(
        content,
        r#"# otp vault. Read it with: age -d -i identity.age vault.age
format = 1
vault = "000000000007"
token = "CQkJCQkJCQkJCQkJCQkJCQ=="

[[device]]
name = "laptop"
recipient = "age1x"
added = 5
seq = 0

[[account]]
id = "aaaaaaaaaaaag"
issuer = "GitHub"
name = "alice@example.com"
secret = "2SQGEVGXFGCAJFOQKILSZUQG7V2PAMRB"
note = "a \"b\"\nc\\d"
created = 1763766000000
[account.edited]
note = 1763766100000
"#
    );
    assert_eq!(read(&text), Ok(small()));
}

const FOREIGN: &str = r#"
format = 1
vault = "k3v9q0t7m2x4"
token = "CQkJCQkJCQkJCQkJCQkJCQ=="
theme = { dark = true, "odd key" = [1, 2.5, "x"] }

[[device]]
name = "laptop"
recipient = "age1y"
added = 5
seq = 41
role = "printer"
[device.chip]
maker = "x"

[[device]]
name = "sheet"
recipient = "age1z"
added = 5
role = "recovery"

[[source]]
id = "s1"
name = "Aegis \"phone\""
format = "aegis-encrypted"
password = "kelp"
colour = [1, { "odd key" = 2 }]
added = 5
[source.edited]
name = 6

[[source]]
id = "s2"
deleted = 9

[[account]]
id = "a1"
issuer = "Hub"
secret = "GEZDGNBVGY3TQOJQ"
type = "hotp"
algorithm = "SHA256"
digits = 8
counter = "18446744073709551615"
tags = ["x", "y"]
icon = "hub"
order = -3
pinned = true
used = 9
created = 4
[account.shape]
round = true
[account.edited]
icon = 8

[[account]]
id = "a2"
deleted = 77

[[account]]
id = "a3"
type = "motp"
pin = "1234"
secret = "not base32!"
created = 5
[account.edited]
pin = 6

[[account]]
id = "a4"
issuer = "Steam"
type = "steam"
secret = "GEZDGNBVGY3TQOJQ"
created = 5
"#;

#[test]
fn unknown_fields_and_kinds_survive_a_round_trip() {
    let vault = read(FOREIGN).expect("a vault of a newer version");
    assert_eq!(vault.accounts().count(), 2);
    let unreadable: Vec<_> = vault.unreadable().map(|(id, _)| id.to_string()).collect();
    assert_eq!(unreadable, ["a3"]);
    let text = write(&vault);
    assert_eq!(read(&text).as_ref(), Ok(&vault));
    let before: toml::Table = FOREIGN.parse().expect("TOML");
    let after: toml::Table = text.parse().expect("TOML");
    assert_eq!(before, after);
}

#[test]
fn newer_formats_are_refused_whatever_they_hold() {
    for text in [
        "format = 2\nvault = 7\n",
        "format = 2\nvault = \"a\"\ntoken = \"CQkJCQkJCQkJCQkJCQkJCQ==\"\n",
        "format = 2\naccount = \"elsewhere\"\n",
    ] {
        assert_eq!(read(text), Err(DocumentError::Newer { found: 2 }));
    }
}

#[test]
fn texts_that_are_no_vaults_are_told_apart() {
    assert_eq!(
        read("format = 1\nvault = \"a\"\n"),
        Err(DocumentError::NoToken)
    );
    assert_eq!(
        read("format = 1\nvault = \"a\"\ntoken = \"AAAA\"\n"),
        Err(DocumentError::NoToken)
    );
    assert_eq!(
        read("format = 1\nvault = = 3\n"),
        Err(DocumentError::Damaged { line: Some(2) })
    );
    let error = read(
        "format = 1\nvault = \"a\"\ntoken = \"CQkJCQkJCQkJCQkJCQkJCQ==\"\n[[account]]\nname = \"x\"\n",
    );
    assert_eq!(error, Err(DocumentError::NoId { number: 1 }));
}

#[test]
fn one_broken_account_hides_no_other() {
    let vault = read(&FOREIGN.replace("digits = 8", "digits = \"eight\"")).expect("readable");
    assert_eq!(vault.accounts().count(), 1);
    let names: Vec<_> = vault
        .unreadable()
        .map(|(_, name)| name.to_string())
        .collect();
    assert_eq!(names, ["Hub", ""]);
    assert_eq!(read(&write(&vault)), Ok(vault));
}

#[test]
fn sizes_hardly_tell_the_number_of_accounts() {
    let length_of = |count: u64| {
        let mut vault = Vault::new(7, [9; 16]);
        let recipient = format!("age1{:x<58}", "");
        let device = Device::new(
            "laptop".into(),
            recipient.clone(),
            Role::Device,
            1_763_766_000_000,
        );
        vault.devices.insert(recipient, device);
        for bits in 0..count {
            let secret = Secret::from_bytes(vec![7; 20]).expect("key");
            let draft = Draft::new(
                "GitHub".into(),
                "alice.the.example@mail.department.example.com".into(),
                Otp::totp(secret),
            );
            let add = Change::Add {
                id: AccountId::from_random(bits),
                draft: Box::new(draft),
            };
            vault.apply(add, at(1_763_766_000_000)).expect("fresh");
        }
        write(&vault).len()
    };
    let sizes: Vec<usize> = (17..=20).map(length_of).collect();
    assert!(sizes.iter().all(|size| *size == 4096), "{sizes:?}");
    assert_eq!(length_of(1), 1024);
    assert_eq!(length_of(300) % 4096, 0);
}

#[test]
fn a_pin_is_kept_with_the_kinds_that_have_one() {
    let mut vault = small();
    for (bits, kind) in [(4, Kind::Motp), (5, Kind::Yandex)] {
        let secret = Secret::from_bytes(vec![7; 16]).expect("key");
        let otp = Otp::new(secret, kind, Algorithm::Sha1, Digits::DEFAULT);
        let otp = otp.with_pin(Some(&"12\"34".into()));
        let draft = Box::new(Draft::new("Router".into(), "".into(), otp));
        let id = AccountId::from_random(bits);
        vault
            .apply(Change::Add { id, draft }, at(1))
            .expect("fresh");
    }
    let text = write(&vault);
    let account = "type = \"motp\"\npin = \"12\\\"34\"\n";
    assert!(text.contains(account), "{}", *text);
    assert_eq!(read(&text).as_ref(), Ok(&vault));
    let (quick, toml) = quick::both(&text);
    assert_eq!(quick, toml);
}

#[test]
fn the_page_about_the_format_names_every_field() {
    let page = include_str!("../format.md");
    for field in canonical::fields() {
        let forms = [format!("`{field}`"), format!("{field}]")];
        assert!(forms.iter().any(|form| page.contains(form)), "{field}");
    }
}

#[test]
fn a_removal_that_tells_anything_more_is_kept_whole() {
    let vault = "format = 1\nvault = \"k3v9q0t7m2x4\"\ntoken = \"CQkJCQkJCQkJCQkJCQkJCQ==\"\n";
    let read_back = |field: &str| {
        let text = format!("{vault}[[account]]\nid = \"a3\"\ndeleted = 9\n{field}\n");
        write(&read(&text).expect("a vault"))
    };
    for field in [
        "issuer = \"x\"",
        "name = \"x\"",
        "tags = [\"x\"]",
        "note = \"x\"",
        "counter = 1",
        "pin = \"1\"",
        "type = \"x\"",
        "algorithm = \"x\"",
        "digits = 6",
        "period = 30",
        "pinned = true",
        "order = 1",
        "used = 1",
        "created = 5",
        "colour = \"x\"",
    ] {
        let text = read_back(field);
        assert!(text.contains(field), "{field}: {}", *text);
    }
}

#[test]
fn a_key_that_was_let_in_again_is_still_in() {
    let mut vault = small();
    let device = vault.devices.get_mut("age1x").expect("there");
    device.shut_out(at(6));
    device.let_in(at(7));
    assert_eq!(read(&write(&vault)).as_ref(), Ok(&vault));
    let (quick, plain) = quick::both(&write(&vault));
    assert!(quick.is_some() && quick == plain);
}

#[test]
fn control_characters_stand_escaped_or_not_at_all() {
    let text = write(&small());
    for control in ['\u{1}', '\u{1f}', '\u{7f}', '\r'] {
        let raw = text.replace("GitHub", &format!("Git{control}Hub"));
        assert!(
            matches!(read(&raw), Err(DocumentError::Damaged { .. })),
            "{control:?}"
        );
    }
}

#[test]
fn what_is_damaged_says_in_which_line_when_that_is_known() {
    let told = |line| DocumentError::Damaged { line }.to_string();
    assert!(told(Some(3)).contains(" in line 3"));
    assert!(!told(None).contains("line"));
}

#[test]
fn a_newer_format_is_refused_in_any_layout() {
    let text =
        |format| format!("format={format}\nvault=\"v1\"\ntoken=\"CQkJCQkJCQkJCQkJCQkJCQ==\"\n");
    assert_eq!(read(&text(2)), Err(DocumentError::Newer { found: 2 }));
    assert!(read(&text(1)).is_ok());
    assert!(read(&text(0)).is_ok());
}

#[test]
fn a_text_without_its_format_and_a_device_without_its_key_are_damaged() {
    let text = write(&small());
    for (from, to) in [("format = 1\n", ""), ("recipient = \"age1x\"\n", "")] {
        let read = read(&text.replacen(from, to, 1));
        assert!(matches!(read, Err(DocumentError::Damaged { .. })), "{from}");
    }
}

#[test]
fn an_account_that_stands_there_twice_is_joined() {
    let mut other = small();
    let edits = vec![Edit::Name("bob".into())];
    let id = AccountId::from_random(3);
    other
        .apply(Change::Edit { id, edits }, at(1_763_766_200_000))
        .expect("edit");
    let (text, other) = (write(&small()), write(&other));
    let account = |text: &str| {
        let start = text.find("[[account]]").expect("an account");
        text[start..text.find("# pad").expect("padding")].to_owned()
    };
    let (first, second) = (account(&text), account(&other));
    for (one, two) in [(&first, &second), (&second, &first)] {
        let both = text.replacen(&first, &format!("{one}{two}"), 1);
        let vault = read(&both).expect("a vault");
        let [joined] = vault
            .accounts()
            .collect::<Vec<_>>()
            .try_into()
            .expect("one");
        assert_eq!(joined.name.as_str(), "bob");
        assert_eq!(joined.note.expose(), "a \"b\"\nc\\d");
    }
}

#[test]
fn moments_before_1970_cost_no_account() {
    let text = write(&small());
    let text = text.replacen("created = 1763766000000", "created = -5\nused = -1", 1);
    let text = text.replacen("note = 1763766100000", "note = -3\nname = 7", 1);
    let vault = read(&text).expect("a vault");
    let [account] = vault
        .accounts()
        .collect::<Vec<_>>()
        .try_into()
        .expect("one");
    assert_eq!((account.created, account.used), (at(0), Some(at(0))));
    let text = write(&vault);
    assert!(text.contains("[account.edited]\nname = 7\n"), "{}", *text);
}

#[test]
fn a_large_vault_is_padded_more_coarsely() {
    let mut vault = small();
    for length in [9_000, 40_000, 41_111, 200_000] {
        vault
            .extra
            .insert("later".to_owned(), "x".repeat(length).into());
        let text = write(&vault);
        let step = 1 << (text.len().ilog2() - 3);
        assert!(step > 1024 || length < 16_384);
        assert_eq!(text.len() % step.max(1024), 0, "{length}");
    }
}
