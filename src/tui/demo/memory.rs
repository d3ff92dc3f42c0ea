//! Memory: a keeper without a disk, for the demo and the tests of this room.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use age::secrecy::{ExposeSecret, SecretString};
use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::{PASSPHRASE, vault};
use crate::account::{AccountId, Code, Draft, Label, Otp, Secret, SecretText, Timestamp, uri};
use crate::app::door::{
    Errand, Findings, Keeper, Key, Made, OpenError, Reader, Receipt, Standing, Trouble,
};
use crate::vault::{Change, Edit, Vault};

/// A vault in memory behind the door of a real one.
pub struct Memory {
    open: Option<Vault>,
    shut: Option<Vault>,
    passphrase: String,
    now: Box<dyn Fn() -> Timestamp + Send>,
    ids: u64,
    reader: Arc<dyn Reader>,
    clock_doubt: Option<String>,
    /// The search that is still to be done: its answer comes from here.
    search: Option<Receiver<bool>>,
    found: Arc<AtomicBool>,
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
            search: None,
            found: Arc::default(),
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

    /// Shut, with a key that is found when `answer` says so.
    #[must_use]
    pub fn searching(mut self, answer: Receiver<bool>) -> Self {
        self.lock();
        self.search = Some(answer);
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
            _ if self.search.is_some() => Standing::Unsearched,
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
        self.found = Arc::default();
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

    fn search(&mut self) -> Option<Errand<Result<bool, Trouble>>> {
        let (answer, found) = (self.search.take()?, Arc::clone(&self.found));
        Some(Box::new(move || {
            let answer = answer.recv().map_err(|_| Trouble::new("It broke", ""))?;
            found.store(answer, Ordering::Relaxed);
            Ok(answer)
        }))
    }

    fn take_over(&mut self) {
        if self.found.swap(false, Ordering::Relaxed) {
            self.open = self.open.take().or(self.shut.take());
        }
    }

    fn lock(&mut self) {
        self.found = Arc::default();
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
