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

/// At most so many times longer.
const MAX: u32 = 4;

/// The limit on a machine as busy as this one is now. Where several programs wait for each processor, a keyring that
/// is well needs several times as long, and giving it up would end scripts with "it does not answer".
pub(super) fn stretched(limit: Duration) -> Duration {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let processors = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    limit * waiting(&load, processors)
}

/// How many programs want to run on each processor, from the fourth word of Linux's `/proc/loadavg`: `17/241`.
fn waiting(load: &str, processors: usize) -> u32 {
    let word = load.split_whitespace().nth(3);
    let running = word.and_then(|word| word.split('/').next()?.parse::<usize>().ok());
    let each = running.unwrap_or(1).div_ceil(processors.max(1));
    u32::try_from(each).unwrap_or(MAX).clamp(1, MAX)
}

/// Runs `call` on a thread of its own and waits at most `limit` for what it returns, on a busy machine longer.
pub(super) fn run<T: Send + 'static>(
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
    let answer = receiver.recv_timeout(limit).or_else(|error| match error {
        RecvTimeoutError::Timeout => receiver.recv_timeout(stretched(limit).saturating_sub(limit)),
        RecvTimeoutError::Disconnected => Err(error),
    });
    answer.map_err(|error| match error {
        RecvTimeoutError::Timeout => NoAnswer::TimedOut,
        RecvTimeoutError::Disconnected => NoAnswer::Broken,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_time_comes_through() {
        assert_eq!(run(Duration::from_secs(10), || 7), Ok(7));
    }

    #[test]
    fn a_busy_machine_is_given_longer() {
        for (load, processors, times) in [
            ("0.52 0.58 0.59 1/713 21190", 2, 1),
            ("0.00 0.00 0.00 2/713 21190", 2, 1),
            ("9.52 8.58 7.59 5/713 21190", 2, 3),
            ("9.52 8.58 7.59 97/713 21190", 2, 4),
            ("9.52 8.58 7.59 5/713 21190", 16, 1),
            ("nonsense", 2, 1),
            ("", 0, 1),
        ] {
            assert_eq!(waiting(load, processors), times, "{load}");
        }
    }

    #[test]
    fn a_call_that_never_returns_is_given_up() {
        let forever = || loop {
            thread::park();
        };
        let none: Result<(), _> = run(Duration::from_millis(20), forever);
        assert_eq!(none, Err(NoAnswer::TimedOut));
    }
}
