//! One decrypted entry of a pass, passage or gopass store: its name is the entry's place in the store.

use crate::account::{Draft, Kind, Label, Otp, Warning};
use crate::formats::entry::{self, Entry, Number, Text, Type};
use crate::formats::input::Input;
use crate::formats::{FileError, Report, read_text};

pub fn is_entry(input: &Input) -> bool {
    input.lines().any(|line| field(line).is_some())
}

/// What a line says about a code: its kind, and a link or a bare secret.
fn field(line: &str) -> Option<(Type, &str)> {
    let value = |key: &str| {
        let (found, value) = line.split_once(':')?;
        (found.trim().eq_ignore_ascii_case(key) && !value.trim().is_empty()).then_some(value.trim())
    };
    let code = value("totp").map(|code| (Type::Totp, code));
    let code = code.or_else(|| value("hotp").map(|code| (Type::Hotp, code)));
    // gopass divides a link at its colon.
    code.or_else(|| {
        value("otpauth")
            .filter(|_| line.contains(": //"))
            .map(|code| (Type::Unknown, code))
    })
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let counter = input.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim()
            .eq_ignore_ascii_case("counter")
            .then(|| Number::parse(value))
    });
    let mut entries = Vec::new();
    for (kind, code) in input.lines().filter_map(field) {
        let place = entries.len() + 1;
        let name: Text = input.stem().into();
        if kind == Type::Unknown {
            let link = zeroize::Zeroizing::new(format!("otpauth:{code}"));
            entries.push(entry::from_code(&link, place, (&Text::default(), &name)));
        } else if code.contains("://") {
            entries.push(entry::from_code(code, place, (&Text::default(), &name)));
        } else {
            let mut entry = Entry::new(&Text::default(), &name, entry::base32(&code.into()));
            entry.kind = kind;
            entry.counter = counter.unwrap_or(Number::Is(1));
            entries.push(entry.finish(place));
        }
    }
    Ok(Report::of(entries))
}

/// In a store of pass otp the counter is the last one that was used.
fn count_on(draft: &mut Draft) {
    let last = draft
        .otp
        .counter()
        .filter(|_| !draft.warnings.contains(&Warning::NoCounter));
    if let Some(counter) = last.and_then(|last| last.checked_add(1)) {
        let otp = &draft.otp;
        let kind = Kind::Hotp { counter };
        draft.otp = Otp::new(otp.secret().clone(), kind, otp.algorithm(), otp.digits());
    }
}

/// A whole entry, of which only links and codes are looked at; `path` is its place in the store, divided by `/`.
/// Stores keep passwords in the other lines: they are nobody's business.
pub fn read_store_entry(path: &str, text: &str) -> Report {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let input = Input::new(name, text.as_bytes());
    let mut report = if text.contains("otpauth://") {
        let links: Vec<&str> = text
            .lines()
            .filter(|line| line.trim_start().starts_with("otpauth://"))
            .collect();
        let mut report = read_text(&zeroize::Zeroizing::new(links.join("\n")));
        report.drafts.iter_mut().flatten().for_each(count_on);
        report
    } else if is_entry(&input) {
        read(&input, None).unwrap_or_default()
    } else {
        Report::default()
    };
    for draft in report.drafts.iter_mut().flatten() {
        if draft.issuer.is_empty() && draft.name.is_empty() {
            draft.name = Label::new(name);
        }
        let tags: Vec<Text> = folder.split('/').map(Text::from).collect();
        entry::describe(draft, &tags, &Text::default(), false);
    }
    report
}
