//! Keys: what the bytes of a terminal mean: keys, pastes, clicks, the focus. Every byte is looked at once, and none
//! waits for the next key.

mod ground;
mod pixels;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use zeroize::Zeroizing;

use super::pixels::Way;

const ESCAPE: u8 = 0x1b;
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// More than anybody pastes; what is behind it is left out.
const MAX_PASTE: usize = 4 * 1024 * 1024;
/// No key is longer.
const MAX_KEY: usize = 64;

/// Takes bytes as they come, in pieces of any length.
#[derive(Default)]
pub struct Keys {
    /// The beginning of something that is not all there.
    begun: Zeroizing<Vec<u8>>,
    /// A paste that has not ended.
    paste: Option<Zeroizing<Vec<u8>>>,
    /// What the terminal answered about its background.
    ground: Option<[u8; 3]>,
    /// The best of what it answered about pictures.
    pixels: Option<Way>,
}

/// What stands at the beginning of some bytes.
enum Found {
    /// An event, or nothing that means something to us, of so many bytes.
    Whole(Option<Event>, usize),
    /// A paste begins behind so many bytes.
    Paste(usize),
    /// The background of the terminal, if it can be read, in so many bytes.
    Ground(Option<[u8; 3]>, usize),
    /// How the terminal draws pictures, if it does, in so many bytes.
    Pixels(Option<Way>, usize),
    /// It goes on.
    Begun,
}

impl Keys {
    /// True when it matters whether more comes: an Esc alone is a key, at the beginning of one it is none.
    pub fn is_begun(&self) -> bool {
        !self.begun.is_empty() && self.paste.is_none()
    }

    /// Takes some bytes and tells what they mean.
    pub fn take(&mut self, bytes: &[u8], mut tell: impl FnMut(Event)) {
        let mut joined = std::mem::take(&mut self.begun);
        joined.extend_from_slice(bytes);
        let mut rest = joined.as_slice();
        while !rest.is_empty() {
            if let Some(paste) = &mut self.paste {
                let (used, ended) = pasted(paste, rest);
                rest = &rest[used..];
                if ended && let Some(mut paste) = self.paste.take() {
                    tell(Event::Paste(text(&mut paste)));
                } else if !ended {
                    break;
                }
                continue;
            }
            match found(rest) {
                Found::Whole(event, used) => {
                    event.into_iter().for_each(&mut tell);
                    rest = &rest[used..];
                }
                Found::Paste(used) => {
                    self.paste = Some(Zeroizing::default());
                    rest = &rest[used..];
                }
                Found::Ground(ground, used) => {
                    self.ground = ground.or(self.ground);
                    rest = &rest[used..];
                }
                Found::Pixels(way, used) => {
                    // Kitty's comes first where there is one, and counts.
                    self.pixels = self.pixels.or(way);
                    rest = &rest[used..];
                }
                Found::Begun if rest.len() > MAX_KEY => rest = &rest[1..],
                Found::Begun => break,
            }
        }
        self.begun = Zeroizing::new(rest.to_vec());
    }

    /// What the terminal answered since it was asked last.
    pub fn take_ground(&mut self) -> Option<[u8; 3]> {
        self.ground.take()
    }

    /// The same about pictures.
    pub fn take_pixels(&mut self) -> Option<Way> {
        self.pixels.take()
    }

    /// Nothing more came for a while: what has begun is all there is.
    pub fn settle(&mut self, mut tell: impl FnMut(Event)) {
        let begun = std::mem::take(&mut self.begun);
        match begun.as_slice() {
            [ESCAPE] => tell(key(KeyCode::Esc, KeyModifiers::NONE)),
            [ESCAPE, byte @ (b'[' | b'O' | b']' | b'_')] => {
                tell(key(KeyCode::Char(char::from(*byte)), KeyModifiers::ALT));
            }
            // Half a letter, half a sequence: nobody typed that.
            _ => {}
        }
    }
}

/// Moves what belongs to the paste; how many bytes that were, and whether it has ended.
fn pasted(paste: &mut Vec<u8>, bytes: &[u8]) -> (usize, bool) {
    let end = memchr::memmem::find(bytes, PASTE_ENDS);
    // The end may be cut in two: so much of it is kept for the next time.
    let kept = (1..PASTE_ENDS.len())
        .rev()
        .find(|&length| bytes.ends_with(&PASTE_ENDS[..length]));
    let length = end.unwrap_or(bytes.len() - kept.unwrap_or_default());
    let room = MAX_PASTE.saturating_sub(paste.len());
    let needed = paste.len() + length.min(room);
    if needed > paste.capacity() {
        // By hand: a growing buffer would leave copies behind.
        let mut roomier = Vec::with_capacity(needed * 2);
        roomier.extend_from_slice(paste);
        drop(Zeroizing::new(std::mem::replace(paste, roomier)));
    }
    paste.extend_from_slice(&bytes[..length.min(room)]);
    match end {
        Some(place) => (place + PASTE_ENDS.len(), true),
        None => (length, false),
    }
}

fn text(bytes: &mut Vec<u8>) -> String {
    String::from_utf8(std::mem::take(bytes)).unwrap_or_else(|error| {
        let bytes = Zeroizing::new(error.into_bytes());
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

fn found(bytes: &[u8]) -> Found {
    let [first, rest @ ..] = bytes else {
        return Found::Begun;
    };
    if *first != ESCAPE {
        return letter(bytes);
    }
    match rest {
        [] | [b'O'] => Found::Begun,
        [b'[', ..] => sequence(bytes),
        _ if ground::is_begun(bytes) => match ground::answer(bytes) {
            Some((ground, used)) => Found::Ground(ground, used),
            None => Found::Begun,
        },
        _ if pixels::is_begun(bytes) => match pixels::answer(bytes) {
            Some((way, used)) => Found::Pixels(way, used),
            None => Found::Begun,
        },
        [b'O', letter, ..] => Found::Whole(application_key(*letter), 3),
        [ESCAPE, ..] => Found::Whole(Some(key(KeyCode::Esc, KeyModifiers::NONE)), 1),
        _ => match letter(rest) {
            Found::Whole(Some(Event::Key(plain)), used) => {
                let event = key(plain.code, plain.modifiers | KeyModifiers::ALT);
                Found::Whole(Some(event), used + 1)
            }
            Found::Whole(event, used) => Found::Whole(event, used + 1),
            other => other,
        },
    }
}

/// One letter, or one of the keys that have a byte of their own.
fn letter(bytes: &[u8]) -> Found {
    let first = bytes.first().copied().unwrap_or_default();
    let control = |base: u8| (KeyCode::Char(char::from(base)), KeyModifiers::CONTROL);
    let (code, modifiers) = match first {
        b'\r' => (KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
        0x7f => (KeyCode::Backspace, KeyModifiers::NONE),
        0 => control(b' '),
        0x01..=0x1a => control(first - 1 + b'a'),
        0x1c..=0x1f => control(first - 0x1c + b'4'),
        _ => return utf8(bytes),
    };
    Found::Whole(Some(key(code, modifiers)), 1)
}

fn utf8(bytes: &[u8]) -> Found {
    let length = match bytes.first() {
        Some(0x00..=0x7f) => 1,
        Some(0xc0..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf7) => 4,
        _ => return Found::Whole(None, 1),
    };
    let Some(bytes) = bytes.get(..length) else {
        return Found::Begun;
    };
    let letter = std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| text.chars().next());
    let Some(letter) = letter else {
        return Found::Whole(None, 1);
    };
    let shift = if letter.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    };
    Found::Whole(Some(key(KeyCode::Char(letter), shift)), length)
}

/// `ESC O x`: the keys of a keypad in application mode.
fn application_key(letter: u8) -> Option<Event> {
    let code = match letter {
        b'P'..=b'S' => KeyCode::F(1 + letter - b'P'),
        b'M' => KeyCode::Enter,
        other => arrow(other)?,
    };
    Some(key(code, KeyModifiers::NONE))
}

fn arrow(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        _ => return None,
    })
}

/// `ESC [ numbers letter`.
fn sequence(bytes: &[u8]) -> Found {
    let body = bytes.get(2..).unwrap_or_default();
    // The Linux console's function keys: one letter more.
    if let [b'[', rest @ ..] = body {
        return match rest {
            [] => Found::Begun,
            [letter @ b'A'..=b'E', ..] => Found::Whole(
                Some(key(KeyCode::F(1 + letter - b'A'), KeyModifiers::NONE)),
                4,
            ),
            _ => Found::Whole(None, 4),
        };
    }
    let Some(end) = body.iter().position(|byte| !(0x20..0x40).contains(byte)) else {
        return Found::Begun;
    };
    let (numbers, last, used) = (&body[..end], body[end], end + 3);
    if !(0x40..0x7f).contains(&last) {
        // Cut short by another key, which counts for itself.
        return Found::Whole(None, used - 1);
    }
    if last == b'M' && numbers.is_empty() {
        // A click as terminals told it in the eighties: three bytes follow.
        return if body.len() < 4 {
            Found::Begun
        } else {
            Found::Whole(None, 6)
        };
    }
    if last == b'~' && numbers == b"200" {
        return Found::Paste(used);
    }
    if last == b'c' && numbers.first() == Some(&b'?') {
        return Found::Pixels(pixels::attributes(numbers), used);
    }
    Found::Whole(meaning(numbers, last), used)
}

fn meaning(numbers: &[u8], last: u8) -> Option<Event> {
    if let [b'<', numbers @ ..] = numbers {
        return click(numbers, last);
    }
    let mut parts = numbers.split(|byte| *byte == b';').map(number);
    let (first, held) = (parts.next().flatten(), parts.next().flatten());
    let modifiers = held.map_or(KeyModifiers::NONE, modifiers);
    let code = match last {
        b'I' => return Some(Event::FocusGained),
        b'O' => return Some(Event::FocusLost),
        b'Z' => return Some(key(KeyCode::BackTab, KeyModifiers::SHIFT)),
        b'P'..=b'S' => KeyCode::F(1 + last - b'P'),
        b'~' => match first? {
            1 | 7 => KeyCode::Home,
            2 => KeyCode::Insert,
            3 => KeyCode::Delete,
            4 | 8 => KeyCode::End,
            5 => KeyCode::PageUp,
            6 => KeyCode::PageDown,
            number @ 11..=15 => KeyCode::F(u8::try_from(number - 10).ok()?),
            number @ 17..=21 => KeyCode::F(u8::try_from(number - 11).ok()?),
            number @ 23..=26 => KeyCode::F(u8::try_from(number - 12).ok()?),
            _ => return None,
        },
        b'u' => char::from_u32(first?).map(KeyCode::Char)?,
        other => arrow(other)?,
    };
    Some(key(code, modifiers))
}

fn number(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// 1 and a bit for each: Shift, Alt, Control.
fn modifiers(number: u32) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let mut held = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ] {
        held.set(modifier, bits & bit != 0);
    }
    held
}

/// `ESC [ < button ; column ; row M`, with an `m` when it is let go.
fn click(numbers: &[u8], last: u8) -> Option<Event> {
    let mut parts = numbers.split(|byte| *byte == b';').map(number);
    let mut next = || parts.next().flatten();
    let (button, column, row) = (next()?, next()?, next()?);
    let kind = match (button & 0b1110_0011, last) {
        (0, b'M') => MouseEventKind::Down(MouseButton::Left),
        (1, b'M') => MouseEventKind::Down(MouseButton::Middle),
        (2, b'M') => MouseEventKind::Down(MouseButton::Right),
        (64, b'M') => MouseEventKind::ScrollUp,
        (65, b'M') => MouseEventKind::ScrollDown,
        _ => return None,
    };
    let place = |number: u32| u16::try_from(number.saturating_sub(1)).ok();
    Some(Event::Mouse(MouseEvent {
        kind,
        column: place(column)?,
        row: place(row)?,
        modifiers: KeyModifiers::NONE,
    }))
}

#[cfg(test)]
mod tests;
