//! What this device last saw of the vault, and what that says about the file it finds now. Pure: the file
//! `seen.toml` is read and written by `app::store`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::merge::Comparison;
use super::{Vault, VaultId};

/// The pins of this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    vault: VaultId,
    token: [u8; 32],
    /// Save numbers by device; devices go by a hash of their recipient, so that the file names nobody.
    seqs: BTreeMap<String, u64>,
    /// SHA-256 of the last ciphertext read or written.
    last: [u8; 32],
    /// The token of a save of our own that was about to replace the file. Whether it came that far is open: then the
    /// file has this token, else the one above.
    coming: Option<[u8; 32]>,
    /// Nobody has confirmed yet to have the recovery key.
    unconfirmed: bool,
}

/// What the pins say about a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was pinned before: trust on first use.
    Fresh,
    /// Just what was last seen.
    Known,
    /// What was last seen, and more.
    Newer,
    /// Older than what was last seen.
    Rollback,
    /// It has saves we have not seen and lacks saves we have seen: a sync tool dropped something.
    Diverged,
    /// Written by someone who knew the pinned token and changed it since: ask the user once.
    Rekeyed,
    /// Written by someone who never knew the pinned token, or another vault altogether.
    Forged,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
struct Raw {
    vault: String,
    token: String,
    last: String,
    coming: Option<String>,
    #[serde(default)]
    unconfirmed: bool,
    #[serde(default)]
    seq: BTreeMap<String, u64>,
}

const HEADER: &str = "# what this device last saw of its vault; never copy it elsewhere\n";

impl Raw {
    /// The quick way for texts of [`Seen::write`]: every code reads one. `None` is for the TOML parser to judge.
    fn read_own(text: &str) -> Option<Self> {
        fn plain(text: &str) -> Option<String> {
            let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
            is_plain.then(|| text.to_owned())
        }
        fn field(line: &str, name: &str) -> Option<String> {
            let value = line.strip_prefix(name)?.strip_prefix(" = \"")?;
            plain(value.strip_suffix('"')?)
        }
        let mut lines = text.strip_prefix(HEADER)?.lines().peekable();
        let mut raw = Self {
            vault: field(lines.next()?, "vault")?,
            token: field(lines.next()?, "token")?,
            last: field(lines.next()?, "last")?,
            coming: None,
            unconfirmed: false,
            seq: BTreeMap::new(),
        };
        if let Some(coming) = lines.peek().and_then(|line| field(line, "coming")) {
            raw.coming = Some(coming);
            lines.next();
        }
        raw.unconfirmed = lines.next_if_eq(&"unconfirmed = true").is_some();
        if (lines.next()?, lines.next()?) != ("", "[seq]") {
            return None;
        }
        for line in lines {
            let (device, seq) = line.strip_prefix('"')?.split_once("\" = ")?;
            let is_number = seq.bytes().all(|byte| byte.is_ascii_digit())
                && (seq == "0" || !seq.starts_with('0'));
            let seq: i64 = seq.parse().ok().filter(|_| is_number)?;
            let before = raw.seq.insert(plain(device)?, u64::try_from(seq).ok()?);
            if before.is_some() {
                return None;
            }
        }
        Some(raw)
    }
}

/// SHA-256 of a whole file, to recognise it again.
pub fn fingerprint(ciphertext: &[u8]) -> [u8; 32] {
    Sha256::digest(ciphertext).into()
}

fn short(recipient: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(recipient.as_bytes())[..8])
}

impl Seen {
    /// Pins a vault as it lies in the file with this fingerprint.
    pub fn pin(vault: &Vault, last: [u8; 32]) -> Self {
        let seqs = vault.devices().filter(|device| device.seq > 0);
        Self {
            vault: vault.id().clone(),
            token: vault.token_hash(),
            seqs: seqs
                .map(|device| (short(&device.recipient), device.seq))
                .collect(),
            last,
            coming: None,
            unconfirmed: !vault.is_recovery_confirmed(),
        }
    }

    /// The same pins, and the token of a state that is about to be saved.
    #[must_use]
    pub fn expecting(mut self, vault: &Vault) -> Self {
        self.coming = Some(vault.token_hash()).filter(|coming| *coming != self.token);
        self
    }

    /// True when nobody had confirmed to have the recovery key of the vault that was last seen.
    pub fn is_recovery_unconfirmed(&self) -> bool {
        self.unconfirmed
    }

    /// Which vault this is about.
    pub fn vault(&self) -> &VaultId {
        &self.vault
    }

    /// The fingerprint of the file last read or written.
    pub fn last(&self) -> &[u8; 32] {
        &self.last
    }

    /// The number of the last save of the device with this recipient.
    pub fn seq(&self, recipient: &str) -> u64 {
        self.seqs
            .get(&short(recipient))
            .copied()
            .unwrap_or_default()
    }

    /// What the pins say about a vault.
    pub fn verdict(seen: Option<&Self>, vault: &Vault) -> Verdict {
        let Some(seen) = seen else {
            return Verdict::Fresh;
        };
        if seen.vault != *vault.id() || !vault.knows_token(&seen.token) {
            return Verdict::Forged;
        }
        let token = vault.token_hash();
        if token != seen.token && Some(token) != seen.coming {
            return Verdict::Rekeyed;
        }
        let found: BTreeMap<String, u64> = vault
            .devices()
            .map(|device| (short(&device.recipient), device.seq))
            .collect();
        let devices: BTreeSet<&String> = seen.seqs.keys().chain(found.keys()).collect();
        let number =
            |seqs: &BTreeMap<String, u64>, device| seqs.get(device).copied().unwrap_or_default();
        let pairs = devices
            .into_iter()
            .map(|device| (number(&found, device), number(&seen.seqs, device)));
        match Comparison::of(pairs) {
            Comparison::Equal => Verdict::Known,
            Comparison::Newer => Verdict::Newer,
            Comparison::Older => Verdict::Rollback,
            Comparison::Diverged => Verdict::Diverged,
        }
    }

    /// Reads `seen.toml`. `None` when it is damaged: then nothing is pinned, and the caller says so.
    pub fn read(text: &str) -> Option<Self> {
        let raw = match Raw::read_own(text) {
            Some(raw) => raw,
            None => toml::from_str(text).ok()?,
        };
        let hash = |text: &str| {
            let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?;
            <[u8; 32]>::try_from(bytes).ok()
        };
        Some(Self {
            vault: VaultId::parse(&raw.vault)?,
            token: hash(&raw.token)?,
            seqs: raw.seq,
            last: hash(&raw.last)?,
            coming: match raw.coming {
                Some(coming) => Some(hash(&coming)?),
                None => None,
            },
            unconfirmed: raw.unconfirmed,
        })
    }

    /// The text of `seen.toml`.
    pub fn write(&self) -> String {
        let hex = |hash: &[u8; 32]| data_encoding::HEXLOWER.encode(hash);
        let mut text = String::from(HEADER);
        let _ = writeln!(text, "vault = \"{}\"", self.vault);
        let _ = writeln!(text, "token = \"{}\"", hex(&self.token));
        let _ = writeln!(text, "last = \"{}\"", hex(&self.last));
        if let Some(coming) = &self.coming {
            let _ = writeln!(text, "coming = \"{}\"", hex(coming));
        }
        if self.unconfirmed {
            text.push_str("unconfirmed = true\n");
        }
        text.push_str("\n[seq]\n");
        for (device, seq) in &self.seqs {
            let _ = writeln!(text, "\"{device}\" = {seq}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Timestamp;

    fn vault(seqs: [u64; 2]) -> Vault {
        let mut vault = Vault::new(1, [1; 16]);
        for (recipient, seq) in ["age1a", "age1b"].into_iter().zip(seqs) {
            vault.add_unchecked(recipient);
            if seq > 0 {
                vault.count_save(recipient, seq);
            }
        }
        vault
    }

    #[test]
    fn vectors_decide() {
        let seen = Seen::pin(&vault([3, 3]), [7; 32]);
        for (seqs, wanted) in [
            ([3, 3], Verdict::Known),
            ([4, 3], Verdict::Newer),
            ([4, 9], Verdict::Newer),
            ([2, 3], Verdict::Rollback),
            ([0, 0], Verdict::Rollback),
            ([2, 4], Verdict::Diverged),
        ] {
            assert_eq!(Seen::verdict(Some(&seen), &vault(seqs)), wanted, "{seqs:?}");
        }
        assert_eq!(Seen::verdict(None, &vault([1, 1])), Verdict::Fresh);
    }

    #[test]
    fn tokens_decide_first() {
        let seen = Seen::pin(&vault([3, 3]), [7; 32]);
        let forged = Vault::new(1, [2; 16]);
        assert_eq!(Seen::verdict(Some(&seen), &forged), Verdict::Forged);
        let other = Vault::new(2, [1; 16]);
        assert_eq!(Seen::verdict(Some(&seen), &other), Verdict::Forged);
        let mut rekeyed = vault([4, 3]);
        for round in 2..5 {
            rekeyed.rekey([round; 16], &"phone".into(), Timestamp::from_millis(9));
        }
        assert_eq!(Seen::verdict(Some(&seen), &rekeyed), Verdict::Rekeyed);
        // A removed device goes on with the token it knows.
        let pinned = Seen::pin(&rekeyed, [7; 32]);
        assert_eq!(
            Seen::verdict(Some(&pinned), &vault([9, 9])),
            Verdict::Forged
        );
    }

    /// A kill between the pins and the replacement, or right after it.
    #[test]
    fn a_token_of_our_own_is_expected() {
        let before = vault([3, 3]);
        let mut after = vault([4, 3]);
        after.rekey([2; 16], &"laptop".into(), Timestamp::from_millis(9));
        let seen = Seen::pin(&before, [7; 32]).expecting(&after);
        let seen = Seen::read(&seen.write()).expect("readable");
        assert_eq!(Seen::verdict(Some(&seen), &before), Verdict::Known);
        assert_eq!(Seen::verdict(Some(&seen), &after), Verdict::Newer);
        let mut other = vault([4, 3]);
        other.rekey([5; 16], &"phone".into(), Timestamp::from_millis(9));
        assert_eq!(Seen::verdict(Some(&seen), &other), Verdict::Rekeyed);
    }

    #[test]
    fn both_readers_agree() {
        let mut after = vault([3, 300]);
        let plain = Seen::pin(&after, [7; 32]);
        assert!(Raw::read_own(&plain.write()).is_some());
        after.rekey([2; 16], &"laptop".into(), Timestamp::from_millis(9));
        let mut whole = plain.expecting(&after);
        whole.unconfirmed = true;
        let own = whole.write();
        assert!(Raw::read_own(&own).is_some() && own.contains("coming"));
        let by_toml = |text: &str| toml::from_str::<Raw>(text).ok();
        for changed in [
            own.clone(),
            own.replace(" = 300", " = 0300"),
            own.replace(" = 300", " = +300"),
            own.replace(" = 300", " = -3"),
            own.replace(" = 300", " = 9223372036854775808"),
            own.replace(" = 300", " = "),
            own.replace('\n', "\r\n"),
            own.replace("[seq]", "[[seq]]"),
            own.replace("[seq]", "[seq] # numbers"),
            own.replace("vault = \"", "vault = \"\\u0041"),
            own.replace("last", "first"),
            own.replace("coming", "going"),
            own.replace("unconfirmed = true", "unconfirmed = false"),
            own.replace("unconfirmed = true", "unconfirmed = \"true\""),
            format!("{own}{}", own.lines().last().unwrap_or_default()),
            format!("{own}\n# the end"),
            own.trim_end().to_owned(),
        ] {
            if let Some(quick) = Raw::read_own(&changed) {
                assert_eq!(Some(quick), by_toml(&changed), "{changed}");
            }
        }
    }

    #[test]
    fn the_text_survives_and_names_nobody() {
        let seen = Seen::pin(&vault([3, 300]), [7; 32]);
        let text = seen.write();
        assert_eq!(Seen::read(&text), Some(seen));
        assert!(!text.contains("age1"));
        assert_eq!(Seen::read("vault = \"x\""), None);
        assert_eq!(
            Seen::read(&text.replace("token = \"", "token = \"zz")),
            None
        );
    }
}
