//! Which ways to a clipboard there are, and in which order they are tried.

use std::fmt;

use crate::system::Environment;

/// How a text gets into a clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// The `copy-command` setting.
    Command,
    /// The clipboard of the desktop, held by a process of our own.
    Desktop,
    /// tmux's buffer, which tmux passes on to its terminal.
    Tmux,
    /// OSC 52: the terminal is asked to take it, and does not say whether it did.
    Terminal,
}

impl Route {
    /// True when the terminal gives no answer: an honest message says "asked the terminal to copy".
    pub fn is_unconfirmed(self) -> bool {
        self == Self::Terminal
    }

    /// Why it leads nowhere when nothing answers there.
    pub(super) fn silence(self) -> &'static str {
        match self {
            Self::Command => "it did not take it",
            Self::Desktop => "the display does not answer",
            Self::Tmux => "tmux does not answer",
            Self::Terminal => "there is no terminal to write to",
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Command => "copy-command",
            Self::Desktop => "the desktop's clipboard",
            Self::Tmux => "tmux",
            Self::Terminal => "OSC 52",
        })
    }
}

/// The routes worth trying here, best first.
pub(super) fn choose(environment: &Environment, has_command: bool) -> Vec<Route> {
    if has_command {
        return vec![Route::Command];
    }
    let mut routes = Vec::with_capacity(3);
    // Over SSH a display would be one of the far machine, or a slow tunnel; the person sits at the terminal.
    if environment.has_display() && !environment.is_remote() {
        routes.push(Route::Desktop);
    }
    if environment.in_tmux() {
        routes.push(Route::Tmux);
    }
    if terminal_may_take_it(environment) {
        routes.push(Route::Terminal);
    }
    routes
}

/// The Linux console and dumb terminals would drop the sequence, or print it.
fn terminal_may_take_it(environment: &Environment) -> bool {
    match environment.text("TERM").as_deref() {
        None => cfg!(windows),
        Some("dumb" | "linux" | "vt100" | "vt220") => false,
        Some(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(variables: &[(&str, &str)]) -> Vec<Route> {
        choose(&Environment::of(variables.iter().copied()), false)
    }

    #[test]
    fn the_setting_overrides_everything() {
        let environment = Environment::of([("DISPLAY", ":0"), ("TERM", "xterm")]);
        assert_eq!(choose(&environment, true), [Route::Command]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_desktop_comes_first_where_there_is_one() {
        assert_eq!(
            routes(&[("DISPLAY", ":0"), ("TERM", "xterm")]),
            [Route::Desktop, Route::Terminal]
        );
        assert_eq!(
            routes(&[("WAYLAND_DISPLAY", "wayland-0"), ("TMUX", "t")]),
            [Route::Desktop, Route::Tmux]
        );
    }

    #[test]
    fn over_ssh_the_terminal_has_the_clipboard() {
        let ssh = ("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22");
        assert_eq!(
            routes(&[ssh, ("DISPLAY", "localhost:10.0"), ("TERM", "xterm")]),
            [Route::Terminal]
        );
        assert_eq!(
            routes(&[ssh, ("TMUX", "t"), ("TERM", "tmux-256color")]),
            [Route::Tmux, Route::Terminal]
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_console_has_none() {
        assert!(routes(&[("TERM", "linux")]).is_empty());
        assert!(routes(&[("TERM", "dumb")]).is_empty());
        assert!(routes(&[]).is_empty());
    }
}
