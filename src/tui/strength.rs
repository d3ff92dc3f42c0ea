//! Strength: a word for a passphrase, so that a newcomer knows when to stop adding to it.

/// From refused to strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Too short to be taken.
    None,
    /// Falls to somebody who has the file and a day.
    Weak,
    /// Holds against curiosity.
    Fair,
    /// Holds.
    Good,
    /// Holds for long.
    Strong,
}

impl Strength {
    /// The word, with what would help.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::None => "too short",
            Self::Weak => "weak: add a few words",
            Self::Fair => "fair: one more word would help",
            Self::Good => "good",
            Self::Strong => "strong",
        }
    }

    /// Of four strokes.
    pub const fn strokes(self) -> usize {
        self as usize
    }
}

/// Fewer characters are refused.
const LEAST: usize = 8;

/// A rough guess at the bits, on the careful side: repeated characters, runs and well-known words count little.
/// It knows no dictionary; its job is to stop `password1`, not to praise.
pub fn strength(passphrase: &str) -> Strength {
    let letters: Vec<char> = passphrase.chars().collect();
    if letters.len() < LEAST {
        return Strength::None;
    }
    let lower = passphrase.to_lowercase();
    let common = [
        "password", "passwort", "qwert", "letmein", "123456", "admin", "secret", "iloveyou",
        "abc123",
    ];
    let known: usize = common
        .iter()
        .filter(|word| lower.contains(*word))
        .map(|word| word.len())
        .sum();
    let fresh = letters
        .windows(2)
        .filter(|pair| {
            let step = i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0]));
            !(-1..=1).contains(&step)
        })
        .count()
        .saturating_sub(known);
    let has = |class: fn(char) -> bool| letters.iter().any(|letter| class(*letter));
    let mut pool = 0_u32;
    for (class, size) in [
        (char::is_lowercase as fn(char) -> bool, 26),
        (char::is_uppercase, 26),
        (|c| c.is_ascii_digit(), 10),
        (|c| c.is_ascii_punctuation(), 32),
        (char::is_whitespace, 6),
    ] {
        pool += if has(class) { size } else { 0 };
    }
    // Words are not random letters: two and a half bits a letter at the most once there are spaces.
    let per_letter = f64::from(pool.max(10)).log2();
    let per_letter = if passphrase.contains(' ') {
        per_letter.min(2.5)
    } else {
        per_letter.min(4.5)
    };
    let bits = f64::from(u32::try_from(fresh + 1).unwrap_or(u32::MAX)) * per_letter;
    match bits {
        b if b < 28.0 => Strength::Weak,
        b if b < 45.0 => Strength::Fair,
        b if b < 64.0 => Strength::Good,
        _ => Strength::Strong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_get_longer_words() {
        for (passphrase, wanted) in [
            ("", Strength::None),
            ("short", Strength::None),
            ("aaaaaaaaaaaaaaaaaaaa", Strength::Weak),
            ("abcdefghijklmnop", Strength::Weak),
            ("password123", Strength::Weak),
            ("horse battery", Strength::Fair),
            ("x7Qp2mfL4v", Strength::Fair),
            ("correct horse battery", Strength::Good),
            ("correct horse battery staple!", Strength::Strong),
        ] {
            assert_eq!(strength(passphrase), wanted, "{passphrase}");
        }
    }
}
