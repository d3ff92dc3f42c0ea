//! `otp add`: says what was found and how it stands to the vault, then adds it as one change.

use crate::account::{Draft, Kind, Label, Note, Otp, Period, SecretText, title};
use crate::app::{
    App, Decision, Error, Exit, Found, Open, Relation, Source, named, quoted, relations,
};
use crate::cli::change::{algorithm, digits, period};
use crate::cli::{args, ask, open as open_vault, output::Output};

/// Runs the command. The inputs are looked at before the vault is opened: a bad one costs no passphrase.
pub fn run(app: &App, out: &Output, args: &args::Add) -> Result<Exit, Error> {
    let found = if args.manual {
        by_hand(app, args)?
    } else {
        app.find(&sources(app, out, args)?)?
    };
    let mut open = open_vault(app, out)?;
    for problem in &found.problems {
        out.warn(&format!("{problem}."));
    }
    let stands = relations(open.vault(), &found.drafts);
    if args.dry_run {
        return preview(out, &found, &stands);
    }
    let plan = decide(app, out, args, found.drafts, &stands)?;
    let tags: Vec<Label> = args
        .tags
        .iter()
        .map(|tag| Label::new(tag.trim_start_matches('#')))
        .filter(|tag| !tag.is_empty())
        .collect();
    add(app, out, &mut open, plan, &tags)?;
    pictures(app, out, args, &found.pictures)?;
    Ok(if found.problems.is_empty() {
        Exit::Ok
    } else {
        Exit::Partial
    })
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
        sources.push(Source::Text(ask::hidden(
            app,
            "Link, secret or text (not shown)",
        )?));
    }
    Ok(sources)
}

fn by_hand(app: &App, args: &args::Add) -> Result<Found, Error> {
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
    let note = parts.note.as_deref().map(Note::new).unwrap_or_default();
    let secret = ask::secret(app, "Secret (not shown)")?;
    let mut draft = Draft::new(issuer, name, Otp::new(secret, kind, algorithm, digits));
    draft.note = note;
    Ok(Found {
        drafts: vec![draft],
        ..Found::default()
    })
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
        Kind::Steam => "Steam Guard".to_owned(),
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

fn preview(out: &Output, found: &Found, stands: &[Relation]) -> Result<Exit, Error> {
    for (draft, stand) in found.drafts.iter().zip(stands) {
        let would = match stand {
            Relation::New => "would be added",
            Relation::Same(_) => "is in the vault already",
            Relation::Differs(_) => "is in the vault with another secret",
        };
        out.line(&format!("{}  {would}", describe(draft)))?;
        for warning in &draft.warnings {
            out.warn(&format!("{}: {}.", title_of(draft), warning.message()));
        }
    }
    Ok(if found.problems.is_empty() {
        Exit::Ok
    } else {
        Exit::Partial
    })
}

/// What to do with each draft. Nothing is changed before every question is answered.
fn decide(
    app: &App,
    out: &Output,
    args: &args::Add,
    drafts: Vec<Draft>,
    stands: &[Relation],
) -> Result<Vec<Decision>, Error> {
    let mut plan: Vec<Decision> = Vec::new();
    for (draft, stand) in drafts.into_iter().zip(stands) {
        for warning in &draft.warnings {
            out.warn(&format!("{}: {}.", title_of(&draft), warning.message()));
        }
        let twin = plan
            .iter()
            .any(|decision| decision.draft().otp.is_same_factor(&draft.otp));
        match stand {
            _ if twin && !args.allow_duplicate => {}
            Relation::Same(_) if !args.allow_duplicate => {
                out.note(&format!("{} is in the vault already.", title_of(&draft)));
            }
            Relation::Differs(id) if !args.yes && !args.allow_duplicate => {
                match ask_clash(app, &draft)? {
                    Clash::Replace => plan.push(Decision::Replace(id.clone(), draft)),
                    Clash::Beside => plan.push(Decision::Add(draft)),
                    Clash::Skip => {}
                }
            }
            _ => plan.push(Decision::Add(with_name(app, draft, args.yes)?)),
        }
    }
    Ok(plan)
}

enum Clash {
    Replace,
    Beside,
    Skip,
}

fn ask_clash(app: &App, draft: &Draft) -> Result<Clash, Error> {
    let title = title_of(draft);
    if !app.can_ask() {
        return Err(Error::new(
            Exit::Refused,
            format!(
                "{title} is in the vault with another secret, and there is no terminal to ask on"
            ),
            "With --yes it is added beside the old one; `otp edit --secret` replaces a secret.",
        ));
    }
    loop {
        let question = format!(
            "{title} is in the vault with another secret. [r]eplace it, add it [b]eside, or [s]kip? "
        );
        match app.ask_line(&question)?.trim().to_lowercase().as_str() {
            "r" | "replace" => return Ok(Clash::Replace),
            "b" | "beside" => return Ok(Clash::Beside),
            "s" | "skip" => return Ok(Clash::Skip),
            _ => {}
        }
    }
}

/// Asks for a name where there is none; `imported` when nobody can be asked.
fn with_name(app: &App, draft: Draft, yes: bool) -> Result<Draft, Error> {
    if !draft.issuer.is_empty() || !draft.name.is_empty() {
        return Ok(draft);
    }
    if yes || !app.can_ask() {
        return Ok(named(draft, "imported"));
    }
    let name = app.ask_line("It has no name. Call it: ")?;
    let name = if Label::new(&name).is_empty() {
        "imported".to_owned()
    } else {
        name
    };
    Ok(named(draft, &name))
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
    for account in open.enrol(plan, tags)? {
        let now = account.otp.at(app.now());
        let code = now
            .map(|now| format!("  {}  ({} s)", &*now.code.grouped(), now.remaining))
            .unwrap_or_default();
        out.note(&format!("Added {}{code}", account.title()));
    }
    Ok(())
}

fn pictures(
    app: &App,
    out: &Output,
    args: &args::Add,
    pictures: &[std::path::PathBuf],
) -> Result<(), Error> {
    for picture in pictures {
        let name = quoted(&picture.to_string_lossy());
        if args.delete_image {
            app.remove_picture(picture)?;
            out.note(&format!("Removed {name}."));
        } else {
            out.warn(&format!(
                "{name} still holds the secret: remove it (--delete-image does so next time)."
            ));
        }
    }
    Ok(())
}
