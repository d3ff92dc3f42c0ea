//! Styles of the command line: bold, and a few colours that can be read on every common background.

/// How a text is shown where colours are wanted. No style is the only sign of anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// As it is.
    #[default]
    Plain,
    /// Above columns.
    Heading,
    /// What was asked for: codes, values.
    Strong,
    /// As it should be.
    Good,
    /// Worth a look, or soon over.
    Doubtful,
    /// Wrong.
    Bad,
    /// Tags.
    Tag,
}

/// Of the 256 colours: these are the same everywhere, while the first 16 are whatever the user's palette says, and
/// cannot be read on half of the common backgrounds.
const GOOD: u8 = 65;
const DOUBTFUL: u8 = 166;
const BAD: u8 = 196;
const TAG: u8 = 133;

impl Style {
    /// What turns it on; nothing for a plain text.
    pub fn sequence(self, has_colors: bool) -> String {
        let (bold, color) = match self {
            Self::Plain => return String::new(),
            Self::Heading | Self::Strong => (true, None),
            Self::Good => (false, Some(GOOD)),
            Self::Doubtful => (true, Some(DOUBTFUL)),
            Self::Bad => (true, Some(BAD)),
            Self::Tag => (false, Some(TAG)),
        };
        let mut parts = Vec::new();
        if bold {
            parts.push("1".to_owned());
        }
        if let Some(color) = color.filter(|_| has_colors) {
            parts.push(format!("38;5;{color}"));
        }
        if parts.is_empty() {
            return String::new();
        }
        format!("\u{1b}[{}m", parts.join(";"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of WCAG.
    fn luminance(rgb: [u8; 3]) -> f64 {
        let linear = |channel: u8| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.040_45 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = rgb.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Of the cube of 256 colours.
    fn rgb(color: u8) -> [u8; 3] {
        let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
        let place = color - 16;
        [level(place / 36), level(place / 6 % 6), level(place % 6)]
    }

    #[test]
    fn every_colour_can_be_read_on_every_common_background() {
        let backgrounds: [(&str, [u8; 3]); 12] = [
            ("black", [0, 0, 0]),
            ("white", [255, 255, 255]),
            ("Campbell", [12, 12, 12]),
            ("GNOME", [23, 20, 33]),
            ("Konsole", [35, 38, 39]),
            ("macOS Pro", [30, 30, 30]),
            ("Alacritty", [24, 24, 24]),
            ("Solarized dark", [0, 43, 54]),
            ("Solarized light", [253, 246, 227]),
            ("gruvbox dark", [40, 40, 40]),
            ("gruvbox light", [251, 241, 199]),
            ("nord", [46, 52, 64]),
        ];
        for color in [GOOD, DOUBTFUL, BAD, TAG] {
            for (name, background) in backgrounds {
                let (one, other) = (luminance(rgb(color)), luminance(background));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 3.0, "{color} on {name}: {contrast:.2}");
            }
        }
    }
}
