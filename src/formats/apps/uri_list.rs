//! Lists of links: one a line, between commas, in JSON, or somewhere in prose; Google's export in QR links too.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::account::percent;
use crate::formats::entry;
use crate::formats::find_uris;
use crate::formats::input::Input;
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
    let is_link = |value: &Value| value.as_str().is_some_and(|text| text.contains("://"));
    input.list().iter().chain(input.items("items")).any(is_link)
        || input.items_have("items", &["rawData"])
        || input.list_has(&["uri", "name", "secret"])
}

/// Links somewhere in a text that is nothing else.
pub fn is_prose(input: &Input) -> bool {
    match input.json() {
        Some(value) => !texts_with_links(value).is_empty(),
        None => input.text().is_some_and(find_uris::contains_scheme),
    }
}

/// The texts anywhere in a JSON value that hold links, in their order.
fn texts_with_links(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) if find_uris::contains_scheme(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts_with_links).collect(),
        Value::Object(fields) => fields.values().flat_map(texts_with_links).collect(),
        _ => Vec::new(),
    }
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
    let report = match input.json() {
        Some(value) => read_text(&Zeroizing::new(texts_with_links(value).join("\n"))),
        None => read_text(input.text().unwrap_or_default()),
    };
    if report.drafts.is_empty() && report.incomplete.is_empty() {
        return Err(FileError::NoOtp);
    }
    Ok(report)
}

/// What old exports of Ente Auth keep beside the link stands in newer links themselves.
fn with_display(link: &str, display: Option<&Value>) -> Zeroizing<String> {
    let mut whole = Zeroizing::new(link.to_owned());
    if let (Some(display), Some((label, query))) = (display, link.split_once('?')) {
        *whole = format!("{label}?codeDisplay=");
        percent::encode_into(&mut whole, &Zeroizing::new(display.to_string()));
        whole.push('&');
        whole.push_str(query);
    }
    whole
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
                links.push_str(&with_display(text, value.get("display")));
                links.push('\n');
            }
            None => damaged.push(Err(entry::damaged(place))),
        }
    }
    let mut report = read_text(&links);
    report.drafts.extend(damaged);
    report
}
