//! Terminals that do not keep up: one that never reads, and lines of a few hundred bytes a second.

use std::collections::BTreeSet;

use rustix::process::Signal;

use super::models::{Edge, Model, Widths};
use super::session::{Reading, Session, Start};
use super::widths::{accounts, codes_in, seconds, started};
use crate::home::Home;

fn demo() -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().expect("a folder");
    let session = Start::otp(home.path(), &["demo"]).run();
    session.sees("GitHub");
    (home, session)
}

/// Fills what the system holds for a reader.
fn chokes(session: &Session) {
    session.reads(Reading::Never);
    for _ in 0..400 {
        session.types("?\x1b");
        session.types("G g ");
    }
}

#[test]
fn every_signal_ends_it_while_nobody_reads() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
    ] {
        let (_home, session) = demo();
        chokes(&session);
        assert_eq!(session.signals(signal).ends_unread(), code);
    }
}

/// Eight accounts whose codes change every ten seconds, over a line that takes longer for a second's frame than that.
#[test]
fn no_code_stands_on_a_slow_line_when_it_is_over() {
    let (links, known) = accounts(&[10; 8]);
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let home = Home::with_accounts(&links);
    let session = started(&home, "C.UTF-8", false);
    session.sees("A00 GitHub");
    session.reads(Reading::Slowly(300));
    // From here on: what was on its way comes at once.
    let mut model = Model::new(Widths::Ours, Edge::Waits, 80, 24);
    session.types("P").types("P");
    let mut fed = 0;
    let mut seen = BTreeSet::new();
    // Of the last account: two changes.
    while seen.len() < 3 {
        session.waits_for_more_than(fed);
        let bytes = session.written_after(fed);
        fed += bytes.len();
        model.feed(&bytes, |_| {});
        let now = seconds();
        for row in 0..24 {
            let cells = model.row(row);
            let Some(owner) = known.iter().find(|known| cells[6..9].concat() == known.tag) else {
                continue;
            };
            for (_, code) in codes_in(cells) {
                // The code of now, and of the next step beside it; a moment's grace for the test's own slowness.
                let right = (now - 2..=now).any(|at| owner.is_at(&code, at));
                assert!(right, "{code} is over:\n{}", model.text());
                if owner.tag == "A07" {
                    seen.insert(code);
                }
            }
        }
    }
    session.reads(Reading::AtOnce).types("q");
    assert_eq!(session.ends(), 0);
}
