//! Stamps: the later one wins when two states are joined. One that no clock gave, from a damaged file or a peer's
//! mischief, would win for ever and leave no room for another: such stamps are brought back when a vault is read.

use super::record::LAST_MOMENT;
use super::source::Shelf;
use super::{Entry, Vault};
use crate::account::Timestamp;

impl Vault {
    /// The moment of the last change, in Unix milliseconds, by the clocks of all devices; `None` when the vault is
    /// empty. A moment in the future tells that a clock is wrong.
    pub fn newest_stamp(&self) -> Option<u64> {
        let sources = self.sources.values().flat_map(Shelf::stamps);
        let entries = self.entries.values().map(Entry::newest_stamp);
        entries.chain(sources).max()
    }

    /// The stamp for a change made `now`: a hybrid clock that grows even when the machine's clock does not,
    /// because merging compares stamps.
    pub(super) fn next_stamp(&self, now: Timestamp) -> u64 {
        let after = self
            .newest_stamp()
            .map_or(0, |stamp| stamp.saturating_add(1));
        now.millis().max(after)
    }

    /// Brings back stamps that no clock gave. They count as later than everything else in the same file, which is
    /// what its writer may have known, and as nothing more: so each device reads the same, whenever it reads, and a
    /// change made after that wins.
    pub(super) fn clamp_stamps(&mut self) {
        for device in self.devices.values_mut() {
            device.added = device.added.min(LAST_MOMENT);
            device.removed = device.removed.map(|removed| removed.min(LAST_MOMENT));
        }
        self.rekeyed = self.rekeyed.min(LAST_MOMENT);
        if self
            .newest_stamp()
            .is_none_or(|newest| newest <= LAST_MOMENT)
        {
            return;
        }
        let newest = self.stamps().filter(|stamp| *stamp <= LAST_MOMENT).max();
        let instead = newest.unwrap_or_default() + 1;
        self.map_stamps(|stamp| if stamp > LAST_MOMENT { instead } else { stamp });
    }

    /// The stamps of accounts and sources, one by one.
    pub(super) fn stamps(&self) -> impl Iterator<Item = u64> {
        let sources = self.sources.values().flat_map(Shelf::stamps);
        let entries = self.entries.values().flat_map(Entry::stamps);
        entries.chain(sources)
    }

    /// Puts another stamp in the place of each.
    pub(super) fn map_stamps(&mut self, map: impl Fn(u64) -> u64) {
        for entry in self.entries.values_mut() {
            entry.map_stamps(&map);
        }
        for shelf in self.sources.values_mut() {
            shelf.map_stamps(&map);
        }
    }
}

impl Entry {
    /// The largest stamp in it.
    fn newest_stamp(&self) -> u64 {
        match self {
            Self::Known(record) => record.newest_stamp(),
            Self::Tombstone { deleted } => *deleted,
            Self::Unreadable(_) => self.stamps().into_iter().max().unwrap_or_default(),
        }
    }

    fn stamps(&self) -> Vec<u64> {
        match self {
            Self::Known(record) => record.stamps().collect(),
            Self::Tombstone { deleted } => vec![*deleted],
            Self::Unreadable(table) => {
                let edited = table.get("edited").and_then(toml::Value::as_table);
                let stamps = edited.into_iter().flat_map(toml::Table::values);
                let stamps = stamps
                    .chain(table.get("created"))
                    .chain(table.get("deleted"));
                let stamps = stamps.filter_map(toml::Value::as_integer);
                stamps
                    .filter_map(|stamp| u64::try_from(stamp).ok())
                    .collect()
            }
        }
    }

    fn map_stamps(&mut self, map: impl Fn(u64) -> u64) {
        match self {
            Self::Known(record) => record.map_stamps(map),
            Self::Tombstone { deleted } => *deleted = map(*deleted),
            Self::Unreadable(table) => {
                let change = |value: &mut toml::Value| {
                    let stamp = value
                        .as_integer()
                        .and_then(|stamp| u64::try_from(stamp).ok());
                    if let Some(stamp) = stamp {
                        *value = map(stamp).cast_signed().into();
                    }
                };
                for field in ["created", "deleted"] {
                    if let Some(moment) = table.get_mut(field) {
                        change(moment);
                    }
                }
                let edited = table.get_mut("edited");
                let edited = edited.and_then(toml::Value::as_table_mut);
                for (_, stamp) in edited.into_iter().flatten() {
                    change(stamp);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountId;
    use crate::vault::document;
    use crate::vault::{Change, Edit};

    const TEXT: &str = r#"
format = 1
vault = "k3v9q0t7m2x4"
token = "CQkJCQkJCQkJCQkJCQkJCQ=="

[[account]]
id = "a1"
issuer = "Hub"
secret = "GEZDGNBVGY3TQOJQ"
created = 4
[account.edited]
issuer = 9223372036854775807

[[account]]
id = "a2"
issuer = "Lab"
secret = "GEZDGNBVGY3TQOJQ"
created = 70

[[account]]
id = "a3"
deleted = 9223372036854775807

[[account]]
id = "a4"
type = "motp"
created = 9223372036854775807
[account.edited]
pin = 300000000000000
"#;

    #[test]
    fn a_stamp_that_no_clock_gave_leaves_room() {
        let mut vault = document::read(TEXT).expect("a vault");
        assert_eq!(vault.newest_stamp(), Some(71));
        let id = AccountId::parse("a1").expect("an id");
        let rename = |name: &str| Change::Edit {
            id: id.clone(),
            edits: vec![Edit::Issuer(name.into())],
        };
        vault
            .apply(rename("Later"), Timestamp::from_millis(100))
            .expect("edit");
        // The same file turns up again.
        let again = document::read(TEXT).expect("a vault");
        let joined = crate::vault::merge::merge(&vault, &again).expect("one vault");
        assert_eq!(
            joined.get(&id).map(|account| account.issuer.to_string()),
            Some("Later".to_owned())
        );
        assert_eq!(joined, vault);
    }

    #[test]
    fn the_last_moment_there_is_stays() {
        let last = "[account.edited]\nissuer = 253370764799999";
        let text = TEXT.replacen("[account.edited]\nissuer = 9223372036854775807", last, 1);
        let vault = document::read(&text).expect("a vault");
        assert!(vault.stamps().any(|stamp| stamp == LAST_MOMENT));
    }
}
