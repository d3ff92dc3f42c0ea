//! The command line, seen from a shell.

mod abuse;
mod beside;
#[cfg(unix)]
mod challenge;
mod codes;
mod completions;
#[cfg(unix)]
mod config;
mod converted;
#[cfg(target_os = "linux")]
mod desktop_menus;
mod doctor;
mod enrol;
mod exits;
mod folders;
#[cfg(target_os = "linux")]
mod fresh;
#[cfg(target_os = "linux")]
mod gate;
mod hygiene;
mod injection;
mod limits;
mod made;
mod manage;
#[cfg(unix)]
mod menu;
mod peers;
mod picking;
mod pictures;
mod pins;
mod places;
mod plugins;
mod programs;
mod recovery;
mod reported;
mod series;
mod settings;
mod share;
pub mod sources;
mod statements;
mod status;
mod terminal;
mod together;
mod transcripts;
mod transfer;
mod trust;
mod tty;
pub mod two_homes;
#[cfg(unix)]
mod typed;
mod unsaid;
mod uses;
mod verify;
