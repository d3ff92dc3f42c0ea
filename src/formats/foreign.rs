//! What a QR code or a text is when it is not a one-time code, and what to do then.

use crate::account::base64;
use crate::account::uri::Push;

/// Something that people take for a one-time code. Holds no text of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Foreign {
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

impl Foreign {
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
const BEGINNINGS: [(&str, Foreign); 31] = [
    ("phonefactor:", Foreign::Push(Push::Microsoft)),
    ("microsoft-authenticator:", Foreign::Push(Push::Microsoft)),
    ("msauth:", Foreign::Push(Push::Microsoft)),
    ("duo:", Foreign::Push(Push::Duo)),
    ("oktaverify:", Foreign::Push(Push::Okta)),
    ("com-okta-authenticator:", Foreign::Push(Push::Okta)),
    ("fortitoken:", Foreign::Push(Push::Forti)),
    ("pingid:", Foreign::Push(Push::Ping)),
    ("com.rsa.securid", Foreign::SecurId),
    ("http://127.0.0.1/securid/", Foreign::SecurId),
    ("fido:/", Foreign::Passkey),
    ("age-secret-key-", Foreign::AgeKey),
    ("age-plugin-", Foreign::AgeKey),
    ("wifi:", Foreign::WiFi),
    ("http:", Foreign::WebLink),
    ("https:", Foreign::WebLink),
    ("www.", Foreign::WebLink),
    ("mecard:", Foreign::Contact),
    ("begin:vcard", Foreign::Contact),
    ("bizcard:", Foreign::Contact),
    ("begin:vevent", Foreign::Calendar),
    ("begin:vcalendar", Foreign::Calendar),
    ("lpa:1$", Foreign::Esim),
    ("mailto:", Foreign::Link),
    ("matmsg:", Foreign::Link),
    ("tel:", Foreign::Link),
    ("sms:", Foreign::Link),
    ("smsto:", Foreign::Link),
    ("geo:", Foreign::Link),
    ("bitcoin:", Foreign::Payment),
    ("ethereum:", Foreign::Payment),
];

/// Says what `text` is. `None` when it is empty or of a scheme that this program reads.
pub fn explain(text: &str) -> Option<Foreign> {
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
        return Some(Foreign::Push(Push::Duo));
    }
    let known = BEGINNINGS
        .iter()
        .find(|(beginning, _)| start.starts_with(beginning));
    if let Some((_, foreign)) = known {
        let has_secret = || {
            let lower = zeroize::Zeroizing::new(text.to_ascii_lowercase());
            ["secret=", "secret%3d", "otpauth"]
                .iter()
                .any(|mark| lower.contains(mark))
        };
        return Some(match foreign {
            Foreign::WebLink if has_secret() => Foreign::SecretWebLink,
            foreign => *foreign,
        });
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let rest = || text.bytes().filter(|byte| !byte.is_ascii_digit());
    if (12..=14).contains(&digits) && rest().all(|byte| b" -".contains(&byte)) {
        return Some(Foreign::Digits);
    }
    Some(Foreign::Text)
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
                Foreign::Push(Push::Microsoft),
            ),
            ("duo://abc-def", Foreign::Push(Push::Duo)),
            (
                "https://m-1234.duosecurity.com/activate/AbC",
                Foreign::Push(Push::Duo),
            ),
            (
                "k3vJhg7sPq2-YXBpLTEyMy5kdW9zZWN1cml0eS5jb20",
                Foreign::Push(Push::Duo),
            ),
            ("oktaverify://email/a@b.test?t=1", Foreign::Push(Push::Okta)),
            ("FortiToken://x", Foreign::Push(Push::Forti)),
            ("com.rsa.securid.iphone://ctf?ctfData=1", Foreign::SecurId),
            ("FIDO:/0123", Foreign::Passkey),
            ("1234 5678 9012", Foreign::Digits),
            ("AGE-SECRET-KEY-1QQQ", Foreign::AgeKey),
            ("WIFI:T:WPA;S:x;P:y;;", Foreign::WiFi),
            ("HTTPS://example.test/duosecurity.com", Foreign::WebLink),
            ("https://q.test/?Secret=MFZX", Foreign::SecretWebLink),
            ("BEGIN:VCARD\nFN:x\nEND:VCARD", Foreign::Contact),
            ("LPA:1$host$x", Foreign::Esim),
            ("tel:+123", Foreign::Link),
            ("hello, nothing here", Foreign::Text),
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
