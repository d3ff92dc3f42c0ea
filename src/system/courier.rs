//! Courier: hands a message to a command of the user's that delivers it: `sendmail -t`, a gateway's client.

use std::time::Duration;

use super::child::{self, ChildError};

/// Mail servers and gateways over slow lines need some.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The variable that says whom it is for.
pub const DESTINATION: &str = "OTP_DESTINATION";

/// Runs the command to its end with the message on its stdin and nowhere else: arguments and variables are for all
/// to see. What it prints goes nowhere, what it complains about is heard.
pub fn deliver(command: &str, destination: &str, message: &str) -> Result<(), ChildError> {
    let mut shell = child::shell(command);
    shell.env(DESTINATION, destination);
    child::feed_aloud(&mut shell, message.as_bytes(), TIMEOUT)
}
