//! x
mod qr;
