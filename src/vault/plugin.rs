//! Dialog: how an age plugin (of a hardware key, of a TPM) talks to the person while it works.

use std::fmt;
use std::sync::Arc;

use age::secrecy::SecretString;

/// What plugins may want from the person in front of the terminal.
pub trait Person: Send + Sync + 'static {
    /// Shows a line, such as "touch your key".
    fn say(&self, message: &str);
    /// Asks for a public value.
    fn ask(&self, question: &str) -> Option<String>;
    /// Asks for a PIN or passphrase.
    fn ask_secret(&self, question: &str) -> Option<SecretString>;
    /// Asks to choose; `None` when nobody can answer.
    fn confirm(&self, question: &str, yes: &str, no: Option<&str>) -> Option<bool>;
}

/// Passed to [`super::crypt::open`] and [`super::crypt::seal`]; cheap to clone.
#[derive(Clone, Default)]
pub struct Dialog(Option<Arc<dyn Person>>);

impl Dialog {
    /// Nobody is there: plugins that ask get no answer.
    pub fn silent() -> Self {
        Self(None)
    }

    /// Someone is there.
    pub fn with(person: Arc<dyn Person>) -> Self {
        Self(Some(person))
    }
}

impl fmt::Debug for Dialog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "Dialog"
        } else {
            "silent Dialog"
        })
    }
}

impl age::Callbacks for Dialog {
    fn display_message(&self, message: &str) {
        if let Some(person) = &self.0 {
            person.say(message);
        }
    }

    fn confirm(&self, message: &str, yes_string: &str, no_string: Option<&str>) -> Option<bool> {
        self.0.as_ref()?.confirm(message, yes_string, no_string)
    }

    fn request_public_string(&self, description: &str) -> Option<String> {
        self.0.as_ref()?.ask(description)
    }

    fn request_passphrase(&self, description: &str) -> Option<SecretString> {
        self.0.as_ref()?.ask_secret(description)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use age::Callbacks as _;
    use age::secrecy::ExposeSecret as _;

    use super::*;

    #[derive(Default)]
    struct Somebody(Mutex<Vec<String>>);

    impl Somebody {
        fn heard(&self, message: &str) {
            self.0.lock().expect("a list").push(message.to_owned());
        }
    }

    impl Person for Somebody {
        fn say(&self, message: &str) {
            self.heard(message);
        }

        fn ask(&self, question: &str) -> Option<String> {
            self.heard(question);
            Some("slot 1".to_owned())
        }

        fn ask_secret(&self, question: &str) -> Option<SecretString> {
            self.heard(question);
            Some("1234".to_owned().into())
        }

        fn confirm(&self, question: &str, yes: &str, no: Option<&str>) -> Option<bool> {
            self.heard(&format!("{question} {yes} {no:?}"));
            Some(no.is_none())
        }
    }

    #[test]
    fn what_a_plugin_says_and_asks_reaches_the_person() {
        let person = Arc::new(Somebody::default());
        let dialog = Dialog::with(person.clone());
        dialog.display_message("touch it");
        assert_eq!(
            dialog.request_public_string("which"),
            Some("slot 1".to_owned())
        );
        let pin = dialog.request_passphrase("PIN");
        assert!(pin.is_some_and(|pin| pin.expose_secret() == "1234"));
        assert_eq!(dialog.confirm("sure", "yes", None), Some(true));
        assert_eq!(dialog.confirm("sure", "yes", Some("no")), Some(false));
        let heard = person.0.lock().expect("a list");
        assert_eq!(
            *heard,
            [
                "touch it",
                "which",
                "PIN",
                "sure yes None",
                "sure yes Some(\"no\")"
            ]
        );
        assert_eq!(format!("{dialog:?}"), "Dialog");
    }

    #[test]
    fn where_nobody_is_nothing_is_answered() {
        let dialog = Dialog::silent();
        dialog.display_message("touch it");
        assert_eq!(dialog.request_public_string("which"), None);
        assert!(dialog.request_passphrase("PIN").is_none());
        assert_eq!(dialog.confirm("sure", "yes", None), None);
        assert_eq!(format!("{dialog:?}"), "silent Dialog");
    }
}
