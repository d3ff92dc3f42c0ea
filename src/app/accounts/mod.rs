//! One account of the vault and its code: picking it by name, copying its code.

pub mod copy;
mod edit;
mod menu;
pub mod naming;
pub mod pick;
pub mod pin;
pub mod uses;
