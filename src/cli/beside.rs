//! Sources as every command sees them: read anew where their files have changed, asked for a password that was changed,
//! and refused where only their own programs may act.

use crate::account::Account;
use crate::app::{App, Error, Exit, Group, Open, Sight, SourceAccounts, pick_beside};
use crate::cli::{args, output::Output};
use crate::vault::Vault;

/// What `--source` and `--own` say.
pub fn sight(args: &args::InSight) -> Sight {
    match &args.source {
        Some(name) => Sight::Source(name.clone()),
        None if args.own => Sight::Own,
        None => Sight::All,
    }
}

/// The sources in sight, as their files are now.
pub fn foreign(
    app: &App,
    out: &Output,
    open: &mut Open,
    sight: &Sight,
) -> Result<SourceAccounts, Error> {
    let mut foreign = app.foreign(open.vault(), open.key(), sight)?;
    for group in &mut foreign.groups {
        if let Some(look) = app.look_at(group) {
            let (vault, key) = (open.shared_vault(), open.key());
            let what = format!("Reading {}", group.source.name);
            out.busy(&what, || app.read_source(&vault, key, group, look, None));
        }
        if group.may_be_asked_for() && app.can_ask() {
            ask(app, out, open, group)?;
        }
    }
    Ok(foreign)
}

/// Reads those again whose files have changed meanwhile; nobody is asked anything.
pub fn refresh(app: &App, open: &Open, foreign: &mut SourceAccounts) {
    for group in &mut foreign.groups {
        if let Some(look) = app.look_at(group) {
            app.read_source(open.vault(), open.key(), group, look, None);
        }
    }
}

/// Asks once for the password that was changed.
fn ask(app: &App, out: &Output, open: &mut Open, group: &mut Group) -> Result<(), Error> {
    let vault = open.shared_vault();
    let name = group.source.name.to_string();
    out.essential(&format!(
        "The file of the source {name} has another password now."
    ));
    let typed = match app.ask_password(&format!("New password of {name}")) {
        Ok(typed) => typed,
        Err(error) => {
            app.note_asked(&vault, open.key(), group);
            return match error.exit() {
                Exit::Interrupted => Err(error),
                _ => Ok(()),
            };
        }
    };
    let Some(look) = app.look_again(group) else {
        return Ok(());
    };
    let key = open.key();
    out.busy(&format!("Opening {name}"), || {
        app.read_source(&vault, key, group, look, Some(&typed));
    });
    if group.facts.trouble.is_none() {
        return app.keep_source_password(open, &group.source.id, &typed);
    }
    out.essential("That password does not open it.");
    Ok(())
}

/// Tells of sources whose accounts may be old.
pub fn warn(out: &Output, foreign: &SourceAccounts) {
    for told in foreign.groups.iter().filter_map(Group::told) {
        out.warn(&format!("{told}."));
    }
}

/// The one account that is meant among those in sight, with a word about sources that may be old where it matters.
pub fn picked<'v>(
    out: &Output,
    vault: &'v Vault,
    foreign: &'v SourceAccounts,
    query: &str,
) -> Result<&'v Account, Error> {
    let account = pick_beside(vault, foreign, query).inspect_err(|_| warn(out, foreign))?;
    warn_of(out, foreign, account);
    Ok(account)
}

/// Tells of the source that an account comes from, if that may be old.
pub fn warn_of(out: &Output, foreign: &SourceAccounts, account: &Account) {
    let told = foreign.group_of(&account.id).and_then(Group::told);
    if let Some(told) = told {
        out.warn(&format!("{told}."));
    }
}

/// The account of ours that is meant. Those of sources are matched too, so that none of ours is taken for one of them,
/// and refused.
pub fn own_account(app: &App, open: &Open, query: &str, doing: &str) -> Result<Account, Error> {
    let foreign = app.foreign(open.vault(), open.key(), &Sight::All)?;
    let account = pick_beside(open.vault(), &foreign, query)?;
    match foreign.group_of(&account.id) {
        Some(group) => Err(group.refusal(account, doing)),
        None => Ok(account.clone()),
    }
}
