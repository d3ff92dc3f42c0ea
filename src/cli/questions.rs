//! Questions one after the other, for `otp edit NAME` and `otp add --manual` without options: Enter keeps what is there.

use crate::account::{Account, Label};
use crate::app::{App, Error};
use crate::cli::args;
use crate::cli::output::Output;
use crate::cli::parameters::{algorithm, digits, period};

/// True when somebody types here and can be asked; a script is never.
pub fn can_ask(app: &App) -> bool {
    app.can_ask() && app.stdin_is_terminal()
}

/// True when nothing was given of an account that is to be added by hand.
pub fn is_bare(args: &args::Add) -> bool {
    let parts = &args.parts;
    let has_settings =
        parts.algorithm.is_some() || parts.digits.is_some() || parts.period.is_some();
    let is_special = args.hotp || args.steam || args.motp || args.yandex;
    let is_named = parts.issuer.is_some() || parts.account_name.is_some();
    !(is_named || has_settings || is_special)
}

/// The name that a new account must have and nobody gave.
pub fn of_a_new_account(app: &App, args: &args::Add) -> Result<args::Add, Error> {
    let mut args = args.clone();
    let parts = &mut args.parts;
    let is_blank = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().is_empty();
    while is_blank(&parts.issuer) && is_blank(&parts.account_name) {
        parts.issuer = Some(app.ask_line("Issuer, such as GitHub: ")?);
        parts.account_name = Some(app.ask_line("Name of the account there: ")?);
    }
    Ok(args)
}

/// The settings of a new account, which a bare secret does not say.
pub fn settings_of_a_new_account(
    app: &App,
    out: &Output,
    args: &args::Add,
) -> Result<args::Add, Error> {
    let mut args = args.clone();
    if app.confirm("Other settings than SHA1, 6 digits and 30 seconds?")? {
        settings(app, out, &mut args.parts, ("SHA1", 6, Some(30)))?;
    }
    Ok(args)
}

/// What is to be changed of an account, as if it had been given with options; nothing where all was kept.
pub fn of_an_edit(
    app: &App,
    out: &Output,
    args: &args::Edit,
    account: &Account,
) -> Result<args::Edit, Error> {
    let mut args = args.clone();
    out.note("Enter keeps what stands in brackets, a dash takes it away.");
    args.parts.issuer = kept(app, "Issuer", account.issuer.as_str())?;
    args.parts.account_name = kept(app, "Name", account.name.as_str())?;
    let tags: Vec<&str> = account.tags.iter().map(Label::as_str).collect();
    if let Some(wanted) = kept(app, "Tags", &tags.join(" "))? {
        args.tags = wanted
            .split_whitespace()
            .map(|tag| tag.trim_start_matches('#').to_owned())
            .collect();
        let gone = tags
            .iter()
            .filter(|tag| args.tags.iter().all(|wanted| wanted != *tag));
        args.untags = gone.map(|tag| (*tag).to_owned()).collect();
    }
    let note = if account.note.is_empty() {
        ""
    } else {
        "there is one"
    };
    args.parts.note = kept(app, "Note", note)?;
    let is_pinned = app.ask_line(&format!(
        "Sorted first (y or n) [{}]: ",
        if account.pinned { "y" } else { "n" }
    ))?;
    match is_pinned.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => args.pin = !account.pinned,
        "n" | "no" => args.unpin = account.pinned,
        _ => {}
    }
    let otp = &account.otp;
    if otp.kind().is_fixed() {
        return Ok(args);
    }
    let now = format!("{}, {} digits", otp.algorithm().shown(), otp.digits().get());
    if app.confirm(&format!("Change the settings ({now})? Rarely needed."))? {
        let period = otp.period().map(|period| u64::from(period.seconds()));
        let digits = u64::from(otp.digits().get());
        settings(
            app,
            out,
            &mut args.parts,
            (otp.algorithm().name(), digits, period),
        )?;
    }
    Ok(args)
}

/// `None` where it was kept.
fn kept(app: &App, what: &str, now: &str) -> Result<Option<String>, Error> {
    let shown = if now.is_empty() {
        String::new()
    } else {
        format!(" [{now}]")
    };
    let answer = app.ask_line(&format!("{what}{shown}: "))?;
    Ok(match answer.trim() {
        "" => None,
        "-" => Some(String::new()),
        answer => Some(answer.to_owned()),
    })
}

/// Algorithm, digits and period, each asked again until it is one.
fn settings(
    app: &App,
    out: &Output,
    parts: &mut args::AccountFields,
    now: (&str, u64, Option<u64>),
) -> Result<(), Error> {
    parts.algorithm = until_right(app, out, "SHA1, SHA256 or SHA512", now.0, |text| {
        algorithm(text).map(|_| text.to_owned())
    })?;
    let number = |text: &str| {
        let bad = || Error::usage("That is not a number", "");
        text.parse::<u64>().map_err(|_| bad())
    };
    parts.digits = until_right(app, out, "Digits", &now.1.to_string(), |text| {
        number(text).and_then(|count| digits(count).map(|_| count))
    })?;
    if let Some(seconds) = now.2 {
        parts.period = until_right(
            app,
            out,
            "Seconds between codes",
            &seconds.to_string(),
            |text| number(text).and_then(|count| period(count).map(|_| count)),
        )?;
    }
    Ok(())
}

fn until_right<T>(
    app: &App,
    out: &Output,
    what: &str,
    now: &str,
    read: impl Fn(&str) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    loop {
        let answer = app.ask_line(&format!("{what} [{now}]: "))?;
        if answer.trim().is_empty() {
            return Ok(None);
        }
        match read(answer.trim()) {
            Ok(value) => return Ok(Some(value)),
            Err(error) => out.error(&error),
        }
    }
}
