//! Zip archives: which app's export lies in one, unpacked in memory with limits; WinZip AES and ZipCrypto are opened.
//! And gzip, which packs one file.

use std::io::{Cursor, Read};

use zeroize::Zeroizing;
use zip::result::ZipError;

use super::proton;
use crate::formats::input::{Inner, Input, MAX_BYTES};
use crate::formats::{FileError, Report, read_text};

type Archive<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

/// More members than any export has.
const MAX_MEMBERS: usize = 20_000;

fn archive<'a>(input: &Input<'a>) -> Option<Archive<'a>> {
    if !is_other(input) {
        return None;
    }
    let archive = zip::ZipArchive::new(Cursor::new(input.bytes())).ok()?;
    (archive.len() <= MAX_MEMBERS).then_some(archive)
}

/// The names that can be read at all.
fn names(archive: &Archive) -> Vec<String> {
    archive
        .file_names()
        .flatten()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

/// `wanted` is a path, or the name of a file in any folder.
fn is(name: &str, wanted: &str) -> bool {
    if wanted.contains('/') {
        return name == wanted;
    }
    base(name).eq_ignore_ascii_case(wanted)
}

fn has_extension(name: &str, extension: &str) -> bool {
    let found = base(name).rsplit_once('.');
    found.is_some_and(|(_, found)| found.eq_ignore_ascii_case(extension))
}

/// True when a file of that name lies in it.
pub fn holds(input: &Input, name: &str) -> bool {
    archive(input).is_some_and(|archive| names(&archive).iter().any(|found| is(found, name)))
}

/// Reads the file of that name in it.
pub fn read(
    input: &Input,
    password: Option<&[u8]>,
    name: &str,
    read: fn(&Input, Option<&[u8]>) -> Result<Report, FileError>,
) -> Result<Report, FileError> {
    let bytes = unpack_where(input, password, |found| is(found, name))?;
    read(&input.inner(base(name), &bytes), password)
}

/// A list of links alone; where there is more, it may be a note beside the export.
pub fn is_winauth(input: &Input) -> bool {
    archive(input).is_some_and(|archive| {
        let names = own_names(&archive);
        names.iter().any(|name| has_extension(name, "txt"))
            && !names.iter().any(|name| has_extension(name, "json"))
    })
}

pub fn read_winauth(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    let bytes = unpack_where(input, password, |name| has_extension(name, "txt"))?;
    read_list(&input.inner("list.txt", &bytes), password)
}

/// Links, as a file of an archive.
pub fn read_list(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let report = read_text(input.text().ok_or(FileError::Unknown)?);
    if report.drafts.is_empty() {
        return Err(FileError::NoOtp);
    }
    Ok(report)
}

const PROTON: &str = "Proton Pass/data.json";
const PROTON_SEALED: &str = "Proton Pass/data.pgp";

pub fn is_proton_pass(input: &Input) -> bool {
    holds(input, PROTON) || holds(input, PROTON_SEALED)
}

pub fn read_proton_pass(input: &Input, password: Option<&[u8]>) -> Result<Report, FileError> {
    if holds(input, PROTON_SEALED) {
        return Err(FileError::Unsupported {
            what: "an export of Proton Pass encrypted with PGP",
            advice: "Decrypt it first: gpg -d data.pgp | otp import -",
        });
    }
    read(input, password, PROTON, proton::read_pass)
}

/// Any archive with one export in it: looked into.
pub fn is_other(input: &Input) -> bool {
    input.bytes().starts_with(b"PK\x03\x04") || input.bytes().starts_with(b"PK\x05\x06")
}

pub fn open(input: &Input, password: Option<&[u8]>) -> Result<Inner, FileError> {
    let mut archive = archive(input).ok_or(FileError::Damaged("the archive is not whole"))?;
    let names = own_names(&archive);
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = names.iter().filter(|name| fits(name));
        found.next().filter(|_| found.next().is_none())
    };
    // Bitwarden and Dashlane name the one that counts; what else is in there is attached to it.
    let name = KNOWN.iter().find_map(|known| only(&|name| is(name, known)));
    let name = name.or_else(|| only(&|name| has_extension(name, "json")));
    let name = name.or_else(|| only(&|_| true));
    let name = name.ok_or_else(|| no_export_within(&names))?;
    let bytes = unpack(&mut archive, name, password)?;
    Ok(Inner {
        name: base(name).to_owned(),
        bytes,
    })
}

/// What apps call the export in an archive with more in it.
const KNOWN: [&str; 2] = ["data.json", "credentials.csv"];

/// The names of files without the notes that macOS puts beside each.
fn own_names(archive: &Archive) -> Vec<String> {
    let mut names = names(archive);
    names.retain(|name| !base(name).is_empty() && !base(name).starts_with('.'));
    names
}

pub fn is_gzip(input: &Input) -> bool {
    input.bytes().starts_with(&[0x1f, 0x8b, 0x08])
}

/// A file that was packed alone.
pub fn open_gzip(input: &Input, _: Option<&[u8]>) -> Result<Inner, FileError> {
    let mut bytes = Zeroizing::new(Vec::new());
    let gzip = flate2::read::GzDecoder::new(input.bytes());
    gzip.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| FileError::Damaged("what is packed in it is not whole"))?;
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    let name = input.stem().to_owned();
    Ok(Inner { name, bytes })
}

/// Credential exchange in its encrypted form is a zip with a JWE inside.
fn no_export_within(names: &[String]) -> FileError {
    if names.iter().any(|name| has_extension(name, "jwe")) {
        return FileError::Unsupported {
            what: "an encrypted credential exchange (CXP), which only the app it was made for opens",
            advice: "Export it without encryption, import that, and remove the file afterwards.",
        };
    }
    FileError::Unknown
}

fn unpack_where(
    input: &Input,
    password: Option<&[u8]>,
    fits: impl Fn(&str) -> bool,
) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let mut archive = archive(input).ok_or(FileError::Damaged("the archive is not whole"))?;
    let name = names(&archive).into_iter().find(|name| fits(name));
    unpack(&mut archive, &name.ok_or(FileError::Unknown)?, password)
}

fn unpack(
    archive: &mut Archive,
    name: &str,
    password: Option<&[u8]>,
) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let damaged = FileError::Damaged("the archive is not whole");
    let index = archive.index_for_name(name).ok_or(damaged)?;
    let is_sealed = archive
        .by_index_raw(index)
        .map_err(|_| damaged)?
        .encrypted();
    let member = if is_sealed {
        let password = password.ok_or(FileError::NeedPassword)?;
        archive.by_index_decrypt(index, password)
    } else {
        archive.by_index(index)
    };
    let member = member.map_err(|error| match error {
        ZipError::InvalidPassword => FileError::WrongPassword,
        _ => damaged,
    })?;
    if member.size() > MAX_BYTES as u64 {
        return Err(too_large());
    }
    let mut bytes = Zeroizing::new(Vec::new());
    let read = member.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    // ZipCrypto takes one password of 256 for right; what it unpacks to is then nonsense.
    read.map_err(|_| {
        if is_sealed {
            FileError::WrongPassword
        } else {
            damaged
        }
    })?;
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    Ok(bytes)
}

const fn too_large() -> FileError {
    FileError::Refused("it unpacks to more than 64 MiB")
}
