//! Whether the clock can be trusted, with the offset of the settings: codes depend on it.

use crate::account::Timestamp;
use crate::app::App;
use crate::system::clock::ClockSync;
use crate::vault::Vault;

/// What is wrong with the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockDoubt {
    /// The vault was saved more than a minute later than it is now.
    Behind,
    /// No time service has set it, and no offset corrects it.
    NotSynchronised,
}

impl ClockDoubt {
    /// In a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Behind => "the vault was saved in the future",
            Self::NotSynchronised => "clock not synchronised",
        }
    }
}

impl App {
    /// Why the clock cannot be trusted, if there is a reason. What the settings add to it counts: else nobody could
    /// follow the advice to set it there.
    pub fn clock_doubt(&self, vault: Option<&Vault>) -> Option<ClockDoubt> {
        const TOLERATED: u64 = 60_000;
        let newest = vault.and_then(Vault::newest_stamp);
        let latest = self.now().millis().saturating_add(TOLERATED);
        // What was brought back from the future lies a little ahead for a while.
        let mended = vault.and_then(Vault::mended_until);
        let latest = latest.max(mended.map_or(0, Timestamp::millis));
        if newest.is_some_and(|newest| newest > latest) {
            return Some(ClockDoubt::Behind);
        }
        let is_lost = self.system.clock.sync() == ClockSync::NotSynchronised;
        (is_lost && self.settings().offset == 0).then_some(ClockDoubt::NotSynchronised)
    }
}
