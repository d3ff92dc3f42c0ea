//! `otp share`: the next codes of an account as a table, for somebody who must not have its secret.

use crate::app::login::share::MAX_SPAN;
use crate::app::{App, Error, Exit, Sight};
use crate::cli::beside::{foreign, picked};
use crate::cli::parameters::span;
use crate::cli::{args, open as open_vault, output::Output};

/// Prints the table, encrypted where it is for somebody. What is wrong with the arguments costs no passphrase.
pub fn run(app: &App, out: &Output, args: &args::Share) -> Result<Exit, Error> {
    let takes = "--for takes a time of 1 s to 24 h";
    let life = span(
        &args.duration,
        MAX_SPAN,
        takes,
        "Write it as 90s, 30m or 8h.",
    )?;
    let recipients = app.recipients(&args.to)?;
    let mut open = open_vault(app, out)?;
    let foreign = foreign(app, out, &mut open, &Sight::All)?;
    let account = picked(out, open.vault(), &foreign, &args.name.join(" "))?;
    let table = app.share(account, life)?;
    let title = account.title();
    let Some(recipients) = recipients else {
        out.data_as_it_is(&table)?;
        out.warn(&format!(
            "whoever reads this can log in to {title} until its end, with the password; --to encrypts it."
        ));
        return Ok(Exit::Ok);
    };
    out.data_as_it_is(&app.seal_for(&recipients, &table)?)?;
    out.note(&format!(
        "Codes of {title}, encrypted: `age -d -i KEY` opens them."
    ));
    Ok(Exit::Ok)
}
