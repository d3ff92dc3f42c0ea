//! A picture and the texts in it; codes alone on a canvas, and put somewhere on one.

use super::canvas::{Canvas, Colour, Style};
use super::code::Code;
use super::dice::Dice;

/// A picture file and the texts in it.
pub struct Sample {
    /// File bytes.
    pub bytes: Vec<u8>,
    /// `png`, `jpg`, ...
    pub extension: &'static str,
    /// In no order; each must be read.
    pub texts: Vec<String>,
}

pub fn sample(canvas: &Canvas, text: String) -> Sample {
    Sample {
        bytes: canvas.png(),
        extension: "png",
        texts: vec![text],
    }
}

/// The code alone on a canvas, unturned.
pub fn alone(code: &Code, module: f32, style: &Style, around: Colour) -> Canvas {
    let side = ((code.size as f32 + 2.0 * style.margin) * module).ceil() as usize;
    let mut canvas = Canvas::filled(side, side, around);
    canvas.place(
        code,
        style.margin * module,
        style.margin * module,
        (module, module),
        style,
    );
    canvas
}

pub fn put(dice: &mut Dice, canvas: &mut Canvas, code: &Code, module: f32, style: &Style) {
    let side = (code.size as f32 + 2.0 * style.margin) * module;
    let margin = style.margin * module;
    let left = dice
        .float(margin, canvas.width as f32 - side + margin)
        .floor();
    let top = dice
        .float(margin, canvas.height as f32 - side + margin)
        .floor();
    canvas.place(code, left, top, (module, module), style);
}
