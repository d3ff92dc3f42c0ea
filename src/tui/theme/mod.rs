//! Theme: what a piece of text can be, and how a theme draws that on a terminal with so many colours.

#[cfg(test)]
mod contrast;
mod glyphs;
mod paint;
mod palettes;

use ratatui::style::{Modifier, Style};

pub use crate::app::Theme;
use crate::app::{Colours, Part, Settings};
use crate::system::Depth;
pub use glyphs::{ASCII, Glyphs, UNICODE, glyphs};
use paint::Paint;
pub use paint::Shade;
use palettes::{BADGES, Palette, TERMINAL_SIGNS, fitting, palette};

/// How many colours badges are told apart by.
pub const BADGE_COLOURS: u8 = 12;
/// How many colours tags are told apart by.
pub const TAG_COLOURS: u8 = 6;

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
    /// Keys, titles, large codes: what the eye looks for.
    Accent,
    /// Something ends, fails or wants care. Never by colour alone: bold, and a glyph beside it.
    Alert,
    /// A mark: it worked.
    Good,
    /// The countdown line while there is time.
    Calm,
    /// The same when a code is about to end; and stars.
    Warning,
    /// The same in its last seconds; a mark that something failed.
    Urgent,
    /// Lines that divide: no text.
    Rule,
    /// What of the countdown line is burnt down.
    Spent,
    /// The row or button that an action would take.
    Selected,
    /// The bar at its left edge.
    Pointer,
    /// The letters a search matched.
    Match,
    /// Two letters of an issuer on its colour.
    Badge(u8),
    /// A tag.
    Tag(u8),
    /// The sign before it.
    Hash(u8),
}

/// A theme on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    theme: Theme,
    depth: Depth,
    own: Colours,
}

impl Look {
    /// Of a terminal with so many colours.
    pub fn new(theme: Theme, depth: Depth) -> Self {
        let own = Colours::default();
        Self { theme, depth, own }
    }

    /// With colours of the user's own; and, where it is asked for, by the terminal's own background, if that is known.
    pub fn of(settings: &Settings, depth: Depth, ground: Option<Shade>) -> Self {
        let theme = match settings.theme {
            Theme::Auto => ground.map_or(Theme::Terminal, fitting),
            theme => theme,
        };
        let own = match theme {
            Theme::Plain => Colours::default(),
            _ => settings.colours,
        };
        Self { theme, depth, own }
    }

    /// How `role` is drawn. Whatever matters differs from plain text without colour too.
    pub fn style(self, role: Role) -> Style {
        let paint = self.paint(role);
        let style = Style::new().add_modifier(paint.weight);
        let style = match paint.letters.and_then(|shade| shade.letters(self.depth)) {
            Some(colour) => style.fg(colour),
            None => style,
        };
        match paint.ground.and_then(|shade| shade.ground(self.depth)) {
            Some(colour) => style.bg(colour),
            // Only a ground tells these: without one, the other way round.
            None if matches!(role, Role::Selected | Role::Badge(_)) => {
                style.add_modifier(Modifier::REVERSED)
            }
            None => style,
        }
    }

    /// How `role` is drawn in what is selected.
    pub fn selected(self, role: Role) -> Style {
        let own = self.style(role);
        // A badge looks the same everywhere.
        if matches!(role, Role::Badge(_)) && own.bg.is_some() {
            return own.remove_modifier(Modifier::REVERSED);
        }
        let selected = self.style(Role::Selected);
        match selected.bg {
            // Reversed colours look like patches: the weights stay.
            None if role == Role::Pointer => own.remove_modifier(Modifier::REVERSED),
            None => selected.add_modifier(own.add_modifier),
            Some(ground) if self.palette().is_some() => own.bg(ground),
            // Colours that stand on every usual background do not stand on this one.
            Some(_) => Style::new().add_modifier(own.add_modifier).patch(selected),
        }
    }

    /// What is under everything: nothing of ours in the themes that leave the terminal its background.
    pub fn base(self) -> Style {
        let own = |part| self.own.of(part).map(Shade);
        let palette = self.palette();
        let ground = own(Part::Background).or_else(|| palette?.ground);
        let text = own(Part::Text).or_else(|| Some(palette?.text));
        let (Some(ground), Some(text)) = (ground, text) else {
            return Style::new();
        };
        let paint = Paint::of(text).on(ground);
        let letters = paint.letters.and_then(|shade| shade.letters(self.depth));
        let ground = paint.ground.and_then(|shade| shade.ground(self.depth));
        match (letters, ground) {
            (Some(letters), Some(ground)) => Style::new().fg(letters).bg(ground),
            _ => Style::new(),
        }
    }

    /// True when issuers can have colours of their own.
    pub fn has_badges(self) -> bool {
        self.theme != Theme::Plain
    }

    /// True when what is selected lies on a softer ground, and is not the other way round.
    pub fn has_soft_selection(self) -> bool {
        self.style(Role::Selected).bg.is_some()
    }

    /// True when any colour can be shown as it is.
    pub fn has_true_colours(self) -> bool {
        self.depth == Depth::True
    }

    /// What the user wants instead.
    fn with_own(self, role: Role, paint: Paint) -> Paint {
        let part = match role {
            Role::Text | Role::Strong | Role::Match => Part::Text,
            Role::Faint => Part::Faint,
            Role::Accent | Role::Calm | Role::Pointer => Part::Accent,
            Role::Good => Part::Good,
            Role::Warning => Part::Warning,
            Role::Alert | Role::Urgent => Part::Alert,
            Role::Rule | Role::Spent => Part::Rule,
            Role::Tag(_) | Role::Hash(_) => Part::Tag,
            Role::Selected => Part::Selected,
            Role::Badge(_) => return paint,
        };
        match (self.own.of(part).map(Shade), role) {
            (None, _) => paint,
            // The letters of a ground that is not ours are those of the text.
            (ground, Role::Selected) if self.palette().is_none() => Paint {
                ground,
                letters: self.own.of(Part::Text).map(Shade),
                ..paint
            },
            (ground, Role::Selected) => Paint { ground, ..paint },
            (letters, _) => Paint { letters, ..paint },
        }
    }

    fn palette(self) -> Option<&'static Palette> {
        palette(self.theme)
    }

    fn paint(self, role: Role) -> Paint {
        let paint = match (self.theme, self.palette()) {
            (_, Some(palette)) => palette.paint(role),
            (Theme::Plain, None) => Paint::default(),
            (_, None) => TERMINAL_SIGNS.paint(role),
        };
        let paint = match role {
            Role::Badge(number) if self.has_badges() => {
                let colours = usize::from(BADGE_COLOURS);
                BADGES[usize::from(number) % colours]
            }
            _ => paint,
        };
        let paint = self.with_own(role, paint);
        let coloured = self.palette().is_some() && self.depth != Depth::Basic;
        paint.in_weight(match role {
            Role::Strong | Role::Alert | Role::Urgent | Role::Badge(_) => Modifier::BOLD,
            // Where no colour tells a key from its word, the weight does.
            Role::Accent | Role::Pointer if !coloured => Modifier::BOLD,
            Role::Match => Modifier::UNDERLINED | Modifier::BOLD,
            Role::Spent => Modifier::CROSSED_OUT,
            _ => Modifier::empty(),
        })
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    #[test]
    fn plain_has_no_colour_at_all() {
        for role in contrast::ROLES {
            let plain = Look::new(Theme::Plain, Depth::True).style(*role);
            assert_eq!((plain.fg, plain.bg), (None, None), "{role:?}");
        }
    }

    #[test]
    fn no_role_that_matters_is_told_by_colour_alone() {
        for theme in contrast::THEMES {
            let look = Look::new(*theme, Depth::True);
            for role in [Role::Strong, Role::Alert, Role::Urgent, Role::Match] {
                assert!(!look.style(role).add_modifier.is_empty(), "{role:?}");
            }
            let selected = look.style(Role::Selected);
            let reversed = selected.add_modifier.contains(Modifier::REVERSED);
            assert!(reversed || selected.bg.is_some(), "{theme:?}");
        }
    }

    #[test]
    fn a_terminal_with_eight_colours_is_shown_none_that_its_palette_may_hide() {
        for theme in contrast::THEMES {
            for role in contrast::ROLES {
                let style = Look::new(*theme, Depth::Basic).style(*role);
                assert_eq!((style.fg, style.bg), (None, None), "{theme:?} {role:?}");
            }
        }
    }

    #[test]
    fn with_256_colours_none_is_of_the_first_sixteen() {
        for theme in contrast::THEMES {
            for role in contrast::ROLES {
                let style = Look::new(*theme, Depth::Indexed).style(*role);
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    assert!(matches!(colour, Color::Indexed(16..)), "{theme:?} {role:?}");
                }
            }
        }
    }
}
