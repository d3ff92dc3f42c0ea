//! CSV exports of password managers, told apart by their header; their other columns are passwords and are not kept.

use csv::StringRecord;

use crate::account::Draft;
use crate::formats::entry::{self, Entry, Number, Text, Type};
use crate::formats::find_uris;
use crate::formats::input::Input;
use crate::formats::{EntryError, Report};

/// The columns of one kind of file; the first of those named that says something counts.
pub struct Columns {
    /// All of these must be there for the file to be of this kind, and one for codes.
    required: &'static [&'static str],
    code: &'static [&'static str],
    issuer: &'static [&'static str],
    name: &'static [&'static str],
    tags: &'static [&'static str],
    note: &'static [&'static str],
    favorite: &'static [&'static str],
}

/// What most password managers call them.
const USUAL: Columns = Columns {
    required: &[],
    code: &["totp"],
    issuer: &["title"],
    name: &["username"],
    tags: &[],
    note: &["notes"],
    favorite: &[],
};
pub const BITWARDEN: Columns = Columns {
    required: &["name"],
    code: &["login_totp"],
    issuer: &["name"],
    name: &["login_username"],
    tags: &["folder", "collections"],
    favorite: &["favorite"],
    ..USUAL
};
pub const KEEPASSXC: Columns = Columns {
    required: &["group", "title"],
    tags: &["group"],
    ..USUAL
};
pub const ONE_PASSWORD: Columns = Columns {
    required: &["title", "tags"],
    code: &["otpauth"],
    tags: &["tags"],
    favorite: &["favorite"],
    ..USUAL
};
pub const APPLE: Columns = Columns {
    required: &["title", "url", "username", "password"],
    code: &["otpauth"],
    ..USUAL
};
pub const LASTPASS: Columns = Columns {
    required: &["extra", "grouping"],
    issuer: &["name"],
    tags: &["grouping"],
    note: &["extra"],
    favorite: &["fav"],
    ..USUAL
};
pub const PROTON_PASS: Columns = Columns {
    required: &["name", "vault"],
    issuer: &["name"],
    name: &["username", "email"],
    tags: &["vault"],
    note: &["note"],
    ..USUAL
};
pub const DASHLANE: Columns = Columns {
    required: &["title"],
    code: &["otpurl", "otpsecret"],
    name: &["username", "username2", "username3"],
    tags: &["category"],
    note: &["note"],
    ..USUAL
};
pub const MYKI: Columns = Columns {
    required: &["nickname"],
    code: &["twofasecret"],
    issuer: &["nickname"],
    note: &["additionalinfo"],
    ..USUAL
};
pub const GENERIC: Columns = Columns {
    required: &[],
    code: &[
        "secret",
        "totp",
        "otpauth",
        "otp",
        "totp secret",
        "totp_secret",
        "otpurl",
        "otpsecret",
        "one-time password",
        "login_totp",
        "2fa",
    ],
    issuer: &["issuer", "service", "title"],
    name: &[
        "account", "username", "name", "label", "login", "user", "email",
    ],
    tags: &["tags", "tag", "folder", "group"],
    note: &["note", "notes"],
    favorite: &["favorite", "favourite"],
};

/// A table of a password manager that has no column for codes.
pub fn is_other(input: &Input) -> bool {
    !input.text().is_some_and(find_uris::contains_scheme)
        && header(input).is_some_and(|header| {
            column(&header, &["password", "login_password"]).is_some()
                && column(&header, &["username", "url", "login_uri", "title", "name"]).is_some()
        })
}

type Reader<'a> = csv::Reader<&'a [u8]>;

fn reader<'a>(input: &'a Input) -> Reader<'a> {
    let text = input.text().unwrap_or_default();
    let first = text.lines().next().unwrap_or_default();
    // Spreadsheets divide cells by what the country's numbers do not use.
    let divider = if first.contains(',') || !first.contains(';') {
        b','
    } else {
        b';'
    };
    csv::ReaderBuilder::new()
        .delimiter(divider)
        .flexible(true)
        .trim(csv::Trim::Headers)
        .from_reader(text.as_bytes())
}

/// The names of the columns in lower case; `None` when it is no table.
fn header(input: &Input) -> Option<StringRecord> {
    if input.json().is_some() || input.trimmed().starts_with('<') {
        return None;
    }
    let header = reader(input).headers().ok()?.clone();
    (header.len() > 1).then(|| header.iter().map(str::to_lowercase).collect())
}

fn column(header: &StringRecord, names: &[&str]) -> Option<usize> {
    names
        .iter()
        .find_map(|name| header.iter().position(|found| found == *name))
}

pub fn fits(input: &Input, columns: &Columns) -> bool {
    header(input).is_some_and(|header| {
        let mut required = columns.required.iter();
        required.all(|name| column(&header, &[name]).is_some())
            && column(&header, columns.code).is_some()
    })
}

pub fn read(input: &Input, columns: &Columns) -> Report {
    let header = header(input).unwrap_or_default();
    let mut reader = reader(input);
    let mut entries = Vec::new();
    for (place, record) in (1..).zip(reader.records()) {
        let Ok(record) = record else {
            entries.push(Err(entry::damaged(place)));
            continue;
        };
        let row = Row {
            header: &header,
            record: &record,
        };
        if row.get(columns.code).is_empty() || row.is_binned(columns) {
            continue;
        }
        entries.push(row.read(columns, place));
    }
    Report::of(entries)
}

struct Row<'a> {
    header: &'a StringRecord,
    record: &'a StringRecord,
}

impl Row<'_> {
    fn get(&self, names: &[&str]) -> Text {
        let mut values = names.iter().filter_map(|name| {
            let index = column(self.header, &[name])?;
            Some(self.record.get(index)?).filter(|value| !value.trim().is_empty())
        });
        values.next().unwrap_or_default().into()
    }

    /// KeePassXC exports its recycle bin too.
    fn is_binned(&self, columns: &Columns) -> bool {
        columns.tags == KEEPASSXC.tags
            && self
                .get(columns.tags)
                .as_str()
                .split('/')
                .any(|group| group == "Recycle Bin")
    }

    fn tags(&self, columns: &Columns) -> Vec<Text> {
        let text = self.get(columns.tags);
        if columns.tags == KEEPASSXC.tags {
            // The first is the database itself.
            return text.as_str().split('/').skip(1).map(Text::from).collect();
        }
        text.as_str()
            .split([',', ';'])
            .map(|tag| tag.trim().into())
            .collect()
    }

    fn read(&self, columns: &Columns, place: usize) -> Result<Draft, EntryError> {
        let (code, issuer) = (self.get(columns.code), self.get(columns.issuer));
        let name = self.get(columns.name);
        let mut draft = if code.as_str().contains("://") || !columns.required.is_empty() {
            entry::from_code(code.as_str(), place, (&issuer, &name))?
        } else {
            self.generic(Entry::new(&issuer, &name, entry::base32(&code)), &code)
                .finish(place)?
        };
        if name.is_empty() && draft.name.as_str() == "none" {
            draft.name = crate::account::Label::default();
        }
        let favorite = self.get(columns.favorite);
        let pinned = favorite.as_str() == "1" || favorite.as_str().eq_ignore_ascii_case("true");
        entry::describe(
            &mut draft,
            &self.tags(columns),
            &self.get(columns.note),
            pinned,
        );
        Ok(draft)
    }

    fn generic(&self, mut entry: Entry, code: &Text) -> Entry {
        entry.kind = Type::parse(self.get(&["type", "kind"]).as_str());
        if entry.kind == Type::Steam {
            entry.secret = entry::steam_secret(code.as_str());
        }
        entry.algorithm = self.get(&["algorithm", "algo"]);
        entry.digits = Number::parse(self.get(&["digits", "length"]).as_str());
        entry.period = Number::parse(self.get(&["period", "interval"]).as_str());
        entry.counter = Number::parse(self.get(&["counter"]).as_str());
        entry
    }
}
