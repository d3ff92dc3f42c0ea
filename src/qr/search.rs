//! Looks for codes in a picture: which views of it are tried, in which order, and when to stop.

use std::cell::Cell;

use super::area::{Area, Corners, middle, overlap};
use super::contained::contained;
use super::decode::payload::Content;
use super::finder::Surroundings;
use super::gaps;
use super::level::Sighted;
use super::level::{self, Patience, Wanted};
use super::others::{self, Other};
use super::pair::Pair;
use super::picture::{Picture, Pixels};
use super::plane::Plane;
use super::pure;
use super::series::Part;
use super::sharpen::Sharpening;
use super::threshold::Sheet;
use super::view::{Seen, View};
use super::{Codes, Found, Unread};

/// Pixels from which on the half size is looked at first.
const LARGE: usize = 4_000_000;
/// Pixels up to which the doubled size is looked at.
const SMALL: usize = 3_000_000;
/// Pixels of a plane up to which blur is taken out.
const SHARPENED: usize = 800_000;
/// Dear tries a picture may cost.
const MAX_IDLE: u32 = 16;
/// Tries of what has nothing of a code but finder patterns.
const MAX_VAGUE: u32 = 100;
/// Pixels up to which colours are looked at.
const COLOURED: usize = 10_000_000;
/// Codes from which on a picture is taken for a page of them.
const PAGE: usize = 4;
/// Places beside codes already read that are looked at more closely.
const MAX_PLACES: usize = 12;

/// How much a picture is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Only what nearly all codes are read by.
    Glance,
    /// All that may help.
    Full,
}

/// All codes, in reading order, each text once, and what looks like one and could not be read.
pub fn codes(picture: &Picture, depth: Depth, give_up: &dyn Fn() -> bool) -> Codes {
    let mut search = Search {
        found: Vec::new(),
        known: Vec::new(),
        unread: Vec::new(),
        hints: Vec::new(),
        traces: Vec::new(),
        pairs: Vec::new(),
        other: None,
        give_up,
        patience: Patience {
            dear: Cell::new(MAX_IDLE),
            vague: Cell::new(MAX_VAGUE),
        },
    };
    // A panic must not cost what was read before it.
    let is_through = contained(|| search.picture(picture, depth)).is_some();
    let unread = search.left_unread();
    let mut found = search.found;
    in_reading_order(&mut found);
    let mut codes = Codes {
        given_up: !is_through || give_up(),
        other: search.other,
        unread: unread
            .iter()
            .map(|corners| Unread::new(middle(corners), (picture.width, picture.height)))
            .collect(),
        ..Codes::default()
    };
    for Sighted { payload, corners } in found {
        match Part::of(payload) {
            Ok(part) => codes.parts.push(part),
            Err(payload) => match payload.content() {
                Content::Text { text, guessed } => codes.found.push(Found {
                    text,
                    guessed,
                    corners,
                }),
                Content::Binary => codes.binary += 1,
            },
        }
    }
    codes
}

fn in_reading_order(found: &mut [Sighted]) {
    // Codes whose middles are less than half a code apart in height are on one line.
    let row = |found: &Sighted| middle(&found.corners).1;
    found.sort_by(|a, b| row(a).total_cmp(&row(b)));
    let mut line_start = 0;
    for at in 1..=found.len() {
        let breaks = at == found.len()
            || row(&found[at]) - row(&found[line_start]) > height(&found[line_start]) / 2.0;
        if breaks {
            found[line_start..at]
                .sort_by(|a, b| middle(&a.corners).0.total_cmp(&middle(&b.corners).0));
            line_start = at;
        }
    }
}

fn height(found: &Sighted) -> f32 {
    let rows = found.corners.map(|corner| corner.1);
    rows.iter().copied().fold(f32::MIN, f32::max) - rows.iter().copied().fold(f32::MAX, f32::min)
}

struct Search<'a> {
    found: Vec<Sighted>,
    /// Where codes were read, those with a text that was known already among them.
    known: Vec<Corners>,
    /// What looked like a code at some level and was not read there.
    unread: Vec<Corners>,
    /// What had much of a code at some level.
    hints: Vec<Corners>,
    /// What had something of a code at some level.
    traces: Vec<Corners>,
    /// Finder patterns without the third of their code.
    pairs: Vec<Pair>,
    /// A code of another kind, where nothing else is.
    other: Option<Other>,
    give_up: &'a dyn Fn() -> bool,
    /// What this picture may still cost.
    patience: Patience,
}

impl Search<'_> {
    /// First what is quick on every plane, then what is slow.
    fn picture(&mut self, picture: &Picture, depth: Depth) {
        let mut views = Vec::with_capacity(3);
        for plane in 0..3 {
            let seen = if plane < 2 {
                Seen::Brightness
            } else {
                Seen::Colour
            };
            let plane = match plane {
                0 => Some(Plane::luma(picture, 255)),
                1 => is_see_through(picture).then(|| Plane::luma(picture, 0)),
                _ if picture.width * picture.height < COLOURED => Plane::along_colours(picture),
                _ => None,
            };
            let Some(plane) = plane else { continue };
            if let Some(found) = pure::read(&plane) {
                self.found.push(found);
                return;
            }
            let view = View::of(plane, seen);
            if self.quickly(&view) {
                return self.beside(&view);
            }
            views.push(view);
        }
        if depth == Depth::Glance {
            return;
        }
        for view in &views {
            if self.thoroughly(view) {
                return self.beside(view);
            }
        }
        if let Some(view) = views.first().filter(|_| self.left_unread().is_empty()) {
            let sheet = view.size(usize::from(view.pixels() > LARGE));
            self.other = others::seen(sheet, self.give_up);
        }
    }

    /// The sizes at which nearly all codes are read; true when that is enough.
    fn quickly(&mut self, view: &View) -> bool {
        let margin = Surroundings::Margin;
        let is_large = view.pixels() > LARGE;
        if is_large {
            self.level(view.size(1), margin);
        }
        if !is_large || self.found.is_empty() || self.has_traces() {
            self.level(&view.full, margin);
        }
        // Codes of another size or sharpness may stand beside those read; to look costs little there.
        for sheet in view.smaller().skip(usize::from(is_large)) {
            self.level(sheet, margin);
        }
        if self.found.is_empty() {
            return (self.give_up)();
        }
        // In a photograph one may be sharp and its neighbour not.
        let plane = &view.full.plane;
        if view.pixels() <= SMALL && !plane.is_drawn() {
            self.level(&Sheet::of(plane.crisper()), margin);
        }
        true
    }

    /// What helps against small modules, missing margins, specks and blur; true when something was read, or time is up.
    fn thoroughly(&mut self, view: &View) -> bool {
        let before = self.known.len();
        let gains = |search: &mut Self, sheet: &Sheet, surroundings| {
            search.level(sheet, surroundings);
            search.known.len() > before || (search.give_up)()
        };
        let (margin, open) = (Surroundings::Margin, Surroundings::Open);
        let plane = &view.full.plane;
        let is_fine = view.seen == Seen::Brightness;
        if is_fine
            && let Some(closed) = gaps::closed(plane).map(Sheet::of)
            && [margin, open]
                .into_iter()
                .any(|surroundings| gains(self, &closed, surroundings))
        {
            return true;
        }
        if is_fine && view.pixels() <= SMALL && gains(self, &Sheet::of(plane.doubled()), margin) {
            return true;
        }
        // Small modules run together by the lens, in a photograph too large to be sharpened thoroughly.
        if is_fine
            && (SHARPENED..=SMALL).contains(&view.pixels())
            && !plane.is_drawn()
            && gains(self, &Sheet::of(plane.crisper()), margin)
        {
            return true;
        }
        if gains(self, &view.full, open) {
            return true;
        }
        // Pictures of little else than a code get by with one smaller size.
        let smaller = if view.pixels() > LARGE { usize::MAX } else { 1 };
        if view
            .smaller()
            .take(smaller)
            .any(|sheet| gains(self, sheet, open))
        {
            return true;
        }
        let specked = &view.size(usize::from(view.pixels() > LARGE)).plane;
        if gains(self, &Sheet::of(specked.without_specks()), margin) {
            return true;
        }
        // By how blurred they are; large pictures only if they are very much so.
        let mut blurred: Vec<Sharpening> =
            [(0, SHARPENED), (1, 4 * SHARPENED), (2, 16 * SHARPENED)]
                .into_iter()
                .map(|(halvings, most)| (&view.size(halvings).plane, most))
                .filter(|(plane, most)| {
                    is_searchable(plane)
                        && (view.pixels() <= SHARPENED
                            || (view.pixels() <= *most && plane.is_soft()))
                })
                .map(|(plane, _)| Sharpening::of(plane))
                .collect();
        [4, 9, 24].into_iter().any(|rounds| {
            blurred
                .iter_mut()
                .any(|plane| gains(self, &Sheet::of(plane.after(rounds)), margin))
        })
    }

    /// Codes were read: looks closely wherever something else has something of a code, and nowhere else.
    fn beside(&mut self, view: &View) {
        if self.known.len() >= PAGE {
            // Where there are many, more is likely to be another.
            self.hints.append(&mut self.traces);
        }
        // Two finder patterns of a code that was read at another size are no sign of another.
        self.pairs.retain(|pair| !pair.is_in(&self.known));
        self.hints.extend(self.pairs.iter().map(Pair::place));
        for area in self.places() {
            let mut left = MAX_PLACES;
            // A place may hold several: as long as one is read there, the others are looked for.
            while left > 0 && self.has_hints_in(&area) {
                let Some(part) = view.full.plane.cropped(&area) else {
                    break;
                };
                if !self.thoroughly(&View::of(part, view.seen)) || (self.give_up)() {
                    break;
                }
                left -= 1;
            }
        }
    }

    /// Where hints are, the most telling ones first: those that overlap are one place.
    fn places(&self) -> Vec<Area> {
        let mut areas: Vec<Area> = Vec::new();
        for hint in self.unread.iter().chain(&self.hints) {
            if self.is_known(hint) {
                continue;
            }
            let mut area = Area::around(hint);
            areas.retain(|other| {
                // Joined only if that does not make much more of them.
                let joined = area.joined(other);
                let same = area.meets(other) && joined.size() < 1.7 * area.size().max(other.size());
                if same {
                    area = joined;
                }
                !same
            });
            areas.push(area);
            if areas.len() >= MAX_PLACES {
                break;
            }
        }
        areas
    }

    fn is_known(&self, corners: &Corners) -> bool {
        self.known.iter().any(|known| overlap(known, corners))
    }

    fn has_traces(&self) -> bool {
        self.traces.iter().any(|trace| !self.is_known(trace))
    }

    fn has_hints_in(&self, area: &Area) -> bool {
        self.hints
            .iter()
            .chain(&self.unread)
            .any(|hint| !self.is_known(hint) && area.meets(&Area::around(hint)))
    }

    /// What looked like a code and was read at no level; each once.
    fn left_unread(&self) -> Vec<Corners> {
        let mut left: Vec<Corners> = Vec::new();
        let pairs = self.pairs.iter();
        let alone = pairs
            .filter(|pair| pair.is_unmistakable && !pair.is_in(&self.known))
            .map(Pair::place);
        for unread in self.unread.iter().chain(alone) {
            if !self.is_known(unread) && !left.iter().any(|other| overlap(other, unread)) {
                left.push(*unread);
            }
        }
        left
    }

    /// Searches one plane.
    fn level(&mut self, sheet: &Sheet, surroundings: Surroundings) {
        if (self.give_up)() || !is_searchable(&sheet.plane) {
            return;
        }
        let gained = level::search(
            sheet,
            &Wanted {
                surroundings,
                known: &self.known,
                patience: &self.patience,
                give_up: self.give_up,
            },
        );
        self.unread.extend(gained.unread);
        self.hints.extend(gained.hints);
        self.traces.extend(gained.traces);
        self.pairs.extend(gained.pairs);
        for found in gained.found {
            self.known.push(found.corners);
            if self
                .found
                .iter()
                .all(|known| !known.payload.is_same(&found.payload))
            {
                self.found.push(found);
            }
        }
    }
}

/// Whether it is as large as the smallest code.
fn is_searchable(plane: &Plane) -> bool {
    plane.width.min(plane.height) >= 21
}

fn is_see_through(picture: &Picture) -> bool {
    let Pixels::Rgba(pixels) = &picture.pixels else {
        return false;
    };
    pixels.as_chunks::<4>().0.iter().any(|pixel| pixel[3] < 250)
}
