//! Java's serialisation of a `HashMap<String, String>` (Java Object Serialization Specification, chapter 6).

use zeroize::Zeroizing;

const HEADER: &[u8] = &[0xac, 0xed, 0x00, 0x05];
const NULL: u8 = 0x70;
const REFERENCE: u8 = 0x71;
const CLASS: u8 = 0x72;
const OBJECT: u8 = 0x73;
const STRING: u8 = 0x74;
const BLOCK: u8 = 0x77;
const END_BLOCK: u8 = 0x78;
const LONG_STRING: u8 = 0x7c;
/// Handles of back-references begin here.
const FIRST_HANDLE: u32 = 0x007e_0000;
/// More pairs than any backup has.
const MAX_PAIRS: u32 = 200_000;

type Pairs = Vec<(Zeroizing<String>, Zeroizing<String>)>;

/// The class of the object in the stream.
pub(super) fn class_name(bytes: &[u8]) -> Option<&str> {
    let mut stream = Stream { rest: bytes };
    stream.expect(HEADER)?;
    stream.expect(&[OBJECT, CLASS])?;
    let length = stream.number::<2>()?;
    str::from_utf8(stream.take(usize::try_from(length).ok()?)?).ok()
}

/// The pairs of the map, in the order of the stream. `None` when it is cut off or no such map.
pub(super) fn string_map(bytes: &[u8]) -> Option<Pairs> {
    let mut stream = Stream { rest: bytes };
    stream.expect(HEADER)?;
    stream.expect(&[OBJECT, CLASS])?;
    let name = stream.counted::<2>()?;
    if name != b"java.util.HashMap" {
        return None;
    }
    stream.take(8)?;
    stream.expect(&[3])?;
    let fields = stream.number::<2>()?;
    for _ in 0..fields {
        stream.take(1)?;
        stream.counted::<2>()?;
    }
    stream.expect(&[END_BLOCK, NULL])?;
    stream.take(usize::try_from(fields).ok()?.checked_mul(4)?)?;
    stream.expect(&[BLOCK, 8])?;
    stream.take(4)?;
    let size = u32::try_from(stream.number::<4>()?)
        .ok()
        .filter(|size| *size <= MAX_PAIRS)?;
    let mut strings = Vec::new();
    // The class and the map take the first handles.
    let first = FIRST_HANDLE + 2;
    let mut pairs = Pairs::new();
    for _ in 0..size {
        let key = stream.string(&mut strings, first)?;
        let value = stream.string(&mut strings, first)?;
        if let (Text::Is(key), Text::Is(value)) = (key, value) {
            pairs.push((key, value));
        }
    }
    Some(pairs)
}

/// A string of the stream.
enum Text {
    Is(Zeroizing<String>),
    Null,
}

struct Stream<'a> {
    rest: &'a [u8],
}

impl<'a> Stream<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn expect(&mut self, bytes: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(bytes)?;
        Some(())
    }

    fn number<const N: usize>(&mut self) -> Option<u64> {
        let bytes = self.take(N)?;
        Some(
            bytes
                .iter()
                .fold(0, |number, byte| number << 8 | u64::from(*byte)),
        )
    }

    fn counted<const N: usize>(&mut self) -> Option<&'a [u8]> {
        let length = self.number::<N>()?;
        self.take(usize::try_from(length).ok()?)
    }

    /// A string, a back-reference to one, or null.
    fn string(&mut self, known: &mut Vec<Zeroizing<String>>, first: u32) -> Option<Text> {
        let text = match self.take(1)? {
            [STRING] => modified_utf8(self.counted::<2>()?)?,
            [LONG_STRING] => modified_utf8(self.counted::<8>()?)?,
            [REFERENCE] => {
                let handle = u32::try_from(self.number::<4>()?).ok()?;
                let index = usize::try_from(handle.checked_sub(first)?).ok()?;
                return known.get(index).cloned().map(Text::Is);
            }
            [NULL] => return Some(Text::Null),
            _ => return None,
        };
        known.push(text.clone());
        Some(Text::Is(text))
    }
}

/// UTF-8 with NUL in two bytes and other planes as two surrogates of three bytes each.
fn modified_utf8(bytes: &[u8]) -> Option<Zeroizing<String>> {
    if let Ok(text) = str::from_utf8(bytes) {
        return Some(Zeroizing::new(text.to_owned()));
    }
    let mut units = Zeroizing::new(Vec::<u16>::with_capacity(bytes.len()));
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        let more = match first {
            0..=0x7f => 0,
            0xc0..=0xdf => 1,
            0xe0..=0xef => 2,
            _ => return None,
        };
        let (following, after) = after.split_at_checked(more)?;
        let start = match more {
            0 => u32::from(first),
            1 => u32::from(first & 0x1f),
            _ => u32::from(first & 0x0f),
        };
        let unit = following
            .iter()
            .fold(start, |unit, byte| unit << 6 | u32::from(byte & 0x3f));
        units.push(u16::try_from(unit).ok()?);
        rest = after;
    }
    String::from_utf16(&units).ok().map(Zeroizing::new)
}
