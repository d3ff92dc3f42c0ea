//! Entry: one account as an app's file holds it, loosely typed, and the one place where it becomes a draft or an error.

pub(super) use super::loose::{Flag, Number, Text, or_default};
use super::problem::{EntryError, FieldError, Problem};
use crate::account::facts::{Asked, Facts};
use crate::account::uri;
use crate::account::{Draft, Label, Note, Otp, Secret, Warning};

/// How codes follow each other, in the words of the apps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Type {
    #[default]
    Totp,
    Hotp,
    Steam,
    Motp,
    Yandex,
    Unknown,
}

impl Type {
    /// `totp`, `HOTP`, `Steam`, `yandex`, … Empty means TOTP.
    pub(super) fn parse(text: &str) -> Self {
        match text.trim().to_ascii_lowercase().as_str() {
            "" | "totp" => Self::Totp,
            "hotp" => Self::Hotp,
            "steam" => Self::Steam,
            "motp" | "motp1" => Self::Motp,
            "yandex" | "yaotp" => Self::Yandex,
            _ => Self::Unknown,
        }
    }
}

/// One account, loosely typed. What an app's file does not say has its usual value.
pub(super) struct Entry {
    pub(super) issuer: Text,
    pub(super) name: Text,
    pub(super) secret: Result<Secret, FieldError>,
    pub(super) kind: Type,
    pub(super) algorithm: Text,
    pub(super) digits: Number,
    pub(super) period: Number,
    /// The *next* counter to use.
    pub(super) counter: Number,
    /// Of mOTP and Yandex.
    pub(super) pin: Text,
    pub(super) tags: Vec<Text>,
    pub(super) note: Text,
    pub(super) pinned: bool,
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            issuer: Text::default(),
            name: Text::default(),
            secret: Err(FieldError::NO_SECRET),
            kind: Type::default(),
            algorithm: Text::default(),
            digits: Number::default(),
            period: Number::default(),
            counter: Number::default(),
            pin: Text::default(),
            tags: Vec::new(),
            note: Text::default(),
            pinned: false,
        }
    }
}

impl Entry {
    /// An account with such a key and nothing else said.
    pub(super) fn new(issuer: &Text, name: &Text, secret: Result<Secret, FieldError>) -> Self {
        Self {
            issuer: issuer.clone(),
            name: name.clone(),
            secret,
            ..Self::default()
        }
    }

    /// The stored counter was the last one used: the next follows it.
    pub(super) fn count_on(&mut self) {
        if let Number::Is(last) = self.counter {
            self.counter = last.checked_add(1).map_or(Number::Bad, Number::Is);
        }
    }

    /// The draft, or what is wrong with the entry; `place` is its number in the file, from 1.
    pub(super) fn finish(self, place: usize) -> Result<Draft, EntryError> {
        let (issuer, name) = (
            Label::new(self.issuer.as_str()),
            Label::new(self.name.as_str()),
        );
        let (tags, note, pinned) = (self.tags.clone(), self.note.clone(), self.pinned);
        let is_uncounted = self.kind == Type::Hotp && self.counter == Number::Missing;
        match self.otp() {
            Ok(otp) => {
                let mut draft = Draft::new(issuer, name, otp);
                if is_uncounted {
                    draft.warnings.push(Warning::NoCounter);
                }
                describe(&mut draft, &tags, &note, pinned);
                Ok(draft)
            }
            Err(error) => Err(failed(place, issuer, name, error.into())),
        }
    }

    fn otp(self) -> Result<Otp, FieldError> {
        let asked = match self.kind {
            Type::Totp => Asked::PlainTotp,
            Type::Hotp => Asked::Hotp,
            Type::Steam => Asked::Steam,
            Type::Motp => Asked::Motp,
            Type::Yandex => Asked::Yandex,
            Type::Unknown => return Err(FieldError::BadType),
        };
        let (digits, period) = (self.digits.text(), self.period.text());
        let counter = self.counter.text();
        let facts = Facts {
            asked,
            algorithm: Some(self.algorithm.as_str()),
            digits: digits.as_deref(),
            period: period.as_deref(),
            counter: counter.as_deref(),
            pin: Some(self.pin.as_str()),
            ..Facts::default()
        };
        Ok(facts.otp_of(self.secret?)?)
    }
}

/// Adds what an app keeps beside the code itself.
pub(super) fn describe(draft: &mut Draft, tags: &[Text], note: &Text, pinned: bool) {
    for tag in tags {
        let tag = Label::new(tag.as_str());
        if !tag.is_empty() && !draft.tags.contains(&tag) {
            draft.tags.push(tag);
        }
    }
    if draft.note.is_empty() {
        draft.note = Note::new(note.as_str());
    }
    draft.pinned |= pinned;
}

/// A code in a field of a password manager: a link, or a bare base32 secret. What the link does not say comes from
/// the item around it.
pub(super) fn from_code(
    code: &str,
    place: usize,
    (issuer, name): (&Text, &Text),
) -> Result<Draft, EntryError> {
    if !code.contains("://") {
        let secret = Secret::from_base32(code).map_err(FieldError::from);
        return Entry::new(issuer, name, secret).finish(place);
    }
    let (item_issuer, item_name) = (Label::new(issuer.as_str()), Label::new(name.as_str()));
    let mut draft = uri::parse(code)
        .map_err(|error| failed(place, item_issuer.clone(), item_name.clone(), error.into()))?;
    // `steam://SECRET` has no label at all: the item's own words are better than "Steam".
    let is_bare = code
        .trim_start()
        .get(..8)
        .is_some_and(|start| start.eq_ignore_ascii_case("steam://"));
    if (draft.issuer.is_empty() || is_bare) && !item_issuer.is_empty() {
        draft.issuer = item_issuer;
    }
    if draft.name.is_empty() {
        draft.name = item_name;
    }
    draft.warnings.retain(|warning| {
        *warning != Warning::Unnamed || (draft.issuer.is_empty() && draft.name.is_empty())
    });
    Ok(draft)
}

/// Steam's key: base32, or base64 of exactly 20 bytes.
pub(super) fn steam_secret(text: &str) -> Result<Secret, FieldError> {
    let facts = Facts {
        secret: text,
        asked: Asked::Steam,
        ..Facts::default()
    };
    Ok(facts.secret()?)
}

/// The key of an account of this kind.
pub(super) fn secret_of(kind: Type, text: &Text) -> Result<Secret, FieldError> {
    match kind {
        Type::Steam => steam_secret(text.as_str()),
        Type::Motp => motp_secret(text),
        _ => base32(text),
    }
}

/// mOTP's key as most apps write it: hexadecimal digits, or base32 of these.
fn motp_secret(text: &Text) -> Result<Secret, FieldError> {
    let whole = Secret::from_hexadecimal(text.as_str());
    let inner = || Secret::from_base32(text.as_str()).ok()?.text();
    match (whole, inner()) {
        // No digits in base32 are hexadecimal digits: the first letter is a G or an M.
        (Err(_), Some(digits)) => Ok(Secret::from_hexadecimal(&digits)?),
        (whole, _) => Ok(whole?),
    }
}

/// A label without the issuer that it repeats.
pub(super) fn without_issuer(label: &str, issuer: &str) -> Text {
    match label.split_once(':') {
        Some((before, name)) if before.trim().eq_ignore_ascii_case(issuer.trim()) => {
            name.trim().into()
        }
        _ => label.into(),
    }
}

/// A base32 key.
pub(super) fn base32(text: &Text) -> Result<Secret, FieldError> {
    Ok(Secret::from_base32(text.as_str())?)
}

/// The key that a text was decoded to; nothing, when it is damaged.
pub(super) fn decoded(bytes: Option<Vec<u8>>) -> Result<Secret, FieldError> {
    Ok(Secret::from_bytes(bytes.ok_or(FieldError::DamagedSecret)?)?)
}

/// An entry that cannot be taken, with the names it goes by.
pub(super) fn failed(place: usize, issuer: Label, name: Label, problem: Problem) -> EntryError {
    EntryError {
        place,
        issuer,
        name,
        problem,
    }
}

/// An entry whose fields are of the wrong types.
pub(super) fn damaged(place: usize) -> EntryError {
    failed(
        place,
        Label::default(),
        Label::default(),
        FieldError::Damaged.into(),
    )
}
