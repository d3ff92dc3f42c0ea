//! Form: adding by hand and editing. The advanced half opens on demand; a wrong field says so and keeps the focus.

mod edit;
mod texts;
mod written;

use super::field::Field;
use crate::account::facts::{Asked, FIRST_COUNTER};
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
const ALL: usize = BRIEF.len() + ADVANCED.len();
const KINDS: [Asked; 5] = [
    Asked::PlainTotp,
    Asked::Hotp,
    Asked::Steam,
    Asked::Motp,
    Asked::Yandex,
];
const ALGORITHMS: [Algorithm; 3] = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512];

/// The state of the form.
#[derive(Debug, Default)]
pub struct Form {
    /// What is being edited; `None` adds an account.
    origin: Option<edit::Origin>,
    /// The candidate of the add page below that it was filled from.
    pub candidate: Option<usize>,
    /// By [`Line`]; those of choices stay empty.
    fields: [Field; ALL],
    /// What a choice is set to; as long as nobody chose, the issuer may decide.
    pub kind: Asked,
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
            ..Self::default()
        }
        .with(Line::Digits, "6")
        .with(Line::Step, "30")
    }

    fn with(mut self, line: Line, text: &str) -> Self {
        self.fields[line as usize] = Field::with(text);
        self
    }

    /// What is written in a line.
    fn text(&self, line: Line) -> &str {
        self.fields[line as usize].text()
    }

    /// Filled from what was found, for adding.
    pub fn from_draft(draft: &Draft, candidate: usize, placeholder: Label) -> Self {
        Self {
            candidate: Some(candidate),
            placeholder: Some(placeholder),
            ..Self::of(&draft.otp)
        }
        .with(Line::Issuer, draft.issuer.as_str())
        .with(Line::Name, draft.name.as_str())
        .with(Line::Secret, draft.otp.written_secret().expose())
        .with(Line::Pin, draft.otp.pin().map_or("", |pin| pin.expose()))
        .with(Line::Tags, &texts::tags(&draft.tags))
        .with(Line::Note, &texts::note(&draft.note))
    }

    fn of(otp: &Otp) -> Self {
        Self {
            kind: Asked::like(otp.kind()),
            algorithm: if otp.kind().is_fixed() {
                Algorithm::default()
            } else {
                otp.algorithm()
            },
            focus: Some(Line::Issuer),
            ..Self::default()
        }
        .with(Line::Digits, &otp.digits().get().to_string())
        .with(Line::Step, &written::step_of(otp).to_string())
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
            lines.extend(ADVANCED.into_iter().filter(|line| self.has(*line)));
        }
        lines
    }

    /// True when this line of the advanced half means something for the kind.
    const fn has(&self, line: Line) -> bool {
        match self.kind {
            Asked::Totp | Asked::PlainTotp | Asked::Hotp => !matches!(line, Line::Pin),
            Asked::Motp | Asked::Yandex => matches!(line, Line::Kind | Line::Pin),
            Asked::Steam => matches!(line, Line::Kind),
        }
    }

    /// What it is called as long as nobody gives it a name.
    pub fn usual_name(&self) -> Option<&Label> {
        let is_named = self.has_text(Line::Issuer) || self.has_text(Line::Name);
        self.placeholder.as_ref().filter(|_| !is_named)
    }

    /// The text of a line; `None` for a choice.
    pub fn field(&self, line: Line) -> Option<&Field> {
        (!is_choice(line)).then(|| &self.fields[line as usize])
    }

    /// The text being written; `None` on a choice.
    pub fn focused_field(&mut self) -> Option<&mut Field> {
        let line = self.focus.filter(|line| !is_choice(*line))?;
        Some(&mut self.fields[line as usize])
    }

    /// Moves the focus by `by` lines, around the ends.
    pub fn move_focus(&mut self, by: isize) {
        let now = self.focus.unwrap_or(Line::Issuer);
        self.focus = Some(turned(&self.lines(), now, by));
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
                self.kind = turned(&KINDS, self.kind, by);
                // The same line holds seconds or a counter: give it the usual value of the new kind.
                let usual = match self.kind {
                    Asked::Hotp => FIRST_COUNTER,
                    _ => Period::DEFAULT.seconds().into(),
                };
                self.fields[Line::Step as usize] = Field::with(&usual.to_string());
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
        let secret = self.text(Line::Secret);
        if secret.is_empty() {
            return None;
        }
        match self.written_secret() {
            Ok(secret) if secret.is_weak() && self.kind != Asked::Motp => {
                Some(("rather short: is it complete?".to_owned(), true))
            }
            Ok(_) => {
                let letters = secret.chars().filter(char::is_ascii_alphanumeric);
                Some((format!("{} letters, fine", letters.count()), false))
            }
            Err((_, why)) => Some((why, true)),
        }
    }
}

const fn is_choice(line: Line) -> bool {
    matches!(line, Line::Kind | Line::Algorithm)
}

/// The value `by` places further, around the ends; from the first one where this is none of them.
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
