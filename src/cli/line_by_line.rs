//! `otp` on a terminal that can only print lines (`TERM=dumb`): a table and a question instead of the interface.

use crate::app::{App, Error, Exit, Open, Sight, SourceAccounts, lacks_pin};
use crate::cli::beside::{foreign, picked, sight};
use crate::cli::output::Output;
use crate::cli::{args, code, list, open as open_vault};

const QUESTION: &str = "Account (Enter: all again, q: leave): ";

/// Shows the accounts with their codes and asks whose code is wanted, until it is left.
pub fn run(app: &App, out: &Output, search: &str) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let mut beside = foreign(app, out, &mut open, &Sight::All)?;
    show(app, out, (&open, &beside), search)?;
    loop {
        let Some(answer) = asked(app)? else {
            return Ok(Exit::Ok);
        };
        open.refresh()?;
        beside = foreign(app, out, &mut open, &Sight::All)?;
        if answer.is_empty() {
            show(app, out, (&open, &beside), "")?;
            continue;
        }
        if let Err(error) = tell(app, out, (&mut open, &beside), &answer) {
            out.error(&error);
        }
    }
}

/// The same as a picker: the table is a note, the answer goes the way of `otp code NAME`.
pub fn pick(app: &App, out: &Output, args: args::Code) -> Result<Exit, Error> {
    code::check(&args)?;
    let mut open = open_vault(app, out)?;
    let foreign = foreign(app, out, &mut open, &sight(&args.sight))?;
    for account in app.select(open.vault(), &foreign, "") {
        out.note(&account.title());
    }
    drop(open);
    match asked(app)? {
        Some(name) if !name.is_empty() => {
            let name = vec![name];
            code::run(app, out, &args::Code { name, ..args })
        }
        _ => Err(Error::interrupted()),
    }
}

/// `None` when it is left.
fn asked(app: &App) -> Result<Option<String>, Error> {
    let answer = app.ask_line(QUESTION)?;
    let answer = answer.trim();
    Ok((answer != "q").then(|| answer.to_owned()))
}

fn show(
    app: &App,
    out: &Output,
    (open, foreign): (&Open, &SourceAccounts),
    search: &str,
) -> Result<(), Error> {
    let accounts = app.select(open.vault(), foreign, search);
    if accounts.is_empty() {
        out.note("No accounts yet. Add one with `otp add`.");
    }
    out.table(list::table(app, &accounts, foreign, true))
}

fn tell(
    app: &App,
    out: &Output,
    (open, foreign): (&mut Open, &SourceAccounts),
    name: &str,
) -> Result<(), Error> {
    let account = picked(out, open.vault(), foreign, name)?.clone();
    foreign.check_counted(&account)?;
    let (code, left) = match account.otp.at(app.now()) {
        Some(timed) => (timed.code, format!("  ({} s)", timed.remaining)),
        None if account.otp.counter().is_none() => return Err(lacks_pin(&account)),
        // The next counter is on disk before the code is seen.
        None => (open.take_code(&account.id)?, String::new()),
    };
    app.note_use(&account, &code);
    out.line(&format!(
        "{}  {}{left}",
        account.title(),
        code.grouped().as_str()
    ))
}
