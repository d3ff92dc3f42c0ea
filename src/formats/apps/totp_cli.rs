//! totp-cli: its YAML export, six keys in two levels.

use crate::formats::entry::{self, Entry, Number, Text};
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

pub fn is_export(input: &Input) -> bool {
    let Some(first) = input.lines().find(|line| *line != "---") else {
        return false;
    };
    (first.starts_with("- name:") || first.starts_with("-   name:"))
        && input.lines().any(|line| line.starts_with("accounts:"))
}

#[derive(Default)]
struct Account {
    name: Text,
    token: Text,
    prefix: Text,
    algorithm: Text,
    length: Text,
    period: Text,
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let mut namespace = Text::default();
    let mut accounts: Vec<(Text, Account)> = Vec::new();
    let mut outer = None;
    for line in input.text().unwrap_or_default().lines() {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        let (is_item, pair) = match bare.strip_prefix("- ") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, bare),
        };
        let Some((key, value)) = pair.split_once(':') else {
            continue;
        };
        let value = scalar(value);
        if is_item {
            let level = *outer.get_or_insert(indent);
            if indent <= level {
                namespace = if key == "name" {
                    value
                } else {
                    Text::default()
                };
                continue;
            }
            accounts.push((namespace.clone(), Account::default()));
        } else if outer.is_some_and(|level| indent <= level + 2) {
            // A key of the namespace; its name may come behind its accounts.
            if key == "name" {
                namespace = value;
            }
            continue;
        }
        let Some((_, account)) = accounts.last_mut() else {
            continue;
        };
        match key {
            "name" => account.name = value,
            "token" => account.token = value,
            "prefix" => account.prefix = value,
            "algorithm" => account.algorithm = value,
            "length" => account.length = value,
            "timePeriod" => account.period = value,
            _ => {}
        }
    }
    let entries = (1..).zip(accounts).map(|(place, (namespace, account))| {
        let mut entry = Entry::new(&namespace, &account.name, entry::base32(&account.token));
        entry.algorithm = account.algorithm;
        entry.digits = Number::parse(account.length.as_str()).or_missing_when_zero();
        entry.period = Number::parse(account.period.as_str()).or_missing_when_zero();
        if !account.prefix.is_empty() {
            entry.note = format!("prefix: {}", account.prefix.as_str())
                .as_str()
                .into();
        }
        entry.finish(place)
    });
    Ok(Report::of(entries.collect()))
}

/// A plain or quoted scalar on one line, without its comment.
fn scalar(text: &str) -> Text {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('\'') {
        return rest
            .strip_suffix('\'')
            .unwrap_or(rest)
            .replace("''", "'")
            .as_str()
            .into();
    }
    if text.starts_with('"') {
        return serde_json::from_str::<String>(text)
            .unwrap_or_default()
            .as_str()
            .into();
    }
    text.split(" #").next().unwrap_or_default().trim().into()
}
