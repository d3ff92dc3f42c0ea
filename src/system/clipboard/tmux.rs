//! tmux's paste buffer.

use std::process::Command;

use super::PATIENCE;
use crate::system::child;

/// Larger than any code.
const MOST: u64 = 64 * 1024;

/// Fills a new buffer; `-w` makes tmux pass it on to its own terminal as well (tmux 3.2).
pub(super) fn load(text: &str) -> bool {
    let load = |options: &[&str]| {
        let mut command = Command::new("tmux");
        command.arg("load-buffer").args(options).arg("-");
        child::feed(&mut command, text.as_bytes(), PATIENCE).is_ok()
    };
    load(&["-w"]) || load(&[])
}

/// True while the newest buffer is this text.
pub(super) fn holds(text: &str) -> bool {
    let mut command = Command::new("tmux");
    command.arg("show-buffer");
    child::capture(&mut command, b"", MOST, PATIENCE)
        .is_ok_and(|buffer| buffer[..] == *text.as_bytes())
}

/// Deletes the newest buffer if it is this text.
pub(super) fn clear_if(text: &str) {
    if !text.is_empty() && holds(text) {
        let _ = child::feed(Command::new("tmux").arg("delete-buffer"), b"", PATIENCE);
    }
}
