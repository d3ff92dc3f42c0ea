//! Runner: carries messages into the model and does what the model asks for. Knows no terminal, so that tests drive
//! the whole interface in memory.

use std::sync::mpsc::Sender;
use std::time::Duration;

use zeroize::Zeroizing;

use super::input::Incoming;
use super::keymap::KeymapError;
use super::model::{Desk, Model};
use super::scene::{Scene, scene};
use super::settings::Settings;
use super::update::{Effect, Message, Way, next_wake, update};
use super::worker;
use crate::account::Draft;
use crate::app::door::{Keeper, Standing, Trouble, Watch};
use crate::vault::Change;

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
    /// Write these bytes (a copy through the terminal).
    Write(Zeroizing<Vec<u8>>),
    /// Draw everything anew.
    Redraw,
    /// Stop until `fg`.
    Suspend,
}

/// A jump of the wall clock against the uptime that means the machine slept or its clock was set.
const JUMP: Duration = Duration::from_secs(2);

/// The model at work.
pub struct Runner {
    /// What the interface knows.
    pub model: Model,
    keeper: Option<Box<dyn Keeper>>,
    watch: Box<dyn Watch>,
    sender: Sender<Incoming>,
    wishes: Vec<Wish>,
    exit: Option<ExitReason>,
    /// Wall clock minus uptime in milliseconds at the last look.
    drift: i128,
    /// So that an error that stays is told once.
    last_refresh_error: Option<Trouble>,
    /// The vault was to be locked while its keeper was away on the worker.
    lock_when_back: bool,
}

impl Runner {
    /// Begins in whatever state the vault is in.
    pub fn new(
        keeper: Box<dyn Keeper>,
        watch: Box<dyn Watch>,
        settings: Settings,
        size: (u16, u16),
        sender: Sender<Incoming>,
    ) -> Result<Self, KeymapError> {
        let model = Model::new(settings, size)?;
        let drift = drift(watch.as_ref());
        let mut runner = Self {
            model,
            keeper: Some(keeper),
            watch,
            sender,
            wishes: Vec::new(),
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
        let drift = drift(self.watch.as_ref());
        let moved = (drift - self.drift).unsigned_abs();
        self.drift = drift;
        if moved > JUMP.as_millis() {
            self.handle(Message::Resumed);
        }
    }

    /// Takes a message in.
    pub fn handle(&mut self, message: Message) {
        let fresh = matches!(message, Message::Opened(Ok(())) | Message::Resumed);
        let effects = with_desk(self.keeper.as_deref(), self.watch.as_ref(), |desk| {
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
        if let Some(keeper) = done.keeper {
            self.keeper = Some(keeper);
        }
        if std::mem::take(&mut self.lock_when_back) {
            self.run(Effect::Lock);
            return;
        }
        self.handle(done.message);
    }

    /// The screen at this moment.
    pub fn scene(&self) -> Scene {
        with_desk(self.keeper.as_deref(), self.watch.as_ref(), |desk| {
            scene(&self.model, desk)
        })
    }

    /// True while a key that needs no question is being looked for, and nothing has been drawn that is worth seeing.
    pub fn is_looking(&self) -> bool {
        self.model.page().is_looking()
    }

    /// Time since some fixed moment.
    pub fn uptime(&self) -> Duration {
        self.watch.uptime()
    }

    /// How long nothing needs to be drawn.
    pub fn next_wake(&self) -> Option<Duration> {
        with_desk(self.keeper.as_deref(), self.watch.as_ref(), |desk| {
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

    fn found(&mut self) {
        let Some(keeper) = &self.keeper else {
            return;
        };
        let standing = keeper.standing();
        self.handle(Message::Found(standing));
        if standing == Standing::Open {
            self.doubt_clock();
        }
    }

    fn doubt_clock(&mut self) {
        let doubt = self.keeper.as_ref().and_then(|keeper| keeper.clock_doubt());
        self.handle(Message::Clock(doubt));
    }

    fn run(&mut self, effect: Effect) -> Option<Message> {
        match effect {
            Effect::Quit => self.end(ExitReason::Quit),
            Effect::Suspend => self.wishes.push(Wish::Suspend),
            Effect::Redraw => self.wishes.push(Wish::Redraw),
            Effect::Lock => {
                let Some(keeper) = self.keeper.as_mut() else {
                    self.lock_when_back = true;
                    return None;
                };
                keeper.forget_copy();
                keeper.lock();
                self.found();
            }
            Effect::Unlock(key) => {
                let keeper = self.keeper.take()?;
                worker::unlock(self.sender.clone(), keeper, key);
            }
            Effect::Create(passphrase) => {
                let keeper = self.keeper.take()?;
                worker::create(self.sender.clone(), keeper, passphrase);
            }
            Effect::Remember => {
                let errand = self.keeper.as_ref()?.remember();
                worker::remember(self.sender.clone(), errand);
            }
            Effect::Search => {
                let errand = self.keeper.as_mut()?.search()?;
                worker::search(self.sender.clone(), errand);
            }
            Effect::TakeOver => {
                self.keeper.as_mut()?.take_over();
                self.found();
            }
            // Away with a passphrase that somebody typed meanwhile, the keeper has dropped it already.
            Effect::LeaveFound => self.keeper.as_mut()?.lock(),
            Effect::AskKeychain => {
                let errand = self.keeper.as_ref()?.has_keychain();
                worker::ask_keychain(self.sender.clone(), errand);
            }
            Effect::Read(input) => {
                let reader = self.keeper.as_ref()?.reader();
                worker::read(self.sender.clone(), reader, input);
            }
            Effect::Change(change, done, way) => {
                let result = self.keeper.as_mut()?.change(change);
                return Some(Message::Changed(result, done, way));
            }
            Effect::Add(drafts, done) => {
                let keeper = self.keeper.as_mut()?;
                let result = add(keeper.as_mut(), drafts);
                return Some(Message::Changed(result, done, Way::New));
            }
            Effect::Copy(id, code, said) => {
                let mut result = self.keeper.as_mut()?.copy(&id, &code);
                if let Ok(receipt) = &mut result {
                    let bytes = receipt.to_terminal.take();
                    self.wishes.extend(bytes.map(Wish::Write));
                    if self.model.settings.leave_after_copy.is_on() {
                        self.exit = Some(ExitReason::Quit);
                    }
                }
                return Some(Message::Copied(id, said, result));
            }
            Effect::UseCounter(id) => {
                let result = self.keeper.as_mut()?.take_code(&id);
                return Some(Message::Used(id, result));
            }
            Effect::Migrate(ids) => {
                let result = self.keeper.as_ref()?.migration(&ids);
                return Some(Message::Migrated(result));
            }
            Effect::KeepOrder(order) => self.keeper.as_mut()?.keep_order(order),
            Effect::Refresh => return self.refresh(),
        }
        None
    }

    fn refresh(&mut self) -> Option<Message> {
        match self.keeper.as_mut()?.refresh() {
            Ok(changed) => {
                self.last_refresh_error = None;
                changed.then_some(Message::Refreshed(Ok(())))
            }
            Err(trouble) => {
                let known = self.last_refresh_error.replace(trouble.clone());
                (known.as_ref() != Some(&trouble)).then_some(Message::Refreshed(Err(trouble)))
            }
        }
    }
}

fn add(keeper: &mut dyn Keeper, drafts: Vec<Draft>) -> Result<Change, Trouble> {
    let mut changes = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let id = keeper.new_id();
        let draft = Box::new(draft);
        changes.push(Change::Add { id, draft });
    }
    match changes.pop() {
        Some(only) if changes.is_empty() => keeper.change(only),
        last => {
            changes.extend(last);
            keeper.change(Change::Batch(changes))
        }
    }
}

fn with_desk<T>(
    keeper: Option<&dyn Keeper>,
    watch: &dyn Watch,
    look: impl FnOnce(&Desk<'_>) -> T,
) -> T {
    look(&Desk {
        vault: keeper.and_then(|keeper| keeper.vault()),
        now: watch.now(),
        uptime: watch.uptime(),
    })
}

fn drift(watch: &dyn Watch) -> i128 {
    let uptime = i128::try_from(watch.uptime().as_millis()).unwrap_or_default();
    i128::from(watch.now().millis()) - uptime
}
