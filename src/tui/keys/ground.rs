//! What a terminal answers when it is asked for its background: `ESC ] 11 ; rgb:1e1e/1e1e/2e2e`, and an end.

const BEGIN: &[u8] = b"\x1b]11;";
/// An answer is no longer; what is, is none.
const MAX: usize = 48;

/// Whether this may be the beginning of one. `ESC ]` alone may be a key too.
pub(super) fn is_begun(bytes: &[u8]) -> bool {
    let common = bytes.len().min(BEGIN.len());
    bytes.get(..common) == BEGIN.get(..common) && common > 1
}

/// Red, green and blue, if they can be read, and how many bytes the answer has; `None` while it goes on.
pub(super) fn answer(bytes: &[u8]) -> Option<(Option<[u8; 3]>, usize)> {
    let body = bytes.get(BEGIN.len()..)?;
    let ends = |place: &usize| matches!(body.get(*place..), Some([0x07, ..] | [0x1b, b'\\', ..]));
    let Some(end) = (0..body.len()).find(ends) else {
        return (body.len() > MAX).then_some((None, bytes.len()));
    };
    let long = if body[end] == 0x07 { 1 } else { 2 };
    Some((colour(&body[..end]), BEGIN.len() + end + long))
}

/// `rgb:1e/1e/2e` with one to four digits each, `rgba:` with a fourth number, `#1e1e2e`.
fn colour(text: &[u8]) -> Option<[u8; 3]> {
    let text = std::str::from_utf8(text).ok()?;
    if let Some(digits) = text.strip_prefix('#') {
        let part = |place: usize| u8::from_str_radix(digits.get(place..place + 2)?, 16).ok();
        return Some([part(0)?, part(2)?, part(4)?]);
    }
    let numbers = text
        .strip_prefix("rgb:")
        .or_else(|| text.strip_prefix("rgba:"))?;
    let mut parts = numbers.split('/').map(|digits| {
        let most = match digits.len() {
            length @ 1..=4 => (1_u32 << (4 * length)) - 1,
            _ => return None,
        };
        let value = u32::from_str_radix(digits, 16).ok()?;
        u8::try_from(value * 255 / most).ok()
    });
    let mut next = || parts.next().flatten();
    Some([next()?, next()?, next()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_in_all_their_forms() {
        for (text, colour) in [
            ("\x1b]11;rgb:1e1e/1e1e/2e2e\x07", Some([0x1e, 0x1e, 0x2e])),
            ("\x1b]11;rgb:ff/0/80\x1b\\", Some([255, 0, 128])),
            ("\x1b]11;rgba:0000/0000/0000/ffff\x1b\\", Some([0, 0, 0])),
            ("\x1b]11;#fdf6e3\x07", Some([0xfd, 0xf6, 0xe3])),
            ("\x1b]11;?\x07", None),
            ("\x1b]11;rgb:é/0/0\x07", None),
        ] {
            let bytes = text.as_bytes();
            assert!(is_begun(bytes));
            assert_eq!(answer(bytes), Some((colour, bytes.len())), "{text:?}");
            let mut more = bytes.to_vec();
            more.push(b'j');
            assert_eq!(answer(&more).map(|found| found.1), Some(bytes.len()));
            for cut in 2..bytes.len() {
                assert!(is_begun(&bytes[..cut]));
                assert_eq!(answer(&bytes[..cut]), None, "{text:?} {cut}");
            }
        }
        assert!(!is_begun(b"\x1b[11;"));
        assert!(!is_begun(b"\x1b]1j"));
        let endless = [BEGIN, &[b'x'; 60]].concat();
        assert_eq!(answer(&endless), Some((None, endless.len())));
    }
}
