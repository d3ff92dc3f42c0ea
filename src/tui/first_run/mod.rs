//! The first start in three steps: a passphrase, the recovery key, the first account.

mod recovery;
mod welcome;

pub use recovery::{Layout, RecoveryPage};
pub use welcome::WelcomePage;
