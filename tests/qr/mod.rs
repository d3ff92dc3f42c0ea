//! Reading QR codes from pictures: recorded samples, made-up classes, hostile bytes.

mod classes;
mod contained;
#[path = "../../benches/qr/generator/mod.rs"]
#[allow(dead_code, reason = "the benchmark uses all of it")]
mod generator;
mod hostile;
mod samples;
mod soak;
mod unread;
