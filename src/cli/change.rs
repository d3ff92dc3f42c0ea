//! `otp edit`, `rename`, `rm`, `undo` and `restore`: each is one change, and each can be taken back.

use std::path::Path;

use crate::account::facts::{Asked, Facts, Writing};
use crate::account::{Account, Kind, Label, Note, Otp, SecretText, capital, counted};
use crate::app::store::history::Way;
use crate::app::{
    App, Error, Exit, Open, Restored, Typed, name, namesake, pick_in_bin, quoted, secret_error,
};
use crate::cli::beside::own_account;
use crate::cli::parameters::{algorithm, check_fixed, digits, period, tag, writing};
use crate::cli::{args, ask, called, open as open_vault, output::Output, questions};
use crate::vault::difference::{Difference, deed};
use crate::vault::{Change, Edit};

const CHANGED_THERE: &str = "it cannot be changed here";

/// `otp edit NAME …`
pub fn edit(app: &App, out: &Output, args: &args::Edit) -> Result<Exit, Error> {
    let note = args
        .parts
        .note
        .as_deref()
        .map(|note| ask::note(app, note))
        .transpose()?;
    let typed = typed(app, args)?;
    let mut open = open_vault(app, out)?;
    let query = args.name.join(" ");
    let account = own_account(app, &open, &query, CHANGED_THERE)?;
    let mut edits = edits(&account, args, typed, note)?;
    if edits.is_empty() && questions::can_ask(app) {
        let asked = questions::of_an_edit(app, out, args, &account)?;
        let note = asked.parts.note.as_deref().map(Note::new);
        edits = self::edits(&account, &asked, (None, None), note)?;
        if edits.is_empty() {
            out.note("Nothing was changed.");
            return Ok(Exit::Ok);
        }
    }
    if edits.is_empty() {
        return Err(Error::usage(
            "Nothing to change",
            "Say what: `otp edit --help` lists the options.",
        ));
    }
    check_name(app, &open, (&account, &edits), args.yes)?;
    let id = account.id.clone();
    open.change(Change::Edit { id, edits })?;
    tell(
        out,
        &open,
        &account,
        &format!("Changed {}.", account.title()),
    );
    Ok(Exit::Ok)
}

/// The new secret and the new PIN, as far as they are asked for.
fn typed(app: &App, args: &args::Edit) -> Result<(Option<Typed>, Option<SecretText>), Error> {
    Ok(match (args.secret, args.new_pin) {
        (true, true) => {
            let (secret, pin) = ask::secret_and_pin(app, "New secret", writing(args.hex))?;
            (Some(secret), Some(ask::some_pin(pin)?))
        }
        (true, false) => (
            Some(ask::secret(app, "New secret", writing(args.hex))?),
            None,
        ),
        (false, true) => (None, Some(ask::pin(app)?)),
        (false, false) => (None, None),
    })
}

/// Says what was done to an account; the truth where it was so before.
fn tell(out: &Output, open: &Open, before: &Account, done: &str) {
    match open.vault().get(&before.id) {
        Some(now) if now == before => out.note(&format!("{} is so already.", before.title())),
        Some(now) if now.title() != before.title() => {
            out.note(done);
            called::tell(out, now);
        }
        _ => out.note(done),
    }
}

fn edits(
    account: &Account,
    args: &args::Edit,
    (typed, pin): (Option<Typed>, Option<SecretText>),
    note: Option<Note>,
) -> Result<Vec<Edit>, Error> {
    let parts = &args.parts;
    let issuer = parts.issuer.as_deref().map(name).transpose()?;
    let name = parts.account_name.as_deref().map(name).transpose()?;
    let unnamed = issuer.as_ref().unwrap_or(&account.issuer).is_empty()
        && name.as_ref().unwrap_or(&account.name).is_empty();
    if unnamed {
        return Err(no_name());
    }
    let mut edits: Vec<Edit> = Vec::new();
    edits.extend(issuer.map(Edit::Issuer));
    edits.extend(name.map(Edit::Name));
    edits.extend(note.map(Edit::Note));
    if args.pin || args.unpin {
        edits.push(Edit::Pinned(args.pin));
    }
    if !args.tags.is_empty() || !args.untags.is_empty() {
        edits.push(Edit::Tags(tags(account, &args.tags, &args.untags)?));
    }
    let is_new_secret = typed.is_some();
    let mut otp = otp(&with_secret(&account.otp, typed, writing(args.hex))?, parts)?;
    if let Some(pin) = pin {
        check_pin(&otp)?;
        otp = otp.with_pin(Some(&pin));
    }
    // On its own: as a part of the rest a counter moves forward only.
    let counter = parts.counter.or(otp.counter().filter(|_| is_new_secret));
    let is_moved = counter != account.otp.counter() || is_new_secret;
    if otp != account.otp {
        edits.push(Edit::Otp(Box::new(otp)));
    }
    edits.extend(counter.filter(|_| is_moved).map(Edit::Counter));
    Ok(edits)
}

/// With the secret that was typed; a link brings its settings along.
fn with_secret(now: &Otp, typed: Option<Typed>, writing: Writing) -> Result<Otp, Error> {
    let secret = match typed {
        None => return Ok(now.clone()),
        Some(Typed::Account(draft)) => return Ok(draft.otp),
        Some(Typed::Secret(secret)) => secret,
    };
    let facts = Facts {
        secret: secret.expose(),
        writing,
        asked: Asked::like(now.kind()),
        ..Facts::default()
    };
    let secret = facts.secret().map_err(secret_error)?;
    Ok(now.with_secret(secret))
}

fn check_pin(otp: &Otp) -> Result<(), Error> {
    if otp.kind().takes_pin() {
        return Ok(());
    }
    Err(Error::usage(
        "Only mOTP and Yandex accounts have a PIN",
        "`otp show NAME` tells the kind of an account.",
    ))
}

fn tags(account: &Account, add: &[String], remove: &[String]) -> Result<Vec<Label>, Error> {
    let label = |text: &String| tag(text);
    let folded = |tag: &Label| tag.as_str().to_lowercase();
    let mut tags = account.tags.clone();
    for gone in remove.iter().map(label) {
        let before = tags.len();
        tags.retain(|tag| folded(tag) != folded(&gone));
        if tags.len() == before {
            let all: Vec<String> = account.tags.iter().map(|tag| format!("#{tag}")).collect();
            let advice = if all.is_empty() {
                "It has no tags.".to_owned()
            } else {
                format!("It has {}.", all.join(" "))
            };
            let what = format!("{} has no tag {}", account.title(), quoted(gone.as_str()));
            return Err(Error::usage(what, advice));
        }
    }
    for tag in add.iter().map(label) {
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Ok(tags)
}

fn otp(now: &Otp, parts: &args::AccountFields) -> Result<Otp, Error> {
    let algorithm = parts.algorithm.as_deref().map(algorithm).transpose()?;
    let digits = parts.digits.map(digits).transpose()?;
    let period = parts.period.map(period).transpose()?;
    if now.kind().is_fixed() {
        check_fixed(now.kind(), algorithm, digits, period)?;
        if parts.counter.is_none() {
            return Ok(now.clone());
        }
    }
    let kind = match (now.kind(), period, parts.counter) {
        (kind, None, None) | (kind @ Kind::Hotp { .. }, None, Some(_)) => kind,
        (Kind::Totp { .. }, Some(period), None) => Kind::Totp { period },
        _ => {
            return Err(Error::usage(
                "--period is for time-based accounts and --counter for counter-based ones",
                "`otp show NAME` tells the kind of an account.",
            ));
        }
    };
    let algorithm = algorithm.unwrap_or(now.algorithm());
    let digits = digits.unwrap_or(now.digits());
    Ok(Otp::new(now.secret().clone(), kind, algorithm, digits))
}

/// Asks before an account gets the name of another one: then only ids tell the two apart.
fn check_name(
    app: &App,
    open: &Open,
    (account, edits): (&Account, &[Edit]),
    yes: bool,
) -> Result<(), Error> {
    let twin = namesake(open.vault().accounts(), account, edits);
    let Some(twin) = twin.filter(|_| !yes) else {
        return Ok(());
    };
    let what = format!("{} is the name of another account", twin.title());
    if !app.can_ask() {
        return Err(Error::new(
            Exit::Refused,
            format!("{what}, and there is no terminal to ask on"),
            "Choose another name; with --yes both are called so, and only their ids tell them apart.",
        ));
    }
    if app.confirm(&format!(
        "{what}; only their ids would tell them apart. Go on?"
    ))? {
        return Ok(());
    }
    Err(Error::new(Exit::Refused, "Nothing was changed", ""))
}

fn no_name() -> Error {
    Error::usage("An account needs an issuer or a name", "Give one of them.")
}

/// `otp rename OLD NEW`
pub fn rename(app: &App, out: &Output, args: &args::Rename) -> Result<Exit, Error> {
    // All of it first: a secret may hold no colon, a link always does.
    name(&args.new)?;
    let mut open = open_vault(app, out)?;
    let account = own_account(app, &open, &args.old, CHANGED_THERE)?;
    let (issuer, new) = match args.new.split_once(':') {
        Some((issuer, new)) => (Some(name(issuer)?), name(new)?),
        None if account.name.is_empty() => (Some(name(&args.new)?), Label::default()),
        None => (None, name(&args.new)?),
    };
    if issuer.as_ref().unwrap_or(&account.issuer).is_empty() && new.is_empty() {
        return Err(no_name());
    }
    let mut edits = vec![Edit::Name(new)];
    edits.extend(issuer.map(Edit::Issuer));
    check_name(app, &open, (&account, &edits), args.yes)?;
    open.change(Change::Edit {
        id: account.id.clone(),
        edits,
    })?;
    let now = open.vault().get(&account.id).map(Account::title);
    let done = format!(
        "Renamed {} to {}.",
        account.title(),
        now.unwrap_or_default()
    );
    tell(out, &open, &account, &done);
    Ok(Exit::Ok)
}

/// `otp rm NAME`
pub fn remove(app: &App, out: &Output, args: &args::Rm) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let query = args.name.join(" ");
    let account = own_account(app, &open, &query, "it cannot be removed here")?;
    open.change(Change::Remove {
        id: account.id.clone(),
    })?;
    out.note(&format!(
        "Moved {} to the bin; it stays there for 30 days. `otp undo` takes it back.",
        account.title()
    ));
    Ok(Exit::Ok)
}

/// `otp undo`, `otp redo`
pub fn walk(app: &App, out: &Output, way: Way) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let theirs = match way {
        Way::Back => open.last_of_others(),
        Way::Others | Way::Forth => None,
    };
    for effect in open.walk(way)? {
        out.note(&sentence(&effect));
    }
    if theirs.is_some() {
        out.note("Another device saved after that; `otp undo --others` takes back what it did.");
    }
    Ok(Exit::Ok)
}

/// What happened to an account, for people.
pub fn sentence(difference: &Difference) -> String {
    capital(&format!("{} {}", deed(&difference.what), difference.title))
}

/// `otp restore [NAME]`, and for the vault as a whole `--from`, `--merge`, `--accept`.
pub fn restore(app: &App, out: &Output, args: &args::Restore) -> Result<Exit, Error> {
    if let Some(file) = &args.from {
        return restore_from(app, out, file, args.words.as_deref());
    }
    if args.merge || args.accept {
        let open = if args.merge {
            app.merge_newest_backup()?
        } else {
            app.accept_vault(args.words.as_deref())?
        };
        out.note(&format!(
            "The vault opens: {}.",
            counted(open.vault().accounts().count(), "account")
        ));
        return Ok(Exit::Ok);
    }
    let mut open = open_vault(app, out)?;
    if args.name.is_empty() {
        return list_bin(out, &open);
    }
    let account = pick_in_bin(open.vault(), &args.name.join(" "))?.clone();
    open.change(Change::Restore {
        id: account.id.clone(),
    })?;
    out.note(&format!("Brought {} back.", account.title()));
    Ok(Exit::Ok)
}

fn restore_from(app: &App, out: &Output, file: &Path, words: Option<&str>) -> Result<Exit, Error> {
    match app.restore(file, words)? {
        Restored::Folded(effects) if effects.is_empty() => {
            out.note("The vault holds all of it already.");
        }
        Restored::Folded(effects) => {
            for effect in &effects {
                out.note(&sentence(effect));
            }
        }
        Restored::Replaced { because, open } => {
            out.note(&format!("{because}."));
            out.note(&format!(
                "The backup is in its place: {}.",
                counted(open.vault().accounts().count(), "account")
            ));
        }
    }
    Ok(Exit::Ok)
}

fn list_bin(out: &Output, open: &Open) -> Result<Exit, Error> {
    let titles: Vec<String> = open.vault().bin().map(Account::title).collect();
    if titles.is_empty() {
        out.note("The bin is empty.");
    }
    out.lines(titles)?;
    Ok(Exit::Ok)
}
