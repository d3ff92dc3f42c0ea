//! otpauth URIs: no text panics, and what was read once is written and read again as the same account.
#![no_main]

use libfuzzer_sys::fuzz_target;
use otp::account::uri::{parse, write, write_short};
use otp::account::{Digits, Timestamp};

// By itself a fuzzer hardly ever writes a whole link: it gets the beginning of one, too.
fuzz_target!(|text: &str| {
    check(text);
    for kind in ["totp", "hotp", "steam"] {
        check(&format!("otpauth://{kind}/{text}"));
        check(&format!(
            "otpauth://{kind}/Example:me?secret=JBSWY3DPEHPK3PXP&counter=1&{text}"
        ));
    }
});

fn check(text: &str) {
    let Ok(draft) = parse(text) else {
        return;
    };
    assert!(draft.otp.digits() >= Digits::new(4).expect("four"));
    let _ = draft.otp.at(Timestamp::from_seconds(59));
    for uri in [
        write(&draft.issuer, &draft.name, &draft.otp),
        write_short(&draft.issuer, &draft.name, &draft.otp),
    ] {
        let again = parse(uri.expose()).expect("our own URI is good");
        assert_eq!(
            (again.issuer, again.name, again.otp),
            (draft.issuer.clone(), draft.name.clone(), draft.otp.clone())
        );
    }
}
