//! The files of pass, passage and gopass, and the programs that decrypt them.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use super::child::{self, ChildError};
use super::environment::Environment;

/// Somebody may have to find a smart card, or type into gpg's own window.
const TIMEOUT: Duration = Duration::from_secs(120);
/// An entry is a few lines.
const MAX: u64 = 4 << 20;
/// Deeper than any store.
const MAX_LEVELS: usize = 32;

/// One encrypted entry.
pub struct Entry {
    /// Its place in the store, divided by `/`, without its ending.
    pub name: String,
    path: PathBuf,
    tool: Tool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tool {
    Gpg,
    Age,
}

/// Why an entry was not decrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The program is not there.
    #[error("{0} is not installed")]
    NotInstalled(&'static str),
    /// It said no.
    #[error("{0} did not decrypt it")]
    Failed(&'static str),
}

/// Every entry below the folder, by name. Folders of git and hidden ones are passed over.
pub fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    walk(folder, "", &mut entries, 0)?;
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

fn walk(folder: &Path, prefix: &str, entries: &mut Vec<Entry>, level: usize) -> io::Result<()> {
    if level > MAX_LEVELS {
        return Ok(());
    }
    for item in std::fs::read_dir(folder)? {
        let item = item?;
        let name = item.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let kind = item.file_type()?;
        if kind.is_dir() {
            walk(
                &item.path(),
                &format!("{prefix}{name}/"),
                entries,
                level + 1,
            )?;
        } else if kind.is_file() {
            let tools = [(".gpg", Tool::Gpg), (".age", Tool::Age)];
            let found = tools
                .iter()
                .find_map(|(end, tool)| Some((name.strip_suffix(end)?, *tool)));
            entries.extend(found.map(|(stem, tool)| Entry {
                name: format!("{prefix}{stem}"),
                path: item.path(),
                tool,
            }));
        }
    }
    Ok(())
}

/// Decrypts an entry by gpg or age; gpg's own agent asks for its passphrase.
pub fn decrypt(entry: &Entry, environment: &Environment) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let (name, mut command) = match entry.tool {
        Tool::Gpg => {
            let mut command = Command::new("gpg");
            command.args(["--quiet", "--yes", "--decrypt", "--"]);
            ("gpg", command)
        }
        Tool::Age => {
            let mut command = Command::new("age");
            command.arg("--decrypt");
            if let Some(identities) = environment.passage_identities() {
                command.arg("--identity").arg(identities);
            }
            command.arg("--");
            ("age", command)
        }
    };
    command.arg(&entry.path);
    child::capture(&mut command, b"", MAX, TIMEOUT).map_err(|error| match error {
        ChildError::NotStarted => StoreError::NotInstalled(name),
        _ => StoreError::Failed(name),
    })
}
