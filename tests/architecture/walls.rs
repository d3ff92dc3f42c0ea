//! Who may touch the operating system and a terminal. Each list may only become shorter, or gets a reason.

use super::code;
use super::rules::SourceFile;

/// Files outside of `system` that open, read, write, or ask the environment, and why.
const TOUCH_THE_SYSTEM: &[(&str, &str)] = &[
    ("main.rs", "takes the arguments and gives the exit code"),
    ("tui/input.rs", "opens the terminal to read keys"),
];

/// Files that write to a terminal or to a standard stream, and why.
const WRITE_TO_A_TERMINAL: &[(&str, &str)] = &[
    ("cli/output.rs", "all that the command line says"),
    ("tui/input.rs", "opens the terminal to read keys"),
    ("system/line.rs", "the interface's way to the terminal"),
    (
        "system/stdout.rs",
        "tells whether what was written there has arrived",
    ),
    ("system/prompt.rs", "questions at the terminal"),
    ("system/prompt/console.rs", "the same on Windows"),
    ("system/prompt/tty.rs", "the same"),
    ("system/pty/relay.rs", "asks which of them are terminals"),
    (
        "system/pty/terminal.rs",
        "the way of a program's bytes to the terminal",
    ),
    (
        "system/clipboard/owner.rs",
        "tells the waiting copy by a pipe that it holds the clipboard",
    ),
];

fn against(
    files: &[SourceFile],
    allowed: &[(&str, &str)],
    touches: impl Fn(&SourceFile) -> Option<String>,
) -> Vec<String> {
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| !file.is_test()) {
        let is_allowed = allowed.iter().any(|(path, _)| *path == file.path);
        match touches(file) {
            Some(what) if !is_allowed => broken.push(format!("{}: {what}", file.path)),
            None if is_allowed => broken.push(format!("{}: strike it off the list", file.path)),
            _ => {}
        }
    }
    let gone = allowed
        .iter()
        .filter(|(path, _)| files.iter().all(|file| file.path != *path));
    broken.extend(gone.map(|(path, _)| format!("{path}: there is no such file")));
    broken
}

/// Files, network, environment and other programs are for `system`. Whether a path is there anybody may ask.
pub fn system(files: &[SourceFile]) -> Vec<String> {
    against(files, TOUCH_THE_SYSTEM, |file| {
        if file.module().first() == Some(&"system") {
            return None;
        }
        let text = code::without_text(&file.text);
        let words = code::without_tests(&code::words(&text));
        words.windows(3).enumerate().find_map(|(place, three)| {
            let ["std", "::", name] = three else {
                return None;
            };
            let group = words[place + 2..].iter().take_while(|word| **word != ";");
            let names: Vec<&str> = match *name {
                "{" => group.copied().collect(),
                name => vec![name],
            };
            let outside = ["fs", "net", "env", "process"];
            let name = names.into_iter().find(|name| outside.contains(name))?;
            Some(format!("`{name}` is for `system`"))
        })
    })
}

/// The standard streams and the terminal itself.
pub fn terminal(files: &[SourceFile]) -> Vec<String> {
    against(files, WRITE_TO_A_TERMINAL, |file| {
        let text = code::without_text(&file.text);
        let words = code::without_tests(&code::words(&text));
        let streams = ["stdout", "stderr"];
        let stream = words
            .windows(3)
            .find(|three| matches!(three, ["::", name, "("] if streams.contains(name)));
        if let Some([_, name, _]) = stream {
            return Some(format!("`{name}` is not for it"));
        }
        let code = file
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let names = [
            "\"/dev/tty\"",
            "\"CONOUT$\"",
            "\"/dev/stdout\"",
            "\"/dev/stderr\"",
        ];
        let opened = code
            .flat_map(|line| names.iter().filter(|name| line.contains(**name)))
            .next();
        opened.map(|name| format!("{name} is not for it"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_goes_through_a_wall_is_seen() {
        let broken = |rule: fn(&[SourceFile]) -> Vec<String>, path: &str, text: &str| {
            let file = SourceFile {
                path: path.to_owned(),
                text: text.to_owned(),
            };
            let found = rule(&[file]);
            found
                .iter()
                .filter(|line| !line.ends_with("no such file"))
                .count()
        };
        for text in [
            "use std::fs;",
            "use std::{env, fmt};",
            "fn x() { std::process::Command::new(y) }",
        ] {
            assert_eq!(broken(system, "app/x.rs", text), 1, "{text}");
            assert_eq!(broken(system, "system/x.rs", text), 0, "{text}");
        }
        assert_eq!(
            broken(
                system,
                "app/x.rs",
                "#[cfg(test)] mod tests { use std::fs; }"
            ),
            0
        );
        assert_eq!(
            broken(system, "main.rs", "fn main() {}"),
            1,
            "the list is longer than it must be"
        );
        for text in [
            "fn x() { io::stdout().lock() }",
            "fn x() { std::io::stderr() }",
            "fn x() { File::open(\"/dev/tty\") }",
        ] {
            assert_eq!(broken(terminal, "system/x.rs", text), 1, "{text}");
            assert_eq!(broken(terminal, "cli/output.rs", text), 0, "{text}");
        }
        assert_eq!(
            broken(
                terminal,
                "app/x.rs",
                "// \"/dev/tty\"\nfn x() { child.stdout.take() }"
            ),
            0
        );
    }
}
