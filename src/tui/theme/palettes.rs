//! Palettes: the colours of each theme. Which of them can be read is checked by computing it; see `contrast.rs`.

use super::paint::{Paint, Shade};
use super::{BADGE_COLOURS, Role, TAG_COLOURS, Theme};

/// The colours of a theme.
#[derive(Debug, PartialEq, Eq)]
pub struct Palette {
    /// Painted under everything, for the themes that bring their own.
    pub ground: Option<Shade>,
    pub text: Shade,
    faint: Shade,
    accent: Shade,
    alert: Shade,
    warning: Shade,
    good: Shade,
    rule: Shade,
    selected: Shade,
    tags: [Shade; TAG_COLOURS as usize],
}

impl Palette {
    pub fn paint(&self, role: Role) -> Paint {
        let tag = |number: u8| self.tags[usize::from(number % TAG_COLOURS)];
        let shade = match role {
            Role::Text | Role::Strong | Role::Match => self.text,
            Role::Faint => self.faint,
            Role::Accent | Role::Pointer | Role::Calm => self.accent,
            Role::Good => self.good,
            Role::Warning => self.warning,
            Role::Alert | Role::Urgent => self.alert,
            Role::Rule | Role::Spent => self.rule,
            Role::Tag(number) | Role::Hash(number) => tag(number),
            Role::Selected => return Paint::of(self.text).on(self.selected),
            Role::Badge(_) => return Paint::default(),
        };
        Paint::of(shade)
    }
}

/// What can be coloured where the background is anybody's: signs, in such colours of the 256 as are the same in every
/// palette and stand 3 : 1 on all the usual backgrounds, light and dark. No colour stands 4.5 : 1 on all of them, so
/// text has none, and is not dimmed either: many palettes leave no room for that.
pub struct Signs {
    calm: u8,
    good: u8,
    warning: u8,
    urgent: u8,
    rule: u8,
    /// Letters and ground.
    selected: (u8, u8),
    tags: [u8; TAG_COLOURS as usize],
}

impl Signs {
    pub fn paint(&self, role: Role) -> Paint {
        let number = match role {
            Role::Calm => self.calm,
            Role::Good => self.good,
            Role::Warning => self.warning,
            Role::Urgent => self.urgent,
            Role::Rule | Role::Spent => self.rule,
            Role::Hash(number) => self.tags[usize::from(number % TAG_COLOURS)],
            // A ground that is softer than letters and background the other way round needs letters of its own.
            Role::Selected => {
                return Paint::of(Shade::indexed(self.selected.0))
                    .on(Shade::indexed(self.selected.1));
            }
            _ => return Paint::default(),
        };
        Paint::of(Shade::indexed(number))
    }
}

/// For `theme = "terminal"`.
pub const TERMINAL_SIGNS: Signs = Signs {
    calm: 32,
    good: 65,
    warning: 166,
    urgent: 197,
    rule: 244,
    selected: (231, 239),
    tags: [32, 133, 66, 166, 99, 100],
};

const INK: Shade = Shade(0x001a_1a1a);

const fn badge(ground: u32) -> Paint {
    Paint::of(INK).on(Shade(ground))
}

/// Well above the least that text needs.
const READABLE: f64 = 4.5;

/// The theme whose colours can all be read on that background; for one in the middle it is the one that brings none.
pub fn fitting(ground: Shade) -> Theme {
    let fits = |palette: &Palette| {
        let text = [
            palette.text,
            palette.faint,
            palette.accent,
            palette.alert,
            palette.good,
        ];
        let all = text.iter().chain(&palette.tags);
        palette.rule.contrast(ground) >= 3.0
            && all.copied().all(|shade| shade.contrast(ground) >= READABLE)
    };
    if fits(&DARK) {
        Theme::Dark
    } else if fits(&LIGHT) {
        Theme::Light
    } else {
        Theme::Terminal
    }
}

/// Dark letters on a light colour: the same in every theme.
pub const BADGES: [Paint; BADGE_COLOURS as usize] = [
    badge(0x00f2_a0b4),
    badge(0x00f4_b08a),
    badge(0x00e8_cf7a),
    badge(0x00c4_dc82),
    badge(0x0096_dc9a),
    badge(0x0084_d8c0),
    badge(0x0088_cfe8),
    badge(0x0094_b8f4),
    badge(0x00b0_a8f6),
    badge(0x00d4_a4f2),
    badge(0x00ef_a0d8),
    badge(0x00c8_c8c8),
];

/// The colours of a theme; none for those that leave them to the terminal.
pub fn palette(theme: Theme) -> Option<&'static Palette> {
    Some(match theme {
        Theme::Terminal | Theme::Plain | Theme::Auto => return None,
        Theme::Dark => &DARK,
        Theme::Light => &LIGHT,
        Theme::Catppuccin => &CATPPUCCIN,
        Theme::Gruvbox => &GRUVBOX,
        Theme::Nord => &NORD,
        Theme::Tokyonight => &TOKYONIGHT,
        Theme::Solarized => &SOLARIZED,
        Theme::SolarizedLight => &SOLARIZED_LIGHT,
    })
}

/// For dark backgrounds of any kind: the background stays the terminal's.
const DARK: Palette = Palette {
    ground: None,
    text: Shade(0x00e6_e6e6),
    faint: Shade(0x00b4_b4b4),
    accent: Shade(0x007c_c4f5),
    alert: Shade(0x00ff_9e64),
    warning: Shade(0x00f2_cc60),
    good: Shade(0x007d_dc7d),
    rule: Shade(0x0090_9090),
    selected: Shade(0x002a_3948),
    tags: [
        Shade(0x007c_c4f5),
        Shade(0x00f2_a6c8),
        Shade(0x008a_dcb8),
        Shade(0x00f5_b58a),
        Shade(0x00c9_b0f5),
        Shade(0x00d8_d080),
    ],
};

/// For light backgrounds of any kind.
const LIGHT: Palette = Palette {
    ground: None,
    text: Shade(0x001a_1a1a),
    faint: Shade(0x0056_5656),
    accent: Shade(0x0000_5a8c),
    alert: Shade(0x008f_2d00),
    warning: Shade(0x006e_4b00),
    good: Shade(0x001d_6321),
    rule: Shade(0x0076_7676),
    selected: Shade(0x00cf_e2f2),
    tags: [
        Shade(0x0000_5a8c),
        Shade(0x008a_1f5e),
        Shade(0x0014_614a),
        Shade(0x0085_3500),
        Shade(0x004a_2a98),
        Shade(0x005f_5200),
    ],
};

const CATPPUCCIN: Palette = Palette {
    ground: Some(Shade(0x001e_1e2e)),
    text: Shade(0x00cd_d6f4),
    faint: Shade(0x00a6_adc8),
    accent: Shade(0x0089_b4fa),
    alert: Shade(0x00f3_8ba8),
    warning: Shade(0x00f9_e2af),
    good: Shade(0x00a6_e3a1),
    rule: Shade(0x007f_849c),
    selected: Shade(0x0031_3244),
    tags: [
        Shade(0x0089_b4fa),
        Shade(0x00f5_c2e7),
        Shade(0x0094_e2d5),
        Shade(0x00fa_b387),
        Shade(0x00cb_a6f7),
        Shade(0x00a6_e3a1),
    ],
};

const GRUVBOX: Palette = Palette {
    ground: Some(Shade(0x0028_2828)),
    text: Shade(0x00eb_dbb2),
    faint: Shade(0x00bd_ae93),
    accent: Shade(0x008e_c0b0),
    alert: Shade(0x00fe_8f3a),
    warning: Shade(0x00fa_bd2f),
    good: Shade(0x00b8_bb26),
    rule: Shade(0x009a_8a7a),
    selected: Shade(0x003c_3836),
    tags: [
        Shade(0x008a_b0a2),
        Shade(0x00ea_a6b8),
        Shade(0x008e_c07c),
        Shade(0x00fe_8f3a),
        Shade(0x00fa_bd2f),
        Shade(0x00b8_bb26),
    ],
};

const NORD: Palette = Palette {
    ground: Some(Shade(0x002e_3440)),
    text: Shade(0x00d8_dee9),
    faint: Shade(0x00b6_c0d2),
    accent: Shade(0x008f_d0e0),
    alert: Shade(0x00f0_a4ab),
    warning: Shade(0x00eb_cb8b),
    good: Shade(0x00b0_cf98),
    rule: Shade(0x0098_a3b8),
    selected: Shade(0x003b_4252),
    tags: [
        Shade(0x008f_d0e0),
        Shade(0x00cf_a9c9),
        Shade(0x00b0_cf98),
        Shade(0x00eb_cb8b),
        Shade(0x009f_bbd8),
        Shade(0x00e0_a48f),
    ],
};

const TOKYONIGHT: Palette = Palette {
    ground: Some(Shade(0x001a_1b26)),
    text: Shade(0x00c0_caf5),
    faint: Shade(0x00a9_b1d6),
    accent: Shade(0x007a_a2f7),
    alert: Shade(0x00f7_768e),
    warning: Shade(0x00e0_af68),
    good: Shade(0x009e_ce6a),
    rule: Shade(0x0073_7aa2),
    selected: Shade(0x0029_2e42),
    tags: [
        Shade(0x007d_abff),
        Shade(0x00bb_9af7),
        Shade(0x007d_cfff),
        Shade(0x00ff_9e64),
        Shade(0x009e_ce6a),
        Shade(0x0073_daca),
    ],
};

const SOLARIZED: Palette = Palette {
    ground: Some(Shade(0x0000_2b36)),
    text: Shade(0x00ee_e8d5),
    faint: Shade(0x00a9_b6b6),
    accent: Shade(0x0058_b2f0),
    alert: Shade(0x00f5_9a70),
    warning: Shade(0x00d4_ac2b),
    good: Shade(0x00a3_b81f),
    rule: Shade(0x0083_9496),
    selected: Shade(0x0007_3642),
    tags: [
        Shade(0x0062_b4ee),
        Shade(0x00e8_8cb8),
        Shade(0x004f_c0b6),
        Shade(0x00f0_9a6a),
        Shade(0x00b3_b6f0),
        Shade(0x00bc_c94a),
    ],
};

const SOLARIZED_LIGHT: Palette = Palette {
    ground: Some(Shade(0x00fd_f6e3)),
    text: Shade(0x0007_3642),
    faint: Shade(0x004f_646c),
    accent: Shade(0x000b_5c99),
    alert: Shade(0x0096_2a04),
    warning: Shade(0x006a_4c00),
    good: Shade(0x004b_5e00),
    rule: Shade(0x0068_7879),
    selected: Shade(0x00ee_e8d5),
    tags: [
        Shade(0x000b_5c99),
        Shade(0x009c_1f66),
        Shade(0x000f_6660),
        Shade(0x008a_300a),
        Shade(0x003a_4090),
        Shade(0x0056_6400),
    ],
};
