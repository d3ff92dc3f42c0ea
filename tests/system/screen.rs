//! Pictures of the screen, taken by a real program from a real X server.

use std::os::unix::fs::PermissionsExt;

use super::probe::{ask, probe};
use super::{Display, below, is_missing};

#[test]
fn the_screen_of_x11_comes_as_png_and_leaves_nothing_behind() {
    if is_missing("Xvfb") || (is_missing("import") && is_missing("maim")) {
        return;
    }
    let display = Display::start();
    let runtime = tempfile::tempdir().expect("folder");
    let mut command = probe(&[], "screen");
    command
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY");
    command.env("XDG_RUNTIME_DIR", runtime.path());
    let said = ask(&mut command).said;
    assert!(said.starts_with("[80, 78, 71] "), "{said}");
    assert_eq!(
        std::fs::read_dir(runtime.path()).expect("folder").count(),
        0
    );
}

/// A folder of made-up programs, for those that are not on this machine.
fn programs(scripts: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    for (name, script) in scripts {
        let path = below(&folder, name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("write");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("mode");
    }
    folder
}

fn capture(programs: &tempfile::TempDir, runtime: &tempfile::TempDir, desktop: &str) -> String {
    let mut command = probe(&[], "screen");
    command
        .env("PATH", programs.path())
        .env("XDG_RUNTIME_DIR", runtime.path());
    command
        .env("WAYLAND_DISPLAY", "wayland-9")
        .env("XDG_CURRENT_DESKTOP", desktop)
        .env_remove("DISPLAY");
    ask(&mut command).said
}

#[test]
fn programs_that_insist_on_a_file_get_a_private_one_for_a_moment() {
    let runtime = tempfile::tempdir().expect("folder");
    // Fails unless the folder of the file is closed to others.
    let script = r#"for last; do :; done
folder="${last%/*}"
test "$(/bin/stat -c %a "$folder")" = 700 || exit 1
printf 'xPNGpicture' > "$last""#;
    let spectacle = programs(&[("spectacle", script)]);
    assert_eq!(capture(&spectacle, &runtime, "KDE"), "[80, 78, 71] 11");
    assert_eq!(
        std::fs::read_dir(runtime.path()).expect("folder").count(),
        0
    );
}

#[test]
fn the_next_program_is_tried_and_failures_are_named() {
    let runtime = tempfile::tempdir().expect("folder");
    let both = programs(&[
        ("gnome-screenshot", "exit 1"),
        ("grim", "printf xPNGpicture"),
    ]);
    assert_eq!(capture(&both, &runtime, "GNOME"), "[80, 78, 71] 11");
    let failing = programs(&[("grim", "exit 1")]);
    assert_eq!(
        capture(&failing, &runtime, "sway"),
        "error: `grim` made no picture: it ended with an error"
    );
    let none = programs(&[]);
    let said = capture(&none, &runtime, "sway");
    assert!(
        said.starts_with(
            "error: no program for pictures of the screen is installed; known here: grim"
        ),
        "{said}"
    );
}
