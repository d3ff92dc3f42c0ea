//! A passphrase of random words, for anyone who wants one made: six words of a list of 2,048 (that of BIP 39), 66 bits.

use zeroize::Zeroizing;

use crate::account::SecretText;
use crate::app::random::no_randomness;
use crate::app::{App, Error};

const WORDS: &str = include_str!("../../../assets/words.txt");

/// Words of a passphrase.
const COUNT: usize = 6;

impl App {
    /// Random words with spaces between them.
    pub fn random_words(&self) -> Result<SecretText, Error> {
        let mut random = Zeroizing::new([0_u8; 2 * COUNT]);
        getrandom::fill(random.as_mut_slice()).map_err(|_| no_randomness())?;
        Ok(words(random.as_slice()))
    }
}

/// One word for each two bytes: 11 of their 16 bits.
fn words(random: &[u8]) -> SecretText {
    let list: Vec<&str> = WORDS.lines().collect();
    // Room for all from the start, so that no copy is left behind.
    let mut text = String::with_capacity(COUNT * 10);
    for pair in random.chunks(2) {
        let number = pair
            .iter()
            .fold(0, |all, byte| all << 8 | usize::from(*byte));
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(list.get(number % list.len()).copied().unwrap_or_default());
    }
    SecretText::new(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::app::Strength;

    #[test]
    fn each_of_the_words_is_as_likely_and_can_be_typed() {
        let list: BTreeSet<&str> = WORDS.lines().collect();
        assert_eq!((list.len(), WORDS.lines().count()), (2048, 2048));
        let is_short = |word: &&str| (3..=8).contains(&word.len());
        assert!(list.iter().all(is_short));
        assert!(
            list.iter()
                .all(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
        );
    }

    #[test]
    fn six_words_are_strong() {
        let first = words(&[0; 12]);
        assert_eq!(
            first.expose(),
            "abandon abandon abandon abandon abandon abandon"
        );
        let mixed = words(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        assert_eq!(mixed.expose().split(' ').count(), COUNT);
        assert_eq!(Strength::of(mixed.expose()), Strength::Strong);
    }
}
