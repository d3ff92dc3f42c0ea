//! The one integration binary: each module beneath is a part of the program seen from outside.

mod durability;
mod parts;
mod trust;
mod vaults;
