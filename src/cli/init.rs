//! `otp init`: makes the vault, or joins one with the recovery key. Other commands offer it on first run.

use std::path::Path;

use crate::account::{SecretText, counted, shown};
use crate::app::{
    App, Confirmation, Error, Exit, Floor, HandOver, NewPassphrase, NewVault, Open, Strength,
    is_its_end,
};
use crate::cli::show::colored;
use crate::cli::{args, output::Output};
use crate::qr::draw::{Drawing, Level};
use crate::system::stdout::Sink;

impl args::Init {
    /// For a new recovery key of a vault that exists.
    pub fn for_recovery(args: &args::KeyRecovery) -> Self {
        Self {
            recovery_file: args.recovery_file.clone(),
            recovery_sheet: args.recovery_sheet.clone(),
            qr: args.qr,
            ..Self::default()
        }
    }

    fn vault(&self, passphrase: NewPassphrase) -> NewVault<'_> {
        NewVault {
            passphrase,
            work_factor: self.work_factor,
            device: self.device.as_deref(),
        }
    }

    /// Into the file, or shown by `show`.
    pub fn hand_over<'a>(&'a self, show: &'a mut Show<'a>) -> HandOver<'a> {
        match (&self.recovery_file, &self.recovery_sheet) {
            (Some(file), _) => HandOver::File(file),
            (None, Some(file)) => HandOver::Sheet(file),
            (None, None) => HandOver::Shown(show),
        }
    }

    /// The file that the recovery key goes into, if it does.
    pub fn file(&self) -> Option<&Path> {
        let file = self.recovery_file.as_deref();
        file.or(self.recovery_sheet.as_deref())
    }
}

/// Shows a recovery key to its owner.
type Show<'a> = dyn FnMut(&SecretText) -> Result<Confirmation, Error> + 'a;

/// The floor for passphrases that the options ask for.
pub fn floor(weak_passphrase: bool) -> Floor {
    if weak_passphrase {
        Floor::Waived
    } else {
        Floor::Holds
    }
}

/// Runs the command.
pub fn run(app: &App, out: &Output, args: &args::Init) -> Result<Exit, Error> {
    if args.recover {
        join(app, out, args)?;
    } else {
        make(app, out, args)?;
    }
    Ok(Exit::Ok)
}

/// Makes the vault: passphrase twice, recovery key once.
pub fn make(app: &App, out: &Output, wishes: &args::Init) -> Result<Open, Error> {
    app.check_no_vault()?;
    if let Some(file) = wishes.file() {
        app.check_absent(file)?;
    }
    let passphrase = app.new_passphrase(floor(wishes.weak_passphrase), |strength| {
        tell_strength(out, strength);
    })?;
    out.note("Making the vault…");
    let wish = wishes.vault(passphrase);
    let mut confirmation = Confirmation::Given;
    let mut show = |key: &SecretText| {
        confirmation = show_recovery(app, out, wishes, key)?;
        Ok(confirmation)
    };
    let (open, _) = app.create(&wish, wishes.hand_over(&mut show))?;
    tell_recovery(out, wishes, confirmation);
    offer_keyring(app, out, &open, wishes.remember);
    out.note(&format!("Your vault is {}.", shown(&app.places.vault)));
    Ok(open)
}

fn join(app: &App, out: &Output, wishes: &args::Init) -> Result<(), Error> {
    if !app.has_vault() {
        app.check_places()?;
        return Err(Error::no_vault(&app.places.vault_folder));
    }
    let recovery = app.ask_recovery_key()?;
    let vault = app.open_with_recovery(&recovery)?;
    out.note(&format!(
        "The recovery key opens the vault: {}.",
        counted(vault.vault().accounts().count(), "account")
    ));
    let passphrase = app.new_passphrase(floor(wishes.weak_passphrase), |strength| {
        tell_strength(out, strength);
    })?;
    let open = app.join(vault, &wishes.vault(passphrase))?;
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

/// Shows a recovery key once, before anything depends on it; on a terminal, sees that it was written down.
pub fn show_recovery(
    app: &App,
    out: &Output,
    wishes: &args::Init,
    recovery: &SecretText,
) -> Result<Confirmation, Error> {
    for line in [
        "",
        "Recovery key: it opens the vault when this device or the passphrase is lost.",
        "Write it down or print it now; it is not shown again.",
        "",
    ] {
        out.note(line);
    }
    if wishes.qr
        && let Ok(drawing) = Drawing::of(recovery, Level::Medium)
    {
        out.drawing(&colored(out, &drawing))?;
    }
    let is_kept = if wishes.is_aside {
        out.essential(recovery.expose());
        false
    } else {
        out.deliver(recovery.expose())? == Sink::File
    };
    out.note("");
    if is_kept {
        return Ok(Confirmation::Given);
    }
    if !app.can_ask() || !app.stdin_is_terminal() {
        return Ok(Confirmation::Missing);
    }
    ask_back(app, out, recovery)
}

fn ask_back(app: &App, out: &Output, recovery: &SecretText) -> Result<Confirmation, Error> {
    loop {
        let typed =
            app.ask_line("Its last six characters, to see that you have it (Enter skips): ")?;
        if typed.trim().is_empty() {
            return Ok(Confirmation::Missing);
        }
        if is_its_end(recovery, &typed) {
            return Ok(Confirmation::Given);
        }
        out.note("That is not what stands at its end. Look again.");
    }
}

/// Where the recovery key is now.
pub fn tell_recovery(out: &Output, wishes: &args::Init, confirmation: Confirmation) {
    if let Some(file) = &wishes.recovery_file {
        out.note(&format!(
            "The recovery key is in {}: move it off this machine.",
            shown(file)
        ));
    }
    if let Some(file) = &wishes.recovery_sheet {
        out.note(&format!(
            "The recovery key is in {}: open it in a browser, print it, and remove the file.",
            shown(file)
        ));
    }
    if confirmation == Confirmation::Missing {
        out.warn("nobody has confirmed having the recovery key: without it, a lost device and passphrase mean a lost vault. `otp key recovery --check` confirms it, `otp key recovery` makes a new one.");
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
    match app.remember(open.key()) {
        Ok(()) => out.note("The keyring holds the key now. `otp unlock --forget` takes it out."),
        Err(error) => out.warn(&format!(
            "{}; the passphrase will be asked for.",
            error.what()
        )),
    }
}
