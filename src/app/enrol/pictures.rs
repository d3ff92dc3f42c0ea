//! What the QR codes of a picture say, and in words what is in it that could not be read.

use std::path::Path;
use std::time::Duration;

use crate::account::SecretText;
use crate::app::enrol::sources::shown;
use crate::app::{App, Error, Exit};
use crate::qr::{self, Codes, QrError};

/// How long one picture may be searched.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a picture gave.
#[derive(Debug, Default)]
pub struct PictureCodes {
    /// What its codes say.
    pub texts: Vec<SecretText>,
    /// What seems to be in it and could not be read, a line each.
    pub unread: Vec<String>,
}

impl App {
    /// The QR codes in a picture file (`-`: standard input); an error when none can be read.
    pub fn read_picture(&self, file: &Path) -> Result<PictureCodes, Error> {
        let bytes = self.read_input(file)?;
        self.picture_codes(&bytes, &shown(file))
    }

    /// The QR codes in a picture called `name`; an error when none can be read.
    pub fn picture_codes(&self, bytes: &[u8], name: &str) -> Result<PictureCodes, Error> {
        let codes = qr::read(bytes, &self.impatience()).map_err(|error| {
            let advice = match error {
                QrError::TooLarge => "Cut out the part with the code.",
                _ => "PNG, JPEG, WebP, GIF and BMP can be read.",
            };
            Error::new(Exit::Input, format!("{name}: {error}"), advice)
        })?;
        said(codes, name)
    }

    /// True for a closure's call once the time for one picture is over.
    pub(super) fn impatience(&self) -> impl Fn() -> bool {
        let start = self.system.clock.uptime();
        move || self.system.clock.uptime().saturating_sub(start) > PATIENCE
    }
}

/// The texts of the codes, and a line for what was left unread; an error when there are only such or none at all.
pub(super) fn said(codes: Codes, name: &str) -> Result<PictureCodes, Error> {
    let mut places: Vec<&str> = codes.unread.iter().map(|unread| unread.place).collect();
    places.dedup();
    let places = places.join(", ");
    let given_up = codes.given_up.then(|| {
        let time = PATIENCE.as_secs();
        format!(
            "the search of {name} was ended after {time} seconds: there may be more codes in it"
        )
    });
    if codes.found.is_empty() {
        return Err(match codes.unread.len() {
            0 if codes.given_up => no_code_in(name, "no QR code was found in it in time"),
            0 => no_code_in(name, "no QR code in it"),
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
    Ok(PictureCodes {
        texts: codes.found.into_iter().map(|found| found.text).collect(),
        unread: unread.into_iter().chain(given_up).collect(),
    })
}

pub(super) fn no_code_in(name: &str, what: &str) -> Error {
    Error::new(
        Exit::Input,
        format!("{name}: {what}"),
        "Try a sharper or larger picture, with the whole code in it.",
    )
}
