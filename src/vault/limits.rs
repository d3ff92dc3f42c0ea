//! How much a vault may hold: what is written can be read again. What other devices wrote stays as it is.

use thiserror::Error;

use crate::account::{Account, Draft, Label, Note};

/// The longest label, in bytes.
pub const LABEL: usize = 1 << 10;
/// The longest note.
pub const NOTE: usize = 64 << 10;
/// The most tags of an account.
pub const TAGS: usize = 64;
/// The most accounts, with those in the bin and what is remembered of removed ones.
pub const ACCOUNTS: usize = 50_000;

/// The most sources.
pub const SOURCES: usize = 64;

/// What is more than a vault takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BeyondLimit {
    /// A text.
    #[error("the {field} is longer than {most} bytes")]
    TooLong {
        /// Which one.
        field: &'static str,
        /// How long it may be.
        most: usize,
    },
    /// The tags of an account.
    #[error("an account takes {TAGS} tags and no more")]
    TooManyTags,
    /// The accounts.
    #[error("the vault is full: it takes {ACCOUNTS} accounts")]
    Full,
}

/// Refuses an account that is too large.
pub(super) fn check(account: &Account) -> Result<(), BeyondLimit> {
    let Account { issuer, name, .. } = account;
    check_texts(issuer, name, &account.tags, &account.note)
}

/// Refuses what would be an account that is too large.
pub fn check_draft(draft: &Draft) -> Result<(), BeyondLimit> {
    check_texts(&draft.issuer, &draft.name, &draft.tags, &draft.note)
}

fn check_texts(
    issuer: &Label,
    name: &Label,
    tags: &[Label],
    note: &Note,
) -> Result<(), BeyondLimit> {
    let is_long = |label: &Label| label.as_str().len() > LABEL;
    let too_long = |field, most| Err(BeyondLimit::TooLong { field, most });
    if is_long(issuer) {
        return too_long("issuer", LABEL);
    }
    if is_long(name) {
        return too_long("name", LABEL);
    }
    if tags.iter().any(is_long) {
        return too_long("tag", LABEL);
    }
    if note.len() > NOTE {
        return too_long("note", NOTE);
    }
    if tags.len() > TAGS {
        return Err(BeyondLimit::TooManyTags);
    }
    Ok(())
}

/// Refuses one account more than a vault may hold.
pub(super) fn check_room(accounts: usize) -> Result<(), BeyondLimit> {
    if accounts >= ACCOUNTS {
        return Err(BeyondLimit::Full);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Otp, Secret};

    #[test]
    fn what_is_as_long_as_it_may_be_passes_and_one_more_does_not() {
        let label = |length| Label::new(&"x".repeat(length));
        let check = |issuer, name, tag, tags, note: usize| {
            let tags = vec![label(tag); tags];
            check_texts(
                &label(issuer),
                &label(name),
                &tags,
                &Note::new(&"x".repeat(note)),
            )
        };
        assert_eq!(check(LABEL, LABEL, LABEL, TAGS, NOTE), Ok(()));
        let long = |field, most| Err(BeyondLimit::TooLong { field, most });
        for more in [1, 2] {
            assert_eq!(check(LABEL + more, 0, 1, 0, 0), long("issuer", LABEL));
            assert_eq!(check(0, LABEL + more, 1, 0, 0), long("name", LABEL));
            assert_eq!(check(0, 0, LABEL + more, 1, 0), long("tag", LABEL));
            assert_eq!(check(0, 0, 1, 0, NOTE + more), long("note", NOTE));
            assert_eq!(
                check(0, 0, 1, TAGS + more, 0),
                Err(BeyondLimit::TooManyTags)
            );
        }
        assert_eq!(check_room(ACCOUNTS - 1), Ok(()));
        assert_eq!(check_room(ACCOUNTS), Err(BeyondLimit::Full));
    }

    #[test]
    fn a_draft_is_held_to_the_same_limits() {
        let secret = Secret::from_bytes(vec![7; 20]).expect("key");
        let named = |length: usize| {
            let name = Label::new(&"x".repeat(length));
            Draft::new("GitHub".into(), name, Otp::totp(secret.clone()))
        };
        assert_eq!(check_draft(&named(LABEL)), Ok(()));
        assert!(check_draft(&named(LABEL + 1)).is_err());
    }
}
