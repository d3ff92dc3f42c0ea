//! The demo in a terminal, from the first key to the restored terminal.

use rustix::process::Signal;

use super::session::{Session, Start};

/// The demo with an empty home, which it must leave empty.
fn demo() -> (tempfile::TempDir, Session) {
    started(|start| start)
}

fn started(change: impl FnOnce(Start) -> Start) -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().expect("a folder");
    let session = change(Start::otp(home.path(), &["demo"])).run();
    session.sees("GitHub");
    (home, session)
}

fn touched(home: &tempfile::TempDir) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(home.path()).expect("a folder");
    entries.flatten().map(|entry| entry.path()).collect()
}

/// The code in the row with this name.
fn code_of(screen: &str, name: &str) -> Option<String> {
    let row = screen.lines().find(|line| line.contains(name))?;
    let words: Vec<&str> = row.split_whitespace().collect();
    words.windows(2).find_map(|pair| {
        let code = pair.concat();
        let digits = |text: &str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
        (digits(pair[0]) && digits(pair[1])).then_some(code)
    })
}

#[test]
fn search_copy_quit() {
    let (home, session) = demo();
    session.types("/hetz").sees("1/13").sees_no("GitHub");
    session.types("\r").sees("Sent the code for Hetzner");
    let copied = session.clipboard(|text| text.len() == 6);
    let screen = session.screen();
    let shown = code_of(&screen, "Hetzner").expect("a code");
    // The step may have ended between the key and the look: then the code copied is the one before.
    if !screen.contains(" 30 ") {
        assert_eq!(copied, shown, "{screen}");
    }
    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
    assert!(touched(&home).is_empty(), "{:?}", touched(&home));
}

#[test]
fn a_pasted_link_is_added_and_undone() {
    let (_home, session) = demo();
    session
        .pastes("otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example")
        .sees("Found 1 account")
        .sees("The code now");
    session
        .types("\r")
        .sees("Added Example alice")
        .sees("/14 ·");
    session.types("u").sees("Undone").sees("13");
    session.types("\x12").sees("Done again").sees("14");
    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn edit_delete_undo() {
    let (_home, session) = demo();
    session.types("/npm\t").sees("1/13");
    session
        .types("e")
        .sees("Edit")
        .types(" registry\r")
        .sees("npm r…stry");
    session
        .types("d")
        .sees("Removed npm registry")
        .sees_no("octavia ");
    session.types("u").sees("Undone: restored npm registry");
    session.types("u").sees("Undone: changed issuer of npm");
    assert_eq!(session.types("\x03").ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn lock_and_unlock() {
    let (_home, session) = demo();
    session.types("L").sees("otp is locked").sees_no("GitHub");
    session.types("wrong\r").sees("Wrong passphrase");
    session.types("demo\r").sees("GitHub");
    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn resizing_redraws() {
    let (_home, session) = demo();
    session.resizes(40, 12).sees("crates.io").sees_no("octavia");
    session.resizes(120, 40).sees("Changes in");
    session.resizes(140, 40).sees_no("Changes in").sees("▄▄▄");
    session.resizes(10, 1).sees_no("▄▄▄");
    session.resizes(80, 24).sees("octavia").sees("Stadtbank");
    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn codes_change_with_the_clock() {
    let (_home, session) = demo();
    let first = code_of(&session.screen(), "Stadtbank").expect("a code");
    // Its period is 15 s: the next code comes by itself.
    session.waits("the next code", |screen| {
        code_of(&screen.contents(), "Stadtbank").is_some_and(|code| code != first)
    });
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn signals_end_it_in_order() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
    ] {
        let (_home, session) = demo();
        assert_eq!(session.signals(signal).ends(), code);
        session.terminal_is_restored();
    }
}

#[test]
fn signals_end_it_while_locked_too() {
    let (_home, session) = demo();
    session.types("L").sees("otp is locked");
    assert_eq!(session.signals(Signal::TERM).ends(), 143);
    session.terminal_is_restored();
}

#[test]
fn stopping_gives_the_terminal_back_and_continuing_takes_it_again() {
    let (_home, session) = demo();
    session.types("\x1a").waits("the shell's screen", |screen| {
        !screen.alternate_screen() && !screen.hide_cursor()
    });
    // Only now it may be continued: before the stop the signal would be lost.
    let status = format!("/proc/{}/status", session.pid().as_raw_nonzero());
    let stopped = || {
        let status = std::fs::read_to_string(&status).unwrap_or_default();
        status.contains("State:\tT")
    };
    while !stopped() {
        std::thread::yield_now();
    }
    session.terminal_is_restored();
    session.signals(Signal::CONT).waits("our screen", |screen| {
        screen.alternate_screen() && screen.contents().contains("GitHub")
    });
    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn no_color_keeps_weights_and_has_no_colours() {
    let (_home, session) = started(|start| start.env("NO_COLOR", "1"));
    session.waits("a reversed row without colours", |screen| {
        let cells: Vec<_> = (0..24)
            .flat_map(|row| {
                (0..80).filter_map(move |column| Some((row, screen.cell(row, column)?.clone())))
            })
            .collect();
        let plain = |(_, cell): &(u16, vt100::Cell)| {
            cell.fgcolor() == vt100::Color::Default && cell.bgcolor() == vt100::Color::Default
        };
        cells.iter().all(plain) && cells.iter().any(|(row, cell)| *row == 2 && cell.inverse())
    });
    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn the_screen_goes_to_the_terminal_when_the_output_is_piped() {
    let (_home, session) = started(Start::piped);
    session.sees("Hetzner");
    assert_eq!(session.types("q").ends(), 0);
    assert_eq!(session.output(), "");
    session.terminal_is_restored();
}

#[test]
fn help_runs_what_is_chosen() {
    let (_home, session) = demo();
    session
        .types("?")
        .sees("Keys")
        .types("hide or")
        .sees_no("next account");
    session.types("\r").sees("codes hidden");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn locked_it_sleeps_and_writes_nothing() {
    let (_home, session) = demo();
    session.types("L").sees("otp is locked");
    // The program has nothing to do once the screen is drawn: the counts stand still over a whole second, which is
    // measured by another program's clock, the list of a second session.
    let (_other_home, other) = demo();
    other.next_frame();
    other.next_frame();
    let (bytes, sleeps) = (session.bytes(), session.sleeps());
    other.next_frame();
    other.next_frame();
    assert_eq!(session.bytes(), bytes, "bytes written while locked");
    assert!(session.sleeps() <= sleeps, "woke up while locked");
    assert_eq!(session.types("\x03").ends(), 0);
}

#[test]
fn the_list_wakes_once_a_second() {
    let (_home, session) = demo();
    // From one second's frame to the seventh after it.
    session.next_frame();
    let sleeps = session.sleeps();
    for _ in 0..7 {
        session.next_frame();
    }
    let woken = session.sleeps() - sleeps;
    // The last sleep may not have begun when it is counted.
    assert!((6..=10).contains(&woken), "{woken} wakes in 7 s");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn times_beyond_all_measure_are_refused_and_the_longest_work() {
    let home = tempfile::tempdir().expect("a folder");
    let refused = Start::otp(
        home.path(),
        &["demo", "--lock-after", "18446744073709551615"],
    )
    .run();
    refused.sees("--lock-after is not a length of time");
    assert_eq!(refused.ends(), 2);
    for arguments in [["--lock-after", "3650d"], ["--at", "18446744073709551615"]] {
        let session = Start::otp(home.path(), &[&["demo"], &arguments[..]].concat()).run();
        // A peek and a copy have their times too.
        session.sees("GitHub").types("v\r").sees("Sent");
        assert_eq!(session.types("q").ends(), 0, "{arguments:?}");
    }
}
