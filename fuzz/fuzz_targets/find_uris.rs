//! Any text: reading it does not panic, and each URI found in it is a URI of ours.
#![no_main]

use libfuzzer_sys::fuzz_target;
use otp::formats::{foreign, find_uris, read_text, text};

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text::decode(bytes) else {
        return;
    };
    let found = find_uris::find(text.expose());
    for link in &found {
        assert_eq!(foreign::explain(link.uri.expose()), None);
    }
    let report = read_text(text.expose());
    assert_eq!(report.sources.len(), 1);
    let _ = report.not_otp().count();
});
