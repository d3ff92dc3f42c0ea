//! Pins: what this device last saw of the vault, and what that says about the file it finds now. Pure: the file
//! `seen.toml` is read and written by `app::store`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::lines::Line;
use super::merge::Comparison;
use super::saves::{Saves, short};
use super::{Vault, VaultId};
use crate::account::Label;

/// The pins of this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pins {
    vault: VaultId,
    token: [u8; 32],
    /// Hashes of the tokens before it, oldest first.
    formerly: Vec<[u8; 32]>,
    /// Saves by key; keys go by a hash of their recipient, so that the file names nobody.
    saves: BTreeMap<String, Saves>,
    /// SHA-256 of the last ciphertext read or written.
    last: [u8; 32],
    /// The token of a save of our own that was about to replace the file. Whether it came that far is open: then the
    /// file has this token, else the one above.
    coming: Option<[u8; 32]>,
    /// Nobody has confirmed yet to have the recovery key.
    unconfirmed: bool,
    /// The key of this device, by a hash of its recipient.
    own: Option<String>,
    /// The machines on which these pins were, by hashes of their ids, the last one last.
    machines: Vec<String>,
}

/// So many machines are remembered.
const MAX_MACHINES: usize = 8;

/// What the pins say about a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was pinned before: trust on first use.
    Fresh,
    /// Just what was last seen.
    Known,
    /// What was last seen, and more.
    Newer,
    /// Older than what was last seen.
    Rollback,
    /// It has saves we have not seen and lacks saves we have seen: a sync tool dropped something, or two copies of a
    /// device save.
    Diverged,
    /// Written by a device that has not heard of a change of keys we know; or by one that this change shut out.
    Stale,
    /// The keys were changed by somebody who knew the pinned token: ask the user once.
    Rekeyed,
    /// The keys were changed here and there, each without knowing of the other change.
    Split,
    /// Written by someone who never knew the pinned token, or another vault altogether.
    Forged,
}

#[derive(Deserialize)]
struct Raw {
    vault: String,
    token: String,
    last: String,
    coming: Option<String>,
    #[serde(default)]
    unconfirmed: bool,
    #[serde(default)]
    formerly: Vec<String>,
    own: Option<String>,
    #[serde(default)]
    machines: Vec<String>,
    #[serde(default)]
    saves: BTreeMap<String, String>,
    /// Numbers without bits, of versions before 0.1.
    #[serde(default)]
    seq: BTreeMap<String, u64>,
}

const HEADER: &str = "# what this device last saw of its vault; never copy it elsewhere\n";

/// SHA-256 of a whole file, to recognise it again.
pub fn fingerprint(ciphertext: &[u8]) -> [u8; 32] {
    Sha256::digest(ciphertext).into()
}

/// What people call the key that the pins know by this name.
pub(super) fn name_of<'a>(key: &str, states: impl IntoIterator<Item = &'a Vault>) -> Label {
    let mut devices = states.into_iter().flat_map(Vault::devices);
    let device = devices.find(|device| short(&device.recipient) == key);
    device.map_or_else(
        || Label::new("a key that is not in the list"),
        |device| device.name.clone(),
    )
}

impl Pins {
    /// Pins a vault as it lies in the file with this fingerprint.
    pub fn pin(vault: &Vault, last: [u8; 32]) -> Self {
        let saves = vault.saves();
        Self {
            vault: vault.id().clone(),
            token: vault.token_hash(),
            formerly: vault.former_tokens().to_vec(),
            saves: saves.map(|(name, saves)| (name, saves.clone())).collect(),
            last,
            coming: None,
            unconfirmed: !vault.is_recovery_confirmed(),
            own: None,
            machines: Vec::new(),
        }
    }

    /// The same pins, and the token of a state that is about to be saved.
    #[must_use]
    pub fn expecting(mut self, vault: &Vault) -> Self {
        self.coming = Some(vault.token_hash()).filter(|coming| *coming != self.token);
        self
    }

    /// True when nobody had confirmed to have the recovery key of the vault that was last seen.
    pub fn is_recovery_unconfirmed(&self) -> bool {
        self.unconfirmed
    }

    /// The same pins on a device whose own key is known by this name ([`short`]).
    #[must_use]
    pub fn on_device(mut self, own: Option<String>) -> Self {
        self.own = own;
        self
    }

    /// The same pins on the machine with this name, after those on which `before` was. With another key it is another
    /// device.
    #[must_use]
    pub fn on_machine(mut self, machine: Option<String>, before: Option<&Self>) -> Self {
        let before = before.filter(|before| before.own.is_none() || before.own == self.own);
        self.machines = before.map_or_else(Vec::new, |before| before.machines.clone());
        self.machines
            .retain(|known| Some(known) != machine.as_ref());
        self.machines.extend(machine);
        let over = self.machines.len().saturating_sub(MAX_MACHINES);
        self.machines.drain(..over);
        self
    }

    /// True when these pins are noted on a machine and it is another one.
    pub fn come_from_elsewhere(&self, machine: &str) -> bool {
        !self.machines.is_empty() && !self.machines.iter().any(|known| known == machine)
    }

    /// True when they do not tell that they are on this machine.
    pub fn lack_machine(&self, machine: &str) -> bool {
        self.machines.last().is_none_or(|last| last != machine)
    }

    /// True when they were on more than one machine.
    pub fn are_of_several_machines(&self) -> bool {
        self.machines.len() > 1
    }

    /// The key of this device, as [`short`] names it.
    pub fn own(&self) -> Option<&str> {
        self.own.as_deref()
    }

    /// Which vault this is about.
    pub fn vault(&self) -> &VaultId {
        &self.vault
    }

    /// The fingerprint of the file last read or written.
    pub fn last(&self) -> &[u8; 32] {
        &self.last
    }

    /// True when `vault` has the token that is pinned, or the one that a save of our own was about to bring.
    pub fn shares_token(&self, vault: &Vault) -> bool {
        let token = vault.token_hash();
        self.vault == *vault.id() && (self.token == token || self.coming == Some(token))
    }

    /// The number of the last save of the key with this recipient.
    pub fn seq(&self, recipient: &str) -> u64 {
        self.saves.get(&short(recipient)).map_or(0, Saves::number)
    }

    /// What the pins say about a vault.
    pub fn verdict(pins: Option<&Self>, vault: &Vault) -> Verdict {
        let Some(pins) = pins else {
            return Verdict::Fresh;
        };
        match pins.line_of(vault) {
            Line::Foreign => return Verdict::Forged,
            Line::Older => return Verdict::Stale,
            Line::Newer => return Verdict::Rekeyed,
            Line::Split => return Verdict::Split,
            Line::Same => {}
        }
        let is_whole = pins.missing_in(vault).is_empty();
        match Comparison::of(is_whole, pins.new_in(vault).is_empty()) {
            Comparison::Equal => Verdict::Known,
            Comparison::Newer => Verdict::Newer,
            Comparison::Older => Verdict::Rollback,
            Comparison::Diverged => Verdict::Diverged,
        }
    }

    fn line_of(&self, vault: &Vault) -> Line {
        if self.vault != *vault.id() {
            return Line::Foreign;
        }
        if self.shares_token(vault) {
            return Line::Same;
        }
        let token = vault.token_hash();
        let theirs = (&token, vault.former_tokens());
        let line = Line::of(theirs, (&self.token, &self.formerly));
        let Some(coming) = &self.coming else {
            return line;
        };
        let formerly: Vec<[u8; 32]> = self.formerly.iter().copied().chain([self.token]).collect();
        match Line::of(theirs, (coming, &formerly)) {
            // Whether our own change came that far is open.
            Line::Split => line,
            line => line,
        }
    }

    /// Keys, as [`short`] names them, of which saves were seen that are not in `vault`.
    pub fn missing_in(&self, vault: &Vault) -> Vec<&str> {
        let found: BTreeMap<String, &Saves> = vault.saves().collect();
        let holds = |name: &str, saves| found.get(name).is_some_and(|found| found.hold(saves));
        let pinned = self.saves.iter();
        let missing = pinned.filter(|(name, saves)| !holds(name, saves));
        missing.map(|(name, _)| name.as_str()).collect()
    }

    /// What people call them, as far as `vault` tells.
    pub fn names_missing_in(&self, vault: &Vault) -> Vec<Label> {
        let missing = self.missing_in(vault).into_iter();
        missing.map(|key| name_of(key, [vault])).collect()
    }

    /// Keys, as [`short`] names them, with saves in `vault` that were not seen before.
    pub fn new_in(&self, vault: &Vault) -> Vec<String> {
        let saves = vault.saves();
        let is_known =
            |name: &str, saves| self.saves.get(name).is_some_and(|seen| seen.hold(saves));
        let new = saves.filter(|(name, saves)| !is_known(name, saves));
        new.map(|(name, _)| name).collect()
    }

    /// True when `vault` holds saves of the key with this recipient that were not seen before. Of a device's own key
    /// somebody else has them then, or the device was put back to an earlier day.
    pub fn has_new_of(&self, recipient: &str, vault: &Vault) -> bool {
        let own = short(recipient);
        // Where nothing is pinned of it, the device has just joined.
        let is_known = self.saves.contains_key(&own);
        is_known && self.new_in(vault).contains(&own)
    }

    /// Reads `seen.toml`. `None` when it is damaged: then nothing is pinned, and the caller says so.
    pub fn read(text: &str) -> Option<Self> {
        let raw: Raw = toml::from_str(text).ok()?;
        let hash = |text: &str| {
            let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?;
            <[u8; 32]>::try_from(bytes).ok()
        };
        let mut saves = BTreeMap::new();
        for (name, text) in raw.saves {
            saves.insert(name, Saves::parse(&text)?);
        }
        for (name, seq) in raw.seq {
            saves.entry(name).or_insert_with(|| Saves::up_to(seq));
        }
        saves.retain(|_, saves| !saves.is_empty());
        Some(Self {
            vault: VaultId::parse(&raw.vault)?,
            token: hash(&raw.token)?,
            formerly: raw
                .formerly
                .iter()
                .map(|text| hash(text))
                .collect::<Option<_>>()?,
            saves,
            last: hash(&raw.last)?,
            coming: match raw.coming {
                Some(coming) => Some(hash(&coming)?),
                None => None,
            },
            unconfirmed: raw.unconfirmed,
            own: raw.own,
            machines: raw.machines,
        })
    }

    /// The text of `seen.toml`.
    pub fn write(&self) -> String {
        let hex = |hash: &[u8; 32]| data_encoding::HEXLOWER.encode(hash);
        let mut text = String::from(HEADER);
        let _ = writeln!(text, "vault = \"{}\"", self.vault);
        let _ = writeln!(text, "token = \"{}\"", hex(&self.token));
        let _ = writeln!(text, "last = \"{}\"", hex(&self.last));
        if !self.formerly.is_empty() {
            let hashes: Vec<String> = self.formerly.iter().map(hex).collect();
            let _ = writeln!(text, "formerly = [\"{}\"]", hashes.join("\", \""));
        }
        if let Some(coming) = &self.coming {
            let _ = writeln!(text, "coming = \"{}\"", hex(coming));
        }
        if self.unconfirmed {
            text.push_str("unconfirmed = true\n");
        }
        if let Some(own) = &self.own {
            let _ = writeln!(text, "own = \"{own}\"");
        }
        if !self.machines.is_empty() {
            let _ = writeln!(text, "machines = [\"{}\"]", self.machines.join("\", \""));
        }
        text.push_str("\n[saves]\n");
        for (name, saves) in &self.saves {
            let _ = writeln!(text, "\"{name}\" = \"{}\"", saves.to_text());
        }
        text
    }
}

#[cfg(test)]
mod tests;
