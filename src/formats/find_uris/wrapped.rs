//! Links that were broken into several lines: by a mail program, a narrow terminal, a person. Half a link gives wrong
//! codes without a word, so what goes on is joined and what may go on is told.

use zeroize::Zeroizing;

use super::Text;
use crate::account::{Algorithm, base32};
use crate::formats::migration;

/// Where programs break lines; in a shorter line somebody pressed Return.
const NARROWEST: usize = 55;

/// No link is broken into more lines.
const MAX_LINES: usize = 60;

/// The parameters that links have.
const KEYS: [&str; 14] = [
    "secret",
    "issuer",
    "algorithm",
    "digits",
    "period",
    "counter",
    "image",
    "icon",
    "color",
    "encoder",
    "lock",
    "codedisplay",
    "pin",
    "data",
];

/// Whether a link that reaches to the end of its line goes on behind it.
pub(super) enum Unfolded {
    /// It does not.
    Whole,
    /// It does: all of it, and perhaps what stands behind its end on the last line.
    Joined(Text),
    /// The next line may belong to it or not.
    Unsure,
}

/// Looks at `after`, the lines behind the one that `uri` ends with. `closer` ends it wherever it stands.
pub(super) fn unfold(uri: &str, after: &str, closer: Option<char>) -> Unfolded {
    if let Some(joined) = closer.and_then(|closer| up_to_closer(uri, after, closer)) {
        return Unfolded::Joined(joined);
    }
    if uri
        .get(..20)
        .is_some_and(|start| start.eq_ignore_ascii_case("otpauth-migration://"))
    {
        return export(uri, after);
    }
    let mut joined = Zeroizing::new(String::with_capacity(uri.len() + after.len().min(4096)));
    joined.push_str(uri);
    // A tag ends what goes on.
    let after = after.split('<').next().unwrap_or_default();
    for line in after.lines().take(MAX_LINES) {
        let mut words = line.split_whitespace();
        let Some(word) = words.next() else {
            break;
        };
        let is_alone = words.next().is_none();
        match follows(&joined, word, is_alone) {
            Follows::Yes => joined.push_str(word),
            Follows::No => break,
            Follows::Perhaps => return Unfolded::Unsure,
        }
        if !is_alone {
            break;
        }
    }
    if joined.len() > uri.len() {
        Unfolded::Joined(joined)
    } else {
        Unfolded::Whole
    }
}

fn up_to_closer(uri: &str, after: &str, closer: char) -> Option<Text> {
    let inside = after.get(..after.find(closer)?)?;
    if inside.lines().count() > MAX_LINES || inside.lines().any(|line| line.trim().is_empty()) {
        return None;
    }
    let mut joined = Zeroizing::new(String::with_capacity(uri.len() + inside.len() + 1));
    joined.push_str(uri);
    joined.extend(inside.lines().map(str::trim));
    joined.push(closer);
    Some(joined)
}

/// An export is long and checks itself: as many lines as make a sound one.
fn export(uri: &str, after: &str) -> Unfolded {
    let is_data = |line: &&str| {
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || b"+/%=_-".contains(&b);
        !line.is_empty() && line.bytes().all(is_letter)
    };
    let lines = after.lines().map(str::trim).take(MAX_LINES);
    let lines: Vec<&str> = lines.take_while(is_data).collect();
    for count in (1..=lines.len()).rev() {
        let mut joined = Zeroizing::new(String::with_capacity(uri.len() + after.len()));
        joined.push_str(uri);
        joined.extend(lines.iter().take(count).copied());
        if migration::read(&joined).is_ok() {
            return Unfolded::Joined(joined);
        }
    }
    Unfolded::Whole
}

enum Follows {
    Yes,
    No,
    Perhaps,
}

/// Whether `word`, the first of the next line, is more of `uri`.
fn follows(uri: &str, word: &str, is_alone: bool) -> Follows {
    let is_first_pair = uri.ends_with(['&', '?']) && is_pair(word);
    let mut pieces = word.split(['&', '?']);
    pieces.next();
    if is_first_pair || pieces.any(is_pair) {
        return Follows::Yes;
    }
    let Some((_, query)) = uri.split_once('?').filter(|_| is_alone) else {
        return Follows::No;
    };
    let last = query.rsplit('&').next().unwrap_or_default();
    let (key, value) = last.split_once('=').unwrap_or((last, ""));
    let key = key.strip_prefix("amp;").unwrap_or(key).to_ascii_lowercase();
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let is_cut_short = uri.len() >= NARROWEST;
    match key.as_str() {
        "secret" => secret_follows(value, word, is_cut_short),
        "algorithm" if Algorithm::from_name(&format!("{value}{word}")).is_some() => Follows::Yes,
        "digits" | "period" | "counter" if is_number && value.is_empty() => Follows::Yes,
        "digits" | "period" | "counter" if is_number => Follows::Perhaps,
        _ if cuts_an_escape(value) => Follows::Yes,
        _ => Follows::No,
    }
}

fn secret_follows(value: &str, word: &str, is_cut_short: bool) -> Follows {
    let letters = word.trim_end_matches(['=', '.', ',', ';']);
    let is_letter = |c: char| c.is_ascii_alphabetic() || ('2'..='7').contains(&c);
    if letters.is_empty() || !letters.chars().all(is_letter) {
        return Follows::No;
    }
    if value.is_empty() {
        return Follows::Yes;
    }
    let has_digit = letters.contains(|c: char| c.is_ascii_digit());
    let is_small = |text: &str| text.contains(|c: char| c.is_ascii_lowercase());
    // A word in capitals may be one of a language, unless the secret cannot end where its line does.
    let is_cut_short = is_cut_short && base32::is_impossible_length(value);
    if base32::goes_on(value, letters) && (has_digit || is_cut_short) {
        return Follows::Yes;
    }
    if is_small(value) == is_small(letters) && !value.ends_with('=') {
        return Follows::Perhaps;
    }
    Follows::No
}

/// `key=…` of a parameter that links have.
fn is_pair(text: &str) -> bool {
    let text = text.strip_prefix("amp;").unwrap_or(text);
    let key = text
        .split_once('=')
        .map(|(key, _)| key.to_ascii_lowercase());
    key.is_some_and(|key| KEYS.contains(&key.as_str()))
}

/// `%` or `%4` at the end.
fn cuts_an_escape(value: &str) -> bool {
    let tail = value.as_bytes();
    let tail = tail.get(tail.len().saturating_sub(2)..).unwrap_or_default();
    matches!(tail, [.., b'%']) || matches!(tail, [b'%', digit] if digit.is_ascii_hexdigit())
}

/// True for a line of several words behind a secret that is itself cut by white space: `…EHPK 3PXP&issuer=x`, as a
/// field of one line makes of two.
pub(super) fn is_cut_by_space(secret: &str, has_more: bool) -> bool {
    let Some((first, rest)) = secret.split_once(char::is_whitespace) else {
        return false;
    };
    let is_letter =
        |c: char| c.is_whitespace() || c.is_ascii_alphabetic() || ('2'..='7').contains(&c);
    if has_more {
        return rest.trim_end_matches('=').chars().all(is_letter);
    }
    let has_digit = rest.contains(|c: char| ('2'..='7').contains(&c));
    has_digit && base32::goes_on(first, rest)
}
