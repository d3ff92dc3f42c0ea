//! One page of the manual: of the program, or of a command with its verbs.

use clap::{Arg, Command};

use super::chapters::{Chapter, Part};
use super::examples::EXAMPLES;
use super::roff::Roff;

/// Of the last change of what pages say of themselves; they carry the version too.
const DATE: &str = "2026-11-26";

/// Every page with its file name.
pub fn all(root: &Command, chapters: &[Chapter]) -> Vec<(String, String)> {
    let own = ("otp.1".to_owned(), of_the_program(root, chapters));
    let commands = shown(root).map(|sub| (format!("otp-{}.1", sub.get_name()), of_a_command(sub)));
    std::iter::once(own).chain(commands).collect()
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|sub| !sub.is_hide_set())
}

/// The page of the program: every command in a line, the options that all take, the chapters.
pub fn of_the_program(root: &Command, chapters: &[Chapter]) -> String {
    let mut roff = begun(root, "otp");
    roff.section("COMMANDS");
    for sub in shown(root) {
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        let about = format!("{about}. See `otp-{}`(1).", sub.get_name());
        roff.term(&names(sub), "", &about);
    }
    roff.section("OPTIONS");
    options(&mut roff, root, |_| true);
    for chapter in chapters {
        roff.section(chapter.title);
        let mut is_first = true;
        for part in &chapter.parts {
            match part {
                Part::Text(text) => {
                    if !is_first {
                        roff.gap();
                    }
                    roff.paragraph(text);
                }
                Part::Heading(heading) => roff.subsection(heading),
                Part::Term(term, about) => roff.term(term, "", about),
            }
            is_first = false;
        }
    }
    roff.section("SEE ALSO");
    let pages: Vec<String> = shown(root)
        .map(|sub| format!("`otp-{}`(1)", sub.get_name()))
        .collect();
    roff.paragraph(&format!("{}, `age`(1), `oathtool`(1)", pages.join(", ")));
    roff.finish()
}

/// The page of a command.
pub fn of_a_command(command: &Command) -> String {
    let mut roff = begun(command, &format!("otp-{}", command.get_name()));
    arguments(&mut roff, command, "ARGUMENTS");
    if command.get_arguments().any(is_own) {
        roff.section("OPTIONS");
        options(&mut roff, command, is_own);
    }
    for verb in shown(command) {
        roff.section(&format!("OTP {} {}", command.get_name(), verb.get_name()).to_uppercase());
        described(&mut roff, verb);
        roff.typed(&usage(verb));
        let positionals = verb.get_positionals();
        for arg in positionals {
            term_of(&mut roff, arg);
        }
        options(&mut roff, verb, is_own);
        if let Some(more) = verb.get_after_long_help() {
            roff.typed(&more.to_string());
        }
    }
    let examples = EXAMPLES.iter().filter(|row| row.0 == command.get_name());
    let examples: Vec<_> = examples.collect();
    let has_examples = !examples.is_empty();
    if has_examples {
        roff.section("EXAMPLES");
        for (_, line, about) in examples {
            roff.term(line, "", about);
        }
    }
    if let Some(more) = command.get_after_long_help().filter(|_| !has_examples) {
        roff.section("EXAMPLES");
        roff.typed(&more.to_string());
    }
    roff.section("SEE ALSO");
    roff.paragraph(
        "`otp`(1): the options that every command takes, how a name picks an account, what opens the vault, files, \
         settings and exit codes.",
    );
    roff.finish()
}

/// Up to the description.
fn begun(command: &Command, title: &str) -> Roff {
    let mut roff = Roff::new(title, DATE, concat!("otp ", env!("CARGO_PKG_VERSION")));
    let about = command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    roff.section("NAME");
    roff.paragraph(&format!("{title} - {about}"));
    roff.section("SYNOPSIS");
    roff.paragraph(&format!("`{}`", usage(command)));
    roff.section("DESCRIPTION");
    described(&mut roff, command);
    let aliases: Vec<String> = command
        .get_visible_aliases()
        .map(|alias| format!("`otp {alias}`"))
        .collect();
    if !aliases.is_empty() {
        roff.gap();
        roff.paragraph(&format!("The same as {}.", aliases.join(", ")));
    }
    roff
}

fn described(roff: &mut Roff, command: &Command) {
    let about = command.get_long_about().or(command.get_about());
    let about = about.map(ToString::to_string).unwrap_or_default();
    let end = if about.ends_with('.') { "" } else { "." };
    let about = format!("{about}{end}");
    for (place, paragraph) in about.split("\n\n").enumerate() {
        if place > 0 {
            roff.gap();
        }
        roff.paragraph(paragraph);
    }
}

/// `otp code [OPTIONS] [NAME]...`
fn usage(command: &Command) -> String {
    let usage = command.clone().render_usage().to_string();
    let mut lines = usage.trim_start_matches("Usage:").lines().map(str::trim);
    lines.next().unwrap_or_default().to_owned()
}

fn names(command: &Command) -> String {
    let aliases = command.get_visible_aliases();
    let names: Vec<&str> = std::iter::once(command.get_name()).chain(aliases).collect();
    names.join(", ")
}

/// What the command has for itself: what all take stands on the program's page.
fn is_own(arg: &Arg) -> bool {
    !arg.is_positional() && !arg.is_global_set() && !arg.is_hide_set() && arg.get_id() != "help"
}

fn arguments(roff: &mut Roff, command: &Command, title: &str) {
    let mut positionals = command.get_positionals().peekable();
    if positionals.peek().is_some() {
        roff.section(title);
    }
    for arg in positionals {
        term_of(roff, arg);
    }
}

fn options(roff: &mut Roff, command: &Command, is_shown: impl Fn(&Arg) -> bool) {
    for arg in command.get_arguments() {
        if !arg.is_positional() && !arg.is_hide_set() && is_shown(arg) {
            term_of(roff, arg);
        }
    }
}

fn term_of(roff: &mut Roff, arg: &Arg) {
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    let names: Vec<String> = short.into_iter().chain(long).collect();
    let takes = arg.get_action().takes_values();
    let values: Vec<String> = arg
        .get_value_names()
        .filter(|_| takes)
        .unwrap_or_default()
        .iter()
        .map(ToString::to_string)
        .collect();
    let help = arg.get_long_help().or(arg.get_help());
    let mut about = help.map(ToString::to_string).unwrap_or_default();
    if !about.ends_with('.') {
        about.push('.');
    }
    let words: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| takes && !value.is_hide_set())
        .map(|value| value.get_name().to_owned())
        .collect();
    if !words.is_empty() {
        about.extend(["\nOne of ", &words.join(", "), "."]);
    }
    let defaults = arg.get_default_values();
    let default = defaults.first().and_then(|default| default.to_str());
    if let Some(default) = default.filter(|_| takes) {
        about.extend(["\nDefault: ", default, "."]);
    }
    if names.is_empty() {
        roff.term(&values.join(" "), "", &about);
    } else {
        roff.term(&names.join(", "), &values.join(" "), &about);
    }
}
