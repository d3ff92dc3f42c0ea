//! What is typed, pasted or dropped into the interface's add field: paths as terminals write them, or any text.

use std::path::{Path, PathBuf};

use crate::account::SecretText;
use crate::account::facts::Writing;
use crate::account::percent::{self, Plus};
use crate::app::{App, Error, Found, Source};

/// Reads one text as the interface's add field does: paths of pictures or folders, else any text.
pub fn read_anything(app: &App, input: &SecretText) -> Result<Found, Error> {
    app.find(&sources(app, input), Writing::Base32)
}

/// What a text that somebody typed, pasted or dropped stands for.
pub fn sources(app: &App, input: &SecretText) -> Vec<Source> {
    let home = app.system.environment.home();
    match dropped(input.expose(), home.as_deref(), &|path| path.exists()) {
        Some(paths) => paths.into_iter().map(Source::Path).collect(),
        None => vec![Source::Text(input.clone())],
    }
}

/// The paths that the text is, if it is nothing but paths and one of them is there: a drop may bring several.
fn dropped(
    text: &str,
    home: Option<&Path>,
    exists: &dyn Fn(&Path) -> bool,
) -> Option<Vec<PathBuf>> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    // A name with spaces that nobody quoted, or one path a line.
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let whole: Vec<PathBuf> = lines().map(|line| path(line, home)).collect();
    let is_link = |word: &str| word.contains("://") && !is_file_link(word);
    if !lines().any(is_link) && whole.iter().any(|path| exists(path)) {
        return Some(whole);
    }
    let words = words(text)?;
    // Where a file was meant, a missing one is to be reported as such.
    let are_files = words.iter().all(|word| is_file_link(word));
    let is_path = |word: &String| !is_link(word) && looks_like_path(word);
    let paths: Vec<PathBuf> = words.iter().map(|word| path(word, home)).collect();
    let are_paths = words.iter().all(is_path) && paths.iter().any(|path| exists(path));
    // One that is not there is to be named as such; of several words some may be meant otherwise.
    let is_one = matches!(words.as_slice(), [word] if is_path(word) || is_picture_name(word));
    // Relative ones are typed, not dropped: then each must be there.
    let all_there =
        !words.iter().any(|word| is_link(word)) && paths.iter().all(|path| exists(path));
    (are_files || are_paths || all_there || is_one).then_some(paths)
}

/// True for `file://…`.
pub fn is_file_link(word: &str) -> bool {
    word.get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("file://"))
}

fn looks_like_path(word: &str) -> bool {
    let drive = word.as_bytes().get(1) == Some(&b':');
    is_file_link(word)
        || word.starts_with(['/', '~'])
        || word.starts_with("./")
        || word.starts_with("../")
        || cfg!(windows) && (drive || word.starts_with(r"\\"))
}

/// True for the name of a file that the add field takes, below this folder or another.
fn is_picture_name(word: &str) -> bool {
    const ENDINGS: [&str; 8] = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "txt", "json"];
    let ending = Path::new(word).extension();
    let ending = ending.map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    !word.contains("://") && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// The path that somebody wrote where one is asked for.
pub fn written_path(app: &App, text: &str) -> PathBuf {
    path(text.trim(), app.system.environment.home().as_deref())
}

/// A path as it is written: a `file://` link of this machine, below `~`, or itself.
fn path(word: &str, home: Option<&Path>) -> PathBuf {
    if is_file_link(word) {
        let place = word.get(7..).unwrap_or_default();
        // The host between the slashes is this machine, by whatever name.
        let place = place
            .find('/')
            .and_then(|slash| place.get(slash..))
            .unwrap_or(place);
        let place = percent::decode(place, Plus::Literal);
        let drive = place.as_bytes().get(2) == Some(&b':');
        let place = place.as_str();
        return PathBuf::from(if drive {
            place.trim_start_matches('/')
        } else {
            place
        });
    }
    match (word.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(word),
    }
}

/// The words of a line as a shell takes it apart, in which terminals quote what is dropped; `None` when a quote is
/// never closed. On Windows a backslash is part of a path.
fn words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') if !cfg!(windows) => {
                word.get_or_insert_default().push(letters.next()?);
            }
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, there: &[&str]) -> Option<Vec<String>> {
        let exists = |path: &Path| there.iter().any(|known| Path::new(known) == path);
        let paths = dropped(text, Some(Path::new("/home/octavia")), &exists)?;
        Some(
            paths
                .iter()
                .map(|path| path.to_string_lossy().into_owned())
                .collect(),
        )
    }

    #[test]
    fn paths_are_taken_as_terminals_paste_them() {
        for (text, path) in [
            ("/tmp/a.png", "/tmp/a.png"),
            ("'/tmp/a b.png'", "/tmp/a b.png"),
            ("\"/tmp/a b.png\" ", "/tmp/a b.png"),
            ("/tmp/a b.png", "/tmp/a b.png"),
            ("~/shot.png", "/home/octavia/shot.png"),
            ("file:///tmp/a%20b.png", "/tmp/a b.png"),
            ("file://localhost/tmp/a.png", "/tmp/a.png"),
            ("FILE://my-machine/tmp/a.png\r\n", "/tmp/a.png"),
        ] {
            assert_eq!(found(text, &[path]), Some(vec![path.to_owned()]), "{text}");
        }
        #[cfg(unix)]
        for (text, path) in [
            (r"/tmp/a\ b\(1\).png", "/tmp/a b(1).png"),
            (r"'/tmp/Octavia'\''s shot.png'", "/tmp/Octavia's shot.png"),
            (r"/tmp/Octavia\'s\ shot.png", "/tmp/Octavia's shot.png"),
            ("\"/tmp/Octavia's shot.png\"", "/tmp/Octavia's shot.png"),
            ("/tmp/Octavia's shot.png", "/tmp/Octavia's shot.png"),
        ] {
            assert_eq!(found(text, &[path]), Some(vec![path.to_owned()]), "{text}");
        }
    }

    #[test]
    fn several_paths_come_in_one_line_or_in_several() {
        let both = ["/tmp/a.png", "/tmp/b c.png"];
        let wanted = Some(both.map(str::to_owned).to_vec());
        for text in [
            "'/tmp/a.png' '/tmp/b c.png'",
            "/tmp/a.png '/tmp/b c.png' ",
            "/tmp/a.png\n/tmp/b c.png\n",
            "file:///tmp/a.png\r\nfile:///tmp/b%20c.png\r\n",
            "file:///tmp/a.png file:///tmp/b%20c.png",
        ] {
            assert_eq!(found(text, &both), wanted, "{text}");
            assert_eq!(
                found(text, &both[..1]),
                wanted,
                "one is missing: it will be said"
            );
        }
        assert_eq!(
            found("file:///tmp/a.png", &[]),
            Some(vec!["/tmp/a.png".to_owned()])
        );
    }

    #[test]
    fn a_path_to_nothing_is_a_path_all_the_same() {
        for (text, path) in [
            ("/tmp/none.png", "/tmp/none.png"),
            ("~/none.png", "/home/octavia/none.png"),
            ("./none", "./none"),
            ("none.JPG", "none.JPG"),
        ] {
            assert_eq!(found(text, &[]), Some(vec![path.to_owned()]), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_path() {
        for text in [
            "",
            " ",
            "otpauth://totp/x?secret=MFZXIZLSNFXWI2LO",
            "MFZX IZLS NFXW I2LO",
            "it's a secret",
            "'/tmp/never closed",
            "/tmp/none.png and words",
        ] {
            assert_eq!(found(text, &["/tmp/a.png"]), None, "{text}");
        }
    }
}
