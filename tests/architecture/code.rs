//! Rust sources as words: without comments, strings and test modules; and the paths named in them.

/// `source` with comments, strings and character literals blanked; lines stay where they are.
pub fn without_text(source: &str) -> String {
    let letters: Vec<char> = source.chars().collect();
    let at = |place: usize| letters.get(place).copied().unwrap_or('\0');
    let mut code = String::with_capacity(source.len());
    let mut place = 0;
    while place < letters.len() {
        let is_word_before = place > 0 && (at(place - 1).is_alphanumeric() || at(place - 1) == '_');
        let end = match (at(place), at(place + 1)) {
            ('/', '/') => line_end(&letters, place),
            ('/', '*') => comment_end(&letters, place),
            ('"', _) => string_end(&letters, place),
            ('r', '"' | '#') if !is_word_before => raw_string_end(&letters, place),
            ('b', 'r') if !is_word_before && matches!(at(place + 2), '"' | '#') => {
                raw_string_end(&letters, place + 1).max(place + 1)
            }
            ('\'', _) => character_end(&letters, place),
            _ => place,
        };
        if end == place {
            code.push(at(place));
            place += 1;
            continue;
        }
        let blanked = letters[place..end.min(letters.len())].iter();
        code.extend(blanked.map(|c| if *c == '\n' { '\n' } else { ' ' }));
        place = end;
    }
    code
}

fn line_end(letters: &[char], start: usize) -> usize {
    let rest = letters[start..].iter();
    start + rest.take_while(|c| **c != '\n').count()
}

fn comment_end(letters: &[char], start: usize) -> usize {
    let (mut depth, mut place) = (0, start);
    while place < letters.len() {
        match (letters[place], letters.get(place + 1)) {
            ('/', Some('*')) => (depth, place) = (depth + 1, place + 2),
            ('*', Some('/')) => (depth, place) = (depth - 1, place + 2),
            _ => place += 1,
        }
        if depth == 0 {
            return place;
        }
    }
    place
}

fn string_end(letters: &[char], start: usize) -> usize {
    let mut place = start + 1;
    while place < letters.len() && letters[place] != '"' {
        place += if letters[place] == '\\' { 2 } else { 1 };
    }
    place + 1
}

/// `start` itself when it is no raw string but a raw identifier or a name.
fn raw_string_end(letters: &[char], start: usize) -> usize {
    let hashes = letters[start + 1..]
        .iter()
        .take_while(|c| **c == '#')
        .count();
    if letters.get(start + 1 + hashes) != Some(&'"') {
        return start;
    }
    let mut place = start + 2 + hashes;
    while place < letters.len() {
        let closing = letters[place + 1..].iter().take(hashes);
        if letters[place] == '"' && closing.filter(|c| **c == '#').count() == hashes {
            return place + 1 + hashes;
        }
        place += 1;
    }
    place
}

/// `start` itself for a lifetime.
fn character_end(letters: &[char], start: usize) -> usize {
    match (letters.get(start + 1), letters.get(start + 2)) {
        (Some('\\'), _) => {
            let rest = letters.get(start + 3..).unwrap_or_default();
            start + 4 + rest.iter().take_while(|c| **c != '\'').count()
        }
        (Some(_), Some('\'')) => start + 3,
        _ => start,
    }
}

/// Words and signs; `::` is one sign.
pub fn words(code: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        words.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    words
}

/// `words` without what is compiled for tests only: `#[cfg(test)]` on a module, function or import.
pub fn without_tests<'a>(words: &[&'a str]) -> Vec<&'a str> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(words.len());
    let mut place = 0;
    while place < words.len() {
        if !words[place..].starts_with(&MARK) {
            kept.push(words[place]);
            place += 1;
            continue;
        }
        place += MARK.len();
        let mut depth = 0_i32;
        while place < words.len() {
            let word = words[place];
            place += 1;
            depth += i32::from(word == "{") - i32::from(word == "}");
            if depth == 0 && (word == ";" || word == "}") {
                break;
            }
        }
    }
    kept
}

/// Every path that starts with `crate` or `super`, from the root of the crate, for a file that is `module`.
pub fn paths(words: &[&str], module: &[&str]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    // The modules written out in this file around the place, with the depth of their brace.
    let mut inner: Vec<(&str, usize)> = Vec::new();
    let mut depth = 0;
    for (place, word) in words.iter().enumerate() {
        let is_path = place == 0 || words[place - 1] != "::";
        match *word {
            "{" => {
                depth += 1;
                if place >= 2 && words[place - 2] == "mod" {
                    inner.push((words[place - 1], depth));
                }
            }
            "}" => {
                inner.retain(|(_, brace)| *brace < depth);
                depth = depth.saturating_sub(1);
            }
            "crate" | "super" | "self" if is_path && words.get(place + 1) == Some(&"::") => {
                let mut base: Vec<String> = Vec::new();
                if *word != "crate" {
                    let around = module.iter().chain(inner.iter().map(|(name, _)| name));
                    base = around.map(|name| (*name).to_owned()).collect();
                }
                tree(&words[place..], &base, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// Reads `a::b`, `a::{b, c::d}` and so on, starting at `base`; gives the number of words read.
pub fn tree(words: &[&str], base: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = base.to_vec();
    let mut place = 0;
    loop {
        match words.get(place).copied() {
            Some("crate") => path.clear(),
            Some("self") => {}
            Some("super") => {
                path.pop();
            }
            Some("{") => {
                place += 1;
                while !matches!(words.get(place), None | Some(&"}")) {
                    place += tree(&words[place..], &path, found).max(1);
                }
                return place + 1;
            }
            Some(name) if name.starts_with(|c: char| c.is_alphanumeric() || "_*".contains(c)) => {
                path.push(name.to_owned());
            }
            _ => return place,
        }
        place += 1;
        if words.get(place) != Some(&"::") {
            break;
        }
        place += 1;
    }
    found.push(path);
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_blanked_and_code_is_not() {
        let source = "a /* x /* y */ z */ b // c\nd \"e \\\" f\" g r#\"h\"# i 'j' k '\\'' l 'm: n br\"o\" r#p";
        let blanked = without_text(source);
        assert_eq!(
            words(&blanked),
            [
                "a", "b", "d", "g", "i", "k", "l", "'", "m", ":", "n", "r", "#", "p"
            ]
        );
        assert_eq!(blanked.lines().count(), 2);
    }

    #[test]
    fn paths_are_found_wherever_they_stand() {
        let found = |source: &str, module: &[&str]| -> Vec<String> {
            let code = without_text(source);
            let paths = paths(&words(&code), module);
            paths.iter().map(|path| path.join("::")).collect()
        };
        let module = ["app", "store"];
        assert_eq!(found("use crate::vault::Vault;", &module), ["vault::Vault"]);
        assert_eq!(
            found("use crate::{account::{Otp, Kind}, qr};", &module),
            ["account::Otp", "account::Kind", "qr"]
        );
        assert_eq!(found("let x = crate::tui::run();", &module), ["tui::run"]);
        assert_eq!(
            found("use super::error::Error;", &module),
            ["app::error::Error"]
        );
        assert_eq!(found("use super::super::tui::X;", &module), ["tui::X"]);
        assert_eq!(
            found("use self::inner::Y;", &module),
            ["app::store::inner::Y"]
        );
        assert_eq!(
            found("mod a { use super::super::x; } use super::z;", &module),
            ["app::x", "app::z"]
        );
        assert_eq!(
            found("// crate::tui\n\"crate::tui\"", &module),
            Vec::<String>::new()
        );
        assert_eq!(
            found("pub(crate) fn x() {} pub(super) fn y() {}", &module),
            Vec::<String>::new()
        );
    }

    #[test]
    fn test_code_is_left_out() {
        let kept = without_tests(&words(
            "a; #[cfg(test)] mod t { x { y } } b; #[cfg(test)] use z; #[cfg(unix)] c;",
        ));
        let text = kept.join(" ");
        assert_eq!(text, "a ; b ; # [ cfg ( unix ) ] c ;");
    }
}
