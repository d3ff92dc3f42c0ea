//! Runner: carries messages into the model and does what the model asks for. Knows no terminal, so that tests drive
//! the whole interface in memory.

mod effects;
mod sources;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::effect::Effect;
use super::incoming::{Done, Incoming};
use super::keymap::Mode;
use super::model::{Model, Start, Tone};
use super::scene::{Scene, scene};
use super::snapshot::Snapshot;
use super::update::{Message, next_wake, update};
use super::view::Appearance;
use crate::account::{Account, Code, Timestamp, Uses, capital};
use crate::app::{App, Authenticator, Error, LockState, Settings, SourceAccounts};
use crate::system::files::Fingerprint;
use crate::vault::Vault;

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
pub enum TerminalCommand {
    /// Draw everything anew.
    Redraw,
    /// Stop until `fg`.
    Suspend,
    /// Take the mouse, or leave it to the terminal.
    Mouse(bool),
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
    /// What is to be seen of the vault meanwhile.
    shown: Option<Arc<Vault>>,
    uses: Uses,
    /// Tells when others have handed out codes.
    uses_mark: Option<Fingerprint>,
    beside: sources::Beside,
    /// What waits for the authenticator, in order.
    queue: VecDeque<Effect>,
    sender: Sender<Incoming>,
    commands: Vec<TerminalCommand>,
    picked: Picked,
    exit: Option<ExitReason>,
    /// The user does not wait for a save.
    is_forced: bool,
    /// Wall clock minus uptime in milliseconds at the last look.
    drift: i128,
    /// So that an error that stays is told once.
    last_refresh_error: Option<Error>,
}

impl Runner {
    /// Begins in whatever state the vault is in.
    pub fn new(
        authenticator: Authenticator,
        start: Start,
        size: (u16, u16),
        sender: Sender<Incoming>,
    ) -> Self {
        let app = Arc::clone(authenticator.app());
        let mut settings = Settings::clone(&app.settings());
        settings.adapt(&start.overrides);
        let model = Model::new(settings, start, size);
        let drift = drift(&app);
        let mut runner = Self {
            model,
            app,
            authenticator: Some(Box::new(authenticator)),
            shown: None,
            uses: Uses::default(),
            uses_mark: None,
            beside: sources::Beside::default(),
            queue: VecDeque::new(),
            sender,
            commands: Vec::new(),
            picked: None,
            exit: None,
            is_forced: false,
            drift,
            last_refresh_error: None,
        };
        runner.found();
        runner
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
        // What a form asks about has to be what the vault holds now.
        if matches!(message, Message::Key(_))
            && self.model.mode() == Mode::Form
            && let Some(news) = self.refresh()
        {
            self.handle(news);
        }
        if !self.takes_sources(&message) {
            return;
        }
        let fresh = matches!(message, Message::Opened(Ok(())) | Message::Resumed);
        if fresh {
            self.read_uses();
        }
        if fresh || matches!(message, Message::Refreshed(Ok(()))) {
            self.load_sources();
        }
        let snapshot = snapshot(
            self.authenticator.as_deref(),
            self.shown.as_deref(),
            (&self.uses, &self.beside.foreign),
            &self.app,
        );
        let effects = update(&mut self.model, &snapshot, message);
        if fresh {
            self.look_around();
        }
        for effect in effects {
            if let Some(answer) = self.run(effect) {
                self.handle(answer);
            }
        }
        self.tell_notices();
    }

    /// What opening and saving met takes the place of the word that it went well.
    fn tell_notices(&mut self) {
        let notices = self.app.take_notices();
        if !notices.is_empty() {
            let uptime = self.uptime();
            let text = format!("{}.", capital(&notices.join("; ")));
            self.model.say(Tone::Failed, text, uptime);
        }
    }

    /// The worker is done.
    pub fn finish(&mut self, done: Done) {
        let Some(authenticator) = done.authenticator else {
            self.handle(done.message);
            return;
        };
        self.authenticator = Some(authenticator);
        self.shown = None;
        self.model.saving = None;
        // Locked meanwhile: nothing that was opened may be seen, but what could not be saved has to be said.
        let is_locking = self
            .queue
            .iter()
            .any(|effect| matches!(effect, Effect::Lock));
        if !is_locking {
            self.handle(done.message);
            self.go_on();
            return;
        }
        self.go_on();
        if let Some(error) = done.message.into_failure() {
            self.handle(Message::Unsaved(error));
        }
    }

    /// Does what has waited for the authenticator, as long as it is here.
    fn go_on(&mut self) {
        while self.authenticator.is_some() {
            let Some(effect) = self.queue.pop_front() else {
                return;
            };
            if let Some(answer) = self.run(effect) {
                self.handle(answer);
            }
        }
    }

    fn snapshot(&self) -> Snapshot<'_> {
        snapshot(
            self.authenticator.as_deref(),
            self.shown.as_deref(),
            (&self.uses, &self.beside.foreign),
            &self.app,
        )
    }

    /// The screen at this moment.
    pub fn scene(&self) -> Scene {
        self.scene_in(Duration::ZERO)
    }

    /// The screen as it will be so much later if nothing happens.
    pub fn scene_in(&self, later: Duration) -> Scene {
        let snapshot = self.snapshot();
        let later = u64::try_from(later.as_millis()).unwrap_or(u64::MAX);
        let now = Timestamp::from_millis(snapshot.now.millis().saturating_add(later));
        scene(&self.model, &Snapshot { now, ..snapshot })
    }

    /// What to paint it with.
    pub fn appearance(&self) -> Appearance {
        Appearance {
            look: self.model.look(),
            glyphs: self.model.glyphs(),
        }
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
        next_wake(&self.model, &self.snapshot())
    }

    /// What is left for the terminal's owner, in order.
    pub fn take_wishes(&mut self) -> Vec<TerminalCommand> {
        std::mem::take(&mut self.commands)
    }

    /// Where whatever wakes the loop is sent.
    pub fn sender(&self) -> Sender<Incoming> {
        self.sender.clone()
    }

    /// Set once the interface is to end; a change that is being saved is waited for, unless somebody asks twice.
    pub fn exit(&self) -> Option<ExitReason> {
        self.exit.filter(|_| self.is_forced || !self.is_saving())
    }

    /// Ends.
    pub fn end(&mut self, reason: ExitReason) {
        self.is_forced = self.exit.is_some();
        self.exit.get_or_insert(reason);
    }

    /// True while a change is on its way to the disk.
    pub fn is_saving(&self) -> bool {
        self.model.saving.is_some() || self.queue.iter().any(Effect::saves)
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
        if state == LockState::Open {
            self.read_uses();
        }
        self.load_sources();
        self.handle(Message::Found(state));
        if state == LockState::Open {
            self.look_around();
        }
    }

    /// Whether the clock can be trusted.
    fn look_around(&mut self) {
        let authenticator = self.authenticator.as_ref();
        let doubt = authenticator.and_then(|authenticator| authenticator.clock_doubt());
        self.handle(Message::Clock(doubt));
        self.tell_of_sources();
        self.look_at_sources();
    }
}

fn snapshot<'a>(
    authenticator: Option<&'a Authenticator>,
    shown: Option<&'a Vault>,
    (uses, foreign): (&'a Uses, &'a SourceAccounts),
    app: &App,
) -> Snapshot<'a> {
    Snapshot {
        vault: authenticator.and_then(Authenticator::vault).or(shown),
        foreign,
        uses,
        now: app.now(),
        uptime: app.system.clock.uptime(),
    }
}

fn drift(app: &App) -> i128 {
    let uptime = i128::try_from(app.system.clock.uptime().as_millis()).unwrap_or_default();
    i128::from(app.now().millis()) - uptime
}
