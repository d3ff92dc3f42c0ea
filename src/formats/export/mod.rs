//! What `otp export` writes: one row for each target, what the target can hold, and what had to be left out.

#![expect(
    clippy::unnecessary_wraps,
    reason = "every writer stands in the table of targets with the same signature"
)]

mod aegis;
mod bitwarden;
mod exchange;
mod keepassxc;
mod links;
mod row;
mod sealed;
pub mod sheet;
mod two_fas;

pub use row::{LeftOut, Lost, Row};
pub use sealed::seal_with_age;

use zeroize::Zeroizing;

use super::FileError;
use crate::account::{Account, Timestamp};

/// A link as the `<svg>` of its QR code; `None` when it is too long for one.
pub type Draw<'a> = &'a dyn Fn(&str) -> Option<Zeroizing<String>>;

/// What a writer needs that is not among the accounts.
pub struct Tools<'a> {
    /// Now.
    pub now: Timestamp,
    /// Fills a buffer with random bytes.
    pub random: &'a mut dyn FnMut(&mut [u8]),
    /// For targets that are encrypted.
    pub password: Option<&'a [u8]>,
    /// How links are drawn.
    pub draw: Draw<'a>,
}

/// Turns rows into the bytes of a file.
type Write = fn(&[Row], &mut Tools) -> Result<Zeroizing<Vec<u8>>, FileError>;

/// A target of the export.
pub struct Target {
    /// The word for `--to`.
    pub name: &'static str,
    /// Whose file it is, for people.
    pub title: &'static str,
    /// The format that it is read back as.
    pub reads_as: &'static str,
    /// How its file names end.
    pub ending: &'static str,
    /// Whether the secrets lie open in it.
    pub seal: Seal,
    /// What is kept of an account.
    pub holds: Holds,
    write: Write,
}

/// Whether a file keeps its secrets to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// Whoever reads the file has the secrets.
    Open,
    /// It takes a password.
    Password,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "a row of the table in which each column is yes or no"
)]
/// What a target keeps beside issuer, name and secret (formats are described in their apps' own sources).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holds {
    /// Counter-based codes.
    pub hotp: bool,
    /// Steam Guard.
    pub steam: bool,
    /// mOTP and Yandex, with their PIN.
    pub pins: bool,
    /// How many tags.
    pub tags: Tags,
    /// The note.
    pub note: bool,
    /// That it is pinned.
    pub pinned: bool,
}

/// How many tags an entry of a target can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tags {
    /// Any number.
    Many,
    /// One: the first is taken.
    One,
    /// None.
    No,
}

const EVERYTHING: Holds = Holds {
    hotp: true,
    steam: true,
    pins: true,
    tags: Tags::Many,
    note: true,
    pinned: true,
};
const LINKS: Holds = Holds {
    tags: Tags::No,
    note: false,
    pinned: false,
    ..EVERYTHING
};

/// Every target that is one file. Google's QR codes are a series of pictures, and age wraps any of these.
pub const TARGETS: &[Target] = &[
    Target {
        name: "otpauth",
        title: "otpauth links, one a line",
        reads_as: "uri-list",
        ending: "txt",
        seal: Seal::Open,
        holds: LINKS,
        write: links::plain,
    },
    Target {
        name: "aegis",
        title: "Aegis",
        reads_as: "aegis",
        ending: "json",
        seal: Seal::Open,
        holds: EVERYTHING,
        write: aegis::plain,
    },
    Target {
        name: "aegis-encrypted",
        title: "Aegis, encrypted",
        reads_as: "aegis-encrypted",
        ending: "json",
        seal: Seal::Password,
        holds: EVERYTHING,
        write: aegis::encrypted,
    },
    Target {
        name: "2fas",
        title: "2FAS",
        reads_as: "2fas",
        ending: "2fas",
        seal: Seal::Open,
        holds: Holds {
            pins: false,
            tags: Tags::One,
            note: false,
            pinned: false,
            ..EVERYTHING
        },
        write: two_fas::write,
    },
    Target {
        name: "ente",
        title: "Ente Auth",
        reads_as: "uri-list",
        ending: "txt",
        seal: Seal::Open,
        holds: Holds {
            pins: false,
            ..EVERYTHING
        },
        write: links::ente,
    },
    Target {
        name: "bitwarden",
        title: "Bitwarden",
        reads_as: "bitwarden",
        ending: "json",
        seal: Seal::Open,
        holds: Holds {
            hotp: false,
            pins: false,
            tags: Tags::One,
            ..EVERYTHING
        },
        write: bitwarden::write,
    },
    Target {
        name: "keepassxc-csv",
        title: "KeePassXC (CSV)",
        reads_as: "keepassxc-csv",
        ending: "csv",
        seal: Seal::Open,
        holds: Holds {
            hotp: false,
            pins: false,
            tags: Tags::One,
            pinned: false,
            ..EVERYTHING
        },
        write: keepassxc::write,
    },
    Target {
        name: "cxf",
        title: "Credential Exchange (FIDO CXF)",
        reads_as: "cxf",
        ending: "json",
        seal: Seal::Open,
        holds: Holds {
            hotp: false,
            steam: false,
            pins: false,
            ..EVERYTHING
        },
        write: exchange::write,
    },
    Target {
        name: "html",
        title: "a sheet of paper with QR codes",
        reads_as: "html",
        ending: "html",
        seal: Seal::Open,
        holds: LINKS,
        write: sheet::page,
    },
];

/// A written export.
pub struct Export {
    /// The file.
    pub bytes: Zeroizing<Vec<u8>>,
    /// What the target cannot hold.
    pub left_out: Vec<LeftOut>,
    /// The accounts that are in it, in order, as places among those given.
    pub kept: Vec<usize>,
}

/// The target of that name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS
        .iter()
        .find(|target| target.name.eq_ignore_ascii_case(name))
}

impl Target {
    /// Writes the accounts. Those that the target cannot hold are named, and so are fields that it drops.
    pub fn write(&self, accounts: &[&Account], tools: &mut Tools) -> Result<Export, FileError> {
        let mut left_out = Vec::new();
        let mut rows = Vec::new();
        let mut kept = Vec::new();
        for (place, account) in accounts.iter().enumerate() {
            let row = Row::of(account);
            let lost = row.lost(self.holds);
            let is_whole = !lost.iter().any(|lost| lost.is_all());
            left_out.extend(lost.into_iter().map(|lost| LeftOut {
                title: account.title(),
                lost,
            }));
            if is_whole {
                rows.push(row);
                kept.push(place);
            }
        }
        let bytes = (self.write)(&rows, tools)?;
        Ok(Export {
            bytes,
            left_out,
            kept,
        })
    }
}

/// A random UUID (RFC 9562 section 5.4).
fn uuid(tools: &mut Tools) -> String {
    let mut bytes = [0; 16];
    (tools.random)(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    [
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32),
    ]
    .join("-")
}

fn json(value: &serde_json::Value) -> Zeroizing<Vec<u8>> {
    // Pretty, since people look into it to see what left.
    Zeroizing::new(serde_json::to_vec_pretty(value).unwrap_or_default())
}
