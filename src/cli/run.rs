//! `otp run`: a program whose question for a code is answered; `program-holder` is its other half.

use std::cell::Cell;

use crate::app::login::run::{Said, Wish};
use crate::app::{App, Error, Exit, Sight, Span};
use crate::cli::beside::{foreign, warn_of};
use crate::cli::{args, open as open_vault, output::Output};

/// Runs the program once the vault is open: one that is locked never becomes a failed login.
pub fn run(app: &App, out: &Output, args: &args::Run) -> Result<Exit, Error> {
    let Some((program, arguments)) = args.program.split_first() else {
        return Err(Error::usage(
            "Which program?",
            "Name it: otp run -- PROGRAM",
        ));
    };
    let timeout = Span::parse(&args.timeout).ok_or_else(|| {
        Error::usage(
            "--timeout is not a length of time",
            "Write it as 60s, 5m or off.",
        )
    })?;
    let wish = Wish {
        account: args.account.clone(),
        append: args.append,
        prompt: args.prompt.clone(),
        at: args.at,
        timeout: timeout.get(),
    };
    app.check_run(program, &wish)?;
    let mut open = open_vault(app, out)?;
    let foreign = foreign(app, out, &mut open, &Sight::All)?;
    let task = app.task(program, arguments);
    let choice = app.account_to_run((&open, &foreign), &task, &wish)?;
    let account = foreign.account(open.vault(), &choice.account).cloned();
    if let Some(account) = &account {
        warn_of(out, &foreign, account);
        out.detail(&format!("Codes come from {}.", account.title()));
    }
    let is_refused = Cell::new(false);
    let tell = |said: Said| {
        is_refused.set(is_refused.get() || matches!(said, Said::Refused));
        tell(out, &said);
    };
    let ended = app.run(
        (open, foreign),
        (program, arguments),
        (task, choice, &wish),
        &tell,
    );
    let counted = account.filter(|account| account.otp.counter().is_some());
    if let Some(account) = counted.filter(|_| is_refused.get()) {
        out.note(&format!(
            "{} is counter-based: if the server has lost count, it takes two codes in a row. `otp code NAME` gives them; \
             with otp on the server: otp verify NAME --resync CODE1 CODE2",
            account.title()
        ));
    }
    ended
}

/// Behind the prompt, where the user looks.
fn tell(out: &Output, said: &Said) {
    match said {
        Said::Answered => out.aside("(answered by otp)"),
        Said::Waiting(seconds) => {
            out.aside(&format!("(otp: a fresh code comes in {seconds} s)"));
        }
        Said::Refused => out.aside("(otp: asked again, so it was refused; now it is your turn)"),
        Said::Unknown(login) => {
            out.aside(&format!("(otp: no account is known for {login})"));
        }
        Said::Failed(error) => out.aside(&format!("(otp: {})", error.what())),
    }
}

/// Runs as the process between `otp run` and its program.
pub fn hold(app: &App, out: &Output, args: &args::ProgramHolder) -> Exit {
    match app.hold_program(&args.arguments) {
        Ok(exit) => exit,
        Err(error) => {
            out.error(&error);
            // Where there is no such terminal, nobody reads it, and nobody would wake us.
            if matches!(error.exit(), Exit::Program(126 | 127)) {
                app.finish_holding(&args.arguments);
            }
            error.exit()
        }
    }
}
