//! The pages of the interface as a person goes through them, at 80x24 and at 24x8.

mod add;
pub mod first_run;
mod leaving;
mod mouse;
mod pixels;
mod qr;
mod toasts;

use super::session::{Session, Start};

/// The demo at a size, with its empty home.
pub(super) fn demo(size: (u16, u16)) -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().expect("a folder");
    let session = Start::otp(home.path(), &["demo"])
        .sized(size.0, size.1)
        .run();
    session.sees("GitHub");
    (home, session)
}

/// The lowest line of the screen.
pub(super) fn lowest(session: &Session) -> String {
    session.look(|screen| {
        let (_, columns) = screen.size();
        let rows = screen.rows(0, columns.get());
        rows.last().unwrap_or_default()
    })
}
