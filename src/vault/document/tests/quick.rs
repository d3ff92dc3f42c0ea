//! The quick reader beside TOML: it takes everything that we write, and never says anything else.

use super::*;

/// What the quick reader says, next to what TOML says.
pub(super) fn both(text: &str) -> (Option<RawVault>, Option<RawVault>) {
    let mut accounts = Vec::new();
    let quick = canonical::read(text, |account| accounts.push(account));
    let quick = quick.map(|vault| RawVault {
        account: accounts,
        ..vault
    });
    (quick, toml::from_str(text).ok())
}

/// A text with every field that this version writes, and with some of a later one.
const ALL: &str = r#"
format = 1
vault = "k3v9q0t7m2x4"
token = "CQkJCQkJCQkJCQkJCQkJCQ=="
rekeyed = 7
rekeyed_by = "laptop"
formerly = ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
others = ["0123456789ab 4.0000000000000f00"]
mends = ["5 9000000"]

[[device]]
name = "laptop"
recipient = "age1x"
added = 5
removed = 6
added_n = 3
removed_n = 2
seq = 41
saves = "40 41.9f86d081884c7d65"
odd-key = 2

[[device]]
name = "sheet"
recipient = "age1z"
added = 5
seq = 3
role = "recovery"
unconfirmed = true

[[source]]
id = "s1"
name = "Aegis"
format = "aegis-encrypted"
password = "a\tb\u001f\u0041\"\\\n"
added = 5
[source.edited]
name = 6

[[account]]
id = "a1"
issuer = "Hub"
name = "me"
secret = "GEZDGNBVGY3TQOJQ"
algorithm = "SHA256"
digits = 8
period = 60
counter = 12
tags = ["x", "y"]
note = "a\tb"
pinned = true
order = -3
used = 9
created = 4
[account.edited]
odd-key = 8
order = 9

[[account]]
id = "a2"
secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
type = "motp"
pin = "1234"
created = 5
deleted = 77
"#;

#[test]
fn the_quick_reader_takes_every_field_that_is_written() {
    let vault = read(ALL).expect("a vault");
    let text = write(&vault);
    for field in canonical::fields() {
        let forms = [
            format!("\n{field} = "),
            format!("[[{field}]]"),
            format!(".{field}]"),
        ];
        assert!(
            forms.iter().any(|form| text.contains(form)),
            "{field} is not in\n{}",
            *text
        );
    }
    for text in [ALL, &text] {
        let (quick, toml) = both(text);
        assert!(quick.is_some());
        assert_eq!(quick, toml);
    }
    assert_eq!(read(&text).as_ref(), Ok(&vault));
    for written in ["\ncounter = 12\n", "\nodd-key = 2\n", "\nseq = 3\nrole"] {
        assert!(text.contains(written), "{written} in\n{}", *text);
    }
}

#[test]
fn what_is_false_is_not_taken_for_true() {
    for field in ["pinned", "unconfirmed"] {
        let text = ALL.replacen(&format!("{field} = true"), &format!("{field} = false"), 1);
        let (quick, toml) = both(&text);
        assert!(
            toml.is_some() && (quick.is_none() || quick == toml),
            "{field}"
        );
    }
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
