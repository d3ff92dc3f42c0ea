//! Codes in parts, in other character sets, drawn as text, and files that are no pictures of ours, on the command line.

use std::path::Path;

use data_encoding::BASE64;
use otp::qr::draw::{Drawing, Level};

use crate::home::Home;

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// A home with a vault and samples in it.
fn home(samples: &[&str]) -> Home {
    let home = Home::with_vault();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/qr/samples");
    for sample in samples {
        home.write(
            sample,
            &std::fs::read(folder.join(sample)).expect("a sample"),
        );
    }
    home
}

#[test]
fn parts_of_a_text_are_joined_in_any_order_across_pictures() {
    let parts = ["series_3of3.png", "series_1of3.png", "series_2of3.png"];
    let home = home(&parts);
    let run = home.otp(["scan", parts[0], parts[1], parts[2]]);
    let text = format!("otpauth://totp/GitHub:octavia?secret={SECRET}&issuer=GitHub");
    assert_eq!((run.code, run.stdout.trim()), (0, text.as_str()), "{run:?}");
    let run = home.otp(["add", parts[0], parts[1], parts[2], parts[1]]);
    assert_eq!(run.code, 0, "{run:?}");
    let told = "series_3of3.png: a part of a text that is split over several codes.";
    assert!(run.stderr.contains(told), "{run:?}");
    assert!(
        !run.stderr.contains("nothing that was not found"),
        "{run:?}"
    );
    let run = home.otp(["show", "GitHub", "--uri"]);
    assert!(run.stdout.contains(SECRET), "{run:?}");
}

#[test]
fn a_part_alone_is_never_taken_for_the_whole() {
    let home = home(&["series_1of3.png", "otpauth.png"]);
    let words = "This is part 1 of 3 of a text that is split over several codes; \
                 parts 2 and 3 are missing";
    let run = home.otp(["add", "series_1of3.png"]);
    assert_eq!(run.code, 7, "{run:?}");
    assert!(run.stderr.contains(words), "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout, "");
    let run = home.otp(["add", "series_1of3.png", "otpauth.png"]);
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stderr.contains(words), "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout.lines().count(), 1);
    let run = home.otp(["scan", "series_1of3.png"]);
    assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{run:?}");
    assert!(run.stderr.contains(words), "{run:?}");
}

#[test]
fn import_joins_them_too_and_tells_what_is_missing() {
    let parts = ["series_3of3.png", "series_1of3.png", "series_2of3.png"];
    let home = home(&[parts[0], parts[1], parts[2], "otpauth.png"]);
    let run = home.otp(["import", parts[0], "otpauth.png"]);
    assert_eq!(run.code, 9, "{run:?}");
    let words = "art 3 of 3 of a text that is split over several codes; parts 1 and 2 are missing";
    assert!(run.stderr.contains(words), "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout.lines().count(), 1);
    let run = home.otp(["import", parts[0], parts[1], parts[2]]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = home.otp(["show", "GitHub", "--uri"]);
    assert!(run.stdout.contains(SECRET), "{run:?}");
}

#[test]
fn a_guessed_character_set_is_told_and_the_secret_is_right() {
    let home = home(&["charset_cyr_cp1251_plain.png"]);
    let run = home.otp(["add", "charset_cyr_cp1251_plain.png"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stderr.contains("does not say in which character set"),
        "{run:?}"
    );
    assert_eq!(home.otp(["list", "--names"]).stdout, "Сбербанк:иванов\n");
    let run = home.otp(["show", "Сбербанк", "--uri"]);
    assert!(run.stdout.contains("JBSWY3DPEHPK3PXP"), "{run:?}");
}

const LINK: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";

/// A code drawn with what stands for a dark and for a light module.
fn drawn(dark: &str, light: &str) -> String {
    let drawing = Drawing::new(LINK, Level::Low).expect("it fits");
    let side = drawing.side();
    let mut text = "Scan this:\n".to_owned();
    for row in 0..side + 4 {
        for column in 0..side + 4 {
            let inside = (2..side + 2).contains(&row) && (2..side + 2).contains(&column);
            let is_dark = inside && drawing.is_dark(column - 2, row - 2);
            text.push_str(if is_dark { dark } else { light });
        }
        text.push('\n');
    }
    text
}

#[test]
fn drawings_of_terminals_are_read_from_standard_input() {
    let drawing = Drawing::new(LINK, Level::Low).expect("it fits");
    let lines = drawing.half_blocks(otp::qr::draw::Ink::Light);
    let lines: Vec<&str> = lines.iter().map(|line| line.as_str()).collect();
    let texts = [
        drawn("##", "  "),
        drawn("  ", "\u{2588}\u{2588}"),
        drawn("\u{1b}[40m  ", "\u{1b}[107m  "),
        lines.join("\n"),
    ];
    for text in texts {
        let home = Home::with_vault();
        let run = home.otp_fed(["add", "-"], text.as_bytes());
        assert_eq!(run.code, 0, "{run:?}\n{text}");
        assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:octavia\n");
    }
}

#[test]
fn a_picture_in_a_data_uri_is_read() {
    let home = Home::with_vault();
    let png = Drawing::new(LINK, Level::Low).expect("it fits").png(4);
    let uri = format!("data:image/png;base64,{}\n", BASE64.encode(&png));
    let run = home.otp_fed(["add", "-"], uri.as_bytes());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:octavia\n");
}

#[test]
fn what_is_no_picture_of_ours_is_named_with_the_way_out() {
    let home = Home::with_vault();
    let files: [(&str, &[u8], &str, &str); 5] = [
        (
            "a.heic",
            b"\0\0\0\x18ftypheic\0\0\0\0",
            "an iPhone HEIC photograph",
            "heif-convert",
        ),
        (
            "a.avif",
            b"\0\0\0\x18ftypavif\0\0\0\0",
            "an AVIF picture",
            "magick",
        ),
        ("a.pdf", b"%PDF-1.7\n", "a PDF document", "pdftoppm"),
        ("a.tiff", b"II*\0\x08\0\0\0", "a TIFF picture", "magick"),
        (
            "a.svg",
            b"<?xml version='1.0'?>\n<svg/>",
            "an SVG drawing",
            "rsvg-convert",
        ),
    ];
    for (name, bytes, what, way_out) in files {
        home.write(name, bytes);
        for command in ["add", "scan"] {
            let run = home.otp([command, name]);
            assert_eq!(run.code, 7, "{run:?}");
            assert!(
                run.stderr.contains(&format!("{name}: this is {what}")),
                "{run:?}"
            );
            assert!(run.stderr.contains(way_out), "{run:?}");
        }
    }
    std::fs::create_dir(home.path("camera")).expect("a folder");
    home.write("camera/b.heic", files[0].1);
    let run = home.otp(["add", "camera"]);
    assert!(
        run.code == 7 && run.stderr.contains("camera/b.heic"),
        "{run:?}"
    );
}

/// Taken of a real terminal on a light background whose lines stand apart.
#[test]
fn a_screenshot_of_a_drawing_with_gaps_is_read() {
    let home = Home::with_vault();
    home.write(
        "shot.png",
        include_bytes!("../qr/samples/terminal_xterm.png"),
    );
    let run = home.otp(["add", "shot.png"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:octavia\n");
}
