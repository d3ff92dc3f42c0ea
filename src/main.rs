//! The `otp` binary.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use otp::account::Timestamp;
use otp::app::door::Watch;
use otp::tui::{self, Settings, Switch, demo};

/// A clock that may begin at another time.
#[derive(Clone, Copy)]
struct Clock {
    start: Timestamp,
    began: Instant,
}

impl Watch for Clock {
    fn now(&self) -> Timestamp {
        let gone = u64::try_from(self.uptime().as_millis()).unwrap_or_default();
        Timestamp::from_millis(self.start.millis() + gone)
    }

    fn uptime(&self) -> Duration {
        self.began.elapsed()
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1).cloned()
    };
    let wall = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let wall = u64::try_from(wall.as_millis()).unwrap_or_default();
    let start = value("--at").and_then(|at| at.parse().ok());
    let clock = Clock {
        start: start.map_or(Timestamp::from_millis(wall), Timestamp::from_seconds),
        began: Instant::now(),
    };
    let mut settings = Settings {
        badge: "demo".to_owned(),
        lock_hint: "This is a demo: the passphrase is \"demo\".".to_owned(),
        ..Settings::default()
    };
    let seconds = value("--lock-after").and_then(|after| after.parse().ok());
    if let Some(seconds) = seconds {
        settings.lock_after = Some(Duration::from_secs(seconds));
    }
    if let Some(theme) = value("--theme").and_then(|name| tui::theme::Theme::from_name(&name)) {
        settings.theme = theme;
    }
    if arguments.iter().any(|argument| argument == "--ascii") {
        settings.ascii = Switch::On;
    }
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        settings.theme = tui::theme::Theme::Plain;
    }
    let now = Box::new(move || clock.now());
    let keeper = if arguments.iter().any(|argument| argument == "first") {
        demo::Memory::missing(now)
    } else {
        demo::Memory::demo(now)
    };
    let result = tui::run(Box::new(keeper), Box::new(clock), settings);
    let code = match result {
        Ok(tui::ExitReason::Quit) => 0,
        Ok(tui::ExitReason::Signal(signal)) => 128 + signal,
        Ok(tui::ExitReason::HungUp) => 1,
        Err(error) => {
            eprintln!("otp: {error}");
            1
        }
    };
    std::process::exit(code);
}
