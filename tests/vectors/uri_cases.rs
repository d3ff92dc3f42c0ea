//! 134 odd otpauth URIs: what real apps and sites write, with the entry or the refusal it must give.

use otp::account::Warning;
use otp::account::uri::{UriError, parse};
use serde_json::Value;

use super::{draft_line, entry_line};

fn kind(error: UriError) -> &'static str {
    match error {
        UriError::NotOtpauth => "not-otpauth",
        UriError::Migration => "migration",
        UriError::BadType => "bad-type",
        UriError::NoSecret => "no-secret",
        UriError::BadSecret(_) => "bad-secret",
        UriError::BadAlgorithm => "bad-algorithm",
        UriError::BadDigits => "bad-digits",
        UriError::BadPeriod => "bad-period",
        UriError::BadCounter => "bad-counter",
        UriError::Push(_) => "push",
        UriError::Trashed => "trashed",
    }
}

fn warning(warning: Warning) -> &'static str {
    match warning {
        Warning::Unnamed => "unnamed",
        Warning::WeakSecret => "weak-secret",
        Warning::NoCounter => "no-counter",
        Warning::ImpossibleLength => "impossible-length",
        Warning::PerhapsHexadecimal => "hexadecimal",
        Warning::NoPin => "no-pin",
    }
}

fn wanted(case: &Value) -> String {
    if let Some(error) = case["error"].as_str() {
        return error.to_owned();
    }
    entry_line(&case["expect"])
}

#[test]
fn every_case_gives_its_entry_or_its_refusal() {
    let table: Value = serde_json::from_str(include_str!("uri_cases.json")).expect("JSON");
    let cases = table["cases"].as_array().expect("a list");
    assert_eq!(cases.len(), 134);
    let mut wrong = Vec::new();
    for case in cases {
        let (id, uri) = (&case["id"], case["uri"].as_str().expect("a URI"));
        let result = parse(uri);
        let found = match &result {
            Ok(draft) => draft_line(draft),
            Err(error) => kind(*error).to_owned(),
        };
        if found != wanted(case) {
            wrong.push(format!("{id}: found {found}, wanted {}", wanted(case)));
        }
        // The short keys used by most cases are weak or of odd lengths, and that is said even where the case is about another thing.
        let told: Vec<_> = result
            .iter()
            .flat_map(|draft| draft.warnings.iter().copied().map(warning))
            .collect();
        if let Some(warn) = case["warn"].as_str()
            && !told.contains(&warn)
        {
            wrong.push(format!("{id}: warns of {told:?}, wanted {warn}"));
        }
        let others = told
            .iter()
            .filter(|told| Some(**told) != case["warn"].as_str());
        if others
            .clone()
            .any(|told| !["weak-secret", "impossible-length", "no-pin"].contains(told))
        {
            wrong.push(format!("{id}: warns of {told:?} without need"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
