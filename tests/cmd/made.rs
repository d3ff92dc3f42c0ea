//! What the program says about itself: completions, help, manual pages, README tables.

use std::fmt::Write as _;
use std::process::Command;

use otp::app::{Exit, SETTINGS, Values};
use otp::formats::export::{Seal, TARGETS};
use otp::formats::table::{FORMATS, Listed};
use otp::tui::icons::ICONS;
use otp::tui::keymap;

use crate::home::{Home, finish};
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

/// The pages that the program writes, by name.
fn pages(home: &Home) -> Vec<(String, String)> {
    let run = home.run(["man", "--output", "runtime"], b"");
    assert_eq!(run.code, 0, "{run:?}");
    let folder = std::fs::read_dir(home.path("runtime")).expect("a folder");
    let pages = folder.flatten().map(|entry| {
        let name = entry.file_name().into_string().expect("a name");
        let text = std::fs::read_to_string(entry.path()).expect("a page");
        (name, text)
    });
    let mut pages: Vec<(String, String)> = pages.filter(|(name, _)| name.ends_with(".1")).collect();
    pages.sort();
    pages
}

#[test]
fn the_manual_has_a_page_for_each_command_and_all_are_fresh() {
    let home = Home::empty();
    let pages = pages(&home);
    let help = printed(&["--help"]);
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let mut names: Vec<String> = commands
        .filter_map(|line| line.split_whitespace().next())
        .map(|name| format!("otp-{name}.1"))
        .collect();
    names.push("otp.1".to_owned());
    names.sort();
    let made: Vec<&String> = pages.iter().map(|(name, _)| name).collect();
    assert_eq!(made, names.iter().collect::<Vec<_>>());
    for (name, text) in &pages {
        assert_fresh(&format!("assets/{name}"), text);
        let command = name.trim_start_matches("otp-").trim_end_matches(".1");
        let own = if name == "otp.1" {
            vec!["man"]
        } else {
            vec!["man", command]
        };
        assert_eq!(&printed(&own), text);
    }
    let there = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/assets")).expect("assets");
    for entry in there.flatten() {
        let name = entry.file_name().into_string().expect("a name");
        assert!(
            !name.ends_with(".1") || names.contains(&name),
            "{name} is of no command"
        );
    }
    let again = home.run(["man", "--output", "runtime"], b"");
    assert_eq!(again.code, 8, "{again:?}");
}

#[test]
fn the_manual_satisfies_the_programs_that_read_it() {
    let home = Home::empty();
    let pages = pages(&home);
    for (program, arguments) in [
        ("mandoc", &["-T", "lint", "-W", "style"][..]),
        ("groff", &["-man", "-ww", "-z", "-rLL=78n"]),
        ("man", &["--warnings", "-E", "UTF-8", "-l"]),
    ] {
        if !parts::has(program) {
            continue;
        }
        for (name, _) in &pages {
            let mut reader = Command::new(program);
            reader.args(arguments).arg(home.path("runtime").join(name));
            reader.env("MANWIDTH", "80");
            let run = finish(reader, b"");
            let said = run.stderr.as_str();
            assert_eq!(
                (run.code, said),
                (0, ""),
                "{program} {name}: {}",
                run.stdout
            );
            if program == "mandoc" {
                assert_eq!(run.stdout, "", "{name}");
            }
        }
    }
}

#[test]
fn the_manual_and_help_know_every_chapter() {
    let page = printed(&["man"]);
    for chapter in ["FILES", "ENVIRONMENT", "CONFIGURATION", "KEYS", "EXAMPLES"] {
        assert!(page.contains(&format!(".SH {chapter}\n")), "{chapter}");
        let shown = printed(&["help", &chapter.to_lowercase()]);
        assert!(shown.starts_with(&format!("{chapter}\n")), "{shown}");
        assert!(
            shown.lines().all(|line| line.chars().count() <= 100),
            "{shown}"
        );
    }
    let configuration = printed(&["help", "configuration"]);
    for setting in SETTINGS {
        assert!(
            configuration.contains(&format!("\n  {}\n", setting.name)),
            "{}",
            setting.name
        );
    }
    for (keys, help, action) in keymap::rows() {
        let shown = printed(&["help", "keys"]);
        assert!(shown.contains(&format!("\n  {keys}\n")), "{keys}");
        assert!(
            shown.contains(help) && shown.contains(&format!("[{action}]")),
            "{help}"
        );
    }
}

#[test]
fn help_of_a_command_is_what_its_option_prints() {
    for words in [vec!["code"], vec!["key", "add"], vec!["config"], vec!["ls"]] {
        let by_option = printed(&[words.as_slice(), &["--help"]].concat());
        let by_help = printed(&[&["help"], words.as_slice()].concat());
        assert_eq!(by_help.trim_end(), by_option.trim_end(), "{words:?}");
    }
    assert_eq!(
        printed(&["help"]).trim_end(),
        printed(&["--help"]).trim_end()
    );
    for (word, near) in [("cdoe", "otp help code"), ("fiels", "otp help files")] {
        let run = Home::empty().run(["help", word], b"");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.contains(near), "{run:?}");
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
fn the_readme_has_the_settings() {
    let mut table = String::from("| setting | default | does |\n|---|---|---|\n");
    for setting in SETTINGS
        .iter()
        .filter(|setting| setting.values != Values::Keys)
    {
        let default = match setting.default_value() {
            none if none.is_empty() => none,
            default => format!("`{default}`"),
        };
        let takes = setting.values.takes();
        let _ = writeln!(
            table,
            "| `{}` | {default} | {}; {takes} |",
            setting.name, setting.about
        );
    }
    assert_fresh_part("README.md", "settings", &table);
    let names: Vec<&str> = ICONS.iter().map(|(name, _)| *name).collect();
    assert_fresh_part("README.md", "icons", &format!("{}.\n", names.join(", ")));
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
        !help.contains("clipboard-owner") && !help.contains("  complete "),
        "{help}"
    );
}
