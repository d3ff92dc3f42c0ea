//! Fresh codes: such as nobody on this device was given before. A server takes a code once.

use std::time::Duration;

use crate::account::{Account, Code, TimedCode, Timestamp};
use crate::app::accounts::pin::lacks_pin;
use crate::app::{App, Error, Open};
use crate::system::files;

/// The lock is held for a few reads and one line.
const TIMEOUT: Duration = Duration::from_secs(60);
/// A code that ends sooner may not arrive in time.
const LEAST: u32 = 5;

/// Whether there is a fresh code now.
#[derive(Debug)]
pub enum Fresh {
    /// This one; it counts as handed out, and nobody else gets it.
    Code(TimedCode),
    /// Not before that moment. Then ask again: another may have been faster.
    Later {
        /// First moment of the next step that may be had.
        from: Timestamp,
        /// Why: seconds since the code of now was handed out; none when it only ends too soon.
        handed_out: Option<u64>,
    },
    /// Codes of this account are counted: each is fresh.
    Counted,
}

/// What a program that asks for a code is given.
pub(in crate::app) enum Given {
    /// A fresh one; it counts as handed out.
    Code(Code),
    /// None before that moment. Then ask again.
    Later(Timestamp),
}

impl App {
    /// The code of now if it was not handed out before and lives `least` seconds more.
    pub fn fresh(&self, account: &Account, least: u32) -> Result<Fresh, Error> {
        self.settings().need(&["offset", "record-use"])?;
        let _lock = match &self.memory {
            Some(_) => None,
            None => Some(self.lock_uses()?),
        };
        let now = self.now();
        let Some(period) = account.otp.period() else {
            return Ok(Fresh::Counted);
        };
        let timed = account.otp.at(now).ok_or_else(|| lacks_pin(account))?;
        let uses = self.uses();
        let step = period.step(now);
        if let Some(last) = uses.step(&account.id)
            && uses.is_handed_out(&account.id, step)
        {
            let from = last.saturating_add(1);
            let from = from.saturating_mul(u64::from(period.seconds()));
            return Ok(Fresh::Later {
                from: Timestamp::from_seconds(from),
                handed_out: self.used_ago(account),
            });
        }
        // `remaining` counts a second that has begun as a whole one.
        let lives = timed.valid_until.millis().saturating_sub(now.millis());
        if lives < u64::from(least).saturating_mul(1000) {
            return Ok(Fresh::Later {
                from: timed.valid_until,
                handed_out: None,
            });
        }
        self.note_step(&account.id, Some(step))
            .map_err(|error| unkept(&error))?;
        Ok(Fresh::Code(timed))
    }

    /// What a program that asks is given; a code of a counter is taken.
    pub(in crate::app) fn code_for_program(
        &self,
        open: &mut Open,
        account: &Account,
    ) -> Result<Given, Error> {
        let period = account.otp.period().unwrap_or_default();
        let least = LEAST.min(period.seconds() / 2);
        Ok(match self.fresh(account, least)? {
            Fresh::Code(timed) => Given::Code(timed.code),
            Fresh::Later { from, .. } => Given::Later(from),
            Fresh::Counted => {
                let code = open.take_code(&account.id)?;
                self.note_use(account, &code);
                Given::Code(code)
            }
        })
    }

    /// How many seconds ago the code of now was handed out.
    pub fn handed_out_ago(&self, account: &Account) -> Option<u64> {
        let step = account.otp.period()?.step(self.now());
        let is_known = self.uses().is_known(&account.id, step);
        is_known.then(|| self.used_ago(account)).flatten()
    }

    /// True when somebody else has the code of now, by `otp share`.
    pub fn is_shared(&self, account: &Account) -> bool {
        let step = account.otp.period().map(|period| period.step(self.now()));
        let uses = self.uses();
        let shared = uses.shared(&account.id);
        step.is_some_and(|step| shared.is_some_and(|steps| steps.contains(&step)))
    }

    fn used_ago(&self, account: &Account) -> Option<u64> {
        let last = self.uses().last(&account.id)?;
        let now = self.system.clock.now();
        Some(now.seconds().saturating_sub(last.seconds()))
    }

    fn lock_uses(&self) -> Result<files::Lock, Error> {
        let folder = &self.places.state_folder;
        files::create_folder(folder).map_err(|error| unkept(&error))?;
        files::lock(&folder.join("uses.lock"), TIMEOUT).map_err(|error| unkept(&error))
    }
}

fn unkept(error: &impl std::fmt::Display) -> Error {
    Error::unkept(
        "That a code is handed out cannot be noted, so none is",
        error,
    )
}
