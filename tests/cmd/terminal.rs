//! What the command line does on a terminal and nowhere else: tables as wide as the window, headings, colours, a table
//! that lives, questions for what is missing, and lines alone where the terminal can do no more.
#![cfg(unix)]

use rustix::process::Signal;

use crate::home::{Home, finish};
use crate::pty::session::{Session, Start};

const LONG: &str = "otpauth://totp/Amazon%20Web%20Services:octavia.finch%2Bproduction-1@example.test?secret=MFZXIZLSNFXWI2LO&issuer=Amazon%20Web%20Services";
const OTHER: &str = "otpauth://totp/Amazon%20Web%20Services:octavia.finch%2Bproduction-2@example.test?secret=MFZXIZLSNFXWI2LA&issuer=Amazon%20Web%20Services";
const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LB&issuer=GitHub";
const DOOR: &str = "otpauth://hotp/Key%20fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Key%20fob";

fn start(home: &Home, arguments: &[&str]) -> Start {
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    let identity = folder("recovery.txt");
    let mut all = vec!["--identity", &identity];
    all.extend(arguments);
    Start::otp(&home.path(""), &all)
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .env("XDG_CONFIG_HOME", &folder(".config"))
        .env("XDG_RUNTIME_DIR", &folder("runtime"))
}

/// The lines on the screen when the command is over.
fn shown(start: Start) -> Vec<String> {
    let session = start.run();
    assert_eq!(session.ends(), 0);
    let screen = session.screen();
    screen
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

#[test]
fn the_recovery_key_is_shown_in_lines_of_its_own() {
    let home = Home::empty();
    home.write("passphrase", b"otter kelp barrel\n");
    let file = home.path("passphrase");
    let file = file.to_str().expect("a path");
    let arguments = ["--passphrase-file", file, "init", "--work-factor", "14"];
    let session = Start::otp(&home.path(""), &arguments).sized(100, 24).run();
    session.sees("Its last six characters");
    let screen = session.screen();
    let lines: Vec<&str> = screen.lines().map(str::trim_end).collect();
    let begin = "Recovery key: it opens the vault when this device or the passphrase is lost.";
    let at = lines.iter().position(|line| *line == begin);
    let at = at.unwrap_or_else(|| panic!("{screen}"));
    assert_eq!(lines[at - 1], "");
    assert_eq!(
        lines[at + 1],
        "Write it down or print it now; it is not shown again."
    );
    assert!(lines[at + 3].starts_with("AGE-SECRET-KEY-1"), "{screen}");
    assert!(!screen.contains('\\'), "{screen}");
    session.types("\r");
    assert_eq!(session.ends(), 0);
}

#[test]
fn letters_that_join_others_are_shown_and_not_told() {
    let flag =
        "%F0%9F%8F%B4%F3%A0%81%A7%F3%A0%81%A2%F3%A0%81%A5%F3%A0%81%AE%F3%A0%81%A7%F3%A0%81%BF";
    let links = [
        ("%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85", "LA"),
        (flag, "LC"),
        ("%E1%A0%A0%E1%A0%8B%E1%A0%AA", "LE"),
    ]
    .map(|(name, end)| {
        format!("otpauth://totp/{name}:me?secret=MFZXIZLSNFXWI2{end}&issuer={name}")
    });
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let home = Home::with_accounts(&[&links[..], &[GITHUB]].concat());
    let list = home.otp(["list"]).stdout;
    assert!(
        list.contains("می\u{200c}خواهم:me") && !list.contains(r"\u{"),
        "{list}"
    );
    let json = home.otp(["list", "--json"]).stdout;
    assert!(
        json.contains("می\u{200c}خواهم") && !json.contains(r"\u"),
        "{json}"
    );
    let session = start(&home, &["list", "--codes", "--watch"])
        .sized(50, 12)
        .run();
    let seconds = |screen: &str| {
        let line = screen.lines().find(|line| line.contains("GitHub"))?;
        line.split_whitespace().nth_back(1).map(str::to_owned)
    };
    session.sees("q ends");
    let first = seconds(&session.screen());
    session.waits("another second", |screen| {
        seconds(&screen.contents()) != first
    });
    assert_eq!(
        session.screen().matches("ACCOUNT").count(),
        1,
        "{}",
        session.screen()
    );
    session.types("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn no_code_is_broken_in_a_narrow_window() {
    let home = Home::with_accounts(&[LONG, GITHUB]);
    let code = code(&home, "github");
    for columns in [30, 41, 50] {
        let tagged = ["edit", "github", "--tag", "a-rather-long-tag"];
        assert_eq!(home.otp(tagged).code, 0);
        let lines = shown(start(&home, &["list", "--codes"]).sized(columns, 24));
        assert_eq!(lines.len(), 3, "{columns}: {lines:?}");
        // At the end of a period it may be the next one.
        let is_whole = lines[2].contains(&code) || lines[2].contains(&self::code(&home, "github"));
        assert!(is_whole && lines[2].ends_with(" s"), "{columns}: {lines:?}");
    }
}

#[test]
fn what_the_doctor_found_is_told_whole() {
    let home = Home::with_accounts(&[GITHUB]);
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    for columns in [40, 61] {
        let session = start(&home, &["doctor"]).sized(columns, 60).run();
        session.ends();
        assert!(!session.screen().contains("..."), "{}", session.screen());
    }
    let session = start(&home, &["history"]).sized(30, 60).run();
    session.ends();
    let screen = session.screen();
    let whole = home.otp(["history"]).stdout;
    assert_eq!(words(&screen)[2..], words(&whole)[..], "{screen}");
}

fn code(home: &Home, name: &str) -> String {
    let run = home.otp(["code", name]);
    assert_eq!(run.code, 0, "{run:?}");
    let code = run.stdout.trim_end();
    format!("{} {}", &code[..3], &code[3..])
}

#[test]
fn tables_fit_the_window_and_are_whole_in_a_pipe() {
    let home = Home::with_accounts(&[LONG, OTHER, GITHUB]);
    for columns in [40, 60] {
        let lines = shown(start(&home, &["list", "--codes"]).sized(columns, 24));
        assert!(
            lines[0].starts_with("ACCOUNT") && lines[0].ends_with("LEFT"),
            "{lines:?}"
        );
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert!(
            lines[1].contains("...") && lines[1].contains("TOTP"),
            "{lines:?}"
        );
        assert_ne!(
            lines[1].split("  ").next(),
            lines[2].split("  ").next(),
            "{lines:?}"
        );
        for command in ["history", "status"] {
            let session = start(&home, &[command]).sized(columns, 40).run();
            session.ends();
            // Nothing is folded: each line begins with what a line begins with.
            for line in session.screen().lines().filter(|line| !line.is_empty()) {
                let begins = line.starts_with("20")
                    || ["WHEN", "Vault ", "Opened", "  "]
                        .iter()
                        .any(|head| line.starts_with(head));
                assert!(begins, "{command} at {columns}: {line}");
            }
        }
    }
    let piped = home.otp(["list"]).stdout;
    assert!(
        piped.contains("octavia.finch+production-1@example.test"),
        "{piped}"
    );
    assert!(
        !piped.contains("ACCOUNT") && !piped.contains('\u{1b}'),
        "{piped}"
    );
}

#[test]
fn colours_come_where_they_are_wanted() {
    let home = Home::with_accounts(&[GITHUB]);
    for command in [
        vec!["list", "--codes"],
        vec!["status"],
        vec!["doctor"],
        vec!["history"],
    ] {
        let bytes = |start: Start| {
            let session = start.run();
            session.ends();
            String::from_utf8_lossy(&session.written_after(0)).into_owned()
        };
        assert!(
            bytes(start(&home, &command)).contains("\u{1b}["),
            "{command:?}"
        );
        for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
            let plain = bytes(start(&home, &command).env(name, value));
            assert!(!plain.contains('\u{1b}'), "{command:?} {name}: {plain:?}");
        }
        assert!(!home.otp(&command).stdout.contains('\u{1b}'));
        let mut always = vec!["--color", "always"];
        always.extend(&command);
        let piped = home.otp(&always).stdout;
        assert_eq!(piped.contains('\u{1b}'), command != ["history"], "{piped}");
    }
}

#[test]
fn a_table_that_lives_follows_the_vault_and_leaves_nothing_behind() {
    let home = Home::with_accounts(&[GITHUB]);
    for (key, exit) in [("q", 0), ("\u{1b}", 0), ("\u{3}", 130)] {
        let session = start(&home, &["list", "--codes", "--watch"]).run();
        session.sees("GitHub:octavia").sees("q ends");
        let left = |screen: &str| {
            let line = screen.lines().find(|line| line.contains("octavia"));
            line.and_then(|line| line.trim_end().split("  ").last().map(str::to_owned))
        };
        let first = left(&session.screen());
        session.waits("another second", |screen| left(&screen.contents()) != first);
        session.types("x");
        session.resizes(30, 10).sees("q ends").resizes(80, 24);
        if exit == 0 && key == "q" {
            assert_eq!(home.otp_fed(["add", "--yes", "-"], DOOR.as_bytes()).code, 0);
            session.sees("Key fob:door");
        }
        session.types(key);
        assert_eq!(session.ends(), exit, "{key:?}");
        session.terminal_is_restored();
        let screen = session.screen();
        assert!(
            !screen.contains("octavia") && !screen.contains("q ends"),
            "{screen}"
        );
    }
    let session = start(&home, &["list", "--watch"]).run();
    session.sees("q ends");
    session.signals(Signal::TERM);
    session.ends();
    session.terminal_is_restored();
    let piped = home.otp(["list", "--watch"]);
    assert_eq!((piped.code, piped.stdout.as_str()), (2, ""), "{piped:?}");
    assert!(piped.stderr.contains("--watch"), "{piped:?}");
}

#[test]
fn a_table_that_lives_follows_the_files_of_sources() {
    let home = Home::with_accounts(&[GITHUB]);
    home.write(
        "phone.txt",
        b"otpauth://totp/npm:octavia?secret=MFZXIZLSNFXWI2LP\n",
    );
    let added = home.otp(["source", "add", "phone.txt", "--name", "phone"]);
    assert_eq!(added.code, 0, "{added:?}");
    let session = start(&home, &["list", "--watch"]).run();
    session.sees("npm:octavia");
    home.write(
        "phone.txt",
        b"otpauth://totp/crates:octavia?secret=MFZXIZLSNFXWI2LQ\n",
    );
    session.sees("crates:octavia");
    session.types("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_terminal_of_lines_gets_a_table_and_a_question() {
    let home = Home::with_accounts(&[GITHUB, DOOR]);
    let session = start(&home, &[]).env("TERM", "dumb").run();
    session
        .sees("GitHub:octavia")
        .sees("Account (Enter: all again, q: leave): ");
    session.types("gith\r");
    session.waits("the code", |screen| {
        screen
            .contents()
            .contains(&format!("GitHub:octavia  {}", code(&home, "github")))
    });
    session.types("nothing\r").sees("No account matches");
    session.types("fob\r").sees("Key fob:door  755 224");
    session.types("q\r");
    assert_eq!(session.ends(), 0);
    assert!(!session.ever_saw("\u{1b}"), "{}", session.screen());
    session.terminal_is_restored();
    // The counter was saved before its code was shown.
    assert_eq!(home.otp(["code", "fob"]).stdout, "287082\n");

    let picker = start(&home, &["code"]).env("TERM", "dumb").piped().run();
    picker
        .sees("GitHub:octavia")
        .sees("q: leave): ")
        .types("github\r");
    assert_eq!(picker.ends(), 0);
    assert_eq!(picker.output().trim_end().len(), 6);
    assert!(!picker.ever_saw("\u{1b}"));
    let left = start(&home, &["code"]).env("TERM", "dumb").piped().run();
    left.sees("q: leave): ").types("q\r");
    assert_eq!((left.ends(), left.output()), (130, String::new()));
}

#[test]
fn what_a_save_met_is_told_in_a_terminal_of_lines_too() {
    let home = Home::with_accounts(&[DOOR]);
    let backups = home.path(".local/state/otp/backups");
    std::fs::remove_dir_all(&backups).expect("removed");
    std::fs::write(&backups, b"in the way").expect("written");
    let session = start(&home, &[]).env("TERM", "dumb").run();
    session.sees("q: leave): ").types("fob\r");
    session.sees("755 224").types("q\r");
    assert_eq!(session.ends(), 0);
    session.sees("the vault is saved, but not its backup");
}

#[test]
fn edit_without_options_asks_one_part_after_the_other() {
    let home = Home::with_accounts(&[GITHUB]);
    let session = start(&home, &["edit", "github"]).run();
    session.sees("Issuer [GitHub]: ").types("\r");
    session.sees("Name [octavia]: ").types("mira\r");
    session.sees("Tags: ").types("work #mail\r");
    session.sees("Note: ").types("since May\r");
    session.sees("Sorted first (y or n) [n]: ").types("y\r");
    session
        .sees("Change the settings (SHA-1, 6 digits)?")
        .types("y\r");
    session.sees("SHA1, SHA256 or SHA512 [SHA1]: ").types("\r");
    session.sees("Digits [6]: ").types("99\r").sees("otp: ");
    session.waits("the question again", |screen| {
        screen.contents().matches("Digits [6]: ").count() == 2
    });
    session
        .types("8\r")
        .sees("Seconds between codes [30]: ")
        .types("\r");
    session.sees("Changed GitHub:octavia.");
    assert_eq!(session.ends(), 0);
    let shown = home.otp(["show", "github"]).stdout;
    for words in ["mira", "#work", "#mail", "since May", "8 digits", "Pinned"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let session = start(&home, &["edit", "github"]).run();
    for question in [
        "Issuer",
        "Name",
        "Tags [work mail]",
        "Note [there is one]",
        "Sorted first",
    ] {
        let answer = if question.starts_with("Tags") {
            "work\r"
        } else {
            "\r"
        };
        session.sees(question).types(answer);
    }
    session
        .sees("Change the settings")
        .types("\r")
        .sees("Changed");
    assert_eq!(session.ends(), 0);
    assert!(!home.otp(["show", "github"]).stdout.contains("#mail"));
    let session = start(&home, &["edit", "github"]).run();
    session.sees("Issuer [GitHub]: ").types("\u{3}");
    assert_eq!(session.ends(), 130);
    assert_eq!(home.otp(["edit", "github"]).code, 2, "nobody to ask");
}

#[test]
fn adding_by_hand_asks_for_what_is_missing() {
    let home = Home::with_vault();
    let session = start(&home, &["add", "--manual"]).run();
    session.sees("Issuer, such as GitHub: ").types("\r");
    session.sees("Name of the account there: ").types("\r");
    session.waits("the question again", |screen| {
        screen
            .contents()
            .matches("Issuer, such as GitHub: ")
            .count()
            == 2
    });
    session.types("Hetzner\r");
    session.waits("the second question again", |screen| {
        screen
            .contents()
            .matches("Name of the account there: ")
            .count()
            == 2
    });
    session.types("K1\r");
    // The secret before the settings: a link says them, and no secret may be typed where it is seen.
    session
        .sees("Secret (not shown)")
        .types("MFZXIZLSNFXWI2LO\r");
    session
        .sees("Other settings than SHA1, 6 digits and 30 seconds?")
        .types("y\r");
    session.sees("SHA1, SHA256 or SHA512 [SHA1]: ").types("\r");
    session.sees("Digits [6]: ").types("8\r");
    session.sees("Seconds between codes [30]: ").types("\r");
    session.sees("Added Hetzner:K1");
    assert_eq!(session.ends(), 0);
    assert!(home.otp(["show", "K1"]).stdout.contains("8 digits"));
    let link = "otpauth://totp/X:y?secret=MFZXIZLSNFXWI2LO&digits=7\r";
    let session = start(&home, &["add", "--manual", "--yes"]).run();
    session.sees("Issuer, such as GitHub: ").types("A\r");
    session.sees("Name of the account there: ").types("b\r");
    session.sees("Secret (not shown)").types(link);
    session.sees("Added A:b");
    assert_eq!(session.ends(), 0);
    let piped = home.otp_fed(["add", "--manual"], b"MFZXIZLSNFXWI2LO");
    assert_eq!(piped.code, 2, "{piped:?}");
}

#[test]
fn what_was_meant_is_suggested_before_a_question_and_never_done() {
    let home = Home::with_accounts(&[GITHUB]);
    let meant = "\"lsit\" is not a command; did you mean `otp list`?";
    let locked = home.run(["lsit"], b"");
    assert_eq!((locked.code, locked.stdout.as_str()), (5, ""), "{locked:?}");
    assert!(locked.stderr.starts_with(meant), "{locked:?}");
    let open = home.otp(["lsit"]);
    assert_eq!((open.code, open.stdout.as_str()), (3, ""), "{open:?}");
    assert!(open.stderr.contains(meant), "{open:?}");
    let named = home.otp(["code", "lsit"]);
    assert!(
        named.code == 3 && !named.stderr.contains("is not a command"),
        "{named:?}"
    );
    let usage = home.run(["exprt", "--to", "aegis"], b"");
    assert_eq!(usage.code, 2, "{usage:?}");
    assert!(
        usage
            .stderr
            .starts_with("otp: \"exprt\" is not a command; did you mean `otp export`?\n"),
        "{usage:?}"
    );
    for name in [
        "gihtub",
        "githbu",
        "otcavia",
        "gitub:octavia",
        "githup octavi",
    ] {
        let run = home.otp(["code", name]);
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run:?}");
        assert!(run.stderr.contains("  GitHub:octavia\n"), "{name}: {run:?}");
        assert!(run.stderr.contains("Did you mean"), "{name}: {run:?}");
    }
    let far = home.otp(["code", "zebra"]);
    assert!(far.code == 3 && !far.stderr.contains("GitHub"), "{far:?}");
    // On a terminal the hint stands above the question.
    let session = asked(&home, &["lsit"]);
    session.sees(meant).sees("Passphrase: ").types("\u{3}");
    assert_eq!(session.ends(), 130);
    let mut help = home.command(["lits", "--help"]);
    help.env("TERM", "dumb");
    assert_eq!(finish(help, b"").code, 0);
}

/// Without the identity that opens the vault.
fn asked(home: &Home, arguments: &[&str]) -> Session {
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    Start::otp(&home.path(""), arguments)
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .env("XDG_CONFIG_HOME", &folder(".config"))
        .env("XDG_RUNTIME_DIR", &folder("runtime"))
        .run()
}
