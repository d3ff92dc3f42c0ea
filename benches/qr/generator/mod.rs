//! Makes pictures with QR codes of known text: every class a reader meets, each from a seed.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_lossless,
    clippy::many_single_char_names,
    missing_docs,
    reason = "pictures are arithmetic on small numbers"
)]

mod canvas;
mod classes;
mod code;
mod dice;
mod drawn;
mod effects;
mod encode;
mod files;
mod moving;
mod night;
mod odd;
mod phone;
mod photos;
mod sample;
mod scenery;
mod segments;
mod sheets;
mod view;

#[allow(unused_imports)] // the tests use one of them, the benchmark the other
pub use classes::{CLASSES, Class, WITHOUT_CODE};
#[allow(unused_imports)]
pub use sample::Sample;
