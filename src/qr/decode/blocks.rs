//! The bytes of a code in the order of the symbol, taken apart into blocks and corrected.

use zeroize::Zeroizing;

use super::Modules;
use super::format::Level;
use super::reed_solomon;
use super::version::Version;

/// Reads the data area in its zigzag order and takes the mask off.
pub fn codewords(modules: &Modules, version: Version, mask: u8) -> Zeroizing<Vec<u8>> {
    let size = version.size();
    let patterns = version.patterns();
    let mut bytes = Zeroizing::new(Vec::with_capacity(size * size / 8));
    let (mut byte, mut bits) = (0_u8, 0);
    let mut upwards = true;
    let mut right = size - 1;
    while right >= 1 {
        // The vertical timing pattern takes a column of its own.
        if right == 6 {
            right = 5;
        }
        for step in 0..size {
            let row = if upwards { size - 1 - step } else { step };
            for column in [right, right - 1] {
                let at = row * size + column;
                if patterns[at] {
                    continue;
                }
                byte = byte << 1 | u8::from(modules.dark[at] != masked(mask, column, row));
                bits += 1;
                if bits == 8 {
                    bytes.push(byte);
                    (byte, bits) = (0, 0);
                }
            }
        }
        upwards = !upwards;
        if right < 2 {
            break;
        }
        right -= 2;
    }
    bytes
}

fn masked(mask: u8, column: usize, row: usize) -> bool {
    let product = column * row;
    match mask {
        0 => (column + row).is_multiple_of(2),
        1 => row.is_multiple_of(2),
        2 => column.is_multiple_of(3),
        3 => (column + row).is_multiple_of(3),
        4 => (row / 2 + column / 3).is_multiple_of(2),
        5 => product % 2 + product % 3 == 0,
        6 => (product % 2 + product % 3).is_multiple_of(2),
        _ => ((column + row) % 2 + product % 3).is_multiple_of(2),
    }
}

/// The data bytes of all blocks, one after another, if every block can be corrected.
pub fn corrected(raw: &[u8], version: Version, level: Level) -> Option<Zeroizing<Vec<u8>>> {
    let blocks = version.blocks(level);
    let correction = version.correction(level);
    let total = raw.len();
    let short_data = total / blocks - correction;
    let short_blocks = blocks - total % blocks;
    let mut data = Zeroizing::new(Vec::with_capacity(total));
    for block in 0..blocks {
        let own_data = short_data + usize::from(block >= short_blocks);
        // The data bytes are dealt out one to each block in turn; the last ones go to the long blocks only.
        let place = |at: usize| {
            if at < short_data {
                at * blocks + block
            } else if at < own_data {
                short_data * blocks + block - short_blocks
            } else {
                total - correction * blocks + (at - own_data) * blocks + block
            }
        };
        let length = own_data + correction;
        let mut bytes: Zeroizing<Vec<u8>> =
            Zeroizing::new((0..length).map(|at| raw[place(at)]).collect());
        // A code of few correction bytes keeps some of them for telling that there were too many errors (ISO/IEC 18004, 8.5).
        let kept = match (version.number(), level) {
            (1, Level::Low) => 3,
            (1, Level::Medium) | (2, Level::Low) => 2,
            (1, _) | (3, Level::Low) => 1,
            _ => 0,
        };
        reed_solomon::correct(&mut bytes, correction, kept)?;
        data.extend_from_slice(&bytes[..own_data]);
    }
    Some(data)
}
