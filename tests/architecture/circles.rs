//! Circles of files inside a room: files that need each other cannot be read one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::code;
use super::rules::SourceFile;

/// Who uses whom, by path of the file. A file and those in its folder count as one another's: `prompt.rs` tells
/// `prompt/tty.rs` what both need.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// Groups of files of one room that use each other in a circle and are not among the known ones, and known ones that
/// are none any more.
pub fn circles(files: &[SourceFile], known: &[&[&str]]) -> Vec<String> {
    let found = groups(&arrows(files));
    let known: Vec<BTreeSet<String>> = known
        .iter()
        .map(|group| group.iter().map(|&path| path.to_owned()).collect())
        .collect();
    let new = found
        .iter()
        .filter(|group| !known.iter().any(|old| group.is_subset(old)));
    let new = new.map(|group| format!("a circle: {}", list(group)));
    let old = known.iter().filter(|group| !found.contains(group));
    let old = old.map(|group| format!("no circle of all these any more: {}", list(group)));
    new.chain(old).collect()
}

fn list(group: &BTreeSet<String>) -> String {
    let quoted: Vec<String> = group.iter().map(|path| format!("{path:?}")).collect();
    format!("[{}]", quoted.join(", "))
}

/// Where names that a module hands on come from.
struct Handed {
    names: BTreeMap<Vec<String>, Vec<String>>,
    modules: BTreeMap<Vec<String>, String>,
}

impl Handed {
    fn of(files: &[SourceFile]) -> Self {
        let mut handed = Self {
            names: BTreeMap::new(),
            modules: BTreeMap::new(),
        };
        for file in files.iter().filter(|file| !file.is_test()) {
            let module: Vec<String> = file.module().iter().map(|&name| name.to_owned()).collect();
            if !module.is_empty() {
                handed.modules.insert(module.clone(), file.path.clone());
            }
            let text = code::without_text(&file.text);
            let words = code::words(&text);
            for (place, _) in words
                .windows(2)
                .enumerate()
                .filter(|(_, two)| *two == ["pub", "use"])
            {
                let mut paths = Vec::new();
                code::tree(&words[place + 2..], &module, &mut paths);
                for path in paths {
                    let mut name = module.clone();
                    name.extend(path.last().cloned());
                    handed.names.insert(name, path);
                }
            }
        }
        handed
    }

    /// The file that a path leads to.
    fn file(&self, path: &[String]) -> Option<&str> {
        let mut path = path.to_vec();
        // A name is handed on a few times at the most.
        for _ in 0..8 {
            let longest = (1..=path.len())
                .rev()
                .find(|&end| self.modules.contains_key(&path[..end]))?;
            let next = path.get(..=longest).and_then(|name| self.names.get(name));
            match next {
                Some(target) if target[..] != path[..=longest] => {
                    path = [target.as_slice(), &path[longest + 1..]].concat();
                }
                _ => return self.modules.get(&path[..longest]).map(String::as_str),
            }
        }
        None
    }
}

fn arrows(files: &[SourceFile]) -> Arrows {
    let handed = Handed::of(files);
    let module_of: BTreeMap<&str, Vec<&str>> = files
        .iter()
        .map(|file| (file.path.as_str(), file.module()))
        .collect();
    let mut arrows = Arrows::new();
    for file in files.iter().filter(|file| !file.is_test()) {
        let own = file.module();
        let text = code::without_text(&file.text);
        let words = code::without_tests(&code::words(&text));
        for path in code::paths(&words, &own) {
            let Some(other) = handed.file(&path).filter(|other| *other != file.path) else {
                continue;
            };
            let theirs = &module_of[other];
            let same_room = own.first() == theirs.first();
            let family = own.starts_with(theirs) || theirs.starts_with(&own);
            if same_room && !family {
                arrows
                    .entry(file.path.clone())
                    .or_default()
                    .insert(other.to_owned());
            }
        }
    }
    arrows
}

/// Files of which each can be reached from each other.
fn groups(arrows: &Arrows) -> Vec<BTreeSet<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> = arrows
        .keys()
        .map(|file| (file, reachable(arrows, file)))
        .collect();
    let mut groups: Vec<BTreeSet<String>> = Vec::new();
    for (file, far) in &reach {
        let back = far
            .iter()
            .filter(|other| reach.get(*other).is_some_and(|far| far.contains(file)));
        let group: BTreeSet<String> = back.map(|other| (*other).clone()).collect();
        if group.len() > 1 && !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

fn reachable<'a>(arrows: &'a Arrows, from: &'a String) -> BTreeSet<&'a String> {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(file) = next.pop() {
        for other in arrows.get(file).into_iter().flatten() {
            if seen.insert(other) {
                next.push(other);
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_through_what_is_handed_on() {
        let files: Vec<SourceFile> = [
            ("app/mod.rs", "mod a; mod b; pub use b::Thing; use a::f;"),
            ("app/a.rs", "use crate::app::Thing;"),
            ("app/b.rs", "use super::c::X;"),
            ("app/c.rs", "fn f() { crate::app::a::g() }"),
            ("app/d.rs", "use super::a; #[cfg(test)] use super::e;"),
            ("app/e.rs", "use super::d; mod f;"),
            ("app/e/f.rs", "use super::x;"),
        ]
        .map(|(path, text)| SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        })
        .into();
        let circle: &[&str] = &["app/a.rs", "app/b.rs", "app/c.rs"];
        let found = circles(&files, &[]);
        assert_eq!(found, [r#"a circle: ["app/a.rs", "app/b.rs", "app/c.rs"]"#]);
        assert_eq!(circles(&files, &[circle]), [""; 0]);
        // One that was larger has to be written anew.
        let larger: &[&str] = &["app/a.rs", "app/b.rs", "app/c.rs", "app/d.rs"];
        assert_eq!(circles(&files, &[larger]).len(), 1);
        assert_eq!(
            circles(&files, &[circle, &["app/d.rs", "app/e.rs"]]).len(),
            1
        );
    }
}
