//! From modules to text: format, mask, blocks, error correction, segments (ISO/IEC 18004).
//!
//! Our own and not a crate's, for three reasons: it cannot panic, it takes modules of which we know that we cannot
//! see them ("erasures": twice as many of them can be restored), and it knows the character set of each segment.

mod blocks;
mod charset;
mod format;
pub mod payload;
mod reed_solomon;
mod segments;
pub mod version;

use payload::Payload;
use version::Version;
use zeroize::Zeroizing;

/// A code as sampled from a picture.
pub struct Modules {
    /// Modules along one edge.
    pub size: usize,
    /// Row by row.
    pub dark: Zeroizing<Vec<bool>>,
    /// How far each module was from the threshold; the unsure ones may be treated as unseen. May be empty.
    pub certainty: Vec<u8>,
}

impl Modules {
    fn is_dark(&self, column: usize, row: usize) -> bool {
        self.dark[row * self.size + column]
    }

    /// The same code seen in a mirror.
    pub fn transposed(&self) -> Self {
        let size = self.size;
        let turned = |at: usize| (at % size) * size + at / size;
        let dark = Zeroizing::new((0..size * size).map(|at| self.dark[turned(at)]).collect());
        let certainty = if self.certainty.is_empty() {
            Vec::new()
        } else {
            (0..size * size)
                .map(|at| self.certainty[turned(at)])
                .collect()
        };
        Self {
            size,
            dark,
            certainty,
        }
    }
}

/// What the modules hold, if they are a valid code. Never a guess: error correction must succeed in every block and the
/// segments must make sense.
pub fn payload(modules: &Modules) -> Option<Payload> {
    let version = Version::of_size(modules.size)?;
    for format in format::candidates(modules) {
        let raw = blocks::codewords(modules, version, format.mask);
        for trust in [blocks::Trust::All, blocks::Trust::Sure] {
            if let Some(data) = blocks::corrected(&raw, version, format.level, trust)
                && let Some(payload) = segments::payload(&data, version, trust)
            {
                return Some(payload);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests;
