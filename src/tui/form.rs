//! Form: adding by hand and editing. The advanced half opens on demand; a wrong field says so and keeps the focus.

mod edit;
mod kind;
mod texts;

pub use kind::KindChoice;

use super::field::Field;
use crate::account::facts::Facts;
use crate::account::{Algorithm, Digits, Draft, Kind, Label, Otp, Period, Secret, SecretText};

/// A line of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Who runs the service.
    Issuer,
    /// The account's name there.
    Name,
    /// The key, in base32.
    Secret,
    /// Words, with or without `#`.
    Tags,
    /// Free text.
    Note,
    /// By time, by counter, Steam, mOTP, Yandex.
    Kind,
    /// Of mOTP and Yandex.
    Pin,
    /// The hash.
    Algorithm,
    /// Length of a code.
    Digits,
    /// Seconds of a step, or the next counter value.
    Step,
}

const BRIEF: [Line; 5] = [
    Line::Issuer,
    Line::Name,
    Line::Secret,
    Line::Tags,
    Line::Note,
];
const ADVANCED: [Line; 5] = [
    Line::Kind,
    Line::Pin,
    Line::Algorithm,
    Line::Digits,
    Line::Step,
];
const ALGORITHMS: [Algorithm; 3] = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512];

/// The state of the form.
#[derive(Debug, Default)]
pub struct Form {
    /// What is being edited; `None` adds an account.
    origin: Option<edit::Origin>,
    /// The candidate of the add page below that it was filled from.
    pub candidate: Option<usize>,
    /// By [`Line`]: issuer, name, secret, tags, note, digits, step, PIN.
    issuer: Field,
    name: Field,
    secret: Field,
    tags: Field,
    note: Field,
    digits: Field,
    step: Field,
    pin: Field,
    /// What a choice is set to.
    pub kind: KindChoice,
    /// What a choice is set to.
    pub algorithm: Algorithm,
    /// The line being written.
    pub focus: Option<Line>,
    /// The advanced half is open.
    pub advanced: bool,
    /// Which line is wrong, and why.
    pub wrong: Option<(Line, String)>,
    /// The user was warned: Enter right after it means it.
    pub warned: bool,
    /// Number of the save that was asked for and is not done yet.
    pub asked: Option<u64>,
}

impl Form {
    /// Empty, for adding.
    pub fn empty() -> Self {
        Self {
            focus: Some(Line::Issuer),
            digits: Field::with("6"),
            step: Field::with("30"),
            ..Self::default()
        }
    }

    /// Filled from what was found, for adding.
    pub fn from_draft(draft: &Draft, candidate: usize) -> Self {
        Self {
            candidate: Some(candidate),
            issuer: Field::with(draft.issuer.as_str()),
            name: Field::with(draft.name.as_str()),
            secret: Field::with(draft.otp.written_secret().expose()),
            pin: Field::with(draft.otp.pin().map_or("", |pin| pin.expose())),
            tags: Field::with(&texts::tags(&draft.tags)),
            note: Field::with(&texts::note(&draft.note)),
            ..Self::of(&draft.otp)
        }
    }

    fn of(otp: &Otp) -> Self {
        Self {
            digits: Field::with(&otp.digits().get().to_string()),
            step: Field::with(&step_of(otp).to_string()),
            kind: KindChoice::of(otp.kind()),
            algorithm: if otp.kind().is_fixed() {
                Algorithm::default()
            } else {
                otp.algorithm()
            },
            focus: Some(Line::Issuer),
            ..Self::default()
        }
    }

    /// Something was written: what was said about it no longer holds.
    pub fn written(&mut self) {
        self.wrong = None;
        self.warned = false;
    }

    /// The lines that are shown, in order.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = BRIEF.to_vec();
        if self.advanced {
            lines.extend(ADVANCED.into_iter().filter(|line| self.kind.has(*line)));
        }
        lines
    }

    /// The text of a line; `None` for a choice.
    pub fn field(&self, line: Line) -> Option<&Field> {
        Some(match line {
            Line::Issuer => &self.issuer,
            Line::Name => &self.name,
            Line::Secret => &self.secret,
            Line::Tags => &self.tags,
            Line::Note => &self.note,
            Line::Digits => &self.digits,
            Line::Step => &self.step,
            Line::Pin => &self.pin,
            Line::Kind | Line::Algorithm => return None,
        })
    }

    fn field_mut(&mut self, line: Line) -> Option<&mut Field> {
        Some(match line {
            Line::Issuer => &mut self.issuer,
            Line::Name => &mut self.name,
            Line::Secret => &mut self.secret,
            Line::Tags => &mut self.tags,
            Line::Note => &mut self.note,
            Line::Digits => &mut self.digits,
            Line::Step => &mut self.step,
            Line::Pin => &mut self.pin,
            Line::Kind | Line::Algorithm => return None,
        })
    }

    /// The text being written; `None` on a choice.
    pub fn focused_field(&mut self) -> Option<&mut Field> {
        self.field_mut(self.focus?)
    }

    /// Moves the focus by `by` lines, around the ends.
    pub fn move_focus(&mut self, by: isize) {
        let lines = self.lines();
        let here = lines
            .iter()
            .position(|line| Some(*line) == self.focus)
            .unwrap_or_default();
        let count = isize::try_from(lines.len()).unwrap_or(1);
        let next = (isize::try_from(here).unwrap_or_default() + by).rem_euclid(count);
        self.focus = lines
            .get(usize::try_from(next).unwrap_or_default())
            .copied();
    }

    /// Opens or closes the advanced half.
    pub fn toggle_advanced(&mut self) {
        self.advanced = !self.advanced;
        if self.advanced {
            self.focus = Some(Line::Kind);
        } else if !self.lines().iter().any(|line| Some(*line) == self.focus) {
            self.focus = Some(Line::Issuer);
        }
    }

    /// Turns a choice; false when the focus is on a text.
    pub fn turn(&mut self, by: isize) -> bool {
        self.written();
        match self.focus {
            Some(Line::Kind) => {
                let before = self.kind;
                self.kind = turned(&KindChoice::ALL, self.kind, by);
                // The same line holds seconds or a counter: give it the usual value of the new kind.
                if before != self.kind {
                    self.step = Field::with(if self.kind == KindChoice::Hotp {
                        "0"
                    } else {
                        "30"
                    });
                }
                true
            }
            Some(Line::Algorithm) => {
                self.algorithm = turned(&ALGORITHMS, self.algorithm, by);
                true
            }
            _ => false,
        }
    }

    /// What the secret line says about itself: words, and whether they are a complaint.
    pub fn secret_verdict(&self) -> Option<(String, bool)> {
        if self.secret.is_empty() {
            return None;
        }
        match self.read_secret() {
            Ok(secret) if secret.is_weak() && self.kind != KindChoice::Motp => {
                Some(("rather short: is it complete?".to_owned(), true))
            }
            Ok(_) => {
                let letters = self
                    .secret
                    .text()
                    .chars()
                    .filter(char::is_ascii_alphanumeric);
                Some((format!("{} letters, fine", letters.count()), false))
            }
            Err(error) => Some((error.to_string(), true)),
        }
    }

    fn written_otp(&self) -> Result<Otp, (Line, String)> {
        let secret = self.written_secret()?;
        let digits = if self.kind.has(Line::Digits) {
            self.written_digits()?
        } else {
            Digits::DEFAULT
        };
        let otp = Otp::new(secret, self.written_kind()?, self.algorithm, digits);
        self.with_pin(otp, None)
    }

    /// With the PIN that is written, or the one that was there.
    fn with_pin(&self, otp: Otp, old: Option<&Otp>) -> Result<Otp, (Line, String)> {
        let pin = SecretText::from(self.pin.text().trim());
        let pin = match old.and_then(Otp::pin) {
            Some(old) if pin.is_empty() => old.clone(),
            _ => pin,
        };
        let otp = otp.with_pin(Some(&pin));
        // An account that came without its PIN may be renamed all the same.
        if otp.lacks_pin() && !old.is_some_and(Otp::lacks_pin) {
            return Err((Line::Pin, "codes of this kind need it".to_owned()));
        }
        Ok(otp)
    }

    fn read_secret(&self) -> Result<Secret, crate::account::SecretError> {
        let facts = Facts {
            secret: self.secret.text(),
            asked: self.kind.asked(),
            ..Facts::default()
        };
        facts.secret()
    }

    fn written_secret(&self) -> Result<Secret, (Line, String)> {
        self.read_secret()
            .map_err(|error| (Line::Secret, error.to_string()))
    }

    fn written_digits(&self) -> Result<Digits, (Line, String)> {
        let digits = number(&self.digits).and_then(Digits::new);
        digits.ok_or((Line::Digits, "4 to 10".to_owned()))
    }

    fn written_kind(&self) -> Result<Kind, (Line, String)> {
        Ok(match self.kind {
            KindChoice::Totp => {
                let period = number(&self.step).and_then(Period::new);
                let period = period.ok_or((Line::Step, "seconds, at least 1".to_owned()))?;
                Kind::Totp { period }
            }
            KindChoice::Hotp => Kind::Hotp {
                counter: number(&self.step).ok_or((Line::Step, "a number".to_owned()))?,
            },
            KindChoice::Steam => Kind::Steam,
            KindChoice::Motp => Kind::Motp,
            KindChoice::Yandex => Kind::Yandex,
        })
    }

    /// The account the form describes.
    pub fn draft(&self) -> Result<Draft, (Line, String)> {
        let (issuer, name) = self.names()?;
        let mut draft = Draft::new(issuer, name, self.written_otp()?);
        draft.tags = texts::read_tags(self.tags.text());
        draft.note = texts::read_note(self.note.text());
        Ok(draft)
    }

    fn names(&self) -> Result<(Label, Label), (Line, String)> {
        let (issuer, name) = (Label::new(self.issuer.text()), Label::new(self.name.text()));
        if issuer.is_empty() && name.is_empty() {
            return Err((Line::Issuer, "an issuer or an account name".to_owned()));
        }
        Ok((issuer, name))
    }
}

fn number(field: &Field) -> Option<u64> {
    field.text().trim().parse().ok()
}

/// Seconds of a step, or the next counter value.
fn step_of(otp: &Otp) -> u64 {
    match otp.kind() {
        Kind::Totp { period } => u64::from(period.seconds()),
        Kind::Hotp { counter } => counter,
        Kind::Steam | Kind::Yandex => 30,
        Kind::Motp => 10,
    }
}

fn turned<T: Copy + PartialEq>(all: &[T], now: T, by: isize) -> T {
    let here = all
        .iter()
        .position(|value| *value == now)
        .unwrap_or_default();
    let count = isize::try_from(all.len()).unwrap_or(1);
    let next = (isize::try_from(here).unwrap_or_default() + by).rem_euclid(count);
    all.get(usize::try_from(next).unwrap_or_default())
        .copied()
        .unwrap_or(now)
}

#[cfg(test)]
mod tests;
