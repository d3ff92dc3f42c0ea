//! Google's export: reading in any order, writing, damage.

use super::*;
use crate::account::uri::UriError;
use crate::account::{Algorithm, Digits, Draft, Kind, Label, Otp, Period, Secret, percent};
use crate::formats::protobuf::{put_bytes, put_number};
use crate::formats::{EntryError, Problem};
use zeroize::Zeroizing;

fn otp(kind: Kind) -> Otp {
    let secret = Secret::from_base32("MFZXIZLSNFXWI2LO").expect("base32");
    Otp::new(secret, kind, Algorithm::Sha256, Digits::DEFAULT)
}

const TOTP: Kind = Kind::Totp {
    period: Period::DEFAULT,
};

fn uri(payload: &[u8]) -> String {
    let mut uri = "otpauth-migration://offline?data=".to_owned();
    percent::encode_into(&mut uri, &data_encoding::BASE64.encode(payload));
    uri
}

/// An account with one field set beside its secret.
fn with_field(field: u64, value: u64) -> Result<Draft, EntryError> {
    let mut entry = Zeroizing::new(Vec::new());
    put_bytes(&mut entry, 1, b"asteriodin");
    put_bytes(&mut entry, 2, b"Git:mira");
    put_number(&mut entry, field, value);
    let mut payload = Zeroizing::new(Vec::new());
    put_bytes(&mut payload, 1, &entry);
    let part = read(&uri(&payload)).expect("sound");
    part.entries.into_iter().next().expect("one")
}

#[test]
fn written_exports_are_read_again() {
    let drafts: Vec<Draft> = (0..23)
        .map(|i: u64| {
            let kind = if i.is_multiple_of(3) {
                Kind::Hotp { counter: i }
            } else {
                TOTP
            };
            Draft::new("Gitforge".into(), Label::new(&format!("a:{i}")), otp(kind))
        })
        .collect();
    let accounts: Vec<_> = drafts
        .iter()
        .map(|d| (&d.issuer, &d.name, &d.otp))
        .collect();
    let written = write(&accounts, -7);
    assert_eq!((written.uris.len(), written.left_out.len()), (3, 0));
    let mut batches = Batches::default();
    for index in [2, 0, 1] {
        let part = read(written.uris[index].expose()).expect("our own");
        assert_eq!(
            (part.batch_id, part.size, part.index as usize),
            (-7, 3, index)
        );
        assert!(part.entries.len() <= 10);
        assert!(batches.add(part.clone()));
        assert!(!batches.add(part), "the same picture twice");
    }
    let (entries, incomplete) = batches.finish();
    let read: Vec<Draft> = entries
        .into_iter()
        .map(|entry| entry.expect("fine"))
        .collect();
    assert_eq!(read, drafts);
    assert_eq!(incomplete, []);
}

#[test]
fn long_labels_make_more_codes_not_larger_ones() {
    let long = Label::new(&"x".repeat(900));
    let otp = otp(TOTP);
    let accounts = vec![(&long, &long, &otp); 3];
    let written = write(&accounts, 1);
    assert_eq!(written.uris.len(), 3);
    for uri in &written.uris {
        assert!(read(uri.expose()).is_ok());
    }
}

#[test]
fn what_google_cannot_hold_is_listed() {
    let (issuer, name) = (Label::new("A"), Label::new("b"));
    let secret = || Secret::from_base32("MFZXIZLSNFXWI2LO").expect("base32");
    let seven = Digits::new(7).expect("seven");
    let slow = Kind::Totp {
        period: Period::new(60).expect("a minute"),
    };
    let otps = [
        otp(Kind::Steam),
        otp(slow),
        Otp::new(secret(), TOTP, Algorithm::Sha1, seven),
        otp(TOTP),
        otp(Kind::Hotp { counter: 1 << 63 }),
    ];
    let accounts: Vec<_> = otps.iter().map(|otp| (&issuer, &name, otp)).collect();
    let written = write(&accounts, 1);
    assert_eq!(
        written.left_out,
        [
            (0, LeftOut::Steam),
            (1, LeftOut::Period),
            (2, LeftOut::Digits),
            (4, LeftOut::Counter)
        ]
    );
    assert_eq!(written.uris.len(), 1);
    assert_eq!(write(&[], 1).uris, []);
}

#[test]
fn missing_codes_are_named() {
    let part = |batch_id, index, size| Part {
        entries: Vec::new(),
        batch_id,
        size,
        index,
    };
    let mut batches = Batches::default();
    for part in [
        part(5, 1, 2),
        part(-9, 1, 4),
        part(-9, 3, 4),
        part(0, 0, 1),
        part(3, 0, u32::MAX),
    ] {
        batches.add(part);
    }
    let (_, incomplete) = batches.finish();
    let said: Vec<String> = incomplete.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "QR code 1 of 2 is missing",
            "QR codes 1 and 3 of 4 are missing"
        ]
    );
}

#[test]
fn one_bad_account_does_not_hide_the_others() {
    let problem = |field, value| {
        let error = with_field(field, value).expect_err("bad");
        assert_eq!(
            (error.place, error.issuer.as_str(), error.name.as_str()),
            (1, "Git", "mira")
        );
        error.problem
    };
    assert_eq!(problem(4, 4), Problem::Uri(UriError::BadAlgorithm), "MD5");
    assert_eq!(problem(4, 9), Problem::Uri(UriError::BadAlgorithm));
    assert_eq!(problem(5, 3), Problem::Uri(UriError::BadDigits));
    assert_eq!(problem(6, 3), Problem::Uri(UriError::BadType));
    assert!(with_field(8, 77).is_ok(), "unknown fields are stepped over");
    assert!(
        with_field(7, u64::MAX).is_ok(),
        "a counter means nothing here"
    );

    let mut payload = Zeroizing::new(Vec::new());
    put_bytes(&mut payload, 1, &[]);
    put_bytes(&mut payload, 1, &[0x0a, 1, 7]);
    put_number(&mut payload, 9, 1);
    let part = read(&uri(&payload)).expect("sound");
    assert_eq!(
        part.entries[0].as_ref().expect_err("empty").problem,
        Problem::Uri(UriError::NoSecret)
    );
    assert!(part.entries[1].is_ok());
    assert_eq!((part.size, part.index, part.batch_id), (1, 0, 0));
}

#[test]
fn base64_is_read_as_readers_and_mailers_leave_it() {
    let payload = [0x0a, 8, 0x0a, 6, 1, 1, 0xfb, 0xef, 0xbe, 7];
    let text = data_encoding::BASE64.encode(&payload);
    assert!(text.contains('+'), "the case is about it: {text}");
    for data in [
        text.clone(),
        text.replace('+', " "),
        text.replace('+', "%2B").replace('=', "%3D"),
        text.replace('+', "-").replace('/', "_"),
        text.trim_end_matches('=').to_owned(),
    ] {
        let part = read(&format!("OTPAUTH-MIGRATION://offline?x=1&Data={data}"));
        assert_eq!(part.expect("sound").entries.len(), 1, "{data}");
    }
}

#[test]
fn damage_is_told_apart() {
    let of = |uri: &str| read(uri).expect_err("bad");
    assert_eq!(
        of("otpauth-migration://offline?data=%%%"),
        MigrationError::Damaged
    );
    assert_eq!(
        of("otpauth-migration://offline?data=CjkKFP"),
        MigrationError::Damaged
    );
    assert_eq!(of("otpauth-migration://offline?"), MigrationError::NoData);
    assert_eq!(
        of("otpauth-migration://offline?data="),
        MigrationError::NoData
    );
    assert_eq!(
        of("otpauth-migration://offline?data=EAE="),
        MigrationError::NoAccounts
    );
    assert_eq!(
        of("lpaauth-migration://offline?data=x"),
        MigrationError::LastPass
    );
    assert_eq!(
        of("otpauth://totp/x?secret=MFZX"),
        MigrationError::NotMigration
    );
    assert_eq!(of("hello"), MigrationError::NotMigration);
}
