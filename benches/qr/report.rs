//! Counts and times, one line a class.

use super::readers::{Reader, Reading};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every text, and no other.
    Right,
    /// A text is missing.
    Missed,
    /// A text that is not there.
    Wrong,
}

#[derive(Default)]
struct Column {
    right: usize,
    wrong: usize,
    /// Codes said to be there and unread, in pictures of which every code was read.
    false_alarms: usize,
    times: Vec<f64>,
}

pub struct Row {
    name: String,
    pictures: usize,
    columns: Vec<Column>,
}

pub fn head(readers: &[Reader]) {
    print!("{:<20}{:>5}", "class", "n");
    for reader in readers {
        print!(
            " |{:>10} {:>3} {:>6} {:>7} {:>7}",
            reader.name(),
            "bad",
            "median",
            "p95",
            "worst"
        );
    }
    println!(
        "\n(right of n, files with a wrong text, milliseconds of processor time; zbarimg: of the clock, with start and unpacking)"
    );
}

impl Row {
    pub fn new(name: &str, readers: usize) -> Self {
        Self {
            name: name.to_owned(),
            pictures: 0,
            columns: (0..readers).map(|_| Column::default()).collect(),
        }
    }

    pub fn add(&mut self, reader: usize, texts: &[String], reading: &Reading) -> Verdict {
        if reader == 0 {
            self.pictures += 1;
        }
        let column = &mut self.columns[reader];
        column.times.push(reading.milliseconds);
        if reading.texts.iter().any(|text| !texts.contains(text)) {
            column.wrong += 1;
            return Verdict::Wrong;
        }
        if texts.iter().all(|text| reading.texts.contains(text)) {
            column.right += 1;
            column.false_alarms += reading.unread;
            return Verdict::Right;
        }
        Verdict::Missed
    }

    pub fn print(&mut self) {
        print!("{:<20}{:>5}", self.name, self.pictures);
        for column in &mut self.columns {
            column.times.sort_by(f64::total_cmp);
            let at = |share: f64| {
                let last = column.times.len().saturating_sub(1);
                column
                    .times
                    .get((last as f64 * share).round() as usize)
                    .copied()
                    .unwrap_or_default()
            };
            print!(
                " |{:>10} {:>3} {:>6.1} {:>7.1} {:>7.1}",
                column.right,
                column.wrong,
                at(0.5),
                at(0.95),
                at(1.0)
            );
            if column.false_alarms > 0 {
                print!(" (false alarms: {})", column.false_alarms);
            }
        }
        println!();
    }
}
