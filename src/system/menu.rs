//! Menu: a program of the desktop or the terminal that shows lines and gives back the one that was chosen.

use std::io::{Read as _, Write as _};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use thiserror::Error;

use super::child::{Program, command, shell};
use super::{Environment, child};

/// Longer than any line we offer, or anybody types.
const MAX: u64 = 64 << 10;

/// What the person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// This line was chosen, or typed where the program lets people type.
    Line(String),
    /// None was.
    Cancelled,
}

/// Why nothing could be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MenuError {
    /// None of the programs is installed.
    #[error("there is no program for menus here; known: {0}")]
    NoProgram(String),
    /// The one that was asked for is not there.
    #[error("the menu program cannot be started")]
    NotStarted,
}

const ROFI: Program = ("rofi", &["-dmenu", "-i", "-p", "otp"]);
const WOFI: Program = ("wofi", &["--dmenu", "--insensitive", "--prompt", "otp"]);
const FUZZEL: Program = ("fuzzel", &["--dmenu", "--prompt", "otp "]);
const DMENU: Program = ("dmenu", &["-i", "-p", "otp"]);
const FZF: Program = ("fzf", &["--no-multi", "--prompt", "otp> "]);

const KNOWN: [Program; 5] = [ROFI, WOFI, FUZZEL, DMENU, FZF];

/// Those that fit here, best first: windows where there is a display, lines where there is a terminal.
fn fitting(environment: &Environment) -> &'static [Program] {
    if environment.has("WAYLAND_DISPLAY") {
        return &[FUZZEL, WOFI, ROFI, FZF];
    }
    if environment.has("DISPLAY") {
        return &[ROFI, DMENU, FZF];
    }
    &[FZF]
}

/// Shows the lines by the program that was asked for (one of the known, or a command of one's own), else by the first
/// that is there.
pub fn choose(
    with: Option<&str>,
    lines: &[String],
    environment: &Environment,
) -> Result<Choice, MenuError> {
    let text = lines.join("\n") + "\n";
    if let Some(with) = with {
        let known = KNOWN.into_iter().find(|(name, _)| *name == with);
        let command = known.map_or_else(|| shell(with), command);
        return show(command, &text).ok_or(MenuError::NotStarted);
    }
    let programs = fitting(environment).iter();
    let shown = programs
        .clone()
        .find_map(|program| show(command(*program), &text));
    shown.ok_or_else(|| {
        let names: Vec<&str> = programs.map(|(name, _)| *name).collect();
        MenuError::NoProgram(names.join(", "))
    })
}

/// `None` when it could not be started. It has the terminal and stderr, where some draw; a person may take all the
/// time in the world.
fn show(mut command: Command, text: &str) -> Option<Choice> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = child::start(&mut command).ok()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let text = text.to_owned();
    let writer = thread::Builder::new().spawn(move || {
        // One that ends before it has read all does not want the rest.
        let _ = stdin.map(|mut stdin| stdin.write_all(text.as_bytes()));
    });
    let mut chosen = Vec::new();
    let read = stdout.map(|stdout| stdout.take(MAX).read_to_end(&mut chosen));
    if writer.is_err() || !matches!(read, Some(Ok(_))) {
        child::end(&mut child);
        return None;
    }
    let status = child.wait().ok()?;
    if is_missing(status) {
        return None;
    }
    let chosen = String::from_utf8_lossy(&chosen);
    let line = chosen.lines().next().unwrap_or_default().trim();
    let is_chosen = status.success() && !line.is_empty();
    Some(if is_chosen {
        Choice::Line(line.to_owned())
    } else {
        Choice::Cancelled
    })
}

/// What the shell says of commands that it cannot find or start.
fn is_missing(status: ExitStatus) -> bool {
    matches!(status.code(), Some(126 | 127))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_desktop_decides_which_program_comes_first() {
        let first =
            |variables: &[(&str, &str)]| fitting(&Environment::of(variables.iter().copied()))[0].0;
        assert_eq!(
            first(&[("WAYLAND_DISPLAY", "w"), ("DISPLAY", ":0")]),
            "fuzzel"
        );
        assert_eq!(first(&[("DISPLAY", ":0")]), "rofi");
        assert_eq!(first(&[]), "fzf");
    }

    #[test]
    fn a_line_a_cancel_and_no_program() {
        let lines = ["one".to_owned(), "two".to_owned()];
        let choose = |with| choose(Some(with), &lines, &Environment::of([]));
        let two = Ok(Choice::Line("two".to_owned()));
        assert_eq!(choose("sed -n 2p"), two);
        assert_eq!(choose("exit 1"), Ok(Choice::Cancelled));
        assert_eq!(choose("cat >/dev/null"), Ok(Choice::Cancelled));
        assert_eq!(choose("cat; exit 1"), Ok(Choice::Cancelled));
        assert_eq!(
            choose("no-such-program-anywhere"),
            Err(MenuError::NotStarted)
        );
    }
}
