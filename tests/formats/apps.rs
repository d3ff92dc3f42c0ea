//! Files of every app whose exports are read, and files that must be refused: what must come out of each.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use otp::formats::FileError;
use otp::formats::input::Input;
use otp::formats::password::Password;
use otp::formats::table::{self, Failure, Import};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::vectors::{draft_line, entry_line};

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/formats")
        .join(file)
}

/// Reads a file as the program does.
pub(super) fn import(file: &str, password: Option<&str>) -> Result<Import, Failure> {
    let path = path(file);
    let name = file.rsplit('/').next().expect("a name");
    let bytes = fs::read(&path).expect("the sample is there");
    let folder = path.parent().expect("a folder").to_owned();
    let beside = |name: &str| fs::read(folder.join(name)).ok().map(Zeroizing::new);
    let input = Input::new(name, &bytes).with_beside(&beside);
    let password = password.map(Password::new);
    table::read(&input, None, password.as_ref())
}

pub(super) fn samples() -> Vec<Value> {
    let table: Value = serde_json::from_str(include_str!("manifest.json")).expect("JSON");
    table["samples"].as_array().expect("a list").clone()
}

/// Lines without a link may be reported or passed over in these: they are prose.
const PROSE: [&str; 2] = ["uri/notes_with_uris.md", "text/pass_entry.txt"];

#[test]
fn every_file_gives_exactly_its_entries() {
    let samples = samples();
    assert!(samples.len() >= 98, "samples are missing");
    let mut wrong = Vec::new();
    for sample in &samples {
        let file = sample["file"].as_str().expect("a name");
        let password = sample["password"].as_str();
        let import = match import(file, password) {
            Ok(import) => import,
            Err(failure) => {
                let format = failure.format.map(|format| format.name);
                wrong.push(format!("{file}: {:?} {format:?}", failure.error));
                continue;
            }
        };
        let format = match import.format.name {
            "prose" => "uri-list",
            "raivo-zip" => "raivo",
            // Only the password tells the two apart.
            "andotp-encrypted" if file.contains("_old") => "andotp-encrypted-old",
            other => other,
        };
        let wanted = sample["format"].as_str().expect("a format");
        if format != wanted && !(format == "age" && wanted.ends_with("+age")) {
            wrong.push(format!("{file}: read as {format}, not as {wanted}"));
        }
        let mut found: Vec<String> = import
            .report
            .drafts
            .iter()
            .flatten()
            .map(draft_line)
            .collect();
        let entries = sample["entries"].as_array().expect("a list");
        let mut expected: Vec<String> = entries.iter().map(entry_line).collect();
        found.sort();
        expected.sort();
        for line in expected.iter().filter(|line| !found.contains(line)) {
            wrong.push(format!("{file}: missing {line}"));
        }
        for line in found.iter().filter(|line| !expected.contains(line)) {
            wrong.push(format!("{file}: found   {line}"));
        }
        let problems = import
            .report
            .drafts
            .iter()
            .filter_map(|draft| draft.as_ref().err());
        let bad: Vec<_> = problems.collect();
        let errors = bad.len() + import.report.incomplete.len();
        if !PROSE.contains(&file) && Some(errors as u64) != sample["errors"].as_u64() {
            wrong.push(format!(
                "{file}: {errors} errors, not {}: {bad:?}",
                sample["errors"]
            ));
        }
        if let Some((entry, draft)) = favourites(entries, &import)
            && entry != draft
        {
            wrong.push(format!("{file}: favourites {draft:?}, not {entry:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The names of the favourites, as wanted and as found, where the sample tells.
fn favourites(entries: &[Value], import: &Import) -> Option<(Vec<String>, Vec<String>)> {
    let told = entries.iter().any(|entry| entry.get("favorite").is_some());
    let wanted = entries
        .iter()
        .filter(|entry| entry["favorite"] == Value::Bool(true));
    let mut wanted: Vec<String> = wanted
        .map(|entry| entry["name"].as_str().unwrap_or_default().to_owned())
        .collect();
    let found = import
        .report
        .drafts
        .iter()
        .flatten()
        .filter(|draft| draft.pinned);
    let mut found: Vec<String> = found.map(|draft| draft.name.as_str().to_owned()).collect();
    wanted.sort();
    found.sort();
    told.then_some((wanted, found))
}

#[test]
fn every_bad_file_is_refused_for_its_reason() {
    let samples: Vec<Value> =
        serde_json::from_str(include_str!("manifest_invalid.json")).expect("JSON");
    assert_eq!(samples.len(), 55);
    let mut wrong = Vec::new();
    for sample in &samples {
        let file = sample["file"].as_str().expect("a name");
        let wanted = sample["error"].as_str().expect("a kind");
        match import(file, sample["password"].as_str()) {
            Ok(import) => wrong.push(format!(
                "{file}: read as {}, not {wanted}",
                import.format.name
            )),
            Err(failure) if kind(failure.error) != wanted => wrong.push(format!(
                "{file}: {:?} as {:?}, not {wanted}",
                failure.error,
                failure.format.map(|format| format.name)
            )),
            Err(failure) => {
                let said = format!("{} {}", failure.error, failure.error.advice());
                assert!(
                    said.len() > 20 && !said.contains("kelp-otter"),
                    "{file}: {said}"
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn kind(error: FileError) -> &'static str {
    match error {
        FileError::Empty => "empty",
        FileError::Unknown => "unknown",
        FileError::Damaged(_) => "damaged",
        FileError::Unsupported { .. } => "unsupported",
        FileError::NoOtp => "no-otp",
        FileError::NeedPassword => "need-password",
        FileError::WrongPassword => "wrong-password",
        FileError::Refused(_) => "refused",
    }
}

/// The file's own name matters to these: encrypted Steam files are listed by it, pass entries have no other name, and
/// `SQLCipher` leaves no mark.
const NAMED: [&str; 6] = [
    "authenticator-plus/authplus.db",
    "steam/sda/1.maFile",
    "steam/steamguard-cli/gaben_fan.maFile",
    "text/gitforge",
    "text/vault",
    "text/gitforge2",
];

#[test]
fn a_false_extension_changes_nothing() {
    for sample in samples() {
        let file = sample["file"].as_str().expect("a name");
        if NAMED.contains(&file) {
            continue;
        }
        let bytes = fs::read(path(file)).expect("the sample is there");
        let told = |name: &str| table::detect(&Input::new(name, &bytes)).map(|format| format.name);
        let honest = told(file.rsplit('/').next().expect("a name"));
        // Under every name that another format has, and under some that none has.
        let extensions: BTreeSet<String> = samples()
            .iter()
            .filter_map(|other| {
                let name = other["file"].as_str()?.rsplit('/').next()?.to_owned();
                let (_, extension) = name.rsplit_once('.')?;
                Some(format!("export.{extension}"))
            })
            .collect();
        // These break ties: encrypted databases and Steam's files have no mark.
        let is_tie = |name: &str| ["export.db", "export.maFile"].contains(&name);
        let extensions = extensions.iter().filter(|name| !is_tie(name));
        for name in extensions {
            assert_eq!(told(name), honest, "{file} as {name}");
        }
        for name in [
            "export.txt",
            "export.json",
            "export.csv",
            "x.zip",
            "backup.bin",
            "export",
        ] {
            assert_eq!(told(name), honest, "{file} as {name}");
        }
    }
}

#[test]
fn passwords_are_tried_in_every_form() {
    // The samples were made with the composed form.
    let nfd = "U\u{308}ni\u{308}code pa\u{308}sswo\u{308}rd £7\n";
    for file in [
        "ente/ente-encrypted-unicode-pw.json",
        "aegis/aegis-two-passwords.json",
    ] {
        assert!(import(file, Some(nfd)).is_ok(), "{file}");
    }
}
