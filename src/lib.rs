//! `otp`: one-time codes from an encrypted local vault. This is the floor plan of the house.
//!
//! ```text
//! roof      main.rs  interface.rs            arguments -> System -> App -> front end -> exit code
//! third     cli/              tui/           two front ends; neither knows the other
//! second    app/                             what a person can do: open, add, pick, code, change, ...
//! first     vault/  qr/  formats/  system/   four rooms that do not know each other
//! ground    account/                         what a code is: pure, no clock, no files
//! ```
//!
//! A room uses rooms on lower floors only; `tests/architecture` enforces it. `account`, `vault`, `qr` and
//! `formats` do no I/O; only `system` opens, reads, writes, starts programs or asks the environment, apart from the
//! few files that `tests/architecture/walls.rs` names with their reasons. The library exists so that tests,
//! benches and fuzz targets reach the rooms; it is not a promised API.

// Tests may ask the clock and print; see clippy.toml for what the program itself may not.
#![cfg_attr(test, allow(clippy::disallowed_methods, clippy::disallowed_macros))]

pub mod account;
pub mod app;
pub mod cli;
pub mod formats;
pub mod qr;
pub mod system;
pub mod tui;
pub mod vault;
