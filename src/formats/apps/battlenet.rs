//! Battle.net: the preferences of its old authenticator, masked with a constant of the app.

use super::android;
use crate::formats::entry::{self, Entry, Number, Text};
use crate::formats::input::Input;
use crate::formats::{FileError, Report};

/// The store of older versions: the secret's digits and the serial in one.
const STORE: &str = "AUTH_STORE.HASH";
const SECRET: &str = "AUTHENTICATOR_DEVICE_SECRET";
const SERIAL: &str = "AUTHENTICATOR_SERIAL";
/// The app's own constant.
const MASK: &[u8] = &[
    0x39, 0x8e, 0x27, 0xfc, 0x50, 0x27, 0x6a, 0x65, 0x60, 0x65, 0xb0, 0xe5, 0x25, 0xf4, 0xc0, 0x6c,
    0x04, 0xc6, 0x10, 0x75, 0x28, 0x6b, 0x8e, 0x7a, 0xed, 0xa5, 0x9d, 0xa9, 0x81, 0x3b, 0x5d, 0xd6,
    0xc8, 0x0d, 0x2f, 0xb3, 0x80, 0x68, 0x77, 0x3f, 0xa5, 0x9b, 0xa4, 0x7c, 0x17, 0xca, 0x6c, 0x64,
    0x79, 0x01, 0x5c, 0x1d, 0x5b, 0x8b, 0x8f, 0x6b, 0x9a,
];

pub fn is_preferences(input: &Input) -> bool {
    android::preference(input, |key| key.ends_with(SECRET) || key.ends_with(STORE)).is_some()
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let unmasked = |suffix: &str| {
        let text = android::preference(input, |key| key.ends_with(suffix))?;
        let masked = data_encoding::HEXLOWER_PERMISSIVE
            .decode(text.trim().as_bytes())
            .ok()?;
        Some(
            masked
                .iter()
                .zip(MASK)
                .map(|(byte, mask)| byte ^ mask)
                .collect::<Vec<u8>>(),
        )
    };
    let store = unmasked(SECRET).or_else(|| unmasked(STORE));
    let (hex, rest) = store
        .as_ref()
        .and_then(|store| store.split_at_checked(40))
        .unzip();
    let bytes = hex.and_then(|hex| data_encoding::HEXLOWER_PERMISSIVE.decode(hex).ok());
    let secret = entry::decoded(bytes);
    let serial = unmasked(SERIAL).or_else(|| rest.map(<[u8]>::to_vec));
    let serial = serial.and_then(|serial| String::from_utf8(serial).ok());
    let serial = serial.unwrap_or_default();
    let mut entry = Entry::new(&"Battle.net".into(), &Text::from(serial.as_str()), secret);
    entry.digits = Number::Is(8);
    Ok(Report::of(vec![entry.finish(1)]))
}
