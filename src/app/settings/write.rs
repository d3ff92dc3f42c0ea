//! Writing `config.toml`: one value changed and every comment kept, or a whole commented file to begin with.

use std::fmt::Write as _;

use toml_edit::{DocumentMut, Item, TableLike, Value};

use super::Settings;
use super::table::{Area, SETTINGS, Setting, Values};
use crate::app::{Error, Exit};

/// The text with `name` (a setting, or `keys.ACTION`) set to `value`.
pub(super) fn set(text: &str, name: &str, value: &str) -> Result<String, Error> {
    let (setting, action) = split(name)?;
    let written = setting
        .values
        .written(value)
        .ok_or_else(|| Error::usage(setting.refusal(value), format!("{}.", setting.about)))?;
    let mut document = parsed(text)?;
    // Where there are only comments, they stay at the head of the file.
    let head = if document.is_empty() {
        text.trim_end()
    } else {
        ""
    };
    put(&mut document, setting, action, Some(written))?;
    if head.is_empty() {
        return Ok(document.to_string());
    }
    document.set_trailing("");
    Ok(format!("{head}\n\n{document}"))
}

/// The text without a line for `name`: the default serves again.
pub(super) fn unset(text: &str, name: &str) -> Result<String, Error> {
    let (setting, action) = split(name)?;
    let mut document = parsed(text)?;
    put(&mut document, setting, action, None)?;
    Ok(document.to_string())
}

/// The setting of this name, and the action behind `keys.`.
fn split(name: &str) -> Result<(&'static Setting, Option<&str>), Error> {
    let (first, action) = match name.split_once('.') {
        Some((first, action)) => (first, Some(action)),
        None => (name, None),
    };
    let setting = Setting::named(first).ok_or_else(|| Settings::unknown(name))?;
    match (setting.values, action) {
        (Values::Keys, None) => Err(Error::usage(
            "Keys are set for an action",
            "As in `otp config set keys.copy \"enter y\"`; the manual page names the actions.",
        )),
        (Values::Rules, _) => Err(Error::usage(
            "Rules of `otp run` are written into the file",
            "`otp config edit` opens it; `otp config default` shows what a rule looks like.",
        )),
        (Values::Keys, Some(_)) | (_, None) => Ok((setting, action)),
        (_, Some(_)) => Err(Settings::unknown(name)),
    }
}

impl Settings {
    /// There is no setting of this name, but perhaps one like it.
    pub fn unknown(name: &str) -> Error {
        let advice = match Setting::nearest(name) {
            Some(near) => format!("Did you mean {}? `otp config show` lists them.", near.name),
            None => "`otp config show` lists them.".to_owned(),
        };
        let what = format!("There is no setting {}", crate::app::quoted(name));
        Error::usage(what, advice)
    }
}

fn parsed(text: &str) -> Result<DocumentMut, Error> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let at = error.span().map_or(0, |span| span.start);
        let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        Error::new(
            Exit::Failed,
            format!("config.toml, line {line} cannot be read, so nothing was changed"),
            "Fix the line first: `otp config edit`.",
        )
    })
}

fn put(
    document: &mut DocumentMut,
    setting: &Setting,
    action: Option<&str>,
    value: Option<Value>,
) -> Result<(), Error> {
    let table = document.as_table_mut();
    // As it was written: with dashes or with underscores.
    let spelled = |table: &dyn TableLike, name: &str| {
        let names = [name.to_owned(), name.replace('-', "_")];
        names.into_iter().find(|name| table.contains_key(name))
    };
    let known = spelled(table, setting.name).unwrap_or_else(|| setting.name.to_owned());
    let Some(action) = action else {
        change(table, &known, value);
        return Ok(());
    };
    let keys = table.entry(&known).or_insert(toml_edit::table());
    let keys = keys.as_table_like_mut().ok_or_else(|| {
        Error::new(
            Exit::Failed,
            "In config.toml `keys` is not a table, so nothing was changed",
            "Fix it first: `otp config edit`.",
        )
    })?;
    change(keys, action, value);
    Ok(())
}

/// A comment behind the old value stays behind the new one.
fn change(table: &mut dyn TableLike, name: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        table.remove(name);
        return;
    };
    match table.get_mut(name) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        _ => {
            table.insert(name, Item::Value(value));
        }
    }
}

/// A file of all that is not as in a program that was never configured; the rules of `otp run` are left out.
pub(super) fn whole(settings: &Settings) -> String {
    let mut text = String::new();
    let mut put = |name: &str, value: &str| {
        if let Ok(more) = set(&text, name, value) {
            text = more;
        }
    };
    for setting in SETTINGS {
        let value = setting.value(settings);
        let is_line = !matches!(setting.values, Values::Keys | Values::Rules);
        if is_line && value != setting.default_value() {
            put(setting.name, &value);
        }
    }
    for (action, keys) in &settings.keys {
        put(&format!("keys.{action}"), &keys.join(" "));
    }
    text
}

/// A settings file to begin with: every setting in a comment, with what it does, what it takes and its default.
pub fn commented() -> String {
    let mut text = String::from(
        "# Settings of otp. Every line is optional: take the # away and change the value.\n\
         # `otp config edit` opens this file and checks it afterwards; `otp config show` lists what applies.\n",
    );
    for area in Area::ALL {
        let _ = writeln!(text, "\n# {}", area.title());
        for setting in SETTINGS.iter().filter(|setting| setting.area == area) {
            if matches!(setting.values, Values::Keys | Values::Rules) {
                continue;
            }
            let default = setting.default_value();
            let value = match setting.values.written(&default) {
                Some(value) => value.to_string(),
                None => "\"\"".to_owned(),
            };
            let _ = writeln!(text, "\n# {}.", setting.about);
            let _ = writeln!(text, "# Takes {}.", setting.values.takes());
            let _ = writeln!(text, "# {} = {value}", setting.name);
        }
    }
    // A table holds every line behind it: the last.
    text.push_str(
        "\n# Whose code a program of `otp run` gets; the first rule that fits counts.\n# [[run]]\n\
         # program = \"ssh\"\n# host = \"vpn*\"\n# account = \"Example:octavia\"\n",
    );
    text.push_str(
        "\n# Keys of the interface by action; `man otp` names the actions.\n# [keys]\n# copy = [\"enter\", \"y\"]\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_changes_and_every_comment_stays() {
        let text = "# mine\n\ntheme = \"dark\"  # at night\nlock_after='2m'\n\n[keys]\n# vim\nquit = [\"q\"] # out\n";
        let now = set(text, "theme", "light").expect("set");
        assert_eq!(now, text.replace("\"dark\"", "\"light\""));
        let now = set(&now, "lock-after", "off").expect("set");
        assert!(now.contains("lock_after=\"off\"\n"), "{now}");
        let now = set(&now, "mouse", "on").expect("set");
        let now = set(&now, "keys.copy", "enter,y").expect("set");
        let now = set(&now, "keys.quit", "Q").expect("set");
        let settings = Settings::parse(&now);
        assert_eq!(settings.mistakes, [], "{now}");
        assert!(settings.mouse);
        assert_eq!(settings.keys["copy"], ["enter", "y"]);
        assert_eq!(settings.keys["quit"], ["Q"]);
        for comment in ["# mine\n", "# at night\n", "# vim\n", "# out\n"] {
            assert!(now.contains(comment), "{now}");
        }
        let now = unset(&now, "theme").expect("unset");
        assert!(!now.contains("theme") && unset(&now, "theme").is_ok());
    }

    #[test]
    fn comments_alone_stay_at_the_head() {
        let now = set("# mine\n", "theme", "dark").expect("set");
        assert_eq!(now, "# mine\n\ntheme = \"dark\"\n");
        assert_eq!(set("", "theme", "dark").expect("set"), "theme = \"dark\"\n");
    }

    #[test]
    fn what_is_no_value_is_refused_with_what_would_be() {
        for (name, value, words) in [
            ("theem", "dark", "There is no setting \"theem\""),
            ("theme", "drak", "did you mean dark?"),
            ("lock-after", "soon", "`lock-after` takes a time"),
            ("offset", "1.5", "`offset` takes seconds"),
            ("keys", "q", "Keys are set for an action"),
            ("theme.dark", "1", "There is no setting"),
        ] {
            let error = set("", name, value).expect_err(name);
            assert!(error.what().contains(words), "{}", error.what());
            assert_eq!(error.exit(), Exit::Usage, "{name}");
        }
        let error = set("theme = \"dark\"\n[", "mouse", "true").expect_err("no TOML");
        assert!(error.what().contains("line 2"), "{}", error.what());
        assert!(set("keys = 1", "keys.copy", "y").is_err());
    }

    #[test]
    fn the_commented_file_says_nothing_until_it_is_uncommented() {
        let text = commented();
        assert_eq!(Settings::parse(&text), Settings::default());
        let uncommented: String = text
            .lines()
            .filter(|line| line.contains(" = ") || line.starts_with("# ["))
            .filter(|line| !line.ends_with('.') && !line.contains("copy-command"))
            .map(|line| line.trim_start_matches("# ").to_owned() + "\n")
            .collect();
        let settings = Settings::parse(&uncommented);
        assert_eq!(settings.mistakes, [], "{uncommented}");
        let again = Settings {
            keys: std::collections::BTreeMap::new(),
            run: Vec::new(),
            lines: Vec::new(),
            ..settings
        };
        assert_eq!(again, Settings::default());
        for setting in SETTINGS {
            assert!(text.contains(setting.name), "{}", setting.name);
        }
    }
}
