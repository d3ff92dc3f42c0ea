//! `otp unlock`, `lock` and `status`: how long the vault stays open, and by what.

use std::time::Duration;

use serde_json::json;

use crate::account::{Plain, shown};
use crate::app::{App, Error, Exit, SourceState};
use crate::cli::parameters::span;
use crate::cli::style::Style;
use crate::cli::table::{Cell, Table};
use crate::cli::{args, output::Output};
use crate::system::session::MAX;

/// `otp unlock [--for 15m] [--remember | --forget]`
pub fn unlock(app: &App, out: &Output, args: &args::Unlock) -> Result<Exit, Error> {
    if args.forget {
        let forgotten = app.forget()?;
        out.note(if forgotten {
            "The keyring no longer holds the key."
        } else {
            "The keyring held no key to this vault."
        });
        return Ok(Exit::Ok);
    }
    let takes = "--for takes a time of 1 s to 24 h";
    let wanted = span(&args.duration, MAX, takes, "Write it as 90s, 15m or 8h.")?;
    let open = super::open(app, out)?;
    if args.remember {
        app.remember(open.key())?;
        out.note("The keyring holds the key now. `otp unlock --forget` takes it out.");
        return Ok(Exit::Ok);
    }
    app.open_session(&open, wanted)?;
    out.note(&format!(
        "The vault stays open for {}. `otp lock` closes it.",
        spoken(wanted)
    ));
    Ok(Exit::Ok)
}

fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// `otp lock`
pub fn lock(app: &App, out: &Output) -> Result<Exit, Error> {
    let locked = app.lock()?;
    let interfaces = match locked.interfaces {
        0 => "",
        1 => " An open interface locked.",
        _ => " The open interfaces locked.",
    };
    let session = if locked.session {
        "Locked."
    } else {
        "No session was open."
    };
    out.note(&format!("{session}{interfaces}"));
    if locked.keyring {
        out.note("The keyring still holds the key, which opens the vault: `otp unlock --forget` takes it out.");
    }
    if locked.terminal {
        out.note("A code was copied through a terminal. This one was asked to empty its clipboard; if it was on another machine's, copy something else there.");
    }
    Ok(Exit::Ok)
}

/// `otp status`
pub fn status(app: &App, out: &Output, args: &args::Status) -> Result<Exit, Error> {
    app.check_places()?;
    let status = app.status()?;
    if args.json {
        let sources: Vec<_> = status
            .sources
            .iter()
            .map(|source| json!({"source": source.name, "opens": source.state == SourceState::Opens, "detail": source.detail.as_str()}))
            .collect();
        let object = json!({
            "vault": app.places.vault.to_string_lossy(), "exists": status.exists, "open_by": status.opens_by(),
            "seconds_left": status.left.map(|left| left.as_secs()), "sources": sources,
            "foreign_problems": status.foreign.iter().map(Plain::as_str).collect::<Vec<_>>(),
            "recovery_key_confirmed": status.exists.then_some(!status.lacks_recovery),
        });
        out.json(&object)?;
    } else {
        // What it is about, and what is to be said of it.
        let mut table = Table::new(&["", ""], &[]).with_prose();
        let mut say = |about: &str, text: String, style: Style| {
            let about = Cell::new(format!("{about:<12}"), Style::Heading);
            table.row([about, Cell::new(text, style)]);
        };
        say("Vault", shown(&app.places.vault).to_string(), Style::Plain);
        let by = match (status.exists, status.opens_by(), status.left) {
            (false, ..) => "nothing: there is no vault yet".to_owned(),
            (true, Some(by), Some(left)) => format!("{by}, for {}", spoken(left)),
            (true, Some(by), None) => by.to_owned(),
            (true, None, _) if status.asks => "the passphrase, asked for each time".to_owned(),
            (true, None, _) => "nothing that is here".to_owned(),
        };
        let style = match status.opens_by() {
            Some(_) => Style::Good,
            None => Style::Doubtful,
        };
        say("Opened by", by, style);
        for source in &status.sources {
            let style = match source.state {
                SourceState::Opens => Style::Good,
                _ => Style::Plain,
            };
            say(
                &format!("  {}", source.name),
                source.detail.to_string(),
                style,
            );
        }
        for told in &status.foreign {
            say("Shown beside", told.to_string(), Style::Plain);
        }
        if status.lacks_recovery {
            let said = "nobody has confirmed having it: `otp key recovery --check`, or without --check a new one";
            say("Recovery key", said.to_owned(), Style::Doubtful);
        }
        out.table(table)?;
    }
    Ok(match (status.exists, status.opens_by()) {
        (false, _) => Exit::Vault,
        (true, None) => Exit::Locked,
        (true, Some(_)) => Exit::Ok,
    })
}
