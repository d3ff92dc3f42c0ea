//! A table that lives follows the vault and the files of sources.

use rustix::process::Signal;

use super::{DOOR, GITHUB, start};
use crate::home::Home;

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
