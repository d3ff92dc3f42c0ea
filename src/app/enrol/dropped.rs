//! What is typed, pasted or dropped into the interface's add field: a path as terminals write it, or any text.

use std::path::PathBuf;

use crate::account::SecretText;
use crate::account::percent::{self, Plus};
use crate::app::{App, Error, Found, Source};

/// Reads one text as the interface's add field does: a path of a picture or folder, else any text.
pub fn read_anything(app: &App, input: &SecretText) -> Result<Found, Error> {
    let word = input.expose().trim();
    let path = dropped_path(word, app.system.environment.home());
    if !word.contains("://") && path.as_ref().is_some_and(|path| path.exists()) {
        return app.find(&[Source::Path(path.unwrap_or_default())]);
    }
    if let Some(file) = word.strip_prefix("file://") {
        return app.find(&[Source::Path(PathBuf::from(
            percent::decode(file, Plus::Literal).as_str(),
        ))]);
    }
    app.find(&[Source::Text(input.clone())])
}

/// A path as terminals paste it when a file is dropped: in quotes, or with backslashes, or with `~`.
fn dropped_path(word: &str, home: Option<PathBuf>) -> Option<PathBuf> {
    if word.is_empty() || word.contains('\n') {
        return None;
    }
    if word.starts_with(['\'', '"']) {
        return Some(PathBuf::from(word.trim_matches(['\'', '"'])));
    }
    let bare = if cfg!(windows) {
        word.to_owned()
    } else {
        word.replace('\\', "")
    };
    match (bare.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => Some(home.join(rest)),
        _ => Some(PathBuf::from(bare)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_as_terminals_paste_them() {
        let home = || Some(PathBuf::from("/home/octavia"));
        for (word, path) in [
            ("/tmp/a.png", "/tmp/a.png"),
            ("'/tmp/a b.png'", "/tmp/a b.png"),
            ("\"/tmp/a b.png\"", "/tmp/a b.png"),
            ("~/shot.png", "/home/octavia/shot.png"),
        ] {
            assert_eq!(
                dropped_path(word, home()),
                Some(PathBuf::from(path)),
                "{word}"
            );
        }
        #[cfg(unix)]
        assert_eq!(
            dropped_path("/tmp/a\\ b\\(1\\).png", home()),
            Some(PathBuf::from("/tmp/a b(1).png"))
        );
        assert_eq!(dropped_path("a\nb", home()), None);
    }
}
