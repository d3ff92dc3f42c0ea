//! Destination: where a code is sent: a telephone number (E.164), a mail address, or another name of one line.

use std::fmt;

use thiserror::Error;

use crate::account::is_plain;

/// Mail addresses are no longer (RFC 5321), and nothing else needs to be.
const MAX: usize = 254;

/// Where a code goes, in one way of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination(String);

/// Why a text is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DestinationError {
    /// Nothing at all.
    #[error("the destination is empty")]
    Empty,
    /// Longer than any address.
    #[error("the destination is longer than {MAX} bytes")]
    TooLong,
    /// Line ends and control characters would reach headers of messages.
    #[error("the destination holds characters that cannot be seen")]
    Unfit,
    /// A program would take it for an option.
    #[error("the destination begins with a dash")]
    Dash,
    /// A number without its country.
    #[error("the phone number lacks its country code")]
    NoCountry,
    /// Too short, too long, or with letters.
    #[error("the phone number does not have 7 to 15 digits (E.164)")]
    Number,
    /// An address that is none, or several.
    #[error("the mail address is not a single address")]
    Mail,
}

impl Destination {
    /// Reads what people write: numbers with spaces, dashes and brackets; addresses; anything else on one line.
    pub fn parse(text: &str) -> Result<Self, DestinationError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(DestinationError::Empty);
        }
        if text.len() > MAX {
            return Err(DestinationError::TooLong);
        }
        if !is_plain(text) {
            return Err(DestinationError::Unfit);
        }
        if text.starts_with('-') {
            return Err(DestinationError::Dash);
        }
        if let Some(written) = telephone_number(text) {
            return e164(written).map(Self);
        }
        if text.contains('@') {
            return mail(text).map(Self);
        }
        Ok(Self(text.to_owned()))
    }

    /// As a program gets it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What its kind is delivered by, where nobody says otherwise.
    pub fn channel(&self) -> &str {
        if self.0.starts_with('+') {
            return "sms";
        }
        if self.0.contains('@') {
            return "email";
        }
        let scheme = self.0.split_once(':').map(|(scheme, _)| scheme);
        let is_word =
            |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        scheme.filter(is_word).unwrap_or("other")
    }

    /// The same for all ways of writing that reach the same place.
    pub(super) fn counted_as(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands for a telephone number: behind `tel:`, behind a plus, or digits and their signs alone.
fn telephone_number(text: &str) -> Option<&str> {
    let scheme = text
        .get(..4)
        .filter(|head| head.eq_ignore_ascii_case("tel:"));
    if scheme.is_some() {
        return text.get(4..);
    }
    let is_part = |letter: char| letter.is_ascii_digit() || " ()-./+\u{a0}".contains(letter);
    (text.starts_with('+') || text.chars().all(is_part)).then_some(text)
}

/// A plus and 7 to 15 digits, the first of them no zero.
fn e164(written: &str) -> Result<String, DestinationError> {
    // The zero that is dialled within the country alone: +44 (0)20 …
    let written = written.trim().replace("(0)", "");
    let signs: String = written
        .chars()
        .filter(|letter| !" ()-./\u{a0}".contains(*letter))
        .collect();
    let digits = signs.strip_prefix('+').or(signs.strip_prefix("00"));
    let digits = digits.ok_or(DestinationError::NoCountry)?;
    let is_number = (7..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    if is_number {
        return Ok(format!("+{digits}"));
    }
    Err(DestinationError::Number)
}

/// One address. What would make two of it, or a name with an address, is refused: `sendmail -t` reads such lists.
fn mail(text: &str) -> Result<String, DestinationError> {
    let (name, domain) = text.rsplit_once('@').ok_or(DestinationError::Mail)?;
    let is_plain = |part: &str| {
        let separates = |letter: char| letter.is_whitespace() || ",;<>()[]\"\\:@".contains(letter);
        !part.is_empty() && !part.contains(separates)
    };
    if is_plain(name) && is_plain(domain) {
        return Ok(format!("{name}@{}", domain.to_lowercase()));
    }
    Err(DestinationError::Mail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, DestinationError> {
        Destination::parse(text).map(|it| it.as_str().to_owned())
    }

    #[test]
    fn numbers_are_written_in_one_way() {
        for text in [
            "+49 170 1234567",
            "+49-170-123 45 67",
            "0049 (170) 1234567",
            "tel:+49.170.1234567",
            " +49 (0)170/1234567 ",
        ] {
            assert_eq!(parsed(text).as_deref(), Ok("+491701234567"), "{text}");
        }
        for (text, error) in [
            ("0170 1234567", DestinationError::NoCountry),
            ("1701234567", DestinationError::NoCountry),
            ("+49", DestinationError::Number),
            ("+0170123456", DestinationError::Number),
            ("+1234567890123456", DestinationError::Number),
            ("+49170CALLME", DestinationError::Number),
            ("+49+170123456", DestinationError::Number),
        ] {
            assert_eq!(parsed(text), Err(error), "{text}");
        }
    }

    #[test]
    fn addresses_are_single_and_stay_on_their_line() {
        assert_eq!(
            parsed("Octavia@Example.ORG").as_deref(),
            Ok("Octavia@example.org")
        );
        for text in ["a@b,c@d", "A <a@b>", "a@", "@b", "a b@c", "a@b@c"] {
            assert_eq!(parsed(text), Err(DestinationError::Mail), "{text}");
        }
        for (text, error) in [
            ("a@b\nBcc: c@d", DestinationError::Unfit),
            ("", DestinationError::Empty),
            ("-oQ/tmp", DestinationError::Dash),
            (&"x".repeat(255), DestinationError::TooLong),
        ] {
            assert_eq!(parsed(text), Err(error), "{text}");
        }
        assert_eq!(parsed("push:octavia").as_deref(), Ok("push:octavia"));
        let channel = |text: &str| Destination::parse(text).expect("one").channel().to_owned();
        assert_eq!(
            ["+491701234567", "a@b.c", "push:octavia", "octavia"].map(channel),
            ["sms", "email", "push", "other"]
        );
        let counted = |text: &str| Destination::parse(text).expect("one").counted_as();
        assert_eq!(counted("ME@x.org"), counted("me@X.org"));
    }

    #[test]
    fn any_name_of_254_bytes_is_one_and_is_written_as_it_is() {
        let name = "x".repeat(MAX);
        let destination = Destination::parse(&name).expect("a name");
        assert_eq!(destination.to_string(), name);
        let channel = |text: &str| Destination::parse(text).expect("one").channel().to_owned();
        assert_eq!([":x", "a-b:x"].map(channel), ["other", "other"]);
    }
}
