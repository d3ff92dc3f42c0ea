//! Completion scripts. Those of bash, zsh and fish ask the program at each Tab; what was typed goes there on standard
//! input, never as an argument. Those of the other shells are clap's own, without the commands that only we call.

use clap_complete::{Shell, generate};
use clap_complete_nushell::Nushell;

use crate::cli::args::ShellName;
use crate::cli::grammar;

/// The script for `shell`.
pub fn script(shell: ShellName) -> Vec<u8> {
    let mut script = Vec::new();
    match shell {
        ShellName::Bash => script.extend_from_slice(BASH.as_bytes()),
        ShellName::Zsh => script.extend_from_slice(ZSH.as_bytes()),
        ShellName::Fish => script.extend_from_slice(FISH.as_bytes()),
        ShellName::PowerShell => generate(Shell::PowerShell, &mut shown(), "otp", &mut script),
        ShellName::Elvish => generate(Shell::Elvish, &mut shown(), "otp", &mut script),
        ShellName::Nushell => generate(Nushell, &mut shown(), "otp", &mut script),
    }
    script
}

/// The grammar without hidden commands.
fn shown() -> clap::Command {
    let whole = grammar();
    let mut shown = clap::Command::new("otp")
        .bin_name("otp")
        .disable_help_subcommand(true)
        .args(whole.get_arguments().cloned());
    for command in whole
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
    {
        shown = shown.subcommand(command.clone());
    }
    shown
}

const BASH: &str = r#"# Completions of otp for bash: `otp completions --install bash` puts them in place.
# At each Tab the program itself says what fits; account names come while the vault is open.
_otp() {
    local kind="" line
    COMPREPLY=()
    while IFS= read -r line; do
        if [ -z "$kind" ]; then kind=$line; else COMPREPLY+=("$line"); fi
    done < <(printf '%s\n%s' "${COMP_WORDBREAKS//$'\n'/}" "${COMP_LINE:0:COMP_POINT}" |
        "${1/#\~\//$HOME/}" complete bash 2>/dev/null)
    case $kind in
        files) compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$2")) ;;
        folders) compopt -o filenames -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$2")) ;;
    esac
}
complete -o nosort -F _otp otp 2>/dev/null || complete -F _otp otp
"#;

const ZSH: &str = r#"#compdef otp
# Completions of otp for zsh: `otp completions --install zsh` puts them in place.
# At each Tab the program itself says what fits; account names come while the vault is open.
_otp() {
    local program=${(Q)words[1]} kind line
    local -a lines values shown before
    before=("${(@Q)words[2,CURRENT-1]}")
    lines=("${(@f)$(print -rN -- "${before[@]}" "${(Q)PREFIX}" | ${program/#\~\//$HOME/} complete zsh 2>/dev/null)}")
    kind=$lines[1]
    shift lines 2>/dev/null
    case $kind in
        files | folders)
            [[ $PREFIX == --*=* ]] && compset -P '*='
            if [[ $kind == files ]]; then _files; else _files -/; fi
            return ;;
    esac
    for line in $lines; do
        values+=("${line%%$'\t'*}")
        if [[ $line == *$'\t'* ]]; then
            shown+=("${(r:24:)line%%$'\t'*} ${line#*$'\t'}")
        else
            shown+=("$line")
        fi
    done
    local -a as_list
    [[ ${lines[(r)*$'\t'*]} ]] && as_list=(-l)
    compadd -V otp -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' $as_list -d shown -a values
}

if [[ $funcstack[1] == _otp ]]; then
    _otp "$@"
else
    compdef _otp otp
fi
"#;

const FISH: &str = r#"# Completions of otp for fish: `otp completions --install fish` puts them in place.
# At each Tab the program itself says what fits; account names come while the vault is open.
function __otp_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -l lines (printf '%s\0' $words "$current" | $program complete fish 2>/dev/null)
    set -l kind $lines[1]
    set -e lines[1]
    set -l before ''
    if string match -q -- '--*=*' "$current"
        set before (string replace -r '=.*' '=' -- "$current")
        set current (string replace -r '^[^=]*=' '' -- "$current")
    end
    switch "$kind"
        case files
            for path in (__fish_complete_path "$current")
                echo -- $before$path
            end
        case folders
            for path in (__fish_complete_directories "$current" '')
                echo -- $before$path
            end
        case '*'
            printf '%s\n' $lines
    end
end
complete -c otp -f -a '(__otp_complete)'
"#;
