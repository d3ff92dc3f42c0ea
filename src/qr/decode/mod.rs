//! From modules to text: format, mask, blocks, error correction, segments (ISO/IEC 18004).
//!
//! Our own and not a crate's for codes as photographed: it cannot panic, knows the character set of each segment and
//! keeps the parts of a series apart. Exact grids go to `rqrr` first (see `pure`).

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
        Self { size, dark }
    }
}

/// What the modules hold, if they are a valid code. Never a guess: error correction must succeed in every block and the
/// segments must make sense.
pub fn payload(modules: &Modules) -> Option<Payload> {
    let version = Version::of_size(modules.size)?;
    for format in format::candidates(modules) {
        let raw = blocks::codewords(modules, version, format.mask);
        if let Some(data) = blocks::corrected(&raw, version, format.level)
            && let Some(payload) = segments::payload(&data, version)
        {
            return Some(payload);
        }
    }
    None
}

#[cfg(test)]
mod tests;
