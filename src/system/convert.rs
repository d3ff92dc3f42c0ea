//! Pictures in formats that are not read here, made into PNG or GIF by a program that is installed: through pipes and
//! memory, within limits, and nothing of them on a disk.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use super::Environment;
use super::child::{self, ChildError};

/// Pages of a document that are looked at.
pub const MAX_PAGES: usize = 20;
/// How long a program may take.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Bytes that a program may print: many pages.
const MAX: u64 = 256 << 20;
/// Stands for the picture among a program's words: the user's own file, or a file in memory.
const FILE: &str = "{file}";
/// What `ImageMagick` calls its standard input when that is a file already, which it need not copy.
const HELD: &str = "fd:0";
/// Stands for a file name that is a way to the pipe, for programs that insist on writing to a file.
const WRITTEN: &str = "{written}";
/// No file may grow, so nothing can be written to a disk; 4 GiB of memory, a minute of the processor's time.
const LIMITED: &str = "ulimit -f 0 || exit 1\nulimit -v 4194304\nulimit -t 60\n";
/// What the program prints is the picture, ...
const PRINTED: &str = "exec \"$@\"";
/// ... or goes nowhere, and the third descriptor is the pipe.
const THROUGH_THIRD: &str = "exec 3>&1 >/dev/null\nexec \"$@\"";

/// What can be converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// HEIC and AVIF.
    Heif,
    /// PDF: a picture for each page.
    Pdf,
    /// TIFF.
    Tiff,
    /// SVG.
    Svg,
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ConvertError {
    /// None of the programs is installed, or none that takes bytes which are in no file.
    #[error("no program for it is installed")]
    NoProgram,
    /// The last one tried failed.
    #[error("`{program}` made no picture of it: {why}")]
    Failed {
        /// Its name.
        program: &'static str,
        /// What happened.
        why: ChildError,
    },
}

/// A program's name and its words. Without the user's file among them, it reads its standard input.
type Program = (&'static str, &'static str);

impl Format {
    /// Best first. `ImageMagick` copies its input to a disk unless it is a file already, and its output unless the
    /// format holds many pictures, as GIF does: of greys it holds all.
    const fn programs(self) -> &'static [Program] {
        match self {
            Self::Heif => &[
                ("heif-dec", "/dev/stdin {written}"),
                ("heif-convert", "/dev/stdin {written}"),
                ("magick", "-limit disk 0 heic:{file} -colorspace Gray gif:-"),
                (
                    "convert",
                    "-limit disk 0 heic:{file} -colorspace Gray gif:-",
                ),
            ],
            // One page more than are looked at tells that there are more.
            Self::Pdf => &[("pdftoppm", "-r 200 -l 21 -png -")],
            Self::Tiff => &[
                ("magick", "-limit disk 0 tiff:{file} -colorspace Gray gif:-"),
                (
                    "convert",
                    "-limit disk 0 tiff:{file} -colorspace Gray gif:-",
                ),
            ],
            Self::Svg => &[(
                "rsvg-convert",
                "--width=1600 --keep-aspect-ratio --background-color=white --format=png",
            )],
        }
    }
}

/// The picture, or the pages, in formats that are read here. `file` is where the bytes come from, if that is a file of the user's.
pub fn to_pictures(
    environment: &Environment,
    format: Format,
    bytes: &[u8],
    file: Option<&Path>,
) -> Result<Vec<Zeroizing<Vec<u8>>>, ConvertError> {
    let mut failure = ConvertError::NoProgram;
    for &(program, words) in format.programs() {
        let has_input = CAN_HOLD || file.is_some() || !words.contains(FILE);
        if !has_input || cfg!(not(unix)) || !environment.has_program(program) {
            continue;
        }
        let output = run(program, words, bytes, file);
        let why = match output.map(pictures) {
            Ok(pictures) if !pictures.is_empty() => return Ok(pictures),
            Ok(_) => ChildError::Failed,
            Err(why) => why,
        };
        failure = ConvertError::Failed { program, why };
    }
    Err(failure)
}

fn run(
    program: &str,
    words: &str,
    bytes: &[u8],
    file: Option<&Path>,
) -> Result<Zeroizing<Vec<u8>>, ChildError> {
    let way = words.contains(WRITTEN).then(way_to_the_pipe).transpose();
    // Removed on drop; there is nothing in it but a link.
    let way = way.map_err(|_| ChildError::Failed)?;
    let mut command = Command::new("sh");
    let script = if way.is_some() {
        THROUGH_THIRD
    } else {
        PRINTED
    };
    command.args(["-c", &format!("{LIMITED}{script}"), "sh", program]);
    let held = held(bytes);
    let mut is_file = false;
    for word in words.split_whitespace() {
        if let Some(format) = word.strip_suffix(FILE).filter(|_| held.is_some()) {
            command.arg(format!("{format}{HELD}"));
        } else if let Some(format) = word.strip_suffix(FILE) {
            let file = file.and_then(|file| std::path::absolute(file).ok());
            let mut word = OsString::from(format);
            word.push(file.ok_or(ChildError::Failed)?);
            command.arg(word);
            is_file = true;
        } else if let Some(way) = way.as_ref().filter(|_| word == WRITTEN) {
            command.arg(way.path().join("x.png"));
        } else {
            command.arg(word);
        }
    }
    if is_file {
        return child::capture(&mut command, b"", MAX, TIMEOUT);
    }
    match held {
        Some(held) => child::capture_of(&mut command, held, MAX, TIMEOUT),
        None => child::capture(&mut command, bytes, MAX, TIMEOUT),
    }
}

/// Whether a file can be in memory alone.
const CAN_HOLD: bool = cfg!(target_os = "linux");

/// The bytes as a file that is in memory alone: programs that jump to and fro in their input take no pipe.
#[cfg(target_os = "linux")]
fn held(bytes: &[u8]) -> Option<Stdio> {
    use std::io::{Seek as _, Write as _};
    let held = rustix::fs::memfd_create("picture", rustix::fs::MemfdFlags::CLOEXEC).ok()?;
    let mut held = std::fs::File::from(held);
    held.write_all(bytes).ok()?;
    held.rewind().ok()?;
    Some(held.into())
}

#[cfg(not(target_os = "linux"))]
fn held(_: &[u8]) -> Option<Stdio> {
    None
}

/// A folder with links to the pipe: the picture, and what may come beside it.
#[cfg(unix)]
fn way_to_the_pipe() -> io::Result<tempfile::TempDir> {
    let folder = tempfile::Builder::new().prefix("otp-").tempdir()?;
    std::os::unix::fs::symlink("/dev/fd/3", folder.path().join("x.png"))?;
    std::os::unix::fs::symlink("/dev/null", folder.path().join("x-depth.png"))?;
    Ok(folder)
}

#[cfg(not(unix))]
fn way_to_the_pipe() -> io::Result<tempfile::TempDir> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A GIF, or PNG files that were printed one behind the other.
fn pictures(output: Zeroizing<Vec<u8>>) -> Vec<Zeroizing<Vec<u8>>> {
    if output.starts_with(b"GIF8") {
        return vec![output];
    }
    pngs(&output)
}

fn pngs(mut bytes: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    let mut found = Vec::new();
    while let Some(length) = length_of_png(bytes) {
        let (png, rest) = bytes.split_at(length);
        found.push(Zeroizing::new(png.to_vec()));
        bytes = rest;
    }
    found
}

/// How long the PNG at the start is, up to the end of its last chunk.
fn length_of_png(bytes: &[u8]) -> Option<usize> {
    let mut at = bytes.starts_with(b"\x89PNG\r\n\x1a\n").then_some(8_usize)?;
    loop {
        let length = bytes.get(at..)?.first_chunk::<4>()?;
        let kind = bytes.get(at + 4..at + 8)?;
        // Its length and kind before it, its checksum behind it.
        at = at.checked_add(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        at = at.checked_add(12)?;
        if kind == b"IEND" {
            return (at <= bytes.len()).then_some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(content: &[u8]) -> Vec<u8> {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, content) in [(b"IDAT", content), (b"IEND", b"")] {
            let length = u32::try_from(content.len()).expect("short");
            png.extend_from_slice(&length.to_be_bytes());
            png.extend_from_slice(kind);
            png.extend_from_slice(content);
            png.extend_from_slice(b"sum!");
        }
        png
    }

    #[test]
    fn pages_are_parted() {
        let (one, two) = (png(b"one"), png(b"\x89PNG\r\n\x1a\n"));
        let both = [one.clone(), two.clone()].concat();
        let parted = pngs(&both);
        let parted: Vec<&[u8]> = parted.iter().map(|png| &png[..]).collect();
        assert_eq!(parted, [&one[..], &two[..]]);
        assert_eq!(pngs(&both[..both.len() - 1]).len(), 1, "the second is cut");
        assert!(pngs(b"").is_empty() && pngs(b"chatter").is_empty());
    }
}
