//! Candidates: what in a text could be a code, after everything that cannot be was cut out: addresses, dates, times,
//! amounts, telephone and account numbers.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

/// What could be a code, and where it stands in its text (in bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Without blanks and dashes between groups of digits; letters keep their case.
    pub(super) value: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// 4 to 10 digits, grouped or not.
    Digits,
    /// Four digits that may be a year.
    Year,
    /// Letters and digits.
    Mixed,
    /// Letters alone, or of both cases: a code only where a strong noun says so.
    Doubtful,
}

/// In place of what was cut out: no letter, no digit, no end of a sentence.
const CUT: &str = "~";

const CURRENCIES: &str = r"EUR|USD|GBP|CHF|PLN|RUB|UAH|VND|CZK|SEK|NOK|DKK|HUF|RON|TRY|TL|INR|IDR|JPY|CNY|RMB|HKD|NT\$|US\$|R\$|Rs\.?|Rp\.?|Kc|Kč|kr|zł|zl|元|円|원|บาท|ريال|ر\.س|درهم|руб\.?|грн|₽|₴|₹|₫|₺|₪|€|\$|£|¥|रु\.?|đ|dong|lei|Ft";

fn pattern(text: &str) -> Regex {
    // Every pattern is written here and compiled in the tests.
    RegexBuilder::new(text)
        .case_insensitive(true)
        .build()
        .unwrap_or_else(|_| unreachable_pattern())
}

fn unreachable_pattern() -> Regex {
    // An empty class matches nothing.
    Regex::new(r"[^\s\S]").expect("a pattern that matches nothing")
}

static CUTS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let amounts = [
        format!(r"(?:{CURRENCIES})\s?-?\d[\d.,' ]*"),
        format!(r"-?\d[\d.,' ]*?\s?(?:{CURRENCIES})(?:\b|[^\p{{L}}]|$)"),
    ];
    let fixed = [
        r"\b[a-z][a-z0-9+.-]*://\S+",
        r"\b\S+@\S+\.\p{L}+",
        r"\b(?:\p{L}[\p{L}\d-]*\.)+\p{L}{2,}(?:/\S*)?",
        r"\b\d{1,3}(?:\.\d{1,3}){3}\b",
        r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?\b",
        r"\b\d{4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}[日일]?",
        r"\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b",
        r"\b\d{1,2}\s?[/月월]\s?\d{1,2}[日일]?",
        r"\b(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{0,6}\b",
        r"\b\d{1,2}:\d{2}(?::\d{2})?",
        r"\d{1,2}\s?[時时시点點]\s?\d{0,2}\s?分?분?",
        r"\b\d{1,3}(?:[.,' ]\d{3})*[.,]\d{2}\b",
        r"\b\d{1,3}(?:[,']\d{3})+\b",
        r"\b\d{1,3}(?:\.\d{3})+\b",
        r"\d+\s?%",
        r"\+\s?\d[\d ()/-]{6,}\d",
        r"\b0\d{1,4}[ /-]\d[\d /-]{3,}\d\b",
        r"\b0\d{8,12}\b",
        r"\b\d-\d{3}-\d{3}-\d{4}\b",
        r"\b\d{3}-\d{3,4}-\d{4}\b",
        r"\b\d{3}-\d{4}\b",
        r"\b8 800 [\d -]+\d",
        r"\b\d{5}-\d\b",
        r"[*•×✱]+\s?-?\d+",
        r"\bx{1,6}-?\d+\b",
        r"[.…]{2,}\s?\d+",
        r"(?:\bending(?: in| with)?|\bends in|\bendet auf|\bendend auf|\bendziffern|\bterminad[ao] (?:en|em)|\bfinal|\bse terminant par|\btermine par|\bfinissant par|\bche termina con|\beindigend op|\bslutar pa|\bslutar på|\bkoncowka|\bkończąc\w+ się na|\bkonczacy sie na|\bkoncici na|\bkončící na|\bsonu|\bоканч\w+ на|\bзаканч\w+ на|кінець|\bзакінч\w+ на|尾号为?|尾號為?|末尾|끝자리|ينتهي بـ|ينتهي ب|berakhir(?: dengan)?|cuoi|cuối)\s*:?\s*\d+",
        r"#\s?\d[\d-]*",
        r"(?:\bno\.|\bnr\.?|№|\bn\.?\s?º|\bn°|\bnum\.)\s?:?\s?\d[\d/.-]*",
        r"\bv?\d+(?:\.\d+){2,}\b",
        r"\b\d{1,4}/\d[\d/]*\b",
    ];
    let all = fixed.into_iter().map(str::to_owned).chain(amounts);
    all.map(|text| pattern(&text)).collect()
});

static NUMBERS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d+(?:[ -]\d+)*"));
static WORDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[a-z0-9]+(?:-[a-z0-9]+)?"));
static PREFIXED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[A-Z]-\d{4,8}$").unwrap_or_else(|_| unreachable_pattern()));

/// The text with everything cut out that is no code; as long as before, in bytes.
pub(super) fn cut(text: &str) -> String {
    let mut masked = text.to_owned();
    for pattern in CUTS.iter() {
        let ranges: Vec<(usize, usize)> = pattern
            .find_iter(&masked)
            .map(|found| (found.start(), found.end()))
            .collect();
        for (start, end) in ranges {
            // What follows an amount may be a letter or the end of the sentence: it stays.
            let part = masked.get(start..end).unwrap_or_default();
            let kept = part.trim_end_matches(|c: char| " .,!?;)".contains(c));
            let filler = CUT.repeat(kept.len());
            let rest = part.get(kept.len()..).unwrap_or_default().to_owned();
            masked.replace_range(start..end, &format!("{filler}{rest}"));
        }
    }
    masked
}

/// What is left that could be a code.
pub(super) fn find(masked: &str) -> Vec<Candidate> {
    let mut found = numbers(masked);
    found.extend(mixed(masked));
    found.sort_by_key(|candidate| candidate.start);
    found
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// Nothing of Latin letters or digits is glued to it.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text
        .get(..start)
        .and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    let glued = |character: Option<char>| character.is_some_and(|c| is_word(c) || c == '~');
    // A dash before digits makes them part of a longer name: SN-20264418.
    let dashed = before == Some('-') || after == Some('-') || after == Some('#');
    !glued(before) && !glued(after) && !dashed
}

fn numbers(masked: &str) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for run in NUMBERS.find_iter(masked) {
        if !stands_alone(masked, run.start(), run.end()) {
            continue;
        }
        let groups: Vec<&str> = run.as_str().split([' ', '-']).collect();
        let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        let is_even = !(run.as_str().contains(' ') && run.as_str().contains('-'));
        if is_even && is_grouping(&lengths) {
            candidates.push(number(groups.concat(), run.start(), run.end()));
            continue;
        }
        // Not one number but several: "205518 5 minutes".
        let mut start = run.start();
        for group in groups {
            if (4..=10).contains(&group.len()) {
                candidates.push(number(group.to_owned(), start, start + group.len()));
            }
            start += group.len() + 1;
        }
    }
    candidates
}

fn is_grouping(lengths: &[usize]) -> bool {
    match lengths {
        [one] => (4..=10).contains(one),
        [3, 3] | [4, 4] | [2, 2, 2] | [2, 2, 2, 2] | [3, 3, 3] | [5, 5] | [2, 2] => true,
        all => (4..=8).contains(&all.len()) && all.iter().all(|length| *length == 1),
    }
}

fn number(value: String, start: usize, end: usize) -> Candidate {
    let is_year = value.len() == 4
        && end - start == 4
        && (value.starts_with("19") || value.starts_with("20"));
    let shape = if is_year { Shape::Year } else { Shape::Digits };
    Candidate {
        value,
        start,
        end,
        shape,
    }
}

fn mixed(masked: &str) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for word in WORDS.find_iter(masked) {
        let text = word.as_str();
        if !stands_alone(masked, word.start(), word.end()) {
            continue;
        }
        let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let length = letters + digits;
        if letters == 0 || !(4..=10).contains(&length) {
            continue;
        }
        let halves: Vec<usize> = text.split('-').map(str::len).collect();
        let is_upper = !text.bytes().any(|byte| byte.is_ascii_lowercase());
        let shape = if PREFIXED.is_match(text) {
            Shape::Digits
        } else if matches!(halves.as_slice(), [a, b] if a != b || *a < 3) {
            continue;
        } else if digits > 0 && is_upper {
            Shape::Mixed
        } else if digits > 0 || (is_upper && length >= 5) {
            Shape::Doubtful
        } else {
            continue;
        };
        candidates.push(Candidate {
            value: text.to_owned(),
            start: word.start(),
            end: word.end(),
            shape,
        });
    }
    candidates
}
