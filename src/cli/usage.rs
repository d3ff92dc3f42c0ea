//! Errors about arguments, help and version: clap's own words, cleaned for the terminal.

use clap::error::{ContextKind, ContextValue};

use crate::account::Plain;
use crate::app::{Exit, quoted};
use crate::cli::output::{self, say};
use crate::system::Charset;

/// Writes help and version to stdout, mistakes to stderr, and says how the run ends.
pub fn tell(mut error: clap::Error, suggestion: Option<String>, charset: Charset) -> Exit {
    if !error.use_stderr() {
        // Nothing in it was typed.
        output::help(charset, &error.render().to_string());
        return Exit::Ok;
    }
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
    if let Some(suggestion) = suggestion {
        say(charset, "", &suggestion.into());
    }
    Exit::Usage
}

/// What may be a link or a secret is not repeated.
fn fit(typed: &str) -> String {
    let shown = quoted(typed);
    if shown.starts_with('"') {
        return Plain::new(typed).into();
    }
    shown
}
