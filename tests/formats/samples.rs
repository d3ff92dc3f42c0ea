//! Lists of URIs, Google's export and other text files, with the entries they must give.

use std::fs;
use std::path::Path;

use otp::formats::{Report, Source, read_text, text};
use serde_json::Value;

use crate::vectors::{draft_line, entry_line};

fn report(file: &str) -> Report {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/formats")
        .join(file);
    let bytes = fs::read(&path).expect("the sample is there");
    read_text(text::decode(&bytes).expect("it is text").expose())
}

/// Lines without a URI may be reported or passed over in these: they are prose.
const PROSE: [&str; 2] = ["uri/notes_with_uris.md", "text/pass_entry.txt"];

#[test]
fn every_sample_gives_its_entries() {
    let table: Value = serde_json::from_str(include_str!("samples.json")).expect("JSON");
    let samples = table["samples"].as_array().expect("a list");
    assert!(samples.len() >= 12, "only {} samples", samples.len());
    for sample in samples {
        let file = sample["file"].as_str().expect("a name");
        let report = report(file);
        let mut found: Vec<String> = report.drafts.iter().flatten().map(draft_line).collect();
        let entries = sample["entries"].as_array().expect("a list");
        let mut wanted: Vec<String> = entries.iter().map(entry_line).collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{file}");
        let bad = report.drafts.iter().filter(|draft| draft.is_err()).count();
        let errors = bad + report.incomplete.len();
        if !PROSE.contains(&file) {
            assert_eq!(Some(errors as u64), sample["errors"].as_u64(), "{file}");
        }
    }
}

#[test]
fn what_holds_no_account_says_so() {
    let problem = |text: &str| {
        let report = read_text(text);
        assert_eq!(report.drafts.iter().flatten().count(), 0, "{text}");
        let error = report.drafts.into_iter().find_map(Result::err);
        error.map(|error| error.to_string())
    };
    for text in [
        "otpauth-migration://offline?data=%%%",
        "otpauth-migration://offline?data=CjkKFPext0iqTHiUPYmf%2BjQ6NSYJebf0EhFtaXJhQGZlbndpY2sudGVzdBoIR2l0Zm9yZ2UgASgBMAIKQQogJRnj%2BTEHq2DuL6lHkP9du1ZonBa6R%2FNWWmXQv8",
    ] {
        let said = problem(text).expect("an error");
        assert!(said.contains("damaged"), "{said}");
    }
    assert!(
        problem("otpauth-migration://offline?")
            .expect("an error")
            .contains("no data")
    );
    for text in [
        "duo://abcdef-xyz\n",
        "phonefactor://activate_account?code=123",
        "hello, nothing here",
    ] {
        assert_eq!(problem(text), None);
        assert!(
            matches!(read_text(text).sources[..], [Source::NotOtp(_)]),
            "{text}"
        );
    }
}
