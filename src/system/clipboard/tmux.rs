//! tmux's paste buffers: ours have names of their own, so that they can be deleted whatever was copied since.

use std::process::Command;

use super::TIMEOUT;
use crate::system::child;

/// Larger than any list of buffers.
const MAX: u64 = 1024 * 1024;

/// What the names of our buffers begin with; the process id of the owner follows.
const NAME: &str = "otp-";

/// The name of the buffer that the process `pid` fills.
pub(super) fn name(pid: u32) -> String {
    format!("{NAME}{pid}")
}

/// True when a server answers.
pub(super) fn answers() -> bool {
    names().is_some()
}

/// Fills a buffer; `-w` makes tmux pass it on to its own terminal as well (tmux 3.2).
pub(super) fn load(name: &str, text: &str) -> bool {
    let load = |options: &[&str]| {
        let mut command = Command::new("tmux");
        command
            .arg("load-buffer")
            .args(options)
            .args(["-b", name, "-"]);
        child::feed(&mut command, text.as_bytes(), TIMEOUT).is_ok()
    };
    load(&["-w"]) || load(&[])
}

/// Deletes a buffer.
pub(super) fn delete(name: &str) {
    let mut command = Command::new("tmux");
    command.args(["delete-buffer", "-b", name]);
    let _ = child::feed(&mut command, b"", TIMEOUT);
}

/// Deletes all buffers of ours but one, those of owners that were killed too.
pub(super) fn delete_others(keep: Option<&str>) {
    for name in names().unwrap_or_default().lines() {
        let number = name.strip_prefix(NAME).unwrap_or_default();
        let is_ours = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_ours && Some(name) != keep {
            delete(name);
        }
    }
}

fn names() -> Option<String> {
    let mut command = Command::new("tmux");
    command.args(["list-buffers", "-F", "#{buffer_name}"]);
    let names = child::capture(&mut command, b"", MAX, TIMEOUT).ok()?;
    Some(String::from_utf8_lossy(&names).into_owned())
}
