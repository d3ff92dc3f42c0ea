//! `otp show`: what is known of an account; its secret only when asked for, and never without saying so.

use std::path::Path;

use jiff::tz::TimeZone;

use crate::account::{Account, Kind, SecretText, Timestamp, uri};
use crate::app::{App, Error, Exit, pick};
use crate::cli::{args, open as open_vault, output::Output};
use crate::qr::draw::{DrawError, Drawing, Ink, Level};

/// Prints the details, or the one revealing form that was asked for.
pub fn run(app: &App, out: &Output, args: &args::Show) -> Result<Exit, Error> {
    let open = open_vault(app, out)?;
    let account = pick(open.vault(), &args.name.join(" "))?;
    if args.secret {
        warn(out, account);
        out.line(account.otp.secret().to_base32().expose())?;
    } else if args.uri {
        warn(out, account);
        out.line(uri::write(&account.issuer, &account.name, &account.otp).expose())?;
    } else if args.qr {
        warn(out, account);
        out.answer(drawn(out, account)?.expose())?;
    } else if let Some(file) = &args.qr_file {
        write_picture(app, account, file)?;
        out.warn(&format!(
            "{} now holds the secret of {}: remove it when it is scanned.",
            file.display(),
            account.title()
        ));
    } else {
        out.answer(&details(account))?;
    }
    Ok(Exit::Ok)
}

fn warn(out: &Output, account: &Account) {
    out.warn(&format!(
        "this shows the secret of {}: whoever sees it can make your codes.",
        account.title()
    ));
}

/// The QR code as half blocks, dark on light whatever the terminal's colours are.
fn drawn(out: &Output, account: &Account) -> Result<SecretText, Error> {
    let link = uri::write_short(&account.issuer, &account.name, &account.otp);
    let columns = if out.is_terminal() {
        out.columns()
    } else {
        usize::MAX
    };
    let drawing =
        Drawing::fitting(link.expose(), columns, usize::MAX).map_err(|error| match error {
            DrawError::TooSmall {
                columns: needed, ..
            } => Error::new(
                Exit::Failed,
                format!("The QR code needs {needed} columns, this terminal has {columns}"),
                "Make the window bigger, or write a picture with --qr-file.",
            ),
            DrawError::TooLong => too_long(),
        })?;
    Ok(colored(&drawing))
}

/// Lines of a QR code in black on white.
pub fn colored(drawing: &Drawing) -> SecretText {
    let mut text = String::new();
    for line in drawing.half_blocks(Ink::Dark) {
        text.push_str("\u{1b}[38;5;16;48;5;231m");
        text.push_str(&line);
        text.push_str("\u{1b}[0m\n");
    }
    SecretText::new(text)
}

fn write_picture(app: &App, account: &Account, file: &Path) -> Result<(), Error> {
    let link = uri::write(&account.issuer, &account.name, &account.otp);
    let drawing = Drawing::new(link.expose(), Level::Medium).map_err(|_| too_long())?;
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

fn details(account: &Account) -> String {
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
    };
    let tags: Vec<String> = account.tags.iter().map(|tag| format!("#{tag}")).collect();
    let mut rows = vec![
        ("Issuer", account.issuer.to_string()),
        ("Name", account.name.to_string()),
        ("Kind", kind),
        ("Tags", tags.join(" ")),
        (
            "Pinned",
            if account.pinned {
                "yes".to_owned()
            } else {
                String::new()
            },
        ),
        ("Added", day(account.created)),
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
    let lines: Vec<String> = rows
        .iter()
        .map(|(name, value)| format!("{name:<8}{value}"))
        .collect();
    lines.join("\n") + "\n"
}

/// The day in the local time zone, as 2026-03-02.
fn day(at: Timestamp) -> String {
    let millis = i64::try_from(at.millis()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_millisecond(millis)
        .map(|moment| {
            moment
                .to_zoned(TimeZone::try_system().unwrap_or(TimeZone::UTC))
                .strftime("%Y-%m-%d")
                .to_string()
        })
        .unwrap_or_default()
}
