//! Editing: the form remembers what it was filled from. Only what a person touched is written, and what was changed
//! elsewhere meanwhile is asked about.

use super::{ADVANCED, BRIEF, Form, Line, texts};
use crate::account::{Account, AccountId, Label, Otp};
use crate::vault::Edit;

/// What the form was filled from: only what differs from it was touched.
#[derive(Debug)]
pub(super) struct Origin {
    account: Account,
    form: Box<Form>,
}

impl Form {
    /// Filled from an account. The secret stays empty: written anew, it replaces the old one.
    pub fn edit(account: &Account) -> Self {
        let origin = Origin {
            account: account.clone(),
            form: Box::new(Self::filled(account)),
        };
        Self {
            origin: Some(origin),
            ..Self::filled(account)
        }
    }

    fn filled(account: &Account) -> Self {
        Self::of(&account.otp)
            .with(Line::Issuer, account.issuer.as_str())
            .with(Line::Name, account.name.as_str())
            .with(Line::Tags, &texts::tags(&account.tags))
            .with(Line::Note, &texts::note(&account.note))
    }

    /// The account being edited; `None` when one is added.
    pub fn target(&self) -> Option<&AccountId> {
        self.origin.as_ref().map(|origin| &origin.account.id)
    }

    /// True when a line says something else than when the form was opened.
    fn is_touched(&self, line: Line) -> bool {
        let Some(origin) = &self.origin else {
            return true;
        };
        !self.says_the_same(&origin.form, line)
    }

    /// True when closing it would lose something that somebody wrote or found.
    pub fn is_changed(&self) -> bool {
        if self.origin.is_none() {
            return self.candidate.is_some() || BRIEF.iter().any(|line| self.has_text(*line));
        }
        let mut lines = BRIEF.into_iter().chain(ADVANCED);
        lines.any(|line| self.is_touched(line))
    }

    pub(super) fn has_text(&self, line: Line) -> bool {
        !self.text(line).is_empty()
    }

    fn says_the_same(&self, other: &Self, line: Line) -> bool {
        match line {
            Line::Kind => self.kind == other.kind,
            Line::Algorithm => self.algorithm == other.algorithm,
            line => self.text(line) == other.text(line),
        }
    }

    /// A touched line that was changed elsewhere too, to something else. What was not touched follows the account
    /// then, and the same question is not asked again.
    pub fn conflict(&mut self, now: &Account) -> Option<Line> {
        let origin = self.origin.as_ref()?;
        let theirs = Self::filled(now);
        let is_other_secret = origin.account.otp.secret() != now.otp.secret();
        let all = BRIEF.into_iter().chain(ADVANCED);
        let line = all.filter(|line| self.is_touched(*line)).find(|line| {
            if *line == Line::Secret {
                return is_other_secret;
            }
            !theirs.says_the_same(&origin.form, *line) && !theirs.says_the_same(self, *line)
        })?;
        for line in BRIEF.into_iter().chain(ADVANCED) {
            match line {
                _ if self.is_touched(line) => {}
                Line::Kind => self.kind = theirs.kind,
                Line::Algorithm => self.algorithm = theirs.algorithm,
                _ => self.fields[line as usize] = theirs.fields[line as usize].clone(),
            }
        }
        self.origin = Some(Origin {
            account: now.clone(),
            form: Box::new(theirs),
        });
        Some(line)
    }

    /// Key and parameters as they stand; what was not touched as in the account that is edited.
    pub fn otp(&self, old: Option<&Otp>) -> Result<Otp, (Line, String)> {
        let Some(old) = old else {
            let issuer = Label::new(self.text(Line::Issuer));
            return Ok(self.written_draft(issuer, Label::default())?.otp);
        };
        let secret = if self.has_text(Line::Secret) {
            self.written_secret()?
        } else {
            old.secret().clone()
        };
        let digits = if self.is_touched(Line::Digits) {
            self.written_digits()?
        } else {
            old.digits()
        };
        let kind = if self.is_touched(Line::Kind) || self.is_touched(Line::Step) {
            self.written_kind()?
        } else {
            old.kind()
        };
        let algorithm = if self.is_touched(Line::Algorithm) {
            self.algorithm
        } else {
            old.algorithm()
        };
        self.with_pin(Otp::new(secret, kind, algorithm, digits), old)
    }

    /// What was touched and differs from the account as it is now.
    pub fn edits(&self, now: &Account) -> Result<Vec<Edit>, (Line, String)> {
        let (issuer, name) = self.names()?;
        let otp = self.otp(Some(&now.otp))?;
        let mut edits = Vec::new();
        if self.is_touched(Line::Issuer) && issuer != now.issuer {
            edits.push(Edit::Issuer(issuer));
        }
        if self.is_touched(Line::Name) && name != now.name {
            edits.push(Edit::Name(name));
        }
        let tags = texts::read_tags(self.text(Line::Tags));
        if self.is_touched(Line::Tags) && tags != now.tags {
            edits.push(Edit::Tags(tags));
        }
        let note = texts::read_note(self.text(Line::Note));
        if self.is_touched(Line::Note) && note != now.note {
            edits.push(Edit::Note(note));
        }
        if otp != now.otp {
            let counter = otp.counter().filter(|_| now.otp.is_same_factor(&otp));
            edits.push(Edit::Otp(Box::new(otp)));
            // With the same key the vault moves a counter forward only, unless it is told so.
            let counter = counter.filter(|_| self.is_touched(Line::Step));
            edits.extend(counter.map(Edit::Counter));
        }
        Ok(edits)
    }
}
