//! Whether it can be read: the contrast of every role of every theme, on the backgrounds of palettes people have.

use ratatui::style::{Color, Modifier};

use super::paint::Shade;
use super::palettes::palette;
use super::{Look, Role, Theme};
use crate::app::Settings;
use crate::system::Depth;

/// For keys and signs.
const SIGN: f64 = 3.0;
/// For text and codes.
const TEXT: f64 = 4.5;

/// Every theme.
pub const THEMES: &[Theme] = &[
    Theme::Terminal,
    Theme::Dark,
    Theme::Light,
    Theme::Plain,
    Theme::Catppuccin,
    Theme::Gruvbox,
    Theme::Nord,
    Theme::Tokyonight,
    Theme::Solarized,
    Theme::SolarizedLight,
];

/// Every role.
pub const ROLES: &[Role] = &[
    Role::Text,
    Role::Faint,
    Role::Strong,
    Role::Accent,
    Role::Good,
    Role::Warning,
    Role::Alert,
    Role::Calm,
    Role::Urgent,
    Role::Rule,
    Role::Spent,
    Role::Selected,
    Role::Pointer,
    Role::Match,
    Role::Badge(0),
    Role::Badge(1),
    Role::Badge(2),
    Role::Badge(3),
    Role::Badge(4),
    Role::Badge(5),
    Role::Badge(6),
    Role::Badge(7),
    Role::Badge(8),
    Role::Badge(9),
    Role::Badge(10),
    Role::Badge(11),
    Role::Tag(0),
    Role::Tag(1),
    Role::Tag(2),
    Role::Tag(3),
    Role::Tag(4),
    Role::Tag(5),
    Role::Hash(0),
    Role::Hash(1),
    Role::Hash(2),
    Role::Hash(3),
    Role::Hash(4),
    Role::Hash(5),
];

/// Name, letters and background of the palettes that terminals come with, and that people choose.
#[rustfmt::skip] // A table reads best with one row a line.
const PALETTES: [(&str, u32, u32); 19] = [
    ("xterm dark", 0x00e5_e5e5, 0x0000_0000),
    ("xterm light", 0x0000_0000, 0x00ff_ffff),
    ("VGA", 0x00aa_aaaa, 0x0000_0000),
    ("PuTTY", 0x00bb_bbbb, 0x0000_0000),
    ("Campbell", 0x00cc_cccc, 0x000c_0c0c),
    ("legacy", 0x00c0_c0c0, 0x0000_0000),
    ("GNOME dark", 0x00ff_ffff, 0x001e_1e1e),
    ("GNOME light", 0x0017_1421, 0x00ff_ffff),
    ("Konsole", 0x00fc_fcfc, 0x0023_2627),
    ("macOS Basic", 0x0000_0000, 0x00ff_ffff),
    ("macOS Pro", 0x00f2_f2f2, 0x0000_0000),
    ("iTerm2", 0x00c7_c7c7, 0x0000_0000),
    ("Alacritty", 0x00d8_d8d8, 0x0018_1818),
    ("kitty", 0x00dd_dddd, 0x0000_0000),
    ("Solarized dark", 0x0083_9496, 0x0000_2b36),
    ("Solarized light", 0x0065_7b83, 0x00fd_f6e3),
    ("gruvbox dark", 0x00eb_dbb2, 0x0028_2828),
    ("gruvbox light", 0x003c_3836, 0x00fb_f1c7),
    ("nord", 0x00d8_dee9, 0x002e_3440),
];

/// What a role has to reach: these are lines, marks and stars.
fn wanted(role: Role) -> f64 {
    match role {
        Role::Good
        | Role::Warning
        | Role::Calm
        | Role::Urgent
        | Role::Rule
        | Role::Spent
        | Role::Pointer
        | Role::Hash(_) => SIGN,
        _ => TEXT,
    }
}

/// Half as strong, which is what the faintest terminals make of dim letters.
fn dimmed(letters: Shade, ground: Shade) -> Shade {
    let [letters, ground] = [letters.parts(), ground.parts()];
    let mixed = [0, 1, 2].map(|part| {
        let sum = u32::from(letters[part]) + u32::from(ground[part]);
        sum / 2
    });
    Shade(mixed[0] << 16 | mixed[1] << 8 | mixed[2])
}

fn shade(colour: Option<Color>, default: Shade) -> Shade {
    match colour {
        None => default,
        Some(Color::Indexed(number @ 16..)) => Shade::indexed(number),
        Some(Color::Rgb(red, green, blue)) => Shade(u32::from_be_bytes([0, red, green, blue])),
        Some(other) => panic!("{other:?} is another colour in every palette"),
    }
}

/// The contrast of a role in a row, selected or not.
fn contrast(look: Look, role: Role, palette: (Shade, Shade), is_selected: bool) -> f64 {
    let base = look.base();
    let (mut letters, mut ground) = (shade(base.fg, palette.0), shade(base.bg, palette.1));
    // As rows are painted: the other way round without colours, or on a softer ground.
    let style = if is_selected {
        look.selected(role)
    } else {
        look.style(role)
    };
    letters = shade(style.fg, letters);
    ground = shade(style.bg, ground);
    if style.add_modifier.contains(Modifier::DIM) {
        letters = dimmed(letters, ground);
    }
    letters.contrast(ground)
}

/// The palettes on which a theme is to be read.
fn palettes_for(theme: Theme) -> Vec<(&'static str, Shade, Shade)> {
    let all = PALETTES
        .iter()
        .map(|(name, letters, ground)| (*name, Shade(*letters), Shade(*ground)));
    let is_dark = |ground: Shade| ground.luminance() < 0.2;
    all.filter(|(_, _, ground)| match theme {
        Theme::Dark => is_dark(*ground),
        Theme::Light => !is_dark(*ground),
        _ => true,
    })
    .collect()
}

#[test]
fn every_role_of_every_theme_can_be_read() {
    let mut broken = Vec::new();
    for &theme in THEMES {
        for depth in [Depth::True, Depth::Indexed, Depth::Basic] {
            // Without colours a theme for one kind of background is one for all.
            let for_all = if depth == Depth::Basic {
                Theme::Terminal
            } else {
                theme
            };
            for (name, letters, ground) in palettes_for(for_all) {
                // What the palette's own letters reach nobody can better without colour.
                let own = letters.contrast(ground) - 0.001;
                let painted = palette(theme).is_some() && depth != Depth::Basic;
                for &role in ROLES {
                    for is_selected in [false, true] {
                        let look = Look::new(theme, depth);
                        let found = contrast(look, role, (letters, ground), is_selected);
                        let wanted = wanted(role);
                        let wanted = if painted { wanted } else { wanted.min(own) };
                        if found < wanted {
                            broken.push(format!(
                                "{theme:?} {depth:?} {role:?} on {name}, selected {is_selected}: {found:.2}"
                            ));
                        }
                    }
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn by_the_background_that_is_told_all_roles_can_be_read() {
    for (name, letters, ground) in palettes_for(Theme::Terminal) {
        let settings = Settings {
            theme: Theme::Auto,
            ..Settings::default()
        };
        let look = Look::of(&settings, Depth::True, Some(ground));
        let is_dark = ground.luminance() < 0.2;
        let theme = if is_dark { Theme::Dark } else { Theme::Light };
        assert_eq!(look, Look::new(theme, Depth::True), "{name}");
        for &role in ROLES {
            let found = contrast(look, role, (letters, ground), false);
            assert!(found >= wanted(role), "{role:?} on {name}: {found:.2}");
        }
        let unknown = Look::of(&settings, Depth::True, None);
        assert_eq!(unknown, Look::new(Theme::Terminal, Depth::True));
    }
    let middle = super::palettes::fitting(Shade(0x0080_8080));
    assert_eq!(
        middle,
        Theme::Terminal,
        "nothing can be read there but its own letters"
    );
}

#[test]
fn colours_of_ones_own_lie_over_those_of_any_theme() {
    let text = "accent=#123456 selected=#654321 background=#000001 text=#fffffe";
    let colours = crate::app::Colours::parse(text).expect("colours");
    for &theme in THEMES {
        let settings = Settings {
            theme,
            colours,
            ..Settings::default()
        };
        let look = Look::of(&settings, Depth::True, None);
        if theme == Theme::Plain {
            assert_eq!(look, Look::new(theme, Depth::True));
            continue;
        }
        let rgb = |colour: u32| {
            let [_, red, green, blue] = colour.to_be_bytes();
            Some(Color::Rgb(red, green, blue))
        };
        assert_eq!(look.style(Role::Accent).fg, rgb(0x0012_3456));
        assert_eq!(look.style(Role::Selected).bg, rgb(0x0065_4321));
        assert_eq!((look.base().fg, look.base().bg), (rgb(0x00ff_fffe), rgb(1)));
    }
}

#[test]
fn the_blue_of_the_palettes_would_be_found_out() {
    // xterm, the console, PuTTY, old Windows: what keys were drawn in once.
    for blue in [0xee, 0xaa, 0xbb, 0x80] {
        assert!(Shade(blue).contrast(Shade(0)) < SIGN);
    }
    let faint = dimmed(Shade(0x0083_9496), Shade(0x0000_2b36));
    assert!(faint.contrast(Shade(0x0000_2b36)) < TEXT, "dim Solarized");
}
