//! Worker: what takes long runs on a thread: opening the vault with its key derivation, reading pictures.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;

use super::incoming::{Done, Incoming};
use super::update::Message;
use crate::app::{Authenticator, Error, Exit};

/// Name of the worker's threads; the panic hook leaves the screen alone for them.
pub const NAME: &str = "otp-worker";

fn start(sender: Sender<Incoming>, job: impl FnOnce() -> Done + Send + 'static) {
    let run = move || {
        // The loop may be gone: then nobody waits for the answer.
        let _ = sender.send(Incoming::Done(job()));
    };
    // Without threads there is nothing left that could work; the job is then dropped with its authenticator, and the
    // interface stays locked.
    let _ = std::thread::Builder::new().name(NAME.to_owned()).spawn(run);
}

fn guarded<T>(job: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|_| {
        Err(Error::new(
            Exit::Failed,
            "something went wrong inside otp",
            "please report it; nothing was changed",
        ))
    })
}

/// Does a job beside the interface.
pub fn beside<T: 'static>(
    sender: Sender<Incoming>,
    job: impl FnOnce() -> Result<T, Error> + Send + 'static,
    told: impl FnOnce(Result<T, Error>) -> Message + Send + 'static,
) {
    start(sender, move || Done {
        authenticator: None,
        message: told(guarded(job)),
    });
}

/// Does a job beside the interface that nobody waits for; wakes the loop only where there is news.
pub fn quietly(sender: Sender<Incoming>, job: impl FnOnce() -> Option<Message> + Send + 'static) {
    let run = move || {
        let news = guarded(|| Ok(job())).ok().flatten();
        if let Some(message) = news {
            let _ = sender.send(Incoming::Done(Done {
                authenticator: None,
                message,
            }));
        }
    };
    let _ = std::thread::Builder::new().name(NAME.to_owned()).spawn(run);
}

/// Does a job with the authenticator, which is away meanwhile.
pub fn with<T: 'static>(
    sender: Sender<Incoming>,
    mut authenticator: Box<Authenticator>,
    job: impl FnOnce(&mut Authenticator) -> Result<T, Error> + Send + 'static,
    told: impl FnOnce(Result<T, Error>) -> Message + Send + 'static,
) {
    start(sender, move || {
        let message = told(guarded(|| job(&mut authenticator)));
        Done {
            authenticator: Some(authenticator),
            message,
        }
    });
}
