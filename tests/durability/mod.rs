//! Nothing that happens during a save costs an account or hands a code out twice.

#[cfg(unix)]
pub mod child;
#[cfg(target_os = "linux")]
mod crashes;
#[cfg(target_os = "linux")]
pub mod faults;
#[cfg(target_os = "linux")]
mod keys;
#[cfg(unix)]
pub mod kill;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod notices;
#[cfg(unix)]
mod races;
mod saving;
#[cfg(target_os = "linux")]
mod undo;
