//! Error: every message a user can meet, as what happened, what to do next, and the exit code.

use std::fmt;
use std::path::Path;

use crate::account::suspect::may_be_secret;
use crate::account::{Label, Plain, capital, shorten, shown};
use crate::app::Exit;

/// What happened, what to do, and how the run ends. Never holds a secret, a passphrase or a URI, and nothing that
/// could act on a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    exit: Exit,
    what: Plain,
    advice: Plain,
    details: Vec<Plain>,
    reasons: Vec<Plain>,
    is_wrong_passphrase: bool,
}

impl Error {
    /// `what` happened and the `advice`, each one line without a full stop at the end of `what`.
    pub fn new(exit: Exit, what: impl Into<Plain>, advice: impl Into<Plain>) -> Self {
        Self {
            exit,
            what: in_words(what.into()),
            advice: advice.into(),
            details: Vec::new(),
            reasons: Vec::new(),
            is_wrong_passphrase: false,
        }
    }

    /// Says that the passphrase was wrong and nothing else: another try may help.
    #[must_use]
    pub fn for_wrong_passphrase(mut self) -> Self {
        self.is_wrong_passphrase = true;
        self
    }

    /// True when another passphrase may help.
    pub fn is_wrong_passphrase(&self) -> bool {
        self.is_wrong_passphrase
    }

    /// Adds what only `--verbose` shows: what was tried before.
    #[must_use]
    pub fn with_reasons(mut self, reasons: Vec<impl Into<Plain>>) -> Self {
        self.reasons = reasons.into_iter().map(Into::into).collect();
        self
    }

    /// What was tried before, one a line.
    pub fn reasons(&self) -> &[Plain] {
        &self.reasons
    }

    /// Adds lines shown between the two: candidates, sources that failed.
    #[must_use]
    pub fn with_details(mut self, details: Vec<impl Into<Plain>>) -> Self {
        self.details = details.into_iter().map(Into::into).collect();
        self
    }

    /// The same with another line about what to do.
    #[must_use]
    pub fn advised(mut self, advice: impl Into<Plain>) -> Self {
        self.advice = advice.into();
        self
    }

    /// How the run ends.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// What happened, one line.
    pub fn what(&self) -> &str {
        self.what.as_str()
    }

    /// What to do next, one line; empty when there is nothing to say.
    pub fn advice(&self) -> &str {
        self.advice.as_str()
    }

    /// Candidates or reasons, one a line.
    pub fn details(&self) -> &[Plain] {
        &self.details
    }

    /// Wrong arguments that clap cannot see.
    pub fn usage(what: impl Into<Plain>, advice: impl Into<Plain>) -> Self {
        Self::new(Exit::Usage, what, advice)
    }

    /// ^C at a prompt.
    pub fn interrupted() -> Self {
        Self::new(Exit::Interrupted, "Interrupted", "")
    }

    /// No account matches `query`.
    pub fn not_found(query: &str, suggestions: Vec<String>) -> Self {
        let advice = if suggestions.is_empty() {
            "`otp list` shows what is there."
        } else {
            "Did you mean one of these? `otp list` shows all."
        };
        Self::new(
            Exit::NotFound,
            format!("No account matches {}", quoted(query)),
            advice,
        )
        .with_details(suggestions)
    }

    /// Several accounts match `query` equally well.
    pub fn ambiguous(query: &str, candidates: Vec<String>) -> Self {
        let what = format!("{} accounts match {}", candidates.len(), quoted(query));
        let advice = if candidates.iter().any(|line| line.contains(" ‹")) {
            "Say more of the name, give an id as above, or narrow it: --source NAME looks into one source, --own at your own."
        } else if candidates.iter().any(|line| line.contains("(id ")) {
            "Say more of the name, or give the id, as in the lines above."
        } else {
            "Say more of the name, as in the lines above."
        };
        Self::new(Exit::Ambiguous, what, advice).with_details(candidates)
    }

    /// There is no vault where one is needed.
    pub fn no_vault(folder: &Path) -> Self {
        let what = format!("There is no vault in {}", shown(folder));
        Self::new(
            Exit::Vault,
            what,
            "Make one with `otp init`, or point to another with --vault DIR.",
        )
    }

    /// This device could not keep its own state; `what` says what was left undone.
    pub fn unkept(what: &str, reason: &impl fmt::Display) -> Self {
        Self::new(
            Exit::Failed,
            format!("{what}: {}", capital(&reason.to_string())),
            "`otp doctor` shows the state folder; it must be yours and writable.",
        )
    }

    /// A file could not be read or written.
    pub fn file(exit: Exit, action: &str, path: &Path, reason: impl fmt::Display) -> Self {
        let what = format!("Cannot {action} {}: {reason}", shown(path));
        Self::new(
            exit,
            what,
            "Check that the path is right and that you may use it.",
        )
    }
}

/// Without the number that the standard library puts behind the system's words: it tells nobody anything.
fn in_words(text: Plain) -> Plain {
    let Some((before, rest)) = text.as_str().split_once(" (os error ") else {
        return text;
    };
    match rest.split_once(')') {
        Some((_, behind)) => Plain::from(format!("{before}{behind}")),
        None => text,
    }
}

/// What stands in a message for words that none repeats: links, and what looks like a secret.
pub fn unrepeated(text: &str) -> Option<&'static str> {
    if text.contains("://") {
        return Some("that link");
    }
    may_be_secret(text).then_some("that (it looks like a secret)")
}

/// A user's words in quotes, cleaned for the terminal and cut; links are never repeated.
pub fn quoted(text: &str) -> String {
    if let Some(instead) = unrepeated(text) {
        return instead.to_owned();
    }
    let label = Label::new(text);
    format!("\"{}\"", shorten::first(label.as_str(), 60, "…"))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_never_repeated() {
        let error = Error::not_found("otpauth://totp/x?secret=MARKED", Vec::new());
        assert!(!format!("{error} {error:?}").contains("MARKED"));
    }

    #[test]
    fn a_file_is_told_in_words() {
        let gone = std::io::Error::from_raw_os_error(2);
        let error = Error::file(Exit::Input, "read", Path::new("x"), gone);
        assert!(!error.what().contains("os error"), "{error}");
        let error = Error::file(Exit::Input, "read", Path::new("x"), "it is no file");
        assert_eq!(error.what(), "Cannot read x: it is no file");
    }

    #[test]
    fn what_looks_like_a_secret_is_never_repeated() {
        for secret in [
            "GEZDGNBVGY3TQOJQ",
            "gezd-gnbv-gy3t-qojq",
            "gezdgnbvgy3tqojqge======",
        ] {
            let error = Error::not_found(secret, Vec::new());
            assert!(!format!("{error} {error:?}").contains(secret));
        }
        let error = Error::not_found("GITHUB", Vec::new());
        assert!(error.what().contains("GITHUB"));
    }

    #[test]
    fn hostile_names_are_cleaned_and_cut() {
        let error = Error::not_found(&format!("\u{1b}[31m{}", "x".repeat(500)), Vec::new());
        assert!(!error.what().contains('\u{1b}'));
        assert!(error.what().chars().count() < 100);
    }
}
