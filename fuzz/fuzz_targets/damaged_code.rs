//! A valid code, damaged and bent as the input says: it is read right, or not at all.
#![no_main]

use libfuzzer_sys::fuzz_target;
use otp::qr::draw::{Drawing, Level};

const TEXTS: [&str; 3] =
    ["otp", "otpauth://totp/GitHub:octavia?secret=JBSWY3DPEHPK3PXP", "otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=A&algorithm=SHA256&digits=8"];
const LEVELS: [Level; 4] = [Level::Low, Level::Medium, Level::Quartile, Level::High];

fuzz_target!(|bytes: &[u8]| {
    let [kind, scale, shear, damage @ ..] = bytes else { return };
    let text = TEXTS[usize::from(*kind) % TEXTS.len()];
    let drawing = Drawing::new(text, LEVELS[usize::from(*kind >> 4) % 4]).expect("it is short");
    let scale = 1 + usize::from(*scale % 5);
    let side = (drawing.side() + 8) * scale;
    let (mut pixels, width) = (Vec::new(), side * 3 / 2);
    for y in 0..side {
        // Each row is shifted sideways a little more.
        let shift = y * usize::from(*shear) / 600;
        for x in 0..width {
            let inside = x.checked_sub(shift + 4 * scale).zip(y.checked_sub(4 * scale));
            let dark = inside.is_some_and(|(x, y)| drawing.is_dark(x / scale, y / scale));
            pixels.extend_from_slice(&[if dark { 0 } else { 255 }; 3]);
            pixels.push(255);
        }
    }
    // Three bytes: where, and which colour, for a square of a module.
    for spot in damage.chunks_exact(3) {
        let (left, top) = (usize::from(spot[0]) * width / 256, usize::from(spot[1]) * side / 256);
        for y in top..(top + scale).min(side) {
            for x in left..(left + scale).min(width) {
                pixels[(y * width + x) * 4..][..3].fill(spot[2]);
            }
        }
    }
    let codes = otp::qr::read_rgba(width as u32, side as u32, &pixels, &|| false).expect("pixels of that size");
    for found in codes.found {
        assert_eq!(found.text.expose(), text, "a wrong text is worse than none");
    }
});
