//! What the QR codes of a picture say, and in words what is in it that could not be read.

use std::path::Path;
use std::time::Duration;

use crate::account::{SecretText, counted};
use crate::app::enrol::input_name::input_name;
use crate::app::{App, Error, Exit};
use crate::qr::other_format::OtherFormat;
use crate::qr::series::{self, Part, Series};
use crate::qr::{self, Codes, Content, QrError};

/// How long the search of one picture may have a processor, ...
const TIMEOUT: Duration = Duration::from_secs(5);
/// ... and how long it may take on a machine that has more to do.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a picture gave.
#[derive(Debug, Default)]
pub struct PictureCodes {
    /// What its codes say.
    pub texts: Vec<SecretText>,
    /// Parts of texts that are split over several codes.
    pub parts: Vec<Part>,
    /// What is in it and could not be taken, a line each.
    pub unread: Vec<String>,
    /// What is to be checked, a line each.
    pub notes: Vec<String>,
}

impl PictureCodes {
    /// Whether there is nothing to be taken.
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.parts.is_empty()
    }

    /// Adds those of another picture.
    pub(super) fn extend(&mut self, other: Self) {
        self.texts.extend(other.texts);
        self.parts.extend(other.parts);
        self.unread.extend(other.unread);
        self.notes.extend(other.notes);
    }
}

impl App {
    /// The QR codes in a picture file (`-`: standard input); an error when none can be read.
    pub fn read_picture(&self, file: &Path) -> Result<PictureCodes, Error> {
        let bytes = self.read_input(file)?;
        self.picture_codes(&bytes, &input_name(file), Some(file))
    }

    /// The QR codes in a picture called `name`, which may be one of the user's files; an error when none can be read.
    pub fn picture_codes(
        &self,
        bytes: &[u8],
        name: &str,
        file: Option<&Path>,
    ) -> Result<PictureCodes, Error> {
        if let Some(format) = OtherFormat::of(bytes) {
            let file = file.filter(|file| file.as_os_str() != "-");
            return self.converted_codes(format, bytes, name, file);
        }
        let codes = qr::read(bytes, &self.impatience()).map_err(|error| {
            let advice = match error {
                QrError::TooLarge => "Cut out the part with the code.",
                _ => "PNG, JPEG, WebP, GIF and BMP can be read.",
            };
            Error::new(Exit::Input, format!("{name}: {error}"), advice)
        })?;
        said(codes, name)
    }

    /// The QR codes in a text that is a picture, drawn with block characters as terminals show it or a `data:` URI; else
    /// the text itself.
    pub(super) fn said_by_text(&self, text: SecretText) -> Result<PictureCodes, Error> {
        if let Some(codes) = self.embedded_codes(text.expose()) {
            return codes;
        }
        match qr::read_drawn(text.expose(), &self.impatience()) {
            Some(codes) => said(codes, "the text"),
            None => Ok(PictureCodes {
                texts: vec![text],
                ..PictureCodes::default()
            }),
        }
    }

    /// True for a closure's call, in this thread, once the time for one picture is over.
    pub(super) fn impatience(&self) -> impl Fn() -> bool {
        let clock = &self.system.clock;
        let (started, had_worked) = (clock.uptime(), clock.worked());
        move || {
            clock.worked().saturating_sub(had_worked) > TIMEOUT
                || clock.uptime().saturating_sub(started) > PATIENCE
        }
    }
}

/// The texts of the codes, and a line for what was left unread; an error when there are only such or none at all.
pub(super) fn said(codes: Codes, name: &str) -> Result<PictureCodes, Error> {
    let mut places: Vec<&str> = codes.unread.iter().map(|unread| unread.place).collect();
    places.dedup();
    let places = places.join(", ");
    let given_up = codes
        .given_up
        .then(|| format!("the search of {name} was broken off: there may be more codes in it"));
    if codes.found.is_empty() && codes.parts.is_empty() {
        return Err(match codes.unread.len() {
            0 if codes.binary > 0 => Error::new(
                Exit::Input,
                format!("{name}: the QR code in it holds data that is no text"),
                "It is no link and no secret; an app may have an export of another kind.",
            ),
            0 if codes.given_up => no_code_in(
                name,
                "no QR code was found in it before the search was broken off",
            ),
            0 => match codes.other {
                Some(other) => Error::new(
                    Exit::Input,
                    format!("{name}: this is {}, not a QR code", other.what()),
                    "Authenticators are set up by QR codes, or by the secret in letters that the site shows beside.",
                ),
                None => no_code_in(name, "no QR code in it"),
            },
            1 => no_code_in(
                name,
                &format!("there seems to be a QR code in it ({places}) that could not be read"),
            ),
            many => no_code_in(
                name,
                &format!(
                    "there seem to be {many} QR codes in it ({places}) that could not be read"
                ),
            ),
        });
    }
    let unread = match codes.unread.len() {
        0 => None,
        1 => Some(format!(
            "1 more code seems to be in {name} ({places}) that could not be read"
        )),
        many => Some(format!(
            "{many} more codes seem to be in {name} ({places}) that could not be read"
        )),
    };
    let binary = (codes.binary > 0).then(|| {
        format!(
            "{} in {name} hold data that is no text",
            counted(codes.binary, "QR code")
        )
    });
    let guessed = codes.found.iter().any(|found| found.guessed);
    Ok(PictureCodes {
        notes: guessed.then(|| unnamed(name)).into_iter().collect(),
        parts: codes.parts,
        texts: codes.found.into_iter().map(|found| found.text).collect(),
        unread: unread.into_iter().chain(binary).chain(given_up).collect(),
    })
}

fn unnamed(name: &str) -> String {
    format!("A code in {name} does not say in which character set it is: check the names in it")
}

/// What parts from all pictures of one call make together.
#[derive(Debug, Default)]
pub struct Joined {
    /// Whole texts.
    pub texts: Vec<SecretText>,
    /// Series that are not whole.
    pub errors: Vec<Error>,
    /// What is to be checked, a line each.
    pub notes: Vec<String>,
}

/// Puts texts together that are split over several codes. An incomplete one is never taken.
pub fn joined(parts: Vec<Part>) -> Joined {
    let mut joined = Joined::default();
    for series in series::join(parts) {
        let what = match series {
            Series::Whole(Content::Text { text, guessed }) => {
                joined.texts.push(text);
                joined
                    .notes
                    .extend(guessed.then(|| unnamed("a series of codes")));
                continue;
            }
            Series::Whole(Content::Binary) => {
                "A series of codes holds data that is no text".to_owned()
            }
            Series::Mixed => "Codes that are parts of a series do not belong together".to_owned(),
            Series::Incomplete {
                present,
                missing,
                of,
            } => {
                let be = if missing.len() == 1 { "is" } else { "are" };
                format!(
                    "This is {} of {of} of a text that is split over several codes; {} {be} missing",
                    parts_of(&present),
                    parts_of(&missing)
                )
            }
        };
        let advice = "Give the pictures of all its parts at once.";
        joined.errors.push(Error::new(Exit::Input, what, advice));
    }
    joined
}

/// `part 1`, `parts 2 and 3`, `parts 1, 2 and 4`.
fn parts_of(numbers: &[u8]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u8::to_string).collect();
    match numbers.as_slice() {
        [first @ .., last] if !first.is_empty() => {
            format!("parts {} and {last}", first.join(", "))
        }
        only => format!("part {}", only.concat()),
    }
}

pub(super) fn no_code_in(name: &str, what: &str) -> Error {
    Error::new(
        Exit::Input,
        format!("{name}: {what}"),
        "Try a sharper or larger picture, with the whole code in it.",
    )
}
