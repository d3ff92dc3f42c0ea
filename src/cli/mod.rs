//! The command line: from what was typed to what is meant, one small file per command.

pub mod args;
pub mod output;
mod parameters;

mod add;
mod ask;
mod askpass;
mod beside;
mod called;
mod challenge;
mod change;
mod code;
mod complete;
mod config;
mod drawn;
mod export;
mod extract;
mod health;
mod history;
mod import;
mod init;
mod keys;
mod line_by_line;
mod list;
mod local_time;
mod manual;
mod menu;
mod parse;
mod passwords;
mod questions;
mod run;
mod scan;
mod session;
mod share;
mod shell;
mod show;
mod source;
mod style;
mod suggest;
mod table;
mod usage;
mod verify;
mod watch;

use std::collections::BTreeMap;

use clap::CommandFactory;

use crate::account::{self, Account, shown};
use crate::app::store::history::Way;
use crate::app::{App, Error, Exit, Mistake, Open, SourceAccounts};
use crate::vault::Vault;
use crate::vault::keys::WORK_FACTOR;
use args::{Cli, Command};
use output::Output;

pub use code::check;
pub use parse::parse;

/// What the interface knows about its keys: settings, help and manual speak of them too.
#[derive(Debug, Clone, Copy)]
pub struct Keys {
    /// Keys, what they do, name of the action.
    pub rows: fn() -> Vec<(String, &'static str, &'static str)>,
    /// What is wrong with keys of the user's own.
    pub faults: fn(&BTreeMap<String, Vec<String>>) -> Vec<String>,
    /// Which of them did something else before.
    pub taken: fn(&BTreeMap<String, Vec<String>>) -> Vec<String>,
}

/// What the arguments ask for.
#[derive(Debug)]
pub struct Request {
    /// The options that every command takes.
    pub global: args::Global,
    /// What is to be done.
    pub wanted: Wanted,
}

/// What is to be done.
#[derive(Debug)]
pub enum Wanted {
    /// The interface, on the user's vault.
    Interface(args::Interface),
    /// The interface, on made-up accounts.
    Demo(args::Demo),
    /// The interface as a picker, then `otp code` for what was picked.
    Pick(Box<args::Code>),
    /// A command.
    Command(Box<Command>),
}

impl Wanted {
    /// False for a mistake in the settings that this run never comes to, or tells of itself.
    pub fn is_warned_of(&self, mistake: &Mistake) -> bool {
        let Self::Command(command) = self else {
            return true;
        };
        match &**command {
            // A part of another run, which has told what there is to tell; and one that checks the file itself.
            Command::ProgramHolder(_) | Command::Config(args::Config::Edit) => false,
            Command::Config(args::Config::Show(show)) if show.key.is_none() => false,
            _ => !mistake.is_of_the_interface(),
        }
    }
}

/// The grammar: help, man page and completions come from it too.
pub fn grammar() -> clap::Command {
    // Named here: else help and mistakes repeat whatever name the program was started by.
    let mut grammar = Cli::command().bin_name("otp").after_long_help(exit_codes());
    for command in grammar.get_subcommands_mut() {
        let has_own = command.get_after_long_help().is_some();
        let examples = manual::examples::help(command.get_name());
        if let Some(examples) = examples.filter(|_| !has_own) {
            *command = command.clone().after_long_help(examples);
        }
    }
    grammar
}

/// `Exit codes: 0 ok, 1 failed, …`
fn exit_codes() -> String {
    let rows = Exit::TABLE.map(|(_, number, name, _)| format!("{number} {name}"));
    format!("Exit codes: {}.", rows.join(", "))
}

/// Runs a command and reports its error.
pub fn run(app: &App, out: &Output, command: &Command, keys: &Keys) -> Exit {
    let result = dispatch(app, out, command, keys);
    if matches!(command, Command::Complete(_)) {
        app.take_notices();
    }
    ended(app, out, result)
}

/// Hands out what was picked in the interface: `taken` is the code of that moment.
pub fn hand_out(
    app: &App,
    out: &Output,
    args: &args::Code,
    account: &Account,
    taken: &account::Code,
) -> Exit {
    ended(app, out, code::hand_out(app, out, args, account, taken))
}

/// Warns of what opening and saving met.
fn tell_notices(app: &App, out: &Output) {
    for notice in app.take_notices() {
        out.warn(&format!("{notice}."));
    }
}

/// Warns of what opening and saving met, and reports the error.
fn ended(app: &App, out: &Output, result: Result<Exit, Error>) -> Exit {
    tell_notices(app, out);
    result.unwrap_or_else(|error| {
        out.error(&error);
        error.exit()
    })
}

fn dispatch(app: &App, out: &Output, command: &Command, keys: &Keys) -> Result<Exit, Error> {
    match command {
        Command::Init(args) => init::run(app, out, args),
        Command::Code(args) => code::run(app, out, args),
        Command::Add(args) => add::run(app, out, args),
        Command::Import(args) => import::run(app, out, args),
        Command::Source(command) => source::run(app, out, command),
        Command::Export(args) => export::run(app, out, args),
        Command::Run(args) => run::run(app, out, args),
        Command::Askpass(args) => askpass::run(app, out, args),
        Command::Verify(args) => verify::run(app, out, args),
        Command::Challenge(args) => challenge::run(app, out, args),
        Command::Extract(args) => extract::run(app, out, args),
        Command::Menu(args) => menu::run(app, out, args),
        Command::Shell(args) => shell::run(out, args),
        Command::Share(args) => share::run(app, out, args),
        Command::Scan(args) => scan::run(app, out, args),
        Command::List(args) => list::run(app, out, args),
        Command::Show(args) => show::run(app, out, args),
        Command::Edit(args) => change::edit(app, out, args),
        Command::Rename(args) => change::rename(app, out, args),
        Command::Rm(args) => change::remove(app, out, args),
        Command::Undo(args) if args.others => change::walk(app, out, Way::Others),
        Command::Undo(_) => change::walk(app, out, Way::Back),
        Command::Redo => change::walk(app, out, Way::Forth),
        Command::History(args) => history::run(app, out, args),
        Command::Restore(args) => change::restore(app, out, args),
        Command::Unlock(args) => session::unlock(app, out, args),
        Command::Lock => session::lock(app, out),
        Command::Status(args) => session::status(app, out, args),
        Command::Passwd(args) => keys::passwd(app, out, args),
        Command::Key(key) => keys::run(app, out, key),
        Command::Backup(args) => health::backup(app, out, args),
        Command::Doctor(args) => health::doctor(app, out, args),
        Command::Config(args) => config::run(app, out, args, keys),
        Command::Completions(args) => complete::run(app, out, args),
        Command::Complete(args) => complete::answer(app, out, args),
        Command::Man(args) => manual::run(app, out, args, keys),
        Command::Help(args) => manual::help(out, args, keys),
        Command::ClipboardOwner(args) => Ok(app.hold_clipboard(&args.arguments)),
        Command::ProgramHolder(args) => Ok(run::hold(app, out, args)),
        Command::Demo(_) | Command::Name(_) => Err(Error::usage(
            "This is not a command of its own",
            "See `otp --help`.",
        )),
    }
}

/// What `otp demo` shows where there is no terminal to draw on: the same accounts as a table.
pub fn demo_table(app: &App, out: &Output, vault: &Vault) -> Exit {
    let none = SourceAccounts::default();
    let accounts = app.select(vault, &none, "");
    match out.table(list::table(app, &accounts, &none, true)) {
        Ok(()) => Exit::Ok,
        Err(error) => error.exit(),
    }
}

/// `otp` where only lines can be printed.
pub fn line_by_line(app: &App, out: &Output, search: &str) -> Exit {
    ended(app, out, line_by_line::run(app, out, search))
}

/// `otp code` without a name there.
pub fn pick_by_line(app: &App, out: &Output, code: args::Code) -> Exit {
    ended(app, out, line_by_line::pick(app, out, code))
}

/// Opens the vault and tells what there is to tell about that; when there is none and somebody can be asked,
/// offers to make it first.
fn open(app: &App, out: &Output) -> Result<Open, Error> {
    if !app.has_vault() && app.can_ask() {
        app.check_places()?;
        out.note(&format!(
            "There is no vault in {} yet.",
            shown(&app.places.vault_folder)
        ));
        if app.confirm("Make one now?")? {
            let usual = args::Init {
                work_factor: WORK_FACTOR,
                is_aside: true,
                ..args::Init::default()
            };
            return init::make(app, out, &usual);
        }
    }
    let open = app.open()?;
    if let Some((source, misses)) = &open.opened_by {
        for miss in misses {
            out.detail(&miss.to_string());
        }
        out.detail(&format!("{source}: opened the vault"));
    }
    tell_notices(app, out);
    Ok(open)
}
