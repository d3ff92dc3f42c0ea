//! Mails, SMS, push texts and transcripts, with the code that each names or none: a wrong guess is worse than silence.

use std::fs;
use std::path::Path;

use otp::formats::message::extract;
use serde_json::Value;

/// Without blanks and dashes: how a code is grouped says nothing.
fn bare(code: &str) -> String {
    code.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect()
}

#[test]
fn every_message_gives_its_code_or_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/messages");
    let table = fs::read(folder.join("manifest.json")).expect("the table");
    let rows: Vec<Value> = serde_json::from_slice(&table).expect("JSON");
    assert_eq!(rows.len(), 140);
    let mut wrong = Vec::new();
    for row in &rows {
        let file = row["file"].as_str().expect("a name");
        let bytes = fs::read(folder.join(file)).expect("the message");
        let found = extract(&bytes).ok();
        let found_code = found.as_ref().map(|found| bare(&found.code));
        let also = row["also"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let mut wanted = row["code"]
            .as_str()
            .into_iter()
            .chain(also)
            .map(bare)
            .peekable();
        let is_right = match (&found_code, wanted.peek().is_some()) {
            (Some(code), true) => wanted.any(|wanted| wanted == *code),
            (None, false) => true,
            _ => false,
        };
        if !is_right {
            wrong.push(format!(
                "{file}: {found_code:?}, not {} ({})",
                row["code"], row["why"]
            ));
        }
        if let Some(domain) = row["domain"].as_str() {
            let told = found.and_then(|found| found.domain);
            assert_eq!(told.as_deref(), Some(domain), "{file}");
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
