//! Google Authenticator's QR codes: a series of links, and pictures of them beside each other.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::account::{Account, Label, Otp};
use crate::app::open::create::no_randomness;
use crate::app::{App, Error, Exit};
use crate::formats::migration;
use crate::qr::draw::{Drawing, Level};

/// A series of links, one a QR code.
pub struct Series {
    /// In order.
    pub links: Vec<Zeroizing<String>>,
    /// A line for each account that Google's format cannot hold.
    pub left_out: Vec<String>,
}

impl App {
    /// Puts the accounts into a series of links.
    pub fn google_series(&self, accounts: &[&Account]) -> Result<Series, Error> {
        let mut number = [0; 4];
        getrandom::fill(&mut number).map_err(|_| no_randomness())?;
        let parts: Vec<(&Label, &Label, &Otp)> = accounts
            .iter()
            .map(|account| (&account.issuer, &account.name, &account.otp))
            .collect();
        let written = migration::write(&parts, i32::from_le_bytes(number) & i32::MAX);
        let mut left_out = Vec::new();
        for (place, reason) in &written.left_out {
            let title = accounts
                .get(*place)
                .map(|account| account.title())
                .unwrap_or_default();
            left_out.push(format!("{title}: left out, {}", reason.reason()));
        }
        for account in accounts {
            if !account.tags.is_empty() || !account.note.is_empty() {
                left_out.push(format!("{}: without its tags and note", account.title()));
            }
        }
        let links = written
            .uris
            .iter()
            .map(|uri| Zeroizing::new(uri.expose().to_owned()))
            .collect();
        Ok(Series { links, left_out })
    }

    /// Writes a PNG for each link: `FILE`, or `FILE-1.png`, `FILE-2.png`, … where there are several. None is written
    /// when any of them is there already.
    pub fn write_pictures(
        &self,
        file: &Path,
        links: &[Zeroizing<String>],
    ) -> Result<Vec<PathBuf>, Error> {
        let names: Vec<PathBuf> = (1..=links.len())
            .map(|place| numbered(file, place, links.len()))
            .collect();
        for name in &names {
            self.check_absent(name)?;
        }
        for (name, link) in names.iter().zip(links) {
            let drawing = Drawing::new(link, Level::Medium)
                .or_else(|_| Drawing::new(link, Level::Low))
                .map_err(|_| {
                    Error::new(
                        Exit::Failed,
                        "A name is too long for a QR code",
                        "Shorten it first.",
                    )
                })?;
            self.write_new_private_file(name, &drawing.png(8))?;
        }
        Ok(names)
    }
}

fn numbered(file: &Path, place: usize, count: usize) -> PathBuf {
    if count == 1 {
        return file.to_owned();
    }
    let stem = file
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    file.with_file_name(format!("{stem}-{place}.png"))
}
