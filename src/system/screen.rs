//! Screen: one picture of the screen as PNG bytes, made by a program the desktop already has.

use std::process::Command;
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use super::Environment;
use super::child::{self, ChildError, Program, command};

/// Making a picture takes a moment on large screens; some programs ask the person for permission.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Larger than the PNG of several 4K screens.
const MAX: u64 = 128 * 1024 * 1024;

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScreenError {
    /// No display to look at.
    #[error("there is no display to take a picture of")]
    NoDisplay,
    /// None of the programs is installed.
    #[error("no program for pictures of the screen is installed; known here: {0}")]
    NoProgram(String),
    /// The last one tried failed.
    #[error("`{program}` made no picture: {why}")]
    Failed {
        /// Its name.
        program: &'static str,
        /// What happened.
        why: ChildError,
    },
}

/// The programs, and how they are asked for a PNG of the whole screen on stdout.
const GRIM: Program = ("grim", &["-t", "png", "-l", "0", "-"]);
const SPECTACLE: Program = ("spectacle", &["-b", "-n", "-f", "-o", FILE]);
const GNOME: Program = ("gnome-screenshot", &["-f", FILE]);
const MAIM: Program = ("maim", &["-f", "png", "-m", "1"]);
const IMPORT: Program = ("import", &["-silent", "-window", "root", "png:-"]);
const MAC: Program = ("screencapture", &["-x", "-t", "png", FILE]);

/// Stands for a file, as the last argument of those that insist on one.
const FILE: &str = "{file}";

/// The programs that fit the session, best first.
fn fitting(environment: &Environment) -> Vec<Program> {
    if cfg!(target_os = "macos") {
        return vec![MAC];
    }
    let desktop = environment
        .text("XDG_CURRENT_DESKTOP")
        .unwrap_or_default()
        .to_ascii_uppercase();
    let of_desktop = |name: &str| desktop.split(':').any(|part| part == name);
    let mut programs = Vec::with_capacity(5);
    // GNOME and KDE refuse the protocols the others use under Wayland.
    if of_desktop("GNOME") {
        programs.push(GNOME);
    }
    if of_desktop("KDE") {
        programs.push(SPECTACLE);
    }
    if environment.has("WAYLAND_DISPLAY") {
        programs.push(GRIM);
    } else if environment.has("DISPLAY") {
        programs.extend([MAIM, IMPORT]);
    }
    for program in [GNOME, SPECTACLE] {
        if environment.has_display() && !programs.contains(&program) {
            programs.push(program);
        }
    }
    programs
}

/// A picture of the whole screen, encoded (PNG). Nothing stays on disk.
pub fn capture(environment: &Environment) -> Result<Zeroizing<Vec<u8>>, ScreenError> {
    if !environment.has_display() || cfg!(windows) {
        return Err(ScreenError::NoDisplay);
    }
    let programs = fitting(environment);
    let mut failure = None;
    for program in &programs {
        match run(*program, environment) {
            Ok(picture) => return Ok(picture),
            Err(ChildError::NotStarted) => {}
            Err(why) => {
                failure = Some(ScreenError::Failed {
                    program: program.0,
                    why,
                });
            }
        }
    }
    let names: Vec<&str> = programs.iter().map(|(name, _)| *name).collect();
    Err(failure.unwrap_or_else(|| ScreenError::NoProgram(names.join(", "))))
}

fn run(program: Program, environment: &Environment) -> Result<Zeroizing<Vec<u8>>, ChildError> {
    let (name, arguments) = program;
    let picture = match arguments.split_last() {
        Some((&FILE, arguments)) => through_file(&mut command((name, arguments)), environment)?,
        _ => child::capture(&mut command(program), b"", MAX, TIMEOUT)?,
    };
    if picture.is_empty() {
        return Err(ChildError::Failed);
    }
    Ok(picture)
}

/// A file in a folder only we can enter, in memory where there is a runtime folder, removed at once.
fn through_file(
    command: &mut Command,
    environment: &Environment,
) -> Result<Zeroizing<Vec<u8>>, ChildError> {
    let parent = environment
        .get("XDG_RUNTIME_DIR")
        .map_or_else(std::env::temp_dir, Into::into);
    let mut folder = tempfile::Builder::new();
    folder.prefix("otp-");
    #[cfg(unix)]
    folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    // Removed with its contents on drop, whatever happens.
    let folder = folder.tempdir_in(parent).map_err(|_| ChildError::Failed)?;
    let file = folder.path().join("screen.png");
    child::feed(command.arg(&file), b"", TIMEOUT)?;
    std::fs::read(&file)
        .map(Zeroizing::new)
        .map_err(|_| ChildError::Failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(variables: &[(&str, &str)]) -> Vec<&'static str> {
        let environment = Environment::of(variables.iter().copied());
        fitting(&environment)
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_desktop_decides_which_program_comes_first() {
        assert_eq!(
            names(&[("DISPLAY", ":0")]),
            ["maim", "import", "gnome-screenshot", "spectacle"]
        );
        let sway = [
            ("WAYLAND_DISPLAY", "wayland-1"),
            ("XDG_CURRENT_DESKTOP", "sway"),
        ];
        assert_eq!(names(&sway)[0], "grim");
        let gnome = [
            ("WAYLAND_DISPLAY", "wayland-0"),
            ("XDG_CURRENT_DESKTOP", "ubuntu:GNOME"),
        ];
        assert_eq!(names(&gnome), ["gnome-screenshot", "grim", "spectacle"]);
        let kde = [("DISPLAY", ":0"), ("XDG_CURRENT_DESKTOP", "KDE")];
        assert_eq!(names(&kde)[0], "spectacle");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn without_a_display_nothing_is_tried() {
        assert_eq!(
            capture(&Environment::of([])).expect_err("none"),
            ScreenError::NoDisplay
        );
    }
}
