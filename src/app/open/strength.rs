//! How hard a passphrase is to guess, in words. An estimate that errs on the careful side, not a promise.

use std::collections::BTreeSet;

/// What people choose again and again; any passphrase that is mostly one of these is very weak.
const COMMON: [&str; 24] = [
    "password",
    "passwort",
    "passphrase",
    "letmein",
    "welcome",
    "qwerty",
    "qwertz",
    "azerty",
    "asdf",
    "admin",
    "iloveyou",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "master",
    "secret",
    "sunshine",
    "princess",
    "hunter2",
    "abc123",
    "trustno1",
    "changeme",
    "correcthorsebatterystaple",
];

/// The five words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Guessed in seconds.
    VeryWeak,
    /// Guessed by anyone who tries.
    Weak,
    /// Holds for a while: each guess costs most of a second.
    Fair,
    /// Holds against a determined attacker.
    Good,
    /// Out of reach.
    Strong,
}

impl Strength {
    /// Estimates from length, variety, repetition and runs. The text is looked at, not kept.
    pub fn of(passphrase: &str) -> Self {
        match bits(passphrase) {
            0..20 => Self::VeryWeak,
            20..35 => Self::Weak,
            35..50 => Self::Fair,
            50..70 => Self::Good,
            _ => Self::Strong,
        }
    }

    /// The word, with advice where it is needed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::VeryWeak => "very weak: four or more random words are better",
            Self::Weak => "weak: four or more random words are better",
            Self::Fair => "fair",
            Self::Good => "good",
            Self::Strong => "strong",
        }
    }
}

/// Estimated bits: each character that continues a repetition or a run (`aaa`, `123`, `cba`) counts little,
/// letters inside words less than random ones.
fn bits(passphrase: &str) -> u32 {
    let folded = passphrase.to_lowercase();
    let dull = COMMON
        .iter()
        .filter(|word| folded.contains(*word))
        .map(|word| word.len())
        .max()
        .unwrap_or(0);
    let characters: Vec<char> = passphrase.chars().collect();
    let mut tenths = 0_u32;
    for (place, &character) in characters.iter().enumerate() {
        let before = place.checked_sub(1).map(|place| characters[place]);
        let predictable =
            before.is_some_and(|before| u32::from(before).abs_diff(u32::from(character)) <= 1);
        tenths += match character {
            _ if predictable => 8,
            'a'..='z' => 27,
            'A'..='Z' => 32,
            '0'..='9' => 30,
            ' ' => 10,
            c if c.is_ascii() => 45,
            _ => 50,
        };
    }
    let distinct: BTreeSet<char> = characters.iter().copied().collect();
    // "abababab" has two characters, however long it is.
    let cap = u32::try_from(distinct.len())
        .unwrap_or(u32::MAX)
        .saturating_mul(60);
    let dull = u32::try_from(dull).unwrap_or(0) * 27;
    tenths
        .min(cap)
        .saturating_sub(dull.saturating_sub(if dull > 0 { 80 } else { 0 }))
        / 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_examples_get_the_word_they_deserve() {
        for (passphrase, wanted) in [
            ("", Strength::VeryWeak),
            ("123456", Strength::VeryWeak),
            ("aaaaaaaaaaaaaaaaaaaaaaaa", Strength::VeryWeak),
            ("abababababababababababab", Strength::VeryWeak),
            ("password1", Strength::VeryWeak),
            ("hunter22", Strength::VeryWeak),
            ("tulip7Rain", Strength::Weak),
            ("k9#vQ2!xTe4m", Strength::Fair),
            ("otter kelp barrel sunday", Strength::Good),
            ("otter kelp barrel sunday violin tram", Strength::Strong),
        ] {
            assert_eq!(
                Strength::of(passphrase),
                wanted,
                "{passphrase}: {} bits",
                bits(passphrase)
            );
        }
    }
}
