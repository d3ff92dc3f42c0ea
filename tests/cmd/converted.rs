//! Pictures in formats that are read by way of another program, and those that stand in a web page.

use std::path::Path;

use data_encoding::BASE64;
use otp::qr::draw::{Drawing, Level};

use crate::home::{Home, Run, finish};
use crate::parts;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const NPM: &str = "otpauth://totp/npm:octavia?secret=NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF&issuer=npm";

fn sample(home: &Home, name: &str) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/qr/samples");
    let bytes = std::fs::read(samples.join(name)).expect("a sample");
    home.write(name, &bytes);
}

fn with_path(home: &Home, arguments: &[&str], path: &str) -> Run {
    let mut command = home.command(["--identity", "recovery.txt"]);
    command.args(arguments).env("PATH", path);
    finish(command, b"")
}

#[test]
fn other_formats_are_read_where_a_program_converts_them() {
    for (program, file) in [
        ("heif-convert", "code.heic"),
        ("heif-convert", "code.avif"),
        ("convert", "scan.tiff"),
        ("convert", "two_pages.tiff"),
        ("rsvg-convert", "code.svg"),
    ] {
        if !parts::has(program) {
            continue;
        }
        let home = Home::with_vault();
        sample(&home, file);
        let run = home.otp(["scan", file]);
        assert_eq!((run.code, run.stdout.trim()), (0, GITHUB), "{run:?}");
        let run = home.otp(["add", file]);
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:octavia\n");
        // Standard input is in no file: some programs insist on one, and get one that is in memory alone.
        let bytes = std::fs::read(home.path(file)).expect("the sample");
        let run = home.otp_fed(["scan", "-"], &bytes);
        let expected = if program == "convert" && !cfg!(target_os = "linux") {
            (7, "")
        } else {
            (0, GITHUB)
        };
        assert_eq!((run.code, run.stdout.trim()), expected, "{run:?}");
    }
}

#[test]
fn every_page_of_a_document_is_read() {
    if !parts::has("pdftoppm") {
        return;
    }
    let home = Home::with_vault();
    sample(&home, "pages.pdf");
    let run = home.otp(["scan", "pages.pdf"]);
    assert_eq!((run.code, run.stdout), (0, format!("{GITHUB}\n{NPM}\n")));
    assert_eq!(run.stderr, "", "the page without a code is no fault");
    let run = home.otp(["add", "--delete-image", "pages.pdf"]);
    assert_eq!(run.code, 0, "{run:?}");
    let names = home.otp(["list", "--names"]).stdout;
    assert_eq!(names, "GitHub:octavia\nnpm:octavia\n");
    assert!(
        !home.path("pages.pdf").exists(),
        "it is removed like a picture"
    );
}

/// A document of blank pages, a code drawn on the first.
fn document(pages: usize) -> Vec<u8> {
    let drawing = Drawing::new(GITHUB, Level::Low).expect("it fits");
    let side = drawing.side();
    let places = (0..side).flat_map(|row| (0..side).map(move |column| (column, row)));
    let modules: Vec<String> = places
        .filter(|&(column, row)| drawing.is_dark(column, row))
        .map(|(column, row)| format!("{} {} 1 1 re\n", column + 4, side + 4 - row))
        .collect();
    let code = format!("{}f\n", modules.concat());
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", page + 4)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {pages}/Kids[{kids}]/MediaBox[0 0 {0} {0}]>>",
            side + 9,
            kids = kids.join(" ")
        ),
        format!("<</Length {}>>stream\n{code}endstream", code.len()),
    ];
    objects.extend((0..pages).map(|page| {
        let contents = if page == 0 { "/Contents 3 0 R" } else { "" };
        format!("<</Type/Page/Parent 2 0 R/Resources<<>>{contents}>>")
    }));
    let mut parts = vec!["%PDF-1.4\n".to_owned()];
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(format!("{:010} 00000 n \n", parts.concat().len()));
        parts.push(format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let (start, count) = (parts.concat().len(), objects.len() + 1);
    parts.push(format!(
        "xref\n0 {count}\n0000000000 65535 f \n{}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        places.concat()
    ));
    parts.concat().into_bytes()
}

#[test]
fn pages_that_are_not_looked_at_are_told() {
    if !parts::has("pdftoppm") {
        return;
    }
    let home = Home::with_vault();
    home.write("twenty.pdf", &document(20));
    let run = home.otp(["scan", "twenty.pdf"]);
    assert_eq!((run.code, run.stdout.trim()), (0, GITHUB), "{run:?}");
    assert_eq!(run.stderr, "");
    home.write("many.pdf", &document(21));
    let run = home.otp(["add", "many.pdf"]);
    assert_eq!(run.code, 9, "{run:?}");
    let words = "nly the first 20 pages of many.pdf were looked at";
    assert!(run.stderr.contains(words), "{run:?}");
}

/// What a program does that keeps a copy, hangs or never stops printing.
#[cfg(unix)]
#[test]
fn a_program_is_held_to_its_limits() {
    use std::os::unix::fs::PermissionsExt as _;
    if !parts::has("pdftoppm") {
        return;
    }
    let home = Home::with_vault();
    sample(&home, "pages.pdf");
    std::fs::create_dir(home.path("bin")).expect("a folder");
    let fake = home.path("bin/pdftoppm");
    let usual = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{usual}", home.path("bin").display());
    let with = |script: &str| {
        std::fs::write(&fake, format!("#!/bin/sh\n{script}\n")).expect("written");
        std::fs::set_permissions(&fake, std::fs::Permissions::from_mode(0o700)).expect("ours");
        with_path(&home, &["scan", "pages.pdf"], &path)
    };
    let run =
        with("(cat /dev/stdin > kept.pdf) 2>/dev/null\nPATH=${PATH#*:}\nexec pdftoppm \"$@\"");
    assert_eq!((run.code, run.stdout), (0, format!("{GITHUB}\n{NPM}\n")));
    let kept = home.path("kept.pdf").metadata().expect("it was made");
    assert_eq!(kept.len(), 0, "nothing of the picture gets to the disk");
    for (script, why) in [
        ("exec cat /dev/zero", "it printed too much"),
        ("exit 3", "it ended with an error"),
        ("echo chatter", "it ended with an error"),
    ] {
        let run = with(script);
        assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{script}");
        let words = format!("this is a PDF document, but `pdftoppm` made no picture of it: {why}");
        assert!(run.stderr.contains(&words), "{run:?}");
    }
}

#[test]
fn without_a_program_the_way_out_is_named() {
    let home = Home::with_vault();
    for (file, words) in [
        (
            "code.heic",
            "this is an iPhone HEIC photograph, which cannot be read here",
        ),
        (
            "pages.pdf",
            "this is a PDF document, which cannot be read here",
        ),
        (
            "code.svg",
            "this is an SVG drawing, which cannot be read here",
        ),
    ] {
        sample(&home, file);
        // The test itself starts the binary by `setsid`.
        std::fs::create_dir_all(home.path("bin")).expect("a folder");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_otp"));
        command
            .args(["scan", file])
            .env_clear()
            .env("HOME", home.path(""))
            .env("PATH", home.path("bin"))
            .current_dir(home.path(""));
        let run = finish(command, b"");
        assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{run:?}");
        assert!(run.stderr.contains(words), "{run:?}");
        assert!(run.stderr.contains("Make a PNG of it"), "{run:?}");
    }
}

#[test]
fn pictures_in_a_web_page_are_read() {
    let home = Home::with_vault();
    let png = Drawing::new(NPM, Level::Low).expect("it fits").png(4);
    let image = format!(
        "<img src=\"data:image/png;base64,{}\">",
        BASE64.encode(&png)
    );
    let page = format!("<html><body><p>Scan this:</p>{image}</body></html>");
    home.write("page.html", page.as_bytes());
    let run = home.otp(["add", "page.html"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout, "npm:octavia\n");
    if !parts::has("rsvg-convert") {
        return;
    }
    sample(&home, "code.svg");
    let drawing = std::fs::read_to_string(home.path("code.svg")).expect("text");
    let start = drawing.find("<svg").expect("a drawing");
    let page = format!(
        "<html><body>{image}<div>{}</div></body></html>",
        &drawing[start..]
    );
    home.write("page.html", page.as_bytes());
    let run = home.otp(["add", "page.html"]);
    assert_eq!(run.code, 0, "{run:?}");
    let names = home.otp(["list", "--names"]).stdout;
    assert_eq!(names, "GitHub:octavia\nnpm:octavia\n");
}

fn shown(png: &[u8]) -> String {
    format!("<img src=\"data:image/png;base64,{}\">", BASE64.encode(png))
}

/// As printed backups are, which may be saved as a page.
#[test]
fn no_picture_of_a_long_page_is_left_out() {
    let home = Home::with_vault();
    let letters = 'A'..='X';
    let links =
        letters.map(|letter| format!("otpauth://totp/{letter}?secret=MFZXIZLSNFXWI2L{letter}"));
    let images: String = links
        .map(|link| shown(&Drawing::new(&link, Level::Low).expect("it fits").png(2)))
        .collect();
    home.write("page.html", images.as_bytes());
    let run = home.otp(["add", "page.html"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout.lines().count(), 24);
    let home = Home::with_vault();
    home.write("page.html", images.repeat(9).as_bytes());
    let run = home.otp(["add", "page.html"]);
    assert_eq!(run.code, 9, "{run:?}");
    let words = "nly the first 200 pictures in the text were looked at";
    assert!(run.stderr.contains(words), "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout.lines().count(), 24);
}

#[test]
fn a_picture_of_a_page_that_cannot_be_read_is_told() {
    let home = Home::with_vault();
    let png = |link| Drawing::new(link, Level::Low).expect("it fits").png(6);
    let mut spoilt = image::load_from_memory(&png(GITHUB))
        .expect("our own picture")
        .into_luma8();
    for (x, y, pixel) in spoilt.enumerate_pixels_mut() {
        // The fixed patterns stay, and the margin of four modules.
        let (column, row) = (x / 6, y / 6);
        if pixel.0 != [255] && column.min(row) > 12 {
            pixel.0 = [if (column + row) % 2 == 0 { 0 } else { 255 }];
        }
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    spoilt
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    let page = format!("<p>{}{}</p>", shown(&png(NPM)), shown(bytes.get_ref()));
    home.write("page.html", page.as_bytes());
    let run = home.otp(["add", "page.html"]);
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stderr.contains("could not be read"), "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout, "npm:octavia\n");
}

#[test]
fn codes_of_other_kinds_are_named() {
    let home = Home::with_vault();
    for (file, what) in [
        ("aztec.png", "an Aztec code"),
        ("aztec_large.png", "an Aztec code"),
        ("data_matrix.png", "a Data Matrix code"),
        ("data_matrix_oblong.png", "a Data Matrix code"),
        ("micro.png", "a Micro QR code"),
        ("rmqr.png", "a rectangular Micro QR code"),
    ] {
        sample(&home, file);
        for command in ["scan", "add"] {
            let run = home.otp([command, file]);
            let words = format!("{file}: this is {what}, not a QR code");
            assert!(run.code == 7 && run.stderr.contains(&words), "{run:?}");
        }
    }
}

/// As Aegis and Ente Auth print their accounts: the table beside the codes says less than they do.
#[test]
fn a_printable_export_is_imported_by_its_codes() {
    let home = Home::with_vault();
    let row = |link: &str| {
        let image = shown(&Drawing::new(link, Level::Low).expect("it fits").png(3));
        format!("<tr><td>GitHub</td><td class='qr'>{image}</td><td>MFZXIZLSNFXWI2LO</td></tr>")
    };
    let rows = format!("{}{}", row(&format!("{GITHUB}&period=45")), row(NPM));
    let page = format!("<html><head></head><body><table>{rows}</table></body></html>");
    home.write("aegis.html", page.as_bytes());
    let run = home.otp(["import", "aegis.html"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        home.otp(["list", "--names"]).stdout,
        "GitHub:octavia\nnpm:octavia\n"
    );
    assert!(home.otp(["show", "GitHub"]).stdout.contains("45"));
    home.write(
        "empty.html",
        b"<html><body><img src=\"data:image/png;base64,AAAA\"></body></html>",
    );
    let run = home.otp(["import", "empty.html"]);
    assert_eq!(run.code, 7, "{run:?}");
}
