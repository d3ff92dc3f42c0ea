//! The parts of an account that are typed: all of them with `--manual`, or the name of what was found.

use crate::account::{Draft, Kind, Label, Note, Otp, Period, Warning};
use crate::app::{App, Error, Found};
use crate::cli::change::{algorithm, digits, period};
use crate::cli::{args, ask};

/// An account from its parts; the secret comes from the prompt or stdin.
pub fn by_hand(app: &App, args: &args::Add) -> Result<Found, Error> {
    let parts = &args.parts;
    let issuer = Label::new(parts.issuer.as_deref().unwrap_or_default());
    let name = Label::new(parts.account_name.as_deref().unwrap_or_default());
    if issuer.is_empty() && name.is_empty() {
        return Err(Error::usage(
            "An account needs an issuer or a name",
            "Give --issuer, --name or both.",
        ));
    }
    let algorithm = parts
        .algorithm
        .as_deref()
        .map(algorithm)
        .transpose()?
        .unwrap_or_default();
    let digits = parts.digits.map(digits).transpose()?.unwrap_or_default();
    let period = parts.period.map(period).transpose()?;
    let kind = match (args.hotp, args.steam, period, parts.counter) {
        (true, _, None, counter) => Kind::Hotp {
            counter: counter.unwrap_or(0),
        },
        (_, true, None, None) => Kind::Steam,
        (false, false, period, None) => Kind::Totp {
            period: period.unwrap_or(Period::DEFAULT),
        },
        _ => {
            return Err(Error::usage(
                "--period is for time-based accounts and --counter for counter-based ones (--hotp)",
                "Leave one of them out.",
            ));
        }
    };
    let note = note(app, parts)?;
    let secret = ask::secret(app, "Secret (not shown)")?;
    let mut draft = Draft::new(issuer, name, Otp::new(secret, kind, algorithm, digits));
    draft.note = note;
    Ok(Found {
        drafts: vec![draft],
        ..Found::default()
    })
}

fn note(app: &App, parts: &args::Parts) -> Result<Note, Error> {
    let note = parts.note.as_deref();
    Ok(note
        .map(|note| ask::note(app, note))
        .transpose()?
        .unwrap_or_default())
}

/// Options that only say something together with `--manual`.
pub fn check(args: &args::Add) -> Result<(), Error> {
    let parts = &args.parts;
    let numbers = [parts.digits, parts.period, parts.counter];
    if !args.manual && (parts.algorithm.is_some() || numbers.iter().any(Option::is_some)) {
        return Err(Error::usage(
            "--algorithm, --digits, --period and --counter describe an account given by hand",
            "Add --manual, or leave them out: links and QR codes say it themselves.",
        ));
    }
    if args.manual && !(args.what.is_empty() && args.qr.is_empty()) {
        return Err(Error::usage(
            "With --manual nothing else is looked at",
            "Leave --manual or the inputs out; the secret comes from the prompt or stdin.",
        ));
    }
    Ok(())
}

/// Puts `--issuer`, `--name` and `--note` on the one account that was found.
pub fn label(app: &App, args: &args::Add, found: &mut Found) -> Result<(), Error> {
    let parts = &args.parts;
    if parts.issuer.is_none() && parts.account_name.is_none() && parts.note.is_none() {
        return Ok(());
    }
    let count = found.drafts.len();
    let [draft] = found.drafts.as_mut_slice() else {
        return Err(Error::usage(
            format!("--issuer, --name and --note are for one account; {count} were found"),
            "Add them without, then change them with `otp edit`.",
        ));
    };
    if let Some(issuer) = &parts.issuer {
        draft.issuer = Label::new(issuer);
    }
    if let Some(name) = &parts.account_name {
        draft.name = Label::new(name);
    }
    if parts.note.is_some() {
        draft.note = note(app, parts)?;
    }
    if !(draft.issuer.is_empty() && draft.name.is_empty()) {
        draft
            .warnings
            .retain(|warning| *warning != Warning::Unnamed);
    }
    Ok(())
}
