//! Pixels in floating point, and codes painted on them.

use super::code::Code;

pub type Colour = [f32; 3];

pub const WHITE: Colour = [255.0; 3];
pub const BLACK: Colour = [0.0; 3];

/// A picture in the making.
#[derive(Clone)]
pub struct Canvas {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Colour>,
}

/// How a code is drawn.
#[derive(Clone, Copy)]
pub struct Style {
    pub ink: Colour,
    pub paper: Colour,
    /// Margin in modules.
    pub margin: f32,
    /// Modules are dots of this radius; 0 for squares.
    pub dots: f32,
    /// Share of the width taken by a logo in the middle.
    pub logo: f32,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            ink: BLACK,
            paper: WHITE,
            margin: 4.0,
            dots: 0.0,
            logo: 0.0,
        }
    }
}

impl Canvas {
    pub fn filled(width: usize, height: usize, colour: Colour) -> Self {
        Self {
            width,
            height,
            pixels: vec![colour; width * height],
        }
    }

    pub fn rectangle(
        &mut self,
        left: usize,
        top: usize,
        width: usize,
        height: usize,
        colour: Colour,
    ) {
        let right = (left + width).min(self.width);
        for row in top..(top + height).min(self.height) {
            if left < right {
                self.pixels[row * self.width + left..row * self.width + right].fill(colour);
            }
        }
    }

    /// Paints a code, unturned, with its top left module at a place.
    pub fn place(&mut self, code: &Code, left: f32, top: f32, module: (f32, f32), style: &Style) {
        let area = (
            left - style.margin * module.0,
            top - style.margin * module.1,
            left + (code.size as f32 + style.margin) * module.0,
            top + (code.size as f32 + style.margin) * module.1,
        );
        self.paint(code, style, area, 4, &|x, y| {
            ((x - left) / module.0, (y - top) / module.1)
        });
    }

    /// Paints a code through a map from pixels to modules, `fine` x `fine` points to a pixel.
    pub fn paint(
        &mut self,
        code: &Code,
        style: &Style,
        area: (f32, f32, f32, f32),
        fine: usize,
        map: &dyn Fn(f32, f32) -> (f32, f32),
    ) {
        let (left, top) = (
            area.0.floor().max(0.0) as usize,
            area.1.floor().max(0.0) as usize,
        );
        let (right, bottom) = (
            (area.2.ceil() as usize).min(self.width),
            (area.3.ceil() as usize).min(self.height),
        );
        for y in top..bottom {
            for x in left..right {
                let mut sum = [0.0; 3];
                let mut inside = 0.0;
                for part in 0..fine * fine {
                    let off = |part: usize| (part as f32 + 0.5) / fine as f32;
                    let (u, v) = map(x as f32 + off(part % fine), y as f32 + off(part / fine));
                    let far = code.size as f32 + style.margin;
                    if !(u > -style.margin && v > -style.margin && u < far && v < far) {
                        continue;
                    }
                    let colour = colour(code, style, u, v);
                    for (sum, part) in sum.iter_mut().zip(colour) {
                        *sum += part;
                    }
                    inside += 1.0;
                }
                let whole = (fine * fine) as f32;
                let pixel = &mut self.pixels[y * self.width + x];
                for (old, sum) in pixel.iter_mut().zip(sum) {
                    *old = (sum + *old * (whole - inside)) / whole;
                }
            }
        }
    }
}

fn colour(code: &Code, style: &Style, u: f32, v: f32) -> Colour {
    let size = code.size as f32;
    if u < 0.0 || v < 0.0 || u >= size || v >= size {
        return style.paper;
    }
    let (from_middle_u, from_middle_v) = ((u - size / 2.0).abs(), (v - size / 2.0).abs());
    let logo = style.logo * size / 2.0;
    if from_middle_u < logo && from_middle_v < logo {
        let inner = from_middle_u.hypot(from_middle_v) < logo * 0.7;
        return if inner { [230.0, 60.0, 40.0] } else { WHITE };
    }
    let (column, row) = (u as usize, v as usize);
    let dark = code.is_dark(column, row);
    let round = style.dots > 0.0 && !code.is_finder(column, row);
    let in_dot = (u.fract() - 0.5).hypot(v.fract() - 0.5) < style.dots;
    if dark && (!round || in_dot) {
        style.ink
    } else {
        style.paper
    }
}
