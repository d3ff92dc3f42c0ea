//! What `otp doctor` finds about the sources: whether their files can be read.

use super::Check;
use crate::account::shown;
use crate::app::transfer::sources::Group;
use crate::app::{App, Open, Sight};

impl App {
    pub(super) fn foreign_checks(&self, open: &Open) -> Vec<Check> {
        let (vault, key) = (open.vault(), open.key());
        let Ok(mut foreign) = self.foreign(vault, key, &Sight::All) else {
            return Vec::new();
        };
        self.look_for_trouble(&mut foreign);
        foreign.groups.iter().map(check).collect()
    }
}

fn check(group: &Group) -> Check {
    let name = &group.source.name;
    let Some(path) = &group.facts.path else {
        let found = format!("{name} is not on this device");
        return Check::good("source", found);
    };
    if let (Some(told), Some(trouble)) = (group.told(), &group.facts.trouble) {
        return Check::doubtful("source", told, trouble.advice.as_str());
    }
    let count = group.accounts.len();
    let found = format!("{name}: accounts: {count}, from {}", shown(path));
    Check::good("source", found)
}
