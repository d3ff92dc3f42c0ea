//! A quick reader for texts of our own writer: one field per line, no surprises. It is several times
//! faster than a whole TOML parser; at the first surprise it gives up and the TOML parser takes over.

use super::raw::{Counter, RawAccount, RawDevice, RawVault};
use crate::account::SecretText;

/// Reads the vault without its accounts, which go to `take` one by one: a list of them would be copied, and
/// wiped, each time it grows. `None` when the text is not as our writer writes it, which says nothing about
/// whether it is a vault.
pub(in crate::vault) fn read(text: &str, mut take: impl FnMut(RawAccount)) -> Option<RawVault> {
    let mut vault = RawVault::default();
    let mut account = RawAccount::default();
    let mut section = Section::Root;
    let mut seen = Seen::default();
    for line in lines(text) {
        match line.as_bytes().first() {
            None => {}
            Some(b'#') if line.bytes().all(|b| b >= b' ' && b != 0x7f) => {}
            Some(b'[') => {
                let next = section.next(line)?;
                if next != Section::Edited {
                    section.end(&mut account, &mut take)?;
                }
                if next == Section::Device {
                    vault.device.push(RawDevice::default());
                }
                match next {
                    Section::Source => vault.source.push(toml::Table::new()),
                    Section::SourceEdited => begin_stamps(vault.source.last_mut()?)?,
                    _ => {}
                }
                section = next;
                seen = Seen::default();
            }
            Some(_) => match section {
                Section::Root => root_field(&mut vault, &mut seen, line)?,
                Section::Device => device_field(vault.device.last_mut()?, &mut seen, line)?,
                Section::Account => account_field(&mut account, &mut seen, line)?,
                Section::Edited => stamp(&mut account, line)?,
                Section::Source => source_field(vault.source.last_mut()?, line)?,
                Section::SourceEdited => {
                    let edited = vault.source.last_mut()?.get_mut("edited")?;
                    source_field(edited.as_table_mut()?, line)?;
                }
            },
        }
    }
    section.end(&mut account, &mut take)?;
    let is_whole = vault.format > 0
        && vault
            .device
            .iter()
            .all(|device| !device.recipient.is_empty());
    is_whole.then_some(vault)
}

/// Like `split('\n')`, several lines at a time: vaults are little but short lines.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut start = 0;
    ends.map(move |end| {
        let line = &text[start..end];
        start = end + 1;
        line
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Root,
    Device,
    Account,
    Edited,
    Source,
    SourceEdited,
}

impl Section {
    /// The section that `line` opens.
    fn next(self, line: &str) -> Option<Self> {
        match line {
            "[[device]]" => Some(Self::Device),
            "[[account]]" => Some(Self::Account),
            "[account.edited]" if self == Self::Account => Some(Self::Edited),
            "[[source]]" => Some(Self::Source),
            "[source.edited]" if self == Self::Source => Some(Self::SourceEdited),
            _ => None,
        }
    }

    /// Hands over the account that ends with this section, if one does.
    fn end(self, account: &mut RawAccount, take: &mut impl FnMut(RawAccount)) -> Option<()> {
        if !matches!(self, Self::Account | Self::Edited) {
            return Some(());
        }
        if account.id.is_empty() {
            return None;
        }
        take(std::mem::take(account));
        Some(())
    }
}

const ROOT: [&str; 11] = [
    "format",
    "vault",
    "token",
    "rekeyed",
    "rekeyed_by",
    "formerly",
    "others",
    "mends",
    "device",
    "account",
    "source",
];
const DEVICE: [&str; 10] = [
    "name",
    "recipient",
    "added",
    "removed",
    "added_n",
    "removed_n",
    "seq",
    "saves",
    "role",
    "unconfirmed",
];
const ACCOUNT: [&str; 18] = [
    "id",
    "issuer",
    "name",
    "secret",
    "type",
    "algorithm",
    "digits",
    "period",
    "counter",
    "pin",
    "tags",
    "note",
    "pinned",
    "order",
    "used",
    "created",
    "deleted",
    "edited",
];

/// Every field that this version writes or reads.
#[cfg(test)]
pub(in crate::vault) fn fields() -> impl Iterator<Item = &'static str> {
    ROOT.into_iter().chain(DEVICE).chain(ACCOUNT)
}

fn root_field(vault: &mut RawVault, seen: &mut Seen, line: &str) -> Option<()> {
    let (field, value) = divided(line)?;
    seen.note(&ROOT, field)?;
    match field {
        "format" => vault.format = number(value)?,
        "vault" => vault.vault = Some(text(value)?),
        "token" => vault.token = Some(SecretText::new(text(value)?)),
        "rekeyed" => vault.rekeyed = number(value)?,
        "rekeyed_by" => vault.rekeyed_by = text(value)?,
        "formerly" => vault.formerly = texts(value)?,
        "others" => vault.others = texts(value)?,
        "mends" => vault.mends = texts(value)?,
        _ => return unknown(&mut vault.extra, &ROOT, line),
    }
    Some(())
}

fn device_field(device: &mut RawDevice, seen: &mut Seen, line: &str) -> Option<()> {
    let (field, value) = divided(line)?;
    seen.note(&DEVICE, field)?;
    match field {
        "name" => device.name = text(value)?,
        "recipient" => device.recipient = text(value)?,
        "added" => device.added = number(value)?,
        "removed" => device.removed = Some(number(value)?),
        "added_n" => device.added_n = Some(number(value)?),
        "removed_n" => device.removed_n = Some(number(value)?),
        "seq" => device.seq = number(value)?,
        "saves" => device.saves = Some(text(value)?),
        "role" => device.role = Some(text(value)?),
        "unconfirmed" if value == "true" => device.unconfirmed = true,
        _ => return unknown(&mut device.extra, &DEVICE, line),
    }
    Some(())
}

fn account_field(account: &mut RawAccount, seen: &mut Seen, line: &str) -> Option<()> {
    let (field, value) = divided(line)?;
    seen.note(&ACCOUNT, field)?;
    match field {
        "id" => account.id = text(value)?,
        "issuer" => account.issuer = text(value)?,
        "name" => account.name = text(value)?,
        "secret" => account.secret = Some(SecretText::new(text(value)?)),
        "type" => account.kind = Some(text(value)?),
        "algorithm" => account.algorithm = Some(text(value)?),
        "digits" => account.digits = Some(number(value)?),
        "period" => account.period = Some(number(value)?),
        "counter" => {
            let counter = match value.as_bytes().first() {
                Some(b'"') => Counter::Text(text(value)?),
                _ => Counter::Number(number(value)?),
            };
            account.counter = Some(counter);
        }
        "pin" => account.pin = Some(SecretText::new(text(value)?)),
        "tags" => account.tags = texts(value)?,
        "note" => account.note = Some(SecretText::new(text(value)?)),
        "pinned" if value == "true" => account.pinned = true,
        "order" => account.order = Some(signed(value)?),
        "used" => account.used = Some(number(value)?),
        "created" => account.created = number(value)?,
        "deleted" => account.deleted = Some(number(value)?),
        _ => return unknown(&mut account.extra, &ACCOUNT, line),
    }
    Some(())
}

/// Texts and numbers are most of it; the rest by itself is TOML.
fn source_field(table: &mut toml::Table, line: &str) -> Option<()> {
    let (field, value) = divided(line)?;
    let plain = match value.as_bytes().first()? {
        b'"' => toml::Value::String(text(value)?),
        b'0'..=b'9' | b'-' => toml::Value::Integer(signed(value)?),
        _ => return unknown(table, &[], line),
    };
    if !is_bare(field) {
        return unknown(table, &[], line);
    }
    table
        .insert(field.to_owned(), plain)
        .is_none()
        .then_some(())
}

fn begin_stamps(table: &mut toml::Table) -> Option<()> {
    let before = table.insert("edited".to_owned(), toml::Table::new().into());
    before.is_none().then_some(())
}

fn is_bare(field: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    !field.is_empty() && field.bytes().all(is_plain)
}

/// Field and value. Quoted names with spaces are for the TOML parser.
fn divided(line: &str) -> Option<(&str, &str)> {
    let end = line.bytes().position(|b| b == b' ')?;
    Some((&line[..end], line[end..].strip_prefix(" = ")?))
}

fn stamp(account: &mut RawAccount, line: &str) -> Option<()> {
    let (field, value) = divided(line)?;
    if !is_bare(field) {
        return None;
    }
    let before = account.edited.insert(field.to_owned(), number(value)?);
    before.is_none().then_some(())
}

/// A field no version knew yet: the line by itself is TOML. Known names never come this way: they would be
/// twice there or of another type.
fn unknown(extra: &mut toml::Table, known: &[&str], line: &str) -> Option<()> {
    let table: toml::Table = line.parse().ok()?;
    for (field, value) in table {
        if known.contains(&field.as_str()) || extra.insert(field, value).is_some() {
            return None;
        }
    }
    Some(())
}

/// Which known fields of a table were there: none may be twice.
#[derive(Default)]
struct Seen(u32);

impl Seen {
    fn note(&mut self, known: &[&str], field: &str) -> Option<()> {
        let Some(place) = known.iter().position(|name| *name == field) else {
            return Some(());
        };
        let bit = 1 << place;
        let is_first = self.0 & bit == 0;
        self.0 |= bit;
        is_first.then_some(())
    }
}

fn number(value: &str) -> Option<u64> {
    u64::try_from(signed(value)?).ok()
}

fn signed(value: &str) -> Option<i64> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let is_plain =
        digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    if !is_plain {
        return None;
    }
    value.parse().ok()
}

fn texts(value: &str) -> Option<Vec<String>> {
    let mut rest = value.strip_prefix('[')?.strip_suffix(']')?;
    let mut texts = Vec::new();
    while !rest.is_empty() {
        if !texts.is_empty() {
            rest = rest.strip_prefix(", ")?;
        }
        let (text, after) = quoted(rest)?;
        texts.push(text);
        rest = after;
    }
    Some(texts)
}

fn text(value: &str) -> Option<String> {
    let (text, rest) = quoted(value)?;
    rest.is_empty().then_some(text)
}

/// A basic string at the beginning of `value`, and what follows it.
fn quoted(value: &str) -> Option<(String, &str)> {
    let inner = value.strip_prefix('"')?;
    let end = inner
        .bytes()
        .position(|b| b == b'"' || b == b'\\' || b < b' ' || b == 0x7f)?;
    if inner.as_bytes()[end] == b'"' {
        return Some((inner[..end].to_owned(), &inner[end + 1..]));
    }
    // The text is never longer than what it is written as: nothing grows, nothing leaves copies.
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.char_indices();
    while let Some((place, character)) = characters.next() {
        match character {
            '"' => return Some((text, &inner[place + 1..])),
            '\\' => text.push(match characters.next()?.1 {
                '"' => '"',
                '\\' => '\\',
                'n' => '\n',
                't' => '\t',
                'u' => {
                    let mut code = 0;
                    for _ in 0..4 {
                        code = code * 16 + characters.next()?.1.to_digit(16)?;
                    }
                    char::from_u32(code)?
                }
                _ => return None,
            }),
            c if c.is_ascii_control() => return None,
            c => text.push(c),
        }
    }
    None
}
