//! One try to read the code that three finder patterns promise: as a flat one, which is cheap, and as a bent one.

use std::cell::Cell;

use super::anchored::Anchored;
use super::bend::Surface;
use super::cylinder::Cylinder;
use super::deblur::deblurred;
use super::decode::{self, payload::Payload, version::Version};
use super::finder::Finder;
use super::flex::Mesh;
use super::guess::{Guess, Measured};
use super::measure::{self, Axes, Pattern, length};
use super::pair::Meaning;
use super::sample::{self, Greys};
use super::sampler::{Place, Sampler};

/// What a code holds and the corners of its code in the plane.
pub type Reading = (Payload, [(f32, f32); 4]);

/// What came of reading a try as a flat code.
pub enum Flat {
    /// What it holds, and its corners in the plane.
    Read(Payload, [(f32, f32); 4]),
    /// Unread. The guess that fits best, if any does.
    Unread(Option<Guess>),
}

/// Three finder patterns that may belong to one code.
pub struct Try<'a> {
    measured: Measured<'a>,
    give_up: &'a dyn Fn() -> bool,
}

impl<'a> Try<'a> {
    /// Measures the three finders. `None` if they do not belong together.
    pub fn new(
        sampler: Sampler<'a>,
        finders: [&Finder; 3],
        give_up: &'a dyn Fn() -> bool,
    ) -> Option<Self> {
        let [corner, right, below] = finders;
        let axes: Axes = [direction(corner, right), direction(corner, below)];
        let measured = |finder: &Finder| {
            let pitch = [run_pitch(finder, axes[0]), run_pitch(finder, axes[1])];
            measure::pattern(&sampler, (finder.x, finder.y), pitch, &axes)
        };
        let patterns = [measured(corner)?, measured(right)?, measured(below)?];
        Self::of(Measured { sampler, patterns }, give_up)
    }

    /// Measures two finders, and takes the third for granted.
    pub fn without_one(
        sampler: Sampler<'a>,
        meaning: &Meaning,
        give_up: &'a dyn Fn() -> bool,
    ) -> Option<Self> {
        let [corner, right, below] = meaning.middles;
        let axes: Axes = [between(corner, right), between(corner, below)];
        let measured = |at: usize| {
            let place = meaning.middles[at];
            measure::pattern(&sampler, place, [meaning.pitch; 2], &axes)
        };
        let patterns = if meaning.lost == 0 {
            let (right, below) = (measured(1)?, measured(2)?);
            [Pattern::lost(corner, [&right, &below]), right, below]
        } else {
            let (corner, right) = (measured(0)?, measured(1)?);
            let lost = Pattern::lost(below, [&corner, &right]);
            [corner, right, lost]
        };
        Self::of(Measured { sampler, patterns }, give_up)
    }

    fn of(measured: Measured<'a>, give_up: &'a dyn Fn() -> bool) -> Option<Self> {
        let [across, down] = measured.spans();
        (across < 1.35 * down
            && down < 1.35 * across
            && across > 11.0
            && down > 11.0
            && across < 230.0)
            .then_some(Self { measured, give_up })
    }

    /// Whether a timing pattern was met between the finder patterns.
    pub fn has_timing(&self) -> bool {
        self.measured.counted().next().is_some()
    }

    /// Reads it as if it were flat.
    pub fn flat(&self) -> Flat {
        let guesses = self.measured.guesses();
        for guess in &guesses {
            if let Some((payload, corners)) = self.as_guessed(guess) {
                return Flat::Read(payload, corners);
            }
        }
        Flat::Unread(guesses.into_iter().next())
    }

    /// Reads it as a code on bent paper, from the cheapest way to the dearest.
    pub fn bent(&self, guess: Option<&Guess>, patience: &Cell<u32>) -> Option<Reading> {
        if let Some(surface) = Surface::followed(&self.measured.sampler, &self.measured.patterns) {
            let followed = |column: f32, row: f32| surface.place(column, row);
            if let Some(reading) = self.on_surface(surface.size, &followed, patience) {
                return Some(reading);
            }
            if self.is_convincing(surface.size, &followed)
                && let Some(cylinder) = Cylinder::through(&surface)
                && let Some(reading) = self.on_surface(
                    surface.size,
                    &|column, row| cylinder.place(column, row),
                    patience,
                )
            {
                return Some(reading);
            }
        }
        let guess = guess.filter(|guess| guess.looks_like_a_code())?;
        let projection = self.measured.fits(guess).into_iter().next()?;
        self.on_surface(
            guess.size,
            &|column, row| projection.in_picture(column, row),
            patience,
        )
    }

    /// With more and with fewer alignment patterns, as sampled and with the blur taken out.
    fn as_guessed(&self, guess: &Guess) -> Option<Reading> {
        let fits = self.measured.fits(guess);
        let mut sampled = Vec::with_capacity(fits.len());
        for projection in &fits {
            let greys = self.sampled(guess.size, &|column, row| {
                projection.in_picture(column, row)
            })?;
            if let Some(payload) = decoded(&greys) {
                return Some((payload, projection.corners(guess.size)));
            }
            sampled.push(greys);
        }
        for (projection, greys) in fits.iter().zip(&sampled) {
            if (self.give_up)() {
                return None;
            }
            let payload = [0.25, 0.45]
                .into_iter()
                .find_map(|share| decoded(&deblurred(greys, share)));
            if let Some(payload) = payload {
                return Some((payload, projection.corners(guess.size)));
            }
        }
        None
    }

    /// As a code on a surface: as it is, held at the alignment patterns, and as a mesh.
    fn on_surface(&self, size: usize, base: &Place, patience: &Cell<u32>) -> Option<Reading> {
        let version = Version::of_size(size)?;
        if let Some(reading) = self.on(size, base) {
            return Some(reading);
        }
        let anchored = Anchored::at_patterns(&self.measured.sampler, base, version, 2.5);
        let held = |column: f32, row: f32| {
            anchored
                .as_ref()
                .map_or_else(|| base(column, row), |map| map.place(column, row))
        };
        if anchored.is_some()
            && let Some(reading) = self.on(size, &held)
        {
            return Some(reading);
        }
        patience.set(patience.get().checked_sub(1)?);
        let mesh = Mesh::fitted(&self.measured.sampler, &held, size, self.give_up)?;
        self.on(size, &|column, row| mesh.in_picture(column, row))
    }

    /// Reads what lies at these places.
    fn on(&self, size: usize, place: &Place) -> Option<Reading> {
        let greys = self.sampled(size, place)?;
        let payload = decoded(&greys).or_else(|| decoded(&deblurred(&greys, 0.25)))?;
        let far = size as f32;
        let corners = [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)];
        Some((payload, corners.map(|(column, row)| place(column, row))))
    }

    /// Whether there is something like a code at these places.
    fn is_convincing(&self, size: usize, place: &Place) -> bool {
        self.sampled(size, place).is_some_and(|greys| {
            let modules = greys.modules(&greys.local_means());
            sample::is_convincing(&modules)
        })
    }

    fn sampled(&self, size: usize, place: &Place) -> Option<Greys> {
        (!(self.give_up)()).then(|| Greys::sampled(&self.measured.sampler, size, place))
    }
}

/// Tries thresholds, and the mirror image.
fn decoded(greys: &Greys) -> Option<Payload> {
    let local = greys.local_means();
    let whole = vec![greys.split(); local.len()];
    for limits in [local, whole] {
        let modules = greys.modules(&limits);
        if !sample::is_convincing(&modules) {
            continue;
        }
        let payload = decode::payload(&modules).or_else(|| decode::payload(&modules.transposed()));
        if payload.is_some() {
            return payload;
        }
    }
    None
}

fn direction(from: &Finder, to: &Finder) -> (f32, f32) {
    between((from.x, from.y), (to.x, to.y))
}

fn between(from: (f32, f32), to: (f32, f32)) -> (f32, f32) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let distance = length((dx, dy)).max(1.0);
    (dx / distance, dy / distance)
}

/// Module size along a direction, from runs along rows and columns: these are longer in a turned code.
fn run_pitch(finder: &Finder, (dx, dy): (f32, f32)) -> f32 {
    if dx.abs() > dy.abs() {
        finder.along_row * dx.abs()
    } else {
        finder.along_column * dy.abs()
    }
}
