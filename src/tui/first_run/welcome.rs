//! The first step: a passphrase, typed twice, with a word on its strength; or words that are made for it.

use super::super::field::Field;
use crate::account::SecretText;

/// Choosing a passphrase at the first start.
#[derive(Debug, Default)]
pub struct WelcomePage {
    /// The passphrase and its repetition.
    pub fields: [Field; 2],
    /// Which of the two is being written.
    pub focus: usize,
    /// Words that were made; shown until something else is written.
    pub words: Option<SecretText>,
    /// What is wrong with them.
    pub trouble: Option<String>,
    /// The worker makes the vault.
    pub is_opening: bool,
}

impl WelcomePage {
    /// Offers words that were made: they stand in the first line, and are typed once more to be learned.
    pub fn offer(&mut self, words: SecretText) {
        self.fields = [Field::of(&words), Field::default()];
        self.words = Some(words);
        self.focus = 1;
        self.trouble = None;
    }

    /// The first line was changed: the words are no longer what stands there.
    pub fn written(&mut self) {
        self.trouble = None;
        if self.focus == 0 {
            self.words = None;
        }
    }
}
