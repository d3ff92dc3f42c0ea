//! Sentence: what the bottom line says. The name of an account in it is left open until it is shown: by then names
//! may be hidden.

use crate::account::{Account, Draft, Label, Plain};

/// Words, with the name of an account among them perhaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    before: String,
    name: Option<(Label, Label)>,
    after: String,
}

impl Sentence {
    /// `Removed ` and the name.
    pub fn about(words: &str, account: &Account) -> Self {
        Self::naming(words, &account.issuer, &account.name)
    }

    /// The same for what is no account yet.
    pub fn about_draft(words: &str, draft: &Draft) -> Self {
        Self::naming(words, &draft.issuer, &draft.name)
    }

    fn naming(words: &str, issuer: &Label, name: &Label) -> Self {
        Self {
            before: words.to_owned(),
            name: Some((issuer.clone(), name.clone())),
            after: String::new(),
        }
    }

    /// More words behind it.
    #[must_use]
    pub fn then(mut self, words: &str) -> Self {
        let end = if self.name.is_some() {
            &mut self.after
        } else {
            &mut self.before
        };
        end.push_str(words);
        self
    }

    /// Words in front of it.
    #[must_use]
    pub fn after(mut self, words: &str) -> Self {
        self.before.insert_str(0, words);
        self
    }

    /// As it is to be read now.
    pub fn shown(&self, hides_names: bool) -> Plain {
        let Some((issuer, name)) = &self.name else {
            return Plain::new(&self.before);
        };
        let name = called(issuer, name, hides_names);
        format!("{}{name}{}", self.before, self.after).into()
    }
}

impl From<&str> for Sentence {
    fn from(words: &str) -> Self {
        Self::default().then(words)
    }
}

impl From<String> for Sentence {
    fn from(words: String) -> Self {
        Self {
            before: words,
            ..Self::default()
        }
    }
}

/// How messages call an account: `GitHub octavia`; a word in place of the name while presenting.
pub fn called(issuer: &Label, name: &Label, presenting: bool) -> String {
    if presenting {
        return "the account".to_owned();
    }
    match (issuer.is_empty(), name.is_empty()) {
        (false, false) => format!("{issuer} {name}"),
        (false, true) => issuer.to_string(),
        (true, _) => name.to_string(),
    }
}
