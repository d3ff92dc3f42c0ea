//! Theme: seven roles a piece of text can have, how four themes draw them, and the glyphs of ASCII mode.

use ratatui::style::{Color, Modifier, Style};

pub use crate::app::Theme;

/// What a piece of text is; a theme decides how that looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Role {
    /// Plain text.
    #[default]
    Text,
    /// Less important.
    Faint,
    /// More important.
    Strong,
    /// Codes, keys, titles: what the eye looks for.
    Accent,
    /// Something ends, fails or wants care. Never by colour alone: bold, and a glyph beside it.
    Alert,
    /// The row or button that an action would take.
    Selected,
    /// The letters a search matched.
    Match,
}

impl Theme {
    /// How `role` is drawn. Every role differs from plain text without colour too, but for the accent.
    pub fn style(self, role: Role) -> Style {
        let style = Style::new();
        match role {
            Role::Text => style,
            Role::Faint => match self {
                Self::Terminal | Self::Plain => style.add_modifier(Modifier::DIM),
                Self::Dark => style.fg(Color::Rgb(0x9a, 0x9a, 0x9a)),
                Self::Light => style.fg(Color::Rgb(0x5c, 0x5c, 0x5c)),
            },
            Role::Strong => style.add_modifier(Modifier::BOLD),
            Role::Accent => match self {
                Self::Terminal => style.fg(Color::Blue),
                Self::Dark => style.fg(Color::Rgb(0x56, 0xb4, 0xe9)),
                Self::Light => style.fg(Color::Rgb(0x00, 0x5a, 0x8c)),
                Self::Plain => style,
            },
            Role::Alert => match self {
                Self::Terminal => style.fg(Color::Red),
                Self::Dark => style.fg(Color::Rgb(0xff, 0x9e, 0x64)),
                Self::Light => style.fg(Color::Rgb(0xa3, 0x3b, 0x00)),
                Self::Plain => style,
            }
            .add_modifier(Modifier::BOLD),
            Role::Selected => style.add_modifier(Modifier::REVERSED),
            Role::Match => style.add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
        }
    }
}

/// The few characters outside ASCII that we draw, and what stands for them in ASCII mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Before the selected row.
    pub selected: &'static str,
    /// Before a starred row.
    pub star: &'static str,
    /// A whole cell of the countdown line.
    pub full: &'static str,
    /// Half a cell of it.
    pub half: &'static str,
    /// Before the next code.
    pub arrow: &'static str,
    /// Where text was cut.
    pub cut: &'static str,
    /// For a hidden letter.
    pub dot: &'static str,
    /// It worked.
    pub done: &'static str,
    /// It did not work.
    pub failed: &'static str,
    /// Divides parts of a line.
    pub middle: &'static str,
    /// Divides list and details.
    pub wall: &'static str,
    /// Something to write into.
    pub caret: &'static str,
    /// Frame: corners (clockwise from the upper left), horizontal, vertical.
    pub frame: [&'static str; 6],
    /// Pictures of the spinner, in turn.
    pub spinner: &'static [&'static str],
    /// Between two thoughts.
    pub dash: &'static str,
}

/// For terminals with the usual characters.
pub const UNICODE: Glyphs = Glyphs {
    selected: "▸",
    star: "★",
    full: "━",
    half: "╸",
    arrow: "→",
    cut: "…",
    dot: "•",
    done: "✓",
    failed: "✗",
    middle: "·",
    wall: "│",
    caret: "▏",
    frame: ["╭", "╮", "╯", "╰", "─", "│"],
    spinner: &["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"],
    dash: "—",
};

/// For everything else.
pub const ASCII: Glyphs = Glyphs {
    selected: ">",
    star: "*",
    full: "=",
    half: "-",
    arrow: ">",
    cut: "~",
    dot: ".",
    done: "+",
    failed: "x",
    middle: "|",
    wall: "|",
    caret: "_",
    frame: ["+", "+", "+", "+", "-", "|"],
    spinner: &["|", "/", "-", "\\"],
    dash: "-",
};

/// The characters to draw with.
pub const fn glyphs(ascii: bool) -> &'static Glyphs {
    if ascii { &ASCII } else { &UNICODE }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 7] = [
        Role::Text,
        Role::Faint,
        Role::Strong,
        Role::Accent,
        Role::Alert,
        Role::Selected,
        Role::Match,
    ];

    #[test]
    fn plain_has_no_colour_and_terminal_only_its_own() {
        for role in ROLES {
            let plain = Theme::Plain.style(role);
            assert_eq!((plain.fg, plain.bg), (None, None), "{role:?}");
            let own = Theme::Terminal.style(role).fg;
            assert!(matches!(own, None | Some(Color::Blue | Color::Red)));
        }
    }

    #[test]
    fn no_role_that_matters_is_told_by_colour_alone() {
        for role in [Role::Strong, Role::Alert, Role::Selected, Role::Match] {
            for theme in [Theme::Terminal, Theme::Dark, Theme::Light, Theme::Plain] {
                assert!(!theme.style(role).add_modifier.is_empty(), "{role:?}");
            }
        }
    }

    #[test]
    fn ascii_mode_is_ascii() {
        let a = ASCII;
        let all = [
            a.selected, a.star, a.full, a.half, a.arrow, a.cut, a.dot, a.done, a.failed, a.middle,
            a.wall, a.caret, a.dash,
        ];
        assert!(
            all.iter()
                .chain(&a.frame)
                .chain(a.spinner)
                .all(|g| g.is_ascii())
        );
    }
}
