//! The rules, each a function from a file to what is wrong with it.

use super::code;

/// A file below `src`.
pub struct SourceFile {
    /// With `/`, without `src/`.
    pub path: String,
    pub text: String,
}

/// Rooms with the floor they are on. Rooms on one floor do not know each other.
const FLOORS: [(&str, u8); 8] = [
    ("account", 0),
    ("vault", 1),
    ("qr", 1),
    ("formats", 1),
    ("system", 1),
    ("app", 2),
    ("cli", 3),
    ("tui", 3),
];

/// Bytes, text and values in, values out.
const WITHOUT_IO: [&str; 4] = ["account", "vault", "qr", "formats"];

const MAX: usize = 400;

fn floor(room: &str) -> Option<u8> {
    let found = FLOORS.iter().find(|(name, _)| *name == room);
    found.map(|(_, floor)| *floor)
}

impl SourceFile {
    /// `account/uri/mod.rs` is `account`, `uri`; the roots and the roof are nothing.
    pub fn module(&self) -> Vec<&str> {
        let path = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        let mut module: Vec<&str> = path.split('/').collect();
        if module.last() == Some(&"mod") || matches!(path, "lib" | "main" | "interface") {
            module.pop();
        }
        module
    }

    /// The file is compiled for tests only.
    pub fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }
}

/// Upward and sideways imports.
pub fn imports(file: &SourceFile) -> Vec<String> {
    let module = file.module();
    let Some(room) = module.first() else {
        return Vec::new();
    };
    let Some(own) = floor(room) else {
        return vec![format!("{}: no room on the floor plan", file.path)];
    };
    let code = code::without_text(&file.text);
    let mut broken: Vec<String> = code::paths(&code::words(&code), &module)
        .iter()
        .filter_map(|path| path.first())
        .filter(|other| *other != room && floor(other).is_none_or(|other| other >= own))
        .map(|other| format!("{}: `{room}` may not use `{other}`", file.path))
        .collect();
    broken.dedup();
    broken
}

/// Files, network, environment and processes in a room that has none.
pub fn io(file: &SourceFile) -> Vec<String> {
    if file.is_test()
        || !file
            .module()
            .first()
            .is_some_and(|room| WITHOUT_IO.contains(room))
    {
        return Vec::new();
    }
    let code = code::without_text(&file.text);
    let words = code::without_tests(&code::words(&code));
    let mut broken = Vec::new();
    for (place, window) in words.windows(3).enumerate() {
        let [root, "::", name] = window else {
            continue;
        };
        let group = words[place + 2..].iter().take_while(|word| **word != ";");
        let names: Vec<&str> = match *name {
            "{" => group.copied().collect(),
            name => vec![name],
        };
        let outside = [
            "fs",
            "net",
            "env",
            "process",
            "thread",
            "SystemTime",
            "Instant",
        ];
        let found = names.into_iter().find(|name| outside.contains(name));
        if let (true, Some(name)) = (["std", "time"].contains(root), found) {
            broken.push(format!(
                "{}: `{name}` reaches outside the program",
                file.path
            ));
        }
    }
    broken
}

/// Names of lengths of time and of moments.
const TIMES: [&str; 14] = [
    "Duration",
    "Instant",
    "after",
    "deadline",
    "millis",
    "moment",
    "now",
    "period",
    "remaining",
    "seconds",
    "touched",
    "until",
    "uptime",
    "valid_until",
];

/// Sums, differences and products of times that overflow where `checked_…` or `saturating_…` would not.
pub fn sums(file: &SourceFile) -> Vec<String> {
    // Columns of the list, one of them called seconds.
    if file.is_test() || file.path == "tui/columns.rs" {
        return Vec::new();
    }
    let code = code::without_text(&file.text);
    let words = code::without_tests(&code::words(&code));
    let is_time = |word: Option<&&str>| word.is_some_and(|word| TIMES.contains(word));
    let mut broken = Vec::new();
    for (place, word) in words.iter().enumerate() {
        // Neither an arrow nor a dereference.
        let is_arrow = words.get(place + 1) == Some(&">");
        let is_sum = ["+", "-", "*"].contains(word) && !is_arrow;
        let is_behind_value = words[..place].last().is_some_and(|before| {
            before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ')')
        });
        if !is_sum || !is_behind_value {
            continue;
        }
        let before: Vec<&str> = words[..place].iter().rev().take(3).copied().collect();
        let left = match before.as_slice() {
            [")", "(", name] | [name, ..] => Some(name),
            [] => None,
        };
        // Of `desk.now.millis()` the last name counts, of `Duration::from_secs(5)` the first.
        let path: Vec<&&str> = words[place + 1..]
            .iter()
            .take_while(|word| {
                [".", "::", "="].contains(word)
                    || word.starts_with(|c: char| c.is_alphabetic() || c == '_')
            })
            .collect();
        let right = path.last().is_some_and(|last| TIMES.contains(*last));
        let right = right || path.first() == Some(&&"Duration");
        if is_time(left) || *word != "-" && right {
            let line = words[place.saturating_sub(4)..words.len().min(place + 5)].join(" ");
            broken.push(format!("{}: unchecked: {line}", file.path));
        }
    }
    broken
}

/// Files without a purpose, and long ones.
pub fn shape(file: &SourceFile) -> Vec<String> {
    let mut broken = Vec::new();
    let first = file.text.lines().next().unwrap_or_default();
    if first
        .strip_prefix("//! ")
        .is_none_or(|purpose| purpose.trim().len() <= 5)
    {
        broken.push(format!(
            "{}: the first line does not say what it is for",
            file.path
        ));
    }
    let length = file.text.lines().count();
    if length > MAX {
        broken.push(format!("{}: {length} lines, more than {MAX}", file.path));
    }
    broken
}

/// Rooms and files that could hold anything.
pub fn names(file: &SourceFile) -> Vec<String> {
    let empty = [
        "util", "utils", "helper", "helpers", "common", "misc", "manager", "managers",
    ];
    let name = file.module().into_iter().find(|name| empty.contains(name));
    name.map(|name| format!("{}: `{name}` says nothing", file.path))
        .into_iter()
        .collect()
}

/// True when code outside of tests looks into a secret.
pub fn exposes(file: &SourceFile) -> bool {
    if file.is_test() {
        return false;
    }
    let code = code::without_text(&file.text);
    let words = code::without_tests(&code::words(&code));
    let is_call = |words: &[&str]| {
        let name = |word: &str| word == "expose" || word == "expose_secret";
        matches!(words, ["." | "::", word, _] if name(word))
    };
    words.windows(3).any(is_call)
}

/// Files that look into secrets without being listed.
pub fn exposure(file: &SourceFile, allowed: &[&str]) -> Vec<String> {
    if !exposes(file) || allowed.contains(&file.path.as_str()) {
        return Vec::new();
    }
    vec![format!(
        "{}: looks into a secret; see MAY_EXPOSE",
        file.path
    )]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn imports_upward_and_sideways_are_seen() {
        let count = |path: &str, text: &str| imports(&file(path, text)).len();
        for (path, text) in [
            ("account/uri/read.rs", "use crate::vault::Vault;"),
            ("account/mod.rs", "use super::app::App;"),
            ("vault/mod.rs", "use crate::{account::Otp, formats::text};"),
            ("qr/read.rs", "fn x() { crate::system::now() }"),
            ("app/open/mod.rs", "use super::super::tui::Model;"),
            (
                "cli/add.rs",
                "#[cfg(test)] mod tests { use crate::tui::x; }",
            ),
            ("tui/mod.rs", "use crate::cli;"),
            ("vault/mod.rs", "use crate::*;"),
            ("vault/mod.rs", "use crate::unheard_of::X;"),
            ("attic/mod.rs", ""),
        ] {
            assert_eq!(count(path, text), 1, "{path}: {text}");
        }
        for (path, text) in [
            ("main.rs", "use otp::cli;"),
            ("lib.rs", "pub mod account;"),
            (
                "app/open/mod.rs",
                "use crate::{account, vault::Vault}; use crate::system::System;",
            ),
            (
                "tui/view/list.rs",
                "use super::super::model::Model; use crate::app::App;",
            ),
            ("account/label.rs", "mod tests { use super::*; }"),
            (
                "vault/mod.rs",
                "//! Like crate::tui.\nconst X: &str = \"crate::tui\";",
            ),
        ] {
            assert_eq!(count(path, text), 0, "{path}: {text}");
        }
    }

    #[test]
    fn io_is_seen() {
        let count = |path: &str, text: &str| io(&file(path, text)).len();
        for text in [
            "use std::fs;",
            "use std::{env, fmt};",
            "fn x() { std::process::exit(1) }",
            "use std::time::Instant;",
            "use std::time::{Duration, SystemTime};",
        ] {
            assert_eq!(count("vault/mod.rs", text), 1, "{text}");
            assert_eq!(count("system/files.rs", text), 0, "{text}");
            assert_eq!(count("vault/tests.rs", text), 0, "{text}");
            assert_eq!(
                count("qr/x.rs", &format!("#[cfg(test)] mod tests {{ {text} }}")),
                0
            );
        }
        assert_eq!(
            count("vault/mod.rs", "use std::fmt; use std::time::Duration;"),
            0
        );
    }

    #[test]
    fn shapeless_files_are_seen() {
        let long = format!("//! What it is for.\n{}", "\n".repeat(MAX));
        for text in ["use std::fmt;", "//! \n", "", "// A comment.\n", &long] {
            assert_eq!(shape(&file("qr/a.rs", text)).len(), 1);
        }
        assert_eq!(shape(&file("qr/a.rs", "//! What it is for.\n")), [""; 0]);
    }

    #[test]
    fn empty_names_are_seen() {
        for path in [
            "utils/mod.rs",
            "app/helpers.rs",
            "tui/common/x.rs",
            "misc.rs",
        ] {
            assert_eq!(names(&file(path, "")).len(), 1, "{path}");
        }
        assert_eq!(names(&file("app/manage.rs", "")), [""; 0]);
    }

    #[test]
    fn looks_into_secrets_are_seen() {
        let count = |text: &str| exposure(&file("app/x.rs", text), &["app/y.rs"]).len();
        for text in [
            "fn x() { s.expose() }",
            "s\n    .expose();",
            "map(SecretText::expose)",
            "p.expose_secret()",
        ] {
            assert_eq!(count(text), 1, "{text}");
            assert_eq!(exposure(&file("app/x.rs", text), &["app/x.rs"]), [""; 0]);
        }
        for text in [
            "// s.expose()",
            "fn expose(&self) {}",
            "#[cfg(test)] mod tests { fn x() { s.expose() } }",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}
