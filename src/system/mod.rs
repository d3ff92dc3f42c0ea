//! The outside world as one struct of small traits. Only this room talks to the operating system.

pub mod files;
