//! Whom the vault trusts: stock age, forgers, rollbacks, other devices, sync tools.

mod repo;
mod stock_age;
pub mod world;
