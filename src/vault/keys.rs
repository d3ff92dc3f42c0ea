//! Keys: the identity of a device, the printed recovery key, and `identity.age`, the identity wrapped by a
//! passphrase. All of them are what stock age reads.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::sync::OnceLock;

use age::secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;
use zeroize::Zeroizing;

use super::header;
use super::identity::VaultId;
use crate::account::{self, Label, SecretText};

/// scrypt's work factor (log2 of N) for `identity.age`: 256 MiB and under a second, as stock `age -p` has it.
pub const WORK_FACTOR: u8 = 18;
/// Work factors that may be chosen for writing: small boards need a smaller one.
pub const WORK_FACTORS: std::ops::RangeInclusive<u8> = 14..=20;
/// Files with a larger one are refused: they would eat gigabytes.
pub const LARGEST_WORK_FACTOR: u8 = 22;

/// How many bytes scrypt takes with a work factor, as age sets it up (r = 8).
pub fn memory(work_factor: u8) -> u64 {
    1024_u64.checked_shl(work_factor.into()).unwrap_or(u64::MAX)
}

/// An age identity as one line of text: `AGE-SECRET-KEY-1…` or `AGE-PLUGIN-…`.
#[derive(Debug, Clone)]
pub struct DeviceKey {
    line: SecretText,
    /// Computed when it is first asked for: opening a vault does not need it.
    recipient: OnceLock<Option<String>>,
}

/// Why a text holds no identity. Never carries the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Only comments, or nothing.
    #[error("there is no identity in it")]
    Empty,
    /// A line that is no identity.
    #[error("line {line} is not an age identity")]
    NotAnIdentity {
        /// Counted from 1.
        line: usize,
    },
    /// A line that is a recipient: the public half only.
    #[error("line {line} is a recipient (age1…), the public half of a key; the identity is needed")]
    IsRecipient {
        /// Counted from 1.
        line: usize,
    },
    /// The text is a passphrase-protected identity file.
    #[error("it is an encrypted file, not a plain identity")]
    IsEncrypted,
}

/// Why `identity.age` did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UnwrapError {
    /// Another passphrase was used.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// Not an identity wrapped by a passphrase, or cut off, or changed.
    #[error("the file is damaged")]
    Damaged,
    /// It asks for more work than this machine can do (log2 N of scrypt).
    #[error("opening it takes more memory than is free (work factor {0}; 18 takes 256 MiB)")]
    TooMuchWork(u8),
}

/// Why a passphrase could not be used for writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WrapError {
    /// Outside [`WORK_FACTORS`].
    #[error("the work factor must lie between 14 and 20")]
    WorkFactor,
    /// An empty passphrase protects nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// The age library refused.
    #[error("encrypting failed")]
    Failed,
}

impl DeviceKey {
    /// A new X25519 identity, for a device or as recovery key. The age crate takes it from the system's
    /// random source.
    pub fn generate() -> Self {
        let identity = age::x25519::Identity::generate();
        Self {
            line: SecretText::from(identity.to_string().expose_secret()),
            recipient: Some(identity.to_public().to_string()).into(),
        }
    }

    /// [`Self::parse`] of a text that is handed on unseen.
    pub fn read(identity: &SecretText) -> Result<Self, KeyError> {
        Self::parse(identity.expose())
    }

    /// Reads the first identity of an identity file's text, or the bare line a keyring holds. For plugin
    /// identities the recipient is taken from a comment (`# Recipient: age1…`, `# public key: age1…`).
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.starts_with("age-encryption.org/v1") || text.starts_with("-----BEGIN AGE ENCRYPTED")
        {
            return Err(KeyError::IsEncrypted);
        }
        let mut commented = None;
        for (line, content) in (1..).zip(text.lines()) {
            let content = content.trim();
            if let Some(comment) = content.strip_prefix('#') {
                commented = recipient_in(comment).or(commented);
            } else if content.parse::<age::x25519::Identity>().is_ok() {
                return Ok(Self {
                    line: SecretText::from(content),
                    recipient: OnceLock::new(),
                });
            } else if content.parse::<age::plugin::Identity>().is_ok() {
                return Ok(Self {
                    line: SecretText::from(content),
                    recipient: commented.into(),
                });
            } else if content.starts_with("age1") {
                return Err(KeyError::IsRecipient { line });
            } else if !content.is_empty() {
                return Err(KeyError::NotAnIdentity { line });
            }
        }
        Err(KeyError::Empty)
    }

    /// The line itself: what keyrings hold and the recovery sheet shows.
    pub fn line(&self) -> &SecretText {
        &self.line
    }

    /// The public half; unknown for plugin identities without a comment.
    pub fn recipient(&self) -> Option<&str> {
        let computed = || {
            let identity: age::x25519::Identity = self.line.expose().parse().ok()?;
            Some(identity.to_public().to_string())
        };
        self.recipient.get_or_init(computed).as_deref()
    }

    /// The same key with its recipient, for plugin identities whose text does not tell it.
    #[must_use]
    pub fn with_recipient(mut self, recipient: &str) -> Self {
        if self.recipient().is_none() {
            self.recipient = Some(recipient.to_owned()).into();
        }
        self
    }

    /// Name of the plugin whose program (`age-plugin-<name>`) is needed, if any.
    pub fn plugin(&self) -> Option<String> {
        let identity: age::plugin::Identity = self.line.expose().parse().ok()?;
        Some(identity.plugin().to_owned())
    }

    /// What sessions and keyrings hold: the line alone, unless a plugin's key would lose its recipient.
    pub fn to_keep(&self) -> SecretText {
        match self.plugin() {
            Some(_) => self.to_text(),
            None => self.line.clone(),
        }
    }

    /// The shortest identity file that [`Self::parse`] reads back whole: the recipient of a plugin's key
    /// cannot be computed from it.
    pub fn to_text(&self) -> SecretText {
        let comment = self
            .recipient()
            .into_iter()
            .map(|recipient| format!("# public key: {recipient}\n"));
        SecretText::new(comment.chain([self.line.expose().to_owned()]).collect())
    }

    /// The text of an ordinary identity file. `created` is RFC 3339 in UTC.
    pub fn to_file(&self, vault: &VaultId, device: &Label, created: &str) -> SecretText {
        let mut text = String::with_capacity(512);
        let _ = writeln!(
            text,
            "# otp device identity, vault {vault}, device {device}"
        );
        let _ = writeln!(text, "# created: {created}");
        if let Some(recipient) = self.recipient() {
            let _ = writeln!(text, "# public key: {recipient}");
        }
        let _ = writeln!(text, "{}", self.line.expose());
        SecretText::new(text)
    }
}

fn recipient_in(comment: &str) -> Option<String> {
    let (name, value) = comment.split_once(':')?;
    let value = value.trim();
    let is_named = ["recipient", "public key"]
        .iter()
        .any(|wanted| name.trim().eq_ignore_ascii_case(wanted));
    (is_named && value.starts_with("age1")).then(|| value.to_owned())
}

/// Encrypts an identity file's text by a passphrase: the content of `identity.age`, ASCII-armored.
pub fn wrap(
    identity_file: &SecretText,
    passphrase: &SecretString,
    work_factor: u8,
) -> Result<String, WrapError> {
    if !WORK_FACTORS.contains(&work_factor) {
        return Err(WrapError::WorkFactor);
    }
    if passphrase.expose_secret().is_empty() {
        return Err(WrapError::EmptyPassphrase);
    }
    let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
    // Never the crate's own calibration: it picks anything between 256 MiB and 1 GiB on one machine.
    recipient.set_work_factor(work_factor);
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let sealed = age::Encryptor::with_recipients(recipients)
        .map_err(|_| WrapError::Failed)
        .and_then(|encryptor| {
            seal_armored(encryptor, identity_file).map_err(|_| WrapError::Failed)
        })?;
    String::from_utf8(sealed).map_err(|_| WrapError::Failed)
}

fn seal_armored(encryptor: age::Encryptor, text: &SecretText) -> std::io::Result<Vec<u8>> {
    let format = age::armor::Format::AsciiArmor;
    let armor = age::armor::ArmoredWriter::wrap_output(Vec::new(), format)?;
    let mut writer = encryptor.wrap_output(armor)?;
    writer.write_all(text.expose().as_bytes())?;
    writer.finish()?.finish()
}

/// Opens `identity.age`, unless that takes more than the work factor `most`: by the passphrase as typed, or in the
/// other forms of Unicode. A wrong passphrase and a damaged file are told apart.
pub fn unwrap(file: &[u8], passphrase: &SecretString, most: u8) -> Result<DeviceKey, UnwrapError> {
    let mut bytes = Vec::with_capacity(file.len());
    age::armor::ArmoredReader::new(file)
        .read_to_end(&mut bytes)
        .map_err(|_| UnwrapError::Damaged)?;
    if !header::is_reasonable(&bytes) {
        return Err(UnwrapError::Damaged);
    }
    let mut opened = Err(UnwrapError::WrongPassphrase);
    for form in account::forms(passphrase.expose_secret()) {
        opened = open(&bytes, form.as_str().into(), most);
        if !matches!(opened, Err(UnwrapError::WrongPassphrase)) {
            break;
        }
    }
    opened
}

/// Opens the file by a passphrase of exactly these bytes.
fn open(bytes: &[u8], passphrase: SecretString, most: u8) -> Result<DeviceKey, UnwrapError> {
    let decryptor = age::Decryptor::new_buffered(bytes).map_err(|_| UnwrapError::Damaged)?;
    if !decryptor.is_scrypt() {
        return Err(UnwrapError::Damaged);
    }
    let mut identity = age::scrypt::Identity::new(passphrase);
    identity.set_max_work_factor(most.min(LARGEST_WORK_FACTOR));
    let identities = std::iter::once(&identity as &dyn age::Identity);
    let mut reader = decryptor.decrypt(identities).map_err(|error| match error {
        // The file key does not open: stock files give this for a wrong passphrase only.
        age::DecryptError::DecryptionFailed
        | age::DecryptError::KeyDecryptionFailed
        | age::DecryptError::NoMatchingKeys => UnwrapError::WrongPassphrase,
        age::DecryptError::ExcessiveWork { required, .. } => UnwrapError::TooMuchWork(required),
        _ => UnwrapError::Damaged,
    })?;
    let mut text = Zeroizing::new(String::with_capacity(bytes.len()));
    reader
        .read_to_string(&mut text)
        .map_err(|_| UnwrapError::Damaged)?;
    DeviceKey::parse(&text).map_err(|_| UnwrapError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(key: &DeviceKey) -> String {
        let vault = VaultId::from_random(5);
        let text = key.to_file(&vault, &"laptop".into(), "2026-11-21T23:00:00Z");
        wrap(&text, &"correct horse".to_owned().into(), 14).expect("wrapped")
    }

    #[test]
    fn an_identity_survives_wrapping() {
        let key = DeviceKey::generate();
        let file = wrapped(&key);
        assert!(file.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"));
        let again =
            unwrap(file.as_bytes(), &"correct horse".to_owned().into(), 22).expect("opened");
        assert_eq!(again.line(), key.line());
        assert_eq!(again.recipient(), key.recipient());
        assert_eq!(key.line().expose().len(), 74);
        // Typed on another keyboard, the same letters may come in another form of Unicode.
        let text = key.to_text();
        let composed = wrap(&text, &"caf\u{e9}".to_owned().into(), 14).expect("wrapped");
        let typed: SecretString = "cafe\u{301}".to_owned().into();
        let opened = unwrap(composed.as_bytes(), &typed, 22).expect("opened");
        assert_eq!(opened.line(), key.line());
    }

    #[test]
    fn a_wrong_passphrase_is_not_a_damaged_file() {
        let file = wrapped(&DeviceKey::generate());
        let right: SecretString = "correct horse".to_owned().into();
        let wrong = unwrap(file.as_bytes(), &"wrong".to_owned().into(), 22);
        assert_eq!(wrong.err(), Some(UnwrapError::WrongPassphrase));
        for damaged in [
            &file[..file.len() / 2],
            "",
            "hello",
            &file.replacen('A', "B", 40),
        ] {
            let error = unwrap(damaged.as_bytes(), &right, 22).err();
            assert_eq!(error, Some(UnwrapError::Damaged));
        }
        let long = format!(
            "age-encryption.org/v1\n-> scrypt a\n{}",
            "b\n".repeat(1 << 16)
        );
        let refused = unwrap(long.as_bytes(), &right, 22).err();
        assert_eq!(refused, Some(UnwrapError::Damaged));
        let recipient = age::x25519::Identity::generate().to_public();
        let to_a_key = age::encrypt(&recipient, b"x").expect("encrypted");
        assert_eq!(
            unwrap(&to_a_key, &right, 22).err(),
            Some(UnwrapError::Damaged)
        );
    }

    #[test]
    fn what_takes_too_much_is_not_begun() {
        let file = wrapped(&DeviceKey::generate());
        let right: SecretString = "correct horse".to_owned().into();
        let refused = unwrap(file.as_bytes(), &right, 13).err();
        assert_eq!(refused, Some(UnwrapError::TooMuchWork(14)));
        assert_eq!(memory(18), 256 << 20);
    }

    #[test]
    fn weak_wrapping_is_refused() {
        let text = SecretText::from("x");
        let passphrase: SecretString = "p".to_owned().into();
        assert_eq!(wrap(&text, &passphrase, 13), Err(WrapError::WorkFactor));
        assert_eq!(wrap(&text, &passphrase, 21), Err(WrapError::WorkFactor));
        let empty: SecretString = String::new().into();
        assert_eq!(wrap(&text, &empty, 14), Err(WrapError::EmptyPassphrase));
    }

    #[test]
    fn identity_files_are_read_as_age_reads_them() {
        let key = DeviceKey::generate();
        let bare = DeviceKey::parse(key.line().expose()).expect("one line");
        assert_eq!(bare.recipient(), key.recipient());
        assert_eq!(bare.plugin(), None);
        let plugin = |comments: &str| {
            let text = format!("{comments}AGE-PLUGIN-YUBIKEY-1QYPQXPQ9QFKF0T\n");
            DeviceKey::parse(&text).expect("a key of a plugin")
        };
        let of_plugin = plugin("#       Serial: 1\n#    Recipient: age1yubikey1abc\n");
        assert_eq!(of_plugin.plugin().as_deref(), Some("yubikey"));
        assert_eq!(of_plugin.recipient(), Some("age1yubikey1abc"));
        let kept = DeviceKey::read(&of_plugin.to_keep()).expect("what is kept");
        assert_eq!(kept.recipient(), Some("age1yubikey1abc"));
        assert_eq!(key.to_keep().expose(), key.line().expose());
        let whole = DeviceKey::read(&key.to_text()).expect("its text");
        assert!(whole.line() == key.line() && key.to_text().expose().starts_with("# public key: "));
        for other in ["# Slot: age1abc\n", "# Recipient: none\n"] {
            assert_eq!(plugin(other).recipient(), None, "{other}");
        }
        assert_eq!(DeviceKey::parse("# x\n\n").err(), Some(KeyError::Empty));
        assert_eq!(
            DeviceKey::parse("age1abc").err(),
            Some(KeyError::IsRecipient { line: 1 })
        );
        let file = wrapped(&key);
        assert_eq!(DeviceKey::parse(&file).err(), Some(KeyError::IsEncrypted));
    }
}
