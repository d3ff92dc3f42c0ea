//! The program in a terminal: what pictures in memory cannot show. Modes, signals, pastes, the running clock, wakes.

mod drawing;
mod idle;
mod inline;
mod input;
mod interface;
mod lines;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod menus;
mod models;
#[cfg(target_os = "linux")]
mod multiplexers;
mod pages;
mod picker;
mod pictures;
pub mod product;
mod recording;
pub mod session;
mod settings;
#[cfg(target_os = "linux")]
mod shells;
#[cfg(target_os = "linux")]
mod shown;
mod sources;
mod staged;
mod theme;
mod transfer;
mod vault;
mod widths;
#[cfg(target_os = "linux")]
mod windows;
#[cfg(target_os = "linux")]
mod xterm;
