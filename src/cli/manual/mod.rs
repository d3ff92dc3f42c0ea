//! `otp man` and `otp help`: pages and chapters, made from the grammar and the tables of the program.

mod chapters;
pub mod examples;
mod page;
mod roff;

use clap::Command;

use crate::account::{near, shown};
use crate::app::{App, Error, Exit};
use crate::cli::output::Output;
use crate::cli::{Keys, args, grammar};

pub use chapters::topics;

/// Prints a page, or writes all of them into a folder.
pub fn run(app: &App, out: &Output, args: &args::Man, keys: &Keys) -> Result<Exit, Error> {
    let Some(folder) = &args.output else {
        out.bytes(page_of(&args.command, keys)?.as_bytes())?;
        return Ok(Exit::Ok);
    };
    let pages = page::all(&built(), &chapters::all(keys));
    for (name, _) in &pages {
        app.check_absent(&folder.join(name))?;
    }
    for (name, text) in &pages {
        app.write_new_public_file(&folder.join(name), text.as_bytes())?;
    }
    out.note(&format!("{} pages are in {}.", pages.len(), shown(folder)));
    Ok(Exit::Ok)
}

fn page_of(command: &[String], keys: &Keys) -> Result<String, Error> {
    let root = built();
    if command.is_empty() {
        return Ok(page::of_the_program(&root, &chapters::all(keys)));
    }
    // `otp man key add` is on the page of `key`.
    match command.first().and_then(|name| root.find_subcommand(name)) {
        Some(command) => Ok(page::of_a_command(command)),
        None => Err(unknown(command)),
    }
}

/// Prints what `--help` prints, or a chapter of the manual.
pub fn help(out: &Output, args: &args::Help, keys: &Keys) -> Result<Exit, Error> {
    let mut command = built();
    let mut words = args.command.iter();
    for word in words.by_ref() {
        let Some(sub) = command.find_subcommand(word) else {
            let chapters = chapters::all(keys);
            let is_first = command.get_name() == "otp";
            let chapter = chapters.iter().find(|chapter| chapter.name == word);
            return match chapter.filter(|_| is_first) {
                Some(chapter) => {
                    out.lines(chapter.lines(out.columns().min(100)))?;
                    Ok(Exit::Ok)
                }
                None => Err(unknown(&args.command)),
            };
        };
        command = sub.clone();
    }
    let text = command.render_long_help().to_string();
    out.lines(text.trim_end().lines())?;
    Ok(Exit::Ok)
}

fn built() -> Command {
    let mut root = grammar();
    root.build();
    root
}

fn unknown(command: &[String]) -> Error {
    let root = grammar();
    let word = command.last().map_or("", String::as_str);
    let commands = root
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .map(Command::get_name);
    let names: Vec<&str> = commands.chain(topics().map(|(name, _)| name)).collect();
    let what = format!(
        "There is no command or chapter {}",
        crate::app::quoted(&command.join(" "))
    );
    if let Some(near) = near::nearest(word, names.iter().copied()) {
        return Error::usage(what, format!("Did you mean `otp help {near}`?"));
    }
    let topics: Vec<&str> = topics().map(|(name, _)| name).collect();
    let advice = format!(
        "`otp --help` lists the commands; the chapters are {}.",
        topics.join(", ")
    );
    Error::usage(what, advice)
}
