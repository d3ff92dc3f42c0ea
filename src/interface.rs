//! Opening the terminal interface: on the user's vault, on made-up accounts, or as a picker for `otp code`.

use std::sync::Arc;

use otp::account::{Timestamp, shown};
use otp::app::{App, Authenticator, Begin, Error, Exit, Override, Settings, Span};
use otp::cli;
use otp::cli::args::{self, ColorChoice};
use otp::cli::output::Output;
use otp::system::clock::StartedClock;
use otp::system::{Charset, System, fake};
use otp::tui::{self, ExitReason, Height, Picked, Start, demo, keymap};

/// What the command line says of the interface's keys.
pub const KEYS: cli::Keys = cli::Keys {
    rows: keymap::rows,
    faults: keymap::faults,
    taken: keymap::taken,
};

/// What the picker takes of the terminal unless it is told otherwise: what was there stays in sight.
const PICKER: Height = Height::Share(40);

/// `otp`
pub fn on_the_vault(app: App, out: &Output, options: &args::Interface) -> Result<u8, Error> {
    app.check_places()?;
    if !app.can_ask() {
        return Err(Error::usage(
            "There is no terminal to draw on",
            "Name what you want, as `otp code NAME` or `otp list`; `otp --help` shows all.",
        ));
    }
    if app.system.environment.terminal_is_dumb() {
        let search = options.search.as_deref().unwrap_or_default();
        return Ok(cli::line_by_line(&app, out, search).code());
    }
    let start = Start {
        search: search(&app, options),
        overrides: overrides(&app, out, options)?,
        ..start_on_the_vault(&app)
    };
    Ok(show(out, Authenticator::new(Arc::new(app)), start).0)
}

/// `otp demo`: in the interface, or as a table where there is no terminal.
pub fn on_a_demo(app: &App, out: &Output, options: &args::Demo) -> Result<u8, Error> {
    if !app.can_ask() || app.system.environment.terminal_is_dumb() {
        return Ok(cli::demo_table(app, out, &demo::vault(app.now())).code());
    }
    let overrides = overrides(app, out, &options.interface)?;
    let authenticator = demonstrate(Settings::clone(&app.settings()), options)?;
    let start = Start {
        overrides,
        search: options.interface.search.clone(),
        badge: "demo".to_owned(),
        lock_hint: format!(
            "This is a demo: the passphrase is \"{}\".",
            demo::PASSPHRASE
        ),
        ..start_on_a_terminal(app)
    };
    Ok(show(out, authenticator, start).0)
}

/// The product on a vault in memory: neither the disk nor the keyring nor a session hears of it.
fn demonstrate(settings: Settings, options: &args::Demo) -> Result<Authenticator, Error> {
    let mut system = System {
        keyring: Box::new(fake::MapKeyring::default()),
        session: Box::new(fake::MapSession::default()),
        ..System::real()
    };
    if let Some(begins) = options.at {
        system.clock = Arc::new(StartedClock::at(Timestamp::from_seconds(begins)));
    }
    let app = Arc::new(App::in_memory(system, settings));
    if options.first {
        return Ok(Authenticator::new(app));
    }
    let open = app.hold(demo::vault(app.now()), demo::PASSPHRASE)?;
    Ok(Authenticator::opened(app, open))
}

/// `otp code` without a name: the interface is drawn on the terminal, the code goes to stdout.
pub fn pick(app: App, out: &Output, code: args::Code) -> Result<u8, Error> {
    if !app.can_ask() {
        return Ok(cli::run(&app, out, &args::Command::Code(code), &KEYS).code());
    }
    if app.system.environment.terminal_is_dumb() {
        return Ok(cli::pick_by_line(&app, out, code).code());
    }
    cli::check(&code)?;
    if !app.has_vault() {
        return Err(Error::no_vault(&app.places.vault_folder));
    }
    if code.copy {
        // A code of a counter comes only once: it must not be picked for a copy that cannot be made.
        app.check_copying()?;
    }
    let overrides = overrides(&app, out, &args::Interface::default())?;
    let height = match code.height.as_deref() {
        None => PICKER,
        Some(text) => Height::parse(text).ok_or_else(|| {
            Error::usage(
                "--height is not a number of lines",
                "Write it as 15, 40% or full.",
            )
        })?,
    };
    let start = Start {
        picks: true,
        height,
        overrides,
        badge: "pick".to_owned(),
        ..start_on_the_vault(&app)
    };
    let app = Arc::new(app);
    let (left, picked) = show(out, Authenticator::new(Arc::clone(&app)), start);
    Ok(match picked {
        Some((account, taken)) => cli::hand_out(&app, out, &code, &account, &taken).code(),
        // Left without a choice: the caller's variable stays empty, and it can tell.
        None if left == Exit::Ok.code() => Exit::Interrupted.code(),
        None => left,
    })
}

/// With what this device keeps of the vault.
fn start_on_the_vault(app: &App) -> Start {
    Start {
        order: Some(app.kept_order()),
        calls: Some(app.places.state_folder.clone()),
        ..start_on_a_terminal(app)
    }
}

/// What the terminal can show.
fn start_on_a_terminal(app: &App) -> Start {
    let environment = &app.system.environment;
    Start {
        charset: Charset::of(environment),
        depth: environment.colour_depth(),
        asks_ground: environment.terminal_takes_questions(),
        ..Start::default()
    }
}

/// What the command line and the terminal say instead of the settings.
fn overrides(app: &App, out: &Output, options: &args::Interface) -> Result<Vec<Override>, Error> {
    for fault in keymap::faults(&app.settings().keys) {
        out.warn(&format!("{}, {fault}.", shown(&app.places.settings)));
    }
    let mut overrides = Override::of_terminal(&app.system.environment);
    match out.color {
        ColorChoice::Always => overrides.retain(|one| one.name != "theme"),
        ColorChoice::Never => overrides.insert(0, Override::new("theme", "plain", "--color")),
        ColorChoice::Auto => {}
    }
    if let Some(text) = &options.lock_after {
        let span = Span::parse(text).ok_or_else(|| {
            Error::usage(
                "--lock-after is not a length of time",
                "Write it as 90s, 5m or off; ten years are the most.",
            )
        })?;
        overrides.push(Override::new(
            "lock-after",
            &span.to_string(),
            "--lock-after",
        ));
    }
    Ok(overrides)
}

/// What stands in the search line at the start; nothing is written there, but it has the floor, where the settings say
/// so.
fn search(app: &App, options: &args::Interface) -> Option<String> {
    let begins = app.settings().start == Begin::Search;
    options.search.clone().or(begins.then(String::new))
}

fn show(out: &Output, authenticator: Authenticator, start: Start) -> (u8, Picked) {
    match tui::run(authenticator, start) {
        Ok((ExitReason::Quit, picked)) => (Exit::Ok.code(), picked),
        Ok((ExitReason::Signal(signal), _)) => {
            let code = u8::try_from(128 + signal).unwrap_or(Exit::Failed.code());
            (code, None)
        }
        Ok((ExitReason::HungUp, _)) => (Exit::Failed.code(), None),
        Err(error) => {
            out.error(&Error::new(
                Exit::Failed,
                error.to_string(),
                "Use the commands instead: `otp --help`.",
            ));
            (Exit::Failed.code(), None)
        }
    }
}
