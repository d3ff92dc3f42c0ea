//! The program in a terminal: what pictures in memory cannot show. Modes, signals, pastes, the running clock, wakes.

mod interface;
#[cfg(target_os = "linux")]
mod memory;
mod picker;
mod pictures;
mod product;
pub mod session;
mod staged;
mod vault;
