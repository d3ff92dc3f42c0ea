//! Names that people type for an account: neither links nor secrets.

use crate::account::Label;
use crate::account::suspect::is_secret;
use crate::app::Error;

/// The name, unless it is a link or a secret in the wrong place: what is listed and printed must not hold one.
pub fn name(text: &str) -> Result<Label, Error> {
    if text.contains("://") {
        return Err(Error::usage(
            "A link is not a name",
            "Give the new name as NAME or ISSUER:NAME. To enrol a link, run `otp add`.",
        ));
    }
    if is_secret(text) {
        return Err(Error::usage(
            "That name looks like a secret, which everybody would see",
            "A new secret goes to `otp edit NAME --secret`. If it is a name, write it in small letters.",
        ));
    }
    Ok(Label::new(text))
}
