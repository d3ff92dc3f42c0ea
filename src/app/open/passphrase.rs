//! A passphrase that may guard a vault: not the first that anybody would guess, unless the user insists.

use age::secrecy::{ExposeSecret as _, SecretString};

use crate::app::{Error, Exit, Strength};

/// Whether very weak passphrases are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Floor {
    /// They are.
    Holds,
    /// The user insists (`--weak-passphrase`). The empty one is refused all the same.
    Waived,
}

/// A passphrase that was accepted.
#[derive(Debug)]
pub struct NewPassphrase(SecretString);

impl NewPassphrase {
    /// Takes it, or says why not.
    pub fn new(passphrase: SecretString, floor: Floor) -> Result<Self, Error> {
        let text = passphrase.expose_secret();
        if text.is_empty() {
            return Err(Error::new(
                Exit::Refused,
                "The passphrase is empty",
                "Choose one of several words.",
            ));
        }
        if floor == Floor::Holds && Strength::of(text) == Strength::VeryWeak {
            return Err(Error::new(
                Exit::Refused,
                "The passphrase is very weak: it would be guessed in no time",
                "Choose four or more random words, or insist with --weak-passphrase.",
            ));
        }
        Ok(Self(passphrase))
    }

    /// The passphrase.
    pub(super) fn secret(&self) -> &SecretString {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_guesses_are_refused_unless_somebody_insists() {
        let taken = |text: &str, floor| NewPassphrase::new(text.to_owned().into(), floor).is_ok();
        for text in [
            "a",
            " ",
            "        ",
            "123456",
            "password1",
            "aaaaaaaaaaaaaaaa",
        ] {
            assert!(!taken(text, Floor::Holds), "{text:?}");
            assert!(taken(text, Floor::Waived), "{text:?}");
        }
        assert!(!taken("", Floor::Waived));
        assert!(taken("otter kelp barrel", Floor::Holds));
    }
}
