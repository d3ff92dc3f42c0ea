//! Options that several commands share: what may be said of a kind of code, of tags, of how keys are written.

use std::time::Duration;

use crate::account::facts::Writing;
use crate::account::{Algorithm, Digits, Kind, Label, Period};
use crate::app::{Error, Span, quoted};

/// Kinds with settings of their own: others would be dropped without a word.
pub fn check_fixed(
    kind: Kind,
    algorithm: Option<Algorithm>,
    digits: Option<Digits>,
    period: Option<Period>,
) -> Result<(), Error> {
    let (own, says) = match kind {
        Kind::Motp => (
            (Algorithm::Md5, 6, Period::MOTP),
            "mOTP codes always have 6 digits, MD5 and 10 s",
        ),
        Kind::Yandex => (
            (Algorithm::Sha256, 8, Period::DEFAULT),
            "Yandex Key codes always have 8 letters, SHA-256 and 30 s",
        ),
        Kind::Steam => (
            (Algorithm::Sha1, 5, Period::DEFAULT),
            "Steam Guard codes always have 5 letters, SHA-1 and 30 s",
        ),
        Kind::Totp { .. } | Kind::Hotp { .. } => return Ok(()),
    };
    let is_own = algorithm.is_none_or(|algorithm| algorithm == own.0)
        && digits.is_none_or(|digits| digits.get() == own.1)
        && period.is_none_or(|period| period == own.2);
    if is_own {
        return Ok(());
    }
    Err(Error::usage(
        says,
        "Leave --algorithm, --digits and --period out.",
    ))
}

/// A tag as it is typed: with its `#` or without.
pub fn tag(text: &str) -> Label {
    Label::new(text.trim_start_matches('#'))
}

/// What `--tag` gives to what is added.
pub fn new_tags(texts: &[String]) -> Vec<Label> {
    let tags = texts.iter().map(|text| tag(text));
    tags.filter(|tag| !tag.is_empty()).collect()
}

/// What `--hex` says of the keys.
pub const fn writing(is_hex: bool) -> Writing {
    if is_hex {
        Writing::Hexadecimal
    } else {
        Writing::Base32
    }
}

/// Reads `--algorithm`.
pub fn algorithm(text: &str) -> Result<Algorithm, Error> {
    let bad = || {
        Error::usage(
            format!("{} is not a known algorithm", quoted(text)),
            "Use SHA1, SHA256 or SHA512.",
        )
    };
    Algorithm::from_name(text).ok_or_else(bad)
}

/// Reads `--digits`.
pub fn digits(count: u64) -> Result<Digits, Error> {
    Digits::new(count).ok_or_else(|| {
        Error::usage(
            format!("Codes cannot have {count} digits"),
            "Give 4 to 10; most sites use 6.",
        )
    })
}

/// Reads `--period`.
pub fn period(seconds: u64) -> Result<Period, Error> {
    let advice = "Give 1 to 4294967295 seconds; most sites use 30.";
    Period::new(seconds)
        .ok_or_else(|| Error::usage(format!("A period cannot be {seconds} s long"), advice))
}

/// Reads a length of time, of a second to `most`; `takes` says so for the option.
pub fn span(text: &str, most: Duration, takes: &str, advice: &str) -> Result<Duration, Error> {
    let span = Span::parse(text).and_then(Span::get);
    span.filter(|span| *span <= most)
        .ok_or_else(|| Error::usage(takes, advice))
}
