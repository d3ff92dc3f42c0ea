//! Logins: codes for the programs that ask for them, and the other side, what a service does with the codes it is given.

pub mod askpass;
pub mod challenge;
pub mod choice;
mod places;
pub mod run;
pub mod share;
pub mod verify;
