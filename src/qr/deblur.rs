//! Takes blur out of sampled modules: each has taken a share of its neighbours' brightness, and gives it back.

use super::sample::Greys;

/// Landweber steps.
const STEPS: usize = 12;

/// The modules as they would be if each had not taken `share` of its value from its four neighbours.
pub fn deblurred(greys: &Greys, share: f32) -> Greys {
    let size = greys.size;
    let low = greys.values.iter().copied().fold(f32::MAX, f32::min);
    let high = greys.values.iter().copied().fold(f32::MIN, f32::max);
    let mut guess = greys.values.clone();
    let mut mixed = vec![0.0; guess.len()];
    for _ in 0..STEPS {
        blur(&guess, size, share, &mut mixed);
        for ((value, &seen), &mixed) in guess.iter_mut().zip(&greys.values).zip(&mixed) {
            *value = (*value + seen - mixed).clamp(low, high);
        }
    }
    Greys {
        size,
        values: guess,
    }
}

fn blur(values: &[f32], size: usize, share: f32, mixed: &mut [f32]) {
    for row in 0..size {
        let (above, below) = (row.saturating_sub(1), (row + 1).min(size - 1));
        for column in 0..size {
            let (left, right) = (column.saturating_sub(1), (column + 1).min(size - 1));
            let neighbours = values[above * size + column]
                + values[below * size + column]
                + values[row * size + left]
                + values[row * size + right];
            let at = row * size + column;
            mixed[at] = (1.0 - share) * values[at] + share * 0.25 * neighbours;
        }
    }
}
