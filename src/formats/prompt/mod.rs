//! Prompts: does the unfinished line on a terminal ask for a one-time code? Rather no than a wrong yes.

mod line;
#[cfg(test)]
mod tests;

pub use line::{LastLine, Seen};

/// What a line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// A code.
    Code,
    /// A password with the code right behind it.
    PasswordAndCode,
    /// A password, as far as anybody can tell.
    Password,
    /// Nothing that is known here.
    Nothing,
}

/// Longer lines are text.
const MAX: usize = 200;

/// Words that no prompt for one of our codes holds: another secret is meant, or a code that came by another way.
const NEVER: [&str; 26] = [
    "passphrase",
    "yes/no",
    "y/n",
    "fingerprint",
    "copy your",
    "new password",
    "old password",
    "current password",
    "retype",
    "username",
    "user name",
    "recovery code",
    "backup code",
    "emergency code",
    "scratch code",
    "device code",
    "activation code",
    "code sent",
    "sent you",
    "sent to",
    "sms",
    "text message",
    "e-mail",
    "email",
    "phone number",
    "master password",
];

/// Words that mean a one-time code, the longer ones first: they are taken out in this order.
const CODES: [&str; 33] = [
    "one-time verification code",
    "google authenticator code",
    "one-time password",
    "one time password",
    "one-time passcode",
    "one time passcode",
    "one-time code",
    "one time code",
    "verification code",
    "authentication code",
    "authenticator code",
    "authenticator app",
    "google authenticator",
    "secondary credentials",
    "secondary password",
    "two-step login code",
    "multi-factor",
    "multifactor",
    "two-factor",
    "two factor",
    "second factor",
    "six-digit code",
    "6-digit code",
    "6 digit code",
    "otp password",
    "token value",
    "token code",
    "tokencode",
    "mfa token",
    "mfa code",
    "2fa code",
    "auth code",
    "passcode",
];

/// The same as whole words.
const CODE_WORDS: [&str; 4] = ["otp", "totp", "oath", "2fa"];

/// Prompts that say too little by themselves: the line above decides.
const BARE: [&str; 8] = [
    "password",
    "code",
    "enter code",
    "response",
    "token",
    "enter token",
    "answer",
    "challenge",
];

/// What `line` asks for, with the finished line above it. The line is unfinished, and the cursor stands behind it.
pub fn asks(line: &str, above: &str) -> Asks {
    let (_, said) = apart(line);
    let said = plain(said);
    if said.is_empty() || said.chars().count() > MAX {
        return Asks::Nothing;
    }
    if has(&said, &NEVER) {
        return Asks::Nothing;
    }
    // OpenVPN writes the server's words as they are.
    let text = said.strip_prefix("challenge: ");
    let prompt = said.strip_suffix([':', '?']).map(str::trim_end);
    let Some(prompt) = text.or(prompt) else {
        return Asks::Nothing;
    };
    if prompt.ends_with("pin") {
        return Asks::Nothing;
    }
    if let Some(rest) = without_code(prompt) {
        return if asks_for_both(&rest) {
            Asks::PasswordAndCode
        } else {
            Asks::Code
        };
    }
    if BARE.contains(&prompt) && is_about_code(above) {
        return Asks::Code;
    }
    if prompt.ends_with("password") || prompt.contains("password for ") || prompt == "first factor"
    {
        return Asks::Password;
    }
    Asks::Nothing
}

/// A finished line that says that a code comes next. A prompt that was answered ends in a colon: what follows it is
/// another question.
fn is_about_code(above: &str) -> bool {
    let (_, above) = apart(above);
    let above = plain(above);
    let is_answered = above.ends_with([':', '?']);
    !is_answered && !has(&above, &NEVER) && without_code(&above).is_some()
}

/// What is left of a line once the words for a code are taken out; `None` where it has none.
fn without_code(line: &str) -> Option<String> {
    if let Some(words) = CODES.iter().find(|words| line.contains(**words)) {
        return Some(line.replacen(words, " ", 1));
    }
    let is_word = |word: &str| CODE_WORDS.contains(&word);
    let mut rest: Vec<&str> = words(line).collect();
    let place = rest.iter().position(|word| is_word(word))?;
    rest.remove(place);
    let signs = ["&", "+"].into_iter().filter(|sign| line.contains(sign));
    Some(rest.into_iter().chain(signs).collect::<Vec<_>>().join(" "))
}

fn asks_for_both(rest: &str) -> bool {
    let has_other = words(rest).any(|word| ["password", "pin"].contains(&word));
    let joins = ["&", "+", " and ", "followed by", "plus"];
    has_other && joins.iter().any(|join| rest.contains(join))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

fn has(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}

/// In small letters with single spaces, without the sign that some programs put before a question.
fn plain(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words
        .first()
        .is_some_and(|first| ["?", "!", "-", ">", "*"].contains(first))
    {
        words.remove(0);
    }
    words.join(" ").to_lowercase()
}

/// Who logs in where, as ssh puts it before the prompts of a server: `(user@host) `.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Login<'a> {
    /// The user's name there.
    pub user: &'a str,
    /// The machine, as it was typed.
    pub host: &'a str,
}

/// The login that a prompt is about.
pub fn login(line: &str) -> Option<Login<'_>> {
    apart(line).0
}

fn apart(line: &str) -> (Option<Login<'_>>, &str) {
    let line = line.trim_start();
    let parts = line.strip_prefix('(').and_then(|rest| {
        let (login, prompt) = rest.split_once(") ")?;
        let (user, host) = login.rsplit_once('@')?;
        let is_name = |name: &str| !name.is_empty() && !name.contains([' ', '(', ')']);
        (is_name(user) && is_name(host)).then_some((Login { user, host }, prompt))
    });
    match parts {
        Some((login, prompt)) => (Some(login), prompt),
        None => (None, line),
    }
}
