//! Texts as people enrol them, and their modules.

use qrcode::{Color, EcLevel, QrCode};

use super::dice::Dice;

const ISSUERS: [&str; 12] = [
    "GitHub",
    "Google",
    "ACME Co",
    "Hetzner",
    "Proton",
    "Example",
    "GitLab",
    "Nextcloud",
    "PyPI",
    "Fastmail",
    "AWS",
    "Mastodon",
];
const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Modules of a code.
#[derive(Clone)]
pub struct Code {
    pub size: usize,
    pub dark: Vec<bool>,
    pub text: String,
}

impl Code {
    pub fn of(text: String, level: EcLevel) -> Self {
        Self::of_bytes(text.clone().as_bytes(), text, level)
    }

    /// A code of raw bytes that mean `text`.
    pub fn of_bytes(bytes: &[u8], text: String, level: EcLevel) -> Self {
        let code = QrCode::with_error_correction_level(bytes, level).expect("the text fits");
        Self::from(&code, text)
    }

    pub fn from(code: &QrCode, text: String) -> Self {
        Self {
            size: code.width(),
            dark: code
                .to_colors()
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
            text,
        }
    }

    /// A usual enrolment code.
    pub fn usual(dice: &mut Dice) -> Self {
        let level = dice.pick(&[EcLevel::L, EcLevel::M, EcLevel::M, EcLevel::Q]);
        Self::of(uri(dice), level)
    }

    /// One that stands some damage.
    pub fn sturdy(dice: &mut Dice) -> Self {
        Self::of(uri(dice), dice.clone_level())
    }

    /// A part of an export of many accounts: version 15 to 25.
    pub fn migration(dice: &mut Dice) -> Self {
        let length = dice.range(440, 1150);
        let data: String = (0..length).map(|_| char::from(dice.pick(BASE64))).collect();
        Self::of(
            format!("otpauth-migration://offline?data={data}%3D"),
            EcLevel::L,
        )
    }

    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        self.dark[row * self.size + column]
    }

    /// Whether a module belongs to a finder pattern.
    pub fn is_finder(&self, column: usize, row: usize) -> bool {
        let far = self.size - 7;
        (column < 7 && (row < 7 || row >= far)) || (column >= far && row < 7)
    }

    pub fn mirrored(mut self) -> Self {
        for row in self.dark.chunks_exact_mut(self.size) {
            row.reverse();
        }
        self
    }
}

impl Dice {
    fn clone_level(&mut self) -> EcLevel {
        self.pick(&[EcLevel::Q, EcLevel::H, EcLevel::H])
    }
}

/// An otpauth URI of a usual length.
pub fn uri(dice: &mut Dice) -> String {
    let issuer = dice.pick(&ISSUERS);
    let length = dice.pick(&[16, 26, 32, 32, 52]);
    let secret: String = (0..length).map(|_| char::from(dice.pick(BASE32))).collect();
    let number = dice.range(1, 9999);
    let label = issuer.replace(' ', "%20");
    let more = if dice.chance(0.5) {
        "&algorithm=SHA1&digits=6&period=30"
    } else {
        ""
    };
    format!(
        "otpauth://totp/{label}:user{number}%40example.org?secret={secret}&issuer={label}{more}"
    )
}
