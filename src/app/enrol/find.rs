//! Looking through inputs of every kind, and saying of each what came of it.

use std::path::Path;

use crate::account::facts::Writing;
use crate::account::{Draft, capital, counted, shorten, title};
use crate::app::enrol::input_name::input_name;
use crate::app::enrol::pictures::{PictureCodes, joined};
use crate::app::enrol::{Found, Picture, Source};
use crate::app::{App, Error, Exit};
use crate::formats::migration::MigrationError;
use crate::formats::{Problem, Reader, Report, text};
use crate::qr::{self, other_format::OtherFormat, series::Part};
use crate::vault::limits;

/// Letters of a name in a message.
const MAX_NAME: usize = 60;

impl App {
    /// Looks through all sources. Unreadable ones are problems as long as anything else was found.
    pub fn find(&self, sources: &[Source], writing: Writing) -> Result<Found, Error> {
        check_arguments(sources)?;
        let mut search = Search {
            reader: Reader::for_keys(writing),
            writing,
            inputs: Vec::new(),
            pictures: Vec::new(),
            parts: Vec::new(),
            notes: Vec::new(),
        };
        for source in sources {
            let looked = match source {
                Source::Text(text) => self
                    .said_by_text(text.clone())
                    .map(|codes| search.add(None, codes)),
                Source::Picture(file) => self.look_at_picture(&mut search, file, input_name(file)),
                Source::Path(path) => self.look_at_path(&mut search, path),
                Source::Clipboard => self
                    .read_clipboard()
                    .map(|codes| search.add(Some("the clipboard".to_owned()), codes)),
                Source::Screen => self
                    .read_screen()
                    .map(|codes| search.add(Some("the screen".to_owned()), codes)),
            };
            match looked {
                Err(error) if matches!(error.exit(), Exit::Usage | Exit::Interrupted) => {
                    return Err(error);
                }
                Err(error) => search.fail(error),
                Ok(()) => {}
            }
        }
        search.finish()
    }

    fn look_at_picture(&self, search: &mut Search, file: &Path, name: String) -> Result<(), Error> {
        let codes = self.read_picture(file)?;
        search.add_picture(file, name, codes);
        Ok(())
    }

    fn look_at_path(&self, search: &mut Search, path: &Path) -> Result<(), Error> {
        if path.is_dir() {
            for file in self.pictures_in(path)? {
                let name = file.file_name().map(Path::new).map(input_name);
                if let Err(error) = self.look_at_picture(search, &file, name.unwrap_or_default()) {
                    search.fail(error);
                }
            }
            return Ok(());
        }
        if path.as_os_str() != "-" && !path.exists() {
            return Err(missing(path));
        }
        let bytes = self.read_input(path)?;
        if qr::is_picture(&bytes) || OtherFormat::of(&bytes).is_some() {
            let codes = self.picture_codes(&bytes, &input_name(path), Some(path))?;
            search.add_picture(path, input_name(path), codes);
            return Ok(());
        }
        let Some(text) = text::decode(&bytes) else {
            let what = format!("{}: neither a picture nor text", input_name(path));
            return Err(Error::new(
                Exit::Input,
                what,
                "PNG, JPEG, WebP, GIF and BMP pictures and text can be read.",
            ));
        };
        search.add(Some(input_name(path)), self.said_by_text(text)?);
        Ok(())
    }
}

fn missing(path: &Path) -> Error {
    Error::new(
        Exit::Input,
        format!("There is no file {}", input_name(path)),
        "Check the name. Links may be pasted at the prompt of `otp add`.",
    )
}

/// Words that are no files may be a secret given as arguments, in groups too: they are not repeated then.
fn check_arguments(sources: &[Source]) -> Result<(), Error> {
    let words = sources.iter().filter_map(|source| match source {
        Source::Path(path) if path.as_os_str() != "-" && !path.exists() => Some(path),
        _ => None,
    });
    let words: String = words.map(|path| path.to_string_lossy()).collect();
    let letters: String = words.replace(['-', ' ', '='], "");
    if letters.len() < 16 || !letters.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Ok(());
    }
    Err(Error::usage(
        "That is not a file; if it is a secret, it must not be an argument, where other users can read it",
        "Run `otp add` and paste it at the prompt; it may be in your shell's history now.",
    ))
}

/// Lower rooms write phrases; messages are sentences.
fn sentence(phrase: &str) -> String {
    format!("{}.", capital(phrase.trim_end_matches('.')))
}

struct Search {
    reader: Reader,
    writing: Writing,
    inputs: Vec<Input>,
    pictures: Vec<Picture>,
    parts: Vec<Part>,
    notes: Vec<String>,
}

/// One file, picture or text that was looked at.
struct Input {
    /// How messages call it; nothing for what was typed.
    name: Option<String>,
    /// How many entries and texts the reader had when it was through with this input.
    end: (usize, usize),
    /// How many codes in it hold a part of a text.
    pieces: usize,
    /// What seems to be in it and could not be read.
    unread: Vec<String>,
    error: Option<Error>,
}

impl Search {
    fn add(&mut self, name: Option<String>, codes: PictureCodes) {
        for text in &codes.texts {
            self.reader.add(text.expose());
        }
        let pieces = codes.parts.len();
        self.parts.extend(codes.parts);
        self.notes.extend(codes.notes);
        self.inputs.push(Input {
            name,
            end: self.reader.counts(),
            pieces,
            unread: codes.unread,
            error: None,
        });
    }

    fn fail(&mut self, error: Error) {
        self.inputs.push(Input {
            name: None,
            end: self.reader.counts(),
            pieces: 0,
            unread: Vec::new(),
            error: Some(error),
        });
    }

    fn add_picture(&mut self, file: &Path, name: String, codes: PictureCodes) {
        let mut alone = Reader::for_keys(self.writing);
        for text in &codes.texts {
            alone.add(text.expose());
        }
        let is_read = codes.unread.is_empty() && codes.parts.is_empty();
        self.add(Some(name), codes);
        let report = alone.finish();
        if file.as_os_str() == "-" || report.drafts.is_empty() {
            return;
        }
        self.pictures.push(Picture {
            path: file.to_owned(),
            whole: is_read
                && report.drafts.iter().all(Result::is_ok)
                && report.not_otp().next().is_none(),
        });
    }

    fn finish(mut self) -> Result<Found, Error> {
        let joined = joined(std::mem::take(&mut self.parts));
        if !joined.texts.is_empty() {
            let codes = PictureCodes {
                texts: joined.texts,
                ..PictureCodes::default()
            };
            self.add(None, codes);
        }
        for error in joined.errors {
            self.fail(error);
        }
        self.notes.extend(joined.notes);
        let report = self.reader.finish();
        let several = self.inputs.len() > 1;
        let mut found = Found {
            pictures: self.pictures,
            notes: self.notes,
            ..Found::default()
        };
        let mut faults = Vec::new();
        let mut start = (0, 0);
        for input in self.inputs {
            let range = start..input.end;
            start = input.end;
            let name = input.name.filter(|_| several);
            let before = faults.len();
            faults.extend(input.error.map(|error| Fault {
                what: error.what().to_owned(),
                advice: error.advice().to_owned(),
            }));
            faults.extend(faults_in(&report, &range, name.as_deref()));
            faults.extend(input.unread.into_iter().map(|what| Fault {
                what: capital(&what),
                advice: "Try a sharper or larger picture, with the whole code in it.".to_owned(),
            }));
            let told = name.filter(|_| faults.len() == before);
            found
                .inputs
                .extend(told.map(|name| outcome(&report, &range, input.pieces, &name)));
        }
        let rest = start..(report.drafts.len(), start.1);
        faults.extend(faults_in(&report, &rest, None));
        faults.extend(report.incomplete.iter().map(|export| Fault {
            what: format!("{export}: scan it too"),
            advice: "Scan all of its QR codes.".to_owned(),
        }));
        for draft in report.drafts.into_iter().flatten() {
            match limits::check_draft(&draft) {
                Ok(()) => found.drafts.push(draft),
                Err(beyond) => faults.push(beyond_limit(&draft, &beyond)),
            }
        }
        if found.drafts.is_empty() {
            return Err(nothing(faults));
        }
        found.problems = faults.into_iter().map(|fault| fault.what).collect();
        Ok(found)
    }
}

/// What could not be taken, and what to do about it.
struct Fault {
    what: String,
    advice: String,
}

/// What no vault takes must not keep the others out.
fn beyond_limit(draft: &Draft, beyond: &impl std::fmt::Display) -> Fault {
    let title = title(&draft.issuer, &draft.name);
    Fault {
        what: format!("{}: {beyond}", shorten::first(&title, MAX_NAME, "...")),
        advice: "Add it by hand with a shorter one: otp add --manual".to_owned(),
    }
}

/// Everything between two moments of the reader that is no account.
fn faults_in(
    report: &Report,
    range: &std::ops::Range<(usize, usize)>,
    name: Option<&str>,
) -> Vec<Fault> {
    let entries = report.drafts.get(range.start.0..range.end.0);
    let entries = entries.unwrap_or_default();
    let sources = report.sources.get(range.start.1..range.end.1);
    let foreign = sources
        .unwrap_or_default()
        .iter()
        .filter_map(|source| source.not_otp());
    let mut faults: Vec<Fault> = foreign
        .map(|foreign| Fault {
            what: match name {
                Some(name) => format!("{name} is {}", foreign.what()),
                None => format!("This is {}", foreign.what()),
            },
            advice: sentence(foreign.advice()),
        })
        .collect();
    for entry in entries.iter().filter_map(|entry| entry.as_ref().err()) {
        if entry.problem == Problem::Migration(MigrationError::LastPass) {
            let what = "a LastPass Authenticator export, which cannot be read yet";
            faults.push(Fault {
                what: name.map_or(format!("This is {what}"), |name| {
                    format!("{name} is {what}")
                }),
                advice: "Take each account over by the QR code or the secret that its site shows."
                    .to_owned(),
            });
            continue;
        }
        let title = title(&entry.issuer, &entry.name);
        let is_alone = report.drafts.len() == 1;
        let what = match (is_alone, title.is_empty()) {
            (true, true) => entry.problem.to_string(),
            (true, false) => format!("{title}: {}", entry.problem),
            (false, true) => format!("entry {}: {}", entry.place, entry.problem),
            (false, false) => format!("entry {} ({title}): {}", entry.place, entry.problem),
        };
        let what = match name {
            Some(name) => format!("{name}: {what}"),
            None if is_alone && !title.is_empty() => what,
            None => capital(&what),
        };
        faults.push(Fault {
            what,
            advice: entry.problem.advice().to_owned(),
        });
    }
    faults
}

/// What came of an input without a fault.
fn outcome(
    report: &Report,
    range: &std::ops::Range<(usize, usize)>,
    pieces: usize,
    name: &str,
) -> String {
    let parts = report
        .sources
        .get(range.start.1..range.end.1)
        .unwrap_or_default()
        .iter()
        .filter(|source| **source == crate::formats::Source::Migration)
        .count();
    let what = match (range.end.0 - range.start.0, parts) {
        (0, 0) if pieces > 0 => "a part of a text that is split over several codes".to_owned(),
        (0, 0) => "nothing that was not found before".to_owned(),
        (0, 1) => "a part of an export".to_owned(),
        (0, parts) => format!("{parts} parts of an export"),
        (count, 0) => counted(count, "account"),
        (count, parts) => {
            let (accounts, parts) = (counted(count, "account"), counted(parts, "part"));
            format!("{accounts}, {parts} of an export")
        }
    };
    format!("{name}: {what}.")
}

/// The one error when nothing at all can be enrolled.
fn nothing(mut faults: Vec<Fault>) -> Error {
    match faults.len() {
        0 => Error::new(
            Exit::Input,
            "There is no account in it",
            "It should hold an otpauth:// link, a secret or a QR code.",
        ),
        1 => {
            let fault = faults.remove(0);
            Error::new(Exit::Input, fault.what, fault.advice)
        }
        _ => {
            let mut advice: Vec<&str> = faults.iter().map(|fault| fault.advice.as_str()).collect();
            advice.dedup();
            let advice = match advice.as_slice() {
                [one] => (*one).to_owned(),
                _ => "Fix the inputs named above.".to_owned(),
            };
            let lines = faults.iter().map(|fault| fault.what.clone()).collect();
            Error::new(Exit::Input, "Nothing could be enrolled", advice).with_details(lines)
        }
    }
}
