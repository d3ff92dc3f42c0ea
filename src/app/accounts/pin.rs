//! What is said of an account whose codes need a PIN that is not there: many exports leave it out.

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
