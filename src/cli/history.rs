//! `otp history`: the last changes, newest first.

use crate::app::{App, Error, Exit};
use crate::cli::change::sentence;
use crate::cli::local_time::minute;
use crate::cli::table::Table;
use crate::cli::{args, open as open_vault, output::Output};

/// Prints one change a line.
pub fn run(app: &App, out: &Output, args: &args::History) -> Result<Exit, Error> {
    let open = open_vault(app, out)?;
    let query = args.name.join(" ").to_lowercase();
    let mut table = Table::new(&["WHEN", "CHANGE"], &[]).with_prose();
    for entry in open.history() {
        let title = entry.difference.title.to_lowercase();
        if query.split_whitespace().all(|term| title.contains(term)) {
            table.row([minute(entry.when), sentence(&entry.difference)]);
        }
    }
    if table.is_empty() {
        out.note("No change is on record.");
    }
    out.table(table)?;
    Ok(Exit::Ok)
}
