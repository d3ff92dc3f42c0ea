//! The command line: from what was typed to what is meant, one small file per command.

pub mod args;
pub mod output;
mod parameters;

mod add;
mod ask;
mod askpass;
mod called;
mod challenge;
mod change;
mod code;
mod complete;
mod config;
mod export;
mod extract;
mod foreign;
mod health;
mod history;
mod import;
mod init;
mod keys;
mod list;
mod manual;
mod menu;
mod passwords;
mod run;
mod scan;
mod session;
mod share;
mod shell;
mod show;
mod source;
mod style;
mod table;
mod usage;
mod verify;

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser};

use crate::account::{self, Account, shown};
use crate::app::store::history::Way;
use crate::app::{App, Error, Exit, Foreign, Open, select};
use crate::system::{Charset, Environment};
use crate::vault::Vault;
use args::{Cli, CodeAlone, Command};
use output::Output;

pub use code::check;

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
pub enum Request {
    /// The interface, on the user's vault.
    Interface(args::Global, args::Interface),
    /// The interface, on made-up accounts.
    Demo(args::Global, args::Demo),
    /// The interface as a picker, then `otp code` for what was picked.
    Pick(args::Global, Box<args::Code>),
    /// A command.
    Command(args::Global, Box<Command>),
}

impl Request {
    /// False for commands that never look at a setting of the interface.
    pub fn cares_for_the_interface(&self) -> bool {
        match self {
            Self::Interface(..) | Self::Demo(..) | Self::Pick(..) => true,
            // It tells of every mistake itself, in its answer.
            Self::Command(..) => false,
        }
    }

    /// The options that every command takes.
    pub fn global(&self) -> &args::Global {
        match self {
            Self::Interface(global, _)
            | Self::Demo(global, _)
            | Self::Pick(global, _)
            | Self::Command(global, _) => global,
        }
    }
}

/// Reads the arguments. `Err` holds the exit after help, version or a usage error was printed.
pub fn parse(typed: &[OsString]) -> Result<Request, Exit> {
    let linked = askpass::by_link(typed);
    let typed = linked.as_deref().unwrap_or(typed);
    let cli =
        parse_cli(typed).map_err(|error| usage::tell(error, Charset::of(&Environment::real())))?;
    Ok(match cli.command {
        None => Request::Interface(cli.global, cli.interface),
        Some(Command::Demo(demo)) => Request::Demo(cli.global, demo),
        Some(Command::Code(code)) if code.name.is_empty() => {
            Request::Pick(cli.global, Box::new(code))
        }
        Some(command) => Request::Command(cli.global, Box::new(command)),
    })
}

fn parse_cli(typed: &[OsString]) -> Result<Cli, clap::Error> {
    if let Some(cli) = parse_code(typed) {
        return Ok(cli);
    }
    if let Some(spelled) = behind_dashes(typed) {
        return parse_code(&spelled).map_or_else(|| from_matches(&spelled), Ok);
    }
    let cli = from_matches(typed)?;
    let Some(Command::Name(words)) = &cli.command else {
        return Ok(cli);
    };
    // `otp NAME …` is `otp code NAME …`: the external words are always the tail of what was typed.
    let head = typed.len().saturating_sub(words.len());
    let mut spelled: Vec<OsString> = typed[..head].to_vec();
    spelled.push("code".into());
    spelled.extend_from_slice(&typed[head..]);
    match parse_code(&spelled) {
        Some(cli) => Ok(cli),
        None => from_matches(&spelled),
    }
}

/// `otp -- NAME` is `otp code -- NAME`: a name may look like an option or like a command.
fn behind_dashes(typed: &[OsString]) -> Option<Vec<OsString>> {
    let place = typed.iter().position(|word| word == "--")?;
    let (head, name) = typed.split_at(place);
    let is_bare = name.len() > 1 && from_matches(head).ok()?.command.is_none();
    is_bare.then(|| [head, &["code".into()], name].concat())
}

/// `otp code` by its own part of the grammar: building all of it takes longer than opening a vault. What that
/// part does not know, help and mistakes included, is left to the whole.
fn parse_code(typed: &[OsString]) -> Option<Cli> {
    let may_be = typed.iter().any(|word| word == "code");
    may_be.then(|| CodeAlone::try_parse_from(typed).ok().map(Cli::from))?
}

fn from_matches(typed: &[OsString]) -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(&grammar().try_get_matches_from(typed)?)
}

/// The grammar: help, man page and completions come from it too.
pub fn grammar() -> clap::Command {
    // Named here: else help and mistakes repeat whatever name the program was started by.
    Cli::command().bin_name("otp").after_long_help(exit_codes())
}

/// `Exit codes: 0 ok, 1 failed, …`
fn exit_codes() -> String {
    let rows = Exit::TABLE.map(|(_, number, name, _)| format!("{number} {name}"));
    format!("Exit codes: {}.", rows.join(", "))
}

/// Runs a command and reports its error.
pub fn run(app: &App, out: &Output, command: &Command, keys: &Keys) -> Exit {
    let result = dispatch(app, out, command, keys);
    if !matches!(command, Command::CompleteNames) {
        tell_notices(app, out);
    }
    ended(out, result)
}

/// Hands out what was picked in the interface: `taken` is the code of that moment.
pub fn hand_out(
    app: &App,
    out: &Output,
    args: &args::Code,
    account: &Account,
    taken: &account::Code,
) -> Exit {
    let result = code::hand_out(app, out, args, account, taken);
    tell_notices(app, out);
    ended(out, result)
}

/// Warns of what opening and saving met.
fn tell_notices(app: &App, out: &Output) {
    for notice in app.take_notices() {
        out.warn(&format!("{notice}."));
    }
}

fn ended(out: &Output, result: Result<Exit, Error>) -> Exit {
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
        Command::Completions(args) => complete::run(out, args.shell),
        Command::CompleteNames => complete::names(app, out),
        Command::Man => manual::run(out),
        Command::ClipboardHolder(args) => Ok(app.hold_clipboard(&args.arguments)),
        Command::ProgramHolder(args) => Ok(run::hold(app, out, args)),
        Command::Demo(_) | Command::Name(_) => Err(Error::usage(
            "This is not a command of its own",
            "See `otp --help`.",
        )),
    }
}

/// What `otp demo` shows where there is no terminal to draw on: the same accounts as a table.
pub fn demo_table(app: &App, out: &Output, vault: &Vault) -> Exit {
    let accounts = select(vault, "", &app.settings, &app.uses());
    let none = Foreign::default();
    match out.lines(list::table(app, &accounts, &none, true, usize::MAX)) {
        Ok(()) => Exit::Ok,
        Err(error) => error.exit(),
    }
}

/// Opens the vault and tells what there is to tell about that; when there is none and somebody can be asked,
/// offers to make it first.
fn open(app: &App, out: &Output) -> Result<Open, Error> {
    if !app.has_vault() && app.can_ask() {
        app.check_places()?;
        out.note(&format!(
            "There is no vault in {} yet.",
            shown(app.vault_folder())
        ));
        if app.confirm("Make one now?")? {
            return init::make(app, out, &init::Wishes::default());
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

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_grammar_is_sound() {
        grammar().debug_assert();
    }

    #[test]
    fn a_bare_name_asks_for_its_code() {
        for line in [
            "otp github --next",
            "otp code github --next",
            "otp --no-keyring github --next",
            "otp --no-keyring code --next -- github",
        ] {
            let cli = parse_cli(&typed(line)).expect(line);
            let Some(Command::Code(code)) = cli.command else {
                panic!("{line} is not a code request")
            };
            assert_eq!(
                (code.name.as_slice(), code.next),
                (["github".to_owned()].as_slice(), true),
                "{line}"
            );
        }
    }

    #[test]
    fn two_dashes_make_a_name_of_anything() {
        for (line, name) in [
            ("otp -- -x", "-x"),
            ("otp -- list", "list"),
            ("otp -q -- --next", "--next"),
            ("otp code -- -x", "-x"),
        ] {
            let cli = parse_cli(&typed(line)).expect(line);
            let Some(Command::Code(code)) = cli.command else {
                panic!("{line} is not a code request")
            };
            assert_eq!(
                (code.name, code.next),
                (vec![name.to_owned()], false),
                "{line}"
            );
        }
        assert!(
            parse_cli(&typed("otp --"))
                .expect("the interface")
                .command
                .is_none()
        );
        assert!(matches!(
            parse_cli(&typed("otp rename -- -x -y")).expect("names").command,
            Some(Command::Rename(args)) if args.old == "-x" && args.new == "-y"
        ));
    }

    #[test]
    fn the_part_for_codes_says_what_the_whole_grammar_says() {
        for line in [
            "otp code github",
            "otp --vault v code git hub --next",
            "otp -q --identity f code --at 59 --json github",
            "otp code --min-ttl 5 --copy github --no-keyring --color never",
            "otp code -- --next",
            "otp code list",
            "otp code",
            "otp code code",
        ] {
            let part = parse_code(&typed(line)).expect(line);
            let whole = from_matches(&typed(line)).expect(line);
            assert_eq!(format!("{part:?}"), format!("{whole:?}"), "{line}");
        }
        for line in [
            "otp github",
            "otp edit code",
            "otp -s code",
            "otp code --help",
            "otp code -q -v github",
            "otp --version code",
            "otp --search x code github",
        ] {
            assert!(parse_code(&typed(line)).is_none(), "{line}");
        }
    }

    #[test]
    fn no_option_takes_a_passphrase_or_a_secret_as_its_value() {
        fn check(command: &clap::Command) {
            for arg in command
                .get_arguments()
                .filter(|arg| arg.get_action().takes_values())
            {
                let name = arg.get_long().unwrap_or_default();
                let path = name.ends_with("-file") || name.ends_with("-fd");
                let secret = ["secret", "passphrase", "password"]
                    .iter()
                    .any(|word| name.contains(word));
                assert!(path || !secret, "{} --{name}", command.get_name());
            }
            command.get_subcommands().for_each(check);
        }
        check(&grammar());
    }
}
