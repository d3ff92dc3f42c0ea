//! Facts: what a link, the command line, a form or another app's file says of an account. They become an account
//! in this one place, so that the same facts give the same account by every way in.

use thiserror::Error;
use zeroize::Zeroizing;

use super::{
    Algorithm, Digits, Draft, Kind, Label, Otp, Period, Secret, SecretError, SecretText, Warning,
    base32, base64, yandex,
};

/// A counter-based account of which nobody says where it stands begins here: servers that begin at 0 look ahead,
/// those that begin at 1 never look back.
pub const FIRST_COUNTER: u64 = 1;

/// How the key is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Writing {
    /// As nearly every site does.
    #[default]
    Base32,
    /// Pairs of hexadecimal digits.
    Hexadecimal,
}

/// What kind of codes is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asked {
    /// By time; Steam Guard where the issuer says so.
    #[default]
    Totp,
    /// By time, whatever the issuer is called.
    PlainTotp,
    /// By counter.
    Hotp,
    /// Steam Guard.
    Steam,
    /// Mobile-OTP, whose keys are hexadecimal.
    Motp,
    /// Yandex Key.
    Yandex,
}

impl Asked {
    /// Asks for a kind that is there already.
    pub const fn like(kind: Kind) -> Self {
        match kind {
            Kind::Totp { .. } => Self::PlainTotp,
            Kind::Hotp { .. } => Self::Hotp,
            Kind::Steam => Self::Steam,
            Kind::Motp => Self::Motp,
            Kind::Yandex => Self::Yandex,
        }
    }
}

/// What is said of an account; texts as they were given.
#[derive(Default)]
pub struct Facts<'a> {
    /// Who runs the service; may be empty.
    pub issuer: Label,
    /// The account's name there; may be empty.
    pub name: Label,
    /// The key.
    pub secret: &'a str,
    /// How it is written.
    pub writing: Writing,
    /// The kind of codes.
    pub asked: Asked,
    /// Name of the hash.
    pub algorithm: Option<&'a str>,
    /// A number; `s` for Steam Guard.
    pub digits: Option<&'a str>,
    /// Seconds.
    pub period: Option<&'a str>,
    /// The next counter value.
    pub counter: Option<&'a str>,
    /// The PIN of mOTP and Yandex.
    pub pin: Option<&'a str>,
}

/// What is wrong with the facts. Holds no text of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FactError {
    /// The secret.
    #[error("{0}")]
    Secret(#[from] SecretError),
    /// Anything but SHA-1, SHA-256 and SHA-512.
    #[error("the algorithm is not SHA1, SHA256 or SHA512")]
    Algorithm,
    /// Not a whole number from 4 to 10.
    #[error("the number of digits is not between 4 and 10")]
    Digits,
    /// Not a whole number from 1 to 2^32-1.
    #[error("the period is not a whole number of seconds from 1 to 4294967295")]
    Period,
    /// Not a whole number from 0 to 2^64-1.
    #[error("the counter is not a whole number from 0 to 18446744073709551615")]
    Counter,
}

impl Facts<'_> {
    /// The kind, where its settings are always the same.
    pub fn fixed_kind(&self) -> Option<Kind> {
        match self.asked {
            Asked::Motp => Some(Kind::Motp),
            Asked::Yandex => Some(Kind::Yandex),
            _ => self.is_steam().then_some(Kind::Steam),
        }
    }

    fn is_steam(&self) -> bool {
        match self.asked {
            Asked::Steam => true,
            Asked::PlainTotp | Asked::Hotp | Asked::Motp | Asked::Yandex => false,
            Asked::Totp => {
                self.issuer.as_str().eq_ignore_ascii_case("steam")
                    || self
                        .digits
                        .is_some_and(|digits| digits.trim().eq_ignore_ascii_case("s"))
            }
        }
    }

    /// The account they describe.
    pub fn draft(self) -> Result<Draft, FactError> {
        let otp = self.otp()?;
        let mut warnings = Vec::new();
        if self.writing == Writing::Base32 && self.asked != Asked::Motp {
            if base32::looks_hexadecimal(self.secret) {
                warnings.push(Warning::PerhapsHexadecimal);
            } else if otp.kind() != Kind::Steam && base32::is_impossible_length(self.secret) {
                warnings.push(Warning::ImpossibleLength);
            }
        }
        if self.asked == Asked::Hotp && said(self.counter).is_none() {
            warnings.push(Warning::NoCounter);
        }
        let mut draft = Draft::new(self.issuer, self.name, otp);
        draft.warnings.extend(warnings);
        Ok(draft)
    }

    fn otp(&self) -> Result<Otp, FactError> {
        self.otp_of(self.secret()?)
    }

    /// The same with a key that is no text.
    pub fn otp_of(&self, secret: Secret) -> Result<Otp, FactError> {
        if let Some(kind) = self.fixed_kind() {
            let secret = match kind {
                Kind::Yandex => yandex::key(&secret)?,
                _ => secret,
            };
            let pin = said(self.pin).map(SecretText::from);
            let otp = Otp::new(secret, kind, Algorithm::default(), Digits::default());
            return Ok(otp.with_pin(pin.as_ref()));
        }
        let kind = if self.asked == Asked::Hotp {
            let counter = number(self.counter).map_err(|()| FactError::Counter)?;
            let counter = counter.unwrap_or(FIRST_COUNTER);
            Kind::Hotp { counter }
        } else {
            let seconds = number(self.period).map_err(|()| FactError::Period)?;
            let period = seconds.map_or(Some(Period::DEFAULT), Period::new);
            let period = period.ok_or(FactError::Period)?;
            Kind::Totp { period }
        };
        let algorithm = said(self.algorithm)
            .map_or(Some(Algorithm::default()), Algorithm::from_name)
            .ok_or(FactError::Algorithm)?;
        let digits = number(self.digits).map_err(|()| FactError::Digits)?;
        let digits = digits
            .map_or(Some(Digits::DEFAULT), Digits::new)
            .ok_or(FactError::Digits)?;
        Ok(Otp::new(secret, kind, algorithm, digits))
    }

    /// The key alone.
    pub fn secret(&self) -> Result<Secret, SecretError> {
        match self.fixed_kind() {
            Some(Kind::Steam) => self.steam_secret(),
            Some(Kind::Motp) => Secret::from_hexadecimal(self.secret),
            Some(Kind::Yandex) => yandex::key(&self.plain_secret()?),
            _ => self.plain_secret(),
        }
    }

    fn plain_secret(&self) -> Result<Secret, SecretError> {
        match self.writing {
            Writing::Base32 => Secret::from_base32(self.secret),
            Writing::Hexadecimal => Secret::from_hexadecimal(self.secret),
        }
    }

    /// Base32, or base64 of exactly the 20 bytes that Steam calls `shared_secret`.
    fn steam_secret(&self) -> Result<Secret, SecretError> {
        let first = match self.plain_secret() {
            Ok(secret) => return Ok(secret),
            Err(error) => error,
        };
        // A query turns every raw '+' into a space, at either end too; what is typed may have spaces there.
        [self.secret, self.secret.trim()]
            .into_iter()
            .find_map(|text| {
                let text = Zeroizing::new(text.replace(' ', "+"));
                base64::decode(&text).filter(|bytes| bytes.len() == 20)
            })
            .map_or(Err(first), |bytes| Secret::from_bytes(bytes.to_vec()))
    }
}

fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// `Ok(None)` when nothing is said.
fn number(text: Option<&str>) -> Result<Option<u64>, ()> {
    let Some(text) = said(text) else {
        return Ok(None);
    };
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(());
    }
    text.parse().map(Some).map_err(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF";

    fn facts(issuer: &str, asked: Asked) -> Facts<'static> {
        Facts {
            issuer: issuer.into(),
            secret: KEY,
            asked,
            ..Facts::default()
        }
    }

    #[test]
    fn steam_is_told_by_kind_issuer_or_digits() {
        let kind = |facts: Facts<'_>| facts.draft().map(|draft| draft.otp.kind().name());
        assert_eq!(kind(facts("x", Asked::Steam)), Ok("steam"));
        assert_eq!(kind(facts("STEAM", Asked::Totp)), Ok("steam"));
        assert_eq!(kind(facts("Steam", Asked::PlainTotp)), Ok("totp"));
        assert_eq!(kind(facts("Steam", Asked::Hotp)), Ok("hotp"));
        let mut by_digits = facts("x", Asked::Totp);
        by_digits.digits = Some("S");
        assert_eq!(kind(by_digits), Ok("steam"));
        let mut base64 = facts("x", Asked::Steam);
        base64.secret = "cnOgv/KdpLoP6Nbh0GMkXkPXALQ=";
        let draft = base64.draft().expect("Steam's own way to write it");
        assert_eq!(draft.otp.secret().len(), 20);
    }

    #[test]
    fn what_is_odd_is_told() {
        let warnings = |secret: &'static str, asked| {
            let facts = Facts {
                secret,
                ..facts("x", asked)
            };
            facts.draft().map(|draft| draft.warnings)
        };
        let is = |warning| Ok(vec![warning]);
        let totp = Asked::Totp;
        assert_eq!(
            warnings("JBSWY3DPEHPK3PXPA", totp),
            is(Warning::ImpossibleLength)
        );
        assert_eq!(
            warnings("2233445566AABBCCDDEE", totp),
            is(Warning::PerhapsHexadecimal)
        );
        assert_eq!(warnings(KEY, Asked::Hotp), is(Warning::NoCounter));
        assert_eq!(warnings(KEY, totp), Ok(Vec::new()));
    }

    #[test]
    fn what_must_be_hexadecimal_is_not_called_odd_for_it() {
        let warnings = |facts: Facts<'_>| facts.draft().map(|draft| draft.warnings);
        for (asked, writing) in [
            (Asked::Motp, Writing::Base32),
            (Asked::Totp, Writing::Hexadecimal),
        ] {
            let facts = Facts {
                secret: "2233445566aabbccddee",
                pin: Some("1234"),
                writing,
                ..facts("x", asked)
            };
            assert_eq!(warnings(facts), Ok(Vec::new()));
        }
    }
}
