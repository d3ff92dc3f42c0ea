//! Challenge: a random code that is sent to somebody and comes back once. What a session is, how its code is drawn and
//! kept, and what may still happen to it: values alone, no clock and no files.

mod destination;
mod message;

pub use destination::{Destination, DestinationError};
pub use message::{LANGUAGES, TemplateError, filled, template, template_in};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::tries::{Limits, Tries};
use super::{Code, Timestamp};

/// The longest that a code may live, in milliseconds.
pub const MAX_LIFE: u64 = 30 * 60_000;

/// Messages that one destination gets in any minute at the most.
pub const SENDS_PER_MINUTE: u32 = 5;

/// A clock that was set back further than this makes sessions of the future, which nobody can trust.
const CLOCK_SLACK: u64 = 60_000;

/// What codes are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// 0 to 9.
    Digits,
    /// Capitals and digits without those that are mistaken for each other: 0 and O, 1, I and L.
    Mixed,
}

impl Alphabet {
    const fn letters(self) -> &'static [u8] {
        match self {
            Self::Digits => b"0123456789",
            Self::Mixed => b"23456789ABCDEFGHJKMNPQRSTUVWXYZ",
        }
    }

    /// A code of so many letters, each equally likely. `random` fills a buffer.
    pub fn draw(self, length: usize, random: &mut dyn FnMut(&mut [u8])) -> Code {
        let letters = self.letters();
        // Bytes behind the last whole round would make the first letters likelier.
        let rounds = 256 / letters.len() * letters.len();
        let mut text = Zeroizing::new(String::with_capacity(length));
        let mut bytes = Zeroizing::new([0_u8; 32]);
        while text.len() < length {
            random(&mut *bytes);
            let fair = bytes.iter().map(|byte| usize::from(*byte));
            let drawn = fair.filter(|byte| *byte < rounds);
            let drawn = drawn.map(|byte| char::from(letters[byte % letters.len()]));
            let missing = length - text.len();
            text.extend(drawn.take(missing));
        }
        Code::typed(&text)
    }
}

/// Names a session: 128 random bits as 26 letters. The caller alone has it; what is stored is made from it, so that a
/// copy of the state folder tells neither codes nor ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionId(String);

impl SessionId {
    /// From 128 random bits.
    pub fn from_random(mut bits: u128) -> Self {
        let letter = |_| {
            let letter = b"abcdefghijklmnopqrstuvwxyz234567"[(bits & 31) as usize];
            bits >>= 5;
            char::from(letter)
        };
        Self((0..26).map(letter).collect())
    }

    /// As it was typed; `None` for what is no id of any session.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let is_letter = |byte: u8| matches!(byte, b'a'..=b'z' | b'2'..=b'7');
        (text.len() == 26 && text.bytes().all(is_letter)).then_some(Self(text))
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the session is filed under.
    pub fn file_stem(&self) -> String {
        let digest = Sha256::digest(["otp challenge ", &self.0].concat());
        data_encoding::HEXLOWER.encode(&digest[..16])
    }
}

/// The key of this device that hashes codes and destinations, wiped on drop.
pub struct HashKey(Zeroizing<[u8; 32]>);

impl HashKey {
    /// From its bytes; `None` when they are not 32.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        <[u8; 32]>::try_from(bytes)
            .ok()
            .map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// What is kept of a code: nobody finds it by trying all codes without both this key and the id.
    pub fn hash_of_code(&self, id: &SessionId, code: &Code) -> [u8; 32] {
        self.hash(&[b"code", id.as_str().as_bytes(), code.as_str().as_bytes()])
    }

    /// What a destination is counted under.
    pub fn hash_of_destination(&self, destination: &Destination) -> String {
        let hash = self.hash(&[b"to", destination.counted_as().as_bytes()]);
        data_encoding::HEXLOWER.encode(&hash[..16])
    }

    fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        let Ok(mut hmac) = Hmac::<Sha256>::new_from_slice(&*self.0) else {
            // HMAC takes keys of any length.
            return [0; 32];
        };
        for part in parts {
            hmac.update(part);
            hmac.update(&[0]);
        }
        hmac.finalize().into_bytes().into()
    }
}

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Stored, and perhaps on its way: whoever stored it never came to tell the id.
    Unsent,
    /// On its way to the person.
    Sent,
    /// Its code came back.
    Approved,
}

/// What a session says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// A code may still come.
    Pending,
    /// It came. That is decided once.
    Approved,
    /// It never will: too many were wrong, or it is too late.
    Rejected,
}

/// A code that was sent to somebody, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Session {
    /// The keyed hash of the code.
    #[serde(with = "hexadecimal")]
    pub code: [u8; 32],
    /// What its destination is counted under.
    pub destination: String,
    /// How it was delivered.
    pub channel: String,
    /// When it was made.
    pub made: Timestamp,
    /// From when on nothing is approved.
    pub expires: Timestamp,
    /// How far it has come.
    pub stage: Stage,
    /// How often a code was tried.
    pub tries: Tries,
}

/// A hash as it is stored.
mod hexadecimal {
    use data_encoding::HEXLOWER;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(hash: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&HEXLOWER.encode(hash))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(from)?;
        let hash = HEXLOWER.decode(text.as_bytes()).map_err(D::Error::custom)?;
        hash.try_into().map_err(|_| D::Error::custom("not a hash"))
    }
}

/// Why a code is not even compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// There was a decision.
    Decided,
    /// Too many tries in this minute; so many milliseconds are left.
    TooEarly(u64),
}

impl Session {
    /// Whether a code may still come.
    pub fn status(&self, now: Timestamp) -> Status {
        let is_of_now = self.made.millis() <= now.millis().saturating_add(CLOCK_SLACK);
        match self.stage {
            Stage::Approved => Status::Approved,
            Stage::Sent if self.is_open() && is_of_now && now < self.expires => Status::Pending,
            _ => Status::Rejected,
        }
    }

    /// Tries are left. A cool-down that began never ends here: a session is decided once.
    fn is_open(&self) -> bool {
        self.tries.cooling_since.is_none()
    }

    /// Counts a try. It must be kept before [`Self::decide`] is asked.
    pub fn begin(&mut self, now: Timestamp, limits: Limits) -> Result<(), Closed> {
        if self.status(now) != Status::Pending {
            return Err(Closed::Decided);
        }
        self.tries.begin(now, limits).map_err(Closed::TooEarly)
    }

    /// Compares. A code that is right decides the session.
    pub fn decide(&mut self, hash: &[u8; 32]) -> bool {
        let is_right = bool::from(self.code.ct_eq(hash)) && self.stage == Stage::Sent;
        if is_right {
            self.stage = Stage::Approved;
            self.tries.cooling_since = None;
        }
        is_right
    }
}

/// What is remembered of a destination, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Counted {
    /// Messages that were sent there.
    pub sends: Tries,
    /// Codes that were tried, in all of its sessions: another session must not bring more tries.
    pub guesses: Tries,
}

impl Counted {
    /// Counts a message, or says how many milliseconds it is too early.
    pub fn send(&mut self, now: Timestamp, limits: Limits) -> Result<(), u64> {
        self.guesses.follow(now);
        if let Some(left) = self.guesses.cooling(now, limits) {
            return Err(left);
        }
        let sends = Limits {
            tries: u32::MAX,
            cool_down: 0,
            per_minute: SENDS_PER_MINUTE,
        };
        self.sends.begin(now, sends)
    }

    /// Counts a try at one of its codes.
    pub fn guess(&mut self, now: Timestamp, limits: Limits) {
        let any = Limits {
            per_minute: u32::MAX,
            ..limits
        };
        // Whether there is one left is for the session to say.
        let _ = self.guesses.begin(now, any);
    }

    /// The person has the code: what was tried before was a mistake.
    pub fn approve(&mut self) {
        self.guesses.approve();
    }

    /// Nothing that happened there matters any more.
    pub fn is_over(&self, now: Timestamp, limits: Limits) -> bool {
        let longest = limits.cool_down.max(MAX_LIFE);
        let all = self.sends.recent.iter().chain(&self.guesses.recent);
        let since = all.chain(&self.guesses.cooling_since).max();
        since.is_none_or(|since| now.millis().saturating_sub(since.millis()) > longest)
    }
}

#[cfg(test)]
mod tests;
