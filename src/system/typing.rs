//! Typing: a code goes to the window that has the focus, by the program for it that this desktop has. The code goes to
//! its standard input, never into its arguments.

use std::time::Duration;

use thiserror::Error;

use super::child::{self, ChildError, Program, command};
use super::environment::Environment;

/// Each key press may take a while where the desktop is busy.
const LIMIT: Duration = Duration::from_secs(20);

/// Why nothing was typed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TypingError {
    /// There is neither a Wayland nor an X11 display.
    #[error("there is no desktop to type into")]
    NoDesktop,
    /// Programs that could do it here.
    #[error("none of the programs that type is installed: {0}")]
    NotInstalled(String),
    /// The program said no.
    #[error("{0} did not type it")]
    Failed(&'static str),
}

/// Programs that type what they read, and the variable that must be there; best first. The last one types through the
/// kernel: it needs its own service, and no desktop.
const TOOLS: [(Program, Option<&str>); 3] = [
    (("wtype", &["-"]), Some("WAYLAND_DISPLAY")),
    (
        ("xdotool", &["type", "--clearmodifiers", "--file", "-"]),
        Some("DISPLAY"),
    ),
    (("ydotool", &["type", "--file", "-"]), None),
];

/// The programs for this desktop, best first.
fn fitting(environment: &Environment) -> impl Iterator<Item = Program> {
    let fits = |display: Option<&str>| display.is_none_or(|display| environment.has(display));
    let fitting = TOOLS.into_iter().filter(move |(_, display)| fits(*display));
    fitting.map(|(program, _)| program)
}

/// Refuses where nothing could be typed: to be asked before a code of a counter is spent.
pub fn ready(environment: &Environment) -> Result<(), TypingError> {
    if fitting(environment).any(|(name, _)| environment.has_program(name)) {
        return Ok(());
    }
    if !environment.has_display() {
        return Err(TypingError::NoDesktop);
    }
    let names: Vec<&str> = fitting(environment).map(|(name, _)| name).collect();
    Err(TypingError::NotInstalled(names.join(", ")))
}

/// Types a text into the window that has the focus; the name of the program that did it.
pub fn type_text(environment: &Environment, text: &str) -> Result<&'static str, TypingError> {
    ready(environment)?;
    let mut failed = None;
    for tool in fitting(environment) {
        let (name, _) = tool;
        match child::feed(&mut command(tool), text.as_bytes(), LIMIT) {
            Ok(()) => return Ok(name),
            // A compositor that lets nobody type (wtype), a service that does not run (ydotool).
            Err(ChildError::Failed) => failed = failed.or(Some(name)),
            Err(ChildError::NotStarted) => {}
            // Half of it may stand there already.
            Err(ChildError::TimedOut | ChildError::TooMuch) => {
                return Err(TypingError::Failed(name));
            }
        }
    }
    Err(failed.map_or(TypingError::NoDesktop, TypingError::Failed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_desktop_has_its_program() {
        let names = |variables: &[(&str, &str)]| {
            let environment = Environment::of(variables.iter().copied());
            let names: Vec<&str> = fitting(&environment).map(|(name, _)| name).collect();
            names.join(" ")
        };
        assert_eq!(names(&[("DISPLAY", ":0")]), "xdotool ydotool");
        assert_eq!(names(&[("WAYLAND_DISPLAY", "w")]), "wtype ydotool");
        let both = [("WAYLAND_DISPLAY", "w"), ("DISPLAY", ":0")];
        assert_eq!(names(&both), "wtype xdotool ydotool");
        assert_eq!(names(&[]), "ydotool");
    }

    #[test]
    fn what_is_missing_is_named_before_anything_is_spent() {
        let nowhere = Environment::of([("PATH", "/nonexistent")]);
        assert_eq!(ready(&nowhere), Err(TypingError::NoDesktop));
        let bare = Environment::of([("PATH", "/nonexistent"), ("DISPLAY", ":0")]);
        let missing = ready(&bare).expect_err("nothing").to_string();
        assert!(missing.contains("xdotool"), "{missing}");
    }
}
