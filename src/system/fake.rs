//! Doubles of the outside world, for the unit tests of other rooms.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use age::secrecy::SecretString;

use super::clipboard::{Clipboard, ClipboardError, Contents, Copied, Route};
use super::clock::{Clock, ClockSync};
use super::keyring::{Keyring, KeyringError, Lookup};
use super::prompt::{Prompt, PromptError};
use super::session::{Session, SessionError, SessionStore};
use super::{Environment, System};
use crate::account::{SecretText, Timestamp};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A made-up world. Clone it before `system()`: the clones share their state.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Stopped until it is stepped.
    pub clock: StoppedClock,
    /// Answers in order; then nobody is there.
    pub prompt: ScriptedPrompt,
    /// Notes what is copied.
    pub clipboard: RecordingClipboard,
    /// An open, empty keyring.
    pub keyring: MapKeyring,
    /// Sessions that end by the clock of this world.
    pub session: MapSession,
    /// No variable is set.
    pub environment: Environment,
}

impl World {
    /// A world whose clock stands at `now`.
    pub fn at(now: Timestamp) -> Self {
        let world = Self::default();
        world.clock.set(now);
        Self {
            session: MapSession {
                clock: world.clock.clone(),
                ..MapSession::default()
            },
            ..world
        }
    }

    /// A `System` that sees this world.
    pub fn system(&self) -> System {
        System {
            clock: Arc::new(self.clock.clone()),
            prompt: Box::new(self.prompt.clone()),
            clipboard: Box::new(self.clipboard.clone()),
            keyring: Box::new(self.keyring.clone()),
            session: Box::new(self.session.clone()),
            environment: self.environment.clone(),
            stdin: crate::system::stdin::Stdin::default(),
        }
    }
}

/// A clock that moves only when told.
#[derive(Debug, Clone, Default)]
pub struct StoppedClock(Arc<Mutex<(Timestamp, Duration, Option<ClockSync>)>>);

impl StoppedClock {
    /// Sets the time of day; the uptime stays.
    pub fn set(&self, now: Timestamp) {
        lock(&self.0).0 = now;
    }

    /// Lets time pass, for the time of day and the uptime.
    pub fn step(&self, by: Duration) {
        let mut state = lock(&self.0);
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        state.0 = Timestamp::from_millis(state.0.millis().saturating_add(millis));
        state.1 += by;
    }

    /// What [`Clock::sync`] says.
    pub fn set_sync(&self, sync: ClockSync) {
        lock(&self.0).2 = Some(sync);
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        lock(&self.0).0
    }

    fn uptime(&self) -> Duration {
        lock(&self.0).1
    }

    fn sleep_until(&self, moment: Timestamp) {
        let left = moment.millis().saturating_sub(self.now().millis());
        self.step(Duration::from_millis(left));
    }

    fn sync(&self) -> ClockSync {
        lock(&self.0).2.unwrap_or(ClockSync::Unknown)
    }
}

/// A person who answers from a script and remembers the questions.
#[derive(Debug, Clone, Default)]
pub struct ScriptedPrompt {
    answers: Arc<Mutex<VecDeque<Result<String, PromptError>>>>,
    questions: Arc<Mutex<Vec<String>>>,
}

impl ScriptedPrompt {
    /// Adds an answer, for whatever kind of question comes.
    pub fn answer(&self, answer: &str) {
        lock(&self.answers).push_back(Ok(answer.to_owned()));
    }

    /// Adds a failure.
    pub fn fail(&self, error: PromptError) {
        lock(&self.answers).push_back(Err(error));
    }

    /// What was asked so far.
    pub fn questions(&self) -> Vec<String> {
        lock(&self.questions).clone()
    }

    fn next(&self, question: &str) -> Result<String, PromptError> {
        let answer = lock(&self.answers)
            .pop_front()
            .ok_or(PromptError::NoTerminal)?;
        lock(&self.questions).push(question.to_owned());
        answer
    }
}

impl Prompt for ScriptedPrompt {
    fn passphrase(&self, question: &str) -> Result<SecretString, PromptError> {
        self.next(question).map(SecretString::from)
    }

    fn secret(&self, question: &str) -> Result<SecretText, PromptError> {
        self.next(question).map(SecretText::new)
    }

    fn line(&self, question: &str) -> Result<String, PromptError> {
        self.next(question)
    }

    fn is_there(&self) -> bool {
        !lock(&self.answers).is_empty()
    }
}

/// A copied text and its time to live.
pub type Copy = (String, Option<Duration>);

/// A clipboard that notes what is copied.
#[derive(Debug, Clone, Default)]
pub struct RecordingClipboard {
    copied: Arc<Mutex<Vec<Copy>>>,
    text: Arc<Mutex<Option<String>>>,
    route: Arc<Mutex<Option<Result<Route, ClipboardError>>>>,
}

impl RecordingClipboard {
    /// Everything that was copied, with its time to live.
    pub fn copied(&self) -> Vec<Copy> {
        lock(&self.copied).clone()
    }

    /// What is in it now.
    pub fn text(&self) -> Option<String> {
        lock(&self.text).clone()
    }

    /// As if another program had copied something.
    pub fn put(&self, text: &str) {
        *lock(&self.text) = Some(text.to_owned());
    }

    /// How copies go from now on.
    pub fn set_road(&self, route: Result<Route, ClipboardError>) {
        *lock(&self.route) = Some(route);
    }
}

impl Clipboard for RecordingClipboard {
    fn ready(&self) -> Result<(), ClipboardError> {
        (*lock(&self.route)).unwrap_or(Ok(Route::Desktop)).map(drop)
    }

    fn copy(&self, text: &str, clear_after: Option<Duration>) -> Result<Copied, ClipboardError> {
        let route = (*lock(&self.route)).unwrap_or(Ok(Route::Desktop))?;
        lock(&self.copied).push((text.to_owned(), clear_after));
        self.put(text);
        Ok(Copied {
            route,
            // As the real one: what went through a terminal cannot be seen again.
            clears_after: clear_after.filter(|_| !route.is_unconfirmed()),
        })
    }

    fn clear(&self) -> bool {
        *lock(&self.text) = None;
        false
    }

    fn use_command(&self, _: Option<&str>) {}

    fn clear_terminal(&self) {}

    fn read(&self) -> Result<Contents, ClipboardError> {
        let text = self.text().ok_or(ClipboardError::Empty)?;
        Ok(Contents {
            text: Some(SecretText::new(text)),
            picture: None,
        })
    }
}

/// A keyring that is a map.
#[derive(Debug, Clone, Default)]
pub struct MapKeyring {
    items: Arc<Mutex<BTreeMap<String, SecretText>>>,
    trouble: Arc<Mutex<Option<Lookup>>>,
}

impl MapKeyring {
    /// What every lookup says from now on; `None`: what the map holds.
    pub fn set_trouble(&self, trouble: Option<Lookup>) {
        *lock(&self.trouble) = trouble;
    }
}

impl Keyring for MapKeyring {
    fn lookup(&self, vault_id: &str, _: Duration) -> Lookup {
        if let Some(trouble) = &*lock(&self.trouble) {
            return trouble.clone();
        }
        lock(&self.items)
            .get(vault_id)
            .cloned()
            .map_or(Lookup::Absent, Lookup::Found)
    }

    fn ready(&self) -> Result<(), KeyringError> {
        match &*lock(&self.trouble) {
            None | Some(Lookup::Found(_) | Lookup::Absent) => Ok(()),
            Some(Lookup::Locked) => Err(KeyringError::Locked),
            Some(Lookup::Unavailable(reason)) => Err(KeyringError::Unavailable(reason.clone())),
            Some(Lookup::TimedOut) => Err(KeyringError::TimedOut),
        }
    }

    fn store(&self, vault_id: &str, identity: &SecretText) -> Result<(), KeyringError> {
        self.ready()?;
        lock(&self.items).insert(vault_id.to_owned(), identity.clone());
        Ok(())
    }

    fn forget(&self, vault_id: &str) -> Result<bool, KeyringError> {
        self.ready()?;
        Ok(lock(&self.items).remove(vault_id).is_some())
    }
}

/// A session store that is a map; sessions end by its world's clock.
#[derive(Debug, Clone, Default)]
pub struct MapSession {
    clock: StoppedClock,
    sessions: Arc<Mutex<BTreeMap<String, Session>>>,
    trouble: Arc<Mutex<Option<SessionError>>>,
}

impl MapSession {
    /// What every call says from now on; `None`: it works.
    pub fn set_trouble(&self, trouble: Option<SessionError>) {
        *lock(&self.trouble) = trouble;
    }

    fn check(&self) -> Result<(), SessionError> {
        (*lock(&self.trouble)).map_or(Ok(()), Err)
    }
}

impl SessionStore for MapSession {
    fn open(
        &self,
        vault_id: &str,
        identity: &SecretText,
        _: Duration,
        until: Timestamp,
    ) -> Result<(), SessionError> {
        self.check()?;
        let session = Session {
            identity: identity.clone(),
            until: Some(until),
        };
        lock(&self.sessions).insert(vault_id.to_owned(), session);
        Ok(())
    }

    fn read(&self, vault_id: &str) -> Result<Option<Session>, SessionError> {
        self.check()?;
        let now = self.clock.now();
        let session = lock(&self.sessions).get(vault_id).cloned();
        Ok(session.filter(|session| session.until.is_none_or(|until| now < until)))
    }

    fn close(&self, vault_id: &str) -> Result<bool, SessionError> {
        self.check()?;
        Ok(lock(&self.sessions).remove(vault_id).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_behaves_like_one() {
        let world = World::at(Timestamp::from_seconds(100));
        let system = world.system();
        let identity = SecretText::from("AGE-SECRET-KEY-1TEST");
        let until = Timestamp::from_seconds(160);
        system
            .session
            .open("v", &identity, Duration::from_secs(60), until)
            .expect("open");
        assert_eq!(
            system
                .session
                .read("v")
                .expect("read")
                .map(|session| session.identity),
            Some(identity)
        );
        world.clock.step(Duration::from_secs(60));
        assert_eq!(system.session.read("v"), Ok(None));
        assert_eq!(system.prompt.line("who? "), Err(PromptError::NoTerminal));
        world.prompt.answer("yes");
        assert_eq!(system.prompt.confirm("sure? "), Ok(true));
        assert_eq!(world.prompt.questions(), ["sure? "]);
    }
}
