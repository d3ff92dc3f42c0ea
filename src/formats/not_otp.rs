//! What a QR code or a text is when it is not a one-time code, and what to do then.

use crate::account::base64;
use crate::account::uri::Push;

/// Something that people take for a one-time code. Holds no text of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotOtp {
    /// An activation code for a vendor's push messages.
    Push(Push),
    /// RSA's own kind of token.
    SecurId,
    /// `FIDO:/…`, shown when signing in with a passkey on another device.
    Passkey,
    /// Digits alone, as the pairing keys of `PingID` are.
    Digits,
    /// An age identity or a recovery key.
    AgeKey,
    /// `WIFI:…`
    WiFi,
    /// `http://` or `https://`
    WebLink,
    /// The same with a key in it.
    SecretWebLink,
    /// A `vCard` or `MeCard`.
    Contact,
    /// An appointment.
    Calendar,
    /// `LPA:1$…`
    Esim,
    /// `mailto:`, `tel:`, `sms:` or `geo:`
    Link,
    /// A wallet's address.
    Payment,
    /// Text without anything to enrol.
    Text,
}

impl NotOtp {
    /// What it is: completes "this is …".
    pub const fn what(self) -> &'static str {
        match self {
            Self::Push(Push::Microsoft) => {
                "an activation code for Microsoft Authenticator's push messages"
            }
            Self::Push(Push::Duo) => "an activation code for Duo Mobile",
            Self::Push(Push::Okta) => "an activation code for Okta Verify",
            Self::Push(Push::Forti) => "an activation code for FortiToken Mobile",
            Self::Push(Push::Ping) => "an activation code for PingID",
            Self::SecurId => "an RSA SecurID token",
            Self::Passkey => "a passkey sign-in",
            Self::Digits => "a number, perhaps a PingID pairing key",
            Self::AgeKey => "an age key, perhaps a vault's recovery key",
            Self::WiFi => "the password of a Wi-Fi network",
            Self::WebLink => "a link to a web page",
            Self::SecretWebLink => "a link to a web page with a secret in it",
            Self::Contact => "a contact card",
            Self::Calendar => "an appointment",
            Self::Esim => "an eSIM profile",
            Self::Link => "a mail address, phone number or place",
            Self::Payment => "a payment address",
            Self::Text => "text without a one-time code in it",
        }
    }

    /// What to do.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Push(Push::Microsoft) => {
                "on the page that shows it choose \"I want to use a different authenticator app\""
            }
            Self::Push(Push::Duo) => {
                "Duo shares no secret; ask the administrator for a hardware or third-party token"
            }
            Self::Push(Push::Okta) => {
                "choose \"Google Authenticator\" as the factor instead of Okta Verify"
            }
            Self::Push(Push::Forti | Push::Ping) | Self::Digits => {
                "it works in the vendor's own app only; ask the administrator whether another authenticator app is allowed"
            }
            Self::SecurId => {
                "it works in RSA's own app only; ask the administrator for a TOTP token"
            }
            Self::Passkey => "scan it with the phone that holds the passkey",
            Self::AgeKey => {
                "keep it secret; to open a vault with it, use the recovery of `otp init`"
            }
            Self::WebLink => {
                "open it: the page behind it may show the QR code or the secret (\"can't scan?\") to add"
            }
            Self::SecretWebLink => {
                "do not open it, that would give the secret away; `otp add --manual` takes the secret that stands in it"
            }
            Self::WiFi
            | Self::Contact
            | Self::Calendar
            | Self::Esim
            | Self::Link
            | Self::Payment => {
                "look for the QR code on the site's page about two-factor authentication"
            }
            Self::Text => {
                "give an otpauth:// URI, the secret the site shows under \"can't scan?\", or a picture of the QR code"
            }
        }
    }
}

/// Beginnings that tell what a text is; in lower case.
const BEGINNINGS: [(&str, NotOtp); 31] = [
    ("phonefactor:", NotOtp::Push(Push::Microsoft)),
    ("microsoft-authenticator:", NotOtp::Push(Push::Microsoft)),
    ("msauth:", NotOtp::Push(Push::Microsoft)),
    ("duo:", NotOtp::Push(Push::Duo)),
    ("oktaverify:", NotOtp::Push(Push::Okta)),
    ("com-okta-authenticator:", NotOtp::Push(Push::Okta)),
    ("fortitoken:", NotOtp::Push(Push::Forti)),
    ("pingid:", NotOtp::Push(Push::Ping)),
    ("com.rsa.securid", NotOtp::SecurId),
    ("http://127.0.0.1/securid/", NotOtp::SecurId),
    ("fido:/", NotOtp::Passkey),
    ("age-secret-key-", NotOtp::AgeKey),
    ("age-plugin-", NotOtp::AgeKey),
    ("wifi:", NotOtp::WiFi),
    ("http:", NotOtp::WebLink),
    ("https:", NotOtp::WebLink),
    ("www.", NotOtp::WebLink),
    ("mecard:", NotOtp::Contact),
    ("begin:vcard", NotOtp::Contact),
    ("bizcard:", NotOtp::Contact),
    ("begin:vevent", NotOtp::Calendar),
    ("begin:vcalendar", NotOtp::Calendar),
    ("lpa:1$", NotOtp::Esim),
    ("mailto:", NotOtp::Link),
    ("matmsg:", NotOtp::Link),
    ("tel:", NotOtp::Link),
    ("sms:", NotOtp::Link),
    ("smsto:", NotOtp::Link),
    ("geo:", NotOtp::Link),
    ("bitcoin:", NotOtp::Payment),
    ("ethereum:", NotOtp::Payment),
];

/// Says what `text` is. `None` when it is empty or of a scheme that this program reads.
pub fn explain(text: &str) -> Option<NotOtp> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start: String = text.chars().take(40).collect::<String>().to_lowercase();
    let ours = [
        "otpauth:",
        "apple-otpauth:",
        "otpauth-migration:",
        "lpaauth-migration:",
        "steam:",
        "motp:",
    ];
    if text.is_empty() || ours.iter().any(|scheme| start.starts_with(scheme)) {
        return None;
    }
    if is_duo(text) {
        return Some(NotOtp::Push(Push::Duo));
    }
    let known = BEGINNINGS
        .iter()
        .find(|(beginning, _)| start.starts_with(beginning));
    if let Some((_, not_otp)) = known {
        let has_secret = || {
            let lower = zeroize::Zeroizing::new(text.to_ascii_lowercase());
            ["secret=", "secret%3d", "otpauth"]
                .iter()
                .any(|mark| lower.contains(mark))
        };
        return Some(match not_otp {
            NotOtp::WebLink if has_secret() => NotOtp::SecretWebLink,
            not_otp => *not_otp,
        });
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let rest = || text.bytes().filter(|byte| !byte.is_ascii_digit());
    if (12..=14).contains(&digits) && rest().all(|byte| b" -".contains(&byte)) {
        return Some(NotOtp::Digits);
    }
    Some(NotOtp::Text)
}

/// `https://…duosecurity.com/activate/…`, or `CODE-BASE64` with Duo's host behind the base64.
fn is_duo(text: &str) -> bool {
    let host = |text: &str| text.to_ascii_lowercase().contains("duosecurity.com");
    if text.len() > 400 {
        return false;
    }
    if text.to_ascii_lowercase().starts_with("https://") {
        let authority = text.get(8..).and_then(|rest| rest.split('/').next());
        return authority.is_some_and(host);
    }
    let decoded = text
        .split_once('-')
        .and_then(|(_, rest)| base64::decode(rest));
    decoded.is_some_and(|bytes| host(&String::from_utf8_lossy(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_scan_is_told_apart() {
        for (text, wanted) in [
            (
                "phonefactor://activate_account?code=1&url=x",
                NotOtp::Push(Push::Microsoft),
            ),
            ("duo://abc-def", NotOtp::Push(Push::Duo)),
            (
                "https://m-1234.duosecurity.com/activate/AbC",
                NotOtp::Push(Push::Duo),
            ),
            (
                "k3vJhg7sPq2-YXBpLTEyMy5kdW9zZWN1cml0eS5jb20",
                NotOtp::Push(Push::Duo),
            ),
            ("oktaverify://email/a@b.test?t=1", NotOtp::Push(Push::Okta)),
            ("FortiToken://x", NotOtp::Push(Push::Forti)),
            ("com.rsa.securid.iphone://ctf?ctfData=1", NotOtp::SecurId),
            ("FIDO:/0123", NotOtp::Passkey),
            ("1234 5678 9012", NotOtp::Digits),
            ("AGE-SECRET-KEY-1QQQ", NotOtp::AgeKey),
            ("WIFI:T:WPA;S:x;P:y;;", NotOtp::WiFi),
            ("HTTPS://example.test/duosecurity.com", NotOtp::WebLink),
            ("https://q.test/?Secret=MFZX", NotOtp::SecretWebLink),
            ("BEGIN:VCARD\nFN:x\nEND:VCARD", NotOtp::Contact),
            ("LPA:1$host$x", NotOtp::Esim),
            ("tel:+123", NotOtp::Link),
            ("hello, nothing here", NotOtp::Text),
        ] {
            let found = explain(text).expect("not ours");
            assert_eq!(found, wanted, "{text}");
            assert!(!found.what().is_empty() && !found.advice().is_empty());
        }
    }

    #[test]
    fn our_own_schemes_are_not_foreign() {
        for text in [
            "",
            "  ",
            "otpauth://totp/x",
            "OTPAUTH-MIGRATION://offline?data=x",
            "steam://x",
        ] {
            assert_eq!(explain(text), None, "{text}");
        }
    }
}
