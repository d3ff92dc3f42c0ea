//! How messages call a file that is read.

use std::path::Path;

use crate::account::shown;
use crate::app::quoted;

/// A path as messages show it; standard input by name.
pub fn input_name(path: &Path) -> String {
    if path.as_os_str() == "-" {
        return "standard input".to_owned();
    }
    // What is no file and lies nowhere may be a secret.
    let folder = path.parent().filter(|folder| folder.file_name().is_some());
    if path.exists() || folder.is_some_and(Path::is_dir) {
        return shown(path).to_string();
    }
    let text = path.to_string_lossy();
    quoted(&text).trim_matches('"').to_owned()
}
