//! The parts of an account that are typed: all of them with `--manual`, or the name of what was found.

use crate::account::facts::{Asked, FactError, Facts};
use crate::account::{Draft, Label, Note, SecretText, Warning, capital};
use crate::app::{App, Error, Found, Typed, name, secret_error};
use crate::cli::parameters::writing;
use crate::cli::parameters::{algorithm, check_fixed, digits, period};
use crate::cli::{args, ask, output::Output, questions};

/// An account from its parts; the secret, or a link that holds it, comes from the prompt or stdin. Where `asks` is there,
/// so do settings that a secret alone does not say.
pub fn by_hand(app: &App, args: &args::Add, asks: Option<&Output>) -> Result<Found, Error> {
    let parts = &args.parts;
    let issuer = name(parts.issuer.as_deref().unwrap_or_default())?;
    let name = name(parts.account_name.as_deref().unwrap_or_default())?;
    if issuer.is_empty() && name.is_empty() {
        return Err(Error::usage(
            "An account needs an issuer or a name",
            "Give --issuer, --name or both.",
        ));
    }
    check_settings(args, &issuer)?;
    let note = note(app, parts)?;
    let question = "Secret (not shown)";
    let (typed, pin) = if args.motp || args.yandex {
        ask::secret_and_pin(app, question, writing(args.hex))?
    } else {
        let typed = ask::secret(app, question, writing(args.hex))?;
        (typed, SecretText::default())
    };
    let mut draft = match typed {
        Typed::Account(draft) => linked(*draft, args, (issuer, name))?,
        Typed::Secret(secret) => {
            let made = |args: &args::Add| {
                let names = (issuer.clone(), name.clone());
                facts(args, names, &secret, &pin).map_err(fact_error)
            };
            let draft = made(args)?;
            match asks {
                None => draft,
                Some(out) => made(&questions::settings_of_a_new_account(app, out, args)?)?,
            }
        }
    };
    if draft.otp.lacks_pin() {
        ask::some_pin(pin)?;
    }
    if parts.note.is_some() {
        draft.note = note;
    }
    Ok(Found {
        drafts: vec![draft],
        ..Found::default()
    })
}

fn asked(args: &args::Add) -> Asked {
    let kinds = [
        (args.hotp, Asked::Hotp),
        (args.steam, Asked::Steam),
        (args.motp, Asked::Motp),
        (args.yandex, Asked::Yandex),
    ];
    let chosen = kinds.into_iter().find(|(is_chosen, _)| *is_chosen);
    chosen.map_or(Asked::Totp, |(_, asked)| asked)
}

fn facts(
    args: &args::Add,
    (issuer, name): (Label, Label),
    secret: &SecretText,
    pin: &SecretText,
) -> Result<Draft, FactError> {
    let parts = &args.parts;
    let text = |number: Option<u64>| number.map(|number| number.to_string());
    let (digits, period, counter) = (text(parts.digits), text(parts.period), text(parts.counter));
    let facts = Facts {
        issuer,
        name,
        secret: secret.expose(),
        writing: writing(args.hex),
        asked: asked(args),
        algorithm: parts.algorithm.as_deref(),
        digits: digits.as_deref(),
        period: period.as_deref(),
        counter: counter.as_deref(),
        pin: Some(pin.expose()),
    };
    facts.draft()
}

fn fact_error(error: FactError) -> Error {
    match error {
        FactError::Secret(error) => secret_error(error),
        error => Error::usage(
            capital(&error.to_string()),
            "`otp add --help` lists what may be given.",
        ),
    }
}

/// A link says its settings itself; the names that were typed go before its own.
fn linked(
    mut draft: Draft,
    args: &args::Add,
    (issuer, name): (Label, Label),
) -> Result<Draft, Error> {
    let parts = &args.parts;
    let numbers = [parts.digits, parts.period, parts.counter];
    let has_kind = args.hotp || args.steam || args.motp || args.yandex;
    if has_kind || parts.algorithm.is_some() || numbers.iter().any(Option::is_some) {
        return Err(Error::usage(
            "That is a link, which says its kind and settings itself",
            "Leave --hotp, --steam, --motp, --yandex, --algorithm, --digits, --period and --counter out, or give the secret alone.",
        ));
    }
    if !issuer.is_empty() {
        draft.issuer = issuer;
    }
    if !name.is_empty() {
        draft.name = name;
    }
    draft
        .warnings
        .retain(|warning| *warning != Warning::Unnamed);
    Ok(draft)
}

/// Refuses settings that are wrong, or mean nothing for the kind, before the secret is asked for.
fn check_settings(args: &args::Add, issuer: &Label) -> Result<(), Error> {
    let parts = &args.parts;
    let algorithm = parts.algorithm.as_deref().map(algorithm).transpose()?;
    let digits = parts.digits.map(digits).transpose()?;
    let period = parts.period.map(period).transpose()?;
    let kind = Facts {
        issuer: issuer.clone(),
        asked: asked(args),
        ..Facts::default()
    };
    if let Some(kind) = kind.fixed_kind() {
        check_fixed(kind, algorithm, digits, period)?;
    }
    let is_counted = args.hotp;
    if (is_counted && period.is_some()) || (!is_counted && parts.counter.is_some()) {
        return Err(Error::usage(
            "--period is for time-based accounts and --counter for counter-based ones (--hotp)",
            "Leave one of them out.",
        ));
    }
    Ok(())
}

fn note(app: &App, parts: &args::AccountFields) -> Result<Note, Error> {
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
        draft.issuer = name(issuer)?;
    }
    if let Some(wanted) = &parts.account_name {
        draft.name = name(wanted)?;
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
