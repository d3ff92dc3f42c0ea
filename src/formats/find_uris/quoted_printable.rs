//! Mail sources: quoted-printable text (RFC 2045 section 6.7), in which `=` is `=3D` and long lines are broken.

use zeroize::Zeroizing;

use super::Text;
use crate::account::percent::hex_value;

/// Mailers break lines at 76 characters; a shorter line that ends in `=` may be padding.
const BROKEN_LINE: usize = 70;

/// True when the text says that it is a mail source.
pub(super) fn is_declared(text: &str) -> bool {
    const NAME: &[u8] = b"quoted-printable";
    text.as_bytes()
        .windows(NAME.len())
        .any(|window| window.eq_ignore_ascii_case(NAME))
}

/// The URI at `start`, decoded; `None` unless it can only be quoted-printable: a secret may well begin with
/// `3D`, so one `=3D` proves nothing.
pub(super) fn read(text: &str, start: usize, declared: bool) -> Option<Text> {
    let bytes = text.as_bytes();
    let mut decoded = Zeroizing::new(Vec::with_capacity(bytes.len() - start));
    let (mut place, mut equals, mut breaks) = (start, 0, 0);
    while let Some(&byte) = bytes.get(place) {
        if byte.is_ascii_whitespace() || b"\"<>`\\".contains(&byte) {
            break;
        }
        if byte != b'=' {
            decoded.push(byte);
            place += 1;
            continue;
        }
        if let Some(length) = soft_break(&bytes[place..]) {
            breaks += usize::from(line_length(bytes, place) >= BROKEN_LINE);
            place += length;
            continue;
        }
        let value = hex_value(*bytes.get(place + 1)?)? << 4 | hex_value(*bytes.get(place + 2)?)?;
        // `=` itself, or a byte of a character beyond ASCII; anything else a mailer leaves as it is.
        match value {
            b'=' => equals += 1,
            0x80.. => {}
            _ => return None,
        }
        decoded.push(value);
        place += 3;
    }
    let certain = equals >= 2 || equals == 1 && (declared || breaks > 0);
    if !certain {
        return None;
    }
    let uri = String::from_utf8_lossy(&decoded);
    let trimmed = uri.trim_end_matches(['.', ',', ';', ')', ']', '\'']);
    Some(Zeroizing::new(trimmed.to_owned()))
}

/// The length of `=` and the line end after it.
fn soft_break(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'=', b'\r', b'\n', ..] => Some(3),
        [b'=', b'\n' | b'\r', ..] => Some(2),
        _ => None,
    }
}

fn line_length(bytes: &[u8], end: usize) -> usize {
    let before = bytes.get(..end).unwrap_or_default();
    let start = before.iter().rposition(|byte| b"\r\n".contains(byte));
    end - start.map_or(0, |start| start + 1)
}
