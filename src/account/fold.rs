//! Folding: text made equal where people see the same letters (case, accents), with the way back to the original.

use std::ops::Range;

/// A text without case and accents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    text: String,
    /// For each byte of `text` the bytes of the character it came from; empty when they are the same places.
    origins: Vec<Range<u32>>,
}

impl Folded {
    /// Folds `text`.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self {
                text: text.to_ascii_lowercase(),
                origins: Vec::new(),
            };
        }
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            origins: Vec::with_capacity(text.len()),
        };
        for (start, character) in text.char_indices() {
            let end = start + character.len_utf8();
            let before = folded.text.len();
            if character.is_ascii() {
                folded.text.push(character.to_ascii_lowercase());
            } else {
                for lower in character.to_lowercase() {
                    fold_into(&mut folded.text, lower);
                }
            }
            if folded.text.len() == before {
                // A combining mark belongs to the letter before it.
                folded.stretch_last(place(end));
            }
            let origin = place(start)..place(end);
            folded.origins.resize(folded.text.len(), origin);
        }
        folded
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that `range`, bytes of the folded text, came from.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let last = range.end.checked_sub(1);
        let first = self.origins.get(range.start);
        match (first, last.and_then(|last| self.origins.get(last))) {
            (Some(first), Some(last)) => first.start as usize..last.end as usize,
            _ => range,
        }
    }

    fn stretch_last(&mut self, end: u32) {
        let Some(start) = self.origins.last().map(|last| last.start) else {
            return;
        };
        let own = self.origins.iter_mut().rev();
        for origin in own.take_while(|origin| origin.start == start) {
            origin.end = end;
        }
    }
}

/// Labels of 4 GiB do not exist; a wrong underline would be the only harm.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Appends a lower-case character without its accent: Latin-1, Latin Extended-A, Vietnamese, Greek, Cyrillic.
fn fold_into(out: &mut String, character: char) {
    let letters = match character {
        '\u{300}'..='\u{36f}' => "",
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | '\u{1ea0}'..='\u{1eb7}' => "a",
        'æ' | 'ǽ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | '\u{1eb8}'..='\u{1ec7}' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | '\u{1ec8}'..='\u{1ecb}' => "i",
        'ĳ' => "ij",
        'ĵ' => "j",
        'ķ' | 'ĸ' | 'ǩ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŉ' | 'ŋ' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ǒ' | 'ǿ' | '\u{1ecc}'..='\u{1ee3}' => {
            "o"
        }
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ſ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | '\u{1ee4}'..='\u{1ef1}' => {
            "u"
        }
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'ý' | 'ÿ' | 'ŷ' | '\u{1ef2}'..='\u{1ef9}' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ά' => "α",
        'έ' => "ε",
        'ή' => "η",
        'ί' | 'ϊ' | 'ΐ' => "ι",
        'ό' => "ο",
        'ύ' | 'ϋ' | 'ΰ' => "υ",
        'ώ' => "ω",
        'ς' => "σ",
        'ё' | 'ѐ' => "е",
        'й' | 'ѝ' => "и",
        other => {
            out.push(other);
            return;
        }
    };
    out.push_str(letters);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_go() {
        for (text, wanted) in [
            ("GitHub", "github"),
            ("Papírgyár ŐRÜLT", "papirgyar orult"),
            ("Straße", "strasse"),
            ("ŁÓDŹ Ægir Œuvre Þór", "lodz aegir oeuvre thor"),
            ("İstanbul ılık", "istanbul ilik"),
            ("e\u{301}cole", "ecole"),
            ("Tiếng Việt", "tieng viet"),
            ("ΆΘΗΝΑΣ Ёлка", "αθηνασ елка"),
            ("日本銀行 🚀", "日本銀行 🚀"),
        ] {
            assert_eq!(Folded::new(text).as_str(), wanted);
        }
    }

    #[test]
    fn a_match_finds_its_way_back() {
        for (text, term, wanted) in [
            ("GitHub", "hub", "Hub"),
            ("Papírgyár", "gyar", "gyár"),
            ("Straße 7", "sse", "ße"),
            ("Straße 7", "stras", "Straß"),
            ("un e\u{301}te", "e", "e\u{301}"),
            ("x🚀y", "y", "y"),
            ("日本銀行", "銀行", "銀行"),
        ] {
            let folded = Folded::new(text);
            let start = folded.as_str().find(term).expect(term);
            assert_eq!(&text[folded.origin(start..start + term.len())], wanted);
        }
    }

    #[test]
    fn marks_without_a_letter_are_harmless() {
        assert_eq!(Folded::new("\u{301}").as_str(), "");
        assert_eq!(Folded::new("\u{301}é").origin(0..1), 2..4);
        assert_eq!(Folded::new("").origin(0..0), 0..0);
    }
}
