//! The command line, seen from a shell.

mod codes;
mod enrol;
mod exits;
mod manage;
mod pictures;
mod places;
