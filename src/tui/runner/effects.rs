//! Effects: what the runner does for the model. What changes the vault goes to the worker; what finds it away waits.

use std::path::PathBuf;
use std::sync::Arc;

use super::{ExitReason, Runner, TerminalCommand};
use crate::account::Uses;
use crate::account::facts::Writing;
use crate::app::enrol::dropped::{read_anything, written_path};
use crate::app::open::past::Undo;
use crate::app::store::history::Way;
use crate::app::{App, Authenticator, Error};
use crate::tui::effect::Effect;
use crate::tui::keymap;
use crate::tui::page::{RecoveryPage, Saved};
use crate::tui::scene::fits;
use crate::tui::update::Message;
use crate::tui::worker;

impl Runner {
    /// Every effect is done, or queued while the authenticator is away. Only looking for changes is left to the next
    /// second.
    pub(super) fn run(&mut self, effect: Effect) -> Option<Message> {
        if self.authenticator.is_none() && effect.needs_vault() {
            if matches!(effect, Effect::Lock) {
                self.shown = None;
            }
            self.queue.push_back(effect);
            return None;
        }
        match effect {
            Effect::Quit => self.end(ExitReason::Quit),
            Effect::Suspend => self.commands.push(TerminalCommand::Suspend),
            Effect::Redraw => self.commands.push(TerminalCommand::Redraw),
            Effect::Lock => {
                self.authenticator.as_mut()?.lock();
                self.uses = Uses::default();
                self.found();
            }
            Effect::Unlock(by) => {
                self.on_the_worker(move |own| own.unlock(by), Message::Opened);
            }
            Effect::Create(passphrase) => {
                let create = move |own: &mut Authenticator| {
                    let key = own.create(passphrase)?;
                    let keyring = own.app().keyring_is_usable();
                    Ok(RecoveryPage::new(key, keyring))
                };
                self.on_the_worker(create, Message::Created);
            }
            Effect::Remember => {
                let open = self.authenticator.as_ref()?.open_vault()?;
                let key = open.key().clone();
                self.beside(move |app| app.remember(&key), Message::Remembered);
            }
            Effect::Search => self.beside(
                |app| Ok(app.open_unasked()?.map(Box::new)),
                Message::Searched,
            ),
            Effect::TakeOver(open) => {
                self.authenticator.as_mut()?.take_over(*open);
                self.found();
            }
            Effect::AskKeyring => self.beside(
                |app| Ok(app.keyring_has_key()),
                |has| Message::Keyring(has.unwrap_or(false)),
            ),
            Effect::Read(number, input) => {
                let text = input.clone();
                let read = move |app: &App| {
                    if app.has_export(&input) {
                        return Ok(None);
                    }
                    read_anything(app, &input).map(Some)
                };
                self.beside(read, move |found| match found.transpose() {
                    Some(found) => Message::Read(number, found),
                    None => Message::ReadExport(number, text),
                });
            }
            Effect::Import(number, job) => self.beside(
                move |app| job.run(app),
                move |news| Message::Imported(number, news),
            ),
            Effect::Export(number, job) => self.beside(
                move |app| job.run(app),
                move |written| Message::Exported(number, written),
            ),
            Effect::LookAt(number, source) => self.beside(
                move |app| app.find(&[source], Writing::Base32),
                move |found| Message::Read(number, found),
            ),
            Effect::Copy(id, code, said) => {
                let vault = self.authenticator.as_ref().and_then(|own| own.vault());
                let own = vault.or(self.shown.as_deref())?.get(&id);
                let account = own.or_else(|| self.beside.foreign.get(&id))?.clone();
                if self.model.start.picks {
                    self.picked = Some((account, code));
                    self.end(ExitReason::Quit);
                    return None;
                }
                let result = self.app.copy(&account, &code);
                self.read_uses();
                return Some(Message::Copied(said, result));
            }
            Effect::Migrate(ids) => {
                let own = self.authenticator.as_ref()?;
                let result =
                    own.migration(&ids, &self.beside.foreign, |text| fits(&self.model, text));
                return Some(Message::Migrated(ids, result));
            }
            Effect::Save(name, what) => {
                self.beside(move |app| write(app, &name, &what), Message::Saved);
            }
            Effect::Refresh => {
                self.look_at_sources();
                return self.refresh();
            }
            saving if saving.saves() => self.run_save(saving),
            other => return self.run_at_once(other),
        }
        None
    }

    /// What takes no time, and what the settings page asks for.
    fn run_at_once(&mut self, effect: Effect) -> Option<Message> {
        match effect {
            Effect::MakeWords => Some(Message::Words(self.app.random_words())),
            Effect::KeepOrder(order) => {
                self.app.keep_order(order);
                None
            }
            Effect::ReadSettings => Some(Message::Settings(self.app.reread_settings())),
            Effect::Set(name, value) => {
                let result = match value {
                    Some(value) => self.app.set_setting(&name, &value, keymap::faults),
                    None => self.app.unset_setting(&name),
                };
                Some(Message::Set(name, result, self.app.keeps_settings()))
            }
            Effect::Mouse(wanted) => {
                self.commands.push(TerminalCommand::Mouse(wanted));
                None
            }
            _ => None,
        }
    }

    /// What changes the vault.
    fn run_save(&mut self, effect: Effect) {
        match effect {
            Effect::ConfirmRecovery(key) => {
                self.save(move |own| own.check_recovery(&key), Message::Confirmed);
            }
            Effect::Edit(seen, edits, done, number) => self.save(
                move |own| own.open_mut()?.edit(&seen, &edits).map(|()| None),
                move |result| Message::Changed(result, done, number),
            ),
            Effect::Change(change, done, number) => self.save(
                move |own| own.open_mut()?.change(change).map(|_| None),
                move |result| Message::Changed(result, done, number),
            ),
            Effect::Enrol(decisions, done, number) => self.save(
                move |own| {
                    let accounts = own.open_mut()?.enrol(decisions, &[])?;
                    Ok(accounts.into_iter().next().map(|account| account.id))
                },
                move |result| Message::Changed(result, done, number),
            ),
            Effect::Undo => self.save(
                |own| own.open_mut()?.undo(),
                |result| match result {
                    Ok(Undo::Done(done)) => Message::Walked(Ok(done), Way::Back),
                    Ok(Undo::Theirs(theirs)) => Message::Theirs(theirs),
                    Err(error) => Message::Walked(Err(error), Way::Back),
                },
            ),
            Effect::Walk(way) => self.save(
                move |own| own.open_mut()?.walk(way),
                move |result| Message::Walked(result, way),
            ),
            Effect::UseCounter(id) => {
                let counted = id.clone();
                self.save(
                    move |own| own.take_code(&counted),
                    move |result| Message::Used(id, result),
                );
            }
            _ => {}
        }
    }

    /// Which codes were handed out, by this process or another.
    pub(super) fn read_uses(&mut self) {
        self.uses_mark = self.app.uses_mark();
        self.uses = self.app.uses();
    }

    /// Does what needs no open vault beside the interface.
    fn beside<T: 'static>(
        &self,
        job: impl FnOnce(&App) -> Result<T, Error> + Send + 'static,
        told: impl FnOnce(Result<T, Error>) -> Message + Send + 'static,
    ) {
        let app = Arc::clone(&self.app);
        worker::beside(self.sender.clone(), move || job(&app), told);
    }

    /// Changes the vault on the worker: another process may hold it for seconds, and the list goes on meanwhile.
    fn save<T: 'static>(
        &mut self,
        job: impl FnOnce(&mut Authenticator) -> Result<T, Error> + Send + 'static,
        told: impl FnOnce(Result<T, Error>) -> Message + Send + 'static,
    ) {
        self.model.saving = Some(self.uptime());
        self.on_the_worker(job, told);
    }

    fn on_the_worker<T: 'static>(
        &mut self,
        job: impl FnOnce(&mut Authenticator) -> Result<T, Error> + Send + 'static,
        told: impl FnOnce(Result<T, Error>) -> Message + Send + 'static,
    ) {
        if let Some(authenticator) = self.authenticator.take() {
            self.shown = authenticator.shared_vault();
            worker::with(self.sender.clone(), authenticator, job, told);
        }
    }

    pub(super) fn refresh(&mut self) -> Option<Message> {
        if self.app.uses_mark() != self.uses_mark {
            self.read_uses();
        }
        match self.authenticator.as_mut()?.refresh() {
            Ok(changed) => {
                self.last_refresh_error = None;
                changed.then_some(Message::Refreshed(Ok(())))
            }
            Err(error) => {
                let known = self.last_refresh_error.replace(error.clone());
                (known.as_ref() != Some(&error)).then_some(Message::Refreshed(Err(error)))
            }
        }
    }
}

/// Writes new files that only their owner may read.
fn write(app: &App, name: &str, what: &Saved) -> Result<Vec<PathBuf>, Error> {
    let file = written_path(app, name);
    match what {
        Saved::Recovery(key) => {
            app.write_recovery_key(&file, key)?;
            Ok(vec![file])
        }
        Saved::Sheet(key) => {
            app.write_recovery_sheet(&file, key)?;
            Ok(vec![file])
        }
        Saved::Pictures(texts) => app.write_pictures(&file, texts),
    }
}
