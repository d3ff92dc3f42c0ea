//! The one integration binary: each module beneath is a part of the program seen from outside.

mod formats;
mod vectors;
