//! Colours come where they are wanted.

use super::{GITHUB, start};
use crate::home::Home;
use crate::pty::session::Start;

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
