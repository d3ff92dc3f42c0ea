//! Animations: the code is not in the first frame, or comes in late, or there are several one after another.

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame};

use super::canvas::{Canvas, Style, WHITE};
use super::code::Code;
use super::dice::Dice;
use super::sample::{Sample, put};
use super::scenery::{LIGHT, browser};

/// A recording of a screen, with one to three codes in frames of their own, never in the first.
pub fn animation(dice: &mut Dice) -> Sample {
    let (width, height) = (480, 360);
    let frames = dice.range(3, 9);
    let mut places: Vec<usize> = (1..frames).collect();
    while places.len() > 3 || (places.len() > 1 && dice.chance(0.5)) {
        places.remove(dice.range(0, places.len()));
    }
    let mut texts = Vec::new();
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, 30);
    for at in 0..frames {
        let mut canvas = if dice.chance(0.5) {
            browser(dice, width, height, LIGHT)
        } else {
            Canvas::filled(width, height, WHITE)
        };
        if places.contains(&at) {
            let code = Code::usual(dice);
            let most = (height / (code.size + 8)).min(7);
            let module = dice.range(2, most + 1) as f32;
            put(dice, &mut canvas, &code, module, &Style::default());
            texts.push(code.text);
        }
        let picture = DynamicImage::ImageRgb8(canvas.rgb()).into_rgba8();
        encoder
            .encode_frame(Frame::new(picture))
            .expect("pixels are always a frame");
    }
    drop(encoder);
    Sample {
        bytes,
        extension: "gif",
        texts,
    }
}
