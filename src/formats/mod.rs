//! Texts of other apps, people and QR codes: what accounts are in them, and what else they are. Text in, values out.

mod apps;
mod entry;
pub mod export;
mod failure;
mod fields;
pub mod find_uris;
pub mod input;
mod loose;
pub mod message;
pub mod migration;
pub mod not_otp;
pub mod password;
mod problem;
pub mod prompt;
mod protobuf;
mod report;
pub mod table;
pub mod text;
mod unlocking;

pub use apps::pass::read_store_entry;
pub use failure::FileError;
pub use problem::{EntryError, FieldError, Problem};
pub use report::{Reader, Report, Source, read_text};
