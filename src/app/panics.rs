//! Panics: which of them are reported.

use std::panic::{set_hook, take_hook};

use crate::qr;

/// From now on, panics that are caught while a picture is read print nothing; all others are told as before.
/// To be called once, before anything else runs.
pub fn keep_contained_ones_quiet() {
    let before = take_hook();
    set_hook(Box::new(move |panic| {
        if !qr::panics_are_contained() {
            before(panic);
        }
    }));
}
