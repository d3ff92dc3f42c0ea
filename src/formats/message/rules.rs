//! Rules: which candidate a text calls a code. A wrong guess is worse than none, so all must agree on one value.

use super::candidates::{self, Candidate, Shape};
use super::words::{BLOCKERS, NOUNS, OTHERS, PURPOSES, STATES, STRONG, VERBS};
use super::{Silence, fold, spoken};

/// More numbers and the like stand in lists and logs.
const MAX_CANDIDATES: usize = 400;
/// Longer sentences are none.
const MAX_SENTENCE: usize = 8 << 10;
/// No word is longer.
const MAX_WORD: usize = 64;

/// The values that a text calls codes, each once, in their order.
pub(super) fn codes(text: &str) -> Result<Vec<String>, Silence> {
    let text = spoken::digits(&fold::text(text));
    let masked = candidates::cut(&text);
    let lines = lines(&masked);
    if has(&fold::words(&masked), &BLOCKERS) {
        return Ok(Vec::new());
    }
    let found = candidates::find(&masked);
    if found.len() > MAX_CANDIDATES {
        return Err(Silence::Long);
    }
    let mut values: Vec<String> = Vec::new();
    for candidate in found {
        let Some(context) = Context::of(&masked, &lines, &candidate) else {
            continue;
        };
        if context.calls_it_a_code(candidate.shape) && !values.contains(&candidate.value) {
            values.push(candidate.value);
        }
    }
    Ok(values)
}

/// Where each line that says something starts and ends.
fn lines(text: &str) -> Vec<(usize, usize)> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            lines.push((start, start + line.len()));
        }
        start += line.len() + 1;
    }
    lines
}

/// What is said around a candidate, folded.
struct Context {
    /// Before it: the sentence, or the lines above where it is alone on its line.
    before: String,
    /// Behind it.
    after: String,
    is_alone: bool,
}

impl Context {
    fn of(text: &str, lines: &[(usize, usize)], candidate: &Candidate) -> Option<Self> {
        let place = lines
            .iter()
            .position(|(start, end)| (*start..*end).contains(&candidate.start))?;
        let (start, end) = *lines.get(place)?;
        let before = text.get(start..candidate.start)?;
        let after = text.get(candidate.end..end)?;
        let says_nothing = |text: &str| !text.chars().any(char::is_alphanumeric);
        if says_nothing(before) && says_nothing(after) {
            let line = |place: Option<usize>| {
                let found = place.and_then(|place| lines.get(place));
                found
                    .and_then(|(start, end)| text.get(*start..*end))
                    .unwrap_or_default()
            };
            let above = format!(
                "{}. {}",
                line(place.checked_sub(2)),
                line(place.checked_sub(1))
            );
            let below = line(place.checked_add(1));
            return (above.len() + below.len() <= MAX_SENTENCE).then(|| Self {
                before: fold::words(&above),
                after: fold::words(below),
                is_alone: true,
            });
        }
        let sentence = before.get(last_end(before)..).unwrap_or_default();
        let rest = after.get(..first_end(after)).unwrap_or_default();
        (sentence.len() + rest.len() <= MAX_SENTENCE).then(|| Self {
            before: fold::words(sentence),
            after: fold::words(rest),
            is_alone: false,
        })
    }

    fn calls_it_a_code(&self, shape: Shape) -> bool {
        let (before, after) = (self.before.as_str(), self.after.as_str());
        if has(before, &STATES) || has(after, &STATES) {
            return false;
        }
        let noun = last(before, &NOUNS);
        let other = last(before, &OTHERS);
        if let Some((start, end)) = noun {
            let vetoed = other.is_some_and(|(other_start, other_end)| {
                let is_part = other_start < end && other_end > start;
                // Right before the noun it says what kind of code; right before the number what is numbered.
                let is_kind = other_end <= start && is_one_phrase(before, other_end, start);
                let is_numbered =
                    other_start >= end && names_number(before.get(other_end..).unwrap_or_default());
                is_part || is_kind || is_numbered
            });
            return !vetoed && self.fits(shape, before.get(end..).unwrap_or_default());
        }
        if other.is_some_and(|(_, end)| {
            !self.is_alone || before.get(end..).is_some_and(|rest| !rest.contains(". "))
        }) {
            return false;
        }
        if matches!(shape, Shape::Mixed | Shape::Doubtful | Shape::Year)
            && !(shape == Shape::Mixed && has(after, &STRONG))
        {
            return false;
        }
        let noun_after = first(after, &NOUNS);
        let other_after = first(after, &OTHERS);
        if let Some((start, _)) = noun_after {
            // "482913 is your login code", "482913 (code)": little may stand between.
            let between = after.get(..start).unwrap_or_default();
            let is_near = self.is_alone || words(between) <= 6;
            return is_near && other_after.is_none_or(|(other, _)| other > start);
        }
        // Without a noun only "enter X to sign in".
        let verb = last(before, &VERBS);
        verb.is_some() && (has(after, &PURPOSES) || has(before, &PURPOSES)) && other_after.is_none()
    }

    /// Letters need more: a noun that means nothing else, right before them or in the line above.
    fn fits(&self, shape: Shape, between: &str) -> bool {
        let is_right_before = words(between) <= 2;
        match shape {
            Shape::Digits => true,
            Shape::Year => is_right_before,
            Shape::Mixed => {
                let strong = has(&self.before, &STRONG)
                    || has(&self.before, &NOUNS) && between.contains([':', '=', '：']);
                strong && (self.is_alone || is_right_before)
            }
            Shape::Doubtful => {
                has(&self.before, &STRONG)
                    && (self.is_alone || (is_right_before && between.contains([':', '='])))
            }
        }
    }
}

/// "order 482913", "order number 482913": nothing says "is" before the number.
fn names_number(between: &str) -> bool {
    let copulas = [
        "is",
        "es",
        "est",
        "ist",
        "lautet",
        "e",
        "jest",
        "je",
        "ar",
        "to",
        "είναι",
        "ειναι",
        "la",
        "adalah",
    ];
    let has_copula = between
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| copulas.contains(&word));
    words(between) <= 1 && !has_copula
}

/// Nothing but a word or two stands between.
fn is_one_phrase(text: &str, start: usize, end: usize) -> bool {
    let between = text.get(start..end).unwrap_or_default();
    words(between) <= 1
        && !between.contains(|c: char| ",.;:!?()~".contains(c) || c.is_ascii_digit())
}

fn words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .count()
}

/// Where the last sentence of a text begins.
fn last_end(text: &str) -> usize {
    let mut ends = text
        .char_indices()
        .rev()
        .filter(|(at, c)| is_end(text, *at, *c));
    ends.next().map_or(0, |(at, c)| at + c.len_utf8())
}

/// Where the first sentence of a text ends.
fn first_end(text: &str) -> usize {
    let mut ends = text.char_indices().filter(|(at, c)| is_end(text, *at, *c));
    ends.next().map_or(text.len(), |(at, _)| at)
}

fn is_end(text: &str, at: usize, character: char) -> bool {
    match character {
        '。' | '！' | '？' | '；' | '।' | '؟' | '!' | '?' | ';' => true,
        '.' => {
            let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
            // "no. 5", "a/c", "St." end nothing; one letter before a stop is an abbreviation.
            let word: String = text
                .get(..at)
                .unwrap_or_default()
                .chars()
                .rev()
                .take(MAX_WORD)
                .take_while(|c| c.is_alphanumeric())
                .collect();
            let is_short = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
            next.is_none_or(char::is_whitespace) && !is_short
        }
        _ => false,
    }
}

/// True when any of the words is there.
fn has(text: &str, words: &[&str]) -> bool {
    first(text, words).is_some()
}

fn first(text: &str, words: &[&str]) -> Option<(usize, usize)> {
    words
        .iter()
        .filter_map(|word| matches(text, word).into_iter().next())
        .min()
}

fn last(text: &str, words: &[&str]) -> Option<(usize, usize)> {
    words
        .iter()
        .filter_map(|word| matches(text, word).into_iter().next_back())
        .max_by_key(|(_, end)| *end)
}

/// Compounds that end like a code and are none.
const FALSE_ENDS: &[&str] = &[
    "unicode",
    "barcode",
    "zipcode",
    "postcode",
    "promocode",
    "rabattkod",
    "kortingscode",
    "gutscheincode",
];

/// Where `word` stands in the text, with whatever ending the language glues to it.
fn matches(text: &str, word: &str) -> Vec<(usize, usize)> {
    let bare = word.trim_end();
    let is_exact = bare.len() < word.len() || bare.chars().count() <= 3;
    let has_borders = bare.chars().all(|c| u32::from(c) < 0x590);
    let mut found = Vec::new();
    for (start, _) in text.match_indices(bare) {
        let end = start + bare.len();
        if !has_borders {
            found.push((start, end));
            continue;
        }
        let before = text
            .get(..start)
            .and_then(|before| before.chars().next_back());
        let head: String = text
            .get(..start)
            .unwrap_or_default()
            .chars()
            .rev()
            .take(MAX_WORD)
            .take_while(|c| c.is_alphabetic())
            .collect();
        let tail: String = text
            .get(end..)
            .unwrap_or_default()
            .chars()
            .take(MAX_WORD)
            .take_while(|c| c.is_alphabetic())
            .collect();
        let tail_length = tail.chars().count();
        let is_start = before.is_none_or(|c| !c.is_alphanumeric());
        let fits_end = if is_exact {
            tail_length == 0
        } else {
            tail_length <= 4
        };
        // German, Dutch and Scandinavian compounds end in it.
        let whole = format!("{}{bare}", head.chars().rev().collect::<String>());
        let is_compound = matches!(bare, "code" | "kod" | "kode")
            && head.chars().count() >= 4
            && tail_length <= 2
            && !FALSE_ENDS.contains(&whole.as_str());
        // "codes" are a list.
        let is_plural = bare == "code" && tail == "s";
        if (is_start && fits_end && !is_plural) || is_compound {
            let start = if is_compound {
                start - head.len()
            } else {
                start
            };
            found.push((start, end + tail.len()));
        }
    }
    found
}
