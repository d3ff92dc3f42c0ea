//! Codes written segment by segment: parts of a series, every character set by its number, every mode.

use encoding_rs::Encoding;
use qrcode::bits::Bits;
use qrcode::types::QrResult;
use qrcode::{Color, EcLevel, Version, canvas, ec};

use super::canvas::{Canvas, Style, WHITE};
use super::code::{Code, uri};
use super::dice::Dice;
use super::sample::{Sample, alone, sample};

/// Bits of a code of one version, in the making.
struct Written {
    version: Version,
    bits: Vec<bool>,
}

impl Written {
    fn number(&mut self, value: usize, width: usize) {
        self.bits
            .extend((0..width).rev().map(|bit| value >> bit & 1 == 1));
    }

    /// What the crate writes.
    fn segment(&mut self, push: impl FnOnce(&mut Bits) -> QrResult<()>) {
        let mut bits = Bits::new(self.version);
        push(&mut bits).expect("it fits");
        let count = bits.len();
        let bytes = bits.into_bytes();
        self.bits
            .extend((0..count).map(|at| bytes[at / 8] >> (7 - at % 8) & 1 == 1));
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.segment(|bits| bits.push_byte_data(bytes));
    }

    /// Chinese by rows and cells (GB/T 18284): thirteen bits a letter.
    fn hanzi(&mut self, text: &str) {
        let (bytes, _, _) = encoding_rs::GBK.encode(text);
        let Version::Normal(version) = self.version else {
            return;
        };
        self.number(0b1101, 4);
        self.number(1, 4);
        let width = match version {
            ..=9 => 8,
            10..=26 => 10,
            _ => 12,
        };
        self.number(bytes.len() / 2, width);
        for pair in bytes.chunks_exact(2) {
            let (row, cell) = (usize::from(pair[0]), usize::from(pair[1]));
            let first = if row < 0xb0 { 0xa1 } else { 0xa6 };
            self.number((row - first) * 0x60 + cell - 0xa1, 13);
        }
    }

    fn into_code(mut self, text: String, level: EcLevel, room: usize) -> Code {
        let end = (self.bits.len() + 4).min(room).next_multiple_of(8);
        self.bits.resize(end, false);
        let byte = |bits: &[bool]| bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
        let mut bytes: Vec<u8> = self.bits.chunks(8).map(byte).collect();
        let padding = [0xec, 0x11].into_iter().cycle();
        bytes.extend(padding.take(room / 8 - bytes.len()));
        let (data, correction) =
            ec::construct_codewords(&bytes, self.version, level).expect("it fits");
        let mut drawn = canvas::Canvas::new(self.version, level);
        drawn.draw_all_functional_patterns();
        drawn.draw_data(&data, &correction);
        let colours = drawn.apply_best_mask().into_colors();
        Code {
            size: colours.len().isqrt(),
            dark: colours
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
            text,
        }
    }
}

/// The smallest code that holds what is written.
fn code(text: String, level: EcLevel, write: &dyn Fn(&mut Written)) -> Code {
    for version in (1..=40).map(Version::Normal) {
        let mut written = Written {
            version,
            bits: Vec::new(),
        };
        write(&mut written);
        let room = Bits::new(version).max_len(level).expect("a version");
        if written.bits.len() <= room {
            return written.into_code(text, level, room);
        }
    }
    panic!("it does not fit")
}

pub fn series_in_order(dice: &mut Dice) -> Sample {
    let (parts, text) = series(dice);
    page(dice, &parts, vec![text])
}

pub fn series_out_of_order(dice: &mut Dice) -> Sample {
    let (mut parts, text) = series(dice);
    for at in (1..parts.len()).rev() {
        // The last one never stays where it was.
        let other = dice.range(0, if at + 1 == parts.len() { at } else { at + 1 });
        parts.swap(at, other);
    }
    page(dice, &parts, vec![text])
}

pub fn series_without_a_part(dice: &mut Dice) -> Sample {
    let (mut parts, _) = series(dice);
    parts.remove(dice.range(0, parts.len()));
    page(dice, &parts, Vec::new())
}

/// A text cut into two to six codes (structured append), anywhere: in the middle of a letter too.
fn series(dice: &mut Dice) -> (Vec<Code>, String) {
    let text = uri(dice).replace("user", "usér");
    let of = dice.range(2, 7);
    let parity = text.bytes().fold(0, |sum, byte| sum ^ byte);
    let level = dice.pick(&[EcLevel::L, EcLevel::M]);
    let mut cuts: Vec<usize> = (1..of).map(|part| part * text.len() / of).collect();
    for cut in &mut cuts {
        *cut = *cut + dice.range(0, 9) - 4;
    }
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([text.len()]);
    let parts = starts.zip(ends).enumerate().map(|(at, (start, end))| {
        code(text.clone(), level, &|written| {
            written.number(0b0011, 4);
            written.number(at, 4);
            written.number(of - 1, 4);
            written.number(usize::from(parity), 8);
            written.bytes(&text.as_bytes()[start..end]);
        })
    });
    (parts.collect(), text.clone())
}

/// Codes beside and below each other.
fn page(dice: &mut Dice, codes: &[Code], texts: Vec<String>) -> Sample {
    let module = dice.range(3, 7);
    let cell = codes.iter().map(|code| code.size + 8).max().unwrap_or(0) * module;
    let columns = dice.range(1, codes.len() + 1);
    let rows = codes.len().div_ceil(columns);
    let mut canvas = Canvas::filled(columns * cell, rows * cell, WHITE);
    for (at, code) in codes.iter().enumerate() {
        let place = |at: usize| (at * cell + 4 * module) as f32;
        let module = module as f32;
        let (left, top) = (place(at % columns), place(at / columns));
        canvas.place(code, left, top, (module, module), &Style::default());
    }
    if dice.chance(0.5) {
        canvas.blur(dice.float(0.2, 0.4) * module as f32);
        canvas.contrast(40.0, 220.0);
        canvas.noise(dice, 5.0);
    }
    Sample {
        bytes: canvas.png(),
        extension: "png",
        texts,
    }
}

/// Numbers of character sets (AIM ECI assignments), the set's name, and a name written in it. Without a label: by hand.
const SETS: [(u32, &str, &str); 29] = [
    (0, "cp437", "Zürich Müller"),
    (3, "windows-1252", "Crédit Agricole"),
    (4, "iso-8859-2", "Żółw Łódź"),
    (5, "iso-8859-3", "Ħal Ċentru"),
    (6, "iso-8859-4", "Šiauļi Ņem"),
    (7, "iso-8859-5", "Сбербанк"),
    (8, "iso-8859-6", "البنك الاهلي"),
    (9, "iso-8859-7", "Τράπεζα Ελλάδος"),
    (10, "iso-8859-8", "בנק לאומי"),
    (11, "windows-1254", "İş Bankası"),
    (12, "iso-8859-10", "Þórður Ŋ"),
    (13, "windows-874", "ธนาคารกรุงไทย"),
    (15, "iso-8859-13", "Šiaulių bankas"),
    (16, "iso-8859-14", "Ŵyn Ŷ"),
    (17, "iso-8859-15", "Crédit €"),
    (18, "iso-8859-16", "Banca Română Ț"),
    (20, "shift_jis", "日本銀行:口座"),
    (21, "windows-1250", "Łódź Bank"),
    (22, "windows-1251", "Альфа-Банк"),
    (23, "windows-1252", "Müller €"),
    (24, "windows-1256", "البنك الاهلي"),
    (25, "utf-16be", "Банк 日本"),
    (26, "utf-8", "🔐 vault"),
    (28, "big5", "台灣銀行"),
    (29, "gbk", "中国银行"),
    (30, "euc-kr", "국민은행"),
    (32, "gb18030", "中国银行"),
    (33, "utf-16le", "Банк 日本"),
    (34, "utf-32be", "Банк 日本"),
];

/// Any character set that has a number.
pub fn numbered_charset(dice: &mut Dice) -> Sample {
    let (number, set, name) = dice.pick(&SETS);
    let text = link(dice, name);
    let bytes = encoded(set, &text);
    let code = code(text, EcLevel::M, &|written| {
        written.segment(|bits| bits.push_eci_designator(number));
        written.bytes(&bytes);
    });
    drawn(dice, code)
}

fn link(dice: &mut Dice, name: &str) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let secret: String = (0..16).map(|_| char::from(dice.pick(letters))).collect();
    format!("otpauth://totp/{name}?secret={secret}&issuer={name}")
}

fn encoded(set: &str, text: &str) -> Vec<u8> {
    match set {
        "cp437" => text
            .chars()
            .map(|letter| if letter == 'ü' { 0x81 } else { letter as u8 })
            .collect(),
        "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-32be" => text
            .chars()
            .flat_map(|letter| u32::from(letter).to_be_bytes())
            .collect(),
        _ => {
            let set = Encoding::for_label(set.as_bytes()).expect("a label of the web");
            let (bytes, _, has_failed) = set.encode(text);
            assert!(!has_failed, "{text} cannot be written in {}", set.name());
            bytes.into_owned()
        }
    }
}

/// Digits, capitals, bytes, kanji, hanzi, and several modes in one code.
pub fn modes(dice: &mut Dice) -> Sample {
    let capitals = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let some = |dice: &mut Dice, letters: &[u8]| -> String {
        let length = dice.range(8, 90);
        (0..length)
            .map(|_| char::from(dice.pick(letters)))
            .collect()
    };
    let kanji = dice.pick(&["日本銀行口座", "東京都港区赤坂", "認証番号"]);
    let hanzi = dice.pick(&["中国银行", "北京市朝阳区", "动态口令"]);
    let level = dice.pick(&[EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H]);
    let code = match dice.range(0, 6) {
        0 => {
            let text = some(dice, &capitals[..10]);
            code(text.clone(), level, &|written| {
                written.segment(|bits| bits.push_numeric_data(text.as_bytes()));
            })
        }
        1 => {
            let text = some(dice, capitals);
            code(text.clone(), level, &|written| {
                written.segment(|bits| bits.push_alphanumeric_data(text.as_bytes()));
            })
        }
        2 => {
            let text = uri(dice);
            code(text.clone(), level, &|written| {
                written.bytes(text.as_bytes());
            })
        }
        3 => code(kanji.to_owned(), level, &|written| {
            written.segment(|bits| bits.push_kanji_data(&encoded("shift_jis", kanji)));
        }),
        4 => code(hanzi.to_owned(), level, &|written| written.hanzi(hanzi)),
        _ => {
            let text = link(dice, kanji);
            let (before, rest) = text.split_once(kanji).expect("the name is in it");
            let (middle, after) = rest.split_once(kanji).expect("twice");
            code(text.clone(), level, &|written| {
                written.bytes(before.as_bytes());
                for next in [middle, after] {
                    written.segment(|bits| bits.push_kanji_data(&encoded("shift_jis", kanji)));
                    written.bytes(next.as_bytes());
                }
            })
        }
    };
    drawn(dice, code)
}

fn drawn(dice: &mut Dice, code: Code) -> Sample {
    let module = dice.range(3, 8) as f32;
    let mut canvas = alone(&code, module, &Style::default(), WHITE);
    if dice.chance(0.5) {
        canvas.blur(0.35 * module);
        canvas.noise(dice, 6.0);
    }
    sample(&canvas, code.text)
}
