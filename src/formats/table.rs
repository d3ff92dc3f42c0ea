//! The table of formats: each format's name, how its files are told from their content, and what reads them. Adding a
//! format is one file under `apps/` and one row here.

#[cfg(feature = "kdbx")]
use super::apps::kdbx;
use super::apps::{
    aegis, age_file, andotp, archive, authy, battlenet, bitwarden, browser_extension, cotp, csv,
    duo, enpass, ente, exchange, freeotp, freeotp2, html, keepass, lastpass, one_password,
    otp_client, pass, proton, raivo, refused, rsc_2fa, steam, stratum, totp_authenticator,
    totp_cli, two_fas, uri_list,
};
#[cfg(feature = "sqlite")]
use super::apps::{sqlcipher, sqlite};
use super::input::{Inner, Input};
use super::password::Password;
use super::{FileError, Problem, Report};
use crate::account::uri::UriError;

/// A format that can be read, or is recognised and refused.
#[derive(Debug)]
pub struct Format {
    /// The word for `--format`.
    pub name: &'static str,
    /// Whose file it is, for people.
    pub title: &'static str,
    /// True for rows that people may choose; the others only recognise what is not an export.
    pub listed: Listed,
    is: fn(&Input) -> bool,
    how: How,
}

/// What is done with a file of a format.
#[derive(Debug)]
enum How {
    /// It holds entries.
    Reads(fn(&Input, Option<&[u8]>) -> Result<Report, FileError>),
    /// It holds another file, which is told anew by its content.
    Opens(fn(&Input, Option<&[u8]>) -> Result<Inner, FileError>),
    /// It is recognised for its way out alone.
    Refuses(FileError),
}

/// Whether `otp import --list` shows a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// A format that is read as it is.
    Plain,
    /// A format that needs a password.
    Encrypted,
    /// Recognised so that the way out can be told.
    No,
}

macro_rules! formats {
    ($($(#[$meta:meta])* $name:literal, $title:literal, $listed:ident, $is:expr, $how:ident $read:expr;)*) => {
        /// Every format; the first whose test fits is taken.
        pub const FORMATS: &[Format] = &[$($(#[$meta])* Format {
            name: $name,
            title: $title,
            listed: Listed::$listed,
            is: $is,
            how: How::$how($read),
        }),*];
    };
}

formats! {
    "1password-1pux", "1Password (1pux)", Plain, |input| archive::holds(input, "export.data"), Reads |input, password| archive::read(input, password, "export.data", one_password::read);
    "raivo-zip", "Raivo OTP (zip)", Encrypted, |input| archive::holds(input, "raivo-otp-export.json"), Reads |input, password| archive::read(input, password, "raivo-otp-export.json", raivo::read);
    "proton-pass", "Proton Pass (zip)", Plain, archive::is_proton_pass, Reads archive::read_proton_pass;
    "authenticator-plus-zip", "Authenticator Plus (zip)", Encrypted, |input| archive::holds(input, "Accounts.txt"), Reads |input, password| archive::read(input, password, "Accounts.txt", archive::read_list);
    "winauth-zip", "WinAuth (zip)", Encrypted, archive::is_winauth, Reads archive::read_winauth;
    "zip", "any of these in a zip archive", Plain, archive::is_other, Opens archive::open;
    "gzip", "any of these packed with gzip", Plain, archive::is_gzip, Opens archive::open_gzip;
    #[cfg(feature = "sqlite")]
    "stratum-sqlite", "Stratum, internal database", Plain, sqlite::is_stratum, Reads sqlite::read_stratum;
    #[cfg(feature = "sqlite")]
    "microsoft-sqlite", "Microsoft Authenticator, internal database", Plain, sqlite::is_microsoft, Reads sqlite::read_microsoft;
    #[cfg(feature = "sqlite")]
    "google-sqlite", "Google Authenticator, internal database", Plain, sqlite::is_google, Reads sqlite::read_google;
    #[cfg(feature = "sqlite")]
    "sqlite", "another database", No, sqlite::is_other, Reads sqlite::read_other;
    "stratum-strong", "Stratum (Authenticator Pro), encrypted", Encrypted, stratum::is_strong, Reads stratum::read_strong;
    "stratum-legacy", "Stratum (Authenticator Pro), encrypted, old", Encrypted, stratum::is_legacy, Reads stratum::read_legacy;
    "freeotp2", "FreeOTP 2", Encrypted, freeotp2::is_backup, Reads freeotp2::read;
    #[cfg(feature = "kdbx")]
    "kdbx3", "KeePass database (KDBX 3.1)", Encrypted, kdbx::is_database3, Reads kdbx::read;
    #[cfg(feature = "kdbx")]
    "kdbx", "KeePass database (KDBX 4)", Encrypted, kdbx::is_database, Reads kdbx::read;
    "keepass1", "KeePass 1", No, refused::is_keepass1, Refuses refused::KEEPASS1;
    "otpclient", "OTPClient, database", Encrypted, otp_client::is_database, Reads otp_client::read;
    "age", "any of these encrypted by age with a passphrase", Encrypted, age_file::is_age, Opens age_file::open;
    "pgp", "PGP", No, refused::is_pgp, Refuses refused::PGP;
    #[cfg(feature = "sqlite")]
    "authplus-sqlcipher", "Authenticator Plus, internal database", Encrypted, sqlcipher::is_database, Opens sqlcipher::open;
    "aegis", "Aegis", Plain, aegis::is_plain, Reads aegis::read;
    "aegis-encrypted", "Aegis, encrypted", Encrypted, aegis::is_encrypted, Reads aegis::read;
    "2fas-encrypted", "2FAS, encrypted", Encrypted, two_fas::is_encrypted, Reads two_fas::read;
    "2fas", "2FAS", Plain, two_fas::is_plain, Reads two_fas::read;
    "ente-encrypted", "Ente Auth, encrypted", Encrypted, ente::is_encrypted, Reads ente::read;
    "stratum", "Stratum (Authenticator Pro)", Plain, stratum::is_plain, Reads stratum::read;
    "authy-mitm", "Authy, captured", Encrypted, authy::is_captured, Reads authy::read_captured;
    "bitwarden-encrypted", "Bitwarden, password protected", Encrypted, bitwarden::is_encrypted, Reads bitwarden::read_encrypted;
    "freeotp-plus", "FreeOTP+", Plain, freeotp::is_backup, Reads freeotp::read;
    "steam-manifest", "Steam, manifest.json", Encrypted, steam::is_manifest, Reads steam::read_manifest;
    "proton", "Proton Authenticator", Plain, proton::is_plain, Reads proton::read;
    "proton-encrypted", "Proton Authenticator, encrypted", Encrypted, proton::is_encrypted, Reads proton::read_encrypted;
    "cxf", "Credential Exchange (FIDO CXF)", Plain, exchange::is_exchange, Reads exchange::read;
    "lastpass", "LastPass Authenticator", Plain, lastpass::is_export, Reads lastpass::read;
    "1password-data", "1Password, export.data", Plain, one_password::is_data, Reads one_password::read;
    "proton-pass-json", "Proton Pass, data.json", Plain, proton::is_pass, Reads proton::read_pass;
    "steam", "Steam", Plain, steam::is_account, Reads steam::read;
    "cotp-encrypted", "cotp, database", Encrypted, cotp::is_database, Reads cotp::read_database;
    "duo", "Duo Mobile", Plain, duo::is_backup, Reads duo::read;
    "raivo", "Raivo OTP (JSON)", Plain, raivo::is_export, Reads raivo::read;
    "andotp", "andOTP, GNOME Authenticator", Plain, andotp::is_plain, Reads andotp::read;
    "cotp", "cotp", Plain, cotp::is_export, Reads cotp::read;
    "enpass", "Enpass", Plain, enpass::is_export, Reads enpass::read;
    "bitwarden", "Bitwarden", Plain, bitwarden::is_plain, Reads bitwarden::read;
    "authenticator-ext", "Authenticator (browser extension)", Plain, browser_extension::is_backup, Reads browser_extension::read;
    "html", "HTML page with links", Plain, html::is_page, Reads html::read;
    "keepass-xml", "KeePass, KeePassXC (XML)", Plain, keepass::is_xml, Reads keepass::read;
    "authy-xml", "Authy, preferences", Encrypted, authy::is_preferences, Reads authy::read_preferences;
    "battlenet-xml", "Battle.net, preferences", Plain, battlenet::is_preferences, Reads battlenet::read;
    "totp-authenticator-xml", "TOTP Authenticator, preferences", Plain, totp_authenticator::is_preferences, Reads totp_authenticator::read_preferences;
    "freeotp-xml", "FreeOTP 1, preferences", Plain, freeotp::is_preferences, Reads freeotp::read_preferences;
    "lastpass-qr", "LastPass Authenticator (QR codes)", Plain, lastpass::is_qr, Reads lastpass::read_qr;
    "google-migration", "Google Authenticator (QR codes)", Plain, uri_list::is_migration, Reads uri_list::read_migration;
    "uri-list", "otpauth links", Plain, uri_list::is_list, Reads uri_list::read;
    "bitwarden-csv", "Bitwarden (CSV)", Plain, |input| csv::fits(input, &csv::BITWARDEN), Reads |input, _| Ok(csv::read(input, &csv::BITWARDEN));
    "keepassxc-csv", "KeePassXC (CSV)", Plain, |input| csv::fits(input, &csv::KEEPASSXC), Reads |input, _| Ok(csv::read(input, &csv::KEEPASSXC));
    "1password-csv", "1Password (CSV)", Plain, |input| csv::fits(input, &csv::ONE_PASSWORD), Reads |input, _| Ok(csv::read(input, &csv::ONE_PASSWORD));
    "apple-passwords-csv", "Apple Passwords (CSV)", Plain, |input| csv::fits(input, &csv::APPLE), Reads |input, _| Ok(csv::read(input, &csv::APPLE));
    "lastpass-csv", "LastPass (CSV)", Plain, |input| csv::fits(input, &csv::LASTPASS), Reads |input, _| Ok(csv::read(input, &csv::LASTPASS));
    "proton-pass-csv", "Proton Pass (CSV)", Plain, |input| csv::fits(input, &csv::PROTON_PASS), Reads |input, _| Ok(csv::read(input, &csv::PROTON_PASS));
    "dashlane-csv", "Dashlane (CSV)", Plain, |input| csv::fits(input, &csv::DASHLANE), Reads |input, _| Ok(csv::read(input, &csv::DASHLANE));
    "myki-csv", "Myki (CSV)", Plain, |input| csv::fits(input, &csv::MYKI), Reads |input, _| Ok(csv::read(input, &csv::MYKI));
    "generic-csv", "CSV with a column secret, totp or otpauth", Plain, |input| csv::fits(input, &csv::GENERIC), Reads |input, _| Ok(csv::read(input, &csv::GENERIC));
    "csv", "a table without codes", No, csv::is_other, Refuses FileError::NoOtp;
    "totp-cli", "totp-cli", Plain, totp_cli::is_export, Reads totp_cli::read;
    "rsc-2fa", "rsc/2fa (~/.2fa)", Plain, rsc_2fa::is_keys, Reads rsc_2fa::read;
    "pass-entry", "pass, gopass: one decrypted entry", Plain, pass::is_entry, Reads pass::read;
    "prose", "text with otpauth links in it", Plain, uri_list::is_prose, Reads uri_list::read;
    "steam-encrypted", "Steam, encrypted (SDA, steamguard-cli)", Encrypted, steam::is_encrypted, Reads steam::read_encrypted;
    "totp-authenticator", "TOTP Authenticator", Encrypted, totp_authenticator::is_backup, Reads totp_authenticator::read;
    "push", "an activation code for push messages", No, uri_list::is_push, Refuses FileError::NoOtp;
    "json", "JSON", No, refused::is_broken_json, Reads refused::read_broken_json;
    "andotp-encrypted", "andOTP, encrypted", Encrypted, andotp::is_encrypted, Reads andotp::read_encrypted;
}

impl Format {
    /// Whose files these are, in a word or two: the same for all formats of an app.
    pub fn app(&self) -> &'static str {
        let end = self.title.find([',', '(']).unwrap_or(self.title.len());
        self.title[..end].trim_end()
    }
}

/// What came out of a file.
pub struct Import {
    /// The format it was read as.
    pub format: &'static Format,
    /// What was found.
    pub report: Report,
}

/// Why a file gave nothing, and as what it was read if that was told.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    /// `None` when it is in no format that is known.
    pub format: Option<&'static Format>,
    /// Why.
    pub error: FileError,
}

/// The format of that name, of those that people may choose.
pub fn by_name(name: &str) -> Option<&'static Format> {
    let mut listed = FORMATS.iter().filter(|format| format.listed != Listed::No);
    listed.find(|format| format.name.eq_ignore_ascii_case(name))
}

/// The format that the content is in.
pub fn detect(input: &Input) -> Option<&'static Format> {
    FORMATS.iter().find(|format| (format.is)(input))
}

/// Reads a file as `format`, or as what its content says.
pub fn read(
    input: &Input,
    format: Option<&'static Format>,
    password: Option<&Password>,
) -> Result<Import, Failure> {
    let fail = |format, error| Err(Failure { format, error });
    if input.is_empty() {
        return fail(None, FileError::Empty);
    }
    let Some(format) = format.or_else(|| detect(input)) else {
        return fail(None, FileError::Unknown);
    };
    let report = attempt(input, format, password).map(|mut report| {
        // What its owner threw away over there is not missed here.
        report.drafts.retain(|draft| {
            !matches!(draft, Err(error) if error.problem == Problem::Uri(UriError::Trashed))
        });
        report
    });
    match report {
        Ok(report) if report.drafts.is_empty() && report.incomplete.is_empty() => {
            fail(Some(format), FileError::NoOtp)
        }
        Ok(report) => Ok(Import { format, report }),
        Err(error) => fail(Some(format), error),
    }
}

/// Tries each form of the password.
fn attempt(
    input: &Input,
    format: &Format,
    password: Option<&Password>,
) -> Result<Report, FileError> {
    let Some(password) = password else {
        return read_with(input, format, None);
    };
    let mut forms = password.forms();
    loop {
        let Some(form) = forms.next() else {
            return Err(FileError::WrongPassword);
        };
        match read_with(input, format, Some(form)) {
            Err(FileError::WrongPassword) => {}
            other => return other,
        }
    }
}

fn read_with(input: &Input, format: &Format, password: Option<&[u8]>) -> Result<Report, FileError> {
    let open = match format.how {
        How::Reads(read) => return read(input, password),
        How::Refuses(why) => return Err(why),
        How::Opens(open) => open,
    };
    let inner = open(input, password)?;
    let input = input.inner(&inner.name, &inner.bytes);
    if input.is_too_deep() {
        return Err(FileError::Refused("it is packed too many times over"));
    }
    if input.is_empty() {
        return Err(FileError::NoOtp);
    }
    let format = detect(&input).ok_or(FileError::Unknown)?;
    read_with(&input, format, password)
}
