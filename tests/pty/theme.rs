//! `theme = "auto"`: a terminal that tells its background gets colours for it, one that tells nothing is not waited for.

use vt100::Color;

use super::session::{Session, Start};

const QUESTION: &[u8] = b"\x1b]11;?";

fn demo(settings: &str, variables: &[(&str, &str)]) -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("config/otp");
    std::fs::create_dir_all(&folder).expect("made");
    std::fs::write(folder.join("config.toml"), settings).expect("written");
    let mut start = Start::otp(home.path(), &["demo"]).env("COLORTERM", "truecolor");
    for (name, value) in variables {
        start = start.env(name, value);
    }
    (home, start.run())
}

fn is_asked(session: &Session) -> bool {
    let written = session.written_after(0);
    written.windows(QUESTION.len()).any(|part| part == QUESTION)
}

/// The colour of the program's name in the header.
fn accent(session: &Session) -> Color {
    session.look(|screen| screen.cell(0, 0).expect("a cell").fgcolor())
}

#[test]
fn the_answer_decides_and_is_no_key() {
    for (answer, colour) in [
        (
            "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
            Color::Rgb(0x00, 0x5a, 0x8c),
        ),
        ("\x1b]11;rgb:1e/1e/1e\x07", Color::Rgb(0x7c, 0xc4, 0xf5)),
    ] {
        let (_home, session) = demo("theme = \"auto\"\n", &[]);
        session.sees("GitHub");
        assert!(is_asked(&session));
        session.types(answer);
        let is_it = |screen: &vt100::Screen| {
            screen
                .cell(0, 0)
                .is_some_and(|cell| cell.fgcolor() == colour)
        };
        session.waits("the theme for it", is_it);
        assert!(
            session.screen().contains("GitHub"),
            "no letter of it was a key"
        );
        assert_eq!(session.types("q").ends(), 0);
        session.terminal_is_restored();
    }
}

#[test]
fn nobody_is_asked_who_may_not_answer_or_need_not() {
    for (settings, variables) in [
        ("theme = \"auto\"\n", &[("TMUX", "/tmp/tmux,1,0")][..]),
        ("theme = \"auto\"\n", &[("TERM", "screen-256color")]),
        ("theme = \"auto\"\n", &[("TERM", "linux")]),
        ("theme = \"auto\"\n", &[("NO_COLOR", "1")]),
        ("theme = \"terminal\"\n", &[]),
        ("", &[]),
    ] {
        let (_home, session) = demo(settings, variables);
        session.sees("GitHub");
        assert!(!is_asked(&session), "{settings} {variables:?}");
        assert_eq!(accent(&session), Color::Default, "{settings} {variables:?}");
        assert_eq!(session.types("q").ends(), 0);
    }
}

#[test]
fn colours_of_ones_own_are_used_and_a_wrong_one_costs_only_itself() {
    let (_home, session) = demo("theme = \"nord\"\ncolours = \"accent=#102030\"\n", &[]);
    session.sees("GitHub");
    assert_eq!(accent(&session), Color::Rgb(0x10, 0x20, 0x30));
    let ground = session.look(|screen| screen.cell(20, 40).expect("a cell").bgcolor());
    assert_eq!(ground, Color::Rgb(0x2e, 0x34, 0x40));
    assert_eq!(session.types("q").ends(), 0);
    let (_home, session) = demo("theme = \"nord\"\ncolours = \"accnt=#102030\"\n", &[]);
    session.sees("GitHub");
    assert_eq!(accent(&session), Color::Rgb(0x8f, 0xd0, 0xe0));
    assert_eq!(session.types("q").ends(), 0);
}
