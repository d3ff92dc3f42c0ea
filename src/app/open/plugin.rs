//! How an age plugin talks to the person at the terminal: through the same prompt as everything else.

use std::sync::Arc;

use age::secrecy::SecretString;

use crate::account::{Label, Plain};
use crate::system::Prompt as _;
use crate::system::prompt::Terminal;
use crate::vault::plugin::{Dialog, Person};

struct AtTheTerminal;

/// For plugins that want a PIN or a touch.
pub fn at_the_terminal() -> Dialog {
    Dialog::with(Arc::new(AtTheTerminal))
}

/// A plugin's words. age sets its own around names apart by characters that nobody sees.
fn label(words: &str) -> Label {
    Label::new(words)
}

impl Person for AtTheTerminal {
    fn say(&self, message: &str) {
        Terminal.say(&Plain::new(label(message).as_str()));
    }

    fn ask(&self, question: &str) -> Option<String> {
        Terminal.line(&format!("{}: ", label(question))).ok()
    }

    fn ask_secret(&self, question: &str) -> Option<SecretString> {
        Terminal.passphrase(&format!("{}: ", label(question))).ok()
    }

    fn confirm(&self, question: &str, yes: &str, no: Option<&str>) -> Option<bool> {
        let choices = no.map_or_else(|| yes.to_owned(), |no| format!("{yes} / {no}"));
        let answer = Terminal
            .line(&format!("{} [{}] ", label(question), label(&choices)))
            .ok()?;
        let answer = answer.trim();
        Some(answer.eq_ignore_ascii_case(yes) || answer.eq_ignore_ascii_case("y"))
    }
}
