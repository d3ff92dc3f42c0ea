//! Any message: looking for a code in it does not panic, and what is found is short and ASCII.
#![no_main]

use libfuzzer_sys::fuzz_target;
use otp::formats::message::extract;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(found) = extract(bytes) {
        assert!(found.code.is_ascii() && !found.code.is_empty());
    }
});
