//! Digits that were spoken: runs of digit words become digits, before anything else is looked for.

use super::fold;
use super::words::{DIGIT_WORDS, REPEATS};

/// Shorter runs of number words are prose.
const SHORTEST: usize = 4;

/// The text with every run of at least four digit words written as digits.
pub(super) fn digits(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut run = Run::default();
    let mut rest = text;
    while !rest.is_empty() {
        let is_letter = |c: char| c.is_alphabetic();
        let length = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
        if length == 0 {
            let gap = rest.find(is_letter).unwrap_or(rest.len());
            let (between, after) = rest.split_at(gap);
            run.pass(between, &mut written);
            rest = after;
            continue;
        }
        let (word, after) = rest.split_at(length);
        run.take(word, &mut written);
        rest = after;
    }
    run.end(&mut written);
    written
}

/// A run of digit words, and the text it came from.
#[derive(Default)]
struct Run {
    digits: String,
    said: String,
    /// Blanks and commas behind the last digit word.
    tail: String,
    repeat: Option<usize>,
}

impl Run {
    fn take(&mut self, word: &str, out: &mut String) {
        let folded = fold::words(word);
        if let Some((_, times)) = REPEATS.iter().find(|(name, _)| *name == folded) {
            self.join();
            self.said.push_str(word);
            self.repeat = Some(*times);
            return;
        }
        let is_said = |names: &&str| names.split(',').any(|name| name == folded);
        let Some(digit) = DIGIT_WORDS.iter().position(is_said) else {
            self.end(out);
            out.push_str(word);
            return;
        };
        self.join();
        self.said.push_str(word);
        for _ in 0..self.repeat.take().unwrap_or(1) {
            self.digits.push_str(&digit.to_string());
        }
    }

    fn join(&mut self) {
        let tail = std::mem::take(&mut self.tail);
        self.said.push_str(&tail);
    }

    /// Blanks, commas and dashes hold a run together; a full stop ends it.
    fn pass(&mut self, between: &str, out: &mut String) {
        let holds = between
            .chars()
            .all(|c| c.is_whitespace() || ",-".contains(c));
        if self.said.is_empty() || !holds {
            self.end(out);
            out.push_str(between);
            return;
        }
        self.tail.push_str(between);
    }

    fn end(&mut self, out: &mut String) {
        if self.digits.len() >= SHORTEST {
            out.push_str(&self.digits);
        } else {
            out.push_str(&self.said);
        }
        out.push_str(&self.tail);
        *self = Self::default();
    }
}
