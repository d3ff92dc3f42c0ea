//! The outside world as one struct of small traits. Only this room talks to the operating system.

pub mod askpass;
pub mod charset;
pub mod child;
pub mod clipboard;
pub mod clock;
pub mod convert;
pub mod courier;
pub mod editor;
pub mod environment;
#[doc(hidden)]
pub mod fake;
pub mod files;
pub mod hardening;
pub mod keyring;
pub mod line;
pub mod links;
#[cfg(unix)]
pub mod lock_calls;
pub mod machine;
pub mod memory;
pub mod menu;
pub mod neighbours;
pub mod osc52;
pub mod pass_store;
pub mod paths;
pub mod prompt;
pub mod pty;
pub mod screen;
pub mod secret_file;
pub mod session;
pub mod stdin;
pub mod stdout;
pub mod typing;
pub mod user_files;

mod opening;
mod timeout;

use std::sync::Arc;

pub use charset::Charset;
pub use clipboard::Clipboard;
pub use clock::Clock;
pub use environment::{Depth, Environment};
pub use keyring::Keyring;
pub use prompt::Prompt;
pub use session::SessionStore;

/// Everything the program asks of the machine it runs on; tests put doubles in (see `fake`).
pub struct System {
    /// What time it is, and how long the machine has been up.
    pub clock: Arc<dyn Clock>,
    /// The person at the terminal.
    pub prompt: Box<dyn Prompt>,
    /// The clipboard, by whichever route there is.
    pub clipboard: Box<dyn Clipboard>,
    /// The keyring of the desktop or the operating system.
    pub keyring: Box<dyn Keyring>,
    /// Where the identity stays for a limited time (`otp unlock`).
    pub session: Box<dyn SessionStore>,
    /// Environment variables.
    pub environment: Environment,
    /// Standard input, for one reader.
    pub stdin: stdin::Stdin,
}

impl System {
    /// The machine as it is. Cheap: nothing is opened or connected before it is used.
    pub fn real() -> Self {
        Self {
            clock: Arc::new(clock::MachineClock),
            prompt: Box::new(prompt::Terminal),
            clipboard: Box::new(clipboard::SystemClipboard::new(Environment::real())),
            keyring: Box::new(keyring::SystemKeyring::new(Environment::real())),
            session: Box::new(session::KernelSession),
            environment: Environment::real(),
            stdin: stdin::Stdin::default(),
        }
    }
}
