//! One machine of the histories: its file, its pins, and one run of the program on it.

use crate::account::{Label, Timestamp};
use crate::vault::arrival;
use crate::vault::lines::Line;
use crate::vault::merge::merge;
use crate::vault::pins::{Pins, Verdict};
use crate::vault::{Device, Vault};

pub const DAY: u64 = 86_400_000;
pub const START: u64 = 1_763_766_000_000;

/// xorshift: the same histories everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("small")
    }
}

#[derive(Clone)]
pub struct Machine {
    pub recipient: &'static str,
    /// Its clock is wrong by so many milliseconds.
    pub offset: i64,
    pub file: Vault,
    pub beside: Vec<Vault>,
    pub pins: Option<Pins>,
    pub kept: Option<Vault>,
    pub writes: u64,
}

impl Machine {
    fn is_out(&self) -> bool {
        !self
            .file
            .device(self.recipient)
            .is_some_and(Device::is_active)
    }

    fn now(&self, moment: u64) -> Timestamp {
        Timestamp::from_millis((START + moment).saturating_add_signed(self.offset))
    }

    /// One run of the program, as `app::store` does it; `false` when it cannot open the file.
    pub fn run(
        &mut self,
        dice: &mut Dice,
        moment: u64,
        change: impl FnOnce(&mut Vault, Timestamp),
    ) -> bool {
        if self.is_out() {
            return false;
        }
        let now = self.now(moment);
        let verdict = Pins::verdict(self.pins.as_ref(), &self.file);
        let token = dice.next().to_le_bytes();
        let token: [u8; 16] = [token, token].concat().try_into().expect("16 bytes");
        let mut accepted = false;
        let mut vault = match (verdict, &self.pins, &self.kept) {
            (Verdict::Known | Verdict::Newer | Verdict::Diverged, Some(pins), kept) => {
                arrival::receive(pins, &self.file, kept.as_ref(), Some(self.recipient)).vault
            }
            (Verdict::Rollback, _, Some(kept)) => merge(&self.file, kept).expect("one token"),
            (Verdict::Stale, _, Some(kept)) => kept.clone(),
            (Verdict::Rekeyed, _, Some(kept)) => {
                accepted = true;
                self.file.succeeding(kept)
            }
            (Verdict::Split, _, Some(kept)) => {
                accepted = true;
                self.file.reunited(kept, token, &Label::default(), now)
            }
            (Verdict::Fresh, None, _) => self.file.clone(),
            (verdict, ..) => panic!("{verdict:?} without a forger"),
        };
        for copy in std::mem::take(&mut self.beside) {
            if !copy.device(self.recipient).is_some_and(Device::is_active) {
                continue;
            }
            match copy.line_to(&vault) {
                Line::Same => vault = merge(&vault, &copy).expect("one token"),
                Line::Newer => {
                    accepted = true;
                    vault = copy.succeeding(&vault);
                }
                Line::Split => {
                    accepted = true;
                    vault = copy.reunited(&vault, token, &Label::default(), now);
                }
                Line::Older | Line::Foreign => {}
            }
        }
        let before = vault.clone();
        change(&mut vault, now);
        if vault != before || accepted {
            let least = self
                .pins
                .as_ref()
                .map_or(0, |pins| pins.seq(self.recipient))
                + 1;
            vault.count_save(self.recipient, least, dice.next());
        }
        self.writes += u64::from(vault != self.file);
        self.pins = Some(Pins::pin(&vault, [0; 32]));
        self.kept = Some(vault.clone());
        self.file = vault;
        true
    }
}
