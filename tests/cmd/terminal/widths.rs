//! What is told is whole and fits the window: tables, codes, the recovery key, what the doctor found.

use super::{GITHUB, code, shown, start};
use crate::home::Home;
use crate::pty::session::Start;

const LONG: &str = "otpauth://totp/Amazon%20Web%20Services:octavia.finch%2Bproduction-1@example.test?secret=MFZXIZLSNFXWI2LO&issuer=Amazon%20Web%20Services";
const OTHER: &str = "otpauth://totp/Amazon%20Web%20Services:octavia.finch%2Bproduction-2@example.test?secret=MFZXIZLSNFXWI2LA&issuer=Amazon%20Web%20Services";

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
