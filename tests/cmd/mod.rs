//! The command line, seen from a shell.

mod codes;
mod enrol;
mod exits;
mod hygiene;
mod manage;
mod papers;
