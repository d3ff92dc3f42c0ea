//! `otp completions`: scripts made from the grammar, which complete account names while the vault is open.

use clap_complete::Shell;
use clap_complete::generate;
use clap_complete_nushell::Nushell;

use crate::app::{App, Error, Exit, Sight, select_beside};
use crate::cli::args::ShellName;
use crate::cli::{grammar, output::Output};

/// Commands whose argument is the name of an account.
const NAMED: [&str; 12] = [
    "code", "list", "ls", "show", "edit", "rename", "mv", "rm", "remove", "history", "verify",
    "share",
];

/// Prints the script for `shell`.
pub fn run(out: &Output, shell: ShellName) -> Result<Exit, Error> {
    out.bytes(&script(shell))?;
    Ok(Exit::Ok)
}

/// Prints the names, one a line, if the vault opens without a question; nothing otherwise.
pub fn names(app: &App, out: &Output) -> Result<Exit, Error> {
    let Ok(open) = app.open_quietly() else {
        return Ok(Exit::Locked);
    };
    // As they were last read: nobody waits for a key press.
    let foreign = app.foreign(open.vault(), open.key(), &Sight::All)?;
    let accounts = select_beside(open.vault(), &foreign, "", &app.settings, &app.uses());
    let names: String = accounts
        .iter()
        .map(|account| account.title() + "\n")
        .collect();
    out.data_as_it_is(&names)?;
    Ok(Exit::Ok)
}

/// The script for `shell`: clap's own, with account names added where the shell allows it.
pub fn script(shell: ShellName) -> Vec<u8> {
    let mut command = grammar();
    let mut script = Vec::new();
    match shell {
        ShellName::Bash => generate(Shell::Bash, &mut command, "otp", &mut script),
        ShellName::Zsh => generate(Shell::Zsh, &mut command, "otp", &mut script),
        ShellName::Fish => generate(Shell::Fish, &mut command, "otp", &mut script),
        ShellName::PowerShell => generate(Shell::PowerShell, &mut command, "otp", &mut script),
        ShellName::Elvish => generate(Shell::Elvish, &mut command, "otp", &mut script),
        ShellName::Nushell => generate(Nushell, &mut command, "otp", &mut script),
    }
    match shell {
        ShellName::Bash => script.extend_from_slice(bash_names().as_bytes()),
        ShellName::Fish => script.extend_from_slice(fish_names().as_bytes()),
        ShellName::Zsh => return zsh_names(&script),
        ShellName::PowerShell | ShellName::Elvish | ShellName::Nushell => {}
    }
    script
}

/// Bash splits words at colons, which names have: the word is put together again, and what stands before its last
/// colon is left out of the answers, since bash keeps it.
fn bash_names() -> String {
    format!(
        r#"
# Account names, while the vault is open.
_otp_with_names() {{
    _otp "$@"
    local at=$COMP_CWORD current="${{COMP_WORDS[COMP_CWORD]}}" word="" named="" name="" kept=""
    while ((at > 1)) && [[ "${{COMP_WORDS[at]}}" == :* || "${{COMP_WORDS[at - 1]}}" == *: ]]; do
        at=$((at - 1))
        current="${{COMP_WORDS[at]}}$current"
    done
    case "$current" in -*) return 0 ;; esac
    for word in "${{COMP_WORDS[@]:1:at-1}}"; do
        case "$word" in
            -*) ;;
            {commands}) named=1; break ;;
            *) return 0 ;;
        esac
    done
    [ "$at" -eq 1 ] && named=1
    [ -n "$named" ] || return 0
    [[ "$COMP_WORDBREAKS" == *:* ]] && kept="${{current%"${{current##*:}}"}}"
    while IFS= read -r name; do
        name="$(printf '%q' "$name")"
        case "$name" in "$current"*) COMPREPLY+=("${{name#"$kept"}}") ;; esac
    done < <(otp complete-names 2>/dev/null)
}}
complete -F _otp_with_names -o nosort -o bashdefault -o default otp 2>/dev/null || complete -F _otp_with_names otp
"#,
        commands = NAMED.join("|")
    )
}

fn fish_names() -> String {
    format!(
        "\n# Account names, while the vault is open.\n\
         complete -c otp -n \"__fish_use_subcommand; or __fish_seen_subcommand_from {}\" -f -a \"(otp complete-names 2>/dev/null)\"\n",
        NAMED.join(" ")
    )
}

/// clap's script ends each positional argument in `:_default`; those called NAME or OLD become account names.
fn zsh_names(script: &[u8]) -> Vec<u8> {
    let function = r#"
# Account names, while the vault is open.
(( $+functions[_otp_account_names] )) ||
_otp_account_names() {
    local -a names
    names=(${(f)"$(otp complete-names 2>/dev/null)"})
    compadd -a names
}
"#;
    let mut lines: Vec<String> = Vec::new();
    for line in String::from_utf8_lossy(script).lines() {
        let positional = ["'*::name ", "':name -- Issuer", "':old "]
            .iter()
            .any(|start| line.trim_start().starts_with(start));
        let line = if positional {
            line.replace(":_default'", ":_otp_account_names'")
        } else {
            line.to_owned()
        };
        lines.push(line);
        if lines.len() == 2 {
            lines.push(function.to_owned());
        }
    }
    (lines.join("\n") + "\n").into_bytes()
}
