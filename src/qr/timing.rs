//! How much of a timing pattern is seen between two corners of a code.

use super::measure::length;
use super::sampler::Sampler;

/// How much darker or lighter than its neighbours a module of a timing pattern is: part of the contrast of the patterns.
const DISTINCT: f32 = 0.12;
/// Share of a timing pattern that must be seen: squares within squares are no sign of a code without it.
pub const TELLING: f32 = 0.75;
/// Share that is seen nowhere but in a code.
pub const UNMISTAKABLE: f32 = 0.9;
/// Modules between the middles of two patterns from which on that holds: the seven of the smallest code are soon there by
/// chance.
pub const LONG: usize = 18;

/// What is seen where a timing pattern should be.
#[derive(Default, Clone, Copy)]
pub struct Timing {
    /// Modules from the middle of one pattern to that of the other.
    pub modules: usize,
    /// Share of the modules between them that are as unlike their neighbours as they should be.
    pub share: f32,
}

impl Timing {
    /// In the size of code that fits best.
    pub fn along(sampler: &Sampler, from: &Edge, to: &Edge) -> Self {
        let way = (to.start.0 - from.start.0, to.start.1 - from.start.1);
        let apart = length(way) / from.pitch.midpoint(to.pitch);
        let contrast = from.contrast.min(to.contrast);
        // Seen at a slant, modules grow along the way.
        let growth = (to.pitch / from.pitch).sqrt();
        let version = ((apart - 10.0) / 4.0).round().clamp(1.0, 40.0) as usize;
        let sizes = [version, version + 1, version.saturating_sub(1).max(1)];
        // On a line so many modules beside the one that is asked about.
        let share = |modules: usize, beside: f32| {
            let look = |place: usize| {
                let part = place as f32 / modules as f32;
                let part = part / (part + (1.0 - part) * growth);
                let at = |start: f32, way: f32, aside: (f32, f32)| {
                    start + part * way + beside * (aside.0 + part * (aside.1 - aside.0))
                };
                sampler.at(
                    at(from.start.0, way.0, (from.aside.0, to.aside.0)),
                    at(from.start.1, way.1, (from.aside.1, to.aside.1)),
                )
            };
            // The patterns reach three modules from their middles.
            let between = 4..modules - 3;
            let seen = between.len() as f32;
            let (mut right, mut wrong) = (0, 0);
            for place in between {
                let lighter = look(place) - look(place - 1).midpoint(look(place + 1));
                let as_expected = if place.is_multiple_of(2) {
                    lighter
                } else {
                    -lighter
                };
                right += usize::from(as_expected > DISTINCT * contrast);
                wrong += usize::from(-as_expected > DISTINCT * contrast);
            }
            (right as f32 / seen, wrong as f32 / seen)
        };
        let sizes = sizes.map(|version| {
            let modules = 10 + 4 * version;
            Self {
                modules,
                share: share(modules, 0.0).0,
            }
        });
        let best = sizes.into_iter().max_by(|a, b| a.share.total_cmp(&b.share));
        // A timing pattern stands alone. In the raster of a display, the lines beside it are dashed just so; beside a short
        // one, they may be by chance, nearly.
        best.filter(|best| {
            let dashed = if best.modules > LONG {
                TELLING
            } else {
                UNMISTAKABLE
            };
            best.share < TELLING
                || [-2.0, -1.0, 1.0, 2.0].into_iter().all(|beside| {
                    let (right, wrong) = share(best.modules, beside);
                    right < dashed && wrong < dashed
                })
        })
        .unwrap_or_default()
    }

    /// The one of which less is seen.
    pub fn least(self, other: Self) -> Self {
        if self.share < other.share {
            self
        } else {
            other
        }
    }
}

/// Where a timing pattern leaves a finder pattern.
pub struct Edge {
    /// In the middle of a module.
    pub start: (f32, f32),
    /// From there one module further from the edge of the code.
    pub aside: (f32, f32),
    /// Pixels of a module on the way.
    pub pitch: f32,
    /// Of the finder pattern.
    pub contrast: f32,
}
