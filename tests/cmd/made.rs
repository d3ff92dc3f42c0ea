//! What the program says about itself: completions, manual page, README tables; and completions in real shells.

use std::fmt::Write as _;
use std::process::Command;

use otp::app::Exit;
use otp::formats::export::{Seal, TARGETS};
use otp::formats::table::{FORMATS, Listed};
use otp::tui::keymap;

use crate::home::{Home, Run, finish, path_with_otp};
use crate::papers::{assert_fresh, assert_fresh_part};
use crate::parts;

const SHELLS: [(&str, &str); 6] = [
    ("bash", "completions/otp.bash"),
    ("zsh", "completions/_otp"),
    ("fish", "completions/otp.fish"),
    ("powershell", "completions/_otp.ps1"),
    ("elvish", "completions/otp.elv"),
    ("nushell", "completions/otp.nu"),
];

fn printed(arguments: &[&str]) -> String {
    let run = Home::empty().run(arguments, b"");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
}

#[test]
fn the_completions_in_the_repository_are_fresh() {
    for (shell, file) in SHELLS {
        assert_fresh(file, &printed(&["completions", shell]));
    }
}

#[test]
fn the_manual_page_in_the_repository_is_fresh() {
    let page = printed(&["man"]);
    assert_fresh("assets/otp.1", &page);
    for (_, number, name, _) in Exit::TABLE {
        assert!(page.contains(&format!("{number} {name}")), "{name}");
    }
    if parts::has("man") {
        let home = Home::empty();
        home.write("otp.1", page.as_bytes());
        let mut man = Command::new("man");
        man.args(["--warnings", "-E", "UTF-8", "-l"])
            .arg(home.path("otp.1"));
        man.env("MANWIDTH", "80");
        let run = finish(man, b"");
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains("OTP ADD"), "{}", run.stdout);
    }
}

#[test]
fn the_readme_has_the_exit_codes_and_the_keys() {
    let mut table = String::from("| exit | name | when |\n|---|---|---|\n");
    for (_, number, name, when) in Exit::TABLE {
        let _ = writeln!(table, "| {number} | {name} | {when} |");
    }
    assert_fresh_part("README.md", "exit codes", &table);
    let mut table = String::from("| key | does |\n|---|---|\n");
    for (keys, help, _) in keymap::rows() {
        let keys = keys.replace(' ', "` `");
        let _ = writeln!(table, "| `{keys}` | {help} |");
    }
    assert_fresh_part("README.md", "keys", &table);
}

#[test]
fn the_readme_has_the_formats() {
    let mut table = String::from("| `--format` | read |\n|---|---|\n");
    for format in FORMATS.iter().filter(|format| format.listed != Listed::No) {
        let _ = writeln!(table, "| `{}` | {} |", format.name, format.title);
    }
    assert_fresh_part("README.md", "formats", &table);
    let mut table = String::from("| `--to` | written | password |\n|---|---|---|\n");
    for target in TARGETS {
        let seal = if target.seal == Seal::Password {
            "yes"
        } else {
            ""
        };
        let _ = writeln!(table, "| `{}` | {} | {seal} |", target.name, target.title);
    }
    assert_fresh_part("README.md", "targets", &table);
}

#[test]
fn every_command_explains_itself_in_order() {
    let help = printed(&["--help"]);
    for command in [
        "init",
        "code",
        "add",
        "scan",
        "list",
        "doctor",
        "completions",
    ] {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command}: {help}"
        );
        let own = printed(&[command, "--help"]);
        assert!(own.contains(&format!("Usage: otp {command}")), "{own}");
    }
    assert!(help.contains("130 interrupted"), "{help}");
    assert!(
        !help.contains("clipboard-holder") && !help.contains("complete-names"),
        "{help}"
    );
}

/// A home with an open session, in which `otp` is on the path; `None` where sessions do not work.
fn with_a_session() -> Option<Home> {
    let home = Home::with_accounts(&[
        "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub",
        "otpauth://totp/GitHub:work?secret=MFZXIZLSNFXWI2LA&issuer=GitHub",
        "otpauth://totp/Key%20fob:door?secret=MFZXIZLSNFXWI2LB&issuer=Key%20fob",
    ]);
    let opened = home.run(["--passphrase-file", "passphrase", "unlock"], b"");
    (opened.code == 0 || parts::skip(opened.stderr.trim())).then_some(home)
}

fn in_shell(home: &Home, shell: &str, arguments: &[&str]) -> Run {
    let path = path_with_otp();
    let mut command = Command::new(shell);
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear();
    command
        .env("HOME", home.path(""))
        .env("PATH", path)
        .env("XDG_RUNTIME_DIR", home.path("runtime"));
    command.env("TERM", "dumb").env("LC_ALL", "C.UTF-8");
    finish(command, b"")
}

#[test]
fn bash_completes_commands_and_account_names() {
    if !parts::has("bash") {
        return;
    }
    let Some(home) = with_a_session() else {
        return;
    };
    for (words, wanted) in [
        ("otp sc", "scan"),
        ("otp code Git", "GitHub:octavia GitHub:work"),
        ("otp Git", "GitHub:octavia GitHub:work"),
        ("otp code GitHub : w", "work"),
        ("otp show --uri Key", "Key\\ fob:door"),
        ("otp scan Git", ""),
    ] {
        let script = format!(
            "source completions/otp.bash; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _otp_with_names otp \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"; \
             echo \"${{COMPREPLY[*]}}\""
        );
        let run = in_shell(&home, "bash", &["--norc", "-c", &script]);
        assert_eq!(
            (run.code, run.stdout.trim_end()),
            (0, wanted),
            "{words}: {run:?}"
        );
    }
}

#[test]
fn fish_completes_commands_and_account_names() {
    if !parts::has("fish") {
        return;
    }
    let Some(home) = with_a_session() else {
        return;
    };
    for (words, wanted) in [
        ("otp sca", vec!["scan"]),
        ("otp code Git", vec!["GitHub:octavia", "GitHub:work"]),
        ("otp show Key", vec!["Key fob:door"]),
    ] {
        let script = format!("source completions/otp.fish; complete -C '{words}'");
        let run = in_shell(&home, "fish", &["--no-config", "-c", &script]);
        let lines: Vec<&str> = run
            .stdout
            .lines()
            .filter_map(|line| line.split('\t').next())
            .collect();
        assert_eq!((run.code, lines), (0, wanted), "{words}: {run:?}");
    }
}

#[test]
fn zsh_takes_the_script() {
    if !parts::has("zsh") {
        return;
    }
    let Some(home) = with_a_session() else {
        return;
    };
    let script = "fpath=(completions $fpath); autoload -U compinit; compinit -D -u; autoload +X _otp && \
                  compadd() { print -l \"${(@P)argv[-1]}\" }; _otp 2>/dev/null; _otp_account_names";
    let run = in_shell(&home, "zsh", &["-f", "-c", script]);
    assert!(
        run.stdout
            .ends_with("GitHub:octavia\nGitHub:work\nKey fob:door\n"),
        "{run:?}"
    );
}
