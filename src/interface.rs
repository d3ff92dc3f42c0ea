//! Opening the terminal interface: on the user's vault, on made-up accounts, or as a picker for `otp code`.

use std::sync::Arc;

use otp::account::{Timestamp, shown};
use otp::app::{App, Authenticator, Begin, Error, Exit, Override, Settings, Span};
use otp::cli;
use otp::cli::args::{self, ColorChoice};
use otp::cli::output::Output;
use otp::system::clock::StartedClock;
use otp::system::{Charset, Depth, System, fake};
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
pub fn on_the_vault(app: App, out: &Output, options: &args::Interface) -> u8 {
    if let Err(error) = app.check_places() {
        out.error(&error);
        return error.exit().code();
    }
    if !app.can_ask() {
        let error = Error::usage(
            "There is no terminal to draw on",
            "Name what you want, as `otp code NAME` or `otp list`; `otp --help` shows all.",
        );
        out.error(&error);
        return error.exit().code();
    }
    if app.system.environment.terminal_is_dumb() {
        let search = options.search.as_deref().unwrap_or_default();
        return cli::line_by_line(&app, out, search).code();
    }
    let overrides = match overrides(&app, out, options) {
        Ok(overrides) => overrides,
        Err(error) => {
            out.error(&error);
            return error.exit().code();
        }
    };
    let start = Start {
        search: search(&app, options),
        overrides,
        order: Some(app.kept_order()),
        charset: charset(&app),
        depth: depth(&app),
        asks_ground: app.system.environment.terminal_takes_questions(),
        calls: Some(app.places.state_folder.clone()),
        ..Start::default()
    };
    show(out, Authenticator::new(Arc::new(app)), start).0
}

/// `otp demo`: in the interface, or as a table where there is no terminal.
pub fn on_a_demo(app: &App, out: &Output, options: &args::Demo) -> u8 {
    if !app.can_ask() || app.system.environment.terminal_is_dumb() {
        return cli::demo_table(app, out, &demo::vault(app.now())).code();
    }
    let (charset, depth) = (charset(app), depth(app));
    let asks_ground = app.system.environment.terminal_takes_questions();
    let opened = overrides(app, out, &options.interface).and_then(|overrides| {
        let settings = Settings::clone(&app.settings());
        Ok((demonstrate(settings, options)?, overrides))
    });
    match opened {
        Ok((authenticator, overrides)) => {
            let start = Start {
                overrides,
                search: options.interface.search.clone(),
                badge: "demo".to_owned(),
                charset,
                depth,
                asks_ground,
                lock_hint: format!(
                    "This is a demo: the passphrase is \"{}\".",
                    demo::PASSPHRASE
                ),
                ..Start::default()
            };
            show(out, authenticator, start).0
        }
        Err(error) => {
            out.error(&error);
            error.exit().code()
        }
    }
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
pub fn pick(app: App, out: &Output, code: args::Code) -> u8 {
    if !app.can_ask() {
        return cli::run(&app, out, &args::Command::Code(code), &KEYS).code();
    }
    if app.system.environment.terminal_is_dumb() {
        return cli::pick_by_line(&app, out, code).code();
    }
    let there = || {
        if app.has_vault() {
            Ok(())
        } else {
            Err(Error::no_vault(app.vault_folder()))
        }
    };
    if let Err(error) = cli::check(&code).and_then(|()| there()) {
        out.error(&error);
        return error.exit().code();
    }
    // A code of a counter comes only once: it must not be picked for a copy that cannot be made.
    if let Err(error) = code.copy.then(|| app.check_copying()).transpose() {
        out.error(&error);
        return error.exit().code();
    }
    let overrides = match overrides(&app, out, &args::Interface::default()) {
        Ok(overrides) => overrides,
        Err(error) => {
            out.error(&error);
            return error.exit().code();
        }
    };
    let height = match code.height.as_deref().map(Height::parse) {
        None => PICKER,
        Some(Some(height)) => height,
        Some(None) => {
            let error = Error::usage(
                "--height is no number of lines",
                "Write it as 15, 40% or full.",
            );
            out.error(&error);
            return error.exit().code();
        }
    };
    let start = Start {
        picks: true,
        height,
        overrides,
        badge: "pick".to_owned(),
        order: Some(app.kept_order()),
        charset: charset(&app),
        depth: depth(&app),
        asks_ground: app.system.environment.terminal_takes_questions(),
        calls: Some(app.places.state_folder.clone()),
        ..Start::default()
    };
    let app = Arc::new(app);
    let (left, picked) = show(out, Authenticator::new(Arc::clone(&app)), start);
    let Some((account, taken)) = picked else {
        // Left without a choice: the caller's variable stays empty, and it can tell.
        return if left == Exit::Ok.code() {
            Exit::Interrupted.code()
        } else {
            left
        };
    };
    cli::hand_out(&app, out, &code, &account, &taken).code()
}

/// What the command line and the terminal say instead of the settings.
fn overrides(app: &App, out: &Output, options: &args::Interface) -> Result<Vec<Override>, Error> {
    for fault in keymap::faults(&app.settings().keys) {
        out.warn(&format!("{}, {fault}.", shown(&app.places.settings)));
    }
    let mut overrides = Override::of_terminal(&app.system.environment);
    match out.color() {
        ColorChoice::Always => overrides.retain(|one| one.name != "theme"),
        ColorChoice::Never => overrides.insert(0, Override::new("theme", "plain", "--color")),
        ColorChoice::Auto => {}
    }
    if let Some(text) = &options.lock_after {
        let span = Span::parse(text).ok_or_else(|| {
            Error::usage(
                "--lock-after is no length of time",
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

fn charset(app: &App) -> Charset {
    Charset::of(&app.system.environment)
}

fn depth(app: &App) -> Depth {
    app.system.environment.colour_depth()
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
