//! Badge: two letters that stand for an issuer, and the colours by which issuers and tags are known again.

use unicode_normalization::UnicodeNormalization as _;
use unicode_width::UnicodeWidthChar;

use super::icons::icon;
use super::theme::{BADGE_COLOURS, Role, TAG_COLOURS};
use crate::account::Account;
use crate::app::{Icons, Settings};

/// Two cells that stand for an account: an icon where the terminal has some and the issuer has one, else two letters.
pub fn sign(account: &Account, settings: &Settings) -> String {
    let has_icons = settings.icons == Icons::NerdFont && !settings.ascii;
    let icon = has_icons.then(|| icon(account.issuer.as_str())).flatten();
    // In some of these fonts an icon is wider than a cell: the second one is its room.
    icon.map_or_else(|| letters(account), |icon| format!("{icon} "))
}

fn letters(account: &Account) -> String {
    let issuer = of_words(account.issuer.as_str());
    let letters = issuer.or_else(|| of_words(account.name.as_str()));
    letters.unwrap_or_else(|| "..".to_owned())
}

/// Its colour: the same for all accounts of an issuer.
pub fn role(account: &Account) -> Role {
    let issuer = account.issuer.as_str();
    let name = if issuer.is_empty() {
        account.name.as_str()
    } else {
        issuer
    };
    of_name(name)
}

/// The colour of an issuer of this name.
pub fn of_name(name: &str) -> Role {
    Role::Badge(one_of(name, BADGE_COLOURS))
}

/// The colour of a tag.
pub fn of_tag(tag: &str) -> (Role, Role) {
    let number = one_of(tag, TAG_COLOURS);
    (Role::Hash(number), Role::Tag(number))
}

/// The first letters of two words, or the first two of one. Only letters that every terminal draws in one cell, one
/// after the other; those of two cells need no neighbour, and those that join others or change them get none.
fn of_words(text: &str) -> Option<String> {
    let text: String = text.nfc().collect();
    let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut words = text
        .split_whitespace()
        .map(letters)
        .filter(|word: &String| {
            let first = word.chars().next();
            first.is_some_and(|first| first.width() == Some(2) || stands_alone(first))
        });
    let word = words.next()?;
    let first = word.chars().next()?;
    if first.width() == Some(2) {
        return Some(first.to_string());
    }
    let initial = words.next().and_then(|word| word.chars().next());
    let second = initial.filter(|letter| is_simple(*letter));
    let second = second.or_else(|| word.chars().nth(1)).unwrap_or(' ');
    let second = Some(second).filter(|letter| is_simple(first) && is_simple(*letter));
    Some(format!(
        "{}{}",
        one(first, true),
        one(second.unwrap_or(' '), false)
    ))
}

/// A letter of one cell that runs from left to right and is itself whatever stands beside it.
fn is_simple(letter: char) -> bool {
    // Latin, Greek, Cyrillic and Armenian, Georgian, Ethiopic and Cherokee.
    let known =
        matches!(letter, '\0'..='\u{58f}' | '\u{10a0}'..='\u{10ff}' | '\u{1200}'..='\u{13ff}');
    known && stands_alone(letter)
}

/// A letter of one cell that runs from left to right.
fn stands_alone(letter: char) -> bool {
    let runs_left = matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    letter.is_alphanumeric() && !runs_left && letter.width() == Some(1)
}

/// In capitals or not, if that is one letter too.
fn one(letter: char, capital: bool) -> char {
    // Georgian capitals are for headlines, and few fonts have them.
    if letter > '\u{58f}' {
        return letter;
    }
    let mut changed = if capital {
        letter.to_uppercase().collect::<Vec<_>>()
    } else {
        letter.to_lowercase().collect()
    };
    match (changed.pop(), changed.is_empty()) {
        (Some(only), true) => only,
        _ => letter,
    }
}

/// A number below `count` that is always the same for this text (FNV-1a).
fn one_of(text: &str, count: u8) -> u8 {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in text.to_lowercase().bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    // Near texts would have near colours: every bit has to count (the end of Murmur3).
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^= hash >> 16;
    u8::try_from(hash % u32::from(count.max(1))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_stand_for_a_name() {
        for (text, wanted) in [
            ("GitHub", Some("Gi")),
            ("AWS", Some("Aw")),
            ("crates.io", Some("Cr")),
            ("Key fob", Some("Kf")),
            ("npm", Some("Np")),
            ("X", Some("X ")),
            ("1Password", Some("1p")),
            ("Ωmega", Some("Ωm")),
            ("日本銀行", Some("日")),
            ("Пример Банк", Some("Пб")),
            ("A00 नमस्ते", Some("A0")),
            ("नमस्ते", Some("न ")),
            ("ኢትዮጵያ ባንክ", Some("ኢባ")),
            ("ធនាគារ", Some("ធ ")),
            ("བོད་", Some("བ ")),
            ("ქართული", Some("ქა")),
            (
                "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}",
                Some("한"),
            ),
            ("e\u{301}cole", Some("Éc")),
            ("ﷺ wide", Some("Wi")),
            ("مرحبا", None),
            ("בַּנְק", None),
            ("🇩🇪 flags", Some("Fl")),
            ("", None),
            ("★", None),
        ] {
            assert_eq!(of_words(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn a_colour_is_one_for_all_spellings_and_another_for_most_others() {
        assert_eq!(one_of("GitHub", 12), one_of("github", 12));
        let names = [
            "github", "google", "aws", "fastmail", "hetzner", "npm", "steam",
        ];
        let colours: std::collections::BTreeSet<u8> =
            names.iter().map(|name| one_of(name, 12)).collect();
        assert!(colours.len() >= 5, "{colours:?}");
    }
}
