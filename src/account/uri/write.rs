//! From an account to an otpauth URI that every authenticator reads.

use crate::account::percent;
use crate::account::{Algorithm, Digits, Kind, Label, Otp, Period, SecretText};

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
    let secret = otp.secret().to_base32();
    let longest = secret.expose().len() + 6 * issuer.as_str().len() + 3 * name.as_str().len() + 160;
    // Never grows, so no copy of the secret is left behind.
    let mut uri = String::with_capacity(longest);
    uri.push_str("otpauth://");
    uri.push_str(otp.kind().name());
    uri.push('/');
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
    if otp.kind() != Kind::Steam {
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
        Kind::Steam => {}
    }
    SecretText::new(uri)
}
