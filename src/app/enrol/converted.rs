//! Pictures in formats that are not read here: by a program that converts them, else their name and the way out.

use std::path::Path;

use crate::app::enrol::pictures::{PictureCodes, no_code_in, said};
use crate::app::{App, Error, Exit};
use crate::qr::{self, other_format::OtherFormat};
use crate::system::convert::{self, ConvertError, Format};

impl App {
    /// The QR codes in a picture of another format, on whichever page they are; an error when none can be read.
    pub(super) fn converted_codes(
        &self,
        format: OtherFormat,
        bytes: &[u8],
        name: &str,
        file: Option<&Path>,
    ) -> Result<PictureCodes, Error> {
        let environment = &self.system.environment;
        let pages = convert::to_pictures(environment, format_of(format), bytes, file)
            .map_err(|error| not_ours(format, name, error))?;
        let mut whole = PictureCodes::default();
        let mut unread: Option<Error> = None;
        for (at, page) in pages.iter().enumerate().take(convert::MAX_PAGES) {
            let page_name = match pages.len() {
                1 => name.to_owned(),
                _ => format!("page {} of {name}", at + 1),
            };
            let codes = qr::read(page, &self.impatience())
                .map_err(|error| no_code_in(&page_name, &error.to_string()))?;
            if codes.is_empty() {
                continue;
            }
            match said(codes, &page_name) {
                Ok(codes) => whole.extend(codes),
                Err(error) => unread = unread.or(Some(error)),
            }
        }
        if pages.len() > convert::MAX_PAGES {
            let first = convert::MAX_PAGES;
            let what = format!("only the first {first} pages of {name} were looked at");
            whole.unread.push(what);
        }
        match (whole.is_empty(), unread) {
            (true, None) if !whole.unread.is_empty() => {
                let what = format!("no QR code in its first {} pages", convert::MAX_PAGES);
                Err(no_code_in(name, &what))
            }
            (true, None) => Err(no_code_in(name, "no QR code in it")),
            (true, Some(error)) => Err(error),
            (false, None) => Ok(whole),
            (false, Some(error)) => {
                // A sentence may begin with "page" or a digit, and never with the file's name.
                whole.unread.push(error.what().to_owned());
                Ok(whole)
            }
        }
    }
}

const fn format_of(format: OtherFormat) -> Format {
    match format {
        OtherFormat::Heic | OtherFormat::Avif => Format::Heif,
        OtherFormat::Pdf => Format::Pdf,
        OtherFormat::Tiff => Format::Tiff,
        OtherFormat::Svg => Format::Svg,
    }
}

/// The error for a picture in a format that is not read here.
fn not_ours(format: OtherFormat, name: &str, error: ConvertError) -> Error {
    let why = match error {
        ConvertError::NoProgram => "which cannot be read here".to_owned(),
        ConvertError::Failed { .. } => format!("but {error}"),
    };
    Error::new(
        Exit::Input,
        format!("{name}: this is {}, {why}", format.what()),
        format!("Make a PNG of it: {}", format.way_out()),
    )
}
