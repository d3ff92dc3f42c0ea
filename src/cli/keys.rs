//! `otp passwd` and `otp key`: what opens the vault.

use crate::account::SecretText;
use crate::app::{App, Confirmation, Error, Exit, NewVault};
use crate::cli::init::{floor, show_recovery, tell_recovery, tell_strength};
use crate::cli::show::colored;
use crate::cli::{args, open as open_vault, output::Output};
use crate::qr::draw::{Drawing, Level};

/// `otp passwd`: rewrites `identity.age` only.
pub fn passwd(app: &App, out: &Output, args: &args::Passwd) -> Result<Exit, Error> {
    let before = app.identity_as_it_is()?;
    let open = open_vault(app, out)?;
    let floor = floor(args.weak_passphrase);
    let passphrase = match &args.new_passphrase_file {
        Some(file) => app.new_passphrase_from(file, floor)?,
        None => app.ask_new_passphrase(floor, |strength| tell_strength(out, strength))?,
    };
    let wish = NewVault {
        passphrase,
        work_factor: args.work_factor,
        device: None,
    };
    app.change_passphrase(&open, before.as_deref(), &wish)?;
    out.note("The passphrase of this device is changed.");
    Ok(Exit::Ok)
}

/// `otp key …`
pub fn run(app: &App, out: &Output, key: &args::Key) -> Result<Exit, Error> {
    match key {
        args::Key::List => list(app, out),
        args::Key::Add(args) => add(app, out, args),
        args::Key::Remove(args) => remove(app, out, args),
        args::Key::Recovery(args) => recovery(app, out, args),
    }
}

fn list(app: &App, out: &Output) -> Result<Exit, Error> {
    let open = open_vault(app, out)?;
    out.lines(app.key_lines(&open))?;
    out.note(&format!("Words of this vault: {}", app.fingerprint(&open)));
    Ok(Exit::Ok)
}

fn add(app: &App, out: &Output, args: &args::KeyAdd) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let name = open.add_key(&args.recipient, args.name.as_deref())?;
    out.note(&format!(
        "{name} can open the vault now. Both devices should show these words: {}",
        app.fingerprint(&open)
    ));
    Ok(Exit::Ok)
}

fn remove(app: &App, out: &Output, args: &args::KeyRemove) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let name = open.remove_key(&args.name)?;
    out.note(&format!(
        "{name} cannot open the vault any more, from this save on."
    ));
    out.warn("it keeps what it has already seen: enrol the accounts again at their sites if it was lost or stolen.");
    Ok(Exit::Ok)
}

fn recovery(app: &App, out: &Output, args: &args::KeyRecovery) -> Result<Exit, Error> {
    if args.check {
        return check_recovery(app, out);
    }
    let wishes = args::Init::for_recovery(args);
    if let Some(file) = wishes.file() {
        app.check_absent(file)?;
    }
    let mut open = open_vault(app, out)?;
    let mut confirmation = Confirmation::Given;
    let mut show = |key: &SecretText| {
        confirmation = show_recovery(app, out, &wishes, key)?;
        if confirmation == Confirmation::Missing && app.can_ask() {
            return Err(Error::new(
                Exit::Refused,
                "The new recovery key was not confirmed, so nothing was changed: the old one still opens the vault",
                "Run it again when you can write the key down, or give --recovery-file FILE or --recovery-sheet FILE.",
            ));
        }
        Ok(confirmation)
    };
    let key = open.new_recovery_key(app, wishes.hand_over(&mut show))?;
    if args.qr
        && wishes.file().is_some()
        && let Ok(drawing) = Drawing::of(&key, Level::Medium)
    {
        out.drawing(&colored(out, &drawing))?;
    }
    tell_recovery(out, &wishes, confirmation);
    out.note("The old recovery key no longer opens the vault.");
    Ok(Exit::Ok)
}

fn check_recovery(app: &App, out: &Output) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let typed = app.ask_recovery_key()?;
    app.check_recovery(&mut open, &typed)?;
    out.note("That is the recovery key of this vault.");
    Ok(Exit::Ok)
}
