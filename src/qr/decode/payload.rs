//! What a code holds once its segments are read: runs of bytes, each with its character set, and its place in a series.

use zeroize::Zeroizing;

use super::charset::{self, Charset};
use crate::account::SecretText;

/// Which part of a series of codes it is (ISO/IEC 18004, section 8: structured append).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From 0.
    pub at: u8,
    /// Parts of the series, 1 to 16.
    pub of: u8,
    /// All bytes of the whole series added up without carry.
    pub parity: u8,
}

/// Bytes that have one character set.
struct Run {
    charset: Charset,
    bytes: Zeroizing<Vec<u8>>,
}

/// What a code holds.
#[derive(Default)]
pub struct Payload {
    runs: Vec<Run>,
    /// Its place, if it is a part of a series.
    pub place: Option<Place>,
}

/// What a payload says.
#[derive(Debug)]
pub enum Content {
    /// A text; `guessed` if the code does not name its character set, and UTF-8 it is not.
    Text {
        /// The text itself.
        text: SecretText,
        /// Its character set is a guess.
        guessed: bool,
    },
    /// Bytes that are no text.
    Binary,
}

impl Payload {
    /// A text in ASCII, which is the same in every character set.
    pub fn ascii(text: &[u8]) -> Self {
        let mut payload = Self::default();
        payload.run(Charset::Unsaid).extend_from_slice(text);
        payload
    }

    /// Bytes to append to. Neighbours of one character set are one run: encoders cut where they like.
    pub fn run(&mut self, charset: Charset) -> &mut Vec<u8> {
        if self.runs.last().is_none_or(|run| run.charset != charset) {
            self.runs.push(Run {
                charset,
                bytes: Zeroizing::new(Vec::new()),
            });
        }
        let last = self.runs.len() - 1;
        &mut self.runs[last].bytes
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.bytes.is_empty())
    }

    /// All its bytes added up without carry.
    pub fn parity(&self) -> u8 {
        self.runs
            .iter()
            .flat_map(|run| run.bytes.iter())
            .fold(0, |sum, byte| sum ^ byte)
    }

    /// Adds what another one holds. A letter may be cut in two between them.
    pub fn append(&mut self, other: &Self) {
        for run in &other.runs {
            self.run(run.charset).extend_from_slice(&run.bytes);
        }
    }

    /// Whether both hold the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.place == other.place
            && self.runs.len() == other.runs.len()
            && self
                .runs
                .iter()
                .zip(&other.runs)
                .all(|(a, b)| a.charset == b.charset && a.bytes == b.bytes)
    }

    /// What it says.
    pub fn content(&self) -> Content {
        let mut text = Zeroizing::new(String::new());
        let mut guessed = false;
        for run in &self.runs {
            let Some(understood) = charset::understood(&run.bytes, run.charset) else {
                return Content::Binary;
            };
            text.push_str(&understood.text);
            guessed |= understood.guessed;
        }
        Content::Text {
            text: SecretText::new(std::mem::take(&mut *text)),
            guessed,
        }
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Payload")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
