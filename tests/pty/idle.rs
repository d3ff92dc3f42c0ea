//! What it costs to be looked at: bytes to the terminal while nobody touches a key.

use super::session::Start;

/// What thirteen countdowns of their own cost at that size, on average.
const MAX: usize = 818;

#[test]
fn a_line_that_moves_every_second_is_cheaper_than_thirteen_that_did() {
    for (size, view) in [((140, 40), "auto"), ((140, 40), "list"), ((80, 24), "auto")] {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("config/otp");
        std::fs::create_dir_all(&folder).expect("made");
        let settings = format!("view = \"{view}\"\ntheme = \"dark\"\n");
        std::fs::write(folder.join("config.toml"), settings).expect("written");
        let session = Start::otp(home.path(), &["demo"])
            .env("COLORTERM", "truecolor")
            .sized(size.0, size.1)
            .run();
        session.sees("GitHub");
        session.next_frame();
        // A whole period, with all codes in it that change.
        let (begin, seconds) = (session.bytes(), 30);
        for _ in 0..seconds {
            session.next_frame();
        }
        let each = (session.bytes() - begin) / seconds;
        println!("{size:?} {view}: {each} bytes a second");
        assert!(each <= MAX, "{size:?} {view}: {each} bytes a second");
    }
}
