//! `SQLite`'s write-ahead log (File Format, section 4): what apps on a telephone wrote last is often there alone.

use zeroize::Zeroizing;

use crate::formats::input::MAX_BYTES;

/// Bytes of the log's header, and of what stands before each page.
const HEADER: usize = 32;
const FRAME: usize = 24;
/// Where a database says how it is read and written: 2 is with such a log, 1 without.
const VERSIONS: std::ops::Range<usize> = 18..20;

/// The database with the pages of its log, as one that has none: nothing else can be opened in memory.
pub(super) fn merged(database: &[u8], log: Option<&[u8]>) -> Zeroizing<Vec<u8>> {
    let mut whole = Zeroizing::new(database.to_vec());
    if let Some(pages) = log.and_then(committed) {
        apply(&mut whole, &pages);
    }
    if let Some(versions) = whole.get_mut(VERSIONS)
        && *versions == [2, 2]
    {
        versions.fill(1);
    }
    whole
}

/// The pages that count, in their order, and how many pages the database has then.
struct Committed<'a> {
    size: usize,
    pages: Vec<(usize, &'a [u8])>,
    count: usize,
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let word = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_be_bytes(*word))
}

/// Frames up to the last that ends a transaction; what is behind it was never finished, or is older than the log.
fn committed(log: &[u8]) -> Option<Committed<'_>> {
    let is_little = match word(log, 0)? {
        0x377f_0682 => true,
        0x377f_0683 => false,
        _ => return None,
    };
    let size = usize::try_from(word(log, 8)?).ok()?;
    let is_size = size.is_power_of_two() && (512..=65_536).contains(&size);
    let mut sum = Sum::new(is_little);
    sum.add(log.get(..24)?);
    if !is_size || !sum.is(log, 24) {
        return None;
    }
    let mut found = Committed {
        size,
        pages: Vec::new(),
        count: 0,
    };
    let mut pages = Vec::new();
    for frame in log.get(HEADER..)?.chunks_exact(FRAME + size) {
        let (head, page) = frame.split_at(FRAME);
        sum.add(head.get(..8)?);
        sum.add(page);
        if head.get(8..16) != log.get(16..24) || !sum.is(head, 16) {
            break;
        }
        pages.push((usize::try_from(word(head, 0)?).ok()?, page));
        let count = usize::try_from(word(head, 4)?).ok()?;
        if count > 0 {
            found.pages.append(&mut pages);
            found.count = count;
        }
    }
    (found.count > 0).then_some(found)
}

fn apply(whole: &mut Zeroizing<Vec<u8>>, log: &Committed) {
    let length = log.count.saturating_mul(log.size);
    if length > MAX_BYTES {
        return;
    }
    // A buffer that grows leaves a copy behind.
    let mut grown = Zeroizing::new(Vec::with_capacity(length));
    grown.extend_from_slice(whole.get(..length).unwrap_or(whole));
    grown.resize(length, 0);
    for (number, page) in &log.pages {
        let start = number.saturating_sub(1).saturating_mul(log.size);
        let end = start.saturating_add(log.size);
        if let Some(place) = grown.get_mut(start..end) {
            place.copy_from_slice(page);
        }
    }
    *whole = grown;
}

/// The log's running checksum.
struct Sum {
    is_little: bool,
    parts: (u32, u32),
}

impl Sum {
    const fn new(is_little: bool) -> Self {
        Self {
            is_little,
            parts: (0, 0),
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        let words = bytes.as_chunks::<4>().0.iter().map(|word| {
            if self.is_little {
                u32::from_le_bytes(*word)
            } else {
                u32::from_be_bytes(*word)
            }
        });
        let (mut first, mut second) = self.parts;
        for word in words {
            // Each word is added to one part and swaps the two.
            first = first.wrapping_add(word).wrapping_add(second);
            (first, second) = (second, first);
        }
        self.parts = (first, second);
    }

    fn is(&self, bytes: &[u8], at: usize) -> bool {
        let told = word(bytes, at).zip(word(bytes, at + 4));
        told == Some(self.parts)
    }
}
