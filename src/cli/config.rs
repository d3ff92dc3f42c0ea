//! `otp config`: the settings in effect, where each comes from, and changing them.

use serde_json::{Value, json};

use crate::account::shown;
use crate::app::{App, Error, Exit, Origin, Override, SETTINGS, Settings, Shown, commented};
use crate::cli::output::Output;
use crate::cli::style::Style;
use crate::cli::table::{Cell, Table};
use crate::cli::{Keys, args};

/// Runs the command.
pub fn run(app: &App, out: &Output, args: &args::Config, keys: &Keys) -> Result<Exit, Error> {
    match args {
        args::Config::Show(args) => show(app, out, args, keys),
        args::Config::Edit => edit(app, out, keys),
        args::Config::Path => {
            out.data(&app.places.settings.to_string_lossy())?;
            Ok(Exit::Ok)
        }
        args::Config::Default => {
            out.bytes(commented().as_bytes())?;
            Ok(Exit::Ok)
        }
        args::Config::Set(args) => set(app, out, args, keys),
    }
}

/// What the terminal and its user say instead of the file.
fn overrides(app: &App) -> Vec<Override> {
    Override::of_terminal(&app.system.environment)
}

fn show(app: &App, out: &Output, args: &args::ConfigShow, keys: &Keys) -> Result<Exit, Error> {
    let mut rows = app.settings().shown(&overrides(app));
    if let Some(key) = &args.key {
        let key = key.replace('_', "-");
        rows.retain(|row| row.name == key || row.setting.name == key);
        if rows.is_empty() && key != "keys" {
            return Err(Settings::unknown(&key));
        }
    }
    if args.json {
        let rows = rows.iter().map(|row| object(app, row));
        out.json(&Value::Array(rows.collect()))?;
    } else {
        let mut table = Table::new(&["SETTING", "VALUE", "FROM"], &[1, 2]);
        for row in &rows {
            let value = match row.value.as_str() {
                "" => Cell::from("(none)"),
                value => Cell::new(value, style(row.origin)),
            };
            table.row([Cell::from(row.name.as_str()), value, from(app, row).into()]);
        }
        out.table(table)?;
    }
    if args.key.is_none() {
        tell(app, out, &app.settings(), keys);
    }
    Ok(Exit::Ok)
}

/// What is not as in a program that was never configured stands out.
fn style(origin: Origin) -> Style {
    match origin {
        Origin::Default => Style::Plain,
        Origin::Line(_) | Origin::Environment(_) => Style::Strong,
        Origin::Careful => Style::Doubtful,
    }
}

fn object(app: &App, row: &Shown) -> Value {
    json!({
        "key": row.name, "value": row.value, "default": row.setting.default_value(),
        "from": from(app, row), "takes": row.setting.values.takes(),
    })
}

fn from(app: &App, row: &Shown) -> String {
    match row.origin {
        Origin::Default => "default".to_owned(),
        Origin::Line(line) => match app.places.settings.file_name() {
            Some(name) => format!("{}, line {line}", shown(name.as_ref())),
            None => format!("line {line}"),
        },
        Origin::Environment(variable) => format!("environment: {variable}"),
        Origin::Careful => "until its line is fixed".to_owned(),
    }
}

/// Warns of everything that is wrong in these settings; true when nothing is.
fn tell(app: &App, out: &Output, settings: &Settings, keys: &Keys) -> bool {
    let file = shown(&app.places.settings);
    for mistake in &settings.mistakes {
        out.warn(&mistake.told(&app.places.settings));
    }
    let faults = (keys.faults)(&settings.keys);
    for fault in &faults {
        out.warn(&format!("{file}, {fault}."));
    }
    for taken in (keys.taken)(&settings.keys) {
        out.note(&format!("{taken}."));
    }
    settings.mistakes.is_empty() && faults.is_empty()
}

fn edit(app: &App, out: &Output, keys: &Keys) -> Result<Exit, Error> {
    if !app.can_ask() {
        return Err(Error::usage(
            "There is no terminal for an editor",
            "`otp config set KEY VALUE` changes a setting; `otp config path` says where the file is.",
        ));
    }
    app.begin_settings()?;
    loop {
        app.edit_file(&app.places.settings)?;
        let settings = app.reread_settings();
        if tell(app, out, &settings, keys) {
            out.note("The settings are in order.");
            return Ok(Exit::Ok);
        }
        if !app.confirm("Edit them again?")? {
            return Ok(Exit::Failed);
        }
    }
}

fn set(app: &App, out: &Output, args: &args::ConfigSet, keys: &Keys) -> Result<Exit, Error> {
    let settings = match &args.value {
        Some(value) => app.set_setting(&args.key, value, keys.faults)?,
        None => app.unset_setting(&args.key)?,
    };
    let key = args.key.replace('_', "-");
    let rows = settings.shown(&overrides(app));
    let row = rows.iter().find(|row| row.name == key);
    if let Some(row) = row {
        let forced = match row.origin {
            Origin::Environment(variable) => format!(" in this terminal, because of {variable}"),
            _ => String::new(),
        };
        out.note(&format!("{} is {}{forced}.", row.name, row.value));
    } else if SETTINGS.iter().all(|setting| setting.name != key) {
        out.note(&format!("{key} is the default."));
    }
    if key.starts_with("keys.") {
        for taken in (keys.taken)(&settings.keys) {
            out.note(&format!("{taken}."));
        }
    }
    Ok(Exit::Ok)
}
