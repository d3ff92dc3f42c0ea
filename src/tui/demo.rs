//! Demo: a throw-away vault with made-up accounts in memory, behind the same door as a real one. Nothing touches
//! the disk; `otp demo` and the tests of this room use it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use age::secrecy::{ExposeSecret, SecretString};
use data_encoding::BASE64;
use zeroize::Zeroizing;

use crate::account::{
    AccountId, Algorithm, Code, Digits, Draft, Kind, Label, Note, Otp, Period, Secret, SecretText,
    Timestamp, uri,
};
use crate::app::door::{
    Errand, Findings, Keeper, Key, Made, OpenError, Reader, Receipt, Standing, Trouble,
};
use crate::vault::{Change, Edit, Vault};

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

/// A vault in memory behind the door of a real one.
pub struct Memory {
    open: Option<Vault>,
    shut: Option<Vault>,
    passphrase: String,
    now: Box<dyn Fn() -> Timestamp + Send>,
    ids: u64,
    reader: Arc<dyn Reader>,
    clock_doubt: Option<String>,
    /// Whether the keyring keeps the key; `None` for one that never answers.
    keyring: Option<Arc<AtomicBool>>,
}

impl Memory {
    /// With the made-up accounts, open.
    pub fn demo(now: Box<dyn Fn() -> Timestamp + Send>) -> Self {
        let vault = vault(now());
        Self {
            open: Some(vault),
            ..Self::missing(now)
        }
    }

    /// At its first start, without a vault.
    pub fn missing(now: Box<dyn Fn() -> Timestamp + Send>) -> Self {
        Self {
            open: None,
            shut: None,
            passphrase: PASSPHRASE.to_owned(),
            now,
            ids: 1 << 40,
            reader: Arc::new(TextReader),
            clock_doubt: None,
            keyring: Some(Arc::default()),
        }
    }

    /// With other accounts.
    #[must_use]
    pub fn holding(mut self, vault: Vault) -> Self {
        self.open = Some(vault);
        self
    }

    /// With another reader.
    #[must_use]
    pub fn reading_with(mut self, reader: Arc<dyn Reader>) -> Self {
        self.reader = reader;
        self
    }

    /// With a clock that is not trusted.
    #[must_use]
    pub fn doubting_the_clock(mut self, why: &str) -> Self {
        self.clock_doubt = Some(why.to_owned());
        self
    }

    /// With a keyring that stops to answer.
    #[must_use]
    pub fn with_a_silent_keyring(mut self) -> Self {
        self.keyring = None;
        self
    }

    fn opened(&mut self) -> Result<&mut Vault, Trouble> {
        self.open
            .as_mut()
            .ok_or_else(|| Trouble::new("the vault is locked", "unlock it first"))
    }
}

fn refused(error: &dyn std::error::Error) -> Trouble {
    Trouble::new(error.to_string(), "")
}

impl Keeper for Memory {
    fn standing(&self) -> Standing {
        match (&self.open, &self.shut) {
            (Some(_), _) => Standing::Open,
            (None, Some(_)) => Standing::Locked,
            (None, None) => Standing::Missing,
        }
    }

    fn vault(&self) -> Option<&Vault> {
        self.open.as_ref()
    }

    fn create(&mut self, passphrase: SecretString) -> Result<Made, Trouble> {
        passphrase.expose_secret().clone_into(&mut self.passphrase);
        self.open = Some(Vault::new(self.ids, [1; 16]));
        let recovery = "AGE-SECRET-KEY-1DEM0DEM0DEM0DEM0DEM0DEM0DEM0DEM0DEM0DEM0DEM0";
        Ok(Made {
            recovery: SecretText::from(recovery),
            keyring: true,
        })
    }

    fn remember(&self) -> Errand<Result<(), Trouble>> {
        let keyring = self.keyring.clone();
        Box::new(move || {
            let keyring = keyring.ok_or_else(|| Trouble::new("The keyring does not answer", ""))?;
            keyring.store(true, Ordering::Relaxed);
            Ok(())
        })
    }

    fn unlock(&mut self, key: Key) -> Result<(), OpenError> {
        let fits = match key {
            Key::Passphrase(typed) => typed.expose_secret() == self.passphrase,
            Key::Keychain => self.has_keychain()(),
        };
        if !fits {
            return Err(OpenError::WrongPassphrase);
        }
        self.open = self.shut.take().or(self.open.take());
        Ok(())
    }

    fn has_keychain(&self) -> Errand<bool> {
        let keyring = self.keyring.clone();
        Box::new(move || keyring.is_some_and(|kept| kept.load(Ordering::Relaxed)))
    }

    fn lock(&mut self) {
        self.shut = self.open.take().or(self.shut.take());
    }

    fn change(&mut self, change: Change) -> Result<Change, Trouble> {
        let now = (self.now)();
        self.opened()?
            .apply(change, now)
            .map_err(|error| refused(&error))
    }

    fn new_id(&mut self) -> AccountId {
        self.ids += 1;
        AccountId::from_random(self.ids)
    }

    fn take_code(&mut self, id: &AccountId) -> Result<Code, Trouble> {
        let vault = self.opened()?;
        let counter = vault.take_counter(id).map_err(|error| refused(&error))?;
        let account = vault.get(id);
        let account = account.ok_or_else(|| Trouble::new("the account is gone", ""))?;
        Ok(account.otp.for_counter(counter))
    }

    fn refresh(&mut self) -> Result<bool, Trouble> {
        Ok(false)
    }

    fn copy(&mut self, id: &AccountId, code: &Code) -> Result<Receipt, Trouble> {
        let now = (self.now)();
        let used = Change::Edit {
            id: id.clone(),
            edits: vec![Edit::Used(Some(now))],
        };
        self.change(used)?;
        let encoded = Zeroizing::new(BASE64.encode(code.as_str().as_bytes()));
        Ok(Receipt {
            road: "OSC 52".to_owned(),
            clears_in: None,
            confirmed: false,
            to_terminal: Some(Zeroizing::new(
                format!("\x1b]52;c;{}\x07", *encoded).into_bytes(),
            )),
        })
    }

    fn reader(&self) -> Arc<dyn Reader> {
        Arc::clone(&self.reader)
    }

    fn migration(&self, ids: &[AccountId]) -> Result<Vec<SecretText>, Trouble> {
        let vault = self.vault();
        let accounts = ids.iter().filter_map(|id| vault?.get(id));
        let links = accounts.map(|a| uri::write_short(&a.issuer, &a.name, &a.otp));
        Ok(links.collect())
    }

    fn clock_doubt(&self) -> Option<String> {
        self.clock_doubt.clone()
    }
}

/// Reads links and secrets; pictures need the disk, which the demo leaves alone.
struct TextReader;

impl Reader for TextReader {
    fn read(&self, input: &SecretText) -> Result<Findings, Trouble> {
        let text = input.expose().trim();
        if text.contains("://") {
            let draft = uri::parse(text).map_err(|error| {
                Trouble::new(error.to_string(), "paste the whole otpauth:// link")
            })?;
            return Ok(Findings {
                source: "a link".to_owned(),
                drafts: vec![draft],
                remarks: Vec::new(),
            });
        }
        let secret = Secret::from_base32(text).map_err(|_| {
            Trouble::new(
                "this is neither a link nor a secret",
                "the demo does not read files; press Tab to fill in a form",
            )
        })?;
        Ok(Findings {
            source: "a secret".to_owned(),
            drafts: vec![Draft::new(
                Label::default(),
                Label::default(),
                Otp::totp(secret),
            )],
            remarks: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory() -> Memory {
        Memory::demo(Box::new(|| START))
    }

    #[test]
    fn every_sample_is_there_and_one_is_in_the_bin() {
        let vault = vault(START);
        assert_eq!(vault.accounts().count(), samples().len());
        assert_eq!(vault.bin().count(), 1);
        assert_eq!(Period::DEFAULT.remaining(START), 27);
    }

    #[test]
    fn it_locks_and_opens_again() {
        let mut memory = memory();
        memory.lock();
        assert_eq!(memory.standing(), Standing::Locked);
        assert!(memory.vault().is_none());
        let wrong = Key::Passphrase("wrong".to_owned().into());
        assert_eq!(memory.unlock(wrong), Err(OpenError::WrongPassphrase));
        let right = Key::Passphrase(PASSPHRASE.to_owned().into());
        assert_eq!(memory.unlock(right), Ok(()));
        assert_eq!(memory.standing(), Standing::Open);
    }

    #[test]
    fn links_and_secrets_are_read() {
        let reader = memory().reader();
        let read = |text: &str| reader.read(&SecretText::from(text));
        let link = "otpauth://totp/GitHub:o?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
        assert_eq!(read(link).expect("link").drafts.len(), 1);
        assert_eq!(read("mfzx izls nfxw i2lo").expect("key").drafts.len(), 1);
        assert!(read("~/shot.png").is_err());
    }
}
