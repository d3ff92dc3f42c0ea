//! Form: adding by hand and editing. The advanced half opens on demand; a wrong field says so and keeps the focus.

use super::field::Field;
use crate::account::{
    Account, AccountId, Algorithm, Digits, Draft, Kind, Label, Note, Otp, Period, Secret,
};
use crate::vault::Edit;

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
    /// By time, by counter, Steam.
    Kind,
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
const ADVANCED: [Line; 4] = [Line::Kind, Line::Algorithm, Line::Digits, Line::Step];
/// Stands for a line end in the note, which is edited as one line.
const PILCROW: char = '¶';

/// The three kinds without their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KindChoice {
    /// By time.
    #[default]
    Totp,
    /// By counter.
    Hotp,
    /// Steam Guard.
    Steam,
}

impl KindChoice {
    const ALL: [Self; 3] = [Self::Totp, Self::Hotp, Self::Steam];

    /// For people.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Totp => "by time (TOTP)",
            Self::Hotp => "by counter (HOTP)",
            Self::Steam => "Steam Guard",
        }
    }

    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Totp { .. } => Self::Totp,
            Kind::Hotp { .. } => Self::Hotp,
            Kind::Steam => Self::Steam,
        }
    }
}

const ALGORITHMS: [Algorithm; 3] = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512];

/// The state of the form.
#[derive(Debug, Default)]
pub struct Form {
    /// The account being edited; `None` adds one.
    pub target: Option<AccountId>,
    /// By [`Line`]: issuer, name, secret, tags, note, digits, step.
    issuer: Field,
    name: Field,
    secret: Field,
    tags: Field,
    note: Field,
    digits: Field,
    step: Field,
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

    /// Filled from an account. The secret stays empty: written anew, it replaces the old one.
    pub fn edit(account: &Account) -> Self {
        let tags: Vec<&str> = account.tags.iter().map(Label::as_str).collect();
        let otp = &account.otp;
        let step = match otp.kind() {
            Kind::Totp { period } => u64::from(period.seconds()),
            Kind::Hotp { counter } => counter,
            Kind::Steam => 30,
        };
        Self {
            target: Some(account.id.clone()),
            issuer: Field::with(account.issuer.as_str()),
            name: Field::with(account.name.as_str()),
            secret: Field::default(),
            tags: Field::with(&tags.join(", ")),
            note: Field::with(&account.note.expose().replace('\n', &format!(" {PILCROW} "))),
            digits: Field::with(&otp.digits().get().to_string()),
            step: Field::with(&step.to_string()),
            kind: KindChoice::of(otp.kind()),
            algorithm: otp.algorithm(),
            focus: Some(Line::Issuer),
            advanced: false,
            wrong: None,
        }
    }

    /// The lines that are shown, in order.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = BRIEF.to_vec();
        if self.advanced {
            lines.extend(
                ADVANCED
                    .into_iter()
                    .filter(|line| self.kind != KindChoice::Steam || *line == Line::Kind),
            );
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
            Line::Kind | Line::Algorithm => return None,
        })
    }

    /// The text being written; `None` on a choice.
    pub fn focused_field(&mut self) -> Option<&mut Field> {
        Some(match self.focus? {
            Line::Issuer => &mut self.issuer,
            Line::Name => &mut self.name,
            Line::Secret => &mut self.secret,
            Line::Tags => &mut self.tags,
            Line::Note => &mut self.note,
            Line::Digits => &mut self.digits,
            Line::Step => &mut self.step,
            Line::Kind | Line::Algorithm => return None,
        })
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
        match Secret::from_base32(self.secret.text()) {
            Ok(secret) if secret.is_weak() => {
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

    /// Key and parameters as they stand; the old key when none was written.
    pub fn otp(&self, old: Option<&Otp>) -> Result<Otp, (Line, String)> {
        let secret = match old {
            Some(old) if self.secret.is_empty() => old.secret().clone(),
            _ => Secret::from_base32(self.secret.text())
                .map_err(|error| (Line::Secret, error.to_string()))?,
        };
        let number = |field: &Field| field.text().trim().parse::<u64>().ok();
        let digits = number(&self.digits)
            .and_then(Digits::new)
            .ok_or((Line::Digits, "4 to 10".to_owned()))?;
        let kind = match self.kind {
            KindChoice::Totp => {
                let period = number(&self.step).and_then(Period::new);
                let period = period.ok_or((Line::Step, "seconds, at least 1".to_owned()))?;
                Kind::Totp { period }
            }
            KindChoice::Hotp => Kind::Hotp {
                counter: number(&self.step).ok_or((Line::Step, "a number".to_owned()))?,
            },
            KindChoice::Steam => Kind::Steam,
        };
        Ok(Otp::new(secret, kind, self.algorithm, digits))
    }

    /// The account the form describes.
    pub fn draft(&self) -> Result<Draft, (Line, String)> {
        let (issuer, name) = self.names()?;
        let mut draft = Draft::new(issuer, name, self.otp(None)?);
        draft.tags = self.tag_labels();
        draft.note = self.note_text();
        Ok(draft)
    }

    /// What differs from the account.
    pub fn edits(&self, account: &Account) -> Result<Vec<Edit>, (Line, String)> {
        let (issuer, name) = self.names()?;
        let otp = self.otp(Some(&account.otp))?;
        let mut edits = Vec::new();
        if issuer != account.issuer {
            edits.push(Edit::Issuer(issuer));
        }
        if name != account.name {
            edits.push(Edit::Name(name));
        }
        let tags = self.tag_labels();
        if tags != account.tags {
            edits.push(Edit::Tags(tags));
        }
        let note = self.note_text();
        if note != account.note {
            edits.push(Edit::Note(note));
        }
        if otp != account.otp {
            let counter = otp.counter().filter(|_| account.otp.is_same_factor(&otp));
            edits.push(Edit::Otp(Box::new(otp)));
            // With the same key the vault moves a counter forward only, unless it is told so.
            edits.extend(counter.map(Edit::Counter));
        }
        Ok(edits)
    }

    fn names(&self) -> Result<(Label, Label), (Line, String)> {
        let (issuer, name) = (Label::new(self.issuer.text()), Label::new(self.name.text()));
        if issuer.is_empty() && name.is_empty() {
            return Err((Line::Issuer, "an issuer or an account name".to_owned()));
        }
        Ok((issuer, name))
    }

    fn tag_labels(&self) -> Vec<Label> {
        let mut tags: Vec<Label> = Vec::new();
        // Commas divide when there are any, so that a tag may hold a space.
        let text = self.tags.text();
        let parts: Vec<&str> = if text.contains(',') {
            text.split(',').collect()
        } else {
            text.split_whitespace().collect()
        };
        for part in parts {
            let tag = Label::new(part.trim().trim_start_matches('#'));
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }

    fn note_text(&self) -> Note {
        let lines: Vec<&str> = self.note.text().split(PILCROW).map(str::trim).collect();
        Note::new(&zeroize::Zeroizing::new(lines.join("\n")))
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
