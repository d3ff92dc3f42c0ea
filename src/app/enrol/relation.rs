//! How what was found stands to the accounts of the vault: new, there already, or like one that is there.

use crate::account::{Account, AccountId, Draft};

/// How a draft relates to what is in the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// Nothing like it.
    New,
    /// The same second factor: adding it would change nothing.
    Same(AccountId),
    /// The same issuer and name with another secret.
    Differs(AccountId),
}

impl Relation {
    /// Compares a draft with all accounts.
    pub fn of<'a>(draft: &Draft, accounts: impl IntoIterator<Item = &'a Account>) -> Self {
        let mut differs = None;
        for account in accounts {
            if account.otp.is_same_factor(&draft.otp) {
                return Self::Same(account.id.clone());
            }
            if account.issuer == draft.issuer && account.name == draft.name {
                differs = Some(account.id.clone());
            }
        }
        differs.map_or(Self::New, Self::Differs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Note, Otp, Secret, Timestamp};

    fn draft(issuer: &str, key: u8) -> Draft {
        let secret = Secret::from_bytes(vec![key; 20]).expect("key");
        Draft::new(issuer.into(), "octavia".into(), Otp::totp(secret))
    }

    fn account(id: u64, draft: Draft) -> Account {
        Account {
            id: AccountId::from_random(id),
            issuer: draft.issuer,
            name: draft.name,
            otp: draft.otp,
            tags: Vec::new(),
            note: Note::default(),
            pinned: false,
            created: Timestamp::default(),
            deleted: None,
            order: None,
            used: None,
        }
    }

    #[test]
    fn drafts_are_compared_by_factor_first_and_by_name_second() {
        let known = [account(1, draft("GitHub", 1)), account(2, draft("npm", 2))];
        let id = |n| AccountId::from_random(n);
        for (issuer, key, wanted) in [
            ("GitHub", 1, Relation::Same(id(1))),
            ("Renamed", 1, Relation::Same(id(1))),
            ("GitHub", 2, Relation::Same(id(2))),
            ("GitHub", 3, Relation::Differs(id(1))),
            ("PyPI", 4, Relation::New),
        ] {
            assert_eq!(Relation::of(&draft(issuer, key), &known), wanted);
        }
    }
}
