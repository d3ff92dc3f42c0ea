//! The program in a real xterm, on black and on white: what is drawn there can be read.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use image::{Rgb, RgbImage};
use otp::tui::keymap::Chord;
use otp::tui::theme::glyphs;

use crate::parts;
use crate::system::Display;

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What is on the screen.
fn taken(display: &Display) -> RgbImage {
    let mut import = Command::new("import");
    import.args(["-silent", "-window", "root", "png:-"]);
    let output = import.env("DISPLAY", &display.name).output();
    let picture = output.expect("import starts").stdout;
    let picture = image::load_from_memory(&picture).expect("a picture");
    picture.into_rgb8()
}

fn luminance(pixel: Rgb<u8>) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.039_28 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let [red, green, blue] = pixel.0.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: Rgb<u8>, other: Rgb<u8>) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    (one / other).max(other / one)
}

/// The part of the picture with that background.
fn window_of(picture: &RgbImage, ground: Rgb<u8>) -> RgbImage {
    let is_ground = |x, y| *picture.get_pixel(x, y) == ground;
    let wide = (0..picture.width()).rev().find(|x| is_ground(*x, 0));
    let tall = (0..picture.height()).rev().find(|y| is_ground(0, *y));
    let (wide, tall) = (wide.unwrap_or_default() + 1, tall.unwrap_or_default() + 1);
    image::imageops::crop_imm(picture, 0, 0, wide, tall).to_image()
}

/// The lines of the picture that have anything in them, as places from top to bottom; each with the strongest
/// contrast in its first few letters.
fn lines(picture: &RgbImage, ground: Rgb<u8>) -> Vec<f64> {
    let mut lines: Vec<f64> = Vec::new();
    let mut inside = false;
    for y in 0..picture.height() {
        let begin = (0..picture.width().min(40)).map(|x| *picture.get_pixel(x, y));
        let whole = (0..picture.width()).any(|x| *picture.get_pixel(x, y) != ground);
        let strongest = begin
            .map(|pixel| contrast(pixel, ground))
            .fold(1.0, f64::max);
        match (whole, inside) {
            (true, false) => lines.push(strongest),
            (true, true) => {
                if let Some(last) = lines.last_mut() {
                    *last = last.max(strongest);
                }
            }
            _ => {}
        }
        inside = whole;
    }
    lines
}

#[test]
fn keys_and_codes_can_be_read_on_black_and_on_white() {
    if !["Xvfb", "xterm", "import"].into_iter().all(parts::has) {
        return;
    }
    for (name, ground, letters) in [
        ("dark", "#000000", "#e5e5e5"),
        ("light", "#ffffff", "#000000"),
    ] {
        let home = tempfile::tempdir().expect("a folder");
        let display = Display::start();
        let ground_pixel = if name == "dark" {
            Rgb([0; 3])
        } else {
            Rgb([255; 3])
        };
        let mut xterm = Command::new("xterm");
        xterm
            .args(["-geometry", "80x24+0+0", "-b", "0", "-bw", "0", "+sb"])
            .args([
                "-bg",
                ground,
                "-fg",
                letters,
                "-fa",
                "DejaVu Sans Mono",
                "-fs",
                "8",
                "-tn",
                "xterm-256color",
            ])
            .args([
                "-e",
                env!("CARGO_BIN_EXE_otp"),
                "demo",
                "--at",
                "1780000023",
            ])
            .env("DISPLAY", &display.name)
            .env("HOME", home.path())
            .env("XDG_CONFIG_HOME", home.path())
            .env("LC_ALL", "C.UTF-8")
            .env_remove("NO_COLOR")
            .env_remove("COLORTERM")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let _xterm = Running(xterm.spawn().expect("xterm starts"));
        let begun = Instant::now();
        // Header, countdown, the rows, which their badges hold together, and the hints.
        let (picture, lines) = loop {
            let picture = taken(&display);
            let window = window_of(&picture, ground_pixel);
            let lines = lines(&window, ground_pixel);
            if lines.len() >= 4 {
                break (window, lines);
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "{name}: {lines:?}"
            );
        };
        let kept =
            std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("xterm-{name}.png"));
        picture.save(&kept).expect("kept");
        println!("kept as {}", kept.to_string_lossy());
        for (number, found) in lines.iter().enumerate() {
            let wanted = if number == 1 { 3.0 } else { 4.5 };
            assert!(
                *found >= wanted,
                "{name}, line {number}: {found:.2}\n{lines:.1?}"
            );
        }
    }
}

/// Every sign that the interface draws and the names of keys, in the bitmap font that xterm has unless told otherwise.
#[test]
fn no_sign_is_blank_in_xterms_own_font() {
    const FONT: &str = "/usr/share/fonts/X11/misc/6x13-ISO8859-1.pcf.gz";
    const CELL: (u32, u32) = (6, 13);
    if !["Xvfb", "xterm", "import", FONT]
        .into_iter()
        .all(parts::has)
    {
        return;
    }
    let glyphs = glyphs(false);
    let mut signs = vec![
        glyphs.selected,
        glyphs.bar,
        glyphs.star,
        glyphs.full,
        glyphs.half,
        glyphs.thumb,
        glyphs.arrow,
        glyphs.cut,
        glyphs.dot,
        glyphs.done,
        glyphs.failed,
        glyphs.middle,
        glyphs.wall,
        glyphs.dash,
    ];
    signs.extend(glyphs.frame);
    signs.extend(glyphs.spinner);
    let keys = ["enter", "space", "backspace", "up", "down", "left", "right"];
    let keys = keys.map(|key| Chord::parse(key).expect("a key").short(false));
    signs.extend(keys.iter().map(String::as_str));
    let home = tempfile::tempdir().expect("a folder");
    // The last one tells that all are drawn.
    let line = format!("{} #", signs.join(" "));
    let file = home.path().join("signs");
    std::fs::write(&file, line).expect("written");
    let display = Display::start();
    let mut xterm = Command::new("xterm");
    xterm
        .args(["-geometry", "90x24+0+0", "-b", "0", "-bw", "0", "+sb"])
        .args(["-bg", "#000000", "-fg", "#ffffff"])
        .args(["-e", "sh", "-c", "cat signs; exec cat"])
        .env("DISPLAY", &display.name)
        .env("HOME", home.path())
        .env("LC_ALL", "C.UTF-8")
        .current_dir(home.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _xterm = Running(xterm.spawn().expect("xterm starts"));
    let is_drawn = |picture: &RgbImage, place: usize| {
        let left = u32::try_from(place).expect("small") * 2 * CELL.0;
        let mut places = (left..left + CELL.0).flat_map(|x| (0..CELL.1).map(move |y| (x, y)));
        places.any(|(x, y)| *picture.get_pixel(x, y) == Rgb([255; 3]))
    };
    let begun = Instant::now();
    let picture = loop {
        let picture = taken(&display);
        if is_drawn(&picture, signs.len()) {
            break picture;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing comes");
    };
    let places = signs.iter().enumerate();
    let blank = places.filter(|(place, _)| !is_drawn(&picture, *place));
    let blank: Vec<&str> = blank.map(|(_, sign)| *sign).collect();
    assert_eq!(blank, [""; 0]);
}
