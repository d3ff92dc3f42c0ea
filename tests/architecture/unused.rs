//! What a compiler cannot see in a library: public items that the program itself does not use, and settings that
//! nothing reads.

use std::collections::{BTreeMap, BTreeSet};

use super::code;
use super::rules::SourceFile;

/// A public function, type or constant.
struct Item<'a> {
    file: &'a str,
    /// It and the modules around it: they may hand it on.
    modules: Vec<&'a str>,
    name: &'a str,
    /// In an `impl` or a trait.
    is_method: bool,
}

/// Every word of the program that may be a use of an item.
#[derive(Default)]
struct Uses<'a> {
    /// Behind a dot or a colon.
    of_methods: BTreeSet<&'a str>,
    /// `module::name`, imported or where it is used.
    qualified: BTreeSet<(String, String)>,
    /// Anywhere, by file.
    inside: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

const KINDS: [&str; 7] = ["fn", "struct", "enum", "trait", "const", "static", "type"];

/// Public items that only tests use, or nobody. `for_tests` are known and needed by them.
pub fn unused(files: &[SourceFile], for_tests: &[(&str, &str)]) -> Vec<String> {
    let texts: Vec<(&SourceFile, String)> = files
        .iter()
        .filter(|file| !file.is_test())
        .map(|file| (file, code::without_text(&file.text)))
        .collect();
    let mut items = Vec::new();
    let mut uses = Uses::default();
    for (file, text) in &texts {
        let words = code::without_tests(&code::words(text));
        look_through(file, &words, &mut items, &mut uses);
    }
    let lonely = |item: &&Item<'_>| {
        let inside = uses.inside.get(item.file);
        let inside = inside.is_some_and(|names| names.contains(item.name));
        if item.is_method {
            return !uses.of_methods.contains(item.name) && !inside;
        }
        let is_type = item.name.starts_with(|c: char| c.is_ascii_uppercase())
            && item.name.contains(|c: char| c.is_ascii_lowercase());
        let by_path = |module: &&str| {
            let pair = ((*module).to_owned(), item.name.to_owned());
            uses.qualified.contains(&pair)
        };
        let is_named =
            item.modules.iter().any(by_path) || (is_type && uses.of_methods.contains(item.name));
        !inside && !is_named
    };
    let found: BTreeSet<(&str, &str)> = items
        .iter()
        .filter(lonely)
        .map(|item| (item.file, item.name))
        .collect();
    let known: BTreeSet<(&str, &str)> = for_tests.iter().copied().collect();
    let dead = found.difference(&known);
    let dead = dead.map(|(file, name)| format!("{file}: the program does not use `{name}`"));
    let needless = known.difference(&found);
    let needless = needless.map(|(file, name)| format!("{file}: strike `{name}` off the list"));
    dead.chain(needless).collect()
}

fn look_through<'a>(
    file: &'a SourceFile,
    words: &[&'a str],
    items: &mut Vec<Item<'a>>,
    uses: &mut Uses<'a>,
) {
    let at = |place: usize, back: usize| {
        let place = place.checked_sub(back);
        place
            .and_then(|place| words.get(place))
            .copied()
            .unwrap_or("")
    };
    let stem = file.path.rsplit('/').next().unwrap_or_default();
    let mut modules = file.module();
    modules.push(stem.strip_suffix(".rs").unwrap_or(stem));
    let mut paths = code::paths(words, &file.module());
    let mut handed = Vec::new();
    let inside = uses.inside.entry(&file.path).or_default();
    let mut depth = 0_usize;
    let mut import: Option<bool> = None;
    for (place, word) in words.iter().enumerate() {
        match *word {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            // `use<'a>` is no import.
            "use" if words.get(place + 1) != Some(&"<") => {
                import = Some(at(place, 1) == "pub");
                let list = if import == Some(true) {
                    &mut handed
                } else {
                    &mut paths
                };
                code::tree(&words[place + 1..], &[], list);
            }
            ";" => import = None,
            _ => {}
        }
        if !word.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            continue;
        }
        let before = at(place, 1);
        if KINDS.contains(&before) && at(place, 2) != "*" {
            let is_public = at(place, 2) == "pub" || (at(place, 3) == "pub" && at(place, 2) != ")");
            if is_public && !KINDS.contains(word) {
                items.push(Item {
                    file: &file.path,
                    modules: modules.clone(),
                    name: word,
                    is_method: depth > 0,
                });
            }
            continue;
        }
        // Imports count by their paths.
        if import.is_some() {
            continue;
        }
        inside.insert(word);
        if before == "." || before == "::" {
            uses.of_methods.insert(word);
        }
        if before == "::" {
            let pair = (at(place, 2).to_owned(), (*word).to_owned());
            uses.qualified.insert(pair);
        }
    }
    // What is handed on may be used on the way.
    let used_here = |path: &Vec<String>| {
        path.last()
            .is_some_and(|name| inside.contains(name.as_str()))
    };
    paths.extend(handed.into_iter().filter(used_here));
    for path in paths {
        if let [.., module, name] = path.as_slice() {
            uses.qualified.insert((module.clone(), name.clone()));
        }
    }
}

/// Fields of the settings that nothing outside of `app/settings.rs` reads as `settings.field`.
pub fn unread_settings(files: &[SourceFile]) -> Vec<String> {
    let home = "app/settings.rs";
    let settings = files.iter().find(|file| file.path == home);
    let text = settings.map(|file| code::without_text(&file.text));
    let text = text.expect("there are settings");
    let words = code::words(&text);
    let start = words
        .windows(2)
        .position(|pair| pair == ["struct", "Settings"]);
    let body = &words[start.expect("the struct") + 3..];
    let end = body.iter().position(|word| *word == "}").expect("its end");
    let fields = body[..end].windows(3).filter_map(|three| match three {
        ["pub", field, ":"] => Some(*field),
        _ => None,
    });
    let mut unread: BTreeSet<String> = fields.map(str::to_owned).collect();
    assert!(unread.len() > 5, "{unread:?}");
    for file in files
        .iter()
        .filter(|file| file.path != home && !file.is_test())
    {
        let text = code::without_text(&file.text);
        let words = code::without_tests(&code::words(&text));
        for place in 0..words.len() {
            let (["settings", ".", field, ..] | ["settings", "(", ")", ".", field, ..]) =
                words[place..]
            else {
                continue;
            };
            unread.remove(field);
        }
    }
    let unread = unread.into_iter();
    unread
        .map(|field| format!("{home}: nothing reads `{field}`"))
        .collect()
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
    fn what_only_tests_use_is_found() {
        let files = [
            file(
                "app/a.rs",
                "pub fn used() {} pub const MAX: u8 = 1; pub struct Thing; impl Thing { pub fn new() {} \
                 pub const fn lost(&self) {} } pub fn tested() {} #[cfg(test)] mod tests { fn x() { tested() } }",
            ),
            file(
                "app/b.rs",
                "use crate::app::a::used; fn f() { a::Thing::new(); b::MAX; used() }",
            ),
            file("app/mod.rs", "pub use a::tested;"),
            file("app/tests.rs", "fn f() { thing.lost() }"),
        ];
        let found = unused(&files, &[]);
        assert_eq!(found.len(), 3, "{found:?}");
        for name in ["MAX", "lost", "tested"] {
            assert!(
                found.iter().any(|line| line.contains(name)),
                "{name}: {found:?}"
            );
        }
        let known = [
            ("app/a.rs", "MAX"),
            ("app/a.rs", "lost"),
            ("app/a.rs", "tested"),
        ];
        assert_eq!(unused(&files, &known), [""; 0]);
        let more = [known.as_slice(), &[("app/a.rs", "used")]].concat();
        assert_eq!(unused(&files, &more).len(), 1);
    }

    #[test]
    fn a_setting_that_nothing_reads_is_found() {
        let fields =
            "pub a: bool, pub b: Vec<u8>, pub c: u8, pub d: u8, pub e: u8, pub f: u8, pub g: u8,";
        let files = [
            file(
                "app/settings.rs",
                &format!("pub struct Settings {{ {fields} }} fn x() {{ settings.g }}"),
            ),
            file(
                "tui/x.rs",
                "fn x() { app.settings().a; settings.b.get(); settings.c; settings.d; settings.e; options.f }",
            ),
            file("tui/tests.rs", "fn x() { settings.f }"),
        ];
        let found = unread_settings(&files);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
