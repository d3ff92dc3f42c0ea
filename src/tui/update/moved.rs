//! Moved: a selected place after a key that moves it.

/// The place `by` further, held within `count` places.
pub(super) fn moved(place: usize, by: isize, count: usize) -> usize {
    place.saturating_add_signed(by).min(count.saturating_sub(1))
}
