//! The environment variables the program looks at, as one value that tests can make up.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// Those of its palette, which may be any.
    Basic,
    /// 240 more, which are the same everywhere.
    Indexed,
    /// Every one.
    #[default]
    True,
}

/// Environment variables: those of the process, or made-up ones.
#[derive(Debug, Clone, Default)]
pub struct Environment(Source);

#[derive(Debug, Clone, Default)]
enum Source {
    #[default]
    Process,
    Given(BTreeMap<String, OsString>),
}

impl Environment {
    /// The variables of this process.
    pub fn real() -> Self {
        Self(Source::Process)
    }

    /// Made-up variables and no others.
    pub fn of<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let given = variables
            .into_iter()
            .map(|(name, value)| (name.to_owned(), OsString::from(value)))
            .collect();
        Self(Source::Given(given))
    }

    /// A variable's value; an empty one counts as absent, as the XDG and `NO_COLOR` conventions ask.
    #[allow(clippy::disallowed_methods, reason = "the one place that reads them")]
    pub fn get(&self, name: &str) -> Option<OsString> {
        let value = match &self.0 {
            Source::Process => std::env::var_os(name),
            Source::Given(variables) => variables.get(name).cloned(),
        };
        value.filter(|value| !value.is_empty())
    }

    /// The same as text; `None` when it is not UTF-8.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.into_string().ok()
    }

    /// True when the variable is there and not empty.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The home folder: `HOME` (on Windows `USERPROFILE`), else what the user database says.
    pub fn home(&self) -> Option<PathBuf> {
        let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        if let Some(home) = self.get(name) {
            return Some(home.into());
        }
        match self.0 {
            Source::Process => std::env::home_dir().filter(|home| home.is_absolute()),
            Source::Given(_) => None,
        }
    }

    /// What the machine calls itself.
    pub fn machine_name(&self) -> Option<String> {
        let named = self.text("HOSTNAME").or_else(|| self.text("COMPUTERNAME"));
        #[cfg(unix)]
        let named = named.or_else(|| {
            rustix::system::uname()
                .nodename()
                .to_str()
                .ok()
                .map(str::to_owned)
        });
        named.filter(|name| !name.trim().is_empty())
    }

    /// The person asks for no colours (<https://no-color.org>), or the terminal can show none.
    pub fn wants_no_color(&self) -> bool {
        self.has("NO_COLOR") || self.terminal_is_dumb()
    }

    /// A terminal that understands no escape sequences.
    pub fn terminal_is_dumb(&self) -> bool {
        self.text("TERM").as_deref() == Some("dumb")
    }

    /// A terminal whose letters lack most signs outside ASCII: those of the Linux console are 512 at most.
    pub fn terminal_has_few_signs(&self) -> bool {
        matches!(self.text("TERM").as_deref(), Some("dumb" | "linux"))
    }

    /// How many colours the terminal shows, as far as it says so.
    pub fn colour_depth(&self) -> Depth {
        let term = self.text("TERM").unwrap_or_default();
        let colours = self.text("COLORTERM").unwrap_or_default();
        let begins = |known: &[&str]| known.iter().any(|name| term.starts_with(name));
        let known = [
            "xterm-kitty",
            "alacritty",
            "foot",
            "wezterm",
            "xterm-ghostty",
        ];
        let is_told = matches!(colours.as_str(), "truecolor" | "24bit") || self.has("WT_SESSION");
        // What the terminal around screen can, screen cannot.
        let is_told = is_told && !begins(&["screen", "linux", "dumb"]);
        if is_told || term.ends_with("-direct") || begins(&known) {
            Depth::True
        } else if term.contains("256") || (term == "xterm" && self.has("XTERM_VERSION")) {
            // xterm itself: its usual name promises eight, as one of 1986.
            Depth::Indexed
        } else {
            Depth::Basic
        }
    }

    /// The terminal may be asked for its background: tmux and screen answer for themselves or not at all, and the
    /// console shows the question.
    pub fn terminal_takes_questions(&self) -> bool {
        let term = self.text("TERM").unwrap_or_default();
        let deaf = ["tmux", "screen", "linux", "dumb"];
        !term.is_empty() && !self.in_tmux() && !deaf.iter().any(|name| term.starts_with(name))
    }

    /// The terminal is on another machine than the program.
    pub fn is_remote(&self) -> bool {
        self.has("SSH_CONNECTION") || self.has("SSH_TTY") || self.has("SSH_CLIENT")
    }

    /// There is a Wayland or X11 display, or an operating system that always has one.
    pub fn has_display(&self) -> bool {
        cfg!(any(windows, target_os = "macos"))
            || self.has("WAYLAND_DISPLAY")
            || self.has("DISPLAY")
    }

    /// A program of this name is on the `PATH`.
    pub fn has_program(&self, name: &str) -> bool {
        let path = self.get("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
    }

    /// Where pass keeps its store: `PASSWORD_STORE_DIR`, else `~/.password-store`.
    pub fn password_store(&self) -> Option<PathBuf> {
        let usual = || Some(self.home()?.join(".password-store"));
        self.get("PASSWORD_STORE_DIR")
            .map(PathBuf::from)
            .or_else(usual)
    }

    /// The identities that passage decrypts with: `PASSAGE_IDENTITIES_FILE`, else its usual file where there is one.
    pub fn passage_identities(&self) -> Option<PathBuf> {
        let usual = || Some(self.home()?.join(".passage/identities")).filter(|file| file.is_file());
        self.get("PASSAGE_IDENTITIES_FILE")
            .map(PathBuf::from)
            .or_else(usual)
    }

    /// The program runs inside tmux.
    pub fn in_tmux(&self) -> bool {
        self.has("TMUX")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_variables_count_as_absent() {
        let environment =
            Environment::of([("NO_COLOR", ""), ("TERM", "xterm"), ("TMUX", "/tmp/t,1,0")]);
        assert!(!environment.has("NO_COLOR"));
        assert!(!environment.wants_no_color());
        assert!(environment.in_tmux());
        assert_eq!(environment.text("TERM").as_deref(), Some("xterm"));
        assert_eq!(environment.home(), None);
    }

    #[test]
    fn colours_are_refused_by_either_sign() {
        assert!(Environment::of([("NO_COLOR", "1")]).wants_no_color());
        assert!(Environment::of([("TERM", "dumb")]).wants_no_color());
    }

    #[test]
    fn a_terminal_says_how_many_colours_it_has() {
        for (variables, depth) in [
            (&[("TERM", "linux")][..], Depth::Basic),
            (&[("TERM", "xterm")], Depth::Basic),
            (
                &[("TERM", "xterm"), ("XTERM_VERSION", "XTerm(379)")],
                Depth::Indexed,
            ),
            (
                &[("TERM", "screen"), ("XTERM_VERSION", "XTerm(379)")],
                Depth::Basic,
            ),
            (&[], Depth::Basic),
            (
                &[("TERM", "screen"), ("COLORTERM", "truecolor")],
                Depth::Basic,
            ),
            (&[("TERM", "tmux-256color")], Depth::Indexed),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "yes")],
                Depth::Indexed,
            ),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")],
                Depth::True,
            ),
            (&[("TERM", "xterm-kitty")], Depth::True),
            (&[("TERM", "foot")], Depth::True),
        ] {
            let environment = Environment::of(variables.iter().copied());
            assert_eq!(environment.colour_depth(), depth, "{variables:?}");
        }
    }

    #[test]
    fn ssh_makes_it_remote() {
        assert!(Environment::of([("SSH_TTY", "/dev/pts/1")]).is_remote());
        assert!(!Environment::of([]).is_remote());
    }
}
