//! `otp shell`: a widget for the command line of a shell: a key opens the picker, and the code stands at the cursor.

use crate::app::{Error, Exit};
use crate::cli::args::{self, WidgetShell};
use crate::cli::output::Output;

/// Prints the widget, for the shell to evaluate.
pub fn run(out: &Output, args: &args::Shell) -> Result<Exit, Error> {
    let key = Key::parse(&args.key)?;
    let widget = match args.shell {
        WidgetShell::Bash => bash(key),
        WidgetShell::Zsh => zsh(key),
        WidgetShell::Fish => fish(key),
    };
    out.bytes(widget.as_bytes())?;
    Ok(Exit::Ok)
}

/// A key that shells can tell from what is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Control(char),
    Alt(char),
}

/// Letters that mean something to every terminal when they are typed with Ctrl: ^C, ^D, Tab, Enter, ^Z.
const TAKEN: [char; 6] = ['c', 'd', 'i', 'j', 'm', 'z'];

impl Key {
    fn parse(text: &str) -> Result<Self, Error> {
        let text = text.to_ascii_lowercase();
        let heads = ["ctrl-", "ctrl+", "control-", "c-", "^"];
        let letter = |head: &str| {
            let mut rest = text.strip_prefix(head)?.chars();
            let letter = rest.next().filter(char::is_ascii_lowercase)?;
            rest.next().is_none().then_some(letter)
        };
        let control = heads.into_iter().find_map(letter);
        if let Some(taken) = control.filter(|letter| TAKEN.contains(letter)) {
            return Err(Error::usage(
                format!(
                    "Ctrl-{} means something else to every terminal",
                    taken.to_ascii_uppercase()
                ),
                "Choose another letter, such as ctrl-o or alt-o.",
            ));
        }
        let alt = || ["alt-", "alt+", "m-", "meta-"].into_iter().find_map(letter);
        let key = control.map(Self::Control).or_else(|| alt().map(Self::Alt));
        key.ok_or_else(|| {
            Error::usage(
                "--key takes Ctrl or Alt and a letter",
                "Write it as ctrl-o or alt-o.",
            )
        })
    }
}

/// `bind -x` runs it with the line in two variables; neither comes into the history.
fn bash(key: Key) -> String {
    let key = match key {
        Key::Control(letter) => format!("\\C-{letter}"),
        Key::Alt(letter) => format!("\\e{letter}"),
    };
    format!(
        r#"# otp: a code at the cursor. In ~/.bashrc: eval "$(otp shell bash)"
__otp_insert() {{
    local code
    code="$(command otp code)" || return 0
    READLINE_LINE="${{READLINE_LINE:0:READLINE_POINT}}$code${{READLINE_LINE:READLINE_POINT}}"
    READLINE_POINT=$((READLINE_POINT + ${{#code}}))
}}
if [[ $- == *i* ]]; then
    for __otp_map in emacs-standard vi-insert vi-command; do
        bind -m "$__otp_map" -x '"{key}": __otp_insert'
    done
    unset __otp_map
fi
"#
    )
}

/// A widget of zle. Its standard input is none, so the picker gets the terminal.
fn zsh(key: Key) -> String {
    let key = match key {
        Key::Control(letter) => format!("^{}", letter.to_ascii_uppercase()),
        Key::Alt(letter) => format!("^[{letter}"),
    };
    format!(
        r#"# otp: a code at the cursor. In ~/.zshrc: eval "$(otp shell zsh)"
__otp_insert() {{
    local code
    if code="$(command otp code </dev/tty)"; then
        LBUFFER+="$code"
    fi
    zle reset-prompt
}}
if [[ -o interactive ]]; then
    zle -N __otp_insert
    for __otp_map in emacs viins vicmd; do
        bindkey -M "$__otp_map" '{key}' __otp_insert
    done
    unset __otp_map
fi
"#
    )
}

fn fish(key: Key) -> String {
    let key = match key {
        Key::Control(letter) => format!("\\c{letter}"),
        Key::Alt(letter) => format!("\\e{letter}"),
    };
    format!(
        r"# otp: a code at the cursor. In ~/.config/fish/config.fish: otp shell fish | source
function __otp_insert
    set -l code (command otp code </dev/tty)
    and commandline -i -- $code
    commandline -f repaint
end
if status is-interactive
    bind {key} __otp_insert
    bind -M insert {key} __otp_insert
end
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_people_write_them() {
        for text in ["ctrl-o", "Ctrl+O", "C-o", "^O", "control-o"] {
            assert_eq!(Key::parse(text), Ok(Key::Control('o')), "{text}");
        }
        for text in ["alt-o", "M-o", "Meta-O"] {
            assert_eq!(Key::parse(text), Ok(Key::Alt('o')), "{text}");
        }
        for text in [
            "", "o", "ctrl-", "ctrl-oo", "ctrl-'", "ctrl-c", "^M", "f1", "alt-\"",
        ] {
            assert!(Key::parse(text).is_err(), "{text}");
        }
    }
}
