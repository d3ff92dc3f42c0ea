//! What this device remembers of codes that were handed out: which account, when, and the number of the step, never a
//! code. A line is added to a file in the state folder; the vault, which other devices and backups see, never tells when
//! you log in where.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use crate::account::{Account, AccountId, Code, Timestamp, Uses};
use crate::app::App;
use crate::system::files::{self, FileError, Fingerprint};

/// A longer file is written anew, a line for each account.
const LARGE: usize = 64 << 10;
/// A file that only grows by lines of 50 bytes is never longer.
const CAP: u64 = 16 << 20;

impl App {
    /// This code of the account was handed out. Not worth an error: where it cannot be written, the order stays.
    pub fn note_use(&self, account: &Account, code: &Code) {
        let _ = self.note_step(&account.id, self.step_of(account, code));
    }

    /// The step this code belongs to: that of now, or one beside it.
    fn step_of(&self, account: &Account, code: &Code) -> Option<u64> {
        let step = account.otp.period()?.step(self.now());
        let near = [step, step.saturating_add(1), step.saturating_sub(1)];
        let mut near = near.into_iter();
        near.find(|step| account.otp.for_counter(*step) == *code)
    }

    /// The same by the number of the step; none for codes that are counted.
    pub fn note_step(&self, id: &AccountId, step: Option<u64>) -> Result<(), FileError> {
        if !self.settings().record_use {
            return Ok(());
        }
        let now = self.system.clock.now();
        if let Some(memory) = &self.memory {
            memory.note_use(id.clone(), now, step);
            return Ok(());
        }
        files::append(&self.uses_file(), line(id, now, step).as_bytes())
    }

    /// The codes of these steps are somebody else's too. Not worth an error.
    pub fn note_share(&self, id: &AccountId, steps: &RangeInclusive<u64>) {
        if !self.settings().record_use || self.memory.is_some() {
            return;
        }
        let line = shared_line(id, self.system.clock.now(), steps);
        let _ = files::append(&self.uses_file(), line.as_bytes());
    }

    /// The last uses, as far as they were recorded.
    pub fn uses(&self) -> Uses {
        if !self.settings().record_use {
            return Uses::default();
        }
        if let Some(memory) = &self.memory {
            return memory.uses();
        }
        let file = self.uses_file();
        let Ok(Some((bytes, _))) = files::read(&file, CAP) else {
            return Uses::default();
        };
        let uses = read(&String::from_utf8_lossy(&bytes));
        if bytes.len() > LARGE {
            let _ = files::write(&file, ".uses-", write(&uses).as_bytes());
        }
        uses
    }

    /// Tells when other uses were recorded, by any process.
    pub fn uses_mark(&self) -> Option<Fingerprint> {
        let is_kept = self.settings().record_use && self.memory.is_none();
        let mark = is_kept.then(|| files::fingerprint(&self.uses_file()));
        mark?.ok()?
    }

    fn uses_file(&self) -> std::path::PathBuf {
        self.places.state_folder.join("uses.txt")
    }
}

fn line(id: &AccountId, at: Timestamp, step: Option<u64>) -> String {
    let step = step.map(|step| format!(" {step}")).unwrap_or_default();
    format!("{id} {}{step}\n", at.millis())
}

/// Programs of before take the steps for none.
fn shared_line(id: &AccountId, at: Timestamp, steps: &RangeInclusive<u64>) -> String {
    format!("{id} {} {}-{}\n", at.millis(), steps.start(), steps.end())
}

fn steps(text: &str) -> Option<RangeInclusive<u64>> {
    let (start, end) = text.split_once('-')?;
    Some(start.parse().ok()?..=end.parse().ok()?)
}

/// Lines that are cut off or damaged tell nothing.
fn read(text: &str) -> Uses {
    let mut uses = Uses::default();
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let (id, millis, step) = match words.as_slice() {
            [id, millis] => (id, millis, None),
            [id, millis, step] => (id, millis, step.parse().ok()),
            _ => continue,
        };
        let shared = words.get(2).and_then(|word| steps(word));
        if let (Some(id), Ok(millis)) = (AccountId::parse(id), millis.parse()) {
            let at = Timestamp::from_millis(millis);
            match shared {
                Some(steps) => uses.share(id, at, steps),
                None => uses.note(id, at, step),
            }
        }
    }
    uses
}

fn write(uses: &Uses) -> String {
    let mut text = String::new();
    for (id, at) in uses.by_time() {
        let _ = text.write_str(&line(id, at, uses.step(id)));
        if let Some(steps) = uses.shared(id) {
            let _ = text.write_str(&shared_line(id, at, steps));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_an_account_counts_and_damage_is_passed_over() {
        let (one, two) = (AccountId::from_random(1), AccountId::from_random(2));
        let text = format!(
            "{one} 500\n{two} 900 7\nx\n../y 7\n{one} 400\n{two} 1e9\n{two} 90\n{one} 4 5 6"
        );
        let uses = read(&text);
        assert_eq!(uses.last(&one), Some(Timestamp::from_millis(400)));
        assert_eq!(uses.last(&two), Some(Timestamp::from_millis(90)));
        assert_eq!((uses.step(&one), uses.step(&two)), (None, Some(7)));
        assert_eq!(read(&write(&uses)), uses);
        let uses = read(&format!("{text}\n{two} 95 8-12\n{two} 99 x-12\n"));
        let known = [6, 7, 8, 12, 13].map(|step| uses.is_known(&two, step));
        assert_eq!(known, [false, true, true, true, false]);
        assert_eq!(read(&write(&uses)), uses);
    }
}
