//! Sharing: the next codes of an account for a colleague, never its secret: as a table, or as one that only the
//! colleague's key opens.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::account::{Account, Timestamp, capital, shown};
use crate::app::open::plugin::at_the_terminal;
use crate::app::{App, Error, Exit, lacks_pin};
use crate::vault::sealed::{RecipientError, Recipients, is_recipient};

/// The longest time: a day.
pub const MAX_SPAN: Duration = Duration::from_secs(24 * 3600);

/// Secrets of fewer bytes can be found by trying all: each code leaves a millionth of them.
const SHORTEST: usize = 8;

/// Larger than any list of keys.
const MAX_TEXT: usize = 1 << 20;

impl App {
    /// The table of codes from now on for so long, a line each below a head.
    pub fn share(&self, account: &Account, life: Duration) -> Result<Zeroizing<String>, Error> {
        self.settings().need(&["offset"])?;
        if account.otp.lacks_pin() {
            return Err(lacks_pin(account));
        }
        if account.otp.secret().len() < SHORTEST {
            return Err(Error::new(
                Exit::Refused,
                format!(
                    "The secret of {} is so short that it could be found from its codes",
                    account.title()
                ),
                "Give one code at a time: `otp code NAME`. A new secret from the site is better.",
            ));
        }
        let now = self.now();
        let life = i64::try_from(life.min(MAX_SPAN).as_secs()).unwrap_or_default();
        let end = now.shifted(life);
        let slots = account.otp.schedule(now, end).ok_or_else(|| {
            Error::new(
                Exit::Refused,
                format!(
                    "{} is counter-based: each code is used up by the one after it, so none can be given ahead",
                    account.title()
                ),
                "Give one when it is needed: `otp code NAME`.",
            )
        })?;
        // As long as it will be: nothing grows, and no copy stays behind.
        let mut table = Zeroizing::new(String::with_capacity(64 * slots.len() + 1024));
        let _ = writeln!(table, "# {}, in UTC", account.title());
        let _ = writeln!(table, "{:<20}  {:<20}  code", "from", "until");
        for slot in &slots {
            let (from, until) = (slot.from.rfc3339(), slot.until.rfc3339());
            let _ = writeln!(table, "{from:<20}  {until:<20}  {}", slot.code.as_str());
        }
        if let Some(period) = account.otp.period() {
            let last = Timestamp::from_millis(end.millis().saturating_sub(1));
            self.note_share(&account.id, &(period.step(now)..=period.step(last)));
        }
        Ok(table)
    }

    /// Those for whom something is to be sealed: recipients, or files of them.
    pub fn recipients(&self, named: &[String]) -> Result<Option<Recipients>, Error> {
        let mut all: Option<Recipients> = None;
        for name in named {
            let found = self.recipients_of(name)?;
            match &mut all {
                Some(all) => all.join(found),
                None => all = Some(found),
            }
        }
        Ok(all)
    }

    fn recipients_of(&self, name: &str) -> Result<Recipients, Error> {
        let dialog = at_the_terminal();
        if is_recipient(name) {
            return Recipients::read(name, &dialog).map_err(|error| bad("--to", &error));
        }
        if let Some(user) = name.strip_prefix("github:") {
            let what = "otp fetches no keys from the network";
            let user = user_name(user);
            let advice = format!(
                "Take them once and give the file: curl -O https://github.com/{user}.keys, then --to {user}.keys"
            );
            return Err(Error::usage(what, advice));
        }
        let file = Path::new(name);
        if is_private_name(name) {
            return Err(bad("--to", &RecipientError::Private));
        }
        if !file.exists() {
            return Err(bad("--to", &RecipientError::Unknown));
        }
        let bytes = self.read_input(file)?;
        let text = std::str::from_utf8(&bytes).ok();
        let text = text.filter(|text| text.len() <= MAX_TEXT).unwrap_or("?");
        Recipients::read(text, &dialog).map_err(|error| bad(shown(file).as_str(), &error))
    }

    /// Seals a table for them.
    pub fn seal_for(&self, recipients: &Recipients, text: &str) -> Result<String, Error> {
        recipients.seal(text).map_err(|error| {
            Error::new(
                Exit::Failed,
                capital(&error.to_string()),
                "Nothing was printed. Give another key with --to.",
            )
        })
    }
}

/// A private key must not be repeated by whatever is said about it.
fn is_private_name(name: &str) -> bool {
    let start: String = name.chars().take(20).collect::<String>().to_uppercase();
    start.starts_with("AGE-SECRET-KEY") || start.starts_with("AGE-PLUGIN")
}

/// The letters that names of GitHub users have.
fn user_name(user: &str) -> String {
    user.chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect()
}

fn bad(place: &str, error: &RecipientError) -> Error {
    Error::usage(
        format!("{place}: {error}"),
        "Give age1…, an SSH public key in quotes, or a file of such lines.",
    )
}
