//! A limit for calls that may never return: they run on a helper thread and are given up after a while.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// Not within the limit. The call may still be running; it dies with the process.
    TimedOut,
    /// The call panicked, or no thread could be started.
    Broken,
}

/// Runs `call` on a thread of its own and waits at most `limit` for what it returns.
pub(super) fn within<T: Send + 'static>(
    limit: Duration,
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NoAnswer> {
    let (sender, receiver) = sync_channel(1);
    thread::Builder::new()
        .name("guarded".to_owned())
        .spawn(move || {
            // Nobody listens any more after the limit; the answer is dropped (and wiped) here.
            let _ = sender.send(call());
        })
        .map_err(|_| NoAnswer::Broken)?;
    receiver.recv_timeout(limit).map_err(|error| match error {
        RecvTimeoutError::Timeout => NoAnswer::TimedOut,
        RecvTimeoutError::Disconnected => NoAnswer::Broken,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_time_comes_through() {
        assert_eq!(within(Duration::from_secs(10), || 7), Ok(7));
    }

    #[test]
    fn a_call_that_never_returns_is_given_up() {
        let forever = || loop {
            thread::park();
        };
        let none: Result<(), _> = within(Duration::from_millis(20), forever);
        assert_eq!(none, Err(NoAnswer::TimedOut));
    }
}
