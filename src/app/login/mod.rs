//! The other side of a login: what a service does with the codes that people give it.

pub mod challenge;
pub mod share;
pub mod verify;
