//! Verifying a code as a server would. What was approved and how often was tried is kept for each account in the state
//! folder of this device; a try is on the disk before it is compared, an approval before it is told.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::account::tries::{Limits, Tries};
use crate::account::verify::Approved;
use crate::account::{Account, AccountId, Code, Timestamp, shown};
use crate::app::{App, Error, Exit};
use crate::system::files;

/// Many may come at once, each with two writes to the disk.
const TIMEOUT: Duration = Duration::from_secs(60);
/// A hundred times what a state takes.
const CAP: u64 = 1 << 20;
/// What the settings may allow in a minute at the most: each is kept.
const MAX_PER_MINUTE: u32 = 1000;

/// The settings that decide about a code: none of them may be wrong.
pub(super) const SETTINGS: [&str; 4] = [
    "offset",
    "verify-tries",
    "verify-cool-down",
    "verify-per-minute",
];

/// What is asked of the verifier.
pub enum Question {
    /// Is this code right?
    Code(Code),
    /// Are these two in a row, further on?
    Resync([Code; 2]),
}

/// What it decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Right, so many steps away from what was expected.
    Approved(i64),
    /// Wrong, or used already.
    Wrong,
    /// Not even compared.
    TooEarly,
}

/// The decision with what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// What was decided.
    pub decision: Decision,
    /// Tries in this round, this one included.
    pub count: u32,
    /// Tries that are left in it.
    pub left: u32,
    /// Seconds until the next try makes sense.
    pub retry_after: Option<u64>,
}

/// The file of an account.
#[derive(Default, PartialEq, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct State {
    approved_until: Option<Timestamp>,
    approved_counter: Option<u64>,
    tries: u32,
    cooling_since: Option<Timestamp>,
    recent: Vec<Timestamp>,
}

impl State {
    fn approved(&self) -> Approved {
        Approved {
            until: self.approved_until,
            counter: self.approved_counter,
        }
    }

    fn tries(&self) -> Tries {
        Tries {
            count: self.tries,
            cooling_since: self.cooling_since,
            recent: self.recent.clone(),
        }
    }

    fn of(approved: Approved, tries: &Tries) -> Self {
        Self {
            approved_until: approved.until,
            approved_counter: approved.counter,
            tries: tries.count,
            cooling_since: tries.cooling_since,
            recent: tries.recent.clone(),
        }
    }
}

impl App {
    /// Decides about a code for this account. Nothing here moves what `otp code` gives.
    pub fn verify(
        &self,
        account: &Account,
        question: &Question,
        window: u64,
    ) -> Result<Verdict, Error> {
        self.settings().need(&SETTINGS)?;
        let limits = self.limits();
        let file = self.verifier_file(&account.id);
        files::create_folder(files::folder_of(&file)).map_err(|error| unkept(&error))?;
        let lock = files::lock(&file.with_extension("lock"), TIMEOUT);
        let _lock = lock.map_err(|error| unkept(&error))?;
        let state = read(&file)?;
        let (before, mut tries) = (state.approved(), state.tries());
        let now = self.now();
        if let Err(early) = tries.begin(now, limits) {
            let kept = State::of(before, &tries);
            if kept != state {
                write(&file, &kept)?;
            }
            let wait = tries.cooling(now, limits).unwrap_or(early);
            return Ok(verdict(Decision::TooEarly, tries.count, limits, Some(wait)));
        }
        write(&file, &State::of(before, &tries))?;
        let count = tries.count;
        let approval = match question {
            Question::Code(code) => account.otp.verify(code, now, window, before),
            Question::Resync(codes) => account.otp.resync(codes, window, before),
        };
        let Some(approval) = approval else {
            let wait = tries.cooling(now, limits);
            return Ok(verdict(Decision::Wrong, count, limits, wait));
        };
        tries.approve();
        write(&file, &State::of(approval.approved, &tries))?;
        let decision = Decision::Approved(approval.offset);
        Ok(verdict(decision, count, limits, None))
    }

    /// What the settings allow.
    pub(super) fn limits(&self) -> Limits {
        let settings = self.settings();
        let cool_down = settings.verify_cool_down.get().unwrap_or_default();
        Limits {
            tries: settings.verify_tries,
            cool_down: u64::try_from(cool_down.as_millis()).unwrap_or(u64::MAX),
            per_minute: settings.verify_per_minute.min(MAX_PER_MINUTE),
        }
    }

    fn verifier_file(&self, id: &AccountId) -> PathBuf {
        let folder = self.places.state_folder.join("verify");
        folder.join(format!("{id}.json"))
    }
}

fn verdict(decision: Decision, count: u32, limits: Limits, wait: Option<u64>) -> Verdict {
    Verdict {
        decision,
        count,
        left: limits.tries.max(1).saturating_sub(count),
        retry_after: wait.map(|millis| millis.div_ceil(1000)),
    }
}

/// No state is that of an account nobody tried; a damaged one approves nothing.
fn read(file: &std::path::Path) -> Result<State, Error> {
    let read = files::read(file, CAP).map_err(|error| unkept(&error))?;
    let Some((bytes, _)) = read else {
        return Ok(State::default());
    };
    serde_json::from_slice(&bytes).map_err(|_| {
        Error::new(
            Exit::Failed,
            format!("{} is damaged, so no code can be approved", shown(file)),
            "Remove it to start over: used codes and tries are forgotten then.",
        )
    })
}

fn write(file: &std::path::Path, state: &State) -> Result<(), Error> {
    let text = serde_json::to_vec(state).map_err(|error| unkept(&error))?;
    files::write(file, ".verify-", &text).map_err(|error| unkept(&error))
}

fn unkept(error: &impl std::fmt::Display) -> Error {
    Error::unkept(
        "The try cannot be noted on this device, so nothing was checked",
        error,
    )
}
