//! Classes of files and of ways to draw a code: transparency, terminals, formats, character sets, damage.

use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use qrcode::{EcLevel, QrCode};

use super::canvas::{BLACK, Canvas, Style, WHITE};
use super::code::Code;
use super::dice::Dice;
use super::encode::write;
use super::sample::{Sample, alone, put, sample};
use super::scenery::{DARK, LIGHT, browser};

pub fn alpha(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let module = dice.range(3, 9) as f32;
    let light = dice.chance(0.5);
    // Ink is opaque; paper is see-through, whatever colour lies beneath: often the same as the ink's.
    let ink = if light { WHITE } else { BLACK };
    let shape = alone(&code, module, &Style::default(), WHITE);
    let opacity: Vec<u8> = shape
        .pixels
        .iter()
        .map(|pixel| 255 - pixel[0] as u8)
        .collect();
    let beneath = if dice.chance(0.7) {
        ink
    } else {
        [dice.float(0.0, 255.0); 3]
    };
    let mut canvas = Canvas::filled(shape.width, shape.height, beneath);
    for (pixel, &opacity) in canvas.pixels.iter_mut().zip(&opacity) {
        if opacity > 0 {
            *pixel = ink;
        }
    }
    Sample {
        bytes: canvas.png_with_opacity(&opacity),
        extension: "png",
        texts: vec![code.text],
    }
}

pub fn half_blocks(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let dark_ink = dice.chance(0.5);
    let (black, white) = ([dice.float(0.0, 40.0); 3], [dice.float(190.0, 255.0); 3]);
    let mut canvas = Canvas::filled(1200, 900, black);
    let (cell_width, cell_height) = dice.pick(&[(7, 15), (8, 16), (9, 18), (10, 21), (8, 17)]);
    let margin = 2;
    let columns = code.size + 2 * margin;
    let (left, top) = (40, 60);
    // Some terminals leave a line between rows of cells.
    let seam = usize::from(dice.chance(0.4));
    for row in 0..columns {
        for column in 0..columns {
            let inside = (margin..margin + code.size).contains(&column)
                && (margin..margin + code.size).contains(&row);
            let dark = inside && code.is_dark(column - margin, row - margin);
            let x = left + column * cell_width;
            let upper = cell_height / 2;
            let line = top + row / 2 * cell_height;
            let (y, height) = if row % 2 == 0 {
                (line, upper)
            } else {
                (line + upper, cell_height - upper - seam)
            };
            canvas.rectangle(
                x,
                y,
                cell_width,
                height,
                if dark == dark_ink { black } else { white },
            );
        }
    }
    if !dark_ink {
        // Light ink needs the terminal's dark background as its margin, which is there already.
        canvas.rectangle(0, 0, 1200, 50, black);
    }
    sample(&canvas, code.text)
}

pub fn mirrored(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice).mirrored();
    let mut canvas = browser(dice, 900, 700, LIGHT);
    let module = dice.float(2.7, 7.0);
    put(dice, &mut canvas, &code, module, &Style::default());
    sample(&canvas, code.text)
}

pub fn stretched(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let wide = dice.float(3.0, 9.0);
    let high = wide * dice.pick(&[0.55, 0.7, 0.85, 1.2, 1.5, 1.8]);
    let mut canvas = Canvas::filled(
        ((code.size + 8) as f32 * wide) as usize + 40,
        ((code.size + 8) as f32 * high) as usize + 40,
        WHITE,
    );
    canvas.place(
        &code,
        20.0 + 4.0 * wide,
        20.0 + 4.0 * high,
        (wide, high),
        &Style::default(),
    );
    sample(&canvas, code.text)
}

pub fn formats(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let canvas = alone(&code, dice.range(3, 9) as f32, &Style::default(), WHITE);
    let rgb = DynamicImage::ImageRgb8(canvas.rgb());
    let (bytes, extension) = match dice.range(0, 8) {
        0 => (canvas.file(ImageFormat::Bmp), "bmp"),
        1 => (
            write(&DynamicImage::ImageRgba8(rgb.to_rgba8()), ImageFormat::Gif),
            "gif",
        ),
        2 => (canvas.file(ImageFormat::WebP), "webp"),
        3 => (canvas.jpeg(85), "jpg"),
        4 => (
            write(&DynamicImage::ImageLuma8(rgb.to_luma8()), ImageFormat::Png),
            "png",
        ),
        5 => (
            write(
                &DynamicImage::ImageLuma16(rgb.to_luma16()),
                ImageFormat::Png,
            ),
            "png",
        ),
        6 => (
            write(
                &DynamicImage::ImageRgba16(rgb.to_rgba16()),
                ImageFormat::Png,
            ),
            "png",
        ),
        _ => (
            write(
                &DynamicImage::ImageLumaA8(rgb.to_luma_alpha8()),
                ImageFormat::Png,
            ),
            "png",
        ),
    };
    Sample {
        bytes,
        extension,
        texts: vec![code.text],
    }
}

pub fn migration(dice: &mut Dice) -> Sample {
    let code = Code::migration(dice);
    let theme = if dice.chance(0.5) { DARK } else { LIGHT };
    let mut canvas = browser(dice, 1080, 1400, theme);
    let module = dice.range(3, 8) as f32;
    put(dice, &mut canvas, &code, module, &Style::default());
    sample(&canvas, code.text)
}

pub fn charset(dice: &mut Dice) -> Sample {
    let names = [
        "Zürich Bank",
        "Ångström",
        "Müller & Söhne",
        "Crédit Agricole",
        "日本銀行",
        "Банк",
        "🔐 vault",
    ];
    let name = dice.pick(&names);
    let text = format!(
        "otpauth://totp/{name}?secret=JBSWY3DPEHPK3PX{}",
        char::from(b'A' + dice.range(0, 26) as u8)
    );
    let latin: Option<Vec<u8>> = text
        .chars()
        .map(|character| u8::try_from(u32::from(character)).ok())
        .collect();
    let code = match (latin, dice.range(0, 3)) {
        // ISO 8859-1 without a word about it, and with one (ECI 3).
        (Some(bytes), 0) => Code::of_bytes(&bytes, text, EcLevel::M),
        (Some(bytes), 1) => with_charset(&bytes, 3, text),
        (_, 2) => with_charset(text.clone().as_bytes(), 26, text),
        _ => Code::of(text, EcLevel::M),
    };
    sample(
        &alone(&code, dice.range(3, 8) as f32, &Style::default(), WHITE),
        code.text,
    )
}

fn with_charset(bytes: &[u8], number: u32, text: String) -> Code {
    let mut bits = qrcode::bits::Bits::new(qrcode::Version::Normal(8));
    bits.push_eci_designator(number).expect("a small number");
    bits.push_byte_data(bytes).expect("it fits");
    bits.push_terminator(EcLevel::M).expect("it fits");
    Code::from(&QrCode::with_bits(bits, EcLevel::M).expect("it fits"), text)
}

pub fn damaged(dice: &mut Dice) -> Sample {
    let code = Code::sturdy(dice);
    let module = dice.range(4, 9) as f32;
    let mut canvas = alone(&code, module, &Style::default(), WHITE);
    // Spots that together cost less than half of what the level can restore.
    let spots = dice.range(2, 6);
    for _ in 0..spots {
        let side = dice.float(1.5, 4.0) * module;
        let place = |dice: &mut Dice| (dice.float(11.0, code.size as f32 - 5.0) + 4.0) * module;
        let (left, top) = (place(dice), place(dice));
        let colour = dice.pick(&[WHITE, BLACK, [128.0; 3]]);
        canvas.rectangle(
            left as usize,
            top as usize,
            side as usize,
            side as usize,
            colour,
        );
    }
    sample(&canvas, code.text)
}

pub fn twenty_pixels(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let module = dice.range(18, 27) as f32;
    let mut image = GrayImage::from_pixel(1920, 1920, Luma([255]));
    let side = code.size as f32 * module;
    let (left, top) = (
        dice.float(0.0, 1920.0 - side),
        dice.float(0.0, 1920.0 - side),
    );
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let (u, v) = ((x as f32 - left) / module, (y as f32 - top) / module);
        let inside = u >= 0.0 && v >= 0.0 && u < code.size as f32 && v < code.size as f32;
        if inside && code.is_dark(u as usize, v as usize) {
            *pixel = Luma([dice.range(0, 20) as u8]);
        }
    }
    Sample {
        bytes: write(&DynamicImage::ImageLuma8(image), ImageFormat::Png),
        extension: "png",
        texts: vec![code.text],
    }
}
