//! Editing an account as it was seen: what somebody else changed meanwhile is not overwritten unseen.

use crate::account::{Account, Otp};
use crate::app::{Error, Exit, Open};
use crate::vault::{Change, ChangeError, Edit};

impl Open {
    /// Makes the edits and saves them, unless one of these fields is no longer what it was in `seen`.
    pub fn edit(&mut self, seen: &Account, edits: &[Edit]) -> Result<(), Error> {
        let now = self.clock_now();
        self.update(|vault| {
            let account = vault.get(&seen.id).ok_or(ChangeError::NotFound)?;
            if edits.iter().any(|edit| is_stale(edit, seen, account)) {
                return Err(Error::new(
                    Exit::Refused,
                    "This account was changed elsewhere meanwhile",
                    "Look at it again and save it then.",
                ));
            }
            let change = Change::Edit {
                id: seen.id.clone(),
                edits: edits.to_vec(),
            };
            vault.apply(change, now).map(drop).map_err(Error::from)
        })
    }
}

fn is_stale(edit: &Edit, seen: &Account, now: &Account) -> bool {
    match edit {
        Edit::Issuer(_) => seen.issuer != now.issuer,
        Edit::Name(_) => seen.name != now.name,
        Edit::Tags(_) => seen.tags != now.tags,
        Edit::Note(_) => seen.note != now.note,
        Edit::Pinned(_) => seen.pinned != now.pinned,
        Edit::Order(_) => seen.order != now.order,
        Edit::Used(_) => false,
        Edit::Counter(_) => seen.otp.counter() != now.otp.counter(),
        Edit::Otp(_) => !is_alike(&seen.otp, &now.otp),
    }
}

/// The same but for the counter, which using codes moves.
fn is_alike(one: &Otp, other: &Otp) -> bool {
    one.is_same_factor(other)
        && one.secret() == other.secret()
        && one.digits() == other.digits()
        && one.algorithm() == other.algorithm()
        && one.period() == other.period()
        && one.pin() == other.pin()
}
