//! The direction in colour space, beside brightness, in which the pixels of a picture differ most: red on blue has
//! next to no contrast in brightness.

/// Pixels looked at, at the most.
const SAMPLES: usize = 20_000;

/// Least mean deviation along the axis that counts as colour.
const LEAST: f32 = 6.0;

/// Unit axis, and the lowest and highest positions along it. `None` if there is nothing but shades of one colour.
pub fn axis(pixels: &[u8], bytes: usize) -> Option<([f32; 3], f32, f32)> {
    let step = (pixels.len() / bytes / SAMPLES).max(1) * bytes;
    let colours: Vec<[f32; 3]> = pixels
        .chunks_exact(bytes)
        .step_by(step / bytes)
        .map(|pixel| {
            [
                f32::from(pixel[0]),
                f32::from(pixel[1]),
                f32::from(pixel[2]),
            ]
        })
        .collect();
    let count = colours.len() as f32;
    let mut mean = [0.0; 3];
    for colour in &colours {
        for (sum, part) in mean.iter_mut().zip(colour) {
            *sum += part / count;
        }
    }
    let mut spread = [[0.0_f32; 3]; 3];
    for colour in &colours {
        let off = [
            colour[0] - mean[0],
            colour[1] - mean[1],
            colour[2] - mean[2],
        ];
        for (row, &a) in spread.iter_mut().zip(&off) {
            for (cell, &b) in row.iter_mut().zip(&off) {
                *cell += a * b / count;
            }
        }
    }
    // Power iteration: a 3x3 matrix needs no better.
    let mut axis = without_brightness([0.8, -0.1, -0.6]);
    let mut deviation = 0.0;
    for _ in 0..24 {
        let next = spread.map(|row| row[0] * axis[0] + row[1] * axis[1] + row[2] * axis[2]);
        let length = (next[0] * next[0] + next[1] * next[1] + next[2] * next[2]).sqrt();
        if length < 1.0 {
            return None;
        }
        deviation = length.sqrt();
        axis = next.map(|part| part / length);
    }
    if deviation < LEAST {
        return None;
    }
    let place = |colour: &[f32; 3]| axis[0] * colour[0] + axis[1] * colour[1] + axis[2] * colour[2];
    let mut places: Vec<f32> = colours.iter().map(place).collect();
    places.sort_by(f32::total_cmp);
    let (low, high) = (
        places[places.len() / 100],
        places[places.len() - 1 - places.len() / 100],
    );
    (high - low > 8.0).then_some((axis, low, high))
}

/// What is left of a colour when the grey in it is taken away.
fn without_brightness(colour: [f32; 3]) -> [f32; 3] {
    let grey = colour.iter().sum::<f32>() / 3.0;
    colour.map(|part| part - grey)
}
