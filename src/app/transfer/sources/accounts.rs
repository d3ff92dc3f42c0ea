//! The accounts of the sources beside our own. What is ours too is shown once, as ours; what two sources have, once, as
//! that of the first by name.

use std::collections::HashSet;
use std::path::Path;

use super::facts::Facts;
use crate::account::{Account, AccountId, Draft, Label, shell_word};
use crate::app::{Error, Exit, quoted};
use crate::vault::{Source, Vault};

/// Which accounts a command looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// Ours, and those of all sources.
    All,
    /// Ours alone.
    Own,
    /// Those of the source with this name or id alone.
    Source(String),
}

/// What was last read of the sources, by their names.
#[derive(Debug, Clone, Default)]
pub struct SourceAccounts {
    /// The sources.
    pub groups: Vec<Group>,
    /// Nothing else is looked at.
    pub(super) is_alone: bool,
}

/// One source and its accounts.
#[derive(Debug, Clone)]
pub struct Group {
    /// As the vault knows it.
    pub source: Source,
    /// Its accounts as they were last read; their ids are their marks.
    pub accounts: Vec<Account>,
    /// What this device knows of its file.
    pub facts: Facts,
}

impl Group {
    /// The name of the format it was last read as, or is to be.
    pub fn format(&self) -> &str {
        match self.facts.format.as_str() {
            "" => &self.source.format,
            format => format,
        }
    }

    /// True when its password is another one now and nobody has been asked for it.
    pub fn may_be_asked_for(&self) -> bool {
        let wants = self
            .facts
            .trouble
            .as_ref()
            .is_some_and(|trouble| trouble.wants_password);
        wants && !self.facts.asked
    }

    /// How lists mark its accounts: `‹Aegis›`.
    pub fn mark(&self) -> String {
        format!("‹{}›", self.source.name)
    }

    /// The tags of one of its accounts; that it comes from here is told by the mark.
    pub fn tags<'a>(&self, account: &'a Account) -> &'a [Label] {
        account.tags.split_last().map_or(&[], |(_, own)| own)
    }

    /// What is wrong with it and since when, in one line without a full stop.
    pub fn told(&self) -> Option<String> {
        let trouble = self.facts.trouble.as_ref()?;
        let (name, since) = (&self.source.name, trouble.since.rfc3339());
        let old = if self.accounts.is_empty() {
            ""
        } else {
            "; its accounts are as they were"
        };
        Some(format!(
            "The source {name} {} (since {since}){old}",
            trouble.what
        ))
    }

    /// Refuses a source of which nothing is known on this device.
    pub(super) fn check_place(&self) -> Result<(), Error> {
        if self.facts.path.is_some() {
            return Ok(());
        }
        let name = &self.source.name;
        Err(Error::new(
            Exit::NotFound,
            format!("The source {name} is not on this device"),
            format!(
                "Say where its file is: otp source at {} PATH",
                shell_word(Path::new(name.as_str()))
            ),
        ))
    }

    /// Why an account of it cannot be changed here.
    pub fn refusal(&self, account: &Account, doing: &str) -> Error {
        let name = &self.source.name;
        Error::new(
            Exit::Refused,
            format!("{} belongs to the source {name}: {doing}", account.title()),
            format!(
                "Do it in the program that keeps it, or take its accounts over: otp import --source {}",
                shell_word(Path::new(name.as_str()))
            ),
        )
    }
}

impl SourceAccounts {
    /// True when there is nothing but our own.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The accounts in sight: ours, then those of sources that are not ours too.
    pub fn pool<'a>(&'a self, vault: &'a Vault) -> Vec<&'a Account> {
        if self.is_alone {
            return self
                .groups
                .iter()
                .flat_map(|group| &group.accounts)
                .collect();
        }
        let mut pool: Vec<&Account> = vault.accounts().collect();
        pool.extend(self.beside(vault));
        pool
    }

    /// The accounts of sources that are not ours too, each once.
    pub fn beside<'a>(&'a self, vault: &Vault) -> Vec<&'a Account> {
        let foreign = self.groups.iter().flat_map(|group| &group.accounts);
        let mut foreign = foreign.peekable();
        if foreign.peek().is_none() {
            return Vec::new();
        }
        let mut known: HashSet<AccountId> =
            vault.accounts().map(|own| vault.mark(&own.otp)).collect();
        foreign
            .filter(|account| known.insert(account.id.clone()))
            .collect()
    }

    /// The account of a source with this id.
    pub fn get(&self, id: &AccountId) -> Option<&Account> {
        let accounts = self.groups.iter().flat_map(|group| &group.accounts);
        accounts.into_iter().find(|account| account.id == *id)
    }

    /// The account with this id, ours or that of a source.
    pub fn account<'a>(&'a self, vault: &'a Vault, id: &AccountId) -> Option<&'a Account> {
        vault.get(id).or_else(|| self.get(id))
    }

    /// The account as it may leave this vault: without the tag that names its source.
    pub fn without_mark(&self, account: &Account) -> Account {
        let mut account = account.clone();
        if self.group_of(&account.id).is_some() {
            account.tags.pop();
        }
        account
    }

    /// Refuses an account of a source whose codes are counted.
    pub fn check_counted(&self, account: &Account) -> Result<(), Error> {
        let counted = account.otp.counter().and(self.group_of(&account.id));
        counted.map_or(Ok(()), |group| {
            Err(group.refusal(account, "its counter is kept there"))
        })
    }

    /// The source that an account comes from; `None` for our own.
    pub fn group_of(&self, id: &AccountId) -> Option<&Group> {
        let has = |group: &&Group| group.accounts.iter().any(|account| account.id == *id);
        self.groups.iter().find(has)
    }

    /// The accounts as an import takes them, without the tag that names their source.
    pub fn drafts(&self) -> Vec<Draft> {
        let draft = |group: &Group, account: &Account| {
            let mut draft = Draft::new(
                account.issuer.clone(),
                account.name.clone(),
                account.otp.clone(),
            );
            draft.tags = group.tags(account).to_vec();
            draft.note = account.note.clone();
            draft.pinned = account.pinned;
            draft
        };
        let groups = self.groups.iter();
        let pairs = groups.flat_map(|group| group.accounts.iter().map(move |own| (group, own)));
        pairs
            .map(|(group, account)| draft(group, account))
            .collect()
    }

    /// The source with this name or id.
    pub fn named(&self, name: &str) -> Result<&Group, Error> {
        self.place(name).map(|place| &self.groups[place])
    }

    /// Where it stands.
    pub(super) fn place(&self, name: &str) -> Result<usize, Error> {
        let wanted = name.trim().to_lowercase();
        let is_it = |group: &Group| {
            group.source.name.as_str().to_lowercase() == wanted || group.source.id.as_str() == name
        };
        let mut places = (0..self.groups.len()).filter(|&place| is_it(&self.groups[place]));
        match (places.next(), places.next()) {
            (Some(place), None) => Ok(place),
            (None, _) => Err(Error::new(
                Exit::NotFound,
                format!("There is no source {}", quoted(name)),
                "`otp source list` shows what is there; `otp source add FILE` adds one.",
            )),
            (Some(_), Some(_)) => {
                let ids = self.groups.iter().filter(|group| is_it(group));
                let ids =
                    ids.map(|group| format!("{}  (id {})", group.source.name, group.source.id));
                Err(Error::new(
                    Exit::Ambiguous,
                    format!("Several sources are called {}", quoted(name)),
                    "Give the id, and then one of them another name: otp source rename ID NAME",
                )
                .with_details(ids.collect()))
            }
        }
    }
}
