//! Whom the vault trusts: stock age, forgers, rollbacks, other devices, sync tools.

mod copies;
mod keys;
mod past;
#[cfg(unix)]
pub mod plugin;
mod repairs;
mod repo;
pub mod stock_age;
pub mod world;

pub use stock_age::bech32;
