//! Takes blur of about a pixel out of a plane again (van Cittert's iteration): finds patterns whose rings have run together.

use super::plane::Plane;

/// A plane that becomes sharper by rounds. More rounds bring out more, and noise too.
pub struct Sharpening<'a> {
    plane: &'a Plane,
    guess: Vec<f32>,
    blurred: Vec<f32>,
    rounds: usize,
}

impl<'a> Sharpening<'a> {
    /// Nothing is done yet.
    pub fn of(plane: &'a Plane) -> Self {
        Self {
            plane,
            guess: Vec::new(),
            blurred: Vec::new(),
            rounds: 0,
        }
    }

    /// The plane after so many rounds in all.
    pub fn after(&mut self, rounds: usize) -> Plane {
        let Self { plane, guess, .. } = self;
        if guess.is_empty() {
            guess.extend(plane.grey.iter().copied().map(f32::from));
            self.blurred.resize(guess.len(), 0.0);
        }
        for _ in self.rounds..rounds {
            blur(guess, plane.width, &mut self.blurred);
            for ((guess, &seen), &blurred) in guess.iter_mut().zip(&plane.grey).zip(&self.blurred) {
                *guess = (*guess + f32::from(seen) - blurred).clamp(0.0, 255.0);
            }
        }
        self.rounds = rounds;
        plane.with_greys(guess.iter().map(|&value| value as u8).collect())
    }
}

/// Binomial blur over seven pixels each way (sigma 1.2).
fn blur(values: &[f32], width: usize, blurred: &mut [f32]) {
    let height = values.len() / width;
    let mut across = values.to_vec();
    for (row, out) in values
        .chunks_exact(width)
        .zip(across.chunks_exact_mut(width))
    {
        let count = width - 6;
        binomial(
            [0, 1, 2, 3, 4, 5, 6].map(|off| &row[off..off + count]),
            &mut out[3..3 + count],
        );
    }
    for (at, out) in blurred.chunks_exact_mut(width).enumerate() {
        let row =
            |off: usize| &across[(at + off).saturating_sub(3).min(height - 1) * width..][..width];
        binomial(
            [row(0), row(1), row(2), row(3), row(4), row(5), row(6)],
            out,
        );
    }
}

/// Weighs seven rows of values; they are all as long as `out`.
fn binomial(rows: [&[f32]; 7], out: &mut [f32]) {
    // All cut to one length, so that the loop needs no checks.
    let count = out.len();
    let [row_0, row_1, row_2, row_3, row_4, row_5, row_6] = rows.map(|row| &row[..count]);
    for (at, out) in out.iter_mut().enumerate() {
        let near = 15.0 * (row_2[at] + row_4[at]);
        let far = 6.0 * (row_1[at] + row_5[at]);
        *out = (20.0 * row_3[at] + near + far + row_0[at] + row_6[at]) * (1.0 / 64.0);
    }
}
