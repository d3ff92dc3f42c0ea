//! `otp show`: what is known of an account; its secret only when asked for, and never without saying so.

use std::path::Path;

use crate::account::{Account, Kind, SecretText, shown, uri};
use crate::app::{App, Error, Exit, Group};
use crate::cli::beside::{foreign, picked, sight};
use crate::cli::list::shown_tags;
use crate::cli::local_time::day;
use crate::cli::{args, open as open_vault, output::Output};
use crate::qr::draw::{DrawError, Drawing, Ink, Level};
use crate::system::Charset;

/// Prints the details, or the one revealing form that was asked for.
pub fn run(app: &App, out: &Output, args: &args::Show) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let foreign = foreign(app, out, &mut open, &sight(&args.sight))?;
    let account = picked(out, open.vault(), &foreign, &args.name.join(" "))?;
    if args.secret {
        warn(out, account);
        out.secret(&account.otp.written_secret())?;
    } else if args.uri {
        warn(out, account);
        out.secret(&uri::write(&account.issuer, &account.name, &account.otp))?;
    } else if args.qr {
        warn(out, account);
        out.drawing(&drawn(out, account)?)?;
    } else if let Some(file) = &args.qr_file {
        write_picture(app, account, file)?;
        out.warn(&format!(
            "{} now holds the secret of {}: remove it when it is scanned.",
            shown(file),
            account.title()
        ));
    } else {
        out.lines(details(account, foreign.group_of(&account.id)))?;
    }
    Ok(Exit::Ok)
}

fn warn(out: &Output, account: &Account) {
    out.warn(&format!(
        "this shows the secret of {}: whoever sees it can make your codes.",
        account.title()
    ));
}

/// The QR code in cells, dark on light whatever the terminal's colours are.
fn drawn(out: &Output, account: &Account) -> Result<SecretText, Error> {
    let link = uri::write_short(&account.issuer, &account.name, &account.otp);
    let columns = if out.is_terminal() {
        out.columns()
    } else {
        usize::MAX
    };
    // Columns of a module.
    let wide = if out.charset == Charset::Ascii { 2 } else { 1 };
    let drawing =
        Drawing::fitting(link.expose(), columns / wide, usize::MAX).map_err(
            |error| match error {
                DrawError::TooSmall {
                    columns: needed, ..
                } => Error::new(
                    Exit::Failed,
                    format!(
                        "The QR code needs {} columns, this terminal has {columns}",
                        needed * wide
                    ),
                    "Make the window bigger, or write a picture with --qr-file.",
                ),
                DrawError::TooLong => too_long(),
            },
        )?;
    Ok(colored(out, &drawing))
}

const DARK: &str = "\u{1b}[38;5;16;48;5;231m";
const PLAIN: &str = "\u{1b}[0m\n";

/// Lines of a QR code in black on white: half blocks, or spaces of two colours where the locale has no blocks.
pub fn colored(out: &Output, drawing: &Drawing) -> SecretText {
    let mut text = String::new();
    if out.charset == Charset::Utf8 {
        for line in drawing.half_blocks(Ink::Dark) {
            text.extend([DARK, &line, PLAIN]);
        }
        return SecretText::new(text);
    }
    let margin = (drawing.columns() - drawing.side()) / 2;
    for row in 0..drawing.columns() {
        for column in 0..drawing.columns() {
            let inside = column >= margin && row >= margin;
            let dark = inside && drawing.is_dark(column - margin, row - margin);
            text.push_str(if dark {
                "\u{1b}[48;5;16m  "
            } else {
                "\u{1b}[48;5;231m  "
            });
        }
        text.push_str(PLAIN);
    }
    SecretText::new(text)
}

fn write_picture(app: &App, account: &Account, file: &Path) -> Result<(), Error> {
    let link = uri::write(&account.issuer, &account.name, &account.otp);
    let drawing = Drawing::of(&link, Level::Medium).map_err(|_| too_long())?;
    let ending = file
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    match ending.as_str() {
        "png" => app.write_new_private_file(file, &drawing.png(8)),
        "svg" => app.write_new_private_file(file, drawing.svg().as_bytes()),
        _ => Err(Error::usage(
            "--qr-file writes .png and .svg pictures",
            "Give the file one of these endings.",
        )),
    }
}

fn too_long() -> Error {
    Error::new(
        Exit::Failed,
        "The link of this account is too long for a QR code",
        "Show it with --uri instead.",
    )
}

fn details(account: &Account, group: Option<&Group>) -> Vec<String> {
    let otp = &account.otp;
    let kind = match otp.kind() {
        Kind::Totp { period } => {
            format!(
                "TOTP, {}, {} digits, a new code every {} s",
                otp.algorithm().shown(),
                otp.digits().get(),
                period.seconds()
            )
        }
        Kind::Hotp { counter } => {
            format!(
                "HOTP, {}, {} digits, next counter {counter}",
                otp.algorithm().shown(),
                otp.digits().get()
            )
        }
        Kind::Steam => "Steam Guard, 5 letters, a new code every 30 s".to_owned(),
        Kind::Motp => format!(
            "mOTP, 6 hexadecimal digits, a new code every 10 s{}",
            missing_pin(account)
        ),
        Kind::Yandex => format!(
            "Yandex Key, 8 letters, a new code every 30 s{}",
            missing_pin(account)
        ),
    };
    let tags = shown_tags(account, group);
    let source = group.map(|group| group.source.name.to_string());
    let added = match group {
        Some(_) => String::new(),
        None => day(account.created),
    };
    let mut rows = vec![
        ("Issuer", account.issuer.to_string()),
        ("Name", account.name.to_string()),
        ("Kind", kind),
        ("Tags", tags),
        (
            "Pinned",
            if account.pinned {
                "yes".to_owned()
            } else {
                String::new()
            },
        ),
        ("Source", source.unwrap_or_default()),
        ("Added", added),
        ("Id", account.id.to_string()),
    ];
    rows.extend(
        account
            .note
            .expose()
            .lines()
            .enumerate()
            .map(|(n, line)| (if n == 0 { "Note" } else { " " }, line.to_owned())),
    );
    rows.retain(|(_, value)| !value.is_empty());
    rows.iter()
        .map(|(name, value)| format!("{name:<8}{value}"))
        .collect()
}

fn missing_pin(account: &Account) -> &'static str {
    if account.otp.lacks_pin() {
        "; its PIN is missing"
    } else {
        ""
    }
}
