//! The `otp` binary.
fn main() {}
