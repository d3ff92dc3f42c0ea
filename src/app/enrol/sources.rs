//! Pictures and text that accounts are enrolled from: files, folders, the clipboard, the screen.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::account::SecretText;
use crate::app::accounts::copy::capital;
use crate::app::{App, Error, Exit, quoted};
use crate::qr::{self, Found, QrError};
use crate::system::clipboard::ClipboardError;
use crate::system::{screen, user_files};

/// How long one picture may be searched.
const PATIENCE: Duration = Duration::from_secs(5);

impl App {
    /// The texts of the QR codes in a picture file (`-`: standard input); an error when there is none.
    pub fn read_picture(&self, file: &Path) -> Result<Vec<SecretText>, Error> {
        let bytes = self.read_input(file)?;
        self.picture_texts(&bytes, &shown(file))
    }

    /// The texts of the QR codes in a picture called `name`; an error when there is none.
    pub fn picture_texts(&self, bytes: &[u8], name: &str) -> Result<Vec<SecretText>, Error> {
        let found = qr::read(bytes, &self.impatience()).map_err(|error| {
            let advice = match error {
                QrError::TooLarge => "Cut out the part with the code.",
                _ => "PNG, JPEG, WebP, GIF and BMP can be read.",
            };
            Error::new(Exit::Input, format!("{name}: {error}"), advice)
        })?;
        texts(found, name)
    }

    /// True for a closure's call once the time for one picture is over.
    fn impatience(&self) -> impl Fn() -> bool {
        let start = self.system.clock.uptime();
        move || self.system.clock.uptime().saturating_sub(start) > PATIENCE
    }

    /// The texts on the clipboard: of the QR codes in a picture, else the text itself.
    pub fn read_clipboard(&self) -> Result<Vec<SecretText>, Error> {
        let contents = self.system.clipboard.read().map_err(|error| {
            let advice = match error {
                ClipboardError::Empty => "Copy the QR code or the link first.",
                _ => "Save the picture and give its name, or paste the link at the prompt of `otp add`.",
            };
            Error::new(Exit::Input, capital(&error.to_string()), advice)
        })?;
        let mut problem = None;
        if let Some(picture) = &contents.picture {
            let found = qr::read_rgba(
                picture.width,
                picture.height,
                &picture.rgba,
                &self.impatience(),
            );
            match found
                .map_err(|error| no_code_in("the clipboard", &error.to_string()))
                .and_then(|found| texts(found, "The picture on the clipboard"))
            {
                Ok(texts) => return Ok(texts),
                Err(error) => problem = Some(error),
            }
        }
        match (contents.text, problem) {
            (Some(text), _) => Ok(vec![text]),
            (None, Some(problem)) => Err(problem),
            (None, None) => Err(Error::new(
                Exit::Input,
                "The clipboard is empty",
                "Copy the QR code or the link first.",
            )),
        }
    }

    /// The texts of the QR codes on the screen.
    pub fn read_screen(&self) -> Result<Vec<SecretText>, Error> {
        let picture = screen::capture(&self.system.environment).map_err(|error| {
            Error::new(
                Exit::Input,
                capital(&error.to_string()),
                "Save a screenshot by hand and give its name: otp add --qr FILE",
            )
        })?;
        self.picture_texts(&picture, "The screen")
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
            if user_files::start(&path, 64).map_or(true, |start| qr::is_picture(&start)) {
                pictures.push(path);
            }
        }
        pictures.sort();
        if pictures.is_empty() {
            let what = format!("There is no picture in {}", shown(folder));
            return Err(Error::new(
                Exit::Input,
                what,
                "PNG, JPEG, WebP, GIF and BMP can be read.",
            ));
        }
        Ok(pictures)
    }
}

fn texts(found: Vec<Found>, name: &str) -> Result<Vec<SecretText>, Error> {
    if found.is_empty() {
        return Err(no_code_in(name, "no QR code in it"));
    }
    Ok(found.into_iter().map(|found| found.text).collect())
}

fn no_code_in(name: &str, what: &str) -> Error {
    Error::new(
        Exit::Input,
        format!("{name}: {what}"),
        "Try a sharper or larger picture, with the whole code in it.",
    )
}

/// A path as messages show it; standard input by name.
pub fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" {
        return "standard input".to_owned();
    }
    let text = path.to_string_lossy();
    quoted(&text).trim_matches('"').to_owned()
}
