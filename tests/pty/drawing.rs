//! What a terminal shows, as SVG: each word at a place of its own, so that columns stay straight in every font.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

pub const CELL: (u16, u16) = (9, 19);
pub const PAD: u16 = 16;
const PAPER: &str = "#16161c";
const INK: &str = "#d8d8d8";

/// What the colours of the cube and the greys are worth, as everywhere; the first sixteen as in xterm.
fn colour(colour: Color, otherwise: &str) -> String {
    const FIRST: [u32; 16] = [
        0x0000_0000,
        0x00cd_0000,
        0x0000_cd00,
        0x00cd_cd00,
        0x0000_00ee,
        0x00cd_00cd,
        0x0000_cdcd,
        0x00e5_e5e5,
        0x007f_7f7f,
        0x00ff_0000,
        0x0000_ff00,
        0x00ff_ff00,
        0x005c_5cff,
        0x00ff_00ff,
        0x0000_ffff,
        0x00ff_ffff,
    ];
    let step = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match colour {
        Color::Default => otherwise.to_owned(),
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Idx(number @ ..16) => format!("#{:06x}", FIRST[usize::from(number)]),
        Color::Idx(number @ 16..232) => {
            let place = number - 16;
            let parts = [place / 36, place / 6 % 6, place % 6].map(step);
            format!("#{:02x}{:02x}{:02x}", parts[0], parts[1], parts[2])
        }
        Color::Idx(number) => {
            let grey = 8 + 10 * (number - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
    }
}

fn colours(cell: &Cell) -> (String, String) {
    let (ink, paper) = (colour(cell.fgcolor(), INK), colour(cell.bgcolor(), PAPER));
    if cell.inverse() {
        (paper, ink)
    } else {
        (ink, paper)
    }
}

fn style(cell: &Cell) -> String {
    let mut style = format!("fill=\"{}\"", colours(cell).0);
    if cell.bold() {
        style.push_str(" font-weight=\"bold\"");
    }
    if cell.dim() {
        style.push_str(" opacity=\"0.6\"");
    }
    if cell.underline() {
        style.push_str(" text-decoration=\"underline\"");
    }
    style
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Left, top, width and height of what fills a part of its cell: drawn as such, as fonts differ in these.
fn shape(cell: &Cell) -> Option<(f32, f32, f32, f32)> {
    let (wide, tall) = (f32::from(CELL.0), f32::from(CELL.1));
    Some(match cell.contents() {
        "\u{2588}" => (0.0, 0.0, wide, tall),
        "\u{2580}" => (0.0, 0.0, wide, tall / 2.0),
        "\u{2584}" => (0.0, tall / 2.0, wide, tall / 2.0),
        "\u{258c}" => (0.0, 0.0, wide / 2.0, tall),
        "\u{2501}" => (0.0, 8.5, wide, 2.0),
        "\u{2578}" => (0.0, 8.5, wide / 2.0, 2.0),
        _ => return None,
    })
}

/// One row of the screen, its upper left corner at the origin.
pub fn row(screen: &Screen, row: u16) -> String {
    let (_, columns) = screen.size();
    let cells: Vec<(u16, &Cell)> = (0..columns.get())
        .filter_map(|column| Some((column, screen.cell(row, column)?)))
        .collect();
    let mut drawn = String::new();
    for run in cells.chunk_by(|one, other| colours(one.1).1 == colours(other.1).1) {
        let paper = colours(run[0].1).1;
        if paper != PAPER {
            let (x, wide) = (run[0].0 * CELL.0, run.len() * usize::from(CELL.0));
            let high = CELL.1;
            let _ = write!(
                drawn,
                "<rect x=\"{x}\" width=\"{wide}\" height=\"{high}\" fill=\"{paper}\"/>"
            );
        }
    }
    // What is burnt down of the countdown line is struck blanks, and being struck is nothing the screen keeps.
    let is_line = |cell: &Cell| ["", " ", "\u{2501}", "\u{2578}"].contains(&cell.contents());
    let spent = cells
        .iter()
        .rev()
        .take_while(|(_, cell)| cell.contents().trim().is_empty());
    let spent = u16::try_from(spent.count()).unwrap_or_default();
    if cells.iter().all(|(_, cell)| is_line(cell)) && (1..columns.get()).contains(&spent) {
        let (x, y) = ((columns.get() - spent) * CELL.0, 9);
        let wide = (spent - 1) * CELL.0;
        let _ = write!(
            drawn,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"1\" fill=\"#555b66\"/>"
        );
    }
    let is_seen = |cell: &Cell| !cell.contents().trim().is_empty();
    let goes_on = |one: &(u16, &Cell), other: &(u16, &Cell)| {
        style(one.1) == style(other.1)
            && shape(one.1).is_some() == shape(other.1).is_some()
            && is_seen(one.1) == is_seen(other.1)
    };
    for word in cells.chunk_by(goes_on) {
        let (x, first) = (word[0].0 * CELL.0, word[0].1);
        if !is_seen(first) {
            continue;
        }
        if shape(first).is_some() {
            let _ = write!(drawn, "<path {} d=\"", style(first));
            for (column, cell) in word {
                let (left, top, wide, tall) = shape(cell).unwrap_or_default();
                let x = f32::from(column * CELL.0) + left;
                let _ = write!(drawn, "M{x} {top}h{wide}v{tall}h-{wide}z");
            }
            drawn.push_str("\"/>");
            continue;
        }
        let text: String = word.iter().map(|(_, cell)| cell.contents()).collect();
        let base = f32::from(CELL.1) * 0.76;
        let _ = write!(
            drawn,
            "<text x=\"{x}\" y=\"{base}\" {}>{}</text>",
            style(first),
            escaped(&text)
        );
    }
    drawn
}

/// The beginning of a document for that many cells, and so many pixels below them.
pub fn begin((columns, rows): (u16, u16), below: u16) -> String {
    let width = columns * CELL.0 + 2 * PAD;
    let height = rows * CELL.1 + 2 * PAD + below;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    )
}

/// The whole screen.
pub fn svg(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let mut picture = begin((columns.get(), rows.get()), 0);
    for number in 0..rows.get() {
        let drawn = row(screen, number);
        if !drawn.is_empty() {
            let y = PAD + number * CELL.1;
            let _ = writeln!(picture, "<g transform=\"translate({PAD} {y})\">{drawn}</g>");
        }
    }
    picture.push_str("</svg>\n");
    picture
}
