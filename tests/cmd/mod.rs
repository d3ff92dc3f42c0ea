//! The command line, seen from a shell.

mod codes;
mod enrol;
mod exits;
mod pictures;
