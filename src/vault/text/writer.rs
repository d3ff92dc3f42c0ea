//! The canonical writer: fixed order of fields, accounts by id, defaults left out, LF, padding at the end.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::{Entry, FORMAT};
use crate::account::{AccountId, Algorithm, Digits, Kind, Label, Period};
use crate::vault::Vault;
use crate::vault::identity::{Device, Generation, Role};
use crate::vault::record::{LATEST, Record};
use crate::vault::source::{Shelf, SourceId};

const HEAD: &str = "# otp vault. Read it with: age -d -i identity.age vault.age\n";
const PAD_START: &str = "\n# pad ";

pub(in crate::vault) fn write(vault: &Vault) -> Zeroizing<String> {
    // Sized up front: a growing buffer would leave copies of secrets behind.
    let notes: usize = vault.everything().map(|a| a.note.expose().len()).sum();
    let records = vault.entries.len() * 400 + vault.sources.len() * 600;
    let size = 4096 + vault.devices.len() * 300 + records + notes * 2;
    let mut out = Zeroizing::new(String::with_capacity(size + size / 4));
    out.push_str(HEAD);
    integer(&mut out, "format", FORMAT);
    text(&mut out, "vault", vault.id.as_str());
    let token = Zeroizing::new(data_encoding::BASE64.encode(vault.token.expose()));
    text(&mut out, "token", &token);
    if vault.rekeyed > 0 {
        integer(&mut out, "rekeyed", vault.rekeyed);
        text(&mut out, "rekeyed_by", vault.rekeyed_by.as_str());
    }
    if !vault.formerly.is_empty() {
        let hashes = vault.formerly.iter();
        let hashes: Vec<String> = hashes.map(|h| data_encoding::BASE64.encode(h)).collect();
        texts(&mut out, "formerly", hashes.iter().map(String::as_str));
    }
    if !vault.others.is_empty() {
        let others = vault.others.iter();
        let others = others.map(|(name, saves)| format!("{name} {}", saves.to_text()));
        let others: Vec<String> = others.collect();
        texts(&mut out, "others", others.iter().map(String::as_str));
    }
    if !vault.mends.is_empty() {
        let mends: Vec<String> = vault.mends.iter().map(|mend| mend.to_text()).collect();
        texts(&mut out, "mends", mends.iter().map(String::as_str));
    }
    table(&mut out, &vault.extra);
    let mut devices: Vec<&Device> = vault.devices.values().collect();
    devices.sort_by(|a, b| (a.added, &a.recipient).cmp(&(b.added, &b.recipient)));
    for device in devices {
        write_device(&mut out, device);
    }
    for (id, shelf) in &vault.sources {
        out.push_str("\n[[source]]\n");
        write_source(&mut out, id, shelf, "[source.edited]");
    }
    for (id, entry) in &vault.entries {
        out.push_str("\n[[account]]\n");
        write_account(&mut out, id, entry, "[account.edited]");
    }
    pad(&mut out);
    out
}

fn write_device(out: &mut String, device: &Device) {
    out.push_str("\n[[device]]\n");
    text(out, "name", device.name.as_str());
    text(out, "recipient", &device.recipient);
    integer(out, "added", device.added);
    if let Some(removed) = device.removed {
        integer(out, "removed", removed);
    }
    if device.generation != Generation::FIRST {
        integer(out, "added_n", device.generation.added);
        integer(out, "removed_n", device.generation.removed);
    }
    if device.role == Role::Device || device.seq() > 0 {
        integer(out, "seq", device.seq());
    }
    if !device.saves.is_bare() {
        text(out, "saves", &device.saves.to_text());
    }
    if device.role == Role::Recovery {
        text(out, "role", "recovery");
    }
    if device.unconfirmed {
        out.push_str("unconfirmed = true\n");
    }
    table(out, &device.extra);
}

/// Writes the fields of an account; the stamps follow under `edited_header`.
pub(in crate::vault) fn write_account(
    out: &mut String,
    id: &AccountId,
    entry: &Entry,
    edited_header: &str,
) {
    match entry {
        Entry::Known(record) => write_record(out, record, edited_header),
        Entry::Tombstone { deleted } => {
            text(out, "id", id.as_str());
            integer(out, "deleted", *deleted);
        }
        Entry::Unreadable(fields) => write_unreadable(out, id, fields, edited_header),
    }
}

fn write_record(out: &mut String, record: &Record, edited_header: &str) {
    let account = record.account();
    text(out, "id", account.id.as_str());
    if !account.issuer.is_empty() {
        text(out, "issuer", account.issuer.as_str());
    }
    if !account.name.is_empty() {
        text(out, "name", account.name.as_str());
    }
    let otp = &account.otp;
    text(out, "secret", otp.secret().to_base32().expose());
    match otp.kind() {
        Kind::Totp { .. } => {}
        Kind::Hotp { .. } | Kind::Steam | Kind::Motp | Kind::Yandex => {
            text(out, "type", otp.kind().name());
        }
    }
    if !otp.kind().is_fixed() {
        if otp.algorithm() != Algorithm::Sha1 {
            text(out, "algorithm", otp.algorithm().name());
        }
        if otp.digits() != Digits::DEFAULT {
            integer(out, "digits", u64::from(otp.digits().get()));
        }
        if let Some(period) = otp.period().filter(|period| *period != Period::DEFAULT) {
            integer(out, "period", u64::from(period.seconds()));
        }
    }
    if let Some(pin) = otp.pin() {
        text(out, "pin", pin.expose());
    }
    match record.counter() {
        0 => {}
        counter if counter <= LATEST => integer(out, "counter", counter),
        counter => text(out, "counter", &counter.to_string()),
    }
    if !account.tags.is_empty() {
        texts(out, "tags", account.tags.iter().map(Label::as_str));
    }
    if !account.note.is_empty() {
        text(out, "note", account.note.expose());
    }
    if account.pinned {
        out.push_str("pinned = true\n");
    }
    if let Some(order) = account.order {
        let _ = writeln!(out, "order = {order}");
    }
    if let Some(used) = account.used {
        integer(out, "used", used.millis());
    }
    integer(out, "created", account.created.millis());
    if let Some(deleted) = record.deleted() {
        integer(out, "deleted", deleted.millis());
    }
    table(out, record.extra());
    write_stamps(out, record.edited(), edited_header);
}

/// Writes the fields of a source; the stamps follow under `edited_header`.
pub(in crate::vault) fn write_source(
    out: &mut String,
    id: &SourceId,
    shelf: &Shelf,
    edited_header: &str,
) {
    text(out, "id", id.as_str());
    let source = match shelf {
        Shelf::Source(source) => source,
        Shelf::Removed(deleted) => {
            integer(out, "deleted", *deleted);
            return;
        }
    };
    text(out, "name", source.name.as_str());
    text(out, "format", &source.format);
    if let Some(password) = &source.password {
        text(out, "password", password.expose());
    }
    integer(out, "added", source.added.millis());
    table(out, &source.extra);
    write_stamps(out, &source.edited, edited_header);
}

fn write_stamps(out: &mut String, edited: &BTreeMap<String, u64>, header: &str) {
    if edited.is_empty() {
        return;
    }
    out.push_str(header);
    out.push('\n');
    for (field, stamp) in edited {
        key(out, field);
        let _ = writeln!(out, " = {}", (*stamp).min(LATEST));
    }
}

fn write_unreadable(out: &mut String, id: &AccountId, fields: &toml::Table, header: &str) {
    text(out, "id", id.as_str());
    let mut rest = fields.clone();
    rest.remove("id");
    let edited = match rest.remove("edited") {
        Some(toml::Value::Table(edited)) => Some(edited),
        Some(other) => {
            rest.insert("edited".to_owned(), other);
            None
        }
        None => None,
    };
    table(out, &rest);
    if let Some(edited) = edited {
        out.push_str(header);
        out.push('\n');
        table(out, &edited);
    }
}

/// A multiple of 1 KiB, coarser for large vaults: a file's size shall not count accounts.
fn pad(out: &mut String) {
    let least = out.len() + PAD_START.len() + 1;
    let unit = (1 << least.ilog2().saturating_sub(3)).max(1024);
    let zeros = least.next_multiple_of(unit) - least;
    out.reserve(PAD_START.len() + zeros + 1);
    out.push_str(PAD_START);
    out.extend(std::iter::repeat_n('0', zeros));
    out.push('\n');
}

fn integer(out: &mut String, name: &str, value: u64) {
    let _ = writeln!(out, "{name} = {}", value.min(LATEST));
}

fn text(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(" = ");
    quoted(out, value);
    out.push('\n');
}

fn texts<'a>(out: &mut String, name: &str, values: impl Iterator<Item = &'a str>) {
    out.push_str(name);
    out.push_str(" = [");
    for (place, value) in values.enumerate() {
        out.push_str(if place > 0 { ", " } else { "" });
        quoted(out, value);
    }
    out.push_str("]\n");
}

/// Unknown fields, sorted by name, each on a line of its own.
fn table(out: &mut String, fields: &toml::Table) {
    let sorted: BTreeMap<_, _> = fields.iter().collect();
    for (name, field) in sorted {
        key(out, name);
        out.push_str(" = ");
        value(out, field);
        out.push('\n');
    }
}

fn key(out: &mut String, name: &str) {
    let is_bare = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_bare {
        out.push_str(name);
    } else {
        quoted(out, name);
    }
}

/// A value on one line: the text that merging compares.
pub(in crate::vault) fn value_text(field: &toml::Value) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::new());
    value(&mut out, field);
    out
}

fn value(out: &mut String, field: &toml::Value) {
    match field {
        toml::Value::String(text) => quoted(out, text),
        toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => {
            let _ = write!(out, "{field}");
        }
        toml::Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                out.push_str(if place > 0 { ", " } else { "" });
                value(out, item);
            }
            out.push(']');
        }
        toml::Value::Table(fields) => {
            let sorted: BTreeMap<_, _> = fields.iter().collect();
            out.push('{');
            for (place, (name, item)) in sorted.into_iter().enumerate() {
                out.push_str(if place > 0 { ", " } else { " " });
                key(out, name);
                out.push_str(" = ");
                value(out, item);
            }
            out.push_str(" }");
        }
    }
}

/// A basic string of TOML on one line.
fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
