//! What is written in the form as facts of an account: they become one in the place where all others do.

use super::{Form, Line, texts};
use crate::account::facts::{Asked, FactError, Facts, Writing};
use crate::account::{Digits, Draft, Kind, Label, Otp, Period, Secret, SecretText};

impl Form {
    fn facts(&self, issuer: Label, name: Label) -> Facts<'_> {
        let is_counted = self.kind == Asked::Hotp;
        let step = Some(self.text(Line::Step));
        Facts {
            issuer,
            name,
            secret: self.text(Line::Secret),
            writing: Writing::Base32,
            asked: self.kind,
            algorithm: Some(self.algorithm.name()),
            digits: Some(self.text(Line::Digits)),
            period: step.filter(|_| !is_counted),
            counter: step.filter(|_| is_counted),
            pin: Some(self.text(Line::Pin)),
        }
    }

    pub(super) fn written_draft(
        &self,
        issuer: Label,
        name: Label,
    ) -> Result<Draft, (Line, String)> {
        let draft = self.facts(issuer, name).draft().map_err(wrong)?;
        if draft.otp.lacks_pin() {
            return Err(no_pin());
        }
        Ok(draft)
    }

    pub(super) fn written_secret(&self) -> Result<Secret, (Line, String)> {
        let issuer = Label::new(self.text(Line::Issuer));
        let secret = self.facts(issuer, Label::default()).secret();
        secret.map_err(|error| wrong(error.into()))
    }

    pub(super) fn written_digits(&self) -> Result<Digits, (Line, String)> {
        let digits = self.number(Line::Digits).and_then(Digits::new);
        digits.ok_or_else(|| wrong(FactError::Digits))
    }

    pub(super) fn written_kind(&self) -> Result<Kind, (Line, String)> {
        Ok(match self.kind {
            Asked::Totp | Asked::PlainTotp => {
                let period = self.number(Line::Step).and_then(Period::new);
                let period = period.ok_or_else(|| wrong(FactError::Period))?;
                Kind::Totp { period }
            }
            Asked::Hotp => {
                let counter = self.number(Line::Step);
                let counter = counter.ok_or_else(|| wrong(FactError::Counter))?;
                Kind::Hotp { counter }
            }
            Asked::Steam => Kind::Steam,
            Asked::Motp => Kind::Motp,
            Asked::Yandex => Kind::Yandex,
        })
    }

    /// With the PIN that is written, or the one that was there.
    pub(super) fn with_pin(&self, otp: Otp, old: &Otp) -> Result<Otp, (Line, String)> {
        let pin = SecretText::from(self.text(Line::Pin).trim());
        let pin = match old.pin() {
            Some(old) if pin.is_empty() => old.clone(),
            _ => pin,
        };
        let otp = otp.with_pin(Some(&pin));
        // An account that came without its PIN may be renamed all the same.
        if otp.lacks_pin() && !old.lacks_pin() {
            return Err(no_pin());
        }
        Ok(otp)
    }

    /// The account the form describes.
    pub fn draft(&self) -> Result<Draft, (Line, String)> {
        let (issuer, name) = self.names()?;
        let mut draft = self.written_draft(issuer, name)?;
        draft.tags = texts::read_tags(self.text(Line::Tags));
        draft.note = texts::read_note(self.text(Line::Note));
        Ok(draft)
    }

    fn number(&self, line: Line) -> Option<u64> {
        self.text(line).trim().parse().ok()
    }

    pub(super) fn names(&self) -> Result<(Label, Label), (Line, String)> {
        let (issuer, mut name) = (
            Label::new(self.text(Line::Issuer)),
            Label::new(self.text(Line::Name)),
        );
        if issuer.is_empty() && name.is_empty() {
            let placeholder = self.placeholder.clone();
            name = placeholder
                .ok_or_else(|| (Line::Issuer, "an issuer or an account name".to_owned()))?;
        }
        Ok((issuer, name))
    }
}

fn no_pin() -> (Line, String) {
    (Line::Pin, "codes of this kind need it".to_owned())
}

/// Which line a fact that is wrong stands in, and what to write there.
fn wrong(error: FactError) -> (Line, String) {
    match error {
        FactError::Secret(error) => (Line::Secret, error.to_string()),
        FactError::Algorithm => (Line::Algorithm, error.to_string()),
        FactError::Digits => (Line::Digits, "4 to 10".to_owned()),
        FactError::Period => (Line::Step, "seconds, at least 1".to_owned()),
        FactError::Counter => (Line::Step, "a number".to_owned()),
    }
}

/// Seconds of a step, or the next counter value.
pub(super) fn step_of(otp: &Otp) -> u64 {
    match otp.kind() {
        Kind::Totp { period } => u64::from(period.seconds()),
        Kind::Hotp { counter } => counter,
        Kind::Steam | Kind::Yandex => 30,
        Kind::Motp => 10,
    }
}
