//! Loose values: numbers, texts and flags as the files of apps write them, one way or another, or not at all.

use serde::de::{Deserialize, Deserializer};
use serde_json::Value;
use zeroize::Zeroizing;

/// A number as apps write it: a JSON number, a string of digits, a float without fraction, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Number {
    #[default]
    Missing,
    Is(u64),
    Bad,
}

impl Number {
    pub(super) fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::Missing;
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(number) if digits => Self::Is(number),
            _ => Self::Bad,
        }
    }

    /// Apps that write 0 for "the usual".
    pub(super) fn or_missing_when_zero(self) -> Self {
        if self == Self::Is(0) {
            Self::Missing
        } else {
            self
        }
    }

    /// As the text that it may have been.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Missing => None,
            Self::Is(number) => Some(number.to_string()),
            Self::Bad => Some("?".to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::Null => Self::Missing,
            Value::String(text) => Self::parse(&text),
            Value::Number(number) => number
                .as_u64()
                .or_else(|| number.as_f64().and_then(whole))
                .map_or(Self::Bad, Self::Is),
            _ => Self::Bad,
        })
    }
}

fn whole(number: f64) -> Option<u64> {
    // Floats are exact below 2^53 only.
    let is_exact = number.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&number);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not negative and below 2^53"
    )]
    is_exact.then_some(number as u64)
}

/// A text that may be missing, null, nothing but blanks, or a number in JSON; wiped when it goes.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Text(Zeroizing<String>);

impl Text {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// This text, or the other where this one is empty.
    pub(super) fn or<'a>(&'a self, other: &'a Self) -> &'a Self {
        if self.is_empty() { other } else { self }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::String(text) if !text.trim().is_empty() => Self(Zeroizing::new(text)),
            Value::Number(number) => Self(Zeroizing::new(number.to_string())),
            _ => Self::default(),
        })
    }
}

/// True, "true", "1" and 1 in the apps' words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flag(pub(super) bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::Bool(is) => is,
            Value::String(text) => text == "1" || text.eq_ignore_ascii_case("true"),
            Value::Number(number) => number.as_f64().is_some_and(|number| number > 0.0),
            _ => false,
        }))
    }
}

/// A part beside the codes: null, or of another shape than it should be, it counts as missing.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: serde::de::DeserializeOwned + Default,
{
    Ok(T::deserialize(Value::deserialize(deserializer)?).unwrap_or_default())
}
