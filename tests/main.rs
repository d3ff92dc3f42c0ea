//! The one integration binary.

#[cfg(target_os = "linux")]
mod system;
