//! Known answers: URIs with the entry they must give, and codes at given times.

mod codes;
mod uri_cases;

use otp::account::Otp;

/// An entry of the tables as one line of text, so that a difference shows all at once.
pub fn entry_line(entry: &serde_json::Value) -> String {
    let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let number = |key: &str| entry[key].as_u64();
    let tags: Vec<&str> = entry["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|tag| tag.as_str())
        .collect();
    format!(
        "{:?} {:?} {} {} {} {:?} {:?} {:?} {tags:?} {:?} {:?}",
        text("issuer"),
        text("name"),
        text("type"),
        text("secret"),
        text("algorithm"),
        number("digits"),
        number("period"),
        number("counter"),
        text("note"),
        text("pin"),
    )
}

/// A draft in the same shape as [`entry_line`].
pub fn draft_line(draft: &otp::account::Draft) -> String {
    let Parts {
        secret,
        digits,
        period,
        counter,
    } = parts(&draft.otp);
    let tags: Vec<&str> = draft.tags.iter().map(otp::account::Label::as_str).collect();
    format!(
        "{:?} {:?} {} {secret} {} {digits:?} {period:?} {counter:?} {tags:?} {:?} {:?}",
        draft.issuer.as_str(),
        draft.name.as_str(),
        draft.otp.kind().name(),
        draft.otp.algorithm().name(),
        draft.note.expose(),
        draft.otp.pin().map_or("", |pin| pin.expose()),
    )
}

struct Parts {
    secret: String,
    digits: Option<u64>,
    period: Option<u64>,
    counter: Option<u64>,
}

fn parts(otp: &Otp) -> Parts {
    Parts {
        secret: otp.secret().to_base32().expose().to_owned(),
        digits: Some(u64::from(otp.digits().get())),
        period: otp.period().map(|period| u64::from(period.seconds())),
        counter: otp.counter(),
    }
}
