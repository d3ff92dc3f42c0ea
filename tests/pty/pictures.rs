//! Pictures for the README: the real program in a terminal, written down as SVG.
//! Made anew by `cargo test --test integration -- --ignored make_the_pictures`.

use std::fmt::Write;
use std::path::Path;

use vt100::{Cell, Color, Screen};

use super::session::{Session, Start};

const CELL: (f64, f64) = (9.0, 19.0);
const PAD: f64 = 16.0;
const PAPER: &str = "#1e1e1e";
const INK: &str = "#d8d8d8";

fn colour(colour: Color, otherwise: &str) -> String {
    match colour {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Idx(1) => "#ff6b6b".to_owned(),
        Color::Idx(4) => "#56b4e9".to_owned(),
        Color::Idx(16) => "#000000".to_owned(),
        Color::Idx(231) => "#ffffff".to_owned(),
        Color::Default | Color::Idx(_) => otherwise.to_owned(),
    }
}

struct Pen {
    ink: String,
    paper: String,
    bold: bool,
    dim: bool,
    underlined: bool,
}

fn pen(cell: &Cell) -> Pen {
    let (ink, paper) = (colour(cell.fgcolor(), INK), colour(cell.bgcolor(), PAPER));
    let (ink, paper) = if cell.inverse() {
        (paper, ink)
    } else {
        (ink, paper)
    };
    Pen {
        ink,
        paper,
        bold: cell.bold(),
        dim: cell.dim(),
        underlined: cell.underline(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Cells are placed one by one: whatever font shows the picture, columns stay straight.
fn svg(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let width = f64::from(columns) * CELL.0 + 2.0 * PAD;
    let height = f64::from(rows) * CELL.1 + 2.0 * PAD;
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    );
    for row in 0..rows {
        for column in 0..columns {
            let Some(cell) = screen.cell(row, column) else {
                continue;
            };
            let pen = pen(cell);
            let x = PAD + f64::from(column) * CELL.0;
            let y = PAD + f64::from(row) * CELL.1;
            if pen.paper != PAPER {
                let (wide, high) = (CELL.0 + 0.4, CELL.1 + 0.4);
                let _ = writeln!(
                    picture,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" fill=\"{}\"/>",
                    pen.paper
                );
            }
            let text = cell.contents();
            if text.trim().is_empty() {
                continue;
            }
            let mut style = format!("fill=\"{}\"", pen.ink);
            if pen.bold {
                style.push_str(" font-weight=\"bold\"");
            }
            if pen.dim {
                style.push_str(" opacity=\"0.6\"");
            }
            if pen.underlined {
                style.push_str(" text-decoration=\"underline\"");
            }
            let base = y + CELL.1 * 0.76;
            let _ = writeln!(
                picture,
                "<text x=\"{x}\" y=\"{base}\" {style}>{}</text>",
                escaped(text)
            );
        }
    }
    picture.push_str("</svg>\n");
    picture
}

fn keep(session: &Session, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    std::fs::create_dir_all(&folder).expect("a folder");
    let picture = session.look(svg);
    std::fs::write(folder.join(name), picture).expect("written");
}

/// A demo whose clock begins where `seconds` are left of thirty.
fn demo(size: (u16, u16), left: u64) -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().expect("a folder");
    let at = (1_780_000_050 - left).to_string();
    let session = Start::otp(home.path(), &["demo", "--at", &at])
        .env("COLORTERM", "truecolor")
        .sized(size.0, size.1)
        .run();
    session.sees("GitHub");
    (home, session)
}

#[test]
#[ignore = "writes the pictures of the README into assets/"]
fn make_the_pictures() {
    let (_home, session) = demo((80, 16), 7);
    session.types("jj\r").sees("4!");
    keep(&session, "list.svg");

    let (_home, session) = demo((120, 22), 25);
    session.types("/fastm\t").sees("1/13");
    session
        .types("\x1b")
        .sees("13 accounts")
        .sees("recovery codes");
    keep(&session, "details.svg");

    let (_home, session) = demo((80, 14), 25);
    session.types("/oct").sees("6/13");
    keep(&session, "search.svg");

    let (_home, session) = demo((80, 16), 25);
    session
        .pastes("otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example")
        .sees("The code now");
    keep(&session, "add.svg");
}
