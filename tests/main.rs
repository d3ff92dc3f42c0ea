//! The one integration binary: each module beneath is a part of the program seen from outside.

// Tests may ask the clock, read the environment and print.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod architecture;
mod cmd;
mod durability;
mod formats;
mod home;
mod parts;
mod trust;
mod vaults;
mod vectors;
