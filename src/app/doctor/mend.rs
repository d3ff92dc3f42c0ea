//! `otp doctor --mend`: brings back moments that a wrong clock put into the future.

use crate::account::Timestamp;
use crate::app::{App, Error, Exit, Open};
use crate::system::clock::ClockSync;

impl App {
    /// Brings them back by the clock of this machine, once for all devices. Returns the newest there was; `None` when
    /// nothing lies that far ahead.
    pub fn mend(&self, open: &mut Open) -> Result<Option<Timestamp>, Error> {
        let now = open.clock_now();
        if !open.vault().is_ahead_of(now) {
            return Ok(None);
        }
        let is_set = self.system.clock.sync() == ClockSync::Synchronised;
        if !is_set && !open.vault().supports(now) {
            return Err(Error::new(
                Exit::Refused,
                "Nothing shows that the clock of this machine is right: everything in the vault is later",
                "Have a time service set it (timedatectl set-ntp true), or run `otp doctor --mend` on another device.",
            ));
        }
        open.update(|vault| {
            let newest = vault.mend(now);
            newest.map(Some).ok_or_else(|| {
                Error::new(
                    Exit::Refused,
                    "The vault cannot be mended again, or another process has just mended it",
                    "`otp doctor` says whether there is anything left to mend.",
                )
            })
        })
    }
}
