//! Pictures and text that accounts are enrolled from: files, folders, the clipboard, the screen.

use std::path::{Path, PathBuf};

use crate::account::{SecretText, capital};
use crate::app::enrol::input_name::input_name;
use crate::app::enrol::pictures::{PictureCodes, no_code_in, said};
use crate::app::{App, Error, Exit};
use crate::qr::{self, other_format::OtherFormat};
use crate::system::clipboard::ClipboardError;
use crate::system::{screen, user_files};

impl App {
    /// What is on the clipboard: the QR codes of a picture, else the text itself.
    pub fn read_clipboard(&self) -> Result<PictureCodes, Error> {
        let contents = self.system.clipboard.read().map_err(|error| {
            let advice = match error {
                ClipboardError::Empty => "Copy the QR code or the link first.",
                _ => "Save the picture and give its name, or paste the link at the prompt of `otp add`.",
            };
            Error::new(Exit::Input, capital(&error.to_string()), advice)
        })?;
        let mut problem = None;
        if let Some(picture) = &contents.picture {
            let codes = qr::read_rgba(
                picture.width,
                picture.height,
                &picture.rgba,
                &self.impatience(),
            );
            match codes
                .map_err(|error| no_code_in("the clipboard", &error.to_string()))
                .and_then(|codes| said(codes, "the picture on the clipboard"))
            {
                Ok(codes) => return Ok(codes),
                Err(error) => problem = Some(error),
            }
        }
        match (contents.text, problem) {
            (Some(text), _) => self.said_by_text(text),
            (None, Some(problem)) => Err(problem),
            (None, None) => Err(Error::new(
                Exit::Input,
                "The clipboard is empty",
                "Copy the QR code or the link first.",
            )),
        }
    }

    /// The text on the clipboard, whatever it is.
    pub fn clipboard_text(&self) -> Result<SecretText, Error> {
        let empty = || {
            Error::new(
                Exit::Input,
                "There is no text on the clipboard",
                "Copy the message first.",
            )
        };
        let contents = self.system.clipboard.read().map_err(|error| {
            Error::new(
                Exit::Input,
                capital(&error.to_string()),
                "Give the message as a file or on stdin.",
            )
        })?;
        contents.text.ok_or_else(empty)
    }

    /// The QR codes on the screen.
    pub fn read_screen(&self) -> Result<PictureCodes, Error> {
        let picture = screen::capture(&self.system.environment).map_err(|error| {
            Error::new(
                Exit::Input,
                capital(&error.to_string()),
                "Save a screenshot by hand and give its name: otp add --qr FILE",
            )
        })?;
        self.picture_codes(&picture, "the screen", None)
    }

    /// Removes a picture whose accounts are in the vault.
    pub fn remove_picture(&self, picture: &Path) -> Result<(), Error> {
        user_files::remove(picture)
            .map_err(|error| Error::file(Exit::Failed, "remove", picture, error))
    }

    /// The pictures in a folder and what cannot be read, by name; folders in it are not looked into.
    pub fn pictures_in(&self, folder: &Path) -> Result<Vec<PathBuf>, Error> {
        let names = user_files::list(folder)
            .map_err(|error| Error::file(Exit::Input, "read", folder, error))?;
        let mut pictures = Vec::new();
        for path in names {
            // One that cannot be read may be a picture: reading it will say why not.
            let is_one = user_files::start(&path, 64).map_or(true, |start| is_photograph(&start));
            if is_one || is_named_like_one(&path) {
                pictures.push(path);
            }
        }
        pictures.sort();
        if pictures.is_empty() {
            let what = format!("There is no picture in {}", input_name(folder));
            return Err(Error::new(
                Exit::Input,
                what,
                "PNG, JPEG, WebP, GIF and BMP can be read.",
            ));
        }
        Ok(pictures)
    }
}

/// A broken picture, or an empty file in place of one: it is named then, and not passed over.
fn is_named_like_one(path: &Path) -> bool {
    const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "webp", "gif", "bmp"];
    let ending = path.extension().unwrap_or_default();
    ENDINGS
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
        && path.is_file()
}

/// Those that cannot be read too: they are named then.
fn is_photograph(start: &[u8]) -> bool {
    qr::is_picture(start) || OtherFormat::of(start).is_some_and(OtherFormat::is_photograph)
}
