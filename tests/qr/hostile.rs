//! Bytes from strangers: no panic, no bomb, no endless search.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers"
)]

use std::cell::Cell;

use image::{DynamicImage, GrayImage, ImageFormat, RgbaImage};
use otp::qr::{QrError, draw, is_picture, read, read_rgba};

const URI: &str =
    "otpauth://totp/GitHub:octavia?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub";
const FORMATS: [ImageFormat; 5] = [
    ImageFormat::Png,
    ImageFormat::Jpeg,
    ImageFormat::WebP,
    ImageFormat::Gif,
    ImageFormat::Bmp,
];

fn never() -> bool {
    false
}

fn code_as(format: ImageFormat) -> Vec<u8> {
    let png = draw::Drawing::new(URI, draw::Level::Medium)
        .expect("it is short")
        .png(2);
    let image = image::load_from_memory(&png)
        .expect("our own picture")
        .into_rgb8();
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image)
        .write_to(&mut bytes, format)
        .expect("a picture file");
    bytes.into_inner()
}

/// Reproducible numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 29)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }
}

#[test]
fn every_format_is_known_by_its_first_bytes() {
    for format in FORMATS {
        let bytes = code_as(format);
        assert!(is_picture(&bytes), "{format:?}");
        let codes = read(&bytes, &never).expect("a picture");
        assert_eq!(codes.found.len(), 1, "{format:?}");
        assert_eq!(codes.found[0].text.expose(), URI, "{format:?}");
    }
    for other in [
        &b""[..],
        b"otpauth://totp/a?secret=b",
        b"%PDF-1.7",
        b"\x7fELF",
        b"<svg/>",
        b"II*\0",
    ] {
        assert!(!is_picture(other));
        assert_eq!(read(other, &never).map(|_| ()), Err(QrError::NotAPicture));
    }
}

#[test]
fn cut_and_changed_files_never_panic() {
    let mut dice = Dice(3);
    for format in FORMATS {
        let whole = code_as(format);
        for part in [1, 4, 8, 11] {
            let _ = read(&whole[..whole.len() * part / 12], &never);
        }
        for _ in 0..6 {
            let mut changed = whole.clone();
            for _ in 0..=dice.below(12) {
                let at = dice.below(changed.len());
                changed[at] = dice.next().to_le_bytes()[0];
            }
            if let Ok(codes) = read(&changed, &never) {
                // Error correction may save the text; it never makes another one.
                assert!(
                    codes.found.iter().all(|found| found.text.expose() == URI),
                    "{format:?}"
                );
            }
        }
    }
}

#[test]
fn random_pixels_hold_no_code() {
    let mut dice = Dice(9);
    for (width, height) in [(1, 1), (2, 1), (1, 300), (21, 21), (64, 48), (160, 120)] {
        for spread in [1, 2, 256] {
            let pixels: Vec<u8> = (0..width * height * 4)
                .map(|_| (dice.below(spread) * 255 / spread) as u8)
                .collect();
            let codes = read_rgba(width as u32, height as u32, &pixels, &never).expect("pixels");
            assert!(codes.found.is_empty());
            assert_eq!(codes.unread, []);
            assert!(!codes.given_up, "{width} x {height}: no panic broke it off");
        }
    }
}

#[test]
fn pixels_that_do_not_match_their_size_are_refused() {
    for (width, height, bytes) in [
        (0, 0, 0),
        (2, 2, 15),
        (2, 2, 17),
        (u32::MAX, u32::MAX, 4),
        (0, 5, 0),
    ] {
        assert!(read_rgba(width, height, &vec![0; bytes], &never).is_err());
    }
}

#[test]
fn decompression_bombs_are_refused() {
    // A header is enough: nothing of the rest may be asked for.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    png.extend_from_slice(&60_000_u32.to_be_bytes());
    png.extend_from_slice(&60_000_u32.to_be_bytes());
    png.extend_from_slice(&[8, 2, 0, 0, 0]);
    let checksum = crc(&png[12..]);
    png.extend_from_slice(&checksum.to_be_bytes());
    png.extend_from_slice(b"\0\0\0\x0bIDAT\x78\x9c\x03\0\0\0\0\x01");
    assert_eq!(read(&png, &never).map(|_| ()), Err(QrError::TooLarge));

    let mut gif = b"GIF89a".to_vec();
    gif.extend_from_slice(&[0xff, 0xff, 0xff, 0xff, 0xf0, 0, 0]);
    gif.extend_from_slice(&[0, 0, 0, 255, 255, 255]);
    gif.extend_from_slice(&[
        0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 2, 0x4c, 1, 0, 0x3b,
    ]);
    assert_eq!(read(&gif, &never).map(|_| ()), Err(QrError::TooLarge));

    let mut bmp = b"BM\x7a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bmp.extend_from_slice(&39_000_u32.to_le_bytes());
    bmp.extend_from_slice(&39_000_u32.to_le_bytes());
    bmp.extend_from_slice(&[1, 0, 24, 0, 0, 0, 0, 0]);
    bmp.extend_from_slice(&[0; 20]);
    assert_eq!(read(&bmp, &never).map(|_| ()), Err(QrError::TooLarge));

    // An extended WebP of 50,000 x 50,000 pixels, with a lossless picture of 16,383 x 16,383 in it.
    let mut webp =
        b"RIFF\x30\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x4f\xc3\0\x4f\xc3\0VP8L\x0e\0\0\0\x2f".to_vec();
    webp.extend_from_slice(&0x0fff_ffff_u32.to_le_bytes());
    webp.extend_from_slice(&[0; 9]);
    let refused = read(&webp, &never).map(|_| ());
    assert!(matches!(refused, Err(QrError::TooLarge | QrError::Damaged)));
}

/// CRC-32 as PNG has it.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (0_u32.wrapping_sub(sum & 1)))
        })
    })
}

#[test]
fn the_search_ends_when_it_is_told_to() {
    let mut dice = Dice(4);
    let image = GrayImage::from_fn(900, 700, |_, _| image::Luma([dice.next().to_le_bytes()[0]]));
    let pixels = DynamicImage::ImageLuma8(image).into_rgba8().into_raw();
    let asked = Cell::new(0);
    let at_once = || {
        asked.set(asked.get() + 1);
        true
    };
    assert!(
        read_rgba(900, 700, &pixels, &at_once)
            .expect("pixels")
            .found
            .is_empty()
    );
    assert!(
        asked.get() < 10,
        "it went on after being told to stop: {} questions",
        asked.get()
    );

    let asked = Cell::new(0);
    let soon = || {
        asked.set(asked.get() + 1);
        asked.get() > 20
    };
    assert!(
        read_rgba(900, 700, &pixels, &soon)
            .expect("pixels")
            .found
            .is_empty()
    );
    assert!((20..40).contains(&asked.get()), "{} questions", asked.get());
}

#[test]
fn see_through_pictures_of_nothing_are_empty() {
    let pixels = RgbaImage::new(120, 80).into_raw();
    assert!(
        read_rgba(120, 80, &pixels, &never)
            .expect("pixels")
            .found
            .is_empty()
    );
}

/// Frames that look busy and hold nothing, then one with a code.
fn busy_animation() -> Vec<u8> {
    use image::codecs::gif::GifEncoder;
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    let mut random = 88_172_645_463_325_252_u64;
    for _ in 0..5 {
        let noise = RgbaImage::from_fn(220, 220, |_, _| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let grey = (random >> 32) as u8;
            image::Rgba([grey, grey, grey, 255])
        });
        encoder
            .encode_frame(image::Frame::new(noise))
            .expect("a frame");
    }
    let code = image::load_from_memory(&code_as(ImageFormat::Png)).expect("a picture");
    let mut last = RgbaImage::from_pixel(220, 220, image::Rgba([255; 4]));
    let code = code.resize(180, 180, image::imageops::FilterType::Nearest);
    image::imageops::overlay(&mut last, &code.to_rgba8(), 20, 20);
    encoder
        .encode_frame(image::Frame::new(last))
        .expect("a frame");
    drop(encoder);
    bytes
}

#[test]
fn frames_without_a_code_do_not_use_up_the_time_for_the_others() {
    let animation = busy_animation();
    let asked = Cell::new(0_u32);
    let count = || {
        asked.set(asked.get() + 1);
        false
    };
    let all = read(&animation, &count).expect("a picture");
    assert_eq!(all.found.len(), 1);
    let enough = asked.get() / 2;
    asked.set(0);
    let half = || {
        asked.set(asked.get() + 1);
        asked.get() > enough
    };
    let found = read(&animation, &half).expect("a picture").found;
    assert_eq!(found.len(), 1, "after {enough} questions");
    assert_eq!(found[0].text.expose(), URI);
}

#[test]
fn frames_that_are_all_the_same_are_asked_about_too() {
    use image::codecs::gif::GifEncoder;
    let frames = 60;
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, 30);
    for _ in 0..frames {
        let blank = RgbaImage::from_pixel(24, 24, image::Rgba([255; 4]));
        encoder
            .encode_frame(image::Frame::new(blank))
            .expect("a frame");
    }
    drop(encoder);
    let asked = Cell::new(0);
    let count = || {
        asked.set(asked.get() + 1);
        false
    };
    read(&bytes, &count).expect("a picture");
    assert!(
        asked.get() >= frames,
        "{} questions in {frames} frames: who stops it?",
        asked.get()
    );
}
