//! Google Authenticator's QR codes: a series of links, and pictures of them beside each other.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::export::{Content, Made};
use crate::account::{Account, Draft, Label, Otp, SecretText};
use crate::app::random::random;
use crate::app::{App, Error, Exit};
use crate::formats::{migration, read_text};
use crate::qr::draw::{Drawing, Level};

/// Puts the accounts into a series of links, one a QR code.
pub(super) fn google_series(accounts: &[&Account]) -> Result<Made, Error> {
    let parts: Vec<(&Label, &Label, &Otp)> = accounts
        .iter()
        .map(|account| (&account.issuer, &account.name, &account.otp))
        .collect();
    let written = migration::write(&parts, i32::from_le_bytes(random()?) & i32::MAX);
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
    check(&written.uris, kept.map(|(_, account)| *account))?;
    Ok(Made {
        count: accounts.len().saturating_sub(written.left_out.len()),
        left_out,
        content: Content::Codes(written.uris),
    })
}

impl App {
    /// Writes a PNG for each link: `FILE`, or `FILE-1.png`, `FILE-2.png`, … where there are several. None is written
    /// when any of them is there already.
    pub fn write_pictures(&self, file: &Path, links: &[SecretText]) -> Result<Vec<PathBuf>, Error> {
        let names: Vec<PathBuf> = (1..=links.len())
            .map(|place| numbered(file, place, links.len()))
            .collect();
        for name in &names {
            self.check_absent(name)?;
        }
        for (name, link) in names.iter().zip(links) {
            let drawing = Drawing::of(link, Level::Medium)
                .or_else(|_| Drawing::of(link, Level::Low))
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
    links: &[SecretText],
    accounts: impl Iterator<Item = &'a Account>,
) -> Result<(), Error> {
    let mut text = Zeroizing::new(String::with_capacity(
        links.iter().map(|link| link.expose().len() + 1).sum(),
    ));
    for link in links {
        text.push_str(link.expose());
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
