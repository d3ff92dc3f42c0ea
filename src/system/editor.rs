//! The user's own editor, on the terminal, for as long as they want.

use std::io;
use std::path::Path;
use std::process::Command;

use super::{Environment, child};

/// Editors that machines have when nothing is said.
const USUAL: &[&str] = if cfg!(windows) {
    &["notepad"]
} else {
    &["sensible-editor", "editor", "nano", "vi"]
};

/// What the environment names: `VISUAL`, else `EDITOR`.
pub fn wanted(environment: &Environment) -> Option<String> {
    let mut named = ["VISUAL", "EDITOR"].into_iter();
    named.find_map(|name| environment.text(name))
}

/// Opens the file in it and waits until it ends; true when it ended well. The variable may hold arguments, as git and
/// crontab take it.
pub fn edit(environment: &Environment, file: &Path) -> io::Result<bool> {
    if let Some(wanted) = wanted(environment) {
        return run(&mut shell(&wanted, file));
    }
    for usual in USUAL {
        match run(Command::new(usual).arg(file)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            ended => return ended,
        }
    }
    Err(io::Error::new(
        io::ErrorKind::NotFound,
        "no editor was found",
    ))
}

#[cfg(unix)]
fn shell(wanted: &str, file: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{wanted} \"$@\""), "editor"])
        .arg(file);
    command
}

#[cfg(not(unix))]
fn shell(wanted: &str, file: &Path) -> Command {
    let mut words = wanted.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or("notepad"));
    command.args(words).arg(file);
    command
}

fn run(command: &mut Command) -> io::Result<bool> {
    Ok(child::start(command)?.wait()?.success())
}
