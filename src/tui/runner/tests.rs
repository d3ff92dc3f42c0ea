//! Every effect: none that the model asks for is lost while the worker has the authenticator. It is done, it waits, or
//! it comes again by itself; what fails is told.

use std::sync::mpsc::{Receiver, channel};

use super::*;
use crate::account::order::Order;
use crate::account::{Kind, SecretText};
use crate::app::open::unlock::By;
use crate::app::store::history::Way;
use crate::app::{Open, Settings, Source};
use crate::formats::export::Seal;
use crate::system::fake::World;
use crate::tui::demo;
use crate::tui::export::{self, Export};
use crate::tui::field::Field;
use crate::tui::import;
use crate::tui::page::Saved;
use crate::tui::sentence::Sentence;
use crate::vault::Change;

/// What becomes of an effect while the authenticator is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Away {
    /// It is done at once.
    Done(Trace),
    /// It is done when the authenticator is back.
    Waits(Trace),
    /// It comes again by itself within a second.
    Returns,
}

/// How it can be seen that it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trace {
    /// The program ends.
    Exit,
    /// The terminal's owner is asked.
    Wish,
    /// The model hears at once how it went.
    Answer,
    /// A thread tells how it went.
    Worker,
    /// The vault is open or shut anew.
    State,
    /// A file of this device is written; this one has no files.
    Nowhere,
}

struct Set {
    runner: Runner,
    app: Arc<App>,
    counted: Account,
    inbox: Receiver<Incoming>,
    folder: tempfile::TempDir,
}

impl Set {
    fn new() -> Self {
        let world = World::at(demo::START);
        let app = Arc::new(App::in_memory(world.system(), Settings::default()));
        let vault = demo::vault(demo::START);
        let mut accounts = vault.accounts();
        let counted = accounts.find(|account| matches!(account.otp.kind(), Kind::Hotp { .. }));
        let counted = counted.expect("one with a counter").clone();
        drop(accounts);
        let open = app.hold(vault, demo::PASSPHRASE).expect("in memory");
        let authenticator = Authenticator::opened(Arc::clone(&app), open);
        let (sender, inbox) = channel();
        let runner = Runner::new(authenticator, Start::default(), (80, 24), sender);
        Self {
            runner,
            app,
            counted,
            inbox,
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn opened(&self) -> Open {
        let opened = self.app.open_with(passphrase());
        opened.expect("the demo's passphrase")
    }

    fn file(&self, name: &str) -> String {
        let file = self.folder.path().join(name);
        file.to_str().expect("text").to_owned()
    }

    /// What the export page asks for once its file has a name.
    fn export(&self) -> export::Job {
        let mut page = Export::of(vec![self.counted.clone()]);
        let mut choices = page.choices.iter();
        let open = choices.position(|choice| choice.seal == Seal::Open);
        page.selected = open.expect("one of them");
        page.file = Field::with(&self.file("export"));
        page.write(1).expect("a target is chosen")
    }

    /// Waits for the thread.
    fn heard(&self) -> bool {
        let message = self.inbox.recv_timeout(Duration::from_secs(60));
        matches!(message, Ok(Incoming::Done(_)))
    }
}

fn passphrase() -> By {
    By::Passphrase(demo::PASSPHRASE.to_owned().into())
}

type Sample = (fn(&Set) -> Effect, Away);

/// One of each, and what is to become of it: a new effect does not compile until it is decided here.
macro_rules! decided {
    ($($pattern:pat, $sample:expr => $away:expr;)*) => {
        const fn is_decided(effect: &Effect) {
            match effect { $($pattern => (),)* }
        }
        const SAMPLES: &[Sample] = &[$(($sample, $away)),*];
    };
}

decided! {
    Effect::Quit, |_| Effect::Quit => Away::Done(Trace::Exit);
    Effect::Lock, |_| Effect::Lock => Away::Waits(Trace::State);
    Effect::Unlock(_), |_| Effect::Unlock(passphrase()) => Away::Waits(Trace::Worker);
    Effect::Search, |_| Effect::Search => Away::Done(Trace::Worker);
    Effect::TakeOver(_), |set| Effect::TakeOver(Box::new(set.opened())) => Away::Waits(Trace::State);
    Effect::AskKeyring, |_| Effect::AskKeyring => Away::Done(Trace::Worker);
    Effect::Create(_), |_| Effect::Create("new".to_owned().into()) => Away::Waits(Trace::Worker);
    Effect::Change(..), |set| {
        let id = set.counted.id.clone();
        Effect::Change(Change::Remove { id }, Sentence::default(), 1)
    } => Away::Waits(Trace::Worker);
    Effect::Edit(..), |set| {
        Effect::Edit(Box::new(set.counted.clone()), Vec::new(), Sentence::default(), 1)
    } => Away::Waits(Trace::Worker);
    Effect::Enrol(..), |_| Effect::Enrol(Vec::new(), Sentence::default(), 1) => Away::Waits(Trace::Worker);
    Effect::Undo, |_| Effect::Undo => Away::Waits(Trace::Worker);
    Effect::Walk(_), |_| Effect::Walk(Way::Back) => Away::Waits(Trace::Worker);
    Effect::Copy(..), |set| {
        let code = set.counted.otp.for_counter(7);
        Effect::Copy(set.counted.id.clone(), code, Sentence::default())
    } => Away::Done(Trace::Answer);
    Effect::UseCounter(_), |set| Effect::UseCounter(set.counted.id.clone()) => Away::Waits(Trace::Worker);
    Effect::ConfirmRecovery(_), |_| Effect::ConfirmRecovery("no key".into()) => Away::Waits(Trace::Worker);
    Effect::Remember, |_| Effect::Remember => Away::Waits(Trace::Worker);
    Effect::LookAt(..), |_| Effect::LookAt(1, Source::Clipboard) => Away::Done(Trace::Worker);
    Effect::Import(..), |set| {
        let file = SecretText::new(set.file("nothing"));
        Effect::Import(1, import::Job::Open(file))
    } => Away::Done(Trace::Worker);
    Effect::Export(..), |set| Effect::Export(1, Box::new(set.export())) => Away::Done(Trace::Worker);
    Effect::MakeWords, |_| Effect::MakeWords => Away::Done(Trace::Answer);
    Effect::Save(..), |set| {
        Effect::Save(set.file("paper"), Saved::Recovery("a key".into()))
    } => Away::Done(Trace::Worker);
    Effect::Read(..), |_| Effect::Read(1, SecretText::from("x")) => Away::Done(Trace::Worker);
    Effect::Migrate(_), |set| Effect::Migrate(vec![set.counted.id.clone()]) => Away::Waits(Trace::Answer);
    Effect::KeepOrder(_), |_| Effect::KeepOrder(Order::Own) => Away::Done(Trace::Nowhere);
    Effect::ReadSettings, |_| Effect::ReadSettings => Away::Done(Trace::Answer);
    Effect::Set(..), |_| Effect::Set("ascii".to_owned(), Some("true".to_owned())) => Away::Done(Trace::Answer);
    Effect::Mouse(_), |_| Effect::Mouse(true) => Away::Done(Trace::Wish);
    Effect::Refresh, |_| Effect::Refresh => Away::Returns;
    Effect::Suspend, |_| Effect::Suspend => Away::Done(Trace::Wish);
    Effect::Redraw, |_| Effect::Redraw => Away::Done(Trace::Wish);
}

#[test]
fn every_effect_is_done_or_waits_for_the_authenticator() {
    for (sample, away) in SAMPLES {
        let mut set = Set::new();
        let effect = sample(&set);
        is_decided(&effect);
        let what = format!("{effect:?}");
        let own = set.runner.authenticator.take().expect("here");
        set.runner.shown = own.shared_vault();
        let answer = set.runner.run(effect);
        let waits = set.runner.queue.len();
        let trace = match *away {
            Away::Done(trace) => {
                assert_eq!(waits, 0, "{what}");
                assert_eq!(answer.is_some(), trace == Trace::Answer, "{what}");
                trace
            }
            Away::Waits(trace) => {
                assert_eq!((waits, answer.is_none()), (1, true), "{what}");
                let page = format!("{:?}", set.runner.model.page());
                set.runner.finish(Done {
                    authenticator: Some(own),
                    message: Message::Keyring(false),
                });
                assert!(set.runner.queue.is_empty(), "{what}");
                let is_new = page != format!("{:?}", set.runner.model.page());
                assert_eq!(is_new, trace == Trace::Answer || what == "Lock", "{what}");
                trace
            }
            Away::Returns => {
                assert_eq!((waits, answer.is_none()), (0, true), "{what}");
                continue;
            }
        };
        let has_wish = !set.runner.take_wishes().is_empty();
        assert_eq!(has_wish, trace == Trace::Wish, "{what}");
        assert_eq!(set.runner.exit().is_some(), trace == Trace::Exit, "{what}");
        let is_at_work = trace == Trace::Worker;
        assert!(!is_at_work || set.heard(), "{what}");
    }
}
