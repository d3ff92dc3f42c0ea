//! A text sealed for somebody else: to age recipients and SSH public keys, in armour that survives a chat or a mail.

use std::io::Write as _;

use age::armor::{ArmoredWriter, Format};
use thiserror::Error;
use zeroize::Zeroizing;

use super::crypt::{self, SealError};
use super::plugin::Dialog;

/// Whom a text is sealed for.
pub struct Recipients(Vec<Box<dyn age::Recipient>>);

/// Why a line names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecipientError {
    /// The private half: whoever has it reads everything.
    #[error("it is a private key, which must stay with its owner")]
    Private,
    /// A plugin is missing, or the like.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// SSH keys that age does not encrypt to.
    #[error(
        "it is an SSH key of a kind that age does not encrypt to ({0}); ssh-ed25519 and ssh-rsa are"
    )]
    Unsupported(&'static str),
    /// RSA keys below 2048 bits, or beyond reason.
    #[error("it is an RSA key of a size that age does not encrypt to")]
    RsaSize,
    /// Something else.
    #[error("it is neither an age recipient (age1…) nor an SSH public key")]
    Unknown,
    /// Comments alone.
    #[error("there is no key in it")]
    Empty,
}

const UNSUPPORTED: [&str; 6] = [
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-dss",
];

impl Recipients {
    /// Reads one recipient, or the lines of a file of them (`recipients.txt`, `id_ed25519.pub`, what
    /// `https://github.com/USER.keys` gives). Of several SSH keys those are left out that age cannot take, as long as
    /// one stays: their owner has it too.
    pub fn read(text: &str, dialog: &Dialog) -> Result<Self, RecipientError> {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (mut all, mut left_out) = (Vec::new(), RecipientError::Empty);
        for line in lines {
            match recipient(line, dialog) {
                Ok(recipient) => all.push(recipient),
                Err(error @ (RecipientError::Unsupported(_) | RecipientError::RsaSize)) => {
                    left_out = error;
                }
                Err(error) => return Err(error),
            }
        }
        if all.is_empty() {
            return Err(left_out);
        }
        Ok(Self(all))
    }

    /// Adds those of another.
    pub fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Encrypts, so that stock `age -d` of each of them opens it.
    pub fn seal(&self, text: &str) -> Result<String, SealError> {
        let recipients = self.0.iter().map(|recipient| &**recipient);
        let encryptor = age::Encryptor::with_recipients(recipients)
            .map_err(|error| crypt::seal_error(&error))?;
        let mut bytes = Vec::new();
        let written = ArmoredWriter::wrap_output(&mut bytes, Format::AsciiArmor)
            .and_then(|armour| encryptor.wrap_output(armour))
            .and_then(|mut writer| {
                writer.write_all(text.as_bytes())?;
                writer.finish()?.finish()
            });
        written.map_err(|_| SealError::Failed)?;
        String::from_utf8(bytes).map_err(|_| SealError::Failed)
    }
}

fn recipient(line: &str, dialog: &Dialog) -> Result<Box<dyn age::Recipient>, RecipientError> {
    let start = Zeroizing::new(line.chars().take(20).collect::<String>().to_uppercase());
    if ["AGE-SECRET-KEY", "AGE-PLUGIN", "-----BEGIN"]
        .iter()
        .any(|mark| start.starts_with(mark))
    {
        return Err(RecipientError::Private);
    }
    if line.starts_with("ssh-") || line.contains("-sha2-") || line.contains("@openssh.com") {
        return ssh(line);
    }
    crypt::recipient(line, dialog).map_err(|error| match error {
        SealError::UnknownRecipient { .. } => RecipientError::Unknown,
        other => other.into(),
    })
}

fn ssh(line: &str) -> Result<Box<dyn age::Recipient>, RecipientError> {
    use age::ssh::ParseRecipientKeyError as Reason;
    // Some kinds age knows by name, others it does not even parse.
    let kind = line.split_whitespace().next().unwrap_or_default();
    if let Some(name) = UNSUPPORTED.into_iter().find(|name| *name == kind) {
        return Err(RecipientError::Unsupported(name));
    }
    match line.parse::<age::ssh::Recipient>() {
        Ok(recipient) => Ok(Box::new(recipient)),
        Err(Reason::RsaModulusTooLarge | Reason::RsaModulusTooSmall) => {
            Err(RecipientError::RsaSize)
        }
        Err(_) => Err(RecipientError::Unknown),
    }
}

/// True when `text` is a recipient itself rather than the name of a file with some.
pub fn is_recipient(text: &str) -> bool {
    crypt::is_recipient(text) || text.starts_with("ssh-") && text.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::keys::DeviceKey;

    #[test]
    fn each_recipient_opens_what_was_sealed_and_nobody_else() {
        let keys = [(); 3].map(|()| DeviceKey::generate());
        let silent = Dialog::silent();
        let line = |key: &DeviceKey| key.recipient().expect("X25519").to_owned();
        let read = |text: &str| Recipients::read(text, &silent).expect("recipients");
        let mut both = read(&format!("# me\n\n{}\n", line(&keys[0])));
        both.join(read(&line(&keys[1])));
        let sealed = both.seal("a code").expect("sealed");
        assert!(sealed.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"));
        let opened = |key: &DeviceKey| {
            let identity: age::x25519::Identity = key.line().expose().parse().expect("a key");
            age::decrypt(&identity, sealed.as_bytes()).ok()
        };
        let text = Some(b"a code".to_vec());
        assert_eq!(keys.each_ref().map(opened), [text.clone(), text, None]);
    }

    const SSH: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDVNlaBYrb1tDrp/ZWxCU0pvljC2bRIwOQqS/y8Dmj/9 me";

    #[test]
    fn each_kind_of_ssh_key_is_taken_or_named() {
        let read = |text: &str| Recipients::read(text, &Dialog::silent()).map(|all| all.0.len());
        assert_eq!(read(SSH), Ok(1));
        let unsupported = [
            "ssh-dss AAAAB3NzaC1kc3MAAACBAIl7",
            "ecdsa-sha2-nistp256 AAAAE2VjZHNh",
            "sk-ecdsa-sha2-nistp256@openssh.com AAAA",
            "sk-ssh-ed25519@openssh.com AAAAGnNr",
        ];
        for line in unsupported {
            let kind = line.split_once(' ').expect("a kind").0;
            let refused = read(line).expect_err(line);
            assert!(
                matches!(refused, RecipientError::Unsupported(name) if name == kind),
                "{line}: {refused}"
            );
            assert_eq!(read(&format!("{line}\n{SSH}")), Ok(1), "{line}");
        }
        for nobody in ["ssh-ed25519 AAAA", "ssh-", "me@openssh.com", "hello"] {
            let refused = read(nobody).expect_err(nobody);
            assert_eq!(refused, RecipientError::Unknown, "{nobody}");
        }
    }

    #[test]
    fn a_recipient_is_told_from_the_name_of_a_file() {
        let key = DeviceKey::generate();
        assert!(is_recipient(key.recipient().expect("X25519")));
        assert!(is_recipient(SSH));
        for name in ["recipients.txt", "ssh-keys.pub", "my keys.txt", "age1"] {
            assert!(!is_recipient(name), "{name}");
        }
    }
}
