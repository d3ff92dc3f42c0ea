//! Google's export: no payload panics, and what was read is written and read again with the same keys.
#![no_main]

use libfuzzer_sys::fuzz_target;
use otp::account::percent;
use otp::formats::migration::{Batches, read, write};

/// Base64 of `payload`, percent-encoded as in a QR code.
fn uri(payload: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut data = String::new();
    for three in payload.chunks(3) {
        let word = three.iter().fold(0, |word, byte| word << 8 | usize::from(*byte));
        let word = word << (8 * (3 - three.len()));
        for letter in (0..=three.len()).map(|place| word >> (18 - 6 * place) & 63) {
            data.push(char::from(LETTERS[letter]));
        }
    }
    let mut uri = "otpauth-migration://offline?data=".to_owned();
    percent::encode_into(&mut uri, &data);
    uri
}

fuzz_target!(|payload: &[u8]| {
    let Ok(part) = read(&uri(payload)) else {
        return;
    };
    let drafts: Vec<_> = part.entries.iter().flatten().collect();
    let accounts: Vec<_> = drafts.iter().map(|d| (&d.issuer, &d.name, &d.otp)).collect();
    let written = write(&accounts, part.batch_id);
    assert!(written.left_out.is_empty(), "what Google wrote, Google can hold");
    let mut batches = Batches::default();
    for uri in &written.uris {
        batches.add(read(uri.expose()).expect("our own export is good"));
    }
    let (entries, incomplete) = batches.finish();
    assert!(incomplete.is_empty());
    let keys: Vec<_> = entries.iter().flatten().map(|draft| &draft.otp).collect();
    let wanted: Vec<_> = drafts.iter().map(|draft| &draft.otp).collect();
    assert_eq!(keys, wanted);
    // Hostile numbers must neither hang nor panic.
    let mut batches = Batches::default();
    batches.add(part);
    let _ = batches.finish();
});
