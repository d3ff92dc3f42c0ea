//! Pages of codes, as printed backups and label sheets have them, and pictures with codes that have little in common.

use super::canvas::{Canvas, Style, WHITE};
use super::code::Code;
use super::dice::Dice;
use super::photos::{camera, printed};
use super::sample::Sample;
use super::scenery::desk;
use super::view::View;

/// Codes on a page, and how many of them stand beside each other.
const LAYOUTS: [(usize, usize); 8] = [
    (1, 1),
    (4, 2),
    (9, 3),
    (16, 4),
    (20, 4),
    (30, 5),
    (48, 6),
    (100, 10),
];
/// Modules between the codes of a page, at the least.
const GAP: usize = 8;

struct Sheet {
    codes: Vec<Code>,
    columns: usize,
    /// Modules from one code to the next.
    cell: usize,
}

impl Sheet {
    fn new(dice: &mut Dice) -> Self {
        let (count, columns) = dice.pick(&LAYOUTS);
        let codes: Vec<Code> = (0..count).map(|_| Code::usual(dice)).collect();
        let largest = codes.iter().map(|code| code.size).max().unwrap_or_default();
        Self {
            codes,
            columns,
            cell: largest + GAP,
        }
    }

    fn rows(&self) -> usize {
        self.codes.len().div_ceil(self.columns)
    }

    /// Modules along the longer side.
    fn side(&self) -> usize {
        self.columns.max(self.rows()) * self.cell
    }

    fn texts(self) -> Vec<String> {
        self.codes.into_iter().map(|code| code.text).collect()
    }

    /// Whether there is ink; `None` beside the page.
    fn is_dark(&self, u: f32, v: f32) -> Option<bool> {
        let (wide, high) = (self.columns * self.cell, self.rows() * self.cell);
        if !(u >= 0.0 && v >= 0.0 && u < wide as f32 && v < high as f32) {
            return None;
        }
        let (u, v) = (u as usize, v as usize);
        let Some(code) = self.codes.get(v / self.cell * self.columns + u / self.cell) else {
            return Some(false);
        };
        let (column, row) = (u % self.cell, v % self.cell);
        let inside = |place: usize| (GAP / 2..GAP / 2 + code.size).contains(&place);
        Some(inside(column) && inside(row) && code.is_dark(column - GAP / 2, row - GAP / 2))
    }

    fn paint(&self, canvas: &mut Canvas, style: &Style, map: &dyn Fn(f32, f32) -> (f32, f32)) {
        let width = canvas.width;
        for (at, pixel) in canvas.pixels.iter_mut().enumerate() {
            let (x, y) = ((at % width) as f32, (at / width) as f32);
            let mut sum = [0.0; 3];
            for (right, down) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                let (u, v) = map(x + right, y + down);
                let colour = match self.is_dark(u, v) {
                    Some(true) => style.ink,
                    Some(false) => style.paper,
                    None => *pixel,
                };
                for (sum, part) in sum.iter_mut().zip(colour) {
                    *sum += part / 4.0;
                }
            }
            *pixel = sum;
        }
    }
}

pub fn crisp(dice: &mut Dice) -> Sample {
    let sheet = Sheet::new(dice);
    let module = dice.range(3, 6);
    let (wide, high) = (
        sheet.columns * sheet.cell * module,
        sheet.rows() * sheet.cell * module,
    );
    let mut canvas = Canvas::filled(wide, high, WHITE);
    let scale = module as f32;
    sheet.paint(&mut canvas, &Style::default(), &|x, y| {
        (x / scale, y / scale)
    });
    Sample {
        bytes: canvas.png(),
        extension: "png",
        texts: sheet.texts(),
    }
}

pub fn photographed(dice: &mut Dice) -> Sample {
    seen(dice, 0.3, 0.0)
}

pub fn bent(dice: &mut Dice) -> Sample {
    let bend = dice.float(0.9, 2.5) * dice.pick(&[1.0, -1.0]);
    seen(dice, 0.2, bend)
}

fn seen(dice: &mut Dice, tilt: f32, bend: f32) -> Sample {
    let sheet = Sheet::new(dice);
    let (width, height) = match sheet.codes.len() {
        1..=9 => (1600, 1200),
        10..=30 => (3264, 2448),
        _ => (4000, 3000),
    };
    let mut canvas = desk(dice, width, height);
    let view = View {
        middle: (width as f32 / 2.0, height as f32 / 2.0),
        module: dice.float(0.72, 0.85) * height as f32 / sheet.side() as f32,
        roll: dice.float(-0.1, 0.1)
            + dice.pick(&[0.0, 1.0, 2.0, 3.0]) * std::f32::consts::FRAC_PI_2,
        yaw: dice.float(-tilt, tilt),
        pitch: dice.float(-tilt, tilt),
        distance: dice.float(1.8, 4.0),
        bend,
    };
    let style = printed(dice);
    sheet.paint(&mut canvas, &style, &view.map(sheet.side()));
    camera(dice, &mut canvas, view.module, (0.1, 0.25));
    Sample {
        bytes: canvas.jpeg(dice.range(80, 93) as u8),
        extension: "jpg",
        texts: sheet.texts(),
    }
}

/// Two to four codes, each of its own size, light and sharpness: near and far, on paper and on a display.
pub fn mixed(dice: &mut Dice) -> Sample {
    let (width, height) = (1600, 1200);
    let mut canvas = desk(dice, width, height);
    let mut texts = Vec::new();
    for cell in 0..dice.range(2, 5) {
        let code = Code::usual(dice);
        let room = 560.0;
        let module = dice
            .pick(&[2.4, 3.2, 4.5, 6.5, 9.0, 12.0_f32])
            .min(room / (code.size + 8) as f32);
        let side = ((code.size + 8) as f32 * module * 1.25).ceil() as usize;
        let mut part = Canvas::filled(side, side, WHITE);
        let view = View {
            middle: (side as f32 / 2.0, side as f32 / 2.0),
            module,
            roll: dice.float(-0.12, 0.12),
            yaw: dice.float(-0.3, 0.3),
            pitch: dice.float(-0.3, 0.3),
            distance: dice.float(2.0, 4.0),
            bend: 0.0,
        };
        let (low, high) = dice.pick(&[(20.0, 230.0), (10.0, 90.0), (120.0, 250.0), (60.0, 130.0)]);
        let style = Style {
            ink: [low; 3],
            paper: [high; 3],
            ..Style::default()
        };
        part.pixels.fill([high; 3]);
        part.paint(&code, &style, view.area(code.size), 4, &view.map(code.size));
        part.blur((dice.float(0.1, 0.45) * module).max(0.4));
        let (left, top) = (cell % 2 * 800 + 40, cell / 2 * 600 + 10);
        for (row, line) in part.pixels.chunks_exact(side).enumerate() {
            if top + row < height {
                let wide = side.min(width - left);
                canvas.pixels[(top + row) * width + left..][..wide].copy_from_slice(&line[..wide]);
            }
        }
        texts.push(code.text);
    }
    let grain = dice.float(2.0, 6.0);
    canvas.noise(dice, grain);
    Sample {
        bytes: canvas.jpeg(dice.range(80, 93) as u8),
        extension: "jpg",
        texts,
    }
}
