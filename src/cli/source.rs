//! `otp source`: foreign vaults that are shown beside our own, and never written to.

use std::path::Path;

use serde_json::json;

use crate::account::{Timestamp, counted, shell_word, shown};
use crate::app::transfer::sources::NewSource;
use crate::app::{App, Error, Exit, Group, Sight, name as checked};
use crate::cli::beside::foreign;
use crate::cli::passwords::Passwords;
use crate::cli::table::Table;
use crate::cli::{args, open as open_vault, output::Output};

/// Runs one of its commands.
pub fn run(app: &App, out: &Output, command: &args::Source) -> Result<Exit, Error> {
    match command {
        args::Source::Add(args) => add(app, out, args),
        args::Source::List(args) => listed(app, out, args),
        args::Source::Rename(args) => rename(app, out, args),
        args::Source::Rm(args) => remove(app, out, args),
        args::Source::At(args) => at(app, out, args),
    }
}

/// The file is read before the vault is opened: a bad one costs no passphrase.
fn add(app: &App, out: &Output, args: &args::SourceAdd) -> Result<Exit, Error> {
    let name = args.name.as_deref().map(checked).transpose()?;
    let given = &args.password;
    let mut passwords = Passwords::given(app, given.password_file.as_deref(), given.password_fd)?;
    let new = app.new_source(&args.path, "")?;
    tell_file(out, &new);
    let imported = passwords.read(app, out, &new.file, None)?;
    // What opens it without being needed is nobody's business.
    let password = passwords.last().filter(|_| new.file.needs_password());
    for problem in &imported.problems {
        out.note(&format!("left out: {problem}"));
    }
    let mut open = open_vault(app, out)?;
    let group = app.add_source(&mut open, new, imported, name.as_ref(), password.as_ref())?;
    tell_group(out, &group);
    out.note(&format!(
        "`otp source rm {}` takes it away again; `otp undo` is for accounts.",
        shell_word(Path::new(group.source.name.as_str()))
    ));
    Ok(ended(&group))
}

fn ended(group: &Group) -> Exit {
    if group.facts.left_out > 0 {
        Exit::Partial
    } else {
        Exit::Ok
    }
}

fn tell_file(out: &Output, new: &NewSource) {
    let title = new.file.format().map_or("", |format| format.title);
    if !title.is_empty() {
        out.note(&format!("{}: {title}.", new.file.shown));
    }
}

fn tell_group(out: &Output, group: &Group) {
    let count = group.accounts.len();
    let they = if count == 1 { "It is" } else { "They are" };
    out.note(&format!(
        "{}. {they} shown beside yours, marked {}, and cannot be changed here.",
        counted(count, "account"),
        group.mark()
    ));
    if group.facts.left_out > 0 {
        out.note(&format!("Entries left out: {}.", group.facts.left_out));
    }
}

fn listed(app: &App, out: &Output, args: &args::SourceList) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let foreign = foreign(app, out, &mut open, &Sight::All)?;
    app.sweep_sources(open.vault());
    if args.json {
        out.json(&foreign.groups.iter().map(object).collect())?;
        return Ok(Exit::Ok);
    }
    if foreign.is_empty() {
        out.note("No sources. `otp source add FILE` shows the accounts of another program's vault beside yours.");
        return Ok(Exit::Ok);
    }
    let heads = ["NAME", "FORMAT", "PATH", "ACCOUNTS", "AS OF", "PROBLEM"];
    let mut table = Table::new(&heads, &[2]).with_prose();
    for group in &foreign.groups {
        table.row(row(group));
    }
    out.table(table)?;
    Ok(Exit::Ok)
}

fn row(group: &Group) -> [String; 6] {
    let facts = &group.facts;
    [
        group.source.name.to_string(),
        group.format().to_owned(),
        facts
            .path
            .as_ref()
            .map_or("-".to_owned(), |path| shown(path).to_string()),
        group.accounts.len().to_string(),
        facts.as_of.map_or("-".to_owned(), Timestamp::rfc3339),
        why(group).unwrap_or_default(),
    ]
}

/// What is wrong with a source.
fn why(group: &Group) -> Option<String> {
    if group.facts.path.is_none() {
        return Some(format!(
            "not on this device: `otp source at {} PATH`",
            shell_word(Path::new(group.source.name.as_str()))
        ));
    }
    let trouble = group.facts.trouble.as_ref()?;
    let since = trouble.since.rfc3339();
    Some(format!("{} (since {since})", trouble.what))
}

fn object(group: &Group) -> serde_json::Value {
    let facts = &group.facts;
    json!({
        "id": group.source.id.as_str(), "name": group.source.name.as_str(), "format": group.format(),
        "path": facts.path.as_ref().map(|path| path.to_string_lossy()), "accounts": group.accounts.len(),
        "left_out": facts.left_out, "as_of": facts.as_of.map(Timestamp::seconds),
        "problem": why(group),
    })
}

fn rename(app: &App, out: &Output, args: &args::SourceRename) -> Result<Exit, Error> {
    let new = checked(&args.new)?;
    let mut open = open_vault(app, out)?;
    let foreign = app.foreign(open.vault(), open.key(), &Sight::All)?;
    let group = foreign.named(&args.old)?;
    app.rename_source(&mut open, &group.source.id, &new)?;
    out.note(&format!(
        "Renamed the source {} to {new}.",
        group.source.name
    ));
    Ok(Exit::Ok)
}

fn remove(app: &App, out: &Output, args: &args::SourceRm) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let foreign = app.foreign(open.vault(), open.key(), &Sight::All)?;
    let group = foreign.named(&args.name)?;
    app.remove_source(&mut open, &group.source.id)?;
    let path = group.facts.path.as_ref();
    let again = path.map_or("PATH".to_owned(), |path| shell_word(path).to_string());
    out.note(&format!(
        "Removed the source {}; its file is as it was. `otp undo` is for accounts: `otp source add {again}` brings it back.",
        group.source.name
    ));
    Ok(Exit::Ok)
}

fn at(app: &App, out: &Output, args: &args::SourceAt) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let foreign = app.foreign(open.vault(), open.key(), &Sight::All)?;
    let group = foreign.named(&args.name)?;
    let source = group.source.clone();
    let given = &args.password;
    let passwords = Passwords::given(app, given.password_file.as_deref(), given.password_fd)?;
    let mut passwords = passwords.or_known(source.password.clone());
    let new = app.new_source(&args.path, "").and_then(|new| {
        let is_other = new
            .file
            .format()
            .is_some_and(|format| format.name != source.format);
        if is_other {
            app.new_source(&args.path, &source.format).or(Ok(new))
        } else {
            Ok(new)
        }
    })?;
    tell_file(out, &new);
    let imported = passwords.read(app, out, &new.file, None)?;
    let password = passwords.last().filter(|_| new.file.needs_password());
    let group = app.place_source(&mut open, &source.id, new, imported, password.as_ref())?;
    out.note(&format!(
        "The source {} is here now: {}.",
        source.name,
        counted(group.accounts.len(), "account")
    ));
    Ok(ended(&group))
}
