//! Codes as terminals draw them with gaps between the lines, and at very few pixels a module.

use super::canvas::{Canvas, Style};
use super::code::Code;
use super::dice::Dice;
use super::sample::{Sample, put, sample};
use super::scenery::{LIGHT, browser};

/// Half blocks on a light or a dark terminal whose lines stand apart.
pub fn apart(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let is_light = dice.chance(0.7);
    let (paper, ink) = if is_light {
        ([255.0; 3], [dice.float(0.0, 40.0); 3])
    } else {
        ([dice.float(0.0, 40.0); 3], [dice.float(200.0, 255.0); 3])
    };
    let (bright, dim) = if is_light { (paper, ink) } else { (ink, paper) };
    // White blocks on black as they come with colours, or the terminal's own ink as the bright modules.
    let with_colours = dice.chance(0.6);
    let (light, dark) = if with_colours {
        (bright, dim)
    } else {
        (ink, paper)
    };
    let (cell, height) = dice.pick(&[(7, 14), (8, 16), (9, 18), (10, 21), (12, 24)]);
    let pitch = height + dice.range(2, 7);
    let margin = 2;
    let columns = code.size + 2 * margin;
    let mut canvas = Canvas::filled(columns * cell + 500, (columns / 2 + 9) * pitch, paper);
    let (left, top) = (dice.range(0, 60), 3 * pitch + dice.range(0, 9));
    for row in 0..columns.next_multiple_of(2) {
        for column in 0..columns {
            let at = |place: usize| place.checked_sub(margin).filter(|&at| at < code.size);
            let module = at(column).zip(at(row));
            let is_dark = module.is_some_and(|(column, row)| code.is_dark(column, row));
            let half = row % 2 * (height / 2);
            canvas.rectangle(
                left + column * cell,
                top + row / 2 * pitch + half,
                cell,
                if half == 0 { height / 2 } else { height - half },
                if is_dark { dark } else { light },
            );
        }
    }
    sample(&canvas, code.text)
}

/// A screenshot that was shrunk.
pub fn tiny_modules(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = browser(dice, 900, 600, LIGHT);
    let module = dice.float(1.2, 2.0);
    put(dice, &mut canvas, &code, module, &Style::default());
    if dice.chance(0.3) {
        return Sample {
            bytes: canvas.jpeg(dice.range(80, 95) as u8),
            extension: "jpg",
            texts: vec![code.text],
        };
    }
    sample(&canvas, code.text)
}
