//! OSC 52: the escape sequence that asks the terminal itself to fill its clipboard, over SSH too.

use data_encoding::{BASE64, Encoding};
use zeroize::Zeroizing;

const CODE: Encoding = BASE64;

/// The sequence for `text`; `Inside::Tmux` wraps it so that tmux passes it on (`allow-passthrough`).
pub fn copy(text: &str, inside: Inside) -> Zeroizing<Vec<u8>> {
    let mut payload = Zeroizing::new(String::with_capacity(CODE.encode_len(text.len())));
    CODE.encode_append(text.as_bytes(), &mut payload);
    sequence(&payload, inside)
}

/// The sequence that empties the terminal's clipboard, whatever is in it.
pub fn clear(inside: Inside) -> Zeroizing<Vec<u8>> {
    // Anything that is not base64 clears; an empty payload is ignored by some terminals.
    sequence("!", inside)
}

/// What stands between the program and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// Nothing.
    Terminal,
    /// tmux, which swallows the sequence unless it is wrapped.
    Tmux,
    /// GNU screen, the same with other wrapping.
    Screen,
}

fn sequence(payload: &str, inside: Inside) -> Zeroizing<Vec<u8>> {
    let (before, after): (&[u8], &[u8]) = match inside {
        Inside::Terminal => (b"\x1b]52;c;", b"\x07"),
        Inside::Tmux => (b"\x1bPtmux;\x1b\x1b]52;c;", b"\x07\x1b\\"),
        Inside::Screen => (b"\x1bP\x1b]52;c;", b"\x07\x1b\\"),
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        before.len() + payload.len() + after.len(),
    ));
    bytes.extend_from_slice(before);
    bytes.extend_from_slice(payload.as_bytes());
    bytes.extend_from_slice(after);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_travels_as_base64() {
        assert_eq!(
            &copy("123456", Inside::Terminal)[..],
            b"\x1b]52;c;MTIzNDU2\x07"
        );
        assert_eq!(&clear(Inside::Terminal)[..], b"\x1b]52;c;!\x07");
    }

    #[test]
    fn multiplexers_get_their_wrapping() {
        assert_eq!(
            &copy("1", Inside::Tmux)[..],
            b"\x1bPtmux;\x1b\x1b]52;c;MQ==\x07\x1b\\"
        );
        assert_eq!(
            &copy("1", Inside::Screen)[..],
            b"\x1bP\x1b]52;c;MQ==\x07\x1b\\"
        );
    }
}
