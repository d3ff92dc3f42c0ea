//! The owner: a small detached process of our own binary that keeps a copied code available after the command that
//! copied it has ended, takes it away after a while if it is still there, and ends.
//!
//! `otp clipboard-owner ROAD PLACE [SECONDS]`; the text comes on stdin, `ready` or `failed` goes to stdout. `PLACE`
//! (a display, a tmux socket) is there for the next owner to find this one by.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use super::desktop::Held;
use super::{Route, tmux};
use crate::system::child;
use crate::system::clock::{Clock, MachineClock};
use crate::system::timeout;

/// Name of the hidden subcommand.
pub const OWNER: &str = "clipboard-owner";

/// How long the owner may take to get hold of the clipboard.
const TIMEOUT: Duration = Duration::from_secs(3);

/// How often the owner looks whether the clipboard is still its own.
const LOOK: Duration = Duration::from_millis(500);

/// Most bytes an owner takes.
const MAX: u64 = 64 * 1024;

/// An owner that has the clipboard; `None` when it could not get it.
pub(super) fn launch(
    program: &Path,
    route: Route,
    place: &OsStr,
    text: &str,
    clear_after: Option<Duration>,
) -> Option<Child> {
    let mut command = Command::new(program);
    command.arg(OWNER).arg(word(route)?).arg(place);
    command.args(clear_after.map(|after| after.as_secs().max(1).to_string()));
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if cfg!(unix) {
        // Not to keep a mounted folder busy.
        command.current_dir("/");
    }
    let mut child = child::start(&mut command).ok()?;
    if hand_over(&mut child, text) {
        return Some(child);
    }
    child::end(&mut child);
    None
}

/// Gives the text and waits for the word that it has arrived in the clipboard.
fn hand_over(child: &mut Child, text: &str) -> bool {
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return false;
    };
    let text = Zeroizing::new(text.to_owned());
    let ready = timeout::run(TIMEOUT, move || {
        stdin.write_all(text.as_bytes()).ok()?;
        drop(stdin);
        let mut answer = String::new();
        BufReader::new(stdout)
            .take(16)
            .read_line(&mut answer)
            .ok()?;
        Some(answer.trim() == "ready")
    });
    ready == Ok(Some(true))
}

fn word(route: Route) -> Option<&'static str> {
    match route {
        Route::Desktop => Some("desktop"),
        Route::Tmux => Some("tmux"),
        Route::Command | Route::Terminal => None,
    }
}

/// What the hidden subcommand runs; `arguments` are those behind its name. True when it did its work.
pub fn hold(arguments: &[OsString]) -> bool {
    detach();
    let held = prepare(arguments, std::io::stdin());
    let mut output = std::io::stdout();
    let answer = if held.is_some() { "ready" } else { "failed" };
    let told = writeln!(output, "{answer}").and_then(|()| output.flush());
    let (Some((mut held, clear_after)), Ok(())) = (held, told) else {
        return false;
    };
    held.watch(clear_after);
    true
}

fn prepare(arguments: &[OsString], input: impl Read) -> Option<(Holding, Option<Duration>)> {
    let clear_after = match arguments.get(2) {
        Some(seconds) => Some(Duration::from_secs(seconds.to_str()?.parse().ok()?)),
        None => None,
    };
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(MAX).ok()?));
    input.take(MAX).read_to_string(&mut text).ok()?;
    let holding = match arguments.first()?.to_str()? {
        "desktop" => Holding::Desktop(Held::put(text)?),
        "tmux" => {
            let name = tmux::name(std::process::id());
            tmux::load(&name, &text).then_some(Holding::Tmux(name))?
        }
        _ => return None,
    };
    Some((holding, clear_after))
}

enum Holding {
    Desktop(Held),
    /// The name of the buffer.
    Tmux(String),
}

impl Holding {
    fn watch(&mut self, clear_after: Option<Duration>) {
        let start = MachineClock.uptime();
        let left = || {
            clear_after.map(|after| {
                start
                    .saturating_add(after)
                    .saturating_sub(MachineClock.uptime())
            })
        };
        match self {
            // What the desktop has goes with us, whatever ends us.
            Self::Desktop(held) => loop {
                if !held.is_ours() {
                    return;
                }
                let left = left().unwrap_or(LOOK);
                if left.is_zero() {
                    return held.clear();
                }
                // Nobody tells that the clipboard was taken over: it has to be looked at.
                thread::sleep(left.min(LOOK));
            },
            // tmux keeps the buffer by itself. It goes when its time is over or when we are told to end.
            Self::Tmux(name) => {
                let Some(left) = left() else {
                    return;
                };
                if ending().recv_timeout(left) == Err(RecvTimeoutError::Disconnected) {
                    // No signal can be heard here: all that is left to wait for is the time.
                    thread::sleep(left);
                }
                tmux::delete(name);
            }
        }
    }
}

/// A word when this process is told to end.
fn ending() -> Receiver<()> {
    let (sender, receiver) = sync_channel(1);
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        if let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT]) {
            let _ = thread::Builder::new().spawn(move || {
                if signals.forever().next().is_some() {
                    let _ = sender.send(());
                }
            });
        }
    }
    #[cfg(not(unix))]
    drop(sender);
    receiver
}

/// A session of its own: the owner outlives the terminal, and ^C there does not reach it.
fn detach() {
    #[cfg(unix)]
    {
        let _ = rustix::process::setsid();
    }
}

/// Ends the owners at a place but one. The desktop's clipboard forgets what an owner held, if it still did.
#[cfg(target_os = "linux")]
pub(super) fn dismiss_others(place: &OsStr, keep: Option<u32>) {
    use rustix::process::{Pid, Signal, kill_process};
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return;
    };
    let mut told = Vec::new();
    for process in processes.flatten() {
        let name = process.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        if Some(pid) == keep || !is_owner(&process.path(), place) {
            continue;
        }
        // Other users' processes refuse the signal.
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
        if pid.is_some_and(|pid| kill_process(pid, Signal::TERM).is_ok()) {
            told.push(process.path());
        }
    }
    // What they hold goes with them: they are waited for, though not for long.
    let start = MachineClock.uptime();
    while MachineClock.uptime().saturating_sub(start) < LOOK
        && told.iter().any(|process| is_owner(process, place))
    {
        // No kernel call waits for a process that is no child, but a descriptor that old kernels lack.
        thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn dismiss_others(_: &OsStr, _: Option<u32>) {}

/// By its arguments: our subcommand, one of its routes, the place.
#[cfg(target_os = "linux")]
fn is_owner(process: &Path, place: &OsStr) -> bool {
    let Ok(line) = std::fs::read(process.join("cmdline")) else {
        return false;
    };
    let mut words = line.split(|&byte| byte == 0).skip(1);
    words.next() == Some(OWNER.as_bytes())
        && matches!(words.next(), Some(b"desktop" | b"tmux"))
        && words.next() == Some(place.as_encoded_bytes())
}
