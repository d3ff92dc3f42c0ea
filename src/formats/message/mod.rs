//! The one-time code in a message: a mail, an SMS, a push text, a voice transcript. Exactly one, or nothing.

mod candidates;
mod fold;
mod html;
mod mail;
mod rules;
mod spoken;
mod words;

use zeroize::Zeroizing;

/// A code that a message names.
pub struct Extracted {
    /// As it is to be typed: ASCII, without blanks.
    pub code: Zeroizing<String>,
    /// Whose site it is for, where the message says so by the standard for that.
    pub domain: Option<String>,
    /// By what it was told.
    pub told: Told,
}

/// By what a code was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The last line `@host #code` (WICG, Origin-bound one-time codes delivered via SMS).
    OriginLine,
    /// The mail header `OTP-Token`.
    Header,
    /// The words around it.
    Words,
}

/// Why a message gives no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
    /// Nothing in it is called a code.
    #[error("no one-time code was found in it")]
    None,
    /// Several are.
    #[error("it names more than one code")]
    Several,
    /// There is too much to look through.
    #[error("it is too long for a message that brings a code")]
    Long,
}

/// Messages that bring a code are short. Strangers send them: nobody may keep us busy.
const MAX_TEXT: usize = 256 << 10;

/// The code in a message of any kind.
pub fn extract(bytes: &[u8]) -> Result<Extracted, Silence> {
    match mail::read(bytes)? {
        Some(mail) => from_mail(&mail),
        None if bytes.len() > MAX_TEXT => Err(Silence::Long),
        None => from_text(&String::from_utf8_lossy(bytes)),
    }
}

fn from_mail(mail: &mail::Mail) -> Result<Extracted, Silence> {
    let lengths = mail
        .parts
        .iter()
        .map(|part| part.len() + mail.subject.len());
    if lengths.sum::<usize>() + mail.subject.len() > MAX_TEXT {
        return Err(Silence::Long);
    }
    let mut values = rules::codes(&mail.subject)?;
    let mut domain = None;
    for part in &mail.parts {
        // The subject may hold the noun for a number that stands alone in the mail.
        let text = format!("{}\n{part}", mail.subject);
        for value in rules::codes(&text)? {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if let Some((code, host)) = origin_line(part) {
            domain = Some(host);
            if !values.contains(&code) {
                values.push(code);
            }
        }
    }
    if let Some((code, host)) = &mail.token {
        let agrees = values.is_empty() || values == [code.clone()];
        return agrees
            .then(|| extracted(code.clone(), host.clone(), Told::Header))
            .ok_or(Silence::Several);
    }
    one(values, domain, Told::Words)
}

fn from_text(text: &str) -> Result<Extracted, Silence> {
    let text = without_retriever_marks(text);
    let Some((code, host)) = origin_line(&text) else {
        return one(rules::codes(&text)?, None, Told::Words);
    };
    // The line names the code; the prose must not name another.
    let prose: Vec<&str> = text.trim_end().lines().collect();
    let prose = prose
        .split_last()
        .map(|(_, rest)| rest.join("\n"))
        .unwrap_or_default();
    if rules::codes(&prose)?.iter().any(|value| *value != code) {
        return Err(Silence::Several);
    }
    Ok(extracted(code, Some(host), Told::OriginLine))
}

fn one(values: Vec<String>, domain: Option<String>, told: Told) -> Result<Extracted, Silence> {
    match <[String; 1]>::try_from(values) {
        Ok([code]) => Ok(extracted(code, domain, told)),
        Err(values) if values.is_empty() => Err(Silence::None),
        Err(_) => Err(Silence::Several),
    }
}

fn extracted(code: String, domain: Option<String>, told: Told) -> Extracted {
    Extracted {
        code: Zeroizing::new(code),
        domain,
        told,
    }
}

/// `<#>` at the start and eleven letters alone at the end belong to Android's SMS Retriever.
fn without_retriever_marks(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix("<#>").unwrap_or(text).trim_start();
    let is_hash = |line: &str| {
        line.len() == 11
            && line
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
    };
    match text.rsplit_once('\n') {
        Some((rest, last)) if is_hash(last.trim()) => rest.trim_end().to_owned(),
        _ => text.to_owned(),
    }
}

/// `@host #code [%host]` as the whole of the last line. A code is letters and digits: whatever else stands there, a
/// stranger wants typed.
fn origin_line(text: &str) -> Option<(String, String)> {
    let line = text
        .trim_end_matches(['\n', '\r'])
        .rsplit('\n')
        .next()?
        .trim_end_matches('\r');
    let rest = line.strip_prefix('@')?;
    let (host, rest) = rest.split_once(' ')?;
    let code = rest.strip_prefix('#')?.split(' ').next()?;
    let is_plain = |text: &str| {
        !text.is_empty()
            && text.is_ascii()
            && !text.contains(|c: char| c.is_ascii_whitespace() || c.is_ascii_control())
    };
    let is_code = |text: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !text.is_empty() && text.bytes().all(is_part)
    };
    (is_plain(host) && is_code(code)).then(|| (code.to_owned(), host.to_owned()))
}
