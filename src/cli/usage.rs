//! Errors about arguments in the house's own words, and help and version in clap's, cleaned for the terminal.

use std::error::Error as _;
use std::ffi::OsString;
use std::num::ParseIntError;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::account::Plain;
use crate::app::{Error, Exit, quoted};
use crate::cli::grammar;
use crate::cli::output::{self, say};
use crate::system::Charset;

/// Writes help and version to stdout, mistakes to stderr, and says how the run ends. `meant` is said instead where a name
/// was typed that is nearly a command's.
pub fn tell(
    error: clap::Error,
    meant: Option<String>,
    typed: &[OsString],
    charset: Charset,
) -> Exit {
    if !error.use_stderr() {
        // Nothing in it was typed.
        output::help(charset, &error.render().to_string());
        return Exit::Ok;
    }
    let told = match meant {
        Some(meant) => Some(Error::usage(meant, "`otp --help` lists the commands.")),
        None => told(&error, typed),
    };
    match told {
        Some(told) => {
            let end = if told.what().ends_with('?') { "" } else { "." };
            say(charset, "otp: ", &format!("{}{end}", told.what()).into());
            say(charset, "", &told.advice().into());
        }
        None => rendered(error, charset),
    }
    Exit::Usage
}

/// What is wrong and what to do; `None` for what has no words of ours.
fn told(error: &clap::Error, all: &[OsString]) -> Option<Error> {
    let text = |kind| {
        Some(match error.get(kind)? {
            ContextValue::String(text) => text.clone(),
            ContextValue::Strings(texts) => texts.join(" and "),
            ContextValue::StyledStr(text) => text.to_string(),
            _ => return None,
        })
    };
    let typed = |kind| Some(quoted(&text(kind)?));
    let usage = text(ContextKind::Usage).unwrap_or_default();
    let usage = usage.lines().next().unwrap_or_default();
    let usage = usage.trim().trim_start_matches("Usage: ");
    let command = command(all);
    let help = || match command.strip_prefix("otp ") {
        Some(command) => format!("`otp help {command}` lists what it takes."),
        None => "`otp --help` lists what there is.".to_owned(),
    };
    let meant = |kind| match error.get(kind) {
        Some(ContextValue::Strings(near)) => format!("Did you mean {}?", listed(near)),
        Some(ContextValue::String(near)) => format!("Did you mean {near}?"),
        _ => help(),
    };
    let argument = || Some(text(ContextKind::InvalidArg)?.replace("...", ""));
    let (what, advice) = match error.kind() {
        ErrorKind::UnknownArgument => (
            match argument()? {
                option if option.starts_with('-') => {
                    format!("`{command}` has no option {}", fit(&option))
                }
                word => format!("`{command}` does not take {}", quoted(&word)),
            },
            meant(ContextKind::SuggestedArg),
        ),
        ErrorKind::InvalidSubcommand => (
            format!(
                "`{command}` has no command {}",
                typed(ContextKind::InvalidSubcommand)?
            ),
            meant(ContextKind::SuggestedSubcommand),
        ),
        ErrorKind::MissingRequiredArgument => (
            format!("`{command}` needs {}", argument()?),
            format!("As: {usage}"),
        ),
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            Some(other) if other == argument()? => (format!("{other} was given twice"), help()),
            Some(other) => (
                format!("{} and {other} do not go together", argument()?),
                "Leave one of them out.".to_owned(),
            ),
            None => return None,
        },
        ErrorKind::InvalidValue => match text(ContextKind::InvalidValue)?.as_str() {
            "" => (format!("{} needs its value", argument()?), help()),
            value => {
                let Some(ContextValue::Strings(words)) = error.get(ContextKind::ValidValue) else {
                    return None;
                };
                let words = listed(words);
                (
                    format!("{} takes {words}, not {}", argument()?, quoted(value)),
                    meant(ContextKind::SuggestedValue),
                )
            }
        },
        ErrorKind::ValueValidation => {
            let why = error.source()?;
            let value = typed(ContextKind::InvalidValue)?;
            let argument = argument()?;
            let what = if why.is::<ParseIntError>() {
                format!("{argument} takes a whole number, not {value}")
            } else {
                format!("{argument} does not take {value}: {why}")
            };
            (what, help())
        }
        _ => return None,
    };
    Some(Error::usage(Plain::new(&what).to_string(), advice))
}

/// `a, b or c`
fn listed(words: &[String]) -> String {
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// `otp config set` of `otp -q config set theme`; `otp code` of a name.
fn command(all: &[OsString]) -> String {
    let grammar = grammar();
    let (mut names, mut inner) = (vec!["otp"], &grammar);
    for word in all.iter().skip(1) {
        match inner.find_subcommand(word) {
            Some(command) => {
                names.push(command.get_name());
                inner = command;
            }
            None if inner.has_subcommands() => {}
            None => break,
        }
    }
    names.join(" ")
}

/// What clap says.
fn rendered(mut error: clap::Error, charset: Charset) {
    let context: Vec<(ContextKind, ContextValue)> = error
        .context()
        .map(|(kind, value)| (kind, value.clone()))
        .collect();
    for (kind, value) in context {
        // Before the lines are put together: an argument must not begin lines of its own.
        let value = match value {
            ContextValue::String(typed) => ContextValue::String(fit(&typed)),
            ContextValue::Strings(typed) => {
                ContextValue::Strings(typed.iter().map(|one| fit(one)).collect())
            }
            other => other,
        };
        error.insert(kind, value);
    }
    for line in error.render().to_string().lines() {
        say(charset, "", &Plain::new(line));
    }
}

/// What may be a link or a secret is not repeated.
fn fit(typed: &str) -> String {
    let shown = quoted(typed);
    if shown.starts_with('"') {
        return Plain::new(typed).into();
    }
    shown
}
