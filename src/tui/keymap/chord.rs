//! Chord: one key press as people write it (`ctrl-n`, `enter`, `G`) and as the terminal reports it.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key with or without Control. Shift is part of the letter, as terminals send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    key: KeyCode,
    ctrl: bool,
}

const NAMED: [(&str, &str, KeyCode); 14] = [
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("backtab", "Shift-Tab", KeyCode::BackTab),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Del", KeyCode::Delete),
    ("up", "↑", KeyCode::Up),
    ("down", "↓", KeyCode::Down),
    ("left", "←", KeyCode::Left),
    ("right", "→", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PgUp", KeyCode::PageUp),
    ("pagedown", "PgDn", KeyCode::PageDown),
];

impl Chord {
    /// Reads a name from the keymap or the settings: `a`, `G`, `/`, `space`, `ctrl-n`, `^N`, `f1`, `pagedown`.
    pub fn parse(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        let control = lower
            .strip_prefix("ctrl-")
            .or_else(|| lower.strip_prefix('^').filter(|rest| !rest.is_empty()));
        if let Some(rest) = control {
            let mut letters = rest.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) => Some(Self {
                    key: KeyCode::Char(letter),
                    ctrl: true,
                }),
                _ => None,
            };
        }
        let key = if let Some((_, _, key)) = NAMED.iter().find(|(known, ..)| *known == lower) {
            *key
        } else if lower == "space" {
            KeyCode::Char(' ')
        } else if let Some(number) = lower.strip_prefix('f').and_then(|n| n.parse().ok()) {
            KeyCode::F(number)
        } else {
            let mut letters = name.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => KeyCode::Char(letter),
                _ => return None,
            }
        };
        Some(Self { key, ctrl: false })
    }

    /// From what the terminal reports; `None` for releases and for keys with Alt, which nothing is bound to.
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let is_letter = is_alt_gr(event);
        if event.modifiers.contains(KeyModifiers::ALT) && !is_letter {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL) && !is_letter;
        let key = match event.code {
            KeyCode::Char(letter) if ctrl => KeyCode::Char(letter.to_ascii_lowercase()),
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            other => other,
        };
        let ctrl = ctrl && matches!(key, KeyCode::Char(_));
        Some(Self { key, ctrl })
    }

    /// The letter a text field takes; `None` for everything else.
    pub fn letter(self) -> Option<char> {
        match self.key {
            KeyCode::Char(letter) if !self.ctrl => Some(letter),
            _ => None,
        }
    }

    /// True when every terminal since the VT100 can send it, and not as another key: Control with `i`, `m`, `j`,
    /// `h` and `[` arrive as Tab, Enter, Backspace and Esc; `s` and `q` may be held back as flow control.
    #[cfg(test)]
    pub fn is_legacy(self) -> bool {
        match self.key {
            KeyCode::Char(letter) if self.ctrl => {
                letter.is_ascii_lowercase() && !"imjhsq".contains(letter)
            }
            KeyCode::Char(letter) => letter == ' ' || letter.is_ascii_graphic(),
            KeyCode::F(number) => (1..=12).contains(&number),
            other => NAMED.iter().any(|(_, _, key)| *key == other),
        }
    }

    /// As it is written in the settings: `ctrl-n`, `enter`, `G`.
    pub fn name(self) -> String {
        if let Some((name, ..)) = NAMED.iter().find(|(_, _, key)| *key == self.key) {
            return (*name).to_owned();
        }
        match self.key {
            KeyCode::Char(' ') if !self.ctrl => "space".to_owned(),
            KeyCode::Char(letter) if self.ctrl => format!("ctrl-{letter}"),
            KeyCode::Char(letter) => letter.to_string(),
            KeyCode::F(number) => format!("f{number}"),
            _ => String::new(),
        }
    }

    /// For the hints bar, where room is short.
    pub fn short(self, ascii: bool) -> String {
        match self.key {
            KeyCode::Enter if !ascii => "⏎".to_owned(),
            KeyCode::Char(' ') if !ascii && !self.ctrl => "␣".to_owned(),
            KeyCode::Backspace if !ascii => "⌫".to_owned(),
            KeyCode::Up if ascii => "Up".to_owned(),
            KeyCode::Down if ascii => "Down".to_owned(),
            KeyCode::Left if ascii => "Left".to_owned(),
            KeyCode::Right if ascii => "Right".to_owned(),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, shown, _)) = NAMED.iter().find(|(_, _, key)| *key == self.key) {
            return f.write_str(shown);
        }
        match self.key {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(letter) if self.ctrl => write!(f, "^{}", letter.to_ascii_uppercase()),
            KeyCode::Char(letter) => write!(f, "{letter}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            _ => f.write_str("?"),
        }
    }
}

/// True for a letter typed with `AltGr`, which Windows reports as Control and Alt together. Elsewhere the two are on
/// keys that no layout gives another letter: those stay commands that nothing is bound to.
fn is_alt_gr(event: KeyEvent) -> bool {
    let both = event
        .modifiers
        .contains(KeyModifiers::CONTROL | KeyModifiers::ALT);
    let KeyCode::Char(letter) = event.code else {
        return false;
    };
    both && (cfg!(windows) || !letter.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Option<Chord> {
        Chord::from_event(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn names_and_events_meet() {
        for (name, code, modifiers) in [
            ("j", KeyCode::Char('j'), KeyModifiers::NONE),
            ("G", KeyCode::Char('G'), KeyModifiers::SHIFT),
            ("ctrl-n", KeyCode::Char('n'), KeyModifiers::CONTROL),
            ("^N", KeyCode::Char('N'), KeyModifiers::CONTROL),
            ("^", KeyCode::Char('^'), KeyModifiers::NONE),
            ("space", KeyCode::Char(' '), KeyModifiers::NONE),
            ("F1", KeyCode::F(1), KeyModifiers::NONE),
            ("f", KeyCode::Char('f'), KeyModifiers::NONE),
            ("backtab", KeyCode::BackTab, KeyModifiers::SHIFT),
            ("down", KeyCode::Down, KeyModifiers::SHIFT),
        ] {
            let chord = Chord::parse(name);
            assert!(chord.is_some(), "{name}");
            assert_eq!(chord, pressed(code, modifiers), "{name}");
        }
        for nonsense in ["", "ctrl-", "ctrl-nn", "escape-key", "jj"] {
            assert_eq!(Chord::parse(nonsense), None, "{nonsense}");
        }
        assert_eq!(pressed(KeyCode::Char('j'), KeyModifiers::ALT), None);
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        for letter in ['@', '€', 'ą', '\\', '{', '~'] {
            let chord = pressed(KeyCode::Char(letter), alt_gr);
            assert_eq!(chord.and_then(Chord::letter), Some(letter));
        }
        assert_eq!(pressed(KeyCode::Enter, alt_gr), None);
    }

    #[test]
    fn keys_no_old_terminal_can_send_are_known() {
        for name in ["ctrl-i", "ctrl-m", "ctrl-s", "é", "f13"] {
            assert!(!Chord::parse(name).expect(name).is_legacy(), "{name}");
        }
        for name in ["ctrl-n", "tab", "+", "space", "f1", "backtab"] {
            assert!(Chord::parse(name).expect(name).is_legacy(), "{name}");
        }
    }

    #[test]
    fn only_plain_letters_are_text() {
        assert_eq!(Chord::parse("x").and_then(Chord::letter), Some('x'));
        assert_eq!(Chord::parse("space").and_then(Chord::letter), Some(' '));
        assert_eq!(Chord::parse("ctrl-x").and_then(Chord::letter), None);
        assert_eq!(Chord::parse("enter").and_then(Chord::letter), None);
    }
}
