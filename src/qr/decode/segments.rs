//! The data bytes as segments: numeric, alphanumeric, byte, kanji and hanzi ones, character sets, places in a series.

use super::charset::Charset;
use super::payload::{Payload, Place};
use super::version::Version;

const ALPHANUMERIC: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn left(&self) -> usize {
        self.bytes.len() * 8 - self.at
    }

    fn take(&mut self, count: usize) -> Option<usize> {
        if count > self.left() {
            return None;
        }
        let mut value = 0;
        for _ in 0..count {
            let bit = (self.bytes[self.at / 8] >> (7 - self.at % 8)) & 1;
            value = value << 1 | usize::from(bit);
            self.at += 1;
        }
        Some(value)
    }
}

/// What the segments hold. `None` if they break the rules anywhere or are empty.
pub fn payload(data: &[u8], version: Version) -> Option<Payload> {
    let mut bits = Bits { bytes: data, at: 0 };
    let mut payload = Payload::default();
    let mut charset = Charset::Unsaid;
    while bits.left() >= 4 {
        match bits.take(4)? {
            0 => break,
            1 => {
                let count = bits.take(count_bits(version, [10, 12, 14]))?;
                numeric(&mut bits, count, payload.run(charset))?;
            }
            2 => {
                let count = bits.take(count_bits(version, [9, 11, 13]))?;
                alphanumeric(&mut bits, count, payload.run(charset))?;
            }
            3 => {
                payload.place = Some(Place {
                    at: bits.take(4)? as u8,
                    of: bits.take(4)? as u8 + 1,
                    parity: bits.take(8)? as u8,
                });
            }
            // The marks of a GS1 code: the text itself follows in other segments.
            5 => {}
            9 => drop(bits.take(8)?),
            4 => {
                let count = bits.take(count_bits(version, [8, 16, 16]))?;
                let bytes = payload.run(charset);
                for _ in 0..count {
                    bytes.push(bits.take(8)? as u8);
                }
            }
            7 => charset = Charset::of_number(charset_number(&mut bits)?),
            8 => {
                let count = bits.take(count_bits(version, [8, 10, 12]))?;
                kanji(&mut bits, count, payload.run(Charset::SHIFT_JIS))?;
            }
            // GB/T 18284; the only subset there is.
            13 if bits.take(4)? == 1 => {
                let count = bits.take(count_bits(version, [8, 10, 12]))?;
                hanzi(&mut bits, count, payload.run(Charset::GB2312))?;
            }
            _ => return None,
        }
    }
    (!payload.is_empty()).then_some(payload)
}

const fn count_bits(version: Version, bits: [usize; 3]) -> usize {
    match version.number() {
        1..=9 => bits[0],
        10..=26 => bits[1],
        _ => bits[2],
    }
}

fn numeric(bits: &mut Bits, mut count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    while count > 0 {
        let digits = count.min(3);
        let value = bits.take([0, 4, 7, 10][digits])?;
        if value >= [0, 10, 100, 1000][digits] {
            return None;
        }
        for place in (0..digits).rev() {
            bytes.push(b'0' + (value / [1, 10, 100][place] % 10) as u8);
        }
        count -= digits;
    }
    Some(())
}

fn alphanumeric(bits: &mut Bits, count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    for _ in 0..count / 2 {
        let pair = bits.take(11)?;
        bytes.push(*ALPHANUMERIC.get(pair / 45)?);
        bytes.push(ALPHANUMERIC[pair % 45]);
    }
    if count % 2 == 1 {
        bytes.push(*ALPHANUMERIC.get(bits.take(6)?)?);
    }
    Some(())
}

fn kanji(bits: &mut Bits, count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    for _ in 0..count {
        let value = bits.take(13)?;
        let packed = ((value / 0xc0) << 8) | (value % 0xc0);
        let shift_jis = packed + if packed < 0x1f00 { 0x8140 } else { 0xc140 };
        bytes.extend_from_slice(&(shift_jis as u16).to_be_bytes());
    }
    Some(())
}

fn hanzi(bits: &mut Bits, count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    for _ in 0..count {
        let value = bits.take(13)?;
        let packed = ((value / 0x60) << 8) | (value % 0x60);
        let gb2312 = packed + if packed < 0x0a00 { 0xa1a1 } else { 0xa6a1 };
        bytes.extend_from_slice(&(gb2312 as u16).to_be_bytes());
    }
    Some(())
}

/// The number of a character set, in one to three bytes (AIM ECI assignments).
fn charset_number(bits: &mut Bits) -> Option<usize> {
    let first = bits.take(8)?;
    match first {
        0..=127 => Some(first),
        128..=191 => Some((first & 63) << 8 | bits.take(8)?),
        192..=223 => Some((first & 31) << 16 | bits.take(16)?),
        _ => None,
    }
}
