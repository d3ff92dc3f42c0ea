//! Pages with otpauth links in them: Stratum's backup, and our own sheet of paper.

use zeroize::Zeroizing;

use crate::formats::input::Input;
use crate::formats::{FileError, Report, read_text};

pub fn is_page(input: &Input) -> bool {
    let start: String = input
        .trimmed()
        .chars()
        .take(64)
        .collect::<String>()
        .to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let page = input.text().unwrap_or_default();
    let mut links = Zeroizing::new(String::with_capacity(page.len()));
    let lower = Zeroizing::new(page.to_ascii_lowercase());
    let schemes = ["otpauth://", "motp://", "otpauth-migration://"];
    let starts = schemes
        .into_iter()
        .flat_map(|scheme| lower.match_indices(scheme));
    let mut starts: Vec<usize> = starts.map(|(start, _)| start).collect();
    starts.sort_unstable();
    for start in starts {
        let rest = page.get(start..).unwrap_or_default();
        let end = rest.find(['<', '>', '"', '\'']).unwrap_or(rest.len());
        let link = rest.get(..end).unwrap_or_default();
        let end = link.find(char::is_whitespace).unwrap_or(link.len());
        unescape(link.get(..end).unwrap_or_default(), &mut links);
        links.push('\n');
    }
    if links.trim().is_empty() {
        return Err(FileError::NoOtp);
    }
    Ok(read_text(&links))
}

/// Undoes the entities that a link can hold (HTML Living Standard, section 13.5).
fn unescape(text: &str, out: &mut Zeroizing<String>) {
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(rest.get(..start).unwrap_or_default());
        rest = rest.get(start..).unwrap_or_default();
        let end = rest.find(';').filter(|end| *end < 10);
        let name = end.and_then(|end| rest.get(1..end));
        let known = name.and_then(entity);
        out.push(known.unwrap_or('&'));
        let length = end.filter(|_| known.is_some()).map_or(1, |end| end + 1);
        rest = rest.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    let number = |text: &str, radix| {
        u32::from_str_radix(text, radix)
            .ok()
            .and_then(char::from_u32)
    };
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match name.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => number(hex.get(1..)?, 16),
            decimal => number(decimal, 10),
        },
    }
}
