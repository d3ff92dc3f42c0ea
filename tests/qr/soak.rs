//! Thousands of damaged codes: each is read right or not at all, and nothing panics on the way (not even where it is caught).

use std::sync::atomic::{AtomicUsize, Ordering};

use otp::qr::draw::{Drawing, Level};
use otp::qr::read_rgba;

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Reproducible numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        usize::try_from((mixed ^ (mixed >> 29)) % end as u64).expect("below a usize")
    }
}

fn damaged_code(dice: &mut Dice) {
    let text = [
        "otp",
        "otpauth://totp/GitHub:octavia?secret=JBSWY3DPEHPK3PXP",
    ][dice.below(2)];
    let level = [Level::Low, Level::Medium, Level::Quartile, Level::High][dice.below(4)];
    let drawing = Drawing::new(text, level).expect("it is short");
    let scale = 1 + dice.below(4);
    let (high, slant, dim) = (
        (drawing.side() + 4) * scale,
        dice.below(300),
        dice.below(200),
    );
    let wide = high * 3 / 2;
    let light = dice.below(2) == 0;
    let mut pixels = Vec::with_capacity(high * wide * 4);
    for y in 0..high {
        for x in 0..wide {
            let inside = x
                .checked_sub(y * slant / 600 + 2 * scale)
                .zip(y.checked_sub(2 * scale));
            let dark = inside.is_some_and(|(x, y)| drawing.is_dark(x / scale, y / scale)) != light;
            let noise = u8::try_from(dice.below(1 + dim / 4)).expect("below 51");
            let grey = if dark { noise } else { 255 - noise };
            pixels.extend_from_slice(&[grey, grey, grey, 255]);
        }
    }
    for _ in 0..dice.below(40) {
        let (left, top, size) = (
            dice.below(wide),
            dice.below(high),
            1 + dice.below(3 * scale),
        );
        let grey = [0, 90, 255][dice.below(3)];
        for y in top..(top + size).min(high) {
            for x in left..(left + size).min(wide) {
                pixels[(y * wide + x) * 4..][..3].fill(grey);
            }
        }
    }
    let pixels_of = |length: usize| u32::try_from(length).expect("a small picture");
    let codes = read_rgba(pixels_of(wide), pixels_of(high), &pixels, &|| false)
        .expect("pixels of that size");
    for found in codes.found {
        assert_eq!(found.text.expose(), text, "a wrong text is worse than none");
    }
}

fn soak(seed: u64, rounds: usize) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let of_the_reader = panic
            .location()
            .is_some_and(|place| place.file().contains("src/qr"));
        PANICS.fetch_add(usize::from(of_the_reader), Ordering::Relaxed);
        before(panic);
    }));
    let mut dice = Dice(seed);
    for _ in 0..rounds {
        damaged_code(&mut dice);
    }
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
}

#[test]
fn damaged_codes_are_read_right_or_not_at_all() {
    soak(1, 10);
}

#[test]
#[ignore = "minutes long"]
fn many_damaged_codes_are_read_right_or_not_at_all() {
    soak(2, 1500);
}
