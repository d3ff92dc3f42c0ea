//! `otp add`: says what was found and how it stands to the vault, then adds it as one change.

mod by_hand;

use crate::account::{Account, Draft, Kind, Label, SecretText, title};
use crate::app::{
    App, Decision, Error, Exit, Found, Open, Picture, Relation, Source, dropped_sources,
    is_file_link, named, quoted, relations,
};
use crate::cli::{args, ask, called, open as open_vault, output::Output};
use crate::vault::Vault;

/// What an account is called that has no name when nobody can be asked for one.
const NAMELESS: &str = "imported";

/// Runs the command. The inputs are looked at before the vault is opened: a bad one costs no passphrase.
pub fn run(app: &App, out: &Output, args: &args::Add) -> Result<Exit, Error> {
    by_hand::check(args)?;
    let mut found = if args.manual {
        by_hand::by_hand(app, args)?
    } else {
        app.find(&sources(app, out, args)?)?
    };
    if !args.manual {
        by_hand::label(app, args, &mut found)?;
    }
    if args.dry_run {
        return preview(app, out, &found);
    }
    let mut open = open_vault(app, out)?;
    tell_problems(out, &found);
    let stands = relations(open.vault(), &found.drafts);
    let plan = decide(app, out, args, (open.vault(), &stands), found.drafts)?;
    let tags: Vec<Label> = args
        .tags
        .iter()
        .map(|tag| Label::new(tag.trim_start_matches('#')))
        .filter(|tag| !tag.is_empty())
        .collect();
    add(app, out, &mut open, plan.decisions, &tags)?;
    for picture in &found.pictures {
        see_to(app, out, args, picture, plan.skipped > 0)?;
    }
    Ok(partly(&found.problems))
}

fn tell_problems(out: &Output, found: &Found) {
    for problem in found.problems.iter().chain(&found.notes) {
        out.warn(&format!("{problem}."));
    }
}

fn partly(problems: &[String]) -> Exit {
    if problems.is_empty() {
        Exit::Ok
    } else {
        Exit::Partial
    }
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

/// Without a vault everything is new; none is made.
fn preview(app: &App, out: &Output, found: &Found) -> Result<Exit, Error> {
    let stands = if app.has_vault() {
        relations(open_vault(app, out)?.vault(), &found.drafts)
    } else {
        vec![Relation::New; found.drafts.len()]
    };
    tell_problems(out, found);
    for (draft, stand) in found.drafts.iter().zip(&stands) {
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
    Ok(partly(&found.problems))
}

/// What to do, and how many were left out because the user said so.
#[derive(Default)]
struct Plan {
    decisions: Vec<Decision>,
    skipped: usize,
}

/// What to do with each draft. Nothing is changed before every question is answered.
fn decide(
    app: &App,
    out: &Output,
    args: &args::Add,
    (vault, stands): (&Vault, &[Relation]),
    drafts: Vec<Draft>,
) -> Result<Plan, Error> {
    let mut plan = Plan::default();
    for (draft, stand) in drafts.into_iter().zip(stands) {
        for warning in &draft.warnings {
            out.warn(&format!("{}: {}.", title_of(&draft), warning.message()));
        }
        let twin = plan
            .decisions
            .iter()
            .map(Decision::draft)
            .find(|other| other.otp.is_same_factor(&draft.otp))
            .map(title_of);
        match (stand, twin) {
            (_, Some(twin)) if !args.allow_duplicate => {
                // The very same entry twice needs no word; another name for the same secret does.
                if twin != title_of(&draft) {
                    out.warn(&format!(
                        "{} has the same secret as {twin} and is left out; --allow-duplicate adds both.",
                        title_of(&draft)
                    ));
                }
            }
            (Relation::Same(id), _) if !args.allow_duplicate => {
                let there = vault.get(id).map(Account::title).unwrap_or_default();
                let known_as = if there == title_of(&draft) {
                    String::new()
                } else {
                    format!(" as {there}")
                };
                out.note(&format!(
                    "{} is in the vault already{known_as}.",
                    title_of(&draft)
                ));
            }
            (Relation::Differs(id), _) if !args.yes && !args.allow_duplicate => {
                match ask_clash(app, &draft)? {
                    Clash::Replace => plan.decisions.push(Decision::Replace(id.clone(), draft)),
                    Clash::Beside => plan.decisions.push(Decision::Add(draft)),
                    Clash::Skip => plan.skipped += 1,
                }
            }
            _ => plan
                .decisions
                .push(Decision::Add(with_name(app, draft, args.yes)?)),
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
        return Ok(named(draft, NAMELESS));
    }
    let name = app.ask_line("It has no name. Call it: ")?;
    let name = if Label::new(&name).is_empty() {
        NAMELESS.to_owned()
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
    let replaced: Vec<bool> = plan
        .iter()
        .map(|decision| matches!(decision, Decision::Replace(..)))
        .collect();
    let accounts = open.enrol(plan, tags)?;
    for (account, replaced) in accounts.iter().zip(replaced) {
        let did = if replaced {
            "Replaced the secret of"
        } else {
            "Added"
        };
        out.note(&format!("{did} {}{}", account.title(), live(app, account)));
        called::tell(out, account);
        if account.title() == NAMELESS {
            out.note(&format!(
                "It has no name: `otp rename {NAMELESS} NAME` gives it one."
            ));
        }
    }
    Ok(())
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
    let name = quoted(&picture.path.to_string_lossy());
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
