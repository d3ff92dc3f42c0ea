//! The data bytes as text: numeric, alphanumeric, byte and kanji segments, and the character sets of the byte ones.

use zeroize::Zeroizing;

use super::blocks::Trust;
use super::version::Version;
use crate::account::SecretText;

const ALPHANUMERIC: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// How bytes are to be understood (the "extended channel interpretation" of a segment).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Charset {
    /// UTF-8 if it is valid, otherwise ISO 8859-1 if that makes printable text.
    Unsaid,
    Utf8,
    Latin1,
    /// A set we have no table of, Shift JIS among them: only its ASCII part is understood.
    Other,
    Utf16,
}

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

/// Text as it grows. Neighbouring byte segments are joined before they are understood: encoders cut where they like.
struct Text {
    done: Zeroizing<String>,
    bytes: Zeroizing<Vec<u8>>,
    charset: Charset,
}

impl Text {
    fn understand(&mut self) -> Option<()> {
        append(&self.bytes, self.charset, &mut self.done)?;
        self.bytes.clear();
        Some(())
    }
}

/// The whole text. `None` if it breaks the rules anywhere or is empty.
pub fn text(data: &[u8], version: Version, trust: Trust) -> Option<SecretText> {
    let mut bits = Bits { bytes: data, at: 0 };
    // Enough room from the start, so that no half-filled copy is left behind in memory.
    let mut text = Text {
        done: Zeroizing::new(String::with_capacity(data.len() * 3)),
        bytes: Zeroizing::new(Vec::with_capacity(data.len() * 3)),
        charset: Charset::Unsaid,
    };
    while bits.left() >= 4 {
        match bits.take(4)? {
            0 => break,
            1 => {
                let count = bits.take(count_bits(version, [10, 12, 14]))?;
                numeric(&mut bits, count, &mut text.bytes)?;
            }
            2 => {
                let count = bits.take(count_bits(version, [9, 11, 13]))?;
                alphanumeric(&mut bits, count, &mut text.bytes)?;
            }
            // Part of a series of codes, or the marks of a GS1 code: the text itself follows in other segments.
            3 => drop(bits.take(16)?),
            5 => {}
            9 => drop(bits.take(8)?),
            4 => {
                let count = bits.take(count_bits(version, [8, 16, 16]))?;
                for _ in 0..count {
                    text.bytes.push(bits.take(8)? as u8);
                }
            }
            7 => {
                text.understand()?;
                text.charset = charset(&mut bits)?;
            }
            8 => {
                text.understand()?;
                let count = bits.take(count_bits(version, [8, 10, 12]))?;
                let mut bytes = Zeroizing::new(Vec::with_capacity(count * 2));
                kanji(&mut bits, count, &mut bytes)?;
                append(&bytes, Charset::Other, &mut text.done)?;
            }
            _ => return None,
        }
    }
    text.understand()?;
    // With erasures fewer errors are noticed: then the filling behind the text must be as the standard wants it.
    if text.done.is_empty() || (trust == Trust::Sure && !is_filling(&bits)) {
        return None;
    }
    Some(SecretText::new(std::mem::take(&mut *text.done)))
}

const fn count_bits(version: Version, bits: [usize; 3]) -> usize {
    match version.number() {
        1..=9 => bits[0],
        10..=26 => bits[1],
        _ => bits[2],
    }
}

fn is_filling(bits: &Bits) -> bool {
    let rest = &bits.bytes[bits.at.div_ceil(8)..];
    rest.iter()
        .enumerate()
        .all(|(at, &byte)| byte == if at % 2 == 0 { 0xec } else { 0x11 })
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

/// The number of a character set, in one to three bytes (AIM ECI assignments).
fn charset(bits: &mut Bits) -> Option<Charset> {
    let first = bits.take(8)?;
    let number = match first {
        0..=127 => first,
        128..=191 => (first & 63) << 8 | bits.take(8)?,
        192..=223 => (first & 31) << 16 | bits.take(16)?,
        _ => return None,
    };
    match number {
        // ISO 8859-1, and plain ASCII, which is a part of it.
        1 | 3 | 27 | 170 => Some(Charset::Latin1),
        25 => Some(Charset::Utf16),
        26 => Some(Charset::Utf8),
        _ => Some(Charset::Other),
    }
}

fn append(bytes: &[u8], charset: Charset, text: &mut String) -> Option<()> {
    match charset {
        Charset::Unsaid => match std::str::from_utf8(bytes) {
            Ok(valid) => text.push_str(valid),
            // Characters 128 to 159 are controls in ISO 8859-1: such bytes are some other set, and a guess may be a wrong text.
            Err(_) if bytes.iter().any(|byte| matches!(byte, 0x80..=0x9f)) => return None,
            Err(_) => text.extend(bytes.iter().map(|&byte| char::from(byte))),
        },
        Charset::Utf8 => text.push_str(std::str::from_utf8(bytes).ok()?),
        Charset::Latin1 => text.extend(bytes.iter().map(|&byte| char::from(byte))),
        Charset::Other => {
            if !bytes.is_ascii() {
                return None;
            }
            text.extend(bytes.iter().map(|&byte| char::from(byte)));
        }
        Charset::Utf16 => {
            let (units, []) = bytes.as_chunks::<2>() else {
                return None;
            };
            for character in char::decode_utf16(units.iter().map(|&unit| u16::from_be_bytes(unit)))
            {
                text.push(character.ok()?);
            }
        }
    }
    Some(())
}
