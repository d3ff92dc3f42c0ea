//! Each class of pictures, a few of each: all codes are read, and nothing that is not there.

use otp::qr::Content;
use otp::qr::series::{self, Series};

use super::generator::{CLASSES, WITHOUT_CODE};

fn check(name: &str, seeds: std::ops::Range<u64>) {
    let class = CLASSES
        .iter()
        .chain(WITHOUT_CODE)
        .find(|class| class.name == name)
        .expect("a class of that name");
    for seed in seeds {
        let sample = class.sample(seed);
        let codes = otp::qr::read(&sample.bytes, &|| false).expect("our own picture");
        assert_eq!(codes.unread, [], "{name}, seed {seed}: nothing is left");
        let found = texts_of(&codes).into_iter().map(str::to_owned);
        let mut read: Vec<String> = found.collect();
        for series in series::join(codes.parts) {
            if let Series::Whole(Content::Text { text, .. }) = series {
                read.push(text.expose().to_owned());
            }
        }
        let mut texts = sample.texts;
        read.sort_unstable();
        texts.sort_unstable();
        assert_eq!(read, texts, "{name}, seed {seed}");
    }
}

fn texts_of(codes: &otp::qr::Codes) -> Vec<&str> {
    let texts = codes.found.iter().map(|found| found.text.expose());
    texts.collect()
}

/// Each class with its seeds. Large pictures take seconds each in an unoptimised build: there, fewer of them.
macro_rules! classes {
    ($($test:ident $name:literal $seeds:expr $(, unoptimised $few:expr)?;)*) => {
        $(#[test]
        fn $test() {
            $(if cfg!(debug_assertions) {
                return check($name, $few);
            })?
            check($name, $seeds);
        })*
    };
}

classes! {
    plain "plain" 0..3;
    low_contrast "low-contrast" 2..4;
    coloured "coloured" 0..2;
    logo "logo" 0..2;
    round_dots "round-dots" 0..2;
    noise "noise" 0..2;
    alpha "alpha" 0..3;
    blur "blur" 2..4;
    stretched "stretched" 0..3;
    formats "formats" 0..8;
    charset "charset" 0..8;
    damaged "damaged" 0..3;
    half_blocks "half-blocks" 0..4, unoptimised 0..1;
    no_quiet_zone "no-quiet-zone" 0..4, unoptimised 0..1;
    screenshot "screenshot-1080p" 0..4;
    dark "dark" 0..4;
    jpeg_30 "jpeg-30" 0..4;
    two_pixel_modules "2px-modules" 0..4;
    rotated "rotated" 0..4;
    perspective "perspective" 0..4, unoptimised 0..2;
    several "several" 0..4, unoptimised 0..2;
    moire "moire" 0..4, unoptimised 0..2;
    a_raster_is_no_timing_pattern "moire" 10..11;
    no_corner_is_seen_before_the_code_is "phone" 3010..3011;
    mirrored "mirrored" 0..4;
    migration "migration" 0..4, unoptimised 0..2;
    migration_photo "migration-photo" 0..2, unoptimised 0..1;
    twenty_pixel_modules "20px-modules" 0..4;
    combinations "combinations" 0..4, unoptimised 0..2;
    photo "photo" 0..4, unoptimised 0..2;
    bent "bent" 0..4, unoptimised 0..2;
    glare "glare" 0..4, unoptimised 0..1;
    shadow "shadow" 0..4, unoptimised 0..1;
    far_away "far-away" 0..4, unoptimised 0..1;
    far_away_in_a_page_of_text "far-away" 500..504, unoptimised 500..501;
    close_up_of_few "close-up-of-few" 0..4, unoptimised 0..1;
    sheet "sheet" 0..16, unoptimised 3..4;
    photographed_sheet "sheet-photo" 0..4, unoptimised 7..8;
    a_speck_in_all_rows_of_a_corner "sheet-photo" 3006..3008, unoptimised 3006..3007;
    bent_sheet "sheet-bent" 0..4, unoptimised 3..4;
    mixed "mixed" 0..12, unoptimised 0..1;
    a_corner_too_ragged_at_every_size "mixed" 3005..3006;
    a_margin_lost_beside_something_bright "mixed" 3012..3013;
    terminal_gaps "terminal-gaps" 0..8, unoptimised 0..2;
    tiny_modules "tiny-modules" 0..8, unoptimised 0..1;
    night "night" 0..4, unoptimised 0..1;
    series_of_codes "series" 0..8, unoptimised 0..2;
    mixed_up_series "series-mixed-up" 0..8, unoptimised 0..2;
    series_without_a_part "none-series" 0..8, unoptimised 0..2;
    every_numbered_charset "eci" 0..64, unoptimised 0..12;
    every_mode "modes" 0..32, unoptimised 0..8;
    animation "animation" 0..8, unoptimised 0..1;
    nothing "none-1080p" 0..4, unoptimised 0..1;
    nothing_odd "none-odd" 0..200, unoptimised 0..2;
}

#[test]
fn codes_come_in_reading_order() {
    let class = CLASSES
        .iter()
        .find(|class| class.name == "several")
        .expect("a class of that name");
    let sample = class.sample(1);
    let codes = otp::qr::read(&sample.bytes, &|| false).expect("our own picture");
    let read = texts_of(&codes);
    // The generator places them row by row.
    assert_eq!(read, sample.texts);
}

#[test]
fn corners_are_where_the_code_is() {
    let drawing =
        otp::qr::draw::Drawing::new("otp", otp::qr::draw::Level::Low).expect("it is short");
    let codes = otp::qr::read(&drawing.png(5), &|| false).expect("a picture");
    let far = 20.0 + 21.0 * 5.0;
    for (corner, expected) in
        codes.found[0]
            .corners
            .iter()
            .zip([(20.0, 20.0), (far, 20.0), (far, far), (20.0, far)])
    {
        let off = (corner.0 - expected.0).hypot(corner.1 - expected.1);
        assert!(off < 1.5, "{corner:?} is not {expected:?}");
    }
}

#[test]
fn little_squares_within_squares_do_not_hide_a_code() {
    let text = "otp".repeat(150);
    let drawing = otp::qr::draw::Drawing::new(&text, otp::qr::draw::Level::Low).expect("it fits");
    let (width, height) = (600, 520);
    let mut pixels = vec![255; width * height * 4];
    let mut ink = |x: usize, y: usize| pixels[(y * width + x) * 4..][..3].fill(0);
    for (column, row) in (0..4).flat_map(|column| (0..4).map(move |row| (column, row))) {
        let (left, top) = (10 + column * 34, 10 + row * 34);
        for (x, y) in (0..16).flat_map(|x| (0..16).map(move |y| (x, y))) {
            let from_edge = x.min(y).min(15 - x).min(15 - y);
            if !(2..4).contains(&from_edge) {
                ink(left + x, top + y);
            }
        }
    }
    // Leaning, so that the upright squares look likelier.
    for (x, y) in (250..600).flat_map(|x| (190..520).map(move |y| (x, y))) {
        let column = (x - 250_usize).checked_sub(y / 4 - 40).map(|x| x / 3);
        let row = (y - 190_usize).checked_sub((x - 250) / 5).map(|y| y / 3);
        if let (Some(column), Some(row)) = (column, row)
            && column < drawing.side()
            && row < drawing.side()
            && drawing.is_dark(column, row)
        {
            ink(x, y);
        }
    }
    let size = |length: usize| u32::try_from(length).expect("a small picture");
    let codes = otp::qr::read_rgba(size(width), size(height), &pixels, &|| false)
        .expect("pixels of that size");
    let read = texts_of(&codes);
    assert_eq!(read, [text]);
}
