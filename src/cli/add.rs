//! `otp add`: says what was found and how it relates to the vault, then adds it as one change.

mod by_hand;

mod decide;

use std::path::PathBuf;

use crate::account::{Account, Draft, Kind, Label, SecretText, Warning, shown, title};
use crate::app::{
    App, Decision, Error, Exit, Found, Open, Picture, Plan, Source, dropped_sources, is_file_link,
};
use crate::cli::parameters::{new_tags, writing};
use crate::cli::{args, ask, called, open as open_vault, output::Output, questions};
use decide::Decider;

/// Runs the command. The inputs are looked at before the vault is opened: a bad one costs no passphrase.
pub fn run(app: &App, out: &Output, args: &args::Add) -> Result<Exit, Error> {
    by_hand::check(args)?;
    let asks = args.manual && questions::can_ask(app);
    let asks_all = (asks && questions::is_bare(args)).then_some(out);
    let asked = asks.then(|| questions::of_a_new_account(app, args));
    let asked = asked.transpose()?;
    let args = asked.as_ref().unwrap_or(args);
    let mut found = if args.manual {
        by_hand::by_hand(app, args, asks_all)?
    } else {
        let sources = sources(app, out, args)?;
        app.find(&sources, writing(args.hex))
            .map_err(|error| hinted(app, args, error))?
    };
    if !args.manual {
        by_hand::label(app, args, &mut found)?;
    }
    if args.dry_run {
        return preview(app, out, args, found);
    }
    let mut open = open_vault(app, out)?;
    tell_found(out, &found);
    let mut decider = Decider::new(app, out, args, Plan::new(Some(open.vault())));
    for draft in found.drafts {
        decider.decide(draft)?;
    }
    let (plan, sides) = decider.finish()?;
    add(app, out, &mut open, plan, &new_tags(&args.tags))?;
    for picture in &found.pictures {
        see_to(app, out, args, picture, sides.skipped > 0)?;
    }
    Ok(partly(!found.problems.is_empty() || sides.left_out > 0))
}

/// Another app's export holds no links: it is imported.
fn hinted(app: &App, args: &args::Add, error: Error) -> Error {
    let is_export = |what: &PathBuf| app.has_export(&SecretText::from(&*what.to_string_lossy()));
    if error.exit() == Exit::Input && args.what.iter().any(is_export) {
        return error.advised("It is what another app exported: otp import FILE takes it over.");
    }
    error
}

fn tell_found(out: &Output, found: &Found) {
    for input in &found.inputs {
        out.note(input);
    }
    for problem in found.problems.iter().chain(&found.notes) {
        out.warn(&format!("{problem}."));
    }
}

fn tell_warnings(out: &Output, draft: &Draft) {
    for warning in &draft.warnings {
        out.warn(&format!("{}: {}.", title_of(draft), warning.message()));
    }
}

fn partly(is_partial: bool) -> Exit {
    if is_partial { Exit::Partial } else { Exit::Ok }
}

fn sources(app: &App, out: &Output, args: &args::Add) -> Result<Vec<Source>, Error> {
    let mut sources: Vec<Source> = args.qr.iter().cloned().map(Source::Picture).collect();
    if args.clipboard {
        sources.push(Source::Clipboard);
    }
    if args.screen {
        sources.push(Source::Screen);
    }
    for what in &args.what {
        match what.to_str() {
            Some(link) if is_file_link(link) => {
                sources.extend(dropped_sources(app, &SecretText::from(link)));
            }
            Some(link) if link.contains("://") => {
                out.warn("other users can see the arguments of a program, and your shell keeps them: paste links at the prompt instead.");
                sources.push(Source::Text(SecretText::from(link)));
            }
            _ if args.uri && what.as_os_str() != "-" => {
                return Err(Error::new(
                    Exit::Input,
                    "That is not an otpauth link",
                    "It begins with otpauth://",
                ));
            }
            _ => sources.push(Source::Path(what.clone())),
        }
    }
    if sources.is_empty() {
        let typed = ask::hidden(app, "Link, secret or text (not shown)")?;
        // A file dropped on the prompt; what comes through a pipe is never taken for a path.
        if app.stdin_is_terminal() {
            sources.extend(dropped_sources(app, &typed));
        } else {
            sources.push(Source::Text(typed));
        }
    }
    Ok(sources)
}

fn describe(draft: &Draft) -> String {
    let otp = &draft.otp;
    let kind = match otp.kind() {
        Kind::Totp { period } => format!(
            "TOTP, {}, {} digits, {} s",
            otp.algorithm().shown(),
            otp.digits().get(),
            period.seconds()
        ),
        Kind::Hotp { counter } => format!(
            "HOTP, {}, {} digits, counter {counter}",
            otp.algorithm().shown(),
            otp.digits().get()
        ),
        kind @ (Kind::Steam | Kind::Motp | Kind::Yandex) => kind.shown().to_owned(),
    };
    format!("{}  {kind}", title_of(draft))
}

fn title_of(draft: &Draft) -> String {
    let title = title(&draft.issuer, &draft.name);
    if title.is_empty() {
        "(no name)".to_owned()
    } else {
        title
    }
}

/// Decides as the run would, and says it. Without a vault everything is new; none is made.
fn preview(app: &App, out: &Output, args: &args::Add, found: Found) -> Result<Exit, Error> {
    let open = if app.has_vault() {
        Some(open_vault(app, out)?)
    } else {
        None
    };
    tell_found(out, &found);
    let mut decider = Decider::new(app, out, args, Plan::new(open.as_ref().map(Open::vault)));
    for draft in found.drafts {
        let shown = describe(&draft);
        tell_warnings(out, &draft);
        let would = decider.foresee(draft);
        out.line(&format!("{shown}  {would}"))?;
    }
    Ok(partly(!found.problems.is_empty() || decider.left_out() > 0))
}

fn add(
    app: &App,
    out: &Output,
    open: &mut Open,
    plan: Vec<Decision>,
    tags: &[Label],
) -> Result<(), Error> {
    if plan.is_empty() {
        out.note("Nothing to add.");
        return Ok(());
    }
    let dids: Vec<(&str, bool)> = plan
        .iter()
        .map(|decision| match decision {
            Decision::Add(draft) => ("Added", draft.warnings.contains(&Warning::Unnamed)),
            Decision::Replace(id, draft) => {
                let is_same_secret = open
                    .vault()
                    .get(id)
                    .is_some_and(|account| account.otp.secret() == draft.otp.secret());
                let did = if is_same_secret {
                    "Corrected the settings of"
                } else {
                    "Replaced the secret of"
                };
                (did, false)
            }
        })
        .collect();
    let accounts = open.enrol(plan, tags)?;
    for (account, (did, is_nameless)) in accounts.iter().zip(dids) {
        let title = account.title();
        out.note(&format!("{did} {title}{}", live(app, account)));
        called::tell(out, account);
        if is_nameless {
            out.note(&format!(
                "It has no name: `otp rename {} NAME` gives it one.",
                quoted_word(&title)
            ));
        }
    }
    Ok(())
}

/// As a shell takes it for one word.
fn quoted_word(text: &str) -> String {
    if text.contains(' ') {
        return format!("\"{text}\"");
    }
    text.to_owned()
}

fn live(app: &App, account: &Account) -> String {
    let now = account.otp.at(app.now());
    now.map(|now| format!("  {}  ({} s)", &*now.code.grouped(), now.remaining))
        .unwrap_or_default()
}

/// A picture of which something is not in the vault may be all there is of it: such a picture is never removed.
fn see_to(
    app: &App,
    out: &Output,
    args: &args::Add,
    picture: &Picture,
    skipped: bool,
) -> Result<(), Error> {
    let name = format!("\"{}\"", shown(&picture.path));
    if !args.delete_image {
        out.warn(&format!(
            "{name} still holds the secret: remove it (--delete-image does so next time)."
        ));
    } else if picture.whole && !skipped {
        app.remove_picture(&picture.path)?;
        out.note(&format!("Removed {name}."));
    } else {
        out.warn(&format!("{name} is kept: not all of it was added."));
    }
    Ok(())
}
