//! `otp menu`: an account chosen in a menu program, its code copied or typed: for a key of the window manager.

use crate::app::{App, Error, Exit, Sight, lacks_pin};
use crate::cli::beside::{foreign, warn_of};
use crate::cli::{args, code, open as open_vault, output::Output};

/// Lets the person choose, and copies the code. Who chooses nothing hears nothing.
pub fn run(app: &App, out: &Output, args: &args::Menu) -> Result<Exit, Error> {
    app.settings()
        .need(&["offset", "clear-after", "copy-command"])?;
    // A code of a counter comes only once: it must not be chosen for what cannot be done.
    if args.types {
        app.check_typing()?;
    } else {
        app.check_copying()?;
    }
    let mut open = open_vault(app, out)?;
    let foreign = foreign(app, out, &mut open, &Sight::All)?;
    let Some(account) = app.choose(&open, &foreign, args.with.as_deref())? else {
        return Ok(Exit::Interrupted);
    };
    let account = account.clone();
    foreign.check_counted(&account)?;
    warn_of(out, &foreign, &account);
    let code = if account.otp.counter().is_some() {
        open.take_code(&account.id)?
    } else {
        let timed = account.otp.at(app.now());
        timed.ok_or_else(|| lacks_pin(&account))?.code
    };
    let wanted = args::Code {
        copy: !args.types,
        types: args.types,
        ..args::Code::default()
    };
    code::hand_out(app, out, &wanted, &account, &code)
}
