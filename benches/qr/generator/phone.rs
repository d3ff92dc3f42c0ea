//! Photographs as telephones take them: a code on paper or on a display, seen through a lens and improved by software.

use super::canvas::{Canvas, Style};
use super::code::Code;
use super::dice::Dice;
use super::photos::{printed, turned};
use super::sample::Sample;
use super::scenery::{LIGHT, browser, desk};

/// Eight or twelve megapixels with everything that goes wrong at once, within measure.
pub fn phone(dice: &mut Dice) -> Sample {
    let code = if dice.chance(0.2) {
        Code::migration(dice)
    } else {
        Code::usual(dice)
    };
    let (width, height) = dice.pick(&[(3264, 2448), (4000, 3000), (3000, 4000)]);
    let on_display = dice.chance(0.5);
    let (mut canvas, style) = if on_display {
        let (black, white) = (dice.float(5.0, 45.0), dice.float(200.0, 250.0));
        let style = Style {
            ink: [black; 3],
            paper: [white; 3],
            ..Style::default()
        };
        (browser(dice, width, height, LIGHT), style)
    } else {
        (desk(dice, width, height), printed(dice))
    };
    // Few hold the telephone so far away that modules become smaller than four pixels.
    let least = 4.5 * (code.size + 8) as f32 / width.min(height) as f32;
    let mut view = turned(dice, &canvas, code.size, (least.min(0.45), 0.5), 0.45);
    view.roll += dice.pick(&[0.0, 1.0, 2.0, 3.0]) * std::f32::consts::FRAC_PI_2;
    if !on_display && dice.chance(0.4) {
        view.bend = dice.float(1.5, 4.0) * dice.pick(&[1.0, -1.0]);
    }
    let barrel = dice.float(-0.01, 0.05);
    let map = view.map(code.size);
    let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
    let far = middle_x.hypot(middle_y);
    let area = view.area(code.size);
    let aside = barrel.abs() * far;
    let area = (
        area.0 - aside,
        area.1 - aside,
        area.2 + aside,
        area.3 + aside,
    );
    canvas.paint(&code, &style, area, 3, &|x, y| {
        let (dx, dy) = (x - middle_x, y - middle_y);
        let bulge = 1.0 + barrel * (dx * dx + dy * dy) / (far * far);
        map(middle_x + dx * bulge, middle_y + dy * bulge)
    });
    if on_display {
        let pitch = dice.float(0.8, 3.5);
        let strength = dice.float(0.1, 0.4);
        canvas.display_grid(view.roll, pitch, strength);
    }
    light(
        dice,
        &mut canvas,
        view.middle,
        view.module * code.size as f32,
    );
    let sigma = dice.float(0.5, (0.25 * view.module).clamp(0.8, 2.0));
    canvas.blur(sigma);
    if dice.chance(0.4) {
        let angle = dice.float(0.0, std::f32::consts::PI);
        let way = dice.float(0.3, 0.8) * view.module;
        canvas.shake(angle, way);
    }
    let grain = dice.float(3.0, 12.0);
    canvas.noise(dice, grain);
    // What the telephone's software makes of it: less noise, harder edges.
    canvas.blur(dice.float(0.5, 0.9));
    canvas.sharpen(1.5, dice.float(0.4, 1.5));
    canvas.halve_colour();
    Sample {
        bytes: canvas.jpeg(dice.range(80, 93) as u8),
        extension: "jpg",
        texts: vec![code.text],
    }
}

fn light(dice: &mut Dice, canvas: &mut Canvas, middle: (f32, f32), width: f32) {
    let low = dice.float(0.4, 1.0);
    canvas.uneven_light(dice, low);
    if dice.chance(0.35) {
        let dark = dice.float(0.35, 0.7);
        canvas.shadow(dice, dark);
    }
    if dice.chance(0.35) {
        let spot = (
            middle.0 + dice.float(-0.4, 0.4) * width,
            middle.1 + dice.float(-0.4, 0.4) * width,
        );
        let radius = width * dice.float(0.1, 0.3);
        canvas.glare(spot, radius, dice.float(0.2, 0.8));
    }
}

impl Canvas {
    /// The stripes of red, green and blue that a display's pixels are made of, in a photograph of it.
    fn display_grid(&mut self, angle: f32, pitch: f32, strength: f32) {
        let (sin, cos) = angle.sin_cos();
        let turn = std::f32::consts::TAU / pitch;
        let width = self.width;
        for (at, pixel) in self.pixels.iter_mut().enumerate() {
            let (x, y) = ((at % width) as f32, (at / width) as f32);
            let (across, down) = (turn * (x * cos + y * sin), turn * (y * cos - x * sin));
            let row = 0.5 + 0.5 * down.cos();
            for (stripe, part) in pixel.iter_mut().enumerate() {
                let column =
                    0.5 + 0.5 * (across + std::f32::consts::TAU * stripe as f32 / 3.0).cos();
                *part *= 1.0 - strength * (0.7 * column + 0.3 * row);
            }
        }
    }

    /// The hand moves while the shutter is open.
    fn shake(&mut self, angle: f32, way: f32) {
        let old = self.pixels.clone();
        let steps = way.ceil().max(1.0) as usize + 1;
        let (dy, dx) = angle.sin_cos();
        let offsets: Vec<(isize, isize)> = (0..steps)
            .map(|step| {
                let far = way * (step as f32 / (steps - 1) as f32 - 0.5);
                ((far * dx).round() as isize, (far * dy).round() as isize)
            })
            .collect();
        for y in 0..self.height {
            for x in 0..self.width {
                let (mut red, mut green, mut blue) = (0.0, 0.0, 0.0);
                for (right, down) in &offsets {
                    let from_x = x.saturating_add_signed(*right).min(self.width - 1);
                    let from_y = y.saturating_add_signed(*down).min(self.height - 1);
                    let seen = old[from_y * self.width + from_x];
                    red += seen[0];
                    green += seen[1];
                    blue += seen[2];
                }
                let all = steps as f32;
                self.pixels[y * self.width + x] = [red / all, green / all, blue / all];
            }
        }
    }

    /// Unsharp masking: edges with a halo.
    fn sharpen(&mut self, sigma: f32, strength: f32) {
        let mut soft = self.clone();
        soft.blur(sigma);
        for (pixel, soft) in self.pixels.iter_mut().zip(&soft.pixels) {
            for (part, soft) in pixel.iter_mut().zip(soft) {
                *part = (*part + strength * (*part - soft)).clamp(0.0, 255.0);
            }
        }
    }

    /// Colour at half the resolution of brightness, as cameras store JPEG files (4:2:0).
    fn halve_colour(&mut self) {
        let brightness = |pixel: &[f32; 3]| 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
        let width = self.width;
        for y in (0..self.height - 1).step_by(2) {
            for x in (0..width - 1).step_by(2) {
                let group = [(0, 0), (1, 0), (0, 1), (1, 1)]
                    .map(|(right, down)| (y + down) * width + x + right);
                let mut colour = [0.0; 3];
                for at in group {
                    let pixel = &self.pixels[at];
                    for (colour, part) in colour.iter_mut().zip(pixel) {
                        *colour += (part - brightness(pixel)) / 4.0;
                    }
                }
                for at in group {
                    let grey = brightness(&self.pixels[at]);
                    self.pixels[at] = colour.map(|part| grey + part);
                }
            }
        }
    }
}
