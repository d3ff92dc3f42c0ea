//! Pictures without a QR code that have something of one: icons, keyboards, tables, maps, other kinds of codes.

use super::canvas::{BLACK, Canvas, Colour, WHITE};
use super::dice::Dice;
use super::sample::Sample;
use super::scenery::{LIGHT, browser, photo, text};

pub fn anything(dice: &mut Dice) -> Sample {
    let mut canvas = match dice.range(0, 8) {
        0 => icons(dice),
        1 => keyboard(dice),
        2 => table(dice),
        3 => bars(dice),
        4 => matrix(dice, aztec_module),
        5 => matrix(dice, data_matrix_module),
        6 => map(dice),
        _ => squares(dice),
    };
    if dice.chance(0.4) {
        let sigma = dice.float(0.4, 1.4);
        canvas.blur(sigma);
        let grain = dice.float(1.0, 6.0);
        canvas.noise(dice, grain);
        return Sample {
            bytes: canvas.jpeg(dice.range(50, 92) as u8),
            extension: "jpg",
            texts: Vec::new(),
        };
    }
    Sample {
        bytes: canvas.png(),
        extension: "png",
        texts: Vec::new(),
    }
}

/// Rings within rings: radio buttons, camera and target symbols.
fn icons(dice: &mut Dice) -> Canvas {
    let mut canvas = browser(dice, 1200, 800, LIGHT);
    for _ in 0..dice.range(8, 40) {
        let unit = dice.range(2, 8);
        let (left, top) = (dice.range(0, 1100), dice.range(0, 720));
        let colour = dice.pick(&[BLACK, [60.0, 60.0, 200.0], [200.0, 40.0, 40.0]]);
        let rings = [dice.range(5, 9), dice.range(3, 6), dice.range(1, 4)];
        for (ring, colour) in rings.into_iter().zip([colour, WHITE, colour]) {
            let off = (9 - ring) * unit / 2;
            canvas.rectangle(left + off, top + off, ring * unit, ring * unit, colour);
        }
    }
    canvas
}

fn keyboard(dice: &mut Dice) -> Canvas {
    let (key, gap) = (dice.range(36, 70), dice.range(3, 9));
    let (cap, base) = dice.pick(&[([40.0; 3], [15.0; 3]), ([235.0; 3], [180.0; 3])]);
    let mut canvas = Canvas::filled(14 * (key + gap) + 40, 5 * (key + gap) + 40, base);
    for (column, row) in (0..5).flat_map(|row| (0..14).map(move |column| (column, row))) {
        let (left, top) = (20 + column * (key + gap), 20 + row * (key + gap));
        canvas.rectangle(left, top, key, key, cap);
        let ink = [255.0 - cap[0]; 3];
        text(
            &mut canvas,
            dice,
            left + key / 4,
            top + key / 4,
            key / 4,
            key / 3,
            ink,
        );
    }
    canvas
}

fn table(dice: &mut Dice) -> Canvas {
    let mut canvas = Canvas::filled(900, 700, WHITE);
    let (wide, high, line) = (dice.range(30, 140), dice.range(14, 40), dice.range(1, 4));
    for x in (10..880).step_by(wide) {
        canvas.rectangle(x, 10, line, 680, BLACK);
    }
    for y in (10..680).step_by(high) {
        canvas.rectangle(10, y, 880, line, BLACK);
        for x in (10..880 - wide).step_by(wide) {
            let fill = dice.pick(&[WHITE, WHITE, [210.0; 3], BLACK]);
            canvas.rectangle(x + line, y + line, wide - line, high - line, fill);
            text(
                &mut canvas,
                dice,
                x + 4,
                y + 3,
                wide / 2,
                high / 2,
                [255.0 - fill[0]; 3],
            );
        }
    }
    canvas
}

/// One-dimensional bar codes.
fn bars(dice: &mut Dice) -> Canvas {
    let mut canvas = Canvas::filled(1000, 700, WHITE);
    for _ in 0..dice.range(1, 5) {
        let (unit, high) = (dice.range(1, 5), dice.range(60, 240));
        let (mut x, y) = (dice.range(20, 400), dice.range(10, 450));
        for _ in 0..dice.range(30, 60) {
            let bar = dice.range(1, 4) * unit;
            canvas.rectangle(x, y, bar, high, BLACK);
            x += bar + dice.range(1, 4) * unit;
        }
        text(&mut canvas, dice, x / 2, y + high + 4, 200, 14, BLACK);
    }
    canvas
}

fn matrix(dice: &mut Dice, dark: fn(usize, usize, usize) -> Option<bool>) -> Canvas {
    let (size, module) = (dice.range(9, 30) * 2 + 1, dice.range(3, 9));
    let across = (size + 8) * module;
    let mut canvas = Canvas::filled(across, across, WHITE);
    for (column, row) in (0..size).flat_map(|row| (0..size).map(move |column| (column, row))) {
        let ink = dark(size, column, row).unwrap_or_else(|| dice.chance(0.5));
        if ink {
            canvas.rectangle(
                (column + 4) * module,
                (row + 4) * module,
                module,
                module,
                BLACK,
            );
        }
    }
    canvas
}

fn aztec_module(size: usize, column: usize, row: usize) -> Option<bool> {
    let ring = column.abs_diff(size / 2).max(row.abs_diff(size / 2));
    (ring <= 6).then_some(ring.is_multiple_of(2))
}

fn data_matrix_module(size: usize, column: usize, row: usize) -> Option<bool> {
    if column == 0 || row == size - 1 {
        return Some(true);
    }
    if row == 0 {
        return Some(column.is_multiple_of(2));
    }
    (column == size - 1).then_some(!row.is_multiple_of(2))
}

/// Streets, blocks of houses, water.
fn map(dice: &mut Dice) -> Canvas {
    let mut canvas = Canvas::filled(1100, 800, [238.0, 234.0, 224.0]);
    photo(&mut canvas, dice, 0, 0, 300, 300);
    for _ in 0..dice.range(120, 500) {
        let colour: Colour = dice.pick(&[[205.0, 195.0, 185.0], [250.0; 3], [120.0; 3], [60.0; 3]]);
        let (wide, high) = (dice.range(4, 60), dice.range(4, 60));
        canvas.rectangle(dice.range(0, 1080), dice.range(0, 780), wide, high, colour);
    }
    for _ in 0..12 {
        let thick = dice.range(2, 9);
        canvas.rectangle(0, dice.range(0, 790), 1100, thick, WHITE);
        canvas.rectangle(dice.range(0, 1090), 0, thick, 800, WHITE);
    }
    canvas
}

/// Black and white squares of one size, at random or alternating.
fn squares(dice: &mut Dice) -> Canvas {
    let (unit, random) = (dice.range(4, 14), dice.chance(0.6));
    let mut canvas = Canvas::filled(60 * unit, 45 * unit, WHITE);
    for (column, row) in (0..45).flat_map(|row| (0..60).map(move |column| (column, row))) {
        if if random {
            dice.chance(0.5)
        } else {
            (column + row) % 2 == 0
        } {
            canvas.rectangle(column * unit, row * unit, unit, unit, BLACK);
        }
    }
    canvas
}
