//! Character sets: what bytes mean by the number a code gives them (AIM ECI assignments), and a guess where it gives none.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, GBK, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5,
    ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_10, ISO_8859_13, ISO_8859_14, ISO_8859_15,
    ISO_8859_16, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1254, WINDOWS_1256,
};
use zeroize::Zeroizing;

/// How bytes are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// The code does not say.
    Unsaid,
    /// ISO 8859-1, with ASCII in it.
    Latin1,
    /// That of the first personal computers (code page 437), or ISO 8859-1: both once had the first numbers.
    Oldest,
    /// UTF-32, the most significant byte first or last.
    Utf32 {
        /// The most significant byte comes first.
        big: bool,
    },
    /// One that the web knows.
    Known(&'static Encoding),
    /// One that nobody here knows, or bytes that are no text at all.
    Unknown,
}

/// Characters 128 to 255 of code page 437.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

impl Charset {
    /// Kanji segments have it.
    pub const SHIFT_JIS: Self = Self::Known(SHIFT_JIS);
    /// Hanzi segments have it.
    pub const GB2312: Self = Self::Known(GBK);

    /// By its ECI number.
    pub fn of_number(number: usize) -> Self {
        let known = match number {
            0..=2 => return Self::Oldest,
            3 | 27 | 170 => return Self::Latin1,
            4 => ISO_8859_2,
            5 => ISO_8859_3,
            6 => ISO_8859_4,
            7 => ISO_8859_5,
            8 => ISO_8859_6,
            9 => ISO_8859_7,
            10 => ISO_8859_8,
            // What the web has for Latin-5 and for Thai differs in control characters only.
            11 => WINDOWS_1254,
            12 => ISO_8859_10,
            13 => WINDOWS_874,
            15 => ISO_8859_13,
            16 => ISO_8859_14,
            17 => ISO_8859_15,
            18 => ISO_8859_16,
            20 => SHIFT_JIS,
            21 => WINDOWS_1250,
            22 => WINDOWS_1251,
            23 => WINDOWS_1252,
            24 => WINDOWS_1256,
            25 => UTF_16BE,
            26 => UTF_8,
            28 => BIG5,
            29 | 31 => GBK,
            30 => EUC_KR,
            32 => GB18030,
            33 => UTF_16LE,
            34 => return Self::Utf32 { big: true },
            35 => return Self::Utf32 { big: false },
            _ => return Self::Unknown,
        };
        Self::Known(known)
    }
}

/// What bytes say.
pub struct Understood {
    /// As text.
    pub text: Zeroizing<String>,
    /// Its character set is a guess.
    pub guessed: bool,
}

/// Bytes as text. `None` if they are none in this character set.
pub fn understood(bytes: &[u8], charset: Charset) -> Option<Understood> {
    let sure = |text: String| Understood {
        text: Zeroizing::new(text),
        guessed: false,
    };
    certain(bytes, charset)
        .map(sure)
        .or_else(|| match charset {
            // Where ISO 8859-1 has control characters others have letters: whoever uses those means another set.
            Charset::Unsaid | Charset::Latin1 => guessed(bytes),
            _ => None,
        })
        .or_else(|| match charset {
            Charset::Unsaid => Some(sure(std::str::from_utf8(bytes).ok()?.to_owned())),
            _ => None,
        })
}

/// What they say without a doubt.
fn certain(bytes: &[u8], charset: Charset) -> Option<String> {
    let has_ascii = match charset {
        Charset::Known(encoding) => encoding.is_ascii_compatible(),
        Charset::Utf32 { .. } => false,
        _ => true,
    };
    if has_ascii && bytes.is_ascii() && !bytes.contains(&0) {
        // Nearly always; in Shift JIS too, for a backslash is one in every URI.
        return Some(std::str::from_utf8(bytes).ok()?.to_owned());
    }
    match charset {
        Charset::Unsaid if bytes.contains(&0) => None,
        Charset::Unsaid => {
            let text = std::str::from_utf8(bytes).ok()?;
            Some(text.trim_start_matches('\u{feff}').to_owned())
        }
        Charset::Latin1 | Charset::Oldest if !has_controls(bytes) => {
            Some(bytes.iter().map(|&byte| char::from(byte)).collect())
        }
        Charset::Latin1 | Charset::Unknown => None,
        Charset::Oldest => bytes
            .iter()
            .map(|&byte| match byte {
                0..=127 => Some(char::from(byte)),
                _ => CP437.chars().nth(usize::from(byte) - 128),
            })
            .collect(),
        Charset::Utf32 { big } => {
            let (units, []) = bytes.as_chunks::<4>() else {
                return None;
            };
            let value = |unit: &[u8; 4]| {
                if big {
                    u32::from_be_bytes(*unit)
                } else {
                    u32::from_le_bytes(*unit)
                }
            };
            units
                .iter()
                .map(|unit| char::from_u32(value(unit)))
                .collect()
        }
        Charset::Known(encoding) => strictly(bytes, encoding),
    }
}

/// Whether there are bytes that mean control characters in ISO 8859-1.
fn has_controls(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, 0x80..=0x9f))
}

fn strictly(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
}

/// Text with control characters in it is no text.
fn is_plausible(text: &str) -> bool {
    let is_odd = |letter: char| letter.is_control() && !letter.is_ascii_whitespace();
    !text.chars().any(is_odd)
}

/// As links are, whatever the names in them.
fn is_mostly_ascii(text: &str) -> bool {
    2 * text.chars().filter(char::is_ascii).count() > text.chars().count()
}

/// Whether all that is not ASCII is kana or kanji as books have them.
fn is_japanese(text: &str) -> bool {
    let is_one = |letter: char| matches!(letter, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
    text.chars()
        .all(|letter| letter.is_ascii() || is_one(letter))
}

/// Whether something beyond ASCII is neither letter nor digit, accents that stand alone among them.
fn has_odd_marks(text: &str) -> bool {
    text.chars()
        .any(|letter| !letter.is_ascii() && !letter.is_alphanumeric())
}

/// What makes the text plausible, by how often letters stand beside each other in the languages written in a set.
/// Letters that hardly anybody uses, as those beyond the first 65,536, are a sign of the wrong set.
fn guessed(bytes: &[u8]) -> Option<Understood> {
    if bytes.contains(&0) {
        // Two bytes a letter, or no text at all.
        return [UTF_16BE, UTF_16LE]
            .into_iter()
            .filter_map(|encoding| strictly(bytes, encoding))
            .find(|text| is_plausible(text) && is_mostly_ascii(text))
            .map(|text| Understood {
                text: Zeroizing::new(text),
                guessed: true,
            });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let likeliest = detector.guess(None, Utf8Detection::Deny);
    // The set that the standard had before others were thought of is the second guess, and the first one where names would
    // be full of quotation marks: too few letters to go by their neighbours.
    let japanese = strictly(bytes, SHIFT_JIS).filter(|text| is_japanese(text));
    let likeliest = strictly(bytes, likeliest);
    let first = match (&likeliest, japanese) {
        (Some(text), Some(japanese)) if has_odd_marks(text) => Some(japanese),
        _ => likeliest,
    };
    let text = first
        .into_iter()
        .chain(strictly(bytes, SHIFT_JIS))
        .find(|text| is_plausible(text) && text.chars().all(|letter| letter <= '\u{ffff}'))?;
    Some(Understood {
        text: Zeroizing::new(text),
        guessed: true,
    })
}
