//! `otp history`: the last changes, newest first.

use crate::app::{App, Error, Exit};
use crate::cli::{args, open as open_vault, output::Output};

/// Prints one change a line.
pub fn run(app: &App, out: &Output, args: &args::History) -> Result<Exit, Error> {
    let open = open_vault(app, out)?;
    let query = args.name.join(" ").to_lowercase();
    let mut any = false;
    for line in open.history()? {
        if query.split_whitespace().all(|term| line.account.to_lowercase().contains(term)) {
            out.line(&format!("{}  {}  {}", line.when, line.what, line.account))?;
            any = true;
        }
    }
    if !any {
        out.note("No change is on record.");
    }
    Ok(Exit::Ok)
}
