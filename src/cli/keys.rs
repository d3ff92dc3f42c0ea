//! `otp passwd` and `otp key`: what opens the vault.

use crate::app::{App, Error, Exit};
use crate::cli::init::{Wishes, hand_over_recovery, tell_strength};
use crate::cli::show::colored;
use crate::cli::{args, open as open_vault, output::Output};
use crate::qr::draw::{Drawing, Level};

/// `otp passwd`: rewrites `identity.age` only.
pub fn passwd(app: &App, out: &Output, args: &args::Passwd) -> Result<Exit, Error> {
    let open = open_vault(app, out)?;
    let passphrase = match &args.new_passphrase_file {
        Some(file) => app.passphrase_from(file)?,
        None => app.ask_new_passphrase(|strength| tell_strength(out, strength))?,
    };
    app.change_passphrase(&open, &passphrase, args.work_factor)?;
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
    out.warn("it keeps what it has already seen: enrol the accounts anew at their sites if it was lost or stolen.");
    Ok(Exit::Ok)
}

fn recovery(app: &App, out: &Output, args: &args::KeyRecovery) -> Result<Exit, Error> {
    if let Some(file) = &args.recovery_file {
        app.check_absent(file)?;
    }
    let mut open = open_vault(app, out)?;
    let key = open.new_recovery_key()?;
    if args.qr
        && let Ok(drawing) = Drawing::new(key.expose(), Level::Medium)
    {
        out.drawing(colored(out, &drawing).expose())?;
    }
    hand_over_recovery(
        app,
        out,
        &Wishes::for_recovery(args.recovery_file.clone()),
        &key,
    )?;
    out.note("The old recovery key no longer opens the vault.");
    Ok(Exit::Ok)
}
