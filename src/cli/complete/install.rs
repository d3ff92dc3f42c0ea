//! `otp completions --install`: the script where the shell looks for it, and a word about what is left to do.

use std::path::{Path, PathBuf};

use super::scripts::script;
use crate::account::{shell_word, shown};
use crate::app::{App, Error, Exit};
use crate::cli::args::ShellName;
use crate::cli::output::Output;
use crate::system::{Environment, files};

/// Where zsh looks on every machine; ours to write where we may.
const ZSH_FOR_ALL: &str = "/usr/local/share/zsh/site-functions";

/// Where the package bash-completion puts its own script.
const BASH_COMPLETION: [&str; 3] = [
    "/usr/share/bash-completion/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/opt/homebrew/etc/profile.d/bash_completion.sh",
];

/// Installs for this shell, or for the one that runs.
pub fn run(app: &App, out: &Output, shell: Option<ShellName>) -> Result<Exit, Error> {
    let environment = &app.system.environment;
    let shell = shell.or_else(|| running(environment)).ok_or_else(|| {
        Error::usage(
            "SHELL does not say which shell you use",
            "Name it: otp completions --install bash|zsh|fish|powershell|elvish|nushell",
        )
    })?;
    let file = place(environment, shell).ok_or_else(|| {
        Error::new(
            Exit::Failed,
            "There is no home folder to put it in",
            "Set HOME, or print the script: otp completions SHELL",
        )
    })?;
    write(&file, &script(shell))?;
    out.note(&format!("The completions are in {}.", shown(&file)));
    out.note(&next(environment, shell, &file));
    Ok(Exit::Ok)
}

/// By the last part of `SHELL`.
fn running(environment: &Environment) -> Option<ShellName> {
    let shell = PathBuf::from(environment.get("SHELL")?);
    match shell.file_stem()?.to_str()? {
        "bash" => Some(ShellName::Bash),
        "zsh" => Some(ShellName::Zsh),
        "fish" => Some(ShellName::Fish),
        "pwsh" | "powershell" => Some(ShellName::PowerShell),
        "elvish" => Some(ShellName::Elvish),
        "nu" => Some(ShellName::Nushell),
        _ => None,
    }
}

fn place(environment: &Environment, shell: ShellName) -> Option<PathBuf> {
    let home = || environment.home();
    let variable = |name: &str| environment.get(name).map(PathBuf::from);
    let data = || variable("XDG_DATA_HOME").or_else(|| Some(home()?.join(".local/share")));
    let config = || variable("XDG_CONFIG_HOME").or_else(|| Some(home()?.join(".config")));
    Some(match shell {
        ShellName::Bash => variable("BASH_COMPLETION_USER_DIR")
            .or_else(|| Some(data()?.join("bash-completion")))?
            .join("completions/otp"),
        ShellName::Zsh if files::is_writable(Path::new(ZSH_FOR_ALL)) => {
            Path::new(ZSH_FOR_ALL).join("_otp")
        }
        ShellName::Zsh => data()?.join("zsh/site-functions/_otp"),
        ShellName::Fish => config()?.join("fish/completions/otp.fish"),
        ShellName::PowerShell => config()?.join("powershell/otp-completions.ps1"),
        ShellName::Elvish => config()?.join("elvish/lib/otp-completions.elv"),
        ShellName::Nushell => config()?.join("nushell/autoload/otp-completions.nu"),
    })
}

/// What must happen before Tab works.
fn next(environment: &Environment, shell: ShellName, file: &Path) -> String {
    let word = shell_word(file);
    match shell {
        ShellName::Bash if BASH_COMPLETION.iter().any(|file| Path::new(file).exists()) => {
            "New shells find them; in this one: exec bash".to_owned()
        }
        ShellName::Bash => format!(
            "The package bash-completion is not here, which would find them: add this line to ~/.bashrc: source {word}"
        ),
        ShellName::Zsh if file.starts_with(ZSH_FOR_ALL) => {
            "New shells find them, if compinit runs in ~/.zshrc; in this one: exec zsh".to_owned()
        }
        ShellName::Zsh => {
            let folder = shell_word(files::folder_of(file));
            if mentioned(environment, folder.as_str()) {
                return "New shells find them; in this one: exec zsh".to_owned();
            }
            format!(
                "Once, above `compinit` in ~/.zshrc (or with it): fpath=({folder} $fpath); autoload -Uz compinit; compinit"
            )
        }
        ShellName::Fish => "fish finds them from now on.".to_owned(),
        ShellName::PowerShell => format!("Add this line to $PROFILE: . {word}"),
        ShellName::Elvish => "Add this line to rc.elv: use otp-completions".to_owned(),
        ShellName::Nushell => "New shells find them (nushell 0.101 and later).".to_owned(),
    }
}

/// True when `.zshrc` names the folder already.
fn mentioned(environment: &Environment, folder: &str) -> bool {
    let own = environment.get("ZDOTDIR").map(PathBuf::from);
    let Some(place) = own.or_else(|| environment.home()) else {
        return false;
    };
    let read = files::read(&place.join(".zshrc"), 1 << 20).ok().flatten();
    read.is_some_and(|(bytes, _)| String::from_utf8_lossy(&bytes).contains(folder))
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |reason: String| {
        Error::new(
            Exit::Failed,
            format!("{} cannot be written: {reason}", shown(file)),
            "Print the script (otp completions SHELL) and put it where your shell looks.",
        )
    };
    files::create_folder(files::folder_of(file)).map_err(|error| failed(error.to_string()))?;
    files::write(file, ".otp-", bytes).map_err(|error| failed(error.to_string()))
}
