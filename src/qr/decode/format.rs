//! The fifteen bits that say how a code is masked and protected; two copies, each correctable.

use super::Modules;

/// How much of the code is error correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 7 % may be lost.
    Low = 0,
    /// 15 %.
    Medium = 1,
    /// 25 %.
    Quartile = 2,
    /// 30 %.
    High = 3,
}

/// Level and mask of a code.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Error correction level.
    pub level: Level,
    /// 0 to 7.
    pub mask: u8,
}

/// Wrong bits, over both copies, up to which a format is worth a try.
const MAX_WRONG: u32 = 7;

/// The formats the modules may mean, likeliest first; at most three.
pub fn candidates(modules: &Modules) -> Vec<Format> {
    let (first, second) = copies(modules);
    let mut ranked: Vec<(u32, u16)> = (0..32)
        .filter_map(|data| {
            let word = encoded(data);
            let wrong = [(first ^ word).count_ones(), (second ^ word).count_ones()];
            // Three wrong bits are correctable in each copy; one copy alone may be covered altogether.
            (wrong[0].min(wrong[1]) <= 3 || wrong[0] + wrong[1] <= MAX_WRONG).then(|| {
                (
                    2 * wrong[0].min(wrong[1]) + wrong[0].max(wrong[1]).min(8),
                    data,
                )
            })
        })
        .collect();
    ranked.sort_unstable();
    ranked.truncate(3);
    ranked.into_iter().map(|(_, data)| meaning(data)).collect()
}

fn meaning(data: u16) -> Format {
    let level = match data >> 3 {
        0 => Level::Medium,
        1 => Level::Low,
        2 => Level::High,
        _ => Level::Quartile,
    };
    Format {
        level,
        mask: (data & 7) as u8,
    }
}

/// Five data bits with ten of BCH(15,5), masked.
fn encoded(data: u16) -> u16 {
    let mut rest = data;
    for _ in 0..10 {
        rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    }
    (data << 10 | rest) ^ 0x5412
}

/// Both copies, most significant bit first.
fn copies(modules: &Modules) -> (u16, u16) {
    let size = modules.size;
    let bit = |column, row, at: usize| u16::from(modules.is_dark(column, row)) << at;
    let mut first = bit(8, 7, 6) | bit(8, 8, 7) | bit(7, 8, 8);
    for at in 0..6 {
        first |= bit(8, at, at);
        first |= bit(5 - at, 8, 9 + at);
    }
    let mut second = 0;
    for at in 0..8 {
        second |= bit(size - 1 - at, 8, at);
    }
    for at in 8..15 {
        second |= bit(8, size - 15 + at, at);
    }
    (first, second)
}
