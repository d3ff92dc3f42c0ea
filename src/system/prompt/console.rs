//! One answer from the Windows console.

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};

use zeroize::Zeroizing;

use super::{MAX, PromptError, Typing};
use crate::account::Plain;

pub(super) fn is_there() -> bool {
    OpenOptions::new()
        .read(true)
        .write(true)
        .open("CONIN$")
        .is_ok()
}

pub(super) fn ask(question: &Plain, typing: Typing) -> Result<Zeroizing<Vec<u8>>, PromptError> {
    if !is_there() {
        return Err(PromptError::NoTerminal);
    }
    if typing != Typing::Shown {
        let answer =
            rpassword::prompt_password(question.as_str()).map_err(|error| match error.kind() {
                ErrorKind::Interrupted => PromptError::Interrupted,
                ErrorKind::UnexpectedEof => PromptError::Closed,
                _ => PromptError::NoTerminal,
            })?;
        return Ok(Zeroizing::new(answer.into_bytes()));
    }
    let mut output = OpenOptions::new()
        .write(true)
        .open("CONOUT$")
        .map_err(|_| PromptError::NoTerminal)?;
    output
        .write_all(question.as_str().as_bytes())
        .map_err(|_| PromptError::Closed)?;
    let input = OpenOptions::new()
        .read(true)
        .write(true)
        .open("CONIN$")
        .map_err(|_| PromptError::NoTerminal)?;
    let mut line = Zeroizing::new(Vec::with_capacity(MAX));
    let limit = u64::try_from(MAX).unwrap_or(u64::MAX);
    let count = BufReader::new(input)
        .take(limit)
        .read_until(b'\n', &mut line)
        .map_err(|_| PromptError::Closed)?;
    if count == 0 {
        return Err(PromptError::Closed);
    }
    while line
        .last()
        .is_some_and(|byte| matches!(byte, b'\n' | b'\r'))
    {
        line.pop();
    }
    Ok(line)
}
