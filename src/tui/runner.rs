//! Runner: carries messages into the model and does what the model asks for. Knows no terminal, so that tests drive
//! the whole interface in memory.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::input::Incoming;
use super::keymap::KeymapError;
use super::model::{Desk, Model, Start};
use super::page::RecoveryPage;
use super::scene::{Scene, scene};
use super::update::{Effect, Message, next_wake, update};
use super::worker;
use crate::account::{Account, Code, Timestamp, Uses};
use crate::app::enrol::dropped::read_anything;
use crate::app::store::history::Way;
use crate::app::{App, Authenticator, Error, LockState};

/// Why the interface ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitReason {
    /// The user asked for it.
    Quit,
    /// A signal, by its number; the shell expects 128 more as exit code.
    Signal(i32),
    /// The terminal went away.
    HungUp,
}

/// What only the owner of the terminal can do.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Draw everything anew.
    Redraw,
    /// Stop until `fg`.
    Suspend,
}

/// A picked account and its code, of that moment: one of a counter is taken by then and must be the one handed out.
pub type Picked = Option<(Account, Code)>;

/// A jump of the wall clock against the uptime that means the machine slept or its clock was set.
const JUMP: Duration = Duration::from_secs(2);

/// The model at work.
pub struct Runner {
    /// What the interface knows.
    pub model: Model,
    app: Arc<App>,
    /// Away while the worker has it.
    authenticator: Option<Box<Authenticator>>,
    sender: Sender<Incoming>,
    wishes: Vec<Wish>,
    picked: Picked,
    exit: Option<ExitReason>,
    /// Wall clock minus uptime in milliseconds at the last look.
    drift: i128,
    /// So that an error that stays is told once.
    last_refresh_error: Option<Error>,
    /// The vault was to be locked while the authenticator was away on the worker.
    lock_when_back: bool,
}

impl Runner {
    /// Begins in whatever state the vault is in.
    pub fn new(
        authenticator: Authenticator,
        start: Start,
        size: (u16, u16),
        sender: Sender<Incoming>,
    ) -> Result<Self, KeymapError> {
        let app = Arc::clone(authenticator.app());
        let model = Model::new(app.settings.clone(), start, size)?;
        let drift = drift(&app);
        let mut runner = Self {
            model,
            app,
            authenticator: Some(Box::new(authenticator)),
            sender,
            wishes: Vec::new(),
            picked: None,
            exit: None,
            drift,
            last_refresh_error: None,
            lock_when_back: false,
        };
        runner.found();
        Ok(runner)
    }

    /// Looks at the clocks; to be called at each wake, before the message that caused it.
    pub fn look_at_clock(&mut self) {
        let drift = drift(&self.app);
        let moved = (drift - self.drift).unsigned_abs();
        self.drift = drift;
        if moved > JUMP.as_millis() {
            self.handle(Message::Resumed);
        }
    }

    /// Takes a message in.
    pub fn handle(&mut self, message: Message) {
        let fresh = matches!(message, Message::Opened(Ok(())) | Message::Resumed);
        let effects = with_desk(self.authenticator.as_deref(), &self.app, |desk| {
            update(&mut self.model, desk, message)
        });
        if fresh {
            self.doubt_clock();
        }
        for effect in effects {
            if let Some(answer) = self.run(effect) {
                self.handle(answer);
            }
        }
    }

    /// The worker is done.
    pub fn finish(&mut self, done: worker::Done) {
        if let Some(authenticator) = done.authenticator {
            self.authenticator = Some(authenticator);
        }
        if std::mem::take(&mut self.lock_when_back) {
            self.run(Effect::Lock);
            return;
        }
        self.handle(done.message);
    }

    /// The screen at this moment.
    pub fn scene(&self) -> Scene {
        self.scene_in(Duration::ZERO)
    }

    /// The screen as it will be so much later if nothing happens.
    pub fn scene_in(&self, later: Duration) -> Scene {
        with_desk(self.authenticator.as_deref(), &self.app, |desk| {
            let later = u64::try_from(later.as_millis()).unwrap_or(u64::MAX);
            let now = Timestamp::from_millis(desk.now.millis().saturating_add(later));
            scene(&self.model, &Desk { now, ..*desk })
        })
    }

    /// True while a key that needs no question is being looked for, and nothing has been drawn that is worth seeing.
    pub fn is_looking(&self) -> bool {
        self.model.page().is_looking()
    }

    /// Time since some fixed moment.
    pub fn uptime(&self) -> Duration {
        self.app.system.clock.uptime()
    }

    /// How long nothing needs to be drawn.
    pub fn next_wake(&self) -> Option<Duration> {
        with_desk(self.authenticator.as_deref(), &self.app, |desk| {
            next_wake(&self.model, desk)
        })
    }

    /// What is left for the terminal's owner, in order.
    pub fn take_wishes(&mut self) -> Vec<Wish> {
        std::mem::take(&mut self.wishes)
    }

    /// Set once the interface is to end.
    pub fn exit(&self) -> Option<ExitReason> {
        self.exit
    }

    /// Ends for another reason than a key.
    pub fn end(&mut self, reason: ExitReason) {
        self.exit.get_or_insert(reason);
    }

    /// What was picked, if the interface serves as a picker.
    pub fn take_picked(&mut self) -> Picked {
        self.picked.take()
    }

    fn found(&mut self) {
        let Some(authenticator) = &self.authenticator else {
            return;
        };
        let state = authenticator.state();
        self.handle(Message::Found(state));
        if state == LockState::Open {
            self.doubt_clock();
        }
    }

    fn doubt_clock(&mut self) {
        let authenticator = self.authenticator.as_ref();
        let doubt = authenticator.and_then(|authenticator| authenticator.clock_doubt());
        self.handle(Message::Clock(doubt));
    }

    fn run(&mut self, effect: Effect) -> Option<Message> {
        match effect {
            Effect::Quit => self.end(ExitReason::Quit),
            Effect::Suspend => self.wishes.push(Wish::Suspend),
            Effect::Redraw => self.wishes.push(Wish::Redraw),
            Effect::Lock => {
                let Some(authenticator) = self.authenticator.as_mut() else {
                    self.lock_when_back = true;
                    return None;
                };
                authenticator.lock();
                self.found();
            }
            Effect::Unlock(by) => {
                self.on_the_worker(move |own| own.unlock(by), Message::Opened);
            }
            Effect::Create(passphrase) => {
                let create = move |own: &mut Authenticator| {
                    let key = own.create(passphrase)?;
                    let keyring = own.app().keyring_is_usable();
                    Ok(RecoveryPage { key, keyring })
                };
                self.on_the_worker(create, Message::Created);
            }
            Effect::Remember => {
                let open = self.authenticator.as_ref()?.open_vault()?;
                let (id, key) = (open.vault().id().clone(), open.key().clone());
                self.beside(move |app| app.remember(&id, &key), Message::Remembered);
            }
            Effect::Search => self.beside(
                |app| Ok(app.open_unasked()?.map(Box::new)),
                Message::Searched,
            ),
            Effect::TakeOver(open) => {
                self.authenticator.as_mut()?.take_over(*open);
                self.found();
            }
            Effect::AskKeychain => self.beside(
                |app| Ok(app.keyring_has_key()),
                |has| Message::Keychain(has.unwrap_or(false)),
            ),
            Effect::Read(input) => {
                self.beside(move |app| read_anything(app, &input), Message::Read);
            }
            Effect::Change(change, done) => {
                let result = self.authenticator.as_mut()?.change(change);
                return Some(Message::Changed(result.map(|_| None), done));
            }
            Effect::Enrol(decisions, done) => {
                let result = self.authenticator.as_mut()?.enrol(decisions);
                let first = result.map(|ids| ids.into_iter().next());
                return Some(Message::Changed(first, done));
            }
            Effect::Walk(way) => {
                let own = self.authenticator.as_mut()?;
                let result = match way {
                    Way::Back => own.undo(),
                    Way::Forth => own.redo(),
                };
                return Some(Message::Walked(result, way));
            }
            Effect::Copy(id, code, _) if self.model.start.picks => {
                let vault = self.authenticator.as_ref()?.vault()?;
                self.picked = vault.get(&id).map(|account| (account.clone(), code));
                self.end(ExitReason::Quit);
            }
            Effect::Copy(id, code, said) => {
                let result = self.authenticator.as_mut()?.copy(&id, &code);
                return Some(Message::Copied(said, result));
            }
            Effect::UseCounter(id) => {
                let result = self.authenticator.as_mut()?.take_code(&id);
                return Some(Message::Used(id, result));
            }
            Effect::Migrate(ids) => {
                let result = self.authenticator.as_ref()?.migration(&ids);
                return Some(Message::Migrated(result));
            }
            Effect::KeepOrder(order) => self.app.keep_order(order),
            Effect::Refresh => return self.refresh(),
        }
        None
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

    fn on_the_worker<T: 'static>(
        &mut self,
        job: impl FnOnce(&mut Authenticator) -> Result<T, Error> + Send + 'static,
        told: impl FnOnce(Result<T, Error>) -> Message + Send + 'static,
    ) {
        if let Some(authenticator) = self.authenticator.take() {
            worker::with(self.sender.clone(), authenticator, job, told);
        }
    }

    fn refresh(&mut self) -> Option<Message> {
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

fn with_desk<T>(
    authenticator: Option<&Authenticator>,
    app: &App,
    look: impl FnOnce(&Desk<'_>) -> T,
) -> T {
    let none = Uses::default();
    look(&Desk {
        vault: authenticator.and_then(Authenticator::vault),
        uses: authenticator.map_or(&none, Authenticator::uses),
        now: app.now(),
        uptime: app.system.clock.uptime(),
    })
}

fn drift(app: &App) -> i128 {
    let uptime = i128::try_from(app.system.clock.uptime().as_millis()).unwrap_or_default();
    i128::from(app.now().millis()) - uptime
}
