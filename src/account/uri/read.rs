//! From an otpauth URI to a draft: scheme, type, secret and numbers.

use zeroize::Zeroizing;

use super::display::Display;
use super::label::read_label;
use super::query::Query;
use super::{Push, Unsupported, UriError};
use crate::account::percent::{self, Plus};
use crate::account::{
    Algorithm, Digits, Draft, Kind, Label, Otp, Period, Secret, SecretError, Warning, base64,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Host {
    Totp,
    Hotp,
    Steam,
}

/// Reads `otpauth://`, `apple-otpauth://` and `steam://` URIs.
pub fn parse(uri: &str) -> Result<Draft, UriError> {
    let (scheme, rest) = uri.trim().split_once("://").ok_or(UriError::NotOtpauth)?;
    let is = |name: &str| scheme.eq_ignore_ascii_case(name);
    if is("steam") {
        return steam_link(rest);
    }
    if is("motp") {
        return Err(UriError::Unsupported(Unsupported::Motp));
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
    draft(host, path, &query)
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

fn read_host(host: &str) -> Result<Host, UriError> {
    match host.to_ascii_lowercase().as_str() {
        "totp" => Ok(Host::Totp),
        "hotp" => Ok(Host::Hotp),
        "steam" => Ok(Host::Steam),
        "motp" => Err(UriError::Unsupported(Unsupported::Motp)),
        "yaotp" | "yandex" => Err(UriError::Unsupported(Unsupported::Yandex)),
        _ => Err(UriError::BadType),
    }
}

/// Bitwarden and Proton write `steam://SECRET` and keep the name elsewhere.
fn steam_link(rest: &str) -> Result<Draft, UriError> {
    let text = rest.split_once('?').map_or(rest, |(secret, _)| secret);
    let text = percent::decode(text.trim_end_matches('/'), Plus::Literal);
    let otp = steam_otp(steam_secret(&text)?);
    Ok(Draft::new(Label::new("Steam"), Label::default(), otp))
}

fn draft(host: Host, path: &str, query: &Query) -> Result<Draft, UriError> {
    let display = query.get("codedisplay").map(|text| Display::read(text));
    if display.as_ref().is_some_and(|display| display.trashed) {
        return Err(UriError::Trashed);
    }
    let (issuer, name) = read_label(path, query.get("issuer"));
    let text = query.get("secret").ok_or(UriError::NoSecret)?;
    let mut counter_missing = false;
    let otp = if host == Host::Steam || (host == Host::Totp && is_steam(&issuer, query)) {
        steam_otp(steam_secret(text)?)
    } else {
        let secret = Secret::from_base32(text).map_err(secret_error)?;
        let kind = if host == Host::Hotp {
            let counter = number(query, "counter").map_err(|()| UriError::BadCounter)?;
            counter_missing = counter.is_none();
            let counter = counter.unwrap_or_default();
            Kind::Hotp { counter }
        } else {
            let seconds = number(query, "period").map_err(|()| UriError::BadPeriod)?;
            let period = seconds.map_or(Some(Period::DEFAULT), Period::new);
            let period = period.ok_or(UriError::BadPeriod)?;
            Kind::Totp { period }
        };
        let algorithm = query
            .get("algorithm")
            .map_or(Some(Algorithm::default()), |name| {
                Algorithm::from_name(name)
            })
            .ok_or(UriError::BadAlgorithm)?;
        let digits = number(query, "digits").map_err(|()| UriError::BadDigits)?;
        let digits = digits
            .map_or(Some(Digits::DEFAULT), Digits::new)
            .ok_or(UriError::BadDigits)?;
        Otp::new(secret, kind, algorithm, digits)
    };
    let mut draft = Draft::new(issuer, name, otp);
    if counter_missing {
        draft.warnings.push(Warning::NoCounter);
    }
    if let Some(display) = display {
        draft.pinned = display.pinned;
        draft.tags = display.tags;
        draft.note = display.note;
    }
    Ok(draft)
}

/// Steam itself writes `totp` and only its issuer tells; `encoder=totp`, which we write, says it is not Steam's.
fn is_steam(issuer: &Label, query: &Query) -> bool {
    match query.get("encoder") {
        Some(encoder) if encoder.eq_ignore_ascii_case("steam") => true,
        Some(encoder) if encoder.eq_ignore_ascii_case("totp") => query.has("steam"),
        _ => query.has("steam") || issuer.as_str().eq_ignore_ascii_case("steam"),
    }
}

fn steam_otp(secret: Secret) -> Otp {
    Otp::new(secret, Kind::Steam, Algorithm::default(), Digits::default())
}

/// Base32, or base64 of exactly the 20 bytes that Steam calls `shared_secret`.
fn steam_secret(text: &str) -> Result<Secret, UriError> {
    let first = match Secret::from_base32(text) {
        Ok(secret) => return Ok(secret),
        Err(error) => secret_error(error),
    };
    // The query reader turned every raw '+' into a space.
    let text = Zeroizing::new(text.replace(' ', "+"));
    match base64::decode(&text) {
        Some(bytes) if bytes.len() == 20 => {
            Secret::from_bytes(bytes.to_vec()).map_err(secret_error)
        }
        _ => Err(first),
    }
}

fn secret_error(error: SecretError) -> UriError {
    match error {
        SecretError::Empty => UriError::NoSecret,
        SecretError::TooShort | SecretError::BadCharacter(_) => UriError::BadSecret(error),
    }
}

/// `Ok(None)` when the parameter is missing or empty.
fn number(query: &Query, key: &str) -> Result<Option<u64>, ()> {
    let Some(text) = query.get(key).map(|text| text.trim()) else {
        return Ok(None);
    };
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(());
    }
    text.parse().map(Some).map_err(|_| ())
}
