//! Codes drawn in a terminal, as text: half blocks, full blocks with ANSI colours, `##`. The text becomes a picture.

use super::picture::{Picture, Pixels};

/// Pixels of half a cell, which is as wide as it is high.
const HALF: usize = 4;
/// Lines and columns looked at, at the most: a scrollback may be long.
const MAX_LINES: usize = 2000;
const MAX_COLUMNS: usize = 400;
/// Marks from which on a text is taken for a drawing.
const LEAST_MARKS: usize = 40;

/// Ink and paper of what is written next; brightness 0 to 255.
#[derive(Clone, Copy)]
struct Colours {
    ink: u8,
    paper: u8,
    swapped: bool,
}

const USUAL: Colours = Colours {
    ink: 255,
    paper: 0,
    swapped: false,
};

/// The picture that a text draws. `None` if it draws none.
pub fn picture(text: &str) -> Option<Picture> {
    let marks = text.chars().filter(|&letter| is_mark(letter)).count();
    let colours = text.matches("\u{1b}[").count();
    if marks + colours < LEAST_MARKS {
        return None;
    }
    let mut colours = USUAL;
    let lines: Vec<Vec<[u8; 2]>> = text
        .lines()
        .take(MAX_LINES)
        .map(|line| cells(line, &mut colours))
        .collect();
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let (width, height) = (columns * HALF, lines.len() * 2 * HALF);
    if columns < 21 || lines.len() < 11 {
        return None;
    }
    let mut grey = vec![USUAL.paper; width * height];
    for (row, line) in lines.iter().enumerate() {
        for (column, halves) in line.iter().enumerate() {
            for down in 0..2 * HALF {
                let at = (row * 2 * HALF + down) * width + column * HALF;
                grey[at..at + HALF].fill(halves[down / HALF]);
            }
        }
    }
    Some(Picture {
        width,
        height,
        pixels: Pixels::Grey(grey),
    })
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '█' | '▀' | '▄' | '#' | '@' | 'X')
}

/// The upper and the lower half of each cell of a line.
fn cells(line: &str, colours: &mut Colours) -> Vec<[u8; 2]> {
    let mut cells = Vec::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            let mut parameters = String::new();
            if letters.next() != Some('[') {
                continue;
            }
            for letter in letters.by_ref() {
                if !letter.is_ascii_digit() && !matches!(letter, ';' | ':') {
                    if letter == 'm' {
                        set(colours, &parameters);
                    }
                    break;
                }
                parameters.push(letter);
            }
            continue;
        }
        if cells.len() >= MAX_COLUMNS {
            continue;
        }
        let (ink, paper) = if colours.swapped {
            (colours.paper, colours.ink)
        } else {
            (colours.ink, colours.paper)
        };
        match letter {
            '█' | '#' | '@' | 'X' => cells.push([ink; 2]),
            '▀' => cells.push([ink, paper]),
            '▄' => cells.push([paper, ink]),
            '\r' => {}
            '\t' => cells.resize((cells.len() / 8 + 1) * 8, [paper; 2]),
            _ => cells.push([paper; 2]),
        }
    }
    cells
}

/// What "select graphic rendition" does to the colours.
fn set(colours: &mut Colours, parameters: &str) {
    let mut numbers = parameters
        .split([';', ':'])
        .map(|number| number.parse::<u16>().unwrap_or(0));
    while let Some(number) = numbers.next() {
        match number {
            0 => *colours = USUAL,
            7 => colours.swapped = true,
            27 => colours.swapped = false,
            30..=37 => colours.ink = of_palette(number - 30),
            90..=97 => colours.ink = of_palette(number - 82),
            40..=47 => colours.paper = of_palette(number - 40),
            100..=107 => colours.paper = of_palette(number - 92),
            39 => colours.ink = USUAL.ink,
            49 => colours.paper = USUAL.paper,
            38 | 48 => {
                let kind = numbers.next();
                let mut next = || numbers.next().unwrap_or(0).min(255);
                let brightness = match kind {
                    Some(5) => of_palette(next()),
                    Some(2) => of_parts(next(), next(), next()),
                    _ => return,
                };
                if number == 38 {
                    colours.ink = brightness;
                } else {
                    colours.paper = brightness;
                }
            }
            _ => {}
        }
    }
}

/// Brightness of one of the 256 colours.
fn of_palette(number: u16) -> u8 {
    match number {
        0 => 0,
        1..=6 => 40 + 16 * number as u8,
        7 => 210,
        8 => 90,
        9..=14 => 70 + 12 * number as u8,
        15 => 255,
        16..=231 => {
            let part = |of: u16| (number - 16) / of % 6 * 51;
            of_parts(part(36), part(6), part(1))
        }
        _ => 8 + 10 * (number.min(255) - 232) as u8,
    }
}

fn of_parts(red: u16, green: u16, blue: u16) -> u8 {
    ((77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue)) >> 8).min(255) as u8
}
