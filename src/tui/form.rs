//! Form: adding by hand and editing. The advanced half opens on demand; a wrong field says so and keeps the focus.

mod edit;
mod kind;
mod texts;
mod written;

pub use kind::KindChoice;

use super::field::Field;
use crate::account::facts::FIRST_COUNTER;
use crate::account::{Algorithm, Draft, Label, Otp, Period};

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
    /// Somebody chose the kind: nothing else decides it then.
    kind_is_chosen: bool,
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
    /// What it is called when nobody gives it a name.
    pub placeholder: Option<Label>,
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
    pub fn from_draft(draft: &Draft, candidate: usize, placeholder: Label) -> Self {
        Self {
            candidate: Some(candidate),
            placeholder: Some(placeholder),
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
            step: Field::with(&written::step_of(otp).to_string()),
            kind: KindChoice::of(otp.kind()),
            kind_is_chosen: true,
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

    /// What it is called as long as nobody gives it a name.
    pub fn usual_name(&self) -> Option<&Label> {
        let is_named = !self.issuer.is_empty() || !self.name.is_empty();
        self.placeholder.as_ref().filter(|_| !is_named)
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
                self.kind_is_chosen = true;
                // The same line holds seconds or a counter: give it the usual value of the new kind.
                if before != self.kind {
                    let usual = match self.kind {
                        KindChoice::Hotp => FIRST_COUNTER,
                        _ => Period::DEFAULT.seconds().into(),
                    };
                    self.step = Field::with(&usual.to_string());
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
        match self.written_secret() {
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
            Err((_, why)) => Some((why, true)),
        }
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
