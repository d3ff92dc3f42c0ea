//! The one integration binary: each module beneath is a part of the program seen from outside.

mod cmd;
mod formats;
mod home;
mod parts;
mod vectors;
