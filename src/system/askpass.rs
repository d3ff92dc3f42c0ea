//! Being the program that ssh, sudo and git ask: its name, who asks, and who answers what we do not.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use super::child::{own_program, start};

/// The name of the link that makes this program answer prompts.
pub const NAME: &str = "otp-askpass";

/// Makes a link to this program, or leaves the one that leads here.
pub fn link(link: &Path) -> io::Result<()> {
    let own = std::env::current_exe()?;
    match link.read_link() {
        Ok(target) if target == own => return Ok(()),
        // One that leads to an otp of another place or time.
        Ok(target) if target.file_name() == own.file_name() => std::fs::remove_file(link)?,
        _ => {}
    }
    #[cfg(unix)]
    return std::os::unix::fs::symlink(own, link);
    #[cfg(not(unix))]
    return std::fs::hard_link(own, link);
}

/// The process that asks.
#[cfg(unix)]
pub fn asker() -> u32 {
    rustix::process::getppid().map_or(0, |pid| pid.as_raw_nonzero().get().unsigned_abs())
}

/// Nobody knows.
#[cfg(not(unix))]
pub fn asker() -> u32 {
    0
}

/// Ends the process that asks, if it is this program.
#[cfg(unix)]
pub fn end_parent(name: &str) -> bool {
    use rustix::process::{Signal, getppid, kill_process};
    let Some(parent) = getppid() else {
        return false;
    };
    let named = format!("/proc/{}/comm", parent.as_raw_nonzero());
    let named = std::fs::read_to_string(named).unwrap_or_default();
    named.trim_end() == name && kill_process(parent, Signal::TERM).is_ok()
}

/// Never.
#[cfg(not(unix))]
pub fn end_parent(_: &str) -> bool {
    false
}

/// Has another program answer a prompt on our standard output; its exit code.
pub fn run_next(program: &Path, prompt: &str) -> io::Result<u8> {
    let same = |path: &Path| path.canonicalize().ok();
    if own_program().is_some_and(|own| same(&own).is_some() && same(&own) == same(program)) {
        return Err(io::Error::other("that is this program"));
    }
    let mut command = Command::new(program);
    command.arg(prompt).env_remove("OTP_NEXT_ASKPASS");
    let status = start(command.stdin(Stdio::inherit()))?.wait()?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1))
}
