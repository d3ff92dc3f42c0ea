//! `otp completions` and what the scripts ask at each Tab: the program itself knows what fits where, names of accounts
//! included while the vault is open.

mod bash;
mod install;
mod scripts;
mod values;
mod walk;

use std::collections::BTreeSet;

use crate::account::Account;
use crate::app::{App, Error, Exit, Open, Options, Sight};
use crate::cli::args::{self, ShellName};
use crate::cli::output::Output;
use crate::system::System;
use values::Word;
use walk::{Kind, Place};

/// Prints the script for a shell, or puts it where the shell looks.
pub fn run(app: &App, out: &Output, args: &args::Completions) -> Result<Exit, Error> {
    if args.install {
        return install::run(app, out, args.shell);
    }
    let shell = args.shell.ok_or_else(|| {
        Error::usage(
            "For which shell?",
            "As `otp completions bash`; with --install your own shell is found out.",
        )
    })?;
    out.bytes(&scripts::script(shell))?;
    Ok(Exit::Ok)
}

/// Answers a script: on the first line what kind of thing fits, then what fits, one a line. Never asks anything.
pub fn answer(app: &App, out: &Output, args: &args::Complete) -> Result<Exit, Error> {
    if app.stdin_is_terminal() {
        return Ok(Exit::Ok);
    }
    let input = app.stdin_bytes()?;
    let input = String::from_utf8_lossy(&input);
    let text = match args.shell {
        ShellName::Bash => for_bash(app, &input),
        _ => for_others(app, &input),
    };
    out.data_as_it_is(&text)?;
    Ok(Exit::Ok)
}

/// Bash gives the signs that divide words, and the line up to the cursor.
fn for_bash(app: &App, input: &str) -> String {
    let (breaks, line) = input.split_once('\n').unwrap_or(("", input));
    let line = bash::Line::read(line, breaks);
    let place = walk::place(&line.words, &line.current);
    let (kind, words) = answers(app, &place);
    let mut text = kind.to_owned();
    for word in words {
        if let Some(rest) = line.completed(&word.text) {
            text.push('\n');
            text.push_str(&rest);
        }
    }
    text + "\n"
}

/// The others give the words up to the cursor, a zero byte behind each, and compare and quote by themselves.
fn for_others(app: &App, input: &str) -> String {
    let mut words: Vec<String> = input.split('\0').map(str::to_owned).collect();
    // Behind the last zero byte nothing stands.
    words.pop();
    let current = words.pop().unwrap_or_default();
    let place = walk::place(&words, current.trim_start_matches(['"', '\'']));
    let (kind, words) = answers(app, &place);
    let mut text = kind.to_owned();
    for word in words {
        text.push('\n');
        text.push_str(&word.text);
        if !word.about.is_empty() {
            text.push('\t');
            text.push_str(&word.about);
        }
    }
    text + "\n"
}

/// What fits: the kind for the script, and the words.
fn answers(app: &App, place: &Place) -> (&'static str, Vec<Word>) {
    let mut kind = "words";
    let mut words: Vec<Word> = Vec::new();
    for wanted in &place.kinds {
        match wanted {
            Kind::Files => kind = "files",
            Kind::Folders => kind = "folders",
            Kind::Words(fit) => words.extend(fit.iter().cloned()),
            Kind::Accounts | Kind::Bin | Kind::Tags | Kind::Devices | Kind::Sources => {
                words.extend(of_the_vault(app, place, wanted));
            }
        }
    }
    for word in &mut words {
        word.text.insert_str(0, &place.before);
    }
    (kind, words)
}

fn of_the_vault(app: &App, place: &Place, kind: &Kind) -> Vec<Word> {
    let Some(open) = opened(app, place) else {
        return Vec::new();
    };
    let vault = open.vault();
    let texts: Vec<String> = match kind {
        Kind::Bin => vault.bin().map(Account::title).collect(),
        Kind::Devices => vault
            .devices()
            .map(|device| device.name.to_string())
            .collect(),
        Kind::Sources => vault
            .sources()
            .map(|source| source.name.to_string())
            .collect(),
        Kind::Tags => {
            let tags = vault.accounts().flat_map(|account| account.tags.iter());
            let tags: BTreeSet<String> = tags.map(ToString::to_string).collect();
            tags.into_iter().collect()
        }
        _ => {
            // As they were last read: nobody waits for a key press.
            let foreign = app
                .foreign(vault, open.key(), &Sight::All)
                .unwrap_or_default();
            app.select(vault, &foreign, "")
                .into_iter()
                .map(Account::title)
                .collect()
        }
    };
    let mut seen = BTreeSet::new();
    texts
        .into_iter()
        .filter(|text| place.takes(text) && seen.insert(text.clone()))
        .map(|text| Word::new(&text, ""))
        .collect()
}

/// The vault that the line speaks of, if it opens without a question.
fn opened(app: &App, place: &Place) -> Option<Open> {
    if place.vault.is_none() && place.identity.is_none() {
        return app.open_quietly().ok();
    }
    let options = Options {
        vault: place.vault.clone(),
        identity: place.identity.clone(),
        ..Options::default()
    };
    let app = App::new(System::real(), options).ok()?;
    app.open_quietly().ok()
}
