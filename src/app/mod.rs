//! What a person can do with the program: the one layer both front ends use.

pub mod unlock;
