//! `otp add` and `otp scan` on pictures: files, folders, standard input, and what becomes of the files.

use std::path::PathBuf;

use image::{GrayImage, Luma};
use otp::qr::draw::{Drawing, Level};

use crate::home::{Home, finish};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const NPM: &str = "otpauth://totp/npm:octavia?secret=NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF&issuer=npm";
const BATCH: &str = include_str!("../formats/google/migration_batch.txt");

fn png(text: &str) -> Vec<u8> {
    let drawing = Drawing::new(text, Level::Medium).expect("it fits");
    drawing.png(6).to_vec()
}

fn picture(home: &Home, name: &str, text: &str) -> PathBuf {
    home.write(name, &png(text))
}

/// Several codes beside each other in one picture.
fn beside(texts: &[&str]) -> Vec<u8> {
    let pictures: Vec<Vec<u8>> = texts.iter().map(|text| png(text)).collect();
    pictures_beside(&pictures)
}

fn pictures_beside(pictures: &[Vec<u8>]) -> Vec<u8> {
    let parts: Vec<GrayImage> = pictures
        .iter()
        .map(|picture| {
            image::load_from_memory(picture)
                .expect("our picture")
                .to_luma8()
        })
        .collect();
    let width = parts.iter().map(|part| part.width() + 40).sum();
    let height = parts.iter().map(GrayImage::height).max().unwrap_or(0);
    let mut whole = GrayImage::from_pixel(width, height, Luma([255]));
    let mut left = 0;
    for part in parts {
        image::imageops::replace(&mut whole, &part, left, 0);
        left += i64::from(part.width()) + 40;
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    whole
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    bytes.into_inner()
}

/// A code with its finder and timing patterns whole and everything else covered.
fn covered(text: &str) -> Vec<u8> {
    let drawing = Drawing::new(text, Level::Low).expect("it fits");
    let (side, module) = (drawing.side(), 6);
    let pixels = u32::try_from((side + 8) * module).expect("a small picture");
    let shape = GrayImage::from_fn(pixels, pixels, |x, y| {
        let module = |at: u32| (at as usize / module).wrapping_sub(4);
        let (column, row) = (module(x), module(y));
        if column >= side || row >= side {
            return Luma([255]);
        }
        let is_finder = |column, row| column < 8 && (row < 8 || row >= side - 8);
        let plain = is_finder(column, row) || is_finder(row, column) || column == 6 || row == 6;
        let dark = if plain {
            drawing.is_dark(column, row)
        } else {
            (column * 7 + row * 5) % 3 == 0
        };
        Luma([if dark { 0 } else { 255 }])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    shape
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    bytes.into_inner()
}

fn names(home: &Home) -> String {
    home.otp(["list", "--names"]).stdout
}

#[test]
fn a_picture_is_taken_by_name_by_option_and_on_stdin() {
    for arguments in [
        vec!["add", "shot.png"],
        vec!["add", "--qr", "shot.png"],
        vec!["add", "-"],
        vec!["add", "--qr", "-"],
    ] {
        let home = Home::with_vault();
        let shot = picture(&home, "shot.png", GITHUB);
        let bytes = std::fs::read(&shot).expect("the picture");
        let run = home.otp_fed(&arguments, &bytes);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (0, ""),
            "{arguments:?} {run:?}"
        );
        assert!(run.stderr.contains("Added GitHub:octavia"), "{run:?}");
        let warned = run.stderr.contains("shot.png\" still holds the secret");
        assert_eq!(warned, arguments.contains(&"shot.png"), "{run:?}");
        assert_eq!(names(&home), "GitHub:octavia\n");
        assert!(shot.exists());
    }
}

#[test]
fn several_pictures_and_several_codes_in_one() {
    let home = Home::with_vault();
    picture(&home, "one.png", GITHUB);
    picture(&home, "two.png", NPM);
    let run = home.otp(["add", "--qr", "one.png", "two.png"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(names(&home), "GitHub:octavia\nnpm:octavia\n");
    let home = Home::with_vault();
    home.write("both.png", &beside(&[GITHUB, NPM]));
    let run = home.otp(["add", "both.png"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(names(&home), "GitHub:octavia\nnpm:octavia\n");
    assert_eq!(home.otp(["undo"]).code, 0);
    assert_eq!(names(&home), "", "one command is one change");
}

#[test]
fn a_folder_is_looked_through() {
    let home = Home::with_vault();
    std::fs::create_dir(home.path("shots")).expect("a folder");
    picture(&home, "shots/one.png", GITHUB);
    picture(&home, "shots/two.PNG", NPM);
    home.write("shots/readme.txt", b"no picture");
    let run = home.otp(["add", "shots"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(names(&home), "GitHub:octavia\nnpm:octavia\n");
    // One that cannot be read leaves the others in, and is named.
    let home = Home::with_vault();
    std::fs::create_dir(home.path("shots")).expect("a folder");
    picture(&home, "shots/one.png", GITHUB);
    home.write("shots/cut.png", &png(NPM)[..200]);
    let run = home.otp(["add", "shots"]);
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stderr.contains("cut.png"), "{run:?}");
    assert_eq!(names(&home), "GitHub:octavia\n");
    std::fs::create_dir(home.path("nothing")).expect("a folder");
    assert_eq!(home.otp(["add", "nothing"]).code, 7);
}

#[test]
fn an_export_over_several_pictures_in_any_order() {
    let home = Home::with_vault();
    let parts: Vec<&str> = BATCH.lines().collect();
    picture(&home, "a.png", parts[1]);
    picture(&home, "b.png", parts[0]);
    let run = home.otp(["add", "--qr", "a.png"]);
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stderr.contains("QR code 1 of 2 is missing"), "{run:?}");
    let run = home.otp(["add", "--qr", "a.png", "b.png"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(names(&home).lines().count(), 6);
}

#[test]
fn a_picture_is_removed_on_request_and_only_when_all_of_it_is_in_the_vault() {
    let home = Home::with_vault();
    let shot = picture(&home, "shot.png", GITHUB);
    let run = home.otp(["add", "--delete-image", "shot.png"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!shot.exists(), "{run:?}");
    // What is there already is enrolled too.
    let shot = picture(&home, "shot.png", GITHUB);
    assert_eq!(home.otp(["add", "--delete-image", "shot.png"]).code, 0);
    assert!(!shot.exists());
    // A dry run and a refusal keep it.
    let other = GITHUB.replace("MFZXIZLSNFXWI2LO", "AAAAAAAAAAAAAAAA");
    let shot = picture(&home, "shot.png", &other);
    assert_eq!(
        home.otp(["add", "--delete-image", "--dry-run", "shot.png"])
            .code,
        0
    );
    assert_eq!(home.otp(["add", "--delete-image", "shot.png"]).code, 8);
    assert!(shot.exists());
    // Half of it could not be read: it is all there is of the other half.
    let half = home.path("half.png");
    home.write(
        "half.png",
        &beside(&[NPM, "otpauth://totp/Bad:x?secret=MFZX0ZLS"]),
    );
    let wifi = picture(&home, "wifi.png", "WIFI:S:home;T:WPA;P:kelpotterbarrelx;;");
    let good = picture(
        &home,
        "good.png",
        &GITHUB.replace("octavia", "third").replace("MFZX", "MFZY"),
    );
    let run = home.otp(["add", "--delete-image", "half.png", "wifi.png", "good.png"]);
    assert_eq!(run.code, 9, "{run:?}");
    assert!(half.exists() && wifi.exists() && !good.exists(), "{run:?}");
    assert!(run.stderr.contains("half.png\" is kept"), "{run:?}");
    assert!(
        !run.stderr.contains("wifi.png\" still holds the secret"),
        "{run:?}"
    );
}

#[test]
fn scan_prints_every_text_without_a_vault() {
    let home = Home::empty();
    picture(&home, "one.png", GITHUB);
    picture(&home, "two.png", "two\nlines");
    let run = home.run(["scan", "one.png", "two.png"], b"");
    assert_eq!(
        (run.code, run.stdout),
        (0, format!("{GITHUB}\ntwo\nlines\n"))
    );
    let run = home.run(["scan", "-0", "two.png", "one.png"], b"");
    assert_eq!(
        (run.code, run.stdout),
        (0, format!("two\nlines\0{GITHUB}\0"))
    );
    let run = home.run(["scan", "-"], &png("from stdin"));
    assert_eq!((run.code, run.stdout.as_str()), (0, "from stdin\n"));
    assert!(!home.path(".local").exists(), "nothing was written");
    // One bad file is an error, after the others were read.
    let run = home.run(["scan", "missing.png", "one.png"], b"");
    assert_eq!((run.code, run.stdout), (7, format!("{GITHUB}\n")));
}

#[test]
fn a_pipe_gets_hostile_text_as_it_is() {
    let home = Home::empty();
    let hostile = "\u{1b}]0;title\u{7}\u{202e}reversed\u{1b}[2J";
    picture(&home, "hostile.png", hostile);
    let run = home.run(["scan", "hostile.png"], b"");
    assert_eq!((run.code, run.stdout), (0, format!("{hostile}\n")));
}

#[test]
fn hostile_labels_do_not_reach_the_terminal() {
    let home = Home::with_vault();
    let link = "otpauth://totp/%1B%5D0%3Bx%07Evil%E2%80%AE:me%0A%1B%5B2J?secret=MFZXIZLSNFXWI2LO";
    picture(&home, "evil.png", link);
    let run = home.otp(["add", "evil.png"]);
    assert_eq!(run.code, 0, "{run:?}");
    for arguments in [
        vec!["list"],
        vec!["list", "--csv"],
        vec!["show", "evil"],
        vec!["history"],
    ] {
        let run = home.otp(&arguments);
        let told = run.stdout + &run.stderr;
        assert!(!told.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{told:?}");
    }
    // A file's name is foreign text too.
    let name = "\u{1b}[31mred.png";
    let run = finish(
        home.command(["--identity", "recovery.txt", "add", name]),
        b"",
    );
    assert_eq!(run.code, 7);
    assert!(!run.stderr.contains('\u{1b}'), "{run:?}");
}

/// A pipe that nobody writes into, and things that never end.
#[cfg(unix)]
#[test]
fn nothing_that_is_named_as_a_picture_holds_the_program() {
    let home = Home::with_vault();
    let made = std::process::Command::new("mkfifo")
        .arg(home.path("fifo"))
        .status()
        .expect("mkfifo");
    assert!(made.success());
    std::os::unix::fs::symlink("loop", home.path("loop")).expect("a link");
    for (file, why) in [
        ("fifo", "nobody writes into this pipe"),
        ("/dev/zero", "larger than"),
        ("/dev/null", "not a PNG"),
        ("loop", "symbolic links"),
    ] {
        for command in [&["scan"][..], &["add", "--qr"]] {
            let mut arguments = command.to_vec();
            arguments.push(file);
            let run = home.otp(&arguments);
            assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{run:?}");
            assert!(run.stderr.contains(why), "{arguments:?} {run:?}");
        }
    }
    let run = home.run(["--passphrase-file", "fifo", "list"], b"");
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stderr.contains("timed out"), "{run:?}");
}

/// A pipe with a writer is read like a file, however late the writer comes.
#[cfg(unix)]
#[test]
fn a_named_pipe_with_a_picture_in_it_is_read() {
    let home = Home::with_vault();
    let shot = picture(&home, "shot.png", GITHUB);
    let line = r#"mkfifo fifo; (sleep 0.3; cat shot.png > fifo) & "$OTP" scan fifo"#;
    let mut command = std::process::Command::new("bash");
    command
        .args(["-c", line])
        .env("OTP", env!("CARGO_BIN_EXE_otp"));
    command.current_dir(home.path(""));
    let run = finish(command, b"");
    assert_eq!((run.code, run.stdout), (0, format!("{GITHUB}\n")));
    assert!(shot.exists());
}

/// A picture that is passed over in silence is an account that nobody misses until it is needed.
#[cfg(unix)]
#[test]
fn an_unreadable_picture_in_a_folder_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::empty();
    let folder = home.path("shots");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("good.png"), png(GITHUB)).expect("written");
    std::fs::write(folder.join("shut.png"), png(NPM)).expect("written");
    let mode = |path: PathBuf, mode| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(path, mode).expect("ours");
    };
    mode(folder.join("shut.png"), 0o000);
    mode(folder.clone(), 0o755);
    mode(home.path(""), 0o755);
    let mut command = if rustix::process::geteuid().is_root() {
        // Root reads everything.
        let mut command = std::process::Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        // The binary may lie where only root goes.
        let copy = home.path("otp");
        let mut cp = std::process::Command::new("cp");
        let copied = cp.arg(env!("CARGO_BIN_EXE_otp")).arg(&copy).status();
        assert!(copied.expect("cp runs").success());
        command.arg("--").arg(copy);
        command
    } else {
        std::process::Command::new(env!("CARGO_BIN_EXE_otp"))
    };
    command
        .args(["add", "--dry-run", "shots"])
        .env("HOME", home.path(""))
        .current_dir(home.path(""));
    let run = finish(command, b"");
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stdout.contains("GitHub:octavia"), "{run:?}");
    assert!(run.stderr.contains("Cannot read shots/shut.png"), "{run:?}");
}

#[test]
fn a_code_that_cannot_be_read_is_told_and_nothing_is_removed_for_it() {
    let home = Home::with_vault();
    let file = home.write("shot.png", &pictures_beside(&[png(GITHUB), covered(NPM)]));
    let words = "1 more code seems to be in shot.png (right) that could not be read.";
    let run = home.otp(["scan", "shot.png"]);
    assert_eq!((run.code, run.stdout.trim()), (0, GITHUB), "{run:?}");
    assert!(run.stderr.contains(words), "{run:?}");
    let run = home.otp(["add", "--delete-image", "shot.png"]);
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stderr.contains(words), "{run:?}");
    assert_eq!(names(&home), "GitHub:octavia\n");
    assert!(file.exists(), "a code is left in it");
    home.write("alone.png", &covered(NPM));
    let run = home.otp(["add", "alone.png"]);
    let words = "alone.png: there seems to be a QR code in it (middle) that could not be read";
    assert!(run.code == 7 && run.stderr.contains(words), "{run:?}");
}

#[test]
fn a_page_of_codes_is_taken_whole() {
    let home = Home::with_vault();
    // At few pixels a module: an unoptimised program takes its time.
    let letters = ('A'..='P')
        .map(|at| format!("otpauth://totp/{at}:me?secret=MFZXIZLSNFXWI2L{at}&issuer={at}"));
    let texts: Vec<String> = letters.collect();
    let pictures = texts.iter().map(|text| {
        let drawing = Drawing::new(text, Level::Low).expect("it fits");
        drawing.png(2).to_vec()
    });
    home.write("page.png", &pictures_beside(&pictures.collect::<Vec<_>>()));
    let run = home.otp(["add", "page.png"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(names(&home).lines().count(), 16);
}

#[test]
fn a_path_is_repeated_as_it_is() {
    let home = Home::with_vault();
    std::fs::create_dir(home.path("special")).expect("a folder");
    home.write("special/x.bin", &[0, 0xff, 0xfe, 0, 1, 2]);
    let run = home.otp(["add", "special/x.bin"]);
    assert!(
        run.code == 7 && run.stderr.contains("otp: special/x.bin: "),
        "{run:?}"
    );
}
