//! One account of the vault and its code: picking it by name, copying its code, handing out a fresh one, typing it.

pub mod copy;
mod edit;
pub mod fresh;
mod menu;
pub mod naming;
pub mod pick;
pub mod pin;
mod terminal_copy;
mod typing;
pub mod uses;
