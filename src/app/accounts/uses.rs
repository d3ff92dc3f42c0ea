//! What this device remembers of codes that were handed out: which account, and when. A line is added to a file in
//! the state folder; the vault, which other devices and backups see, never tells when you log in where.

use std::fmt::Write as _;

use crate::account::{AccountId, Timestamp, Uses};
use crate::app::App;
use crate::system::files;

/// A longer file is written anew, a line for each account.
const LARGE: usize = 64 << 10;
/// A file that only grows by lines of 40 bytes is never longer.
const CAP: u64 = 16 << 20;

impl App {
    /// A code of this account was handed out. Not worth an error: where it cannot be written, the order stays.
    pub fn note_use(&self, id: &AccountId) {
        if !self.settings.record_use {
            return;
        }
        let now = self.system.clock.now();
        if let Some(memory) = &self.memory {
            memory.note_use(id.clone(), now);
            return;
        }
        let line = format!("{id} {}\n", now.millis());
        let _ = files::append(&self.uses_file(), line.as_bytes());
    }

    /// The last uses, as far as they were recorded.
    pub fn uses(&self) -> Uses {
        if !self.settings.record_use {
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

    fn uses_file(&self) -> std::path::PathBuf {
        self.places.state_folder.join("uses.txt")
    }
}

/// Lines that are cut off or damaged tell nothing.
fn read(text: &str) -> Uses {
    let mut uses = Uses::default();
    for line in text.lines() {
        let Some((id, millis)) = line.split_once(' ') else {
            continue;
        };
        if let (Some(id), Ok(millis)) = (AccountId::parse(id), millis.parse()) {
            uses.note(id, Timestamp::from_millis(millis));
        }
    }
    uses
}

fn write(uses: &Uses) -> String {
    let mut text = String::new();
    for (id, at) in uses.by_time() {
        let _ = writeln!(text, "{id} {}", at.millis());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_an_account_counts_and_damage_is_passed_over() {
        let (one, two) = (AccountId::from_random(1), AccountId::from_random(2));
        let text = format!("{one} 500\n{two} 900\nx\n../y 7\n{one} 400\n{two} 1e9\n{two} 90");
        let uses = read(&text);
        assert_eq!(uses.last(&one), Some(Timestamp::from_millis(400)));
        assert_eq!(uses.last(&two), Some(Timestamp::from_millis(90)));
        assert_eq!(read(&write(&uses)), uses);
    }
}
