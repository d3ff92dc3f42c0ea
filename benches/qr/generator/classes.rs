//! The classes of pictures, by name. Screens here, files in `files`, cameras in `photos`.

use qrcode::EcLevel;

use super::canvas::{BLACK, Canvas, Style, WHITE};
use super::code::{Code, uri};
use super::dice::Dice;
use super::sample::{Sample, alone, put, sample};
use super::scenery::{DARK, LIGHT, browser};
use super::view::View;
use super::{drawn, files, moving, night, odd, phone, photos, segments, sheets};

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
    Class::new("alpha", files::alpha),
    Class::new("moire", photos::moire),
    Class::new("half-blocks", files::half_blocks),
    Class::new("blur", photos::blur),
    Class::new("mirrored", files::mirrored),
    Class::new("stretched", files::stretched),
    Class::new("formats", files::formats),
    Class::new("migration", files::migration),
    Class::new("migration-photo", photos::migration),
    Class::new("charset", files::charset),
    Class::new("damaged", files::damaged),
    Class::new("20px-modules", files::twenty_pixels),
    Class::new("combinations", photos::combinations),
    Class::new("photo", photos::photo),
    Class::new("bent", photos::bent),
    Class::new("glare", photos::glare),
    Class::new("shadow", photos::shadow),
    Class::new("far-away", photos::far_away),
    Class::new("close-up-of-few", photos::close_up_of_few),
    Class::large("close-up", photos::close_up),
    Class::large("paper-12mp", photos::paper),
    Class::large("phone", phone::phone),
    Class::new("sheet", sheets::crisp),
    Class::large("sheet-photo", sheets::photographed),
    Class::large("sheet-bent", sheets::bent),
    Class::new("mixed", sheets::mixed),
    Class::new("terminal-gaps", drawn::apart),
    Class::new("tiny-modules", drawn::tiny_modules),
    Class::new("night", night::display),
    Class::new("series", segments::series_in_order),
    Class::new("series-mixed-up", segments::series_out_of_order),
    Class::new("eci", segments::numbered_charset),
    Class::new("modes", segments::modes),
    Class::new("animation", moving::animation),
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
    Class::new("none-odd", odd::anything),
    Class::new("none-series", segments::series_without_a_part),
];

fn plain(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    sample(
        &alone(&code, dice.range(3, 11) as f32, &Style::default(), WHITE),
        code.text,
    )
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
        roll: dice.float(0.0, std::f32::consts::TAU),
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
