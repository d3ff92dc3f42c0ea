//! The document: a vault as versioned TOML. One canonical text per state; unknown fields are kept; texts of
//! newer formats are refused.
//!
#![doc = include_str!("format.md")]

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;

use thiserror::Error;
use zeroize::Zeroizing;

use super::identity::{Device, Token, VaultId};
use super::mends::Mend;
use super::saves::Saves;
use super::source::{Shelf, SourceId};
use super::text::raw::{RawAccount, RawVault};
use super::text::{self, Entry, FORMAT, canonical};
use super::{Vault, merge};
use crate::account::AccountId;

/// Why a text is not a vault. Carries positions, never the text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// Written by a newer version in a format this one does not know.
    #[error("the vault has format {found}, this version knows {FORMAT}")]
    Newer {
        /// The format the vault says it has.
        found: u64,
    },
    /// Not TOML, or values of the wrong type outside of accounts.
    #[error("the vault's text is damaged{}", Line(*.line))]
    Damaged {
        /// Where, counted from 1, if that is known.
        line: Option<usize>,
    },
    /// `format`, `vault` or the token is not there or malformed: someone who could not read the vault wrote it.
    #[error("the vault does not carry its token")]
    NoToken,
    /// An account without a usable id.
    #[error("account number {number} of the vault has no usable id")]
    NoId {
        /// Counted from 1.
        number: usize,
    },
}

struct Line(Option<usize>);

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.map_or(Ok(()), |line| write!(f, " in line {line}"))
    }
}

/// Writes the canonical text: equal vaults give equal texts, padded so that its length hardly tells the
/// number of accounts.
pub fn write(vault: &Vault) -> Zeroizing<String> {
    text::write(vault)
}

/// Reads a text. Accounts that cannot be understood are kept as they are ([`Vault::unreadable`]).
pub fn read(text: &str) -> Result<Vault, DocumentError> {
    let mut vault = read_as_it_is(text)?;
    vault.clamp_stamps();
    Ok(vault)
}

fn read_as_it_is(text: &str) -> Result<Vault, DocumentError> {
    if let Some(vault) = read_quickly(text)? {
        return Ok(vault);
    }
    match toml::from_str::<RawVault>(text) {
        Ok(raw) if raw.format > FORMAT => Err(DocumentError::Newer { found: raw.format }),
        Ok(mut raw) => {
            let accounts = std::mem::take(&mut raw.account).into_iter();
            match accounts.map(RawAccount::into_entry).collect() {
                Some(entries) => whole(raw, entries),
                None => read_piecewise(text, None),
            }
        }
        Err(error) => {
            let line = error.span().and_then(|span| text.get(..span.start));
            let line = line.map(|before| before.matches('\n').count() + 1);
            read_piecewise(text, line)
        }
    }
}

/// `None` when the text is not as we write it, or when there is an account that cannot be understood.
fn read_quickly(text: &str) -> Result<Option<Vault>, DocumentError> {
    let mut entries = Vec::new();
    let mut is_understood = true;
    let raw = canonical::read(text, |account| match account.into_entry() {
        Some(entry) => entries.push(entry),
        None => is_understood = false,
    });
    match raw {
        Some(raw) if raw.format > FORMAT => Err(DocumentError::Newer { found: raw.format }),
        Some(raw) if is_understood => whole(raw, entries).map(Some),
        _ => Ok(None),
    }
}

fn whole(raw: RawVault, entries: Vec<(AccountId, Entry)>) -> Result<Vault, DocumentError> {
    let mut vault = frame(raw)?;
    if entries.is_sorted_by(|(one, _), (next, _)| one < next) {
        vault.entries = entries.into_iter().collect();
        return Ok(vault);
    }
    for (id, entry) in entries {
        insert(&mut vault, id, entry);
    }
    Ok(vault)
}

/// The slow way: account by account, so that one broken account hides no other.
fn read_piecewise(text: &str, line: Option<usize>) -> Result<Vault, DocumentError> {
    let damaged = || DocumentError::Damaged { line };
    let mut table: toml::Table = text.parse().map_err(|_| damaged())?;
    if let Some(found) = table.get("format").and_then(toml::Value::as_integer)
        && let Ok(found) = u64::try_from(found)
        && found > FORMAT
    {
        return Err(DocumentError::Newer { found });
    }
    let accounts = match table.remove("account") {
        Some(toml::Value::Array(accounts)) => accounts,
        None => Vec::new(),
        Some(_) => return Err(damaged()),
    };
    let raw: RawVault = table.try_into().map_err(|_| damaged())?;
    let mut vault = frame(raw)?;
    for (number, account) in (1..).zip(accounts) {
        let toml::Value::Table(table) = account else {
            return Err(DocumentError::NoId { number });
        };
        let id = table.get("id").and_then(toml::Value::as_str);
        let id = id
            .and_then(AccountId::parse)
            .ok_or(DocumentError::NoId { number })?;
        insert(&mut vault, id, Entry::from_table(table));
    }
    Ok(vault)
}

fn insert(vault: &mut Vault, id: AccountId, entry: Entry) {
    match vault.entries.entry(id) {
        Place::Vacant(place) => {
            place.insert(entry);
        }
        // A text put together by hand may hold an id twice: nothing of either is lost.
        Place::Occupied(place) => {
            let (id, first) = place.remove_entry();
            let joined = merge::join_entries(&id, first, entry, merge::Ties::ByText);
            vault.entries.insert(id, joined);
        }
    }
}

/// Everything but the accounts.
fn frame(raw: RawVault) -> Result<Vault, DocumentError> {
    let token = raw.token.as_ref().and_then(|token| {
        let bytes = Zeroizing::new(
            data_encoding::BASE64
                .decode(token.expose().as_bytes())
                .ok()?,
        );
        <[u8; 16]>::try_from(bytes.as_slice()).ok()
    });
    let id = raw.vault.as_deref().and_then(VaultId::parse);
    let (Some(token), Some(id)) = (token, id) else {
        return Err(DocumentError::NoToken);
    };
    let formerly = raw.formerly.iter();
    let formerly = formerly
        .filter_map(|hash| data_encoding::BASE64.decode(hash.as_bytes()).ok())
        .filter_map(|hash| hash.try_into().ok());
    let others = raw.others.iter().filter_map(|line| {
        let (name, saves) = line.split_once(' ')?;
        let saves = Saves::parse(saves).filter(|saves| !saves.is_empty())?;
        Some((name.to_owned(), saves))
    });
    let mut devices: BTreeMap<String, Device> = BTreeMap::new();
    for raw in raw.device {
        let device = raw.into_device();
        let device = match devices.remove(&device.recipient) {
            Some(first) => merge::join_devices(&first, &device),
            None => device,
        };
        devices.insert(device.recipient.clone(), device);
    }
    Ok(Vault {
        id,
        token: Token::new(token),
        rekeyed: raw.rekeyed,
        rekeyed_by: raw.rekeyed_by.as_str().into(),
        formerly: formerly.collect(),
        others: others.collect(),
        mends: Mend::parse_all(&raw.mends),
        devices,
        entries: BTreeMap::new(),
        sources: sources(raw.source)?,
        extra: raw.extra,
    })
}

fn sources(tables: Vec<toml::Table>) -> Result<BTreeMap<SourceId, Shelf>, DocumentError> {
    let mut sources = BTreeMap::new();
    for table in tables {
        let damaged = DocumentError::Damaged { line: None };
        let (id, shelf) = Shelf::from_table(table).ok_or(damaged)?;
        let shelf = match sources.remove(&id) {
            Some(first) => merge::join_sources(&first, &shelf, merge::Ties::ByText),
            None => shelf,
        };
        sources.insert(id, shelf);
    }
    Ok(sources)
}
