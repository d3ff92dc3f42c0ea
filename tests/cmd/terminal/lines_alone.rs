//! A terminal that can do no more than lines.

use super::{DOOR, GITHUB, code, start};
use crate::home::Home;

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
