//! What a terminal answers when it is asked whether it draws pictures: kitty's `ESC _ G i=31;OK ESC \`, and the device
//! attributes `ESC [ ? 62 ; 4 c`, of which 4 stands for sixels.

use crate::tui::pixels::Way;

const BEGIN: &[u8] = b"\x1b_G";
/// An answer is no longer; what is, is none.
const MAX: usize = 64;

/// Whether this may be the beginning of kitty's answer. `ESC _` alone may be a key too.
pub(super) fn is_begun(bytes: &[u8]) -> bool {
    let common = bytes.len().min(BEGIN.len());
    bytes.get(..common) == BEGIN.get(..common) && common > 1
}

/// Kitty's answer, and how many bytes it has; `None` while it goes on.
pub(super) fn answer(bytes: &[u8]) -> Option<(Option<Way>, usize)> {
    let body = bytes.get(BEGIN.len()..)?;
    let Some(end) = memchr::memmem::find(body, b"\x1b\\") else {
        return (body.len() > MAX).then_some((None, bytes.len()));
    };
    let is_yes = body[..end].ends_with(b";OK");
    Some((is_yes.then_some(Way::Kitty), BEGIN.len() + end + 2))
}

/// What the numbers of the device attributes say.
pub(super) fn attributes(numbers: &[u8]) -> Option<Way> {
    let numbers = numbers.strip_prefix(b"?")?;
    let mut numbers = numbers.split(|byte| *byte == b';').skip(1);
    numbers.any(|number| number == b"4").then_some(Way::Sixel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_are_told_from_keys() {
        assert_eq!(answer(b"\x1b_Gi=31;OK\x1b\\"), Some((Some(Way::Kitty), 12)));
        assert_eq!(
            answer(b"\x1b_Gi=31;ENOSYS\x1b\\x").map(|found| found.0),
            Some(None)
        );
        assert_eq!(answer(b"\x1b_Gi=31;O"), None);
        assert!(is_begun(b"\x1b_") && !is_begun(b"\x1b") && !is_begun(b"\x1b_x"));
        assert_eq!(attributes(b"?62;4;22"), Some(Way::Sixel));
        assert_eq!(attributes(b"?4;22"), None);
        assert_eq!(attributes(b"62;4"), None);
    }
}
