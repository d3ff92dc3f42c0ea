//! Pictures as cameras take them, made up: perspective, bent paper, shadows, noise, blur.

use qrcode::EcLevel;

use super::canvas::{BLACK, Canvas, Style, WHITE};
use super::code::Code;
use super::dice::Dice;
use super::sample::{Sample, alone, sample};
use super::scenery::{LIGHT, browser, desk};
use super::view::View;

/// Ink and paper as printed and lit.
pub fn printed(dice: &mut Dice) -> Style {
    let ink = dice.float(20.0, 70.0);
    let paper = dice.float(190.0, 240.0);
    Style {
        ink: [ink; 3],
        paper: [paper, paper, paper * 0.97],
        ..Style::default()
    }
}

pub fn turned(dice: &mut Dice, canvas: &Canvas, size: usize, share: (f32, f32), tilt: f32) -> View {
    let roll = dice.float(-0.6, 0.6_f32);
    let least = canvas.width.min(canvas.height) as f32;
    // The whole code stays in the picture, its near edge somewhat larger.
    let across = (size + 8) as f32 * (roll.cos() + roll.sin().abs()) * 1.12;
    let module = (dice.float(share.0, share.1) * least / (size + 8) as f32).min(least / across);
    let room = module * across / 2.0;
    let middle = |dice: &mut Dice, length: usize| {
        let length = length as f32;
        if 2.0 * room < length {
            dice.float(room, length - room)
        } else {
            length / 2.0
        }
    };
    View {
        middle: (middle(dice, canvas.width), middle(dice, canvas.height)),
        module,
        roll,
        yaw: dice.float(-tilt, tilt),
        pitch: dice.float(-tilt, tilt),
        distance: dice.float(1.6, 4.0),
        bend: 0.0,
    }
}

fn jpeg(canvas: &Canvas, quality: u8, text: String) -> Sample {
    Sample {
        bytes: canvas.jpeg(quality),
        extension: "jpg",
        texts: vec![text],
    }
}

pub fn perspective(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = browser(dice, 1000, 800, LIGHT);
    let mut view = turned(dice, &canvas, code.size, (0.5, 0.85), 0.75);
    view.roll += dice.pick(&[0.0, 1.0, 2.0, 3.0]) * std::f32::consts::FRAC_PI_2;
    canvas.paint(
        &code,
        &Style::default(),
        view.area(code.size),
        4,
        &view.map(code.size),
    );
    sample(&canvas, code.text)
}

pub fn noise(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let module = dice.range(3, 7) as f32;
    let mut canvas = alone(
        &code,
        module,
        &Style {
            ink: [60.0; 3],
            paper: [200.0; 3],
            ..Style::default()
        },
        WHITE,
    );
    let sigma = dice.float(25.0, if module < 4.0 { 40.0 } else { 60.0 });
    canvas.noise(dice, sigma);
    sample(&canvas, code.text)
}

pub fn moire(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = Canvas::filled(900, 800, [225.0; 3]);
    let view = turned(dice, &canvas, code.size, (0.45, 0.8), 0.3);
    let style = Style {
        ink: [30.0; 3],
        paper: [225.0; 3],
        ..Style::default()
    };
    canvas.paint(&code, &style, view.area(code.size), 3, &view.map(code.size));
    let strength = dice.float(0.2, 0.5);
    canvas.moire(dice, strength);
    canvas.noise(dice, 4.0);
    jpeg(&canvas, 80, code.text)
}

pub fn blur(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let module = dice.range(3, 9) as f32;
    let mut canvas = alone(&code, module, &Style::default(), WHITE);
    let strength = dice.float(0.4, 0.78);
    canvas.blur(strength * module);
    sample(&canvas, code.text)
}

/// Everything that makes a photograph, within measure.
pub fn camera(dice: &mut Dice, canvas: &mut Canvas, module: f32, soft: (f32, f32)) {
    let low = dice.float(0.45, 1.0);
    canvas.uneven_light(dice, low);
    let sigma = (dice.float(soft.0, soft.1) * module).max(0.4);
    canvas.blur(sigma);
    if dice.chance(0.3) {
        let along_rows = dice.chance(0.5);
        canvas.smear(0.3 * module, along_rows);
    }
    let grain = dice.float(2.0, 9.0);
    canvas.noise(dice, grain);
}

pub fn photo(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = desk(dice, 1280, 960);
    let mut view = turned(dice, &canvas, code.size, (0.3, 0.7), 0.55);
    if dice.chance(0.5) {
        view.bend = dice.float(1.2, 4.0) * dice.pick(&[1.0, -1.0]);
    }
    let style = printed(dice);
    canvas.paint(&code, &style, view.area(code.size), 3, &view.map(code.size));
    camera(dice, &mut canvas, view.module, (0.12, 0.35));
    jpeg(&canvas, dice.range(60, 92) as u8, code.text)
}

pub fn bent(dice: &mut Dice) -> Sample {
    let code = if dice.chance(0.3) {
        Code::migration(dice)
    } else {
        Code::usual(dice)
    };
    let mut canvas = desk(dice, 1280, 960);
    let mut view = turned(dice, &canvas, code.size, (0.55, 0.85), 0.4);
    view.bend = dice.float(0.55, 1.2) * dice.pick(&[1.0, -1.0]);
    view.roll += dice.pick(&[0.0, 1.0, 2.0, 3.0]) * std::f32::consts::FRAC_PI_2;
    let style = printed(dice);
    canvas.paint(&code, &style, view.area(code.size), 3, &view.map(code.size));
    camera(dice, &mut canvas, view.module, (0.1, 0.25));
    jpeg(&canvas, dice.range(70, 92) as u8, code.text)
}

pub fn glare(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = desk(dice, 1000, 800);
    let view = turned(dice, &canvas, code.size, (0.5, 0.8), 0.4);
    let style = printed(dice);
    canvas.paint(&code, &style, view.area(code.size), 3, &view.map(code.size));
    let width = view.module * code.size as f32;
    let spot = (
        view.middle.0 + dice.float(-0.3, 0.4) * width,
        view.middle.1 + dice.float(-0.3, 0.4) * width,
    );
    let radius = width * dice.float(0.15, 0.4);
    let strength = dice.float(0.4, 1.1);
    canvas.glare(spot, radius, strength);
    camera(dice, &mut canvas, view.module, (0.1, 0.25));
    jpeg(&canvas, 85, code.text)
}

pub fn shadow(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = desk(dice, 1000, 800);
    let view = turned(dice, &canvas, code.size, (0.5, 0.8), 0.4);
    let style = printed(dice);
    canvas.paint(&code, &style, view.area(code.size), 3, &view.map(code.size));
    let dark = dice.float(0.25, 0.55);
    canvas.shadow(dice, dark);
    camera(dice, &mut canvas, view.module, (0.1, 0.3));
    jpeg(&canvas, 85, code.text)
}

pub fn far_away(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = desk(dice, 1600, 1200);
    let mut view = turned(dice, &canvas, code.size, (0.3, 0.6), 0.35);
    view.module = dice.float(2.3, 3.2);
    let style = printed(dice);
    canvas.paint(&code, &style, view.area(code.size), 4, &view.map(code.size));
    camera(dice, &mut canvas, 2.5, (0.15, 0.25));
    jpeg(&canvas, dice.range(80, 95) as u8, code.text)
}

pub fn migration(dice: &mut Dice) -> Sample {
    let code = Code::migration(dice);
    let mut canvas = Canvas::filled(1600, 1200, [30.0; 3]);
    let view = turned(dice, &canvas, code.size, (0.6, 0.9), 0.3);
    let style = Style {
        ink: [30.0; 3],
        paper: [235.0; 3],
        ..Style::default()
    };
    canvas.paint(&code, &style, view.area(code.size), 3, &view.map(code.size));
    if dice.chance(0.4) {
        canvas.moire(dice, 0.15);
    }
    camera(dice, &mut canvas, view.module, (0.12, 0.3));
    jpeg(&canvas, dice.range(75, 92) as u8, code.text)
}

pub fn paper(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = desk(dice, 4000, 3000);
    let view = turned(dice, &canvas, code.size, (0.1, 0.35), 0.5);
    let style = printed(dice);
    canvas.paint(&code, &style, view.area(code.size), 2, &view.map(code.size));
    let low = dice.float(0.5, 1.0);
    canvas.uneven_light(dice, low);
    canvas.noise(dice, 7.0);
    jpeg(&canvas, dice.range(70, 92) as u8, code.text)
}

/// A code held so near that it fills the picture.
pub fn close_up(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let (width, height) = dice.pick(&[(4000, 3000), (3000, 4000), (2048, 1536)]);
    filled(dice, &code, (width, height), (0.6, 0.95))
}

/// The same with modules as wide as in twelve megapixels, in a picture that is made quickly: a code of version 1.
pub fn close_up_of_few(dice: &mut Dice) -> Sample {
    let code = Code::of(format!("otpauth {}", dice.range(1, 9999)), EcLevel::L);
    filled(dice, &code, (1760, 1760), (0.92, 0.96))
}

fn filled(dice: &mut Dice, code: &Code, size: (usize, usize), share: (f32, f32)) -> Sample {
    let mut canvas = desk(dice, size.0, size.1);
    let across = size.0.min(size.1) as f32 / code.size as f32;
    let view = View {
        middle: (size.0 as f32 / 2.0, size.1 as f32 / 2.0),
        module: dice.float(share.0, share.1) * across / 1.06,
        roll: dice.float(-0.03, 0.03),
        yaw: dice.float(-0.1, 0.1),
        pitch: dice.float(-0.1, 0.1),
        distance: dice.float(2.0, 4.0),
        bend: 0.0,
    };
    let style = printed(dice);
    canvas.paint(code, &style, view.area(code.size), 2, &view.map(code.size));
    let low = dice.float(0.45, 1.0);
    canvas.uneven_light(dice, low);
    // Lens and sensor blur by pixels, whatever is in front of them.
    canvas.blur(dice.float(0.6, 2.0));
    let grain = dice.float(8.0, 24.0);
    canvas.noise(dice, grain);
    jpeg(&canvas, dice.range(70, 92) as u8, code.text.clone())
}

pub fn combinations(dice: &mut Dice) -> Sample {
    let code = Code::usual(dice);
    let mut canvas = browser(dice, 900, 800, LIGHT);
    let mut view = turned(dice, &canvas, code.size, (0.45, 0.8), 0.35);
    view.roll += dice.pick(&[0.0, 1.0, 2.0, 3.0]) * std::f32::consts::FRAC_PI_2;
    let mut style = Style::default();
    if dice.chance(0.4) {
        (style.ink, style.paper) = (WHITE, BLACK);
    }
    if dice.chance(0.3) {
        style.dots = dice.float(0.42, 0.5);
    }
    canvas.paint(&code, &style, view.area(code.size), 3, &view.map(code.size));
    if dice.chance(0.5) {
        canvas.blur(dice.float(0.2, 0.4) * view.module);
    }
    if dice.chance(0.5) {
        let low = dice.float(60.0, 110.0);
        canvas.contrast(low, low + dice.float(50.0, 120.0));
    }
    if dice.chance(0.5) {
        let sigma = dice.float(5.0, 12.0);
        canvas.noise(dice, sigma);
    }
    if dice.chance(0.4) {
        return jpeg(&canvas, dice.range(35, 80) as u8, code.text);
    }
    sample(&canvas, code.text)
}

pub fn only_noise(dice: &mut Dice, width: usize, height: usize) -> Sample {
    let mut canvas = Canvas::filled(width, height, [128.0; 3]);
    canvas.noise(dice, 50.0);
    canvas.blur(1.0);
    Sample {
        bytes: canvas.jpeg(90),
        extension: "jpg",
        texts: Vec::new(),
    }
}

pub fn only_desk(dice: &mut Dice) -> Sample {
    let mut canvas = desk(dice, 4000, 3000);
    canvas.uneven_light(dice, 0.5);
    canvas.noise(dice, 7.0);
    Sample {
        bytes: canvas.jpeg(85),
        extension: "jpg",
        texts: Vec::new(),
    }
}
