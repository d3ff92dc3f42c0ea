//! `otp config`: what serves and why, one setting changed with every comment kept, an editor and the check behind it.

use crate::home::{Home, finish};
use crate::pty::session::{Session, Start};

const FILE: &str = ".config/otp/config.toml";

fn home(text: &str) -> Home {
    let home = Home::empty();
    std::fs::create_dir_all(home.path(".config/otp")).expect("a folder");
    home.write(FILE, text.as_bytes());
    home
}

fn text(home: &Home) -> String {
    std::fs::read_to_string(home.path(FILE)).expect("settings")
}

/// The columns of a row of `otp config show`.
fn row(shown: &str, name: &str) -> Vec<String> {
    let mut rows = shown.lines().map(|line| line.split("  ").map(str::trim));
    let row = rows.find(|row| row.clone().next() == Some(name));
    let row = row.unwrap_or_else(|| panic!("{name} in {shown}"));
    row.filter(|cell| !cell.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn show_tells_what_serves_and_where_it_comes_from() {
    let home = home("theme = \"dark\"\n\nclear_after = \"1m\"\n[keys]\ncopy = [\"x\"]\n");
    let shown = home.run(["config", "show"], b"");
    assert_eq!((shown.code, shown.stderr.as_str()), (0, ""), "{shown:?}");
    assert_eq!(
        row(&shown.stdout, "theme"),
        ["theme", "dark", "config.toml, line 1"]
    );
    assert_eq!(
        row(&shown.stdout, "clear-after"),
        ["clear-after", "1m", "config.toml, line 3"]
    );
    assert_eq!(
        row(&shown.stdout, "lock-after"),
        ["lock-after", "5m", "default"]
    );
    assert_eq!(
        row(&shown.stdout, "copy-command"),
        ["copy-command", "(none)", "default"]
    );
    assert_eq!(
        row(&shown.stdout, "keys.copy"),
        ["keys.copy", "x", "config.toml, line 4"]
    );
    let mut command = home.command(["config", "show", "theme"]);
    command.env("NO_COLOR", "1");
    let grey = finish(command, b"");
    assert_eq!(grey.stdout, "theme  plain  environment: NO_COLOR\n");
    let json = home.run(["config", "show", "--json"], b"").stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let theme = json
        .as_array()
        .and_then(|rows| rows.iter().find(|row| row["key"] == "theme"));
    let theme = theme.expect("a row");
    assert_eq!(
        (&theme["value"], &theme["default"]),
        (&"dark".into(), &"terminal".into())
    );
    let wrong = home.run(["config", "show", "theem"], b"");
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("Did you mean theme?"), "{wrong:?}");
}

#[test]
fn show_names_every_wrong_line() {
    let home = home("theem = 1\ncodes = \"hiden\"\n[keys]\ncpoy = [\"x\"]\n");
    let shown = home.run(["config", "show"], b"");
    assert_eq!(shown.code, 0, "{shown:?}");
    for words in [
        "line 1: there is no setting `theem`; did you mean `theme`?",
        "line 2: `codes` takes shown or hidden, not \"hiden\"; did you mean hidden?",
        "there is no action `cpoy`; did you mean `copy`?",
    ] {
        assert!(shown.stderr.contains(words), "{words}: {shown:?}");
    }
    let codes = row(&shown.stdout, "codes");
    assert_eq!(codes, ["codes", "hidden", "until its line is fixed"]);
}

#[test]
fn set_changes_one_value_and_keeps_every_comment() {
    let before = "# mine\ntheme = \"dark\" # at night\n\n[keys]\n# vim\nquit = [\"q\"]\n";
    let home = home(before);
    let set = home.run(["config", "set", "theme", "light"], b"");
    assert_eq!(
        (set.code, set.stderr.as_str()),
        (0, "theme is light.\n"),
        "{set:?}"
    );
    assert_eq!(text(&home), before.replace("\"dark\"", "\"light\""));
    assert_eq!(home.run(["config", "set", "offset", "-2"], b"").code, 0);
    let keys = home.run(["config", "set", "keys.copy", "j enter"], b"");
    assert_eq!(keys.code, 0, "{keys:?}");
    assert!(
        keys.stderr.contains("j does copy now; next keeps"),
        "{keys:?}"
    );
    let shown = home.run(["config", "show"], b"");
    assert_eq!(row(&shown.stdout, "offset")[1], "-2");
    assert_eq!(row(&shown.stdout, "keys.copy")[1], "j enter");
    assert_eq!(
        home.run(["config", "set", "theme", "--default"], b"").code,
        0
    );
    let shown = home.run(["config", "show", "theme"], b"");
    assert_eq!(shown.stdout, "theme  terminal  default\n");
    let kept = text(&home);
    assert!(kept.contains("# vim") && !kept.contains("theme"), "{kept}");
}

#[test]
fn set_refuses_what_would_not_serve() {
    let home = home("mouse = true # so\n");
    for (arguments, words) in [
        (vec!["theme", "drak"], "did you mean dark?"),
        (vec!["theem", "dark"], "Did you mean theme?"),
        (vec!["lock-after", "soon"], "takes a time such as 90s"),
        (vec!["keys.cpoy", "x"], "did you mean `copy`?"),
        (vec!["keys.copy", "hyper-x"], "not the name of a key"),
        (vec!["keys.copy", ""], "No key is named for copy"),
        (vec!["keys", "x"], "Keys are set for an action"),
    ] {
        let all = [&["config", "set"], arguments.as_slice()].concat();
        let run = home.run(&all, b"");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.contains(words), "{words}: {run:?}");
    }
    assert_eq!(text(&home), "mouse = true # so\n");
    home.write(FILE, b"mouse = true\n[\n");
    let run = home.run(["config", "set", "theme", "dark"], b"");
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stderr.contains("line 2") && run.stderr.contains("otp config edit"),
        "{run:?}"
    );
    assert_eq!(text(&home), "mouse = true\n[\n");
}

#[test]
fn set_makes_the_file_and_goes_through_a_link() {
    let home = Home::empty();
    assert_eq!(home.run(["config", "set", "mouse", "on"], b"").code, 0);
    assert_eq!(text(&home), "mouse = true\n");
    let path = home.run(["config", "path"], b"");
    assert_eq!(
        path.stdout.trim_end(),
        home.path(FILE).to_str().expect("a path")
    );
    std::fs::rename(home.path(FILE), home.path("dotfiles.toml")).expect("moved");
    std::os::unix::fs::symlink(home.path("dotfiles.toml"), home.path(FILE)).expect("a link");
    assert_eq!(home.run(["config", "set", "mouse", "off"], b"").code, 0);
    assert!(home.path(FILE).is_symlink());
    assert_eq!(text(&home), "mouse = false\n");
}

#[test]
fn default_prints_a_file_that_changes_nothing() {
    let home = home("");
    let printed = home.run(["config", "default"], b"");
    assert_eq!((printed.code, printed.stderr.as_str()), (0, ""));
    home.write(FILE, printed.stdout.as_bytes());
    let shown = home.run(["config", "show"], b"");
    assert_eq!((shown.code, shown.stderr.as_str()), (0, ""));
    assert!(!shown.stdout.contains("config.toml"), "{shown:?}");
    for line in shown.stdout.lines() {
        let name = line.split_whitespace().next().expect("a name");
        assert!(printed.stdout.contains(&format!("# {name} = ")), "{name}");
    }
}

fn editing(home: &Home, editor: &str) -> Session {
    let config = home.path(".config");
    Start::otp(&home.path(""), &["config", "edit"])
        .env("XDG_CONFIG_HOME", config.to_str().expect("a path"))
        .env("PATH", &std::env::var("PATH").expect("a path"))
        .env("VISUAL", editor)
        .run()
}

#[test]
fn edit_opens_the_editor_and_checks_what_it_left() {
    let home = Home::empty();
    // An editor with an argument, which writes something else each time.
    let script = "#!/bin/sh\n[ \"$1\" = --wait ] || exit 9\ngrep -q lock-after \"$2\" && echo 'theem = \"dark\"' >\"$2\" && exit\necho 'theme = \"dark\"' >\"$2\"\n";
    let editor = home.write("editor", script.as_bytes());
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&editor, mode).expect("a program");
    let editor = format!("{} --wait", editor.display());
    let session = editing(&home, &editor);
    session
        .sees("line 1: there is no setting")
        .sees("Edit them again? [y/N]")
        .types("y\r")
        .sees("The settings are in order.");
    assert_eq!(session.ends(), 0);
    assert_eq!(text(&home), "theme = \"dark\"\n");
    let session = editing(&home, "false");
    session.sees("The editor ended with an error");
    assert_eq!(session.ends(), 1);
    let without = home.run(["config", "edit"], b"");
    assert_eq!(without.code, 2, "{without:?}");
}

#[test]
fn a_file_that_cannot_be_read_is_named_once() {
    let broken = home("");
    broken.write(FILE, b"theme = \xff\n");
    let folder = Home::empty();
    std::fs::create_dir_all(folder.path(FILE)).expect("a folder");
    let other = home(&"quux\n".repeat(40));
    for home in [broken, folder, other] {
        let shown = home.run(["config", "show"], b"");
        assert_eq!(shown.code, 0, "{shown:?}");
        assert_eq!(shown.stderr.matches("config.toml").count(), 1, "{shown:?}");
        assert!(shown.stderr.contains("the defaults apply"), "{shown:?}");
    }
}

#[test]
fn of_many_changes_at_a_time_none_is_lost() {
    let home = home("");
    let settings = [
        ("theme", "dark"),
        ("mouse", "false"),
        ("ascii", "true"),
        ("order", "last-used"),
        ("record-use", "false"),
        ("clear-after", "11s"),
    ];
    for _ in 0..5 {
        home.write(FILE, b"# mine\n");
        std::thread::scope(|scope| {
            for (name, value) in settings {
                let home = &home;
                scope.spawn(move || {
                    let set = home.run(["config", "set", name, value], b"");
                    assert_eq!(set.code, 0, "{name}: {set:?}");
                });
            }
        });
        let text = text(&home);
        let is_there = |name: &str| {
            text.lines()
                .any(|line| line.starts_with(&format!("{name} = ")))
        };
        assert!(settings.iter().all(|(name, _)| is_there(name)), "{text}");
    }
}
