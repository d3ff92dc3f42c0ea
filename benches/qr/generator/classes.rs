//! The classes of pictures, by name. Screens and files here, cameras in `photos`.

use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use qrcode::{EcLevel, QrCode};

use super::Sample;
use super::canvas::{BLACK, Canvas, Colour, Style, WHITE};
use super::code::{Code, uri};
use super::dice::Dice;
use super::encode::write;
use super::photos;
use super::scenery::{DARK, LIGHT, browser};
use super::view::View;

/// A kind of picture.
pub struct Class {
    /// As in reports.
    pub name: &'static str,
    /// Makes one.
    pub make: fn(&mut Dice) -> Sample,
    /// Large pictures, of which fewer will do.
    pub large: bool,
}

impl Class {
    const fn new(name: &'static str, make: fn(&mut Dice) -> Sample) -> Self {
        Self {
            name,
            make,
            large: false,
        }
    }

    const fn large(name: &'static str, make: fn(&mut Dice) -> Sample) -> Self {
        Self {
            name,
            make,
            large: true,
        }
    }

    /// The picture of a seed.
    pub fn sample(&self, seed: u64) -> Sample {
        (self.make)(&mut Dice::new(self.name, seed))
    }
}

/// Every class with codes.
pub const CLASSES: &[Class] = &[
    Class::new("plain", plain),
    Class::new("screenshot-1080p", |dice| {
        screenshot(dice, 1920, 1080, false)
    }),
    Class::large("screenshot-4k", |dice| screenshot(dice, 3840, 2160, false)),
    Class::new("dark", |dice| screenshot(dice, 1280, 800, true)),
    Class::new("low-contrast", low_contrast),
    Class::new("coloured", coloured),
    Class::new("logo", logo),
    Class::new("round-dots", round_dots),
    Class::new("jpeg-30", jpeg_30),
    Class::new("2px-modules", two_pixels),
    Class::new("rotated", rotated),
    Class::new("perspective", photos::perspective),
    Class::new("noise", photos::noise),
    Class::new("no-quiet-zone", no_quiet_zone),
    Class::new("several", several),
    Class::new("alpha", alpha),
    Class::new("moire", photos::moire),
    Class::new("half-blocks", half_blocks),
    Class::new("blur", photos::blur),
    Class::new("mirrored", mirrored),
    Class::new("stretched", stretched),
    Class::new("formats", formats),
    Class::new("migration", migration),
    Class::new("migration-photo", photos::migration),
    Class::new("charset", charset),
    Class::new("damaged", damaged),
    Class::new("20px-modules", twenty_pixels),
    Class::new("combinations", photos::combinations),
    Class::new("photo", photos::photo),
    Class::new("bent", photos::bent),
    Class::new("glare", photos::glare),
    Class::new("shadow", photos::shadow),
    Class::new("far-away", photos::far_away),
    Class::large("paper-12mp", photos::paper),
];

/// Pictures without a code, to see how long it takes to say so.
pub const WITHOUT_CODE: &[Class] = &[
    Class::new("none-1080p", |dice| nothing(dice, 1920, 1080)),
    Class::large("none-4k", |dice| nothing(dice, 3840, 2160)),
    Class::new("none-noise", |dice| photos::only_noise(dice, 1600, 1200)),
    Class::large("none-12mp-desk", photos::only_desk),
    Class::large("none-12mp-noise", |dice| {
        photos::only_noise(dice, 4000, 3000)
    }),
];

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

fn plain(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    sample(
        &alone(&code, dice.range(3, 11) as f32, &Style::default(), WHITE),
        code.text,
    )
}

fn put(dice: &mut Dice, canvas: &mut Canvas, code: &Code, module: f32, style: &Style) {
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

fn screenshot(dice: &mut Dice, width: usize, height: usize, dark: bool) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = browser(dice, width, height, if dark { DARK } else { LIGHT });
    let most = height * 7 / 10 / (code.size + 8);
    let module = dice.range(3, (most + 1).clamp(4, if width > 3000 { 13 } else { 9 })) as f32;
    let style = if dark {
        let ink = dice.float(215.0, 255.0);
        Style {
            ink: [ink; 3],
            paper: DARK.page,
            ..Style::default()
        }
    } else {
        Style::default()
    };
    put(dice, &mut canvas, &code, module, &style);
    sample(&canvas, code.text)
}

fn nothing(dice: &mut Dice, width: usize, height: usize) -> Sample {
    let theme = if dice.chance(0.5) { DARK } else { LIGHT };
    Sample {
        bytes: browser(dice, width, height, theme).png(),
        extension: "png",
        texts: Vec::new(),
    }
}

fn low_contrast(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let low = dice.float(90.0, 170.0);
    let gap = dice.float(14.0, 30.0);
    let (ink, paper) = if dice.chance(0.3) {
        (low + gap, low)
    } else {
        (low, low + gap)
    };
    let mut canvas = Canvas::filled(640, 480, [paper; 3]);
    let style = Style {
        ink: [ink; 3],
        paper: [paper; 3],
        ..Style::default()
    };
    let module = dice.range(3, 7) as f32;
    put(dice, &mut canvas, &code, module, &style);
    canvas.noise(dice, 1.0);
    sample(&canvas, code.text)
}

fn coloured(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let (ink, paper) = dice.pick(&[
        ([200.0, 20.0, 30.0], [30.0, 60.0, 200.0]),
        ([20.0, 60.0, 160.0], [255.0, 220.0, 90.0]),
        ([255.0, 60.0, 60.0], [20.0, 120.0, 60.0]),
        ([0.0, 110.0, 60.0], [240.0, 250.0, 240.0]),
        ([230.0, 40.0, 40.0], [90.0, 105.0, 90.0]),
        ([160.0, 60.0, 220.0], [120.0, 110.0, 20.0]),
    ]);
    let mut canvas = Canvas::filled(600, 600, paper);
    let module = dice.range(3, 8) as f32;
    put(
        dice,
        &mut canvas,
        &code,
        module,
        &Style {
            ink,
            paper,
            ..Style::default()
        },
    );
    sample(&canvas, code.text)
}

fn logo(dice: &mut Dice) -> Sample {
    let code = Code::of(uri(dice), EcLevel::H);
    let style = Style {
        logo: dice.float(0.2, 0.3),
        dots: if dice.chance(0.3) { 0.45 } else { 0.0 },
        ..Style::default()
    };
    sample(
        &alone(&code, dice.range(4, 9) as f32, &style, WHITE),
        code.text,
    )
}

fn round_dots(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let style = Style {
        dots: dice.float(0.33, 0.5),
        ..Style::default()
    };
    let module = dice.float(4.0, 12.0);
    sample(&alone(&code, module, &style, WHITE), code.text)
}

fn jpeg_30(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = browser(dice, 1000, 700, LIGHT);
    let module = dice.float(2.6, 6.0);
    put(dice, &mut canvas, &code, module, &Style::default());
    Sample {
        bytes: canvas.jpeg(30),
        extension: "jpg",
        texts: vec![code.text],
    }
}

fn two_pixels(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = browser(dice, 1000, 700, LIGHT);
    let module = if dice.chance(0.6) {
        2.0
    } else {
        dice.float(1.8, 2.5)
    };
    put(dice, &mut canvas, &code, module, &Style::default());
    sample(&canvas, code.text)
}

fn rotated(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = browser(dice, 900, 900, LIGHT);
    let module = dice.float(3.0, 8.0);
    let view = View {
        middle: (450.0, 450.0),
        module,
        roll: dice.float(0.0, 6.28),
        distance: 1000.0,
        ..View::default()
    };
    canvas.paint(
        &code,
        &Style::default(),
        view.area(code.size),
        4,
        &view.map(code.size),
    );
    sample(&canvas, code.text)
}

fn no_quiet_zone(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let style = Style {
        margin: 0.0,
        ..Style::default()
    };
    let module = dice.range(3, 9) as f32;
    let canvas = match dice.range(0, 4) {
        0 => alone(&code, module, &style, WHITE),
        // In a dark frame, in a dark page, on a picture.
        kind => {
            let mut canvas = match kind {
                1 => Canvas::filled(700, 700, [dice.float(0.0, 90.0); 3]),
                2 => browser(dice, 900, 700, DARK),
                _ => {
                    let mut canvas = Canvas::filled(700, 700, WHITE);
                    super::scenery::photo(&mut canvas, dice, 0, 0, 700, 700);
                    canvas
                }
            };
            put(dice, &mut canvas, &code, module, &style);
            canvas
        }
    };
    sample(&canvas, code.text)
}

fn several(dice: &mut Dice) -> Sample {
    let mut canvas = browser(dice, 1400, 1000, LIGHT);
    let mut texts = Vec::new();
    for cell in 0..dice.range(2, 7) {
        let code = Code::usual(dice);
        let module = dice.float(2.5, 440.0 / (code.size + 8) as f32);
        let (left, top) = (
            (cell % 3 * 466) as f32 + 4.2 * module,
            (cell / 3 * 500) as f32 + 4.2 * module,
        );
        let dark = dice.chance(0.2);
        let (ink, paper) = if dark { (WHITE, BLACK) } else { (BLACK, WHITE) };
        canvas.place(
            &code,
            left,
            top,
            (module, module),
            &Style {
                ink,
                paper,
                ..Style::default()
            },
        );
        texts.push(code.text);
    }
    Sample {
        bytes: canvas.png(),
        extension: "png",
        texts,
    }
}

fn alpha(dice: &mut Dice) -> Sample {
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

fn half_blocks(dice: &mut Dice) -> Sample {
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

fn mirrored(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice).mirrored();
    let mut canvas = browser(dice, 900, 700, LIGHT);
    let module = dice.float(2.7, 7.0);
    put(dice, &mut canvas, &code, module, &Style::default());
    sample(&canvas, code.text)
}

fn stretched(dice: &mut Dice) -> Sample {
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

fn formats(dice: &mut Dice) -> Sample {
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

fn migration(dice: &mut Dice) -> Sample {
    let code = Code::migration(dice);
    let theme = if dice.chance(0.5) { DARK } else { LIGHT };
    let mut canvas = browser(dice, 1080, 1400, theme);
    let module = dice.range(3, 8) as f32;
    put(dice, &mut canvas, &code, module, &Style::default());
    sample(&canvas, code.text)
}

fn charset(dice: &mut Dice) -> Sample {
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

fn damaged(dice: &mut Dice) -> Sample {
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

fn twenty_pixels(dice: &mut Dice) -> Sample {
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
