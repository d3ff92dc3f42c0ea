//! SQLite databases of Google Authenticator (before 6.0), Microsoft Authenticator and Stratum, read in memory.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use serde_json::Value;

use super::{stratum, write_ahead};
use crate::account::{Secret, base64};
use crate::formats::entry::{self, Entry, Number, Text, Type};
use crate::formats::fields::{Names, USUAL, field};
use crate::formats::input::Input;
use crate::formats::{FieldError, FileError, Report};

const MAGIC: &[u8] = b"SQLite format 3\0";

const DAMAGED: FileError = FileError::Damaged("it is not a whole database");

impl From<rusqlite::Error> for FileError {
    fn from(_: rusqlite::Error) -> Self {
        DAMAGED
    }
}

fn open(input: &Input) -> Option<Connection> {
    if !input.bytes().starts_with(MAGIC) {
        return None;
    }
    let mut connection = Connection::open_in_memory().ok()?;
    let log = input.beside(&format!("{}-wal", input.name()));
    let log = log.as_ref().map(|log| log.as_slice());
    let database = write_ahead::merged(input.bytes(), log);
    connection
        .deserialize_read_exact(c"main", database.as_slice(), database.len(), true)
        .ok()?;
    Some(connection)
}

fn has_columns(input: &Input, table: &str, columns: &[&str]) -> bool {
    let found = open(input).and_then(|connection| {
        let mut statement = connection
            .prepare("select name from pragma_table_info(?1)")
            .ok()?;
        let names = statement
            .query_map([table], |row| row.get::<_, String>(0))
            .ok()?;
        Some(names.flatten().collect::<Vec<String>>())
    });
    let found = found.unwrap_or_default();
    columns
        .iter()
        .all(|column| found.iter().any(|name| name == column))
}

pub fn is_stratum(input: &Input) -> bool {
    has_columns(input, "authenticator", &["secret", "issuer", "username"])
}

pub fn is_microsoft(input: &Input) -> bool {
    has_columns(input, "accounts", &["oath_secret_key", "account_type"])
}

pub fn is_google(input: &Input) -> bool {
    has_columns(input, "accounts", &["email", "secret"])
}

pub fn is_other(input: &Input) -> bool {
    input.bytes().starts_with(MAGIC)
}

pub fn read_other(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    Err(if open(input).is_some() {
        FileError::Unknown
    } else {
        DAMAGED
    })
}

/// A row as an object: texts and numbers under the names of their columns.
fn object(row: &Row) -> Value {
    let names = row.as_ref().column_names().enumerate();
    let columns = names.filter_map(|(index, name)| {
        let value = match row.get_ref(index).ok()? {
            ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
            ValueRef::Integer(number) => number.into(),
            _ => return None,
        };
        Some((name.to_ascii_lowercase(), value))
    });
    Value::Object(columns.collect())
}

const ACCOUNTS: &str = "select * from accounts order by rowid";

fn read_rows(
    connection: &Connection,
    all: &str,
    read: impl Fn(&Value) -> Option<Entry>,
) -> Result<Report, FileError> {
    let mut statement = connection.prepare(all)?;
    let mut rows = statement.query([])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(entry) = read(&object(row)) {
            entries.push(entry.finish(entries.len() + 1));
        }
    }
    Ok(Report::of(entries))
}

const GOOGLE: Names = Names {
    name: "email",
    kind: "",
    algorithm: "",
    digits: "",
    period: "",
    ..USUAL
};

pub fn read_google(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let connection = open(input).ok_or(DAMAGED)?;
    read_rows(&connection, ACCOUNTS, |row| {
        let mut entry = GOOGLE.entry(row);
        entry.name = entry::without_issuer(entry.name.as_str(), entry.issuer.as_str());
        // Authenticator Plus keeps its accounts in the same table and adds to it.
        let category: Text = field(row, "category");
        if category.as_str() != "All Accounts" {
            entry.tags = vec![category];
        }
        if field::<Number>(row, "isencrypted") == Number::Is(1) {
            entry.secret = Err(FieldError::Sealed);
        }
        match field(row, "type") {
            Number::Is(1) => entry.kind = Type::Hotp,
            // Battle.net's.
            Number::Is(2) => {
                let secret: Text = field(row, "secret");
                let secret = Secret::from_hexadecimal(secret.as_str());
                entry.secret = secret.map_err(FieldError::from);
                entry.digits = Number::Is(8);
            }
            _ => {}
        }
        Some(entry)
    })
}

pub fn read_microsoft(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let connection = open(input).ok_or(DAMAGED)?;
    read_rows(&connection, ACCOUNTS, |row| {
        let key: Text = field(row, "oath_secret_key");
        let (secret, digits) = match field(row, "account_type") {
            Number::Is(0) => (entry::base32(&key), 6),
            Number::Is(1) => {
                let bytes = base64::decode(key.as_str()).map(|bytes| bytes.to_vec());
                (entry::decoded(bytes), 8)
            }
            // Push accounts hold no key that can be taken.
            _ => return None,
        };
        let mut entry = Entry::new(&field(row, "name"), &field(row, "username"), secret);
        entry.digits = Number::Is(digits);
        Some(entry)
    })
}

pub fn read_stratum(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let connection = open(input).ok_or(DAMAGED)?;
    let links = links(&connection).unwrap_or_default();
    let all = "select * from authenticator order by ranking, rowid";
    read_rows(&connection, all, |row| Some(stratum::entry(row, &links)))
}

/// Pairs of a secret and the name of its category.
fn links(connection: &Connection) -> Option<Vec<(Text, Text)>> {
    let query = "select l.authenticatorSecret as secret, c.name as name \
                 from authenticatorcategory l join category c on c.id = l.categoryId";
    let mut statement = connection.prepare(query).ok()?;
    let rows = statement.query_map([], |row| Ok(object(row))).ok()?;
    let pairs = rows.flatten();
    let pairs = pairs.map(|link| (field(&link, "secret"), field(&link, "name")));
    Some(pairs.collect())
}
