//! Random bytes of the operating system. Without them there is no key, no id and no token.

use crate::app::{Error, Exit};

/// So many of them.
pub(in crate::app) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| no_randomness())?;
    Ok(bytes)
}

/// The system gave none.
pub(in crate::app) fn no_randomness() -> Error {
    Error::new(
        Exit::Failed,
        "The operating system gives no random numbers",
        "This machine cannot make keys now; try again later.",
    )
}
