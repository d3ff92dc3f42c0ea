//! Colours of one's own, laid over those of the theme: `accent=#56b4e9 selected=#203040`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

/// What can have a colour of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Under everything.
    Background,
    /// Plain text and codes.
    Text,
    /// What matters less.
    Faint,
    /// Keys, titles, the countdown.
    Accent,
    /// What fails or ends.
    Alert,
    /// What is about to end; stars.
    Warning,
    /// What went well.
    Good,
    /// Lines that divide.
    Rule,
    /// Under the selected row.
    Selected,
    /// Tags.
    Tag,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Background,
        Self::Text,
        Self::Faint,
        Self::Accent,
        Self::Alert,
        Self::Warning,
        Self::Good,
        Self::Rule,
        Self::Selected,
        Self::Tag,
    ];

    /// In the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Background => "background",
            Self::Text => "text",
            Self::Faint => "faint",
            Self::Accent => "accent",
            Self::Alert => "alert",
            Self::Warning => "warning",
            Self::Good => "good",
            Self::Rule => "rule",
            Self::Selected => "selected",
            Self::Tag => "tag",
        }
    }
}

/// Some of them, as `0xrrggbb`; none for those that the theme decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Colours([Option<u32>; Part::ALL.len()]);

impl Colours {
    /// The colour of a part.
    pub fn of(self, part: Part) -> Option<u32> {
        self.0[part as usize]
    }

    /// Reads `accent=#56b4e9 alert=#f96`; commas may stand between them.
    pub fn parse(text: &str) -> Option<Self> {
        let mut colours = Self::default();
        let pairs = text.split([' ', ',']).filter(|pair| !pair.is_empty());
        for pair in pairs {
            let (name, colour) = pair.split_once(['=', ':'])?;
            let part = Part::ALL.into_iter().find(|part| part.name() == name)?;
            colours.0[part as usize] = Some(hexadecimal(colour)?);
        }
        Some(colours)
    }
}

/// `#rrggbb`, or `#rgb` for the same digit twice.
fn hexadecimal(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('#')?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    match (digits.len(), digits.starts_with('+')) {
        (6, false) => Some(value),
        (3, false) => {
            let twice = |digit: u32| (digit & 15) * 17;
            Some(twice(value >> 8) << 16 | twice(value >> 4) << 8 | twice(value))
        }
        _ => None,
    }
}

impl fmt::Display for Colours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        for part in Part::ALL {
            if let Some(colour) = self.of(part) {
                write!(f, "{gap}{}=#{colour:06x}", part.name())?;
                gap = " ";
            }
        }
        Ok(())
    }
}

impl Serialize for Colours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Colours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not colours as \"accent=#56b4e9\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_written_alike() {
        let colours = Colours::parse("alert=#F96, accent=#56b4e9").expect("colours");
        assert_eq!(colours.of(Part::Accent), Some(0x0056_b4e9));
        assert_eq!(colours.of(Part::Alert), Some(0x00ff_9966));
        assert_eq!(colours.of(Part::Text), None);
        assert_eq!(colours.to_string(), "accent=#56b4e9 alert=#ff9966");
        assert_eq!(Colours::parse(&colours.to_string()), Some(colours));
        assert_eq!(Colours::parse(""), Some(Colours::default()));
        for text in [
            "accent",
            "accent=red",
            "accnt=#fff",
            "text=#12345",
            "text=#+12345",
            "rule=#",
        ] {
            assert_eq!(Colours::parse(text), None, "{text}");
        }
    }
}
