//! Google Authenticator's QR codes: a series of links, and pictures of them beside each other.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::account::{Account, Draft, Label, Otp, SecretText};
use crate::app::open::create::no_randomness;
use crate::app::{App, Error, Exit};
use crate::formats::{migration, read_text};
use crate::qr::draw::{Drawing, Level};

/// A series of links, one a QR code.
pub struct Series {
    /// How many accounts are in them.
    pub count: usize,
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
        let is_out = |place: usize| written.left_out.iter().any(|(out, _)| *out == place);
        let kept = (0..).zip(accounts).filter(|(place, _)| !is_out(*place));
        for (_, account) in kept.clone() {
            if !account.tags.is_empty() || !account.note.is_empty() {
                left_out.push(format!("{}: without its tags and note", account.title()));
            }
        }
        let links: Vec<Zeroizing<String>> = written
            .uris
            .iter()
            .map(|uri| Zeroizing::new(uri.expose().to_owned()))
            .collect();
        let count = accounts.len().saturating_sub(written.left_out.len());
        check(&links, kept.map(|(_, account)| *account))?;
        Ok(Series {
            count,
            links,
            left_out,
        })
    }

    /// The same of secrets.
    pub fn write_secret_pictures(
        &self,
        file: &Path,
        texts: &[SecretText],
    ) -> Result<Vec<PathBuf>, Error> {
        let texts = texts.iter();
        let links = texts.map(|text| Zeroizing::new(text.expose().to_owned()));
        self.write_pictures(file, &links.collect::<Vec<_>>())
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

/// Our own reader must find every account again.
fn check<'a>(
    links: &[Zeroizing<String>],
    accounts: impl Iterator<Item = &'a Account>,
) -> Result<(), Error> {
    let mut text = Zeroizing::new(String::with_capacity(
        links.iter().map(|link| link.len() + 1).sum(),
    ));
    for link in links {
        text.push_str(link);
        text.push('\n');
    }
    let found: Vec<Draft> = read_text(&text).drafts.into_iter().flatten().collect();
    for account in accounts {
        if !found.iter().any(|draft| draft.otp == account.otp) {
            return Err(Error::new(
                Exit::Failed,
                format!(
                    "The QR codes cannot be read back: {} is missing",
                    account.title()
                ),
                "Nothing was written. Choose another target, and report this.",
            ));
        }
    }
    Ok(())
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
