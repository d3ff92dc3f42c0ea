//! `otp init`: makes the vault, or joins one with the recovery key. Other commands offer it on first run.

use std::path::PathBuf;

use crate::account::{SecretText, shown};
use crate::app::{App, Error, Exit, NewVault, Open, Strength};
use crate::cli::change::accounts;
use crate::cli::{args, output::Output};

/// How many letters of the recovery key are asked back, to see that it was written down.
const ASKED_BACK: usize = 6;

/// What the options of `init` say; the defaults serve a first run that came by another command.
#[derive(Debug)]
pub struct Wishes {
    recovery_file: Option<PathBuf>,
    device: Option<String>,
    work_factor: u8,
    remember: bool,
    /// The recovery key is the answer of `otp init`; another command keeps stdout for its own.
    on_stdout: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            recovery_file: None,
            device: None,
            work_factor: crate::vault::keys::WORK_FACTOR,
            remember: false,
            on_stdout: false,
        }
    }
}

impl Wishes {
    /// For a new recovery key of a vault that exists.
    pub fn for_recovery(recovery_file: Option<PathBuf>) -> Self {
        Self {
            recovery_file,
            on_stdout: true,
            ..Self::default()
        }
    }
}

/// Runs the command.
pub fn run(app: &App, out: &Output, args: &args::Init) -> Result<Exit, Error> {
    let wishes = Wishes {
        recovery_file: args.recovery_file.clone(),
        device: args.device.clone(),
        work_factor: args.work_factor,
        remember: args.remember,
        on_stdout: true,
    };
    if args.recover {
        join(app, out, &wishes)?;
    } else {
        make(app, out, &wishes)?;
    }
    Ok(Exit::Ok)
}

/// Makes the vault: passphrase twice, recovery key once.
pub fn make(app: &App, out: &Output, wishes: &Wishes) -> Result<Open, Error> {
    app.check_no_vault()?;
    if let Some(file) = &wishes.recovery_file {
        app.check_absent(file)?;
    }
    let passphrase = app.new_passphrase(|strength| tell_strength(out, strength))?;
    out.note("Making the vault…");
    let wish = NewVault {
        passphrase,
        work_factor: wishes.work_factor,
        device: wishes.device.as_deref(),
    };
    let (open, recovery) = app.create(&wish)?;
    hand_over_recovery(app, out, wishes, &recovery)?;
    offer_keyring(app, out, &open, wishes.remember);
    out.note(&format!("Your vault is {}.", shown(&app.places.vault)));
    Ok(open)
}

fn join(app: &App, out: &Output, wishes: &Wishes) -> Result<(), Error> {
    if !app.has_vault() {
        return Err(Error::no_vault(app.vault_folder()));
    }
    let recovery = app.ask_recovery_key()?;
    let vault = app.open_with_recovery(&recovery)?;
    out.note(&format!(
        "The recovery key opens the vault: {}.",
        accounts(vault.vault().accounts().count())
    ));
    let passphrase = app.new_passphrase(|strength| tell_strength(out, strength))?;
    let wish = NewVault {
        passphrase,
        work_factor: wishes.work_factor,
        device: wishes.device.as_deref(),
    };
    let open = app.join(vault, &wish)?;
    offer_keyring(app, out, &open, wishes.remember);
    out.note(&format!(
        "This device can open the vault now. Its words: {}",
        app.fingerprint(&open)
    ));
    Ok(())
}

/// Says how hard a new passphrase is to guess.
pub fn tell_strength(out: &Output, strength: Strength) {
    out.note(&format!("That passphrase is {}.", strength.word()));
}

/// Shows the recovery key once, or writes it to a file; on a terminal, sees that it was written down.
pub fn hand_over_recovery(
    app: &App,
    out: &Output,
    wishes: &Wishes,
    recovery: &SecretText,
) -> Result<(), Error> {
    if let Some(file) = &wishes.recovery_file {
        app.write_new_private_file(file, format!("{}\n", recovery.expose()).as_bytes())?;
        out.note(&format!(
            "The recovery key is in {}: move it off this machine.",
            shown(file)
        ));
        return Ok(());
    }
    for line in [
        "",
        "Recovery key: it opens the vault when this device or the passphrase is lost.",
        "Write it down or print it now; it is not shown again.",
        "",
    ] {
        out.note(line);
    }
    if wishes.on_stdout {
        out.data(recovery.expose())?;
    } else {
        out.essential(recovery.expose());
    }
    out.note("");
    if !app.can_ask() || !app.stdin_is_terminal() {
        return Ok(());
    }
    ask_back(app, out, recovery)
}

fn ask_back(app: &App, out: &Output, recovery: &SecretText) -> Result<(), Error> {
    let key = recovery.expose();
    let wanted = &key[key.len().saturating_sub(ASKED_BACK)..];
    loop {
        let typed =
            app.ask_line("Its last six characters, to see that you have it (Enter skips): ")?;
        if typed.trim().is_empty() {
            out.warn("without the recovery key, a lost device and passphrase mean a lost vault. `otp key recovery` makes a new one.");
            return Ok(());
        }
        if typed.trim().eq_ignore_ascii_case(wanted) {
            return Ok(());
        }
        out.note("That is not what stands at its end. Look again.");
    }
}

/// Asks whether the keyring may hold the key, when there is one and somebody to ask.
fn offer_keyring(app: &App, out: &Output, open: &Open, wanted: bool) {
    let wanted = wanted
        || (app.can_ask()
            && app.stdin_is_terminal()
            && app.keyring_is_usable()
            && app.confirm("Keep the key in the keyring of this desktop, so that you need not type the passphrase?").unwrap_or(false));
    if !wanted {
        return;
    }
    match app.remember(open.vault().id(), open.key()) {
        Ok(()) => out.note("The keyring holds the key now. `otp unlock --forget` takes it out."),
        Err(error) => out.warn(&format!(
            "{}; the passphrase will be asked for.",
            error.what()
        )),
    }
}
