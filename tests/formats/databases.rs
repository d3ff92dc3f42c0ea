//! Databases as telephones leave them: with a write-ahead log, in which the newest accounts may be alone.
#![cfg(feature = "sqlite")]

use std::fs;
use std::path::Path;

use otp::formats::FileError;
use otp::formats::input::Input;
use otp::formats::table;
use rusqlite::Connection;
use zeroize::Zeroizing;

use crate::formats::corners::line;

const TABLE: &str = "create table accounts (_id integer primary key, email text, secret text, counter integer, type integer, issuer text)";

fn add(connection: &Connection, issuer: &str) {
    let row = "insert into accounts (email, secret, counter, type, issuer) values ('me', 'MFZXIZLSNFXWI2LO', 0, 0, ?1)";
    connection.execute(row, [issuer]).expect("added");
}

fn read(database: &[u8], log: Option<&[u8]>) -> Result<Vec<String>, FileError> {
    let beside = |name: &str| {
        let log = log.filter(|_| name == "databases-wal");
        log.map(|log| Zeroizing::new(log.to_vec()))
    };
    let input = Input::new("databases", database).with_beside(&beside);
    let import = table::read(&input, None, None).map_err(|failure| failure.error)?;
    assert_eq!(import.format.name, "google-sqlite");
    Ok(import.report.drafts.iter().flatten().map(line).collect())
}

/// A database and its log while an app has it open: `Old` is in the one, `New` in the other.
fn opened(folder: &Path) -> (Vec<u8>, Vec<u8>) {
    let file = folder.join("databases");
    let connection = Connection::open(&file).expect("made");
    let pragma = |text: &str| {
        let mut statement = connection.prepare(text).expect("a pragma");
        let _ = statement.query(()).expect("done").next();
    };
    pragma("pragma journal_mode = wal");
    pragma("pragma wal_autocheckpoint = 0");
    connection.execute(TABLE, ()).expect("made");
    add(&connection, "Old");
    pragma("pragma wal_checkpoint(restart)");
    for number in 0..60 {
        add(&connection, &format!("New {number:02}"));
    }
    let log = fs::read(folder.join("databases-wal")).expect("a log");
    (fs::read(&file).expect("a database"), log)
}

#[test]
fn what_is_in_the_log_alone_is_read_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (database, log) = opened(folder.path());
    let old = ["Old:me totp SHA1 6 30 []".to_owned()];
    assert_eq!(read(&database, None).as_deref(), Ok(&old[..]));
    let both = read(&database, Some(&log)).expect("read");
    assert_eq!(both.len(), 61);
    assert_eq!(both[0], old[0]);
    assert_eq!(both[60], "New 59:me totp SHA1 6 30 []");
    // Cut off or damaged: what was finished before that counts.
    let cut = read(&database, Some(&log[..log.len() - 9])).expect("read");
    assert_eq!(cut.len(), 60);
    let mut damaged = log.clone();
    let middle = log.len() / 2;
    damaged[middle] ^= 1;
    let some = read(&database, Some(&damaged)).expect("read").len();
    assert!((2..60).contains(&some), "{some}");
    damaged[20] ^= 1;
    for log in [&damaged[..], &log[..31], b""] {
        assert_eq!(read(&database, Some(log)).as_deref(), Ok(&old[..]));
    }
}

#[test]
fn a_log_asks_for_no_more_memory_than_a_file_may_have() {
    let folder = tempfile::tempdir().expect("a folder");
    let (database, mut log) = opened(folder.path());
    // The number of pages in the frames; without its checksum it is not believed, whatever it says.
    log[36..40].fill(0xff);
    assert_eq!(read(&database, Some(&log)).map(|found| found.len()), Ok(1));
}
