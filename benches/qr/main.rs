//! Reads made-up pictures of every class and prints what this reader, plain `rqrr`, `zbarimg` and zxing-cpp get out of them.
//!
//! `cargo bench --bench qr -- [--class NAME]... [--seeds N] [--first N] [--keep FOLDER] [--missed] [--only-ours]`
//! With `--keep`, pictures that lie in the folder already are taken from there instead of being made again.
//! The path of a Python with `zxing-cpp` and `pillow` is taken from `ZXING_PYTHON` (otherwise `python3`).

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a program for the developer: it prints, asks for the time and does arithmetic on small numbers"
)]

mod generator;
mod readers;
mod report;

use std::path::{Path, PathBuf};
use std::time::Instant;

use generator::{CLASSES, Class, Sample, WITHOUT_CODE};
use readers::{Reader, Reading};
use report::Row;

struct Options {
    classes: Vec<String>,
    seeds: u64,
    first: u64,
    keep: Option<PathBuf>,
    missed: bool,
    only_ours: bool,
}

impl Options {
    fn from_arguments() -> Self {
        let mut options = Self {
            classes: Vec::new(),
            seeds: 16,
            first: 0,
            keep: None,
            missed: false,
            only_ours: false,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .unwrap_or_else(|| panic!("{argument} needs a value"))
            };
            match argument.as_str() {
                "--class" => options.classes.push(value()),
                "--seeds" => options.seeds = value().parse().expect("--seeds is a number"),
                "--first" => options.first = value().parse().expect("--first is a number"),
                "--keep" => options.keep = Some(value().into()),
                "--missed" => options.missed = true,
                "--only-ours" => options.only_ours = true,
                // What cargo adds by itself.
                "--bench" => {}
                other => panic!("unknown option {other}"),
            }
        }
        options
    }

    fn wants(&self, class: &Class) -> bool {
        self.classes.is_empty() || self.classes.iter().any(|name| name == class.name)
    }
}

fn main() {
    let options = Options::from_arguments();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = options
        .keep
        .clone()
        .unwrap_or_else(|| folder.path().to_owned());
    std::fs::create_dir_all(&place).expect("the folder for the pictures");
    let mut readers = readers::available(options.only_ours);
    report::head(&readers);
    let mut total = Row::new("all with a code", readers.len());
    for class in CLASSES
        .iter()
        .chain(WITHOUT_CODE)
        .filter(|class| options.wants(class))
    {
        let seeds = if class.large {
            (options.seeds * 3).div_ceil(4).min(options.seeds)
        } else {
            options.seeds
        };
        let mut row = Row::new(class.name, readers.len());
        for seed in options.first..options.first + seeds {
            let stem = place.join(format!("{}-{seed}", class.name));
            let sample = kept(&stem).unwrap_or_else(|| class.sample(seed));
            let file = stem.with_extension(sample.extension);
            std::fs::write(&file, &sample.bytes).expect("room for the picture");
            for (at, reader) in readers.iter_mut().enumerate() {
                let reading = timed(reader, &file, &sample.bytes);
                let verdict = row.add(at, &sample.texts, &reading);
                if !sample.texts.is_empty() {
                    total.add(at, &sample.texts, &reading);
                }
                let is_right = verdict == report::Verdict::Right && reading.unread == 0;
                if options.missed && at == 0 && !is_right {
                    println!(
                        "  {verdict:?}: {} after {:.0} ms ({} of {} read, {} said to be unread)",
                        file.display(),
                        reading.milliseconds,
                        reading.texts.len(),
                        sample.texts.len(),
                        reading.unread
                    );
                }
            }
            if options.keep.is_some() {
                std::fs::write(stem.with_extension("txt"), sample.texts.join("\n"))
                    .expect("room for the texts");
            } else {
                std::fs::remove_file(&file).expect("the picture just written");
            }
        }
        row.print();
    }
    total.print();
}

/// What an earlier run with `--keep` left there.
fn kept(stem: &Path) -> Option<Sample> {
    let texts = std::fs::read_to_string(stem.with_extension("txt")).ok()?;
    ["png", "jpg", "bmp", "gif", "webp"]
        .into_iter()
        .find_map(|extension| {
            Some(Sample {
                bytes: std::fs::read(stem.with_extension(extension)).ok()?,
                extension,
                texts: texts.lines().map(str::to_owned).collect(),
            })
        })
}

fn timed(reader: &mut Reader, file: &Path, bytes: &[u8]) -> Reading {
    let start = Instant::now();
    let mut reading = reader.read(file, bytes);
    if reading.milliseconds == 0.0 {
        reading.milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    }
    reading
}
