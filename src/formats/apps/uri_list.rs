//! Lists of links: one a line, between commas, in JSON, or somewhere in prose; Google's export in QR links too.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::formats::entry;
use crate::formats::find_uris;
use crate::formats::input::{Input, has};
use crate::formats::not_otp::NotOtp;
use crate::formats::{FileError, Problem, Report, read_text};

const SCHEMES: &[&str] = &["otpauth://", "apple-otpauth://", "motp://", "steam://"];
const MIGRATION: &str = "otpauth-migration://";

fn starts_with(input: &Input, scheme: &str) -> bool {
    let first = input.lines().next().unwrap_or_default();
    first
        .get(..scheme.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

pub fn is_migration(input: &Input) -> bool {
    starts_with(input, MIGRATION)
}

pub fn is_list(input: &Input) -> bool {
    SCHEMES.iter().any(|scheme| starts_with(input, scheme)) || is_json(input)
}

fn is_json(input: &Input) -> bool {
    let is_link = |value: Option<&Value>| {
        value
            .and_then(Value::as_str)
            .is_some_and(|text| text.contains("://"))
    };
    is_link(input.first())
        || is_link(input.items("items").first())
        || has(input.items("items").first(), &["rawData"])
        || input.first_has(&["uri", "name", "secret"])
}

/// Links somewhere in a text that is nothing else.
pub fn is_prose(input: &Input) -> bool {
    input.json().is_none() && input.text().is_some_and(find_uris::contains_scheme)
}

/// Activation codes for push messages are what people take for an export most often.
pub fn is_push(input: &Input) -> bool {
    input.text().is_some_and(|text| {
        let report = read_text(text);
        report.drafts.is_empty()
            && report
                .not_otp()
                .any(|not_otp| !matches!(not_otp, NotOtp::Text))
    })
}

pub fn read_push(_: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    Err(FileError::NoOtp)
}

pub fn read_migration(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let report = read_text(input.text().unwrap_or_default());
    let is_broken = report
        .drafts
        .iter()
        .all(|draft| matches!(draft, Err(error) if matches!(error.problem, Problem::Migration(_))));
    if is_broken && report.incomplete.is_empty() {
        return Err(FileError::Damaged("its links hold no whole export"));
    }
    Ok(report)
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    if is_json(input) {
        return Ok(read_json(input));
    }
    let report = read_text(input.text().unwrap_or_default());
    if report.drafts.is_empty() && report.incomplete.is_empty() {
        return Err(FileError::NoOtp);
    }
    Ok(report)
}

fn read_json(input: &Input) -> Report {
    let list = input
        .json()
        .and_then(Value::as_array)
        .map_or(input.items("items"), Vec::as_slice);
    let mut links = Zeroizing::new(String::new());
    let mut damaged = Vec::new();
    for (place, value) in (1..).zip(list) {
        let text = value
            .as_str()
            .or_else(|| value.get("rawData").and_then(Value::as_str))
            .or_else(|| value.get("uri").and_then(Value::as_str));
        match text {
            Some(text) => {
                links.push_str(text);
                links.push('\n');
            }
            None => damaged.push(Err(entry::damaged(place))),
        }
    }
    let mut report = read_text(&links);
    report.drafts.extend(damaged);
    report
}
