//! The recording in the README: the real program, used for twenty seconds, as one SVG that moves. Made anew by
//! `assets/pictures.sh`.

use std::collections::HashMap;
use std::fmt::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use otp::qr::draw::{Drawing, Level};

use super::drawing::{CELL, PAD, begin, row};
use super::pictures::demo_in;
use super::session::{Session, Start};

const SIZE: (u16, u16) = (84, 20);
const LONG: Duration = Duration::from_secs(20);
/// Below the screen: what is pressed.
const CAPTION: u16 = 40;
/// Shown where nothing moves.
const POSTER: Duration = Duration::from_millis(1_500);

/// What is pressed, when, and what is said of it from then on.
const PLAY: &[(u64, &str, &str)] = &[
    (0, "", "otp: live codes, one countdown"),
    (1_600, "a", "a: add an account"),
    (
        2_900,
        "\x07",
        "Ctrl-G: read the QR code that is on the screen",
    ),
    (6_200, "\r", "Enter: add it"),
    (8_400, "/", "/: search as you type"),
    (9_000, "o", "/: search as you type"),
    (9_250, "c", "/: search as you type"),
    (9_500, "t", "/: search as you type"),
    (10_500, "\x1b[B", "\u{2193}: the next one"),
    (11_100, "\x1b[B", "\u{2193}: the next one"),
    (12_300, "\r", "Enter: copy the code"),
    (15_000, "", "the next codes come forward before these end"),
];

/// What a part of the picture showed since when.
struct Shown {
    since: Duration,
    drawn: String,
}

/// A program for pictures of the screen that finds a web page with a QR code there.
fn put_screenshot(home: &Path) {
    let link = "otpauth://totp/Mastodon:octavia%40social.example?secret=NNQXE5LNFVSW2YLOMFRGC4TJMJQXGZJA&issuer=Mastodon";
    let drawing = Drawing::new(link, Level::Medium).expect("short");
    std::fs::write(home.join("screen.png"), &*drawing.png(6)).expect("written");
    let folder = home.join("bin");
    std::fs::create_dir_all(&folder).expect("made");
    let program = folder.join("maim");
    std::fs::write(&program, "#!/bin/sh\nexec cat \"$HOME/screen.png\"\n").expect("written");
    let all = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&program, all).expect("may be run");
}

/// Notes a part of the picture if it is not what it was.
fn note(shown: &mut Vec<Shown>, since: Duration, drawn: String) {
    if shown.last().is_none_or(|last| last.drawn != drawn) {
        shown.push(Shown { since, drawn });
    }
}

/// Uses the program; each row's history, and that of the caption.
fn played(session: &Session) -> Vec<Vec<Shown>> {
    let rows = usize::from(SIZE.1);
    let mut parts: Vec<Vec<Shown>> = (0..=rows).map(|_| Vec::new()).collect();
    let mut play = PLAY.iter().peekable();
    let begun = Instant::now();
    loop {
        let now = begun.elapsed();
        if now >= LONG {
            return parts;
        }
        while let Some((at, keys, said)) = play.peek() {
            if now < Duration::from_millis(*at) {
                break;
            }
            session.types(keys);
            note(&mut parts[rows], now, (*said).to_owned());
            play.next();
        }
        session.look(|screen| {
            for number in 0..SIZE.1 {
                note(&mut parts[usize::from(number)], now, row(screen, number));
            }
        });
        // The time in which somebody watches.
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// When a part is to be seen, as an animation of the whole time; nothing where that is always.
fn animated(from: Duration, to: Duration) -> (bool, String) {
    let share = |at: Duration| at.as_secs_f64() / LONG.as_secs_f64();
    let is_poster = (from..to).contains(&POSTER);
    if from.is_zero() && to >= LONG {
        return (true, String::new());
    }
    let (mut times, mut values) = (vec!["0".to_owned()], Vec::new());
    if !from.is_zero() {
        values.push("hidden");
        times.push(format!("{:.4}", share(from)));
    }
    values.push("visible");
    if to < LONG {
        times.push(format!("{:.4}", share(to)));
        values.push("hidden");
    }
    let text = format!(
        "<animate attributeName=\"visibility\" dur=\"{}s\" repeatCount=\"indefinite\" calcMode=\"discrete\" \
         keyTimes=\"{}\" values=\"{}\"/>",
        LONG.as_secs(),
        times.join(";"),
        values.join(";")
    );
    (is_poster, text)
}

fn caption(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<text x=\"0\" y=\"16\" fill=\"#8fb7d8\" font-size=\"14\">{text}</text>")
}

fn svg(parts: &[Vec<Shown>]) -> String {
    let mut picture = begin(SIZE, CAPTION);
    let mut known: HashMap<String, usize> = HashMap::new();
    let (mut defined, mut used) = (String::new(), String::new());
    for (number, shown) in (0..).zip(parts) {
        let is_caption = number == SIZE.1;
        let y = PAD + number * CELL.1 + if is_caption { 14 } else { 0 };
        for (place, part) in shown.iter().enumerate() {
            let drawn = if is_caption {
                caption(&part.drawn)
            } else {
                part.drawn.clone()
            };
            if drawn.is_empty() {
                continue;
            }
            let until = shown.get(place + 1).map_or(LONG, |next| next.since);
            let from = if place == 0 {
                Duration::ZERO
            } else {
                part.since
            };
            let next = known.len();
            let id = *known.entry(drawn.clone()).or_insert_with(|| {
                let _ = writeln!(defined, "<g id=\"r{next}\">{drawn}</g>");
                next
            });
            let (is_poster, animation) = animated(from, until);
            let hidden = if is_poster {
                ""
            } else {
                " visibility=\"hidden\""
            };
            let _ = writeln!(
                used,
                "<use href=\"#r{id}\" x=\"{PAD}\" y=\"{y}\"{hidden}>{animation}</use>"
            );
        }
    }
    let _ = write!(picture, "<defs>\n{defined}</defs>\n{used}</svg>\n");
    picture
}

#[test]
#[ignore = "writes the recording of the README into assets/"]
fn make_the_recording() {
    let home = tempfile::tempdir().expect("a folder");
    put_screenshot(home.path());
    let folder = home.path().to_str().expect("text");
    let path = format!("{folder}/bin:/usr/bin:/bin");
    let session = demo_in(home.path(), SIZE, 23, |start: Start| {
        start.env("PATH", &path).env("DISPLAY", ":0")
    });
    let parts = played(&session);
    let picture = svg(&parts);
    assert!(session.ever_saw("Mastodon"), "{}", session.screen());
    assert!(!picture.contains(folder));
    assert!(picture.len() < 500_000, "{} bytes", picture.len());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/recording.svg");
    std::fs::write(file, picture).expect("written");
}
