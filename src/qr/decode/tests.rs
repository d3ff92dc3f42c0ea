//! Every version and level against codes drawn by the `qrcode` crate, whole and damaged.

use qrcode::{Color, EcLevel, QrCode};

use super::*;

const LEVELS: [EcLevel; 4] = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H];

/// A small generator of reproducible numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

fn drawn(version: i16, level: EcLevel, text: &[u8]) -> Modules {
    let code =
        QrCode::with_version(text, qrcode::Version::Normal(version), level).expect("it fits");
    let colors = code.to_colors();
    Modules {
        size: code.width(),
        dark: Zeroizing::new(
            colors
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
        ),
    }
}

fn read(modules: &Modules) -> Option<String> {
    match payload(modules)?.content() {
        payload::Content::Text { text, .. } => Some(text.expose().to_owned()),
        payload::Content::Binary => None,
    }
}

#[test]
fn every_version_and_level_is_read() {
    for version in 1..=40 {
        for level in LEVELS {
            let written = if version < 5 {
                "otp 42"
            } else {
                "otpauth://totp/a?secret=0"
            };
            assert_eq!(
                read(&drawn(version, level, written.as_bytes())).as_deref(),
                Some(written),
                "{version} {level:?}"
            );
        }
    }
}

#[test]
fn wrong_bytes_are_corrected_up_to_the_limit_and_never_beyond_into_a_wrong_text() {
    let mut dice = Dice(7);
    let written = "otpauth://totp/GitHub:octavia?secret=JBSWY3DPEHPK3PXP";
    let whole = drawn(5, EcLevel::Q, written.as_bytes());
    let data: Vec<usize> = Version::of_size(whole.size)
        .expect("version 5")
        .patterns()
        .iter()
        .enumerate()
        .filter(|(_, taken)| !**taken)
        .map(|(at, _)| at)
        .collect();
    let mut read_well = 0;
    for round in 0..300 {
        let mut damaged = Modules {
            size: whole.size,
            dark: whole.dark.clone(),
        };
        for _ in 0..round / 4 {
            let at = data[dice.below(data.len())];
            damaged.dark[at] = !damaged.dark[at];
        }
        match read(&damaged) {
            Some(text) => {
                assert_eq!(text, written);
                read_well += 1;
            }
            None => assert!(
                round / 4 > 18,
                "two blocks of 18 correction bytes stand 18 wrong modules"
            ),
        }
    }
    assert!(read_well > 100);
}

#[test]
fn segments_of_every_kind_are_read() {
    for written in [
        "0123456789012",
        "AB-12/$:%",
        "otp Zürich ✓",
        "12345678ABCDEFGHabcdefgh0000000000",
    ] {
        assert_eq!(
            read(&drawn(6, EcLevel::M, written.as_bytes())).as_deref(),
            Some(written)
        );
    }
    assert_eq!(
        read(&drawn(3, EcLevel::M, b"caf\xe9")).as_deref(),
        Some("café"),
        "ISO 8859-1 without a word"
    );
    assert_eq!(
        read(&drawn(3, EcLevel::M, b"ab\x00\x01\xff\x81")),
        None,
        "bytes that are no text"
    );
}

#[test]
fn a_short_name_in_shift_jis_is_not_taken_for_quotation_marks() {
    for (name, encoding) in [
        ("日本語", encoding_rs::SHIFT_JIS),
        ("ひろし", encoding_rs::SHIFT_JIS),
        ("“Zoë”", encoding_rs::WINDOWS_1252),
        ("Почта", encoding_rs::WINDOWS_1251),
        ("中文账户", encoding_rs::GBK),
    ] {
        let link = format!("otpauth://totp/{name}:me?secret=JBSWY3DPEHPK3PXP&issuer={name}");
        let (bytes, _, _) = encoding.encode(&link);
        assert_eq!(read(&drawn(6, EcLevel::L, &bytes)), Some(link));
    }
}

#[test]
fn a_mirrored_code_is_the_transposed_one() {
    let whole = drawn(2, EcLevel::M, b"mirror");
    let mirrored = whole.transposed();
    assert_eq!(read(&mirrored), None);
    assert_eq!(read(&mirrored.transposed()).as_deref(), Some("mirror"));
}

#[test]
fn random_modules_are_no_text() {
    let mut dice = Dice(1);
    for round in 0..200 {
        let size = 21 + 4 * (round % 40);
        let dark = Zeroizing::new((0..size * size).map(|_| dice.below(2) == 0).collect());
        assert_eq!(read(&Modules { size, dark }), None);
    }
}
