//! Texts of other apps, people and QR codes: what accounts are in them, and what else they are. Text in, values out.

pub mod foreign;
pub mod harvest;
pub mod migration;
mod protobuf;
mod report;
pub mod text;

pub use report::{EntryError, Problem, Reader, Report, Source, read_text};
