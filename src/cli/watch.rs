//! `otp list --codes --watch`: the table drawn again each second, until a key ends it.

use std::time::Duration;

use crate::app::{App, Error, Exit, Open};
use crate::cli::drawn::Drawn;
use crate::cli::output::Output;
use crate::cli::table::Table;

/// A second, so that a wait is never endless.
const SECOND: u64 = 1000;

/// Draws what `table` makes of the open vault at every second; q, Escape and ^C end it, and nothing of it stays.
pub fn run(
    app: &App,
    out: &Output,
    open: &mut Open,
    mut table: impl FnMut(&Open) -> Table,
) -> Result<Exit, Error> {
    check(app, out)?;
    let mut drawn = Drawn::default();
    let mut failed = None;
    let ended = app.watch_keys(&mut || {
        if let Err(error) = open
            .refresh()
            .and_then(|_| out.draw_again(table(open), "q ends", &mut drawn))
        {
            failed = Some(error);
            return None;
        }
        let past = app.now().millis() % SECOND;
        Some(Duration::from_millis(SECOND - past))
    });
    out.wipe(&mut drawn)?;
    match failed {
        Some(error) => Err(error),
        None => ended.map(|()| Exit::Ok),
    }
}

/// Only a terminal can be drawn on again.
pub fn check(app: &App, out: &Output) -> Result<(), Error> {
    if out.is_terminal() && app.can_ask() && !app.system.environment.terminal_is_dumb() {
        return Ok(());
    }
    Err(Error::usage(
        "--watch draws again on a terminal, and standard output is none that can",
        "Leave it out; a script calls `otp list --codes` when it needs it.",
    ))
}
