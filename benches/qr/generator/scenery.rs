//! What is around a code: pages in a browser, tables, paper.

use super::canvas::{Canvas, Colour};
use super::dice::Dice;

/// Colours of a page.
#[derive(Clone, Copy)]
pub struct Theme {
    pub page: Colour,
    pub text: Colour,
    pub bar: Colour,
    pub accent: Colour,
}

pub const LIGHT: Theme = Theme {
    page: [255.0; 3],
    text: [40.0, 42.0, 48.0],
    bar: [222.0, 225.0, 230.0],
    accent: [26.0, 115.0, 232.0],
};
pub const DARK: Theme = Theme {
    page: [24.0, 26.0, 30.0],
    text: [210.0, 212.0, 216.0],
    bar: [44.0, 47.0, 54.0],
    accent: [120.0, 170.0, 255.0],
};

/// A page as in a browser: bars, tabs, a column of text, boxes, a picture.
pub fn browser(dice: &mut Dice, width: usize, height: usize, theme: Theme) -> Canvas {
    let mut canvas = Canvas::filled(width, height, theme.page);
    let unit = (height / 54).clamp(8, 40);
    canvas.rectangle(0, 0, width, unit * 4, theme.bar);
    for tab in 0..width / (unit * 12) {
        canvas.rectangle(
            tab * unit * 12 + 4,
            unit / 3,
            unit * 11,
            unit * 3 / 2,
            if tab == 0 { theme.page } else { theme.bar },
        );
        text(
            &mut canvas,
            dice,
            tab * unit * 12 + unit,
            unit / 2,
            unit * 8,
            unit,
            theme.text,
        );
    }
    canvas.rectangle(
        unit * 5,
        unit * 2 + unit / 4,
        width.saturating_sub(unit * 12),
        unit * 3 / 2,
        theme.page,
    );
    text(
        &mut canvas,
        dice,
        unit * 6,
        unit * 5 / 2,
        unit * 20,
        unit,
        theme.text,
    );
    canvas.rectangle(0, unit * 4, unit * 14, height, theme.bar);
    for line in 0..height / (unit * 2) {
        text(
            &mut canvas,
            dice,
            unit,
            unit * 5 + line * unit * 2,
            unit * 10,
            unit,
            theme.text,
        );
    }
    let mut top = unit * 6;
    while top + unit * 3 < height {
        match dice.range(0, 8) {
            0 => {
                canvas.rectangle(unit * 16, top, unit * 8, unit * 2, theme.accent);
                text(
                    &mut canvas,
                    dice,
                    unit * 17,
                    top + unit / 2,
                    unit * 6,
                    unit,
                    theme.page,
                );
                top += unit * 3;
            }
            1 => {
                photo(&mut canvas, dice, unit * 16, top, unit * 16, unit * 8);
                top += unit * 9;
            }
            2 => {
                for square in 0..dice.range(2, 6) {
                    let left = unit * 16 + square * unit * 3;
                    canvas.rectangle(left, top, unit * 2, unit * 2, theme.text);
                    canvas.rectangle(
                        left + unit / 4,
                        top + unit / 4,
                        unit * 3 / 2,
                        unit * 3 / 2,
                        theme.page,
                    );
                    canvas.rectangle(left + unit / 2, top + unit / 2, unit, unit, theme.accent);
                }
                top += unit * 3;
            }
            _ => {
                let long = dice.range(width / 4, width * 3 / 4);
                text(&mut canvas, dice, unit * 16, top, long, unit, theme.text);
                top += unit * 3 / 2;
            }
        }
    }
    canvas
}

/// A line of letter-like marks.
pub fn text(
    canvas: &mut Canvas,
    dice: &mut Dice,
    left: usize,
    top: usize,
    long: usize,
    size: usize,
    colour: Colour,
) {
    let dot = (size as f32 / 9.0).max(1.0);
    let mut x = left as f32;
    while x < (left + long) as f32 {
        if dice.chance(0.17) {
            x += 4.0 * dot;
            continue;
        }
        let rows = dice.range(4, 8);
        for column in 0..dice.range(2, 5) {
            for row in 0..rows {
                if dice.chance(0.45) {
                    let (dot_x, dot_y) = (x + column as f32 * dot, top as f32 + row as f32 * dot);
                    canvas.rectangle(
                        dot_x as usize,
                        dot_y as usize,
                        dot.ceil() as usize,
                        dot.ceil() as usize,
                        colour,
                    );
                }
            }
        }
        x += 6.0 * dot;
    }
}

/// Something like a photograph: soft shapes and grain.
pub fn photo(
    canvas: &mut Canvas,
    dice: &mut Dice,
    left: usize,
    top: usize,
    width: usize,
    height: usize,
) {
    let waves: Vec<[f32; 6]> = (0..6)
        .map(|_| {
            [
                dice.float(-0.06, 0.06),
                dice.float(-0.06, 0.06),
                dice.float(0.0, 6.3),
                dice.float(0.0, 40.0),
                dice.float(0.0, 40.0),
                dice.float(0.0, 40.0),
            ]
        })
        .collect();
    for y in top..(top + height).min(canvas.height) {
        for x in left..(left + width).min(canvas.width) {
            let mut colour = [120.0; 3];
            for [fx, fy, phase, red, green, blue] in &waves {
                let value = (x as f32 * fx + y as f32 * fy + phase).sin();
                colour[0] += value * red;
                colour[1] += value * green;
                colour[2] += value * blue;
            }
            let grain = dice.normal() * 5.0;
            canvas.pixels[y * canvas.width + x] = colour.map(|part| part + grain);
        }
    }
}

/// A table top with a sheet of paper, printed with text.
pub fn desk(dice: &mut Dice, width: usize, height: usize) -> Canvas {
    let wood = [
        dice.float(70.0, 150.0),
        dice.float(50.0, 110.0),
        dice.float(30.0, 80.0),
    ];
    let mut canvas = Canvas::filled(width, height, wood);
    let grain = dice.float(0.01, 0.05);
    for y in 0..height {
        for x in 0..width {
            let vein = ((x as f32 * 0.002).sin() * 20.0 + y as f32 * grain).sin() * 14.0
                + dice.normal() * 3.0;
            for part in &mut canvas.pixels[y * width + x] {
                *part += vein;
            }
        }
    }
    let (left, top) = (width / 12, height / 12);
    let paper = dice.float(205.0, 245.0);
    canvas.rectangle(
        left,
        top,
        width * 5 / 6,
        height * 5 / 6,
        [paper, paper, paper * 0.97],
    );
    let line = (height / 60).max(9);
    let mut y = top + line * 2;
    while y + line * 2 < top + height * 5 / 6 {
        text(
            &mut canvas,
            dice,
            left + line * 2,
            y,
            width * 5 / 6 - line * 6,
            line,
            [50.0; 3],
        );
        y += line * 2;
    }
    canvas
}
