//! Near: the word that was most likely meant. Letters left out, doubled, mistyped or swapped are one slip each.

/// The nearest of these words, if it is near enough to be meant: a slip for every three letters, case aside.
pub fn nearest<'w>(typed: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let near = words
        .into_iter()
        .filter_map(|word| Some((slips(typed, word)?, word)));
    near.min_by_key(|(slips, _)| *slips).map(|(_, word)| word)
}

/// All words that are near enough, the nearest first.
pub fn near<'w>(typed: &str, words: impl IntoIterator<Item = &'w str>) -> Vec<&'w str> {
    let near = words
        .into_iter()
        .filter_map(|word| Some((slips(typed, word)?, word)));
    let mut near: Vec<(usize, &str)> = near.collect();
    near.sort_by_key(|(slips, _)| *slips);
    near.into_iter().map(|(_, word)| word).collect()
}

/// How many slips lie between the two; `None` for more than could happen to somebody who meant `word`.
pub fn slips(typed: &str, word: &str) -> Option<usize> {
    let (typed, word) = (typed.to_lowercase(), word.to_lowercase());
    let letters = word.chars().count().min(typed.chars().count());
    let most = letters.div_ceil(3).min(3);
    // Lengths tell of most words that they are far, before anything is computed.
    let apart = word.chars().count().abs_diff(typed.chars().count());
    if apart > most {
        return None;
    }
    Some(strsim::damerau_levenshtein(&typed, &word)).filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMANDS: [&str; 6] = ["list", "lock", "code", "export", "import", "rm"];

    #[test]
    fn slips_of_the_finger_find_their_word() {
        for (typed, word) in [
            ("lsit", "list"),
            ("lits", "list"),
            ("LIST", "list"),
            ("exprt", "export"),
            ("improt", "import"),
            ("cdoe", "code"),
            ("rn", "rm"),
            ("lis", "list"),
            ("exportxx", "export"),
        ] {
            assert_eq!(nearest(typed, COMMANDS), Some(word), "{typed}");
        }
    }

    #[test]
    fn another_word_finds_none() {
        for typed in ["", "github", "x", "quux", "listening", "日本"] {
            assert_eq!(nearest(typed, COMMANDS), None, "{typed}");
        }
    }

    #[test]
    fn the_nearest_comes_first() {
        assert_eq!(near("inport", COMMANDS), ["import", "export"]);
    }
}
