//! Ending: a signal that ends or stops the program while a question is open puts the terminal back first.

use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use rustix::termios::{OptionalActions, Termios, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// An open question.
struct Question {
    tty: File,
    before: Termios,
    during: Termios,
}

static OPEN: Mutex<Option<Question>> = Mutex::new(None);
static STARTED: Once = Once::new();
/// The interface answers to signals itself.
static ANSWERED_ELSEWHERE: AtomicBool = AtomicBool::new(false);

fn open() -> MutexGuard<'static, Option<Question>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on a signal puts the terminal back to `before`. Without a thread for it everything is as it was before.
pub(super) fn begin(tty: &File, before: &Termios, during: &Termios) {
    STARTED.call_once(|| {
        let Ok(signals) = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP]) else {
            return;
        };
        let thread = std::thread::Builder::new().name("otp-ending".to_owned());
        let _ = thread.spawn(move || answer(signals));
    });
    *open() = tty.try_clone().ok().map(|tty| Question {
        tty,
        before: before.clone(),
        during: during.clone(),
    });
}

/// The question is over.
pub(super) fn end() {
    *open() = None;
}

/// Somebody else answers to signals when no question is open.
pub(super) fn leave_to_others() {
    ANSWERED_ELSEWHERE.store(true, Ordering::SeqCst);
}

/// Once caught, a signal does nothing by itself any more: what it would have done is done here, to the end of the
/// process.
fn answer(mut signals: Signals) {
    for signal in signals.forever() {
        let question = open();
        match &*question {
            Some(Question { tty, before, .. }) => {
                let _ = tcsetattr(tty, OptionalActions::Now, before);
            }
            None if ANSWERED_ELSEWHERE.load(Ordering::SeqCst) => continue,
            None => {}
        }
        let _ = emulate_default_handler(signal);
        // Only who was stopped comes here, once it goes on.
        if let Some(Question { tty, during, .. }) = &*question {
            let _ = tcsetattr(tty, OptionalActions::Now, during);
        }
    }
}
