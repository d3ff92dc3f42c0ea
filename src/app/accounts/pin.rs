//! The message for an account whose PIN is missing: many exports leave it out.

use crate::account::Account;
use crate::app::{Error, Exit};

/// Why such an account gives no code.
pub fn lacks_pin(account: &Account) -> Error {
    Error::new(
        Exit::Failed,
        format!("{} came without its PIN", account.title()),
        "`otp edit NAME --new-pin` asks for it.",
    )
}
