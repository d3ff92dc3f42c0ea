//! otpauth URIs: forgiving in, strict out. Read by hand, since general URL parsers drop fragments, normalise
//! hosts and reject a stray `%`, all of which real URIs have.

mod display;
mod label;
mod query;
mod read;
mod write;

pub use label::{divide_label, label_of};
pub use read::{parse, parse_written};
pub use write::{write, write_short};

use thiserror::Error;

use super::SecretError;
use super::facts::FactError;

/// Why a text is not an account. Never holds text of the URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UriError {
    /// Another scheme, or no URI at all.
    #[error("this is not an otpauth URI")]
    NotOtpauth,
    /// A migration URI holds many accounts and has its own reader.
    #[error("this is another app's export with several accounts in it")]
    Migration,
    /// The host is no kind of code that is known.
    #[error("the URI asks for an unknown type of code")]
    BadType,
    /// The parameter `secret` is missing or empty.
    #[error("the URI has no secret")]
    NoSecret,
    /// The secret is not base32.
    #[error("{0}")]
    BadSecret(#[source] SecretError),
    /// Anything but SHA-1, SHA-256 and SHA-512.
    #[error("the URI asks for an algorithm other than SHA1, SHA256 or SHA512")]
    BadAlgorithm,
    /// Not a whole number from 4 to 10.
    #[error("the number of digits is not between 4 and 10")]
    BadDigits,
    /// Not a whole number from 1 to 2^32-1.
    #[error("the period is not a whole number of seconds from 1 to 4294967295")]
    BadPeriod,
    /// Not a whole number from 0 to 2^64-1.
    #[error("the counter is not a whole number from 0 to 18446744073709551615")]
    BadCounter,
    /// An activation code for some vendor's push messages.
    #[error("this is an activation code for {}, not a one-time code", .0.name())]
    Push(Push),
    /// The app that wrote the URI had the account in its bin.
    #[error("the account lies in the bin of the app that wrote it")]
    Trashed,
}

impl From<FactError> for UriError {
    fn from(error: FactError) -> Self {
        match error {
            FactError::Secret(SecretError::Empty) => Self::NoSecret,
            FactError::Secret(error) => Self::BadSecret(error),
            FactError::Algorithm => Self::BadAlgorithm,
            FactError::Digits => Self::BadDigits,
            FactError::Period => Self::BadPeriod,
            FactError::Counter => Self::BadCounter,
        }
    }
}

impl UriError {
    /// What to do: one sentence.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::BadSecret(error) => error.advice(),
            Self::NotOtpauth | Self::Migration | Self::BadType | Self::NoSecret => {
                "Copy the link again from the site, whole."
            }
            Self::BadAlgorithm => {
                "No code can be computed for it: ask the site for a key with SHA1, SHA256 or SHA512."
            }
            Self::BadDigits | Self::BadPeriod | Self::BadCounter => {
                "The link itself is wrong there: `otp add --manual` takes the secret and the settings that the site names."
            }
            Self::Push(_) => {
                "It works in the vendor's own app only; ask the administrator whether another authenticator app is allowed."
            }
            Self::Trashed => "Take it out of the bin there and export it again if it is wanted.",
        }
    }
}

/// Whose push messages an activation code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Push {
    /// `phonefactor://`
    Microsoft,
    /// `duo://`
    Duo,
    /// `oktaverify://`
    Okta,
    /// `fortitoken://`
    Forti,
    /// `pingid://`
    Ping,
}

impl Push {
    /// The app's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Microsoft => "Microsoft Authenticator",
            Self::Duo => "Duo Mobile",
            Self::Okta => "Okta Verify",
            Self::Forti => "FortiToken Mobile",
            Self::Ping => "PingID",
        }
    }
}

#[cfg(test)]
mod tests;
