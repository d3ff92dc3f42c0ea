//! Displays photographed in a dark room: bright and small, their light run over into the dark modules.

use super::canvas::{Canvas, Style};
use super::code::Code;
use super::dice::Dice;
use super::photos::turned;
use super::sample::Sample;

/// A telephone's display far away in the dark.
pub fn display(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let (width, height) = dice.pick(&[(1600, 1200), (1200, 1600)]);
    let room = dice.float(3.0, 20.0);
    let mut canvas = Canvas::filled(width, height, [room, room * 0.95, room * 1.1]);
    let mut view = turned(dice, &canvas, code.size, (0.3, 0.5), 0.3);
    view.module = dice.float(1.9, 3.4);
    // Too bright for the sensor, more or less: what is white stays white, and what is dark is not.
    let (black, white) = (dice.float(15.0, 60.0), dice.float(215.0, 330.0));
    let style = Style {
        ink: [black, black, black * 1.1],
        paper: [white * 0.95, white, white * 1.05],
        margin: dice.float(4.0, 12.0),
        ..Style::default()
    };
    canvas.paint(&code, &style, view.area(code.size), 4, &view.map(code.size));
    let glow = dice.float(0.03, 0.15);
    let mut soft = canvas.clone();
    soft.blur(5.0 * view.module);
    for (pixel, soft) in canvas.pixels.iter_mut().zip(&soft.pixels) {
        for (part, soft) in pixel.iter_mut().zip(soft) {
            *part += glow * soft;
        }
    }
    canvas.blur((dice.float(0.15, 0.35) * view.module).max(0.5));
    let grain = dice.float(3.0, 12.0);
    canvas.noise(dice, grain);
    canvas.blur(0.5);
    Sample {
        bytes: canvas.jpeg(dice.range(75, 93) as u8),
        extension: "jpg",
        texts: vec![code.text],
    }
}
