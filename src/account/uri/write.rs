//! From an account to an otpauth URI that every authenticator reads.

use crate::account::percent;
use crate::account::{Algorithm, Digits, Kind, Label, Otp, Period, Secret, SecretText};

/// The URI with all parameters spelt out, as every authenticator reads it.
pub fn write(issuer: &Label, name: &Label, otp: &Otp) -> SecretText {
    write_with(issuer, name, otp, Defaults::Written)
}

/// The same without the parameters that have their default value: a smaller QR code.
pub fn write_short(issuer: &Label, name: &Label, otp: &Otp) -> SecretText {
    write_with(issuer, name, otp, Defaults::LeftOut)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Defaults {
    Written,
    LeftOut,
}

fn write_with(issuer: &Label, name: &Label, otp: &Otp, defaults: Defaults) -> SecretText {
    let (secret, pin) = (otp.written_secret(), written_pin(otp));
    let labels = 6 * issuer.as_str().len() + 3 * name.as_str().len();
    let longest = secret.expose().len() + labels + 3 * pin.expose().len() + 160;
    // Never grows, so no copy of the secret is left behind.
    let mut uri = String::with_capacity(longest);
    uri.push_str(match otp.kind() {
        Kind::Totp { .. } => "otpauth://totp/",
        Kind::Hotp { .. } => "otpauth://hotp/",
        Kind::Steam => "otpauth://steam/",
        Kind::Yandex => "otpauth://yaotp/",
        Kind::Motp => "motp://",
    });
    percent::encode_into(&mut uri, issuer.as_str());
    // Without an issuer a name's own colon would divide it: an empty left half says there is none.
    if !issuer.is_empty() || name.as_str().contains(':') {
        uri.push(':');
    }
    percent::encode_into(&mut uri, name.as_str());
    uri.push_str("?secret=");
    uri.push_str(secret.expose());
    if !issuer.is_empty() {
        uri.push_str("&issuer=");
        percent::encode_into(&mut uri, issuer.as_str());
    }
    let all = defaults == Defaults::Written;
    if !otp.kind().is_fixed() {
        if all || otp.algorithm() != Algorithm::default() {
            uri.push_str("&algorithm=");
            uri.push_str(otp.algorithm().name());
        }
        if all || otp.digits() != Digits::DEFAULT {
            uri.push_str("&digits=");
            uri.push_str(&otp.digits().get().to_string());
        }
    }
    match otp.kind() {
        Kind::Totp { period } => {
            if all || period != Period::DEFAULT {
                uri.push_str("&period=");
                uri.push_str(&period.seconds().to_string());
            }
            if issuer.as_str().eq_ignore_ascii_case("steam") {
                uri.push_str("&encoder=totp");
            }
        }
        Kind::Hotp { counter } => {
            uri.push_str("&counter=");
            uri.push_str(&counter.to_string());
        }
        Kind::Steam | Kind::Motp | Kind::Yandex => {}
    }
    if otp.pin().is_some() {
        uri.push_str("&pin=");
        percent::encode_into(&mut uri, pin.expose());
    }
    SecretText::new(uri)
}

/// The PIN as apps write it into links: in base32 for Yandex; empty where there is none.
fn written_pin(otp: &Otp) -> SecretText {
    let Some(pin) = otp.pin() else {
        return SecretText::default();
    };
    let in_base32 = || Secret::from_bytes(pin.expose().as_bytes().to_vec()).ok();
    match otp.kind() {
        Kind::Yandex => in_base32().map_or_else(SecretText::default, |pin| pin.to_base32()),
        _ => pin.clone(),
    }
}
