//! The message that carries a code: built-in texts in several languages, or a template of one's own.

use thiserror::Error;
use zeroize::Zeroizing;

use crate::account::Code;

use super::Destination;

/// The built-in texts. Each says what the code is, how long it holds and that nobody may have it. The minutes stand with
/// their symbol, which is the same for one and for several, and in every language.
pub const LANGUAGES: &[(&str, &str)] = &[
    (
        "en",
        "Your verification code is {code}. It expires in {minutes} min. Do not share it with anyone.\n",
    ),
    (
        "de",
        "Ihr Bestätigungscode lautet {code}. Er ist {minutes} min gültig. Geben Sie ihn niemandem weiter.\n",
    ),
    (
        "fr",
        "Votre code de vérification est {code}. Il expire dans {minutes} min. Ne le communiquez à personne.\n",
    ),
    (
        "es",
        "Su código de verificación es {code}. Caduca en {minutes} min. No lo comparta con nadie.\n",
    ),
    (
        "it",
        "Il suo codice di verifica è {code}. Scade tra {minutes} min. Non lo condivida con nessuno.\n",
    ),
    (
        "pt",
        "O seu código de verificação é {code}. Expira em {minutes} min. Não o partilhe com ninguém.\n",
    ),
    (
        "nl",
        "Uw verificatiecode is {code}. Deze verloopt over {minutes} min. Deel deze code met niemand.\n",
    ),
    (
        "pl",
        "Twój kod weryfikacyjny to {code}. Wygasa za {minutes} min. Nie podawaj go nikomu.\n",
    ),
];

/// Why a text is no template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TemplateError {
    /// Nobody would get the code.
    #[error("the template has no {{code}} in it")]
    NoCode,
    /// The bytes are something else.
    #[error("the template is not UTF-8 text")]
    NotText,
}

/// The built-in text of a language; its country makes no difference.
pub fn template_in(language: &str) -> Option<&'static str> {
    let language = language.split(['-', '_', '.']).next().unwrap_or_default();
    let mut known = LANGUAGES.iter();
    known
        .find(|(name, _)| name.eq_ignore_ascii_case(language))
        .map(|(_, text)| *text)
}

/// A template of the caller's.
pub fn template(bytes: &[u8]) -> Result<&str, TemplateError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TemplateError::NotText)?;
    if text.contains("{code}") {
        return Ok(text);
    }
    Err(TemplateError::NoCode)
}

/// The message. What is put in is not searched again: a destination cannot bring braces that mean something.
pub fn filled(template: &str, code: &Code, minutes: u64, to: &Destination) -> Zeroizing<String> {
    let minutes = minutes.to_string();
    let words = [
        ("{code}", code.as_str()),
        ("{minutes}", minutes.as_str()),
        ("{to}", to.as_str()),
    ];
    let mut message = Zeroizing::new(String::with_capacity(template.len() + 300));
    let mut rest = template;
    while let Some(place) = rest.find('{') {
        message.push_str(&rest[..place]);
        rest = &rest[place..];
        let word = words.iter().find(|(name, _)| rest.starts_with(name));
        let (name, value) = word.copied().unwrap_or(("{", "{"));
        message.push_str(value);
        rest = &rest[name.len()..];
    }
    message.push_str(rest);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_carries_the_code_and_its_time() {
        let to = Destination::parse("me@example.org").expect("an address");
        for (language, text) in LANGUAGES {
            assert_eq!(template(text.as_bytes()), Ok(*text), "{language}");
            let message = filled(text, &Code::typed("123456"), 10, &to);
            assert!(message.contains("123456") && message.contains(" 10 "));
            assert!(!message.contains('{'), "{}", *message);
            let message = filled(text, &Code::typed("123456"), 1, &to);
            assert!(message.contains(" 1 min"), "{}", *message);
            assert!(!message.to_lowercase().contains("minut"), "{}", *message);
        }
        assert_eq!(template_in("de_AT.UTF-8"), template_in("DE"));
        assert_eq!(template_in("tlh"), None);
    }

    #[test]
    fn what_is_put_in_is_not_searched_again() {
        let to = Destination::parse("{code}{minutes}").expect("a name");
        let message = filled("To: {to}\n{{code}} {x} {", &Code::typed("77"), 3, &to);
        assert_eq!(*message, "To: {code}{minutes}\n{77} {x} {");
        assert_eq!(template(b"no code"), Err(TemplateError::NoCode));
        assert_eq!(template(b"{code}\xff"), Err(TemplateError::NotText));
    }

    #[test]
    fn languages_have_texts_of_their_own() {
        let german = template_in("de").expect("German");
        assert_eq!(template_in("de_AT.UTF-8"), Some(german));
        assert_ne!(template_in("en"), Some(german));
    }
}
