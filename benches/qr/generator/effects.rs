//! What cameras, screens and files do to a picture.

use super::canvas::Canvas;
use super::dice::Dice;

impl Canvas {
    /// Gaussian blur.
    pub fn blur(&mut self, sigma: f32) {
        self.smear(sigma, true);
        self.smear(sigma, false);
    }

    /// Blur along rows or columns only, as of a moving camera.
    pub fn smear(&mut self, sigma: f32, along_rows: bool) {
        let reach = (3.0 * sigma).ceil() as usize;
        let kernel: Vec<f32> = (0..=2 * reach)
            .map(|at| {
                let off = at as f32 - reach as f32;
                (-off * off / (2.0 * sigma * sigma)).exp()
            })
            .collect();
        let total: f32 = kernel.iter().sum();
        let (lines, length, next, line) = if along_rows {
            (self.height, self.width, 1, self.width)
        } else {
            (self.width, self.height, self.width, 1)
        };
        // A line at a time, its end pixels repeated. No array is walked through: that is slow in unoptimised tests.
        let mut seen = Vec::with_capacity(length + 2 * reach);
        for start in (0..lines).map(|at| at * line) {
            seen.clear();
            seen.resize(reach, self.pixels[start]);
            seen.extend((0..length).map(|at| self.pixels[start + at * next]));
            seen.resize(length + 2 * reach, self.pixels[start + (length - 1) * next]);
            for at in 0..length {
                let (mut red, mut green, mut blue) = (0.0, 0.0, 0.0);
                for (weight, pixel) in kernel.iter().zip(&seen[at..]) {
                    red += weight * pixel[0];
                    green += weight * pixel[1];
                    blue += weight * pixel[2];
                }
                self.pixels[start + at * next] = [red / total, green / total, blue / total];
            }
        }
    }

    /// Sensor noise.
    pub fn noise(&mut self, dice: &mut Dice, sigma: f32) {
        for pixel in &mut self.pixels {
            let shared = dice.normal() * sigma;
            for part in pixel {
                *part += shared + dice.normal() * sigma * 0.3;
            }
        }
    }

    /// Light from one side: `low` at the dark end.
    pub fn uneven_light(&mut self, dice: &mut Dice, low: f32) {
        let angle = dice.float(0.0, std::f32::consts::TAU);
        let (dx, dy) = (
            angle.cos() / self.width as f32,
            angle.sin() / self.height as f32,
        );
        self.each(|x, y, part| {
            let place = (x * dx + y * dy).rem_euclid(2.0);
            let ramp = if place > 1.0 { 2.0 - place } else { place };
            part * (low + (1.0 - low) * ramp)
        });
    }

    /// The shadow of an edge: everything on one side is darker.
    pub fn shadow(&mut self, dice: &mut Dice, dark: f32) {
        let angle = dice.float(0.0, std::f32::consts::TAU);
        let (dx, dy) = angle.sin_cos();
        let (middle_x, middle_y) = (
            self.width as f32 * dice.float(0.35, 0.65),
            self.height as f32 * dice.float(0.35, 0.65),
        );
        let soft = self.width as f32 * 0.02;
        self.each(|x, y, part| {
            let side = ((x - middle_x) * dx + (y - middle_y) * dy) / soft;
            let share = 1.0 / (1.0 + (-side).exp());
            part * (dark + (1.0 - dark) * share)
        });
    }

    /// A bright reflection.
    pub fn glare(&mut self, middle: (f32, f32), radius: f32, strength: f32) {
        self.each(|x, y, part| {
            let far = (x - middle.0).hypot(y - middle.1) / radius;
            part + strength * (-far * far).exp() * (255.0 - part * 0.3)
        });
    }

    /// The grid of a screen seen through the grid of a sensor.
    pub fn moire(&mut self, dice: &mut Dice, strength: f32) {
        let waves = [0, 1].map(|_| {
            (
                dice.float(0.15, 1.4),
                dice.float(0.15, 1.4),
                dice.float(0.0, std::f32::consts::TAU),
            )
        });
        self.each(|x, y, part| {
            let wave: f32 = waves
                .iter()
                .map(|(fx, fy, phase)| (x * fx + y * fy + phase).sin())
                .sum();
            part * (1.0 - strength) + strength * part * (0.5 + 0.25 * wave) + strength * 20.0 * wave
        });
    }

    /// Less contrast: everything between two brightnesses.
    pub fn contrast(&mut self, low: f32, high: f32) {
        self.each(|_, _, part| low + part / 255.0 * (high - low));
    }

    fn each(&mut self, change: impl Fn(f32, f32, f32) -> f32) {
        let width = self.width;
        for (at, pixel) in self.pixels.iter_mut().enumerate() {
            let (x, y) = ((at % width) as f32, (at / width) as f32);
            for part in pixel {
                *part = change(x, y, *part);
            }
        }
    }
}
