//! What a person can do: open the vault, pick an account, take a code, enrol, change. Both front ends stand on it.

mod ask;
mod copy;
mod create;
mod door;
mod doctor;
mod enrol;
mod error;
mod exit;
mod history;
mod input;
mod keeper;
mod keys;
mod open;
mod pick;
mod settings;
mod status;
pub mod store;
mod strength;
pub mod unlock;

pub use copy::copied_message;
pub use create::NewVault;
pub use doctor::{Check, Health};
pub use door::*;
pub use enrol::{Finding, Findings as Found, Source, Standing as Place};
pub use error::{Error, quoted};
pub use exit::Exit;
pub use keeper::VaultKeeper;
pub use open::Open;
pub use pick::{pick, pick_in_bin, select};
pub use settings::{Codes, Countdown, Order, Settings, Span, Theme, UnlockBy};
pub use status::{SourceState, Status};
pub use strength::Strength;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::account::Timestamp;
use crate::system::clipboard;
use crate::system::paths::Places;
use crate::system::{System, files};
//! What a person can do with the program: the one layer both front ends use.

pub mod unlock;
//! What a person can do: the one layer both front ends use.

pub mod door;
