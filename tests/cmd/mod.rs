//! The command line, seen from a shell.

mod codes;
mod exits;
