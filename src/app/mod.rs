//! What a person can do: the one layer both front ends use.

pub mod door;
