//! Paint: the colours of a role, and what of them a terminal can show.

use std::sync::LazyLock;

use ratatui::style::{Color, Modifier};

use crate::system::Depth;

/// A colour, as `0xrrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shade(pub u32);

/// What the steps of the colour cube are worth in 256 colours.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
/// The greys of 256 colours: those of the cube, and those behind it.
const CUBE_GREYS: [u8; 6] = [16, 59, 102, 145, 188, 231];
const GREYS: std::ops::RangeInclusive<u8> = 232..=255;

impl Shade {
    /// Of red, green and blue.
    pub const fn of([red, green, blue]: [u8; 3]) -> Self {
        Self(u32::from_be_bytes([0, red, green, blue]))
    }

    /// Red, green, blue.
    pub const fn parts(self) -> [u8; 3] {
        let [_, red, green, blue] = self.0.to_be_bytes();
        [red, green, blue]
    }

    /// How bright it is, from 0 to 1, as WCAG counts.
    pub fn luminance(self) -> f64 {
        let linear = |part: u8| LINEAR[usize::from(part)];
        let [red, green, blue] = self.parts().map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// How well one can be read on the other: 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        (one / other).max(other / one)
    }

    /// As the colour of letters. The sixteen colours of the palette are never used: some of them cannot be read.
    pub fn letters(self, depth: Depth) -> Option<Color> {
        let [red, green, blue] = self.parts();
        match depth {
            Depth::Basic => None,
            Depth::Indexed => {
                let candidates = std::iter::once(self.in_cube()).chain(GREYS);
                Some(Color::Indexed(nearest(candidates, |shade| self.off(shade))))
            }
            Depth::True => Some(Color::Rgb(red, green, blue)),
        }
    }

    /// The nearest one of the colour cube: that of each part by itself.
    fn in_cube(self) -> u8 {
        let step = |part: u8| (0..6).min_by_key(|step| STEPS[usize::from(*step)].abs_diff(part));
        let [red, green, blue] = self.parts().map(|part| step(part).unwrap_or(0));
        16 + 36 * red + 6 * green + blue
    }

    /// The square of how far the two are from each other.
    fn off(self, other: Self) -> u32 {
        let (one, other) = (self.parts(), other.parts());
        let parts = one.into_iter().zip(other);
        parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    }

    fn is_vivid(self) -> bool {
        let parts = self.parts();
        let most = parts.iter().max().copied().unwrap_or_default();
        parts.iter().any(|part| most - part > 50)
    }

    /// As what is under letters: its brightness matters more than its hue.
    pub fn ground(self, depth: Depth) -> Option<Color> {
        let [red, green, blue] = self.parts();
        match depth {
            Depth::Basic => None,
            // A bright colour keeps its hue.
            Depth::Indexed if self.luminance() > 0.3 && self.is_vivid() => self.letters(depth),
            Depth::Indexed => {
                let candidates = CUBE_GREYS.into_iter().chain(GREYS);
                Some(Color::Indexed(nearest(candidates, |shade| {
                    shade.contrast(self)
                })))
            }
            Depth::True => Some(Color::Rgb(red, green, blue)),
        }
    }

    /// A colour of the 256 that is the same in every palette.
    pub fn indexed(number: u8) -> Self {
        let part = |step: u8| u32::from(STEPS[usize::from(step) % 6]);
        if number >= 232 {
            let grey = 8 + 10 * u32::from(number - 232);
            return Self(grey << 16 | grey << 8 | grey);
        }
        let number = number.saturating_sub(16);
        let (red, green, blue) = (part(number / 36), part(number / 6 % 6), part(number % 6));
        Self(red << 16 | green << 8 | blue)
    }
}

/// How much light each of the 256 values stands for.
static LINEAR: LazyLock<[f64; 256]> = LazyLock::new(|| {
    std::array::from_fn(|part| {
        let part = f64::from(u8::try_from(part).unwrap_or(u8::MAX)) / 255.0;
        if part <= 0.039_28 {
            return part / 12.92;
        }
        let base = (part + 0.055) / 1.055;
        base * base * fifth_root(base * base)
    })
});

/// By Newton: for the standard library's way every start of the program would load the system's libm.
fn fifth_root(value: f64) -> f64 {
    let mut root = 1.0_f64;
    for _ in 0..32 {
        root = (4.0 * root + value / root.powi(4)) / 5.0;
    }
    root
}

fn nearest<T: PartialOrd>(candidates: impl Iterator<Item = u8>, far: impl Fn(Shade) -> T) -> u8 {
    let far = |number: u8| (far(Shade::indexed(number)), number);
    let nearer = |one: (T, u8), other: (T, u8)| if other.0 < one.0 { other } else { one };
    candidates
        .map(far)
        .reduce(nearer)
        .map_or(16, |(_, number)| number)
}

/// What a role is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Paint {
    /// Colour of the letters; that of the terminal when there is none.
    pub letters: Option<Shade>,
    /// What is under them; what is there already when there is none.
    pub ground: Option<Shade>,
    /// Bold, underlined.
    pub weight: Modifier,
}

impl Paint {
    /// Letters of that colour.
    pub const fn of(letters: Shade) -> Self {
        Self {
            letters: Some(letters),
            ground: None,
            weight: Modifier::empty(),
        }
    }

    /// The same on that ground.
    pub const fn on(self, ground: Shade) -> Self {
        Self {
            ground: Some(ground),
            ..self
        }
    }

    /// The same in that weight.
    pub const fn in_weight(self, weight: Modifier) -> Self {
        Self { weight, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_counted_as_wcag_counts_it() {
        let (black, white) = (Shade(0), Shade(0x00ff_ffff));
        assert!((black.contrast(white) - 21.0).abs() < 0.001);
        // xterm's blue on black, which cannot be read.
        assert!((Shade(0xee).contrast(black) - 2.23).abs() < 0.01);
    }

    #[test]
    fn the_256_colours_are_the_ones_of_xterm() {
        for (number, shade) in [
            (16, 0),
            (196, 0x00ff_0000),
            (67, 0x005f_87af),
            (244, 0x0080_8080),
        ] {
            assert_eq!(Shade::indexed(number), Shade(shade), "{number}");
            let found = Shade(shade).letters(Depth::Indexed);
            assert_eq!(found, Some(Color::Indexed(number)));
        }
    }
    #[test]
    fn no_other_of_the_256_colours_is_nearer() {
        let parts = || (0..=255).step_by(23);
        let all = parts().flat_map(|red| parts().map(move |green| (red, green)));
        for (red, green) in all {
            for blue in parts() {
                let shade = Shade::of([red, green, blue]);
                let nearest = |far: &dyn Fn(Shade) -> f64| {
                    let far = |number: &u8| far(Shade::indexed(*number));
                    (16..=255).min_by(|one, other| far(one).total_cmp(&far(other)))
                };
                let by_hue = nearest(&|other| shade.off(other).into());
                let letters = shade.letters(Depth::Indexed);
                assert_eq!(letters, by_hue.map(Color::Indexed), "{shade:?}");
                let by_brightness = nearest(&|other| {
                    let [red, green, blue] = other.parts();
                    let far = if red == green && green == blue {
                        0.0
                    } else {
                        100.0
                    };
                    far + other.contrast(shade)
                });
                let ground = shade.ground(Depth::Indexed);
                let is_bright = shade.luminance() > 0.3 && shade.is_vivid();
                let wanted = if is_bright { by_hue } else { by_brightness };
                assert_eq!(ground, wanted.map(Color::Indexed), "{shade:?}");
            }
        }
    }
}
