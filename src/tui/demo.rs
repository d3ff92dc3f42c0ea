//! Demo: made-up accounts, for `otp demo` and the tests of this room.

use crate::account::{
    AccountId, Algorithm, Digits, Draft, Kind, Label, Note, Otp, Period, Secret, Timestamp,
};
use crate::vault::{Change, Vault};

/// A moment with 27 of 30 seconds left: tests and pictures begin here.
pub const START: Timestamp = Timestamp::from_seconds(1_780_000_023);

/// What opens the demo again once it is locked.
pub const PASSPHRASE: &str = "demo";

struct Sample {
    issuer: &'static str,
    name: &'static str,
    kind: Kind,
    digits: u64,
    algorithm: Algorithm,
    tags: &'static [&'static str],
}

fn every(seconds: u64) -> Kind {
    Kind::Totp {
        period: Period::new(seconds).unwrap_or_default(),
    }
}

fn samples() -> Vec<Sample> {
    let usual = |issuer, name, tags| Sample {
        issuer,
        name,
        kind: every(30),
        digits: 6,
        algorithm: Algorithm::Sha1,
        tags,
    };
    vec![
        usual("GitHub", "octavia", &["code", "work"]),
        usual("Google", "octavia@example.org", &["mail"]),
        usual("Fastmail", "mail@example.org", &["mail", "work"]),
        usual("AWS", "root/prod-account", &["cloud", "work"]),
        usual("Hetzner", "K0123456789", &["cloud"]),
        Sample {
            kind: Kind::Steam,
            ..usual("Steam", "octo_plays", &[])
        },
        usual("PyPI", "octavia", &["code"]),
        Sample {
            kind: every(60),
            digits: 8,
            ..usual("crates.io", "octavia", &["code"])
        },
        Sample {
            kind: every(15),
            algorithm: Algorithm::Sha256,
            ..usual("Stadtbank", "Girokonto 4711", &["money"])
        },
        usual(
            "Bundesamt für Sicherheit",
            "zugang-mit-langem-namen@beispiel.example",
            &["work"],
        ),
        usual("日本銀行", "口座", &["money"]),
        usual("npm", "octavia", &["code"]),
        Sample {
            kind: Kind::Hotp { counter: 5 },
            ..usual("Key fob", "office door", &["work"])
        },
    ]
}

fn draft(sample: &Sample) -> Option<Draft> {
    // Twenty bytes that are the same at every start, so that pictures and tests can know the codes.
    let text = format!("{}/{}", sample.issuer, sample.name);
    let key: Vec<u8> = text.bytes().cycle().take(20).collect();
    let otp = Otp::new(
        Secret::from_bytes(key).ok()?,
        sample.kind,
        sample.algorithm,
        Digits::new(sample.digits)?,
    );
    let mut draft = Draft::new(sample.issuer.into(), sample.name.into(), otp);
    draft.tags = sample.tags.iter().map(|tag| Label::new(tag)).collect();
    draft.pinned = sample.issuer == "Google";
    if sample.issuer == "Fastmail" {
        draft.note = Note::new("recovery codes: see the safe\nmain address since 2019");
    }
    Some(draft)
}

/// The made-up accounts, one of them in the bin.
pub fn vault(now: Timestamp) -> Vault {
    let mut vault = Vault::new(0x0de0, [7; 16]);
    let day = 86_400;
    for (number, sample) in (1_u64..).zip(samples()) {
        let id = AccountId::from_random(number << 59);
        let Some(draft) = draft(&sample).map(Box::new) else {
            continue;
        };
        let age = -day * i64::try_from(10 * number).unwrap_or_default();
        // Fresh ids in an empty vault: nothing here can be refused.
        let _ = vault.apply(Change::Add { id, draft }, now.shifted(age));
    }
    let id = AccountId::from_random(1);
    let Ok(secret) = Secret::from_bytes(vec![9; 20]) else {
        return vault;
    };
    let old = Draft::new("Old forum".into(), "octavia".into(), Otp::totp(secret));
    let old = Box::new(old);
    let _ = vault.apply(
        Change::Add {
            id: id.clone(),
            draft: old,
        },
        now.shifted(-day * 200),
    );
    let _ = vault.apply(Change::Remove { id }, now.shifted(-day * 3));
    vault
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_there_and_one_is_in_the_bin() {
        let vault = vault(START);
        assert_eq!(vault.accounts().count(), samples().len());
        assert_eq!(vault.bin().count(), 1);
        assert_eq!(Period::DEFAULT.remaining(START), 27);
    }
}
