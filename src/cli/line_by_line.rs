//! `otp` on a terminal that can only print lines (`TERM=dumb`): a table and a question instead of the interface.

use crate::app::{App, Error, Exit, Foreign, Open, lacks_pin, pick, select};
use crate::cli::output::Output;
use crate::cli::{args, code, list, open as open_vault};

const QUESTION: &str = "Account (Enter: all again, q: leave): ";

/// Shows the accounts with their codes and asks whose code is wanted, until it is left.
pub fn run(app: &App, out: &Output, search: &str) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    show(app, out, &open, search)?;
    loop {
        open.refresh()?;
        let Some(answer) = asked(app)? else {
            return Ok(Exit::Ok);
        };
        if answer.is_empty() {
            show(app, out, &open, "")?;
            continue;
        }
        if let Err(error) = tell(app, out, &mut open, &answer) {
            out.error(&error);
        }
    }
}

/// The same as a picker: the table is a note, the answer goes the way of `otp code NAME`.
pub fn picked(app: &App, out: &Output, args: args::Code) -> Result<Exit, Error> {
    code::check(&args)?;
    let open = open_vault(app, out)?;
    for account in select(open.vault(), "", &app.settings, &app.uses()) {
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

fn show(app: &App, out: &Output, open: &Open, search: &str) -> Result<(), Error> {
    let accounts = select(open.vault(), search, &app.settings, &app.uses());
    if accounts.is_empty() {
        out.note("No accounts yet. Add one with `otp add`.");
    }
    out.table(list::table(app, &accounts, &Foreign::default(), true))
}

fn tell(app: &App, out: &Output, open: &mut Open, name: &str) -> Result<(), Error> {
    let account = pick(open.vault(), name)?.clone();
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
