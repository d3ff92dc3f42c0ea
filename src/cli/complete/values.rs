//! Words that fit as the value of an option: from the tables of settings, formats and targets, and a few of their own.

use crate::app::{SETTINGS, Setting};
use crate::formats::export::TARGETS;
use crate::formats::table::{FORMATS, Listed};

/// Something that can be inserted, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub about: String,
}

impl Word {
    pub fn new(text: &str, about: &str) -> Self {
        Self {
            text: text.to_owned(),
            about: about.to_owned(),
        }
    }
}

/// Every setting.
pub fn settings() -> Vec<Word> {
    let words = SETTINGS
        .iter()
        .map(|setting| Word::new(setting.name, setting.about));
    words.collect()
}

/// The words that a setting takes.
pub fn values_of(setting: &str) -> Option<Vec<Word>> {
    let words = Setting::named(setting)?.values.words().iter();
    Some(words.map(|word| Word::new(word, "")).collect())
}

/// Values that the grammar knows as text alone.
pub fn fixed(option: &str, value: &str) -> Option<Vec<Word>> {
    let plain = |words: &[&str]| words.iter().map(|word| Word::new(word, "")).collect();
    match (option, value) {
        (_, "HASH") => Some(plain(&["SHA1", "SHA256", "SHA512"])),
        ("for", "TIME") => Some(plain(&["15m", "1h", "8h", "24h"])),
        ("lock-after", "TIME") => Some(plain(&["90s", "5m", "15m", "off"])),
        ("digits", _) => Some(plain(&["6", "7", "8"])),
        ("period", _) => Some(plain(&["30", "60"])),
        (_, "FORMAT") => {
            let listed = FORMATS.iter().filter(|format| format.listed != Listed::No);
            Some(
                listed
                    .map(|format| Word::new(format.name, format.title))
                    .collect(),
            )
        }
        (_, "TARGET") => {
            let mut words: Vec<Word> = TARGETS
                .iter()
                .map(|target| Word::new(target.name, target.title))
                .collect();
            words.push(Word::new("google", "QR pictures for Google Authenticator"));
            words.push(Word::new("age", "links in an age file with a passphrase"));
            Some(words)
        }
        _ => None,
    }
}
