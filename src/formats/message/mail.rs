//! Mail (RFC 5322, MIME, mbox) as the texts that may hold a code: the subject, plain and HTML parts, forwarded messages.

use std::sync::LazyLock;

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use regex::bytes::Regex;

use super::{Silence, html};

/// One message, taken apart.
#[derive(Default)]
pub(super) struct Mail {
    pub(super) subject: String,
    /// Each readable part, plain ones first.
    pub(super) parts: Vec<String>,
    /// `OTP-Token: "123456"; origin="https://host"` in the top header.
    pub(super) token: Option<(String, Option<String>)>,
}

/// Messages forwarded within messages within messages are no longer looked into.
const MAX_LEVELS: usize = 4;
/// Each part within a part is read again with it: mail has a few, and a thousand take for ever.
const MAX_NESTS: usize = 200;
/// The longest page.
const MAX_HTML: usize = 1 << 20;

static NESTS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(?i-u)multipart|message/").ok());

/// `None` when the bytes are no mail. Of an mbox the newest message, which is the last.
pub(super) fn read(bytes: &[u8]) -> Result<Option<Mail>, Silence> {
    let message = newest(bytes);
    if !is_mail(message) {
        return Ok(None);
    }
    let nests = NESTS
        .as_ref()
        .map_or(0, |nests| nests.find_iter(message).take(MAX_NESTS).count());
    if nests == MAX_NESTS {
        return Err(Silence::Long);
    }
    let Some(parsed) = MessageParser::default().parse(message) else {
        return Ok(None);
    };
    let mut mail = Mail {
        subject: parsed.subject().unwrap_or_default().to_owned(),
        token: token(&parsed),
        ..Mail::default()
    };
    collect(&parsed, &mut mail, 0)?;
    Ok(Some(mail))
}

/// The last message of an mbox; anything else as it is.
fn newest(bytes: &[u8]) -> &[u8] {
    if !bytes.starts_with(b"From ") {
        return bytes;
    }
    let last = bytes.windows(7).rposition(|window| window == b"\n\nFrom ");
    let start = last.map_or(0, |at| at + 2);
    let message = bytes.get(start..).unwrap_or_default();
    let end = message
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(message.len(), |at| at + 1);
    message.get(end..).unwrap_or_default()
}

/// A header that only mail has, in a first line that is a header.
fn is_mail(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let mut lines = head.lines().take_while(|line| !line.trim().is_empty());
    let Some((first, _)) = lines.next().and_then(|line| line.split_once(':')) else {
        return false;
    };
    let known = [
        "from:",
        "received:",
        "subject:",
        "mime-version:",
        "return-path:",
        "message-id:",
        "delivered-to:",
    ];
    is_name(first) && {
        let count = head
            .lines()
            .take_while(|line| !line.trim().is_empty())
            .filter(|line| {
                known
                    .iter()
                    .any(|known| line.to_ascii_lowercase().starts_with(known))
            })
            .count();
        count >= 2
    }
}

fn token(message: &Message) -> Option<(String, Option<String>)> {
    let mut fields = message
        .headers_raw()
        .filter(|(name, _)| name.eq_ignore_ascii_case("otp-token"));
    let (_, value) = fields.next()?;
    if fields.next().is_some() {
        return None;
    }
    let rest = value.trim().strip_prefix('"')?;
    let (code, rest) = rest.split_once('"')?;
    let origin = rest
        .split_once("origin=\"https://")
        .and_then(|(_, rest)| rest.split_once('"'));
    let is_code = !code.is_empty()
        && code.len() <= 16
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_code.then(|| (code.to_owned(), origin.map(|(host, _)| host.to_owned())))
}

fn collect(message: &Message, mail: &mut Mail, level: usize) -> Result<(), Silence> {
    if level > MAX_LEVELS {
        return Ok(());
    }
    for part in &message.parts {
        match &part.body {
            PartType::Text(text) if !is_attachment(part) => {
                let is_plain = part.content_type().is_none_or(|kind| {
                    kind.subtype()
                        .is_none_or(|sub| sub.eq_ignore_ascii_case("plain"))
                });
                if is_plain {
                    mail.parts.push(text.to_string());
                }
            }
            PartType::Html(page) if !is_attachment(part) => {
                if page.len() > MAX_HTML {
                    return Err(Silence::Long);
                }
                mail.parts.push(html::text(page));
            }
            PartType::Message(inner) => {
                mail.parts.extend(inner.subject().map(str::to_owned));
                collect(inner, mail, level + 1)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_attachment(part: &mail_parser::MessagePart) -> bool {
    part.content_disposition()
        .is_some_and(|disposition| disposition.ctype().eq_ignore_ascii_case("attachment"))
}
