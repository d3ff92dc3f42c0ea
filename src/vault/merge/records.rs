//! Joining two states of an account, field by field: the later stamp wins.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use zeroize::Zeroizing;

use super::Ties;
use crate::account::AccountId;
use crate::vault::record::OTP_FIELDS;
use crate::vault::source::{Shelf, SourceId};
use crate::vault::text::{Entry, value_text, write_account, write_source};

/// Joins two states of an account.
pub(in crate::vault) fn join_entries(id: &AccountId, a: Entry, b: Entry, ties: Ties) -> Entry {
    match (a, b) {
        (Entry::Tombstone { deleted: a }, Entry::Tombstone { deleted: b }) => {
            Entry::Tombstone { deleted: a.max(b) }
        }
        (Entry::Tombstone { deleted }, other) | (other, Entry::Tombstone { deleted }) => {
            bury(other, deleted)
        }
        (a, b) => Entry::from_table(join_records(&as_table(id, a), &as_table(id, b), ties)),
    }
}

/// Joins two states of a source: field by field, as accounts. One that was removed anywhere is gone.
pub(in crate::vault) fn join_sources(a: &Shelf, b: &Shelf, ties: Ties) -> Shelf {
    match (a, b) {
        (Shelf::Removed(a), Shelf::Removed(b)) => Shelf::Removed(*a.max(b)),
        (Shelf::Removed(stamp), _) | (_, Shelf::Removed(stamp)) => Shelf::Removed(*stamp),
        (a, b) if a == b => a.clone(),
        (Shelf::Source(source), other) => {
            let [ours, theirs] = [a, other].map(|shelf| source_table(&source.id, shelf));
            let mut joined = join_records(&ours, &theirs, ties);
            rename(&mut joined, "created", "added");
            Shelf::from_table(joined).map_or_else(|| a.clone(), |(_, shelf)| shelf)
        }
    }
}

/// As the table of an account, which is created and not added.
fn source_table(id: &SourceId, shelf: &Shelf) -> toml::Table {
    let mut text = Zeroizing::new(String::with_capacity(2048));
    write_source(&mut text, id, shelf, "[edited]");
    let mut table = text.parse().expect("the canonical writer's output is TOML");
    rename(&mut table, "added", "created");
    table
}

fn rename(table: &mut toml::Table, from: &str, to: &str) {
    if let Some(value) = table.remove(from) {
        table.insert(to.to_owned(), value);
    }
}

/// Joins an account with what is left of it elsewhere: `deleted` is the stamp of a removal like any other, and only
/// what a person changed later keeps the account. What its other half knew of fields is lost, so the older ones of a
/// revived account may differ with the order of joins; whether it lives never does.
fn bury(entry: Entry, deleted: u64) -> Entry {
    match entry {
        Entry::Known(mut record) => {
            record.hear_of_removal(deleted);
            match record.account().deleted {
                Some(_) => Entry::Tombstone {
                    deleted: record.removal_stamp(),
                },
                None => Entry::Known(record),
            }
        }
        Entry::Unreadable(mut table) => {
            let side = Side::new(&table);
            let stamp = side.stamp("deleted");
            let newest = i64::try_from(deleted).unwrap_or(i64::MAX);
            if (newest, newest.to_string().as_str()) > (stamp, side.text("deleted").as_str()) {
                table.insert("deleted".to_owned(), newest.into());
                let edited = table
                    .entry("edited")
                    .or_insert_with(|| toml::Table::new().into());
                if let Some(edited) = edited.as_table_mut() {
                    edited.insert("deleted".to_owned(), newest.into());
                }
            }
            let entry = Entry::Unreadable(table);
            match entry.removal_stamp() {
                Some(deleted) => Entry::Tombstone { deleted },
                None => entry,
            }
        }
        Entry::Tombstone { deleted: other } => Entry::Tombstone {
            deleted: other.max(deleted),
        },
    }
}

fn as_table(id: &AccountId, entry: Entry) -> toml::Table {
    if let Entry::Unreadable(table) = entry {
        return *table;
    }
    let mut text = Zeroizing::new(String::with_capacity(2048));
    write_account(&mut text, id, &entry, "[edited]");
    text.parse().expect("the canonical writer's output is TOML")
}

/// One side of a merge of two records.
struct Side<'a> {
    fields: &'a toml::Table,
    created: i64,
    edited: Option<&'a toml::Table>,
}

impl<'a> Side<'a> {
    fn new(fields: &'a toml::Table) -> Self {
        let created = fields.get("created").and_then(toml::Value::as_integer);
        Self {
            fields,
            // No moment is before 1970: a negative number would win for ever.
            created: created.unwrap_or_default().max(0),
            edited: fields.get("edited").and_then(toml::Value::as_table),
        }
    }

    fn explicit_stamp(&self, field: &str) -> Option<i64> {
        self.edited?.get(field)?.as_integer()
    }

    fn stamp(&self, field: &str) -> i64 {
        self.explicit_stamp(field).unwrap_or(self.created)
    }

    /// Empty when the field is not there: smaller than any value.
    fn text(&self, field: &str) -> Zeroizing<String> {
        self.fields
            .get(field)
            .map_or_else(Zeroizing::default, value_text)
    }

    fn number(&self, field: &str) -> u64 {
        match self.fields.get(field) {
            Some(toml::Value::Integer(number)) => u64::try_from(*number).unwrap_or_default(),
            Some(toml::Value::String(text)) => text.parse().unwrap_or_default(),
            _ => 0,
        }
    }

    /// What decides about fields that go together: stamps first, then their texts.
    fn rank(&self, group: &[&str]) -> (Vec<i64>, Vec<Zeroizing<String>>) {
        let stamps: Vec<i64> = group.iter().map(|field| self.stamp(field)).collect();
        let newest = stamps.iter().copied().max().unwrap_or_default();
        let stamps = std::iter::once(newest).chain(stamps).collect();
        (stamps, group.iter().map(|field| self.text(field)).collect())
    }
}

fn join_records(a: &toml::Table, b: &toml::Table, ties: Ties) -> toml::Table {
    let (left, right) = (Side::new(a), Side::new(b));
    let created = left.created.min(right.created);
    let mut joined = toml::Table::new();
    let mut edited = toml::Table::new();
    if let Some(id) = a.get("id") {
        joined.insert("id".to_owned(), id.clone());
    }
    joined.insert("created".to_owned(), created.into());

    let mut take = |side: &Side<'_>, field: &str| {
        if let Some(value) = side.fields.get(field) {
            joined.insert(field.to_owned(), value.clone());
        }
        // A stamp that was implied by another moment of creation is written down.
        let stamp = side.explicit_stamp(field);
        let stamp = stamp.or((side.created != created).then_some(side.created));
        if let Some(stamp) = stamp {
            edited.insert(field.to_owned(), stamp.into());
        }
    };
    let is_left_later = |group: &[&str]| {
        let ((stamps, texts), (other_stamps, other_texts)) = (left.rank(group), right.rank(group));
        let texts = texts.iter().map(|text| text.as_str());
        let other_texts = other_texts.iter().map(|text| text.as_str());
        let by_text = || match ties {
            // Whether an account lives must never depend on who asks.
            Ties::First if group != ["deleted"] => Ordering::Equal,
            Ties::First | Ties::ByText => texts.cmp(other_texts),
        };
        stamps.cmp(&other_stamps).then_with(by_text).is_ge()
    };

    let winner = if is_left_later(&OTP_FIELDS) {
        &left
    } else {
        &right
    };
    for field in OTP_FIELDS {
        take(winner, field);
    }
    let count = |side: &Side<'_>| (side.stamp("counter"), side.number("counter"));
    take(
        if count(&left) >= count(&right) {
            &left
        } else {
            &right
        },
        "counter",
    );
    let own_rules = ["id", "created", "edited", "counter"];
    let names = [a, b]
        .into_iter()
        .chain([left.edited, right.edited].into_iter().flatten());
    let names: BTreeSet<&str> = names
        .flat_map(|table| table.keys().map(String::as_str))
        .collect();
    for field in names {
        if own_rules.contains(&field) || OTP_FIELDS.contains(&field) {
            continue;
        }
        take(
            if is_left_later(&[field]) {
                &left
            } else {
                &right
            },
            field,
        );
    }
    if !edited.is_empty() {
        joined.insert("edited".to_owned(), edited.into());
    }
    joined
}
