//! Accounts of other programs' vaults in the list: shown as they were last read, looked at once a second on the worker.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Runner;
use crate::app::{App, Group, Sight, SourceAccounts};
use crate::tui::model::Tone;
use crate::tui::update::Message;
use crate::tui::worker;
use crate::vault::Vault;
use crate::vault::keys::DeviceKey;

/// What is shown of sources, and whether the worker looks at them.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) foreign: Arc<SourceAccounts>,
    is_looking: Arc<AtomicBool>,
}

impl Runner {
    /// Takes over what was last read; nothing while the vault is shut.
    pub(super) fn load_sources(&mut self) {
        let own = self.authenticator.as_ref();
        let Some(open) = own.and_then(|own| own.open_vault()) else {
            if own.is_some() {
                self.beside.foreign = Arc::default();
            }
            return;
        };
        let foreign = self.app.foreign(open.vault(), open.key(), &Sight::All);
        self.beside.foreign = Arc::new(foreign.unwrap_or_default());
    }

    /// Looks on the worker whether their files have changed, and reads those that have.
    pub(super) fn look_at_sources(&mut self) {
        if self.beside.foreign.is_empty() || self.model.is_shut() {
            return;
        }
        let own = self.authenticator.as_ref();
        let Some(open) = own.and_then(|own| own.open_vault()) else {
            return;
        };
        let is_looking = Arc::clone(&self.beside.is_looking);
        if is_looking.swap(true, Ordering::AcqRel) {
            return;
        }
        let (app, vault, key) = (
            Arc::clone(&self.app),
            open.shared_vault(),
            open.key().clone(),
        );
        let before = Arc::clone(&self.beside.foreign);
        worker::quietly(self.sender.clone(), move || {
            let news = read_again(&app, &vault, &key, &before);
            is_looking.store(false, Ordering::Release);
            news.map(|now| Message::SourcesRead(before, Arc::new(now)))
        });
    }

    /// Takes what was read in. False when it is about what is shown no more.
    pub(super) fn takes_sources(&mut self, message: &Message) -> bool {
        let Message::SourcesRead(before, now) = message else {
            return true;
        };
        if self.model.is_shut() || !Arc::ptr_eq(before, &self.beside.foreign) {
            return false;
        }
        self.beside.foreign = Arc::clone(now);
        true
    }

    /// Says what was wrong with them when they were last read.
    pub(super) fn tell_of_sources(&mut self) {
        let told: Vec<String> = self
            .beside
            .foreign
            .groups
            .iter()
            .filter_map(Group::told)
            .collect();
        if !told.is_empty() && !self.model.is_shut() {
            let uptime = self.uptime();
            self.model
                .say(Tone::Failed, format!("{}.", told.join("; ")), uptime);
        }
    }
}

/// `None` when nothing has changed.
fn read_again(
    app: &App,
    vault: &Vault,
    key: &DeviceKey,
    before: &SourceAccounts,
) -> Option<SourceAccounts> {
    let looked = before.groups.iter().map(|group| app.look_at(group));
    let looks: Vec<_> = looked.collect();
    if looks.iter().all(Option::is_none) {
        return None;
    }
    let mut now = before.clone();
    for (group, look) in now.groups.iter_mut().zip(looks) {
        if let Some(look) = look {
            app.read_source(vault, key, group, look, None);
        }
    }
    Some(now)
}
