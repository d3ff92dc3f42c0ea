//! From an otpauth URI to a draft: scheme, type, secret and numbers.

use zeroize::Zeroizing;

use super::display::Display;
use super::label::read_label;
use super::query::Query;
use super::{Push, UriError};
use crate::account::facts::{Asked, Facts, Writing};
use crate::account::percent::{self, Plus};
use crate::account::{Draft, Label, Secret};

/// Reads `otpauth://`, `apple-otpauth://`, `motp://` and `steam://` URIs.
pub fn parse(uri: &str) -> Result<Draft, UriError> {
    parse_written(uri, Writing::Base32)
}

/// The same for a key that is written in another way.
pub fn parse_written(uri: &str, writing: Writing) -> Result<Draft, UriError> {
    let (scheme, rest) = uri.trim().split_once("://").ok_or(UriError::NotOtpauth)?;
    let is = |name: &str| scheme.eq_ignore_ascii_case(name);
    if is("steam") {
        return steam_link(rest, writing);
    }
    if is("motp") {
        let (label, query) = rest.split_once('?').unwrap_or((rest, ""));
        let label = label.trim_start_matches('/');
        return draft(Asked::Motp, label, &Query::read(query), writing);
    }
    if is("otpauth-migration") || is("lpaauth-migration") {
        return Err(UriError::Migration);
    }
    if let Some(push) = push_scheme(scheme) {
        return Err(UriError::Push(push));
    }
    if !is("otpauth") && !is("apple-otpauth") {
        return Err(UriError::NotOtpauth);
    }
    let (location, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = location.split_once('/').unwrap_or((location, ""));
    let host = read_host(host)?;
    let query = Query::read(query);
    draft(host, path, &query, writing)
}

fn push_scheme(scheme: &str) -> Option<Push> {
    [
        ("phonefactor", Push::Microsoft),
        ("duo", Push::Duo),
        ("oktaverify", Push::Okta),
        ("fortitoken", Push::Forti),
        ("pingid", Push::Ping),
    ]
    .into_iter()
    .find_map(|(name, push)| scheme.eq_ignore_ascii_case(name).then_some(push))
}

fn read_host(host: &str) -> Result<Asked, UriError> {
    match host.to_ascii_lowercase().as_str() {
        "totp" => Ok(Asked::Totp),
        "hotp" => Ok(Asked::Hotp),
        "steam" => Ok(Asked::Steam),
        "motp" => Ok(Asked::Motp),
        "yaotp" | "yandex" => Ok(Asked::Yandex),
        _ => Err(UriError::BadType),
    }
}

/// Bitwarden and Proton write `steam://SECRET` and keep the name elsewhere.
fn steam_link(rest: &str, writing: Writing) -> Result<Draft, UriError> {
    let text = rest.split_once('?').map_or(rest, |(secret, _)| secret);
    let secret = percent::decode(text.trim_end_matches('/'), Plus::Literal);
    let facts = Facts {
        issuer: Label::new("Steam"),
        secret: &secret,
        writing,
        asked: Asked::Steam,
        ..Facts::default()
    };
    Ok(facts.draft()?)
}

fn draft(host: Asked, path: &str, query: &Query, writing: Writing) -> Result<Draft, UriError> {
    let display = query.get("codedisplay").map(|text| Display::read(text));
    if display.as_ref().is_some_and(|display| display.trashed) {
        return Err(UriError::Trashed);
    }
    let (mut issuer, name) = read_label(path, query);
    if host == Asked::Yandex && issuer.is_empty() {
        issuer = Label::new("Yandex");
    }
    let pin = query.get("pin").map(|pin| match host {
        Asked::Yandex => yandex_pin(pin),
        _ => pin.clone(),
    });
    let secret = secret_text(query.get("secret").ok_or(UriError::NoSecret)?);
    let text = |key: &str| query.get(key).map(|text| text.as_str());
    let facts = Facts {
        issuer,
        name,
        secret: &secret,
        writing,
        asked: match host {
            Asked::Totp => asked(query),
            other => other,
        },
        algorithm: text("algorithm"),
        digits: text("digits"),
        period: text("period"),
        counter: text("counter"),
        pin: pin.as_ref().map(|pin| pin.as_str()),
    };
    let mut draft = facts.draft()?;
    if let Some(display) = display {
        draft.pinned = display.pinned;
        draft.tags = display.tags;
        draft.note = display.note;
    }
    Ok(draft)
}

/// Steam itself writes `totp` and only its issuer tells; `encoder=totp`, which we write, says it is not Steam's.
fn asked(query: &Query) -> Asked {
    let is_encoder = |name: &str| {
        query
            .get("encoder")
            .is_some_and(|encoder| encoder.eq_ignore_ascii_case(name))
    };
    if query.has("steam") || is_encoder("steam") {
        Asked::Steam
    } else if is_encoder("totp") {
        Asked::PlainTotp
    } else {
        Asked::Totp
    }
}

/// Yandex' links hold the digits of the PIN in base32; people write them as they are.
fn yandex_pin(text: &Zeroizing<String>) -> Zeroizing<String> {
    let is_pin = |pin: &String| !pin.is_empty() && pin.bytes().all(|byte| byte.is_ascii_digit());
    let decoded = Secret::from_base32(text).ok().and_then(|pin| pin.text());
    decoded
        .filter(|pin| is_pin(pin))
        .unwrap_or_else(|| text.clone())
}

/// No base32 holds a `%`: what is left of one was encoded twice.
fn secret_text(text: &Zeroizing<String>) -> Zeroizing<String> {
    if text.contains('%') {
        return percent::decode(text, Plus::Literal);
    }
    text.clone()
}
