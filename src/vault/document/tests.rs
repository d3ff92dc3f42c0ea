//! Reading and writing the document.

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
    let (quick, toml) = both(&text);
    assert_eq!(quick, toml);
}

/// What the quick reader says, next to what TOML says.
fn both(text: &str) -> (Option<RawVault>, Option<RawVault>) {
    let mut accounts = Vec::new();
    let quick = canonical::read(text, |account| accounts.push(account));
    let quick = quick.map(|vault| RawVault {
        account: accounts,
        ..vault
    });
    (quick, toml::from_str(text).ok())
}

#[test]
fn the_quick_reader_reads_what_the_writer_wrote() {
    for vault in [small(), read(FOREIGN).expect("a vault")] {
        let text = write(&vault);
        let (quick, toml) = both(&text);
        assert!(quick.is_some());
        assert_eq!(quick, toml);
    }
}

#[test]
fn the_quick_reader_gives_up_where_toml_might_differ() {
    for (from, to) in [
        ("format = 1", "format = 01"),
        ("format = 1", "format = 1 # one"),
        ("format = 1", "format = 1\nformat = 1"),
        ("format = 1", "\"format\" = 1"),
        ("added = 5", "added = 5\nadded = 5"),
        ("seq = 0", "seq = 0\nseq = 7"),
        ("issuer = \"GitHub\"", "issuer = \"\"\"Git\nHub\"\"\""),
        ("issuer = \"GitHub\"", "issuer = 'GitHub'"),
        ("issuer = \"GitHub\"", "issuer.x = 1"),
        ("issuer = \"GitHub\"", "issuer = \"Git\\x41Hub\""),
        ("issuer = \"GitHub\"", "issuer = \"GitHub\"\r"),
        ("[account.edited]", "[account.edited]\n[account.edited]"),
        ("[account.edited]", "[account.shape]"),
        ("[[account]]", "[[ account ]]"),
        ("id = ", "# "),
    ] {
        let text = write(&small()).replacen(from, to, 1);
        assert_eq!(canonical::read(&text, drop), None, "{to}");
    }
}

proptest::proptest! {
    /// Whatever is done to a text: when the quick reader answers, TOML gives the same answer.
    #[test]
    fn the_quick_reader_never_contradicts_toml(
        places in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), 0..40_usize), 1..4),
    ) {
        let bits = [
            "\n", "\"", " = ", "=", "0", "1", "-", "[", "]", "[[account]]\n", "[account.edited]\n", "#", "\\", "\\u0041",
            ",", ", ", "{ a = 1 }", "true", "x", "\t", "\r", "issuer = \"x\"\n", "name = \"\"\n", "x = [1]\n", "'", "é",
            "digits = 8\n", "created = 0\n", "seq = 0\n", "tags = []\n", "a.b = 1\n", "_", "+1", "1e3", "\u{7f}", "",
            "format = 1\n", "pinned = false\n", "edited = 1\n", "counter = \"7\"\n", "[[source]]\n", "[source.edited]\n",
        ];
        let mut text = write(&read(FOREIGN).expect("a vault")).to_string();
        for (place, bit) in places {
            let mut at = place.index(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let mut end = (at + bit % 3).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            text.replace_range(at..end, bits[bit]);
        }
        let (quick, toml) = both(&text);
        if quick.is_some() {
            proptest::prop_assert_eq!(quick, toml);
        }
    }
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
    let (quick, plain) = both(&write(&vault));
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
