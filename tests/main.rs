//! The one integration binary: each module beneath is a part of the program seen from outside.

// Tests may ask the clock, read the environment and print.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod architecture;
mod cmd;
#[cfg(unix)]
mod durability;
mod formats;
mod home;
#[cfg(target_os = "linux")]
mod login;
mod papers;
mod parts;
#[cfg(unix)]
mod pty;
mod qr;
mod screens;
#[cfg(target_os = "linux")]
mod system;
mod trust;
mod vaults;
mod vectors;

/// As in the program itself: freed memory is wiped. One test looks through its own memory.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
