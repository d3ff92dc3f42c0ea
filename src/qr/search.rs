//! Looks for codes in a picture: which views of it are tried, in which order, and when to stop.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Found;
use super::picture::Picture;
use super::plane::Plane;
use crate::account::SecretText;

/// All codes, in reading order, each text once.
pub fn codes(picture: &Picture, give_up: &dyn Fn() -> bool) -> Vec<Found> {
    let plane = Plane::luma(picture, 255);
    let mut found = plain(&plane);
    if found.is_empty() && !give_up() {
        let mut negative = plane;
        for grey in &mut negative.grey {
            *grey = 255 - *grey;
        }
        found = plain(&negative);
    }
    found
}

fn plain(plane: &Plane) -> Vec<Found> {
    let search = || {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(plane.width, plane.height, |x, y| {
                plane.grey[y * plane.width + x]
            });
        let mut found: Vec<Found> = Vec::new();
        for grid in image.detect_grids() {
            let Ok((_, text)) = grid.decode() else {
                continue;
            };
            let text = SecretText::new(text);
            if found
                .iter()
                .any(|known| known.text.expose() == text.expose())
            {
                continue;
            }
            let corners = grid.bounds.map(|corner| (corner.x as f32, corner.y as f32));
            found.push(Found { text, corners });
        }
        found
    };
    catch_unwind(AssertUnwindSafe(search)).unwrap_or_default()
}
