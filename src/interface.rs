//! Opening the terminal interface: on the user's vault, on made-up accounts, or as a picker for `otp code`.

use std::sync::Arc;
use std::time::Duration;

use otp::account::Timestamp;
use otp::app::door::{Keeper, Watch};
use otp::app::{App, Error, Exit, MachineWatch, Picked, PickingKeeper, Span, VaultKeeper};
use otp::cli;
use otp::cli::args::{self, ColorChoice};
use otp::cli::output::Output;
use otp::tui::{self, ExitReason, Settings, Switch, demo, theme::Theme};

/// `otp`
pub fn on_the_vault(app: &Arc<App>, out: &Output, options: &args::Interface) -> u8 {
    if !app.can_ask() {
        let error = Error::usage(
            "There is no terminal to draw on",
            "Name what you want, as `otp code NAME` or `otp list`; `otp --help` shows all.",
        );
        out.error(&error);
        return error.exit().code();
    }
    let settings = match settings(app, out, options) {
        Ok(settings) => Settings {
            order: app.kept_order(),
            ..settings
        },
        Err(error) => {
            out.error(&error);
            return error.exit().code();
        }
    };
    let keeper = Box::new(VaultKeeper::new(Arc::clone(app)));
    show(
        out,
        keeper,
        Box::new(MachineWatch(Arc::clone(app))),
        settings,
    )
}

/// `otp demo`: in the interface, or as a table where there is no terminal.
pub fn on_a_demo(app: &Arc<App>, out: &Output, options: &args::Demo) -> u8 {
    if !app.can_ask() {
        return cli::demo_table(app, out, &demo::vault(app.now())).code();
    }
    let settings = match settings(app, out, &options.interface) {
        Ok(settings) => settings,
        Err(error) => {
            out.error(&error);
            return error.exit().code();
        }
    };
    let settings = Settings {
        badge: "demo".to_owned(),
        lock_hint: format!(
            "This is a demo: the passphrase is \"{}\".",
            demo::PASSPHRASE
        ),
        ..settings
    };
    let watch = DemoWatch::new(app, options.at.map(Timestamp::from_seconds));
    let now = {
        let watch = watch.clone();
        Box::new(move || watch.now())
    };
    let keeper: Box<dyn Keeper> = if options.first {
        Box::new(demo::Memory::missing(now))
    } else {
        Box::new(demo::Memory::demo(now))
    };
    show(out, keeper, Box::new(watch), settings)
}

/// `otp code` without a name: the interface is drawn on the terminal, the code goes to stdout.
pub fn pick(app: &Arc<App>, out: &Output, code: args::Code) -> u8 {
    if !app.can_ask() {
        return cli::run(app, out, &args::Command::Code(code)).code();
    }
    if let Err(error) = cli::check(&code) {
        out.error(&error);
        return error.exit().code();
    }
    let settings = match settings(app, out, &args::Interface::default()) {
        Ok(settings) => Settings {
            leave_after_copy: Switch::On,
            badge: "pick".to_owned(),
            order: app.kept_order(),
            ..settings
        },
        Err(error) => {
            out.error(&error);
            return error.exit().code();
        }
    };
    let picked = Picked::default();
    let keeper = PickingKeeper::new(VaultKeeper::new(Arc::clone(app)), picked.clone());
    let left = show(
        out,
        Box::new(keeper),
        Box::new(MachineWatch(Arc::clone(app))),
        settings,
    );
    let Some((account, taken)) = picked.take() else {
        // Left without a choice: the caller's variable stays empty, and it can tell.
        return if left == Exit::Ok.code() {
            Exit::Interrupted.code()
        } else {
            left
        };
    };
    cli::hand_out(app, out, &code, &account, &taken).code()
}

fn settings(app: &App, out: &Output, options: &args::Interface) -> Result<Settings, Error> {
    let mut settings = Settings::from(&app.settings);
    settings.search.clone_from(&options.search);
    if let Some(text) = &options.lock_after {
        let span = Span::parse(text);
        let span = span.ok_or_else(|| {
            Error::usage(
                "--lock-after is no length of time",
                "Write it as 90s, 5m or off; ten years are the most.",
            )
        })?;
        settings.lock_after = span.get();
    }
    let environment = &app.system.environment;
    let plain = match out.color() {
        ColorChoice::Always => false,
        ColorChoice::Never => true,
        ColorChoice::Auto => environment.wants_no_color(),
    };
    if plain {
        settings.theme = Theme::Plain;
    }
    if environment.terminal_is_dumb() {
        settings.ascii = Switch::On;
    }
    Ok(settings)
}

fn show(out: &Output, keeper: Box<dyn Keeper>, watch: Box<dyn Watch>, settings: Settings) -> u8 {
    match tui::run(keeper, watch, settings) {
        Ok(ExitReason::Quit) => Exit::Ok.code(),
        Ok(ExitReason::Signal(signal)) => u8::try_from(128 + signal).unwrap_or(Exit::Failed.code()),
        Ok(ExitReason::HungUp) => Exit::Failed.code(),
        Err(error) => {
            out.error(&Error::new(
                Exit::Failed,
                error.to_string(),
                "Use the commands instead: `otp --help`.",
            ));
            Exit::Failed.code()
        }
    }
}

/// The machine's clocks, or a wall clock that begins at a given moment.
#[derive(Clone)]
struct DemoWatch {
    app: Arc<App>,
    begins: Option<(Timestamp, Duration)>,
}

impl DemoWatch {
    fn new(app: &Arc<App>, begins: Option<Timestamp>) -> Self {
        let uptime = app.system.clock.uptime();
        Self {
            app: Arc::clone(app),
            begins: begins.map(|begins| (begins, uptime)),
        }
    }
}

impl Watch for DemoWatch {
    fn now(&self) -> Timestamp {
        let Some((begins, then)) = self.begins else {
            return self.app.now();
        };
        let gone = self.uptime().saturating_sub(then).as_millis();
        Timestamp::from_millis(
            begins
                .millis()
                .saturating_add(u64::try_from(gone).unwrap_or(u64::MAX)),
        )
    }

    fn uptime(&self) -> Duration {
        self.app.system.clock.uptime()
    }
}
