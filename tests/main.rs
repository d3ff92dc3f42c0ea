//! The one integration binary.

#[cfg(unix)]
mod pty;
mod screens;
