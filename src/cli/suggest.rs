//! Suggestions: the command that was most likely meant. Nothing is ever run instead of what was typed.

use std::ffi::OsStr;

use crate::account::near;
use crate::cli::grammar;

/// The command whose name is as good as this word, unless it is one itself.
pub fn command(word: &OsStr) -> Option<String> {
    let word = word.to_str()?;
    let grammar = grammar();
    let shown = grammar.get_subcommands().filter(|sub| !sub.is_hide_set());
    let names =
        shown.flat_map(|sub| std::iter::once(sub.get_name()).chain(sub.get_visible_aliases()));
    let names: Vec<&str> = names.collect();
    let near = near::nearest(word, names.iter().copied())?;
    (near != word).then(|| near.to_owned())
}

/// `"lsit" is not a command; did you mean `otp list`?`
pub fn sentence(word: &OsStr, command: &str) -> String {
    let word = crate::app::quoted(&word.to_string_lossy());
    format!("{word} is not a command; did you mean `otp {command}`?")
}
