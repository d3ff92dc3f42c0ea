//! Codes of an account at a timestamp or a counter, with totp-rs behind; only its pure calls are used.

use std::fmt;

use sha2::{Digest, Sha256};
use totp_rs::Builder;
use zeroize::Zeroizing;

use super::{Algorithm, Kind, Otp, Period, Timestamp, motp, yandex};

/// A one-time code. Wiped on drop; `Debug` prints the type name only.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(Zeroizing<String>);

/// A time-based code with all that a person or a script wants to know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedCode {
    /// Valid now.
    pub code: Code,
    /// Valid in the step after.
    pub next: Code,
    /// Length of a step in seconds.
    pub period: u32,
    /// Seconds until `next` takes over, 1 to `period`.
    pub remaining: u32,
    /// First moment of the step.
    pub valid_from: Timestamp,
    /// First moment of the next step.
    pub valid_until: Timestamp,
}

impl Code {
    /// A code as people type it: in groups, in small letters, with a line end behind it. Never an error: what is no
    /// code equals none.
    pub fn typed(text: &str) -> Self {
        let is_meant = |letter: &char| !letter.is_whitespace() && !matches!(letter, '-' | '\0');
        let mut code = Zeroizing::new(String::with_capacity(text.len()));
        code.extend(text.chars().filter(is_meant));
        code.make_ascii_uppercase();
        Self(code)
    }

    /// All letters large: how codes are compared, since people type small ones too.
    pub(super) fn folded(mut self) -> Self {
        self.0.make_ascii_uppercase();
        self
    }

    /// Digits (or letters) as sites want them.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Divided for the eye: `661 763`, `4639 8554`, `123 456 789`; Steam's letters and 5 digits stay whole.
    pub fn grouped(&self) -> Zeroizing<String> {
        let size = match self.0.len() {
            6 | 9 => 3,
            7 | 8 => 4,
            10 => 5,
            _ => return self.0.clone(),
        };
        let mut text = Zeroizing::new(String::with_capacity(self.0.len() + 3));
        for (place, character) in self.0.chars().enumerate() {
            if place > 0 && place % size == 0 {
                text.push(' ');
            }
            text.push(character);
        }
        text
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

impl Otp {
    /// The codes around `at`; `None` for HOTP, whose codes do not depend on time, and where a PIN is missing.
    pub fn at(&self, at: Timestamp) -> Option<TimedCode> {
        if self.lacks_pin() {
            return None;
        }
        let period = self.period()?;
        let step = period.step(at);
        Some(TimedCode {
            code: self.for_counter(step),
            next: self.for_counter(step.saturating_add(1)),
            period: period.seconds(),
            remaining: period.remaining(at),
            valid_from: period.start(at),
            valid_until: period.end(at),
        })
    }

    /// The code of a counter value (HOTP) or of a step number (time-based kinds).
    pub fn for_counter(&self, counter: u64) -> Code {
        let code = self.computed(counter);
        wipe_below();
        code
    }

    /// The same for accounts that give the same codes, whatever their counters say, and for no others.
    pub fn mark(&self, salt: &[u8]) -> u64 {
        let mark = self.marked(salt);
        wipe_below();
        mark
    }

    #[inline(never)]
    fn marked(&self, salt: &[u8]) -> u64 {
        let period = self.period().map_or(0, Period::seconds);
        let mut hash = Sha256::new();
        hash.update(salt);
        hash.update(self.kind().name());
        hash.update([0]);
        hash.update(self.algorithm().name());
        hash.update([0, self.digits().get()]);
        hash.update(period.to_be_bytes());
        hash.update(self.secret().len().to_be_bytes());
        hash.update(self.secret().expose());
        hash.update(self.pin().map_or("", |pin| pin.expose()));
        let mut first = [0; 8];
        first.copy_from_slice(&hash.finalize()[..8]);
        u64::from_be_bytes(first)
    }

    #[inline(never)]
    fn computed(&self, counter: u64) -> Code {
        let pin = self.pin().map_or("", |pin| pin.expose());
        let algorithm = match (self.kind(), self.algorithm()) {
            (Kind::Motp, _) => return Code(motp::code(self.secret().expose(), pin, counter)),
            (Kind::Yandex, _) => return Code(yandex::code(self.secret().expose(), pin, counter)),
            (Kind::Steam, _) => totp_rs::Algorithm::Steam,
            (_, Algorithm::Sha1 | Algorithm::Md5) => totp_rs::Algorithm::SHA1,
            (_, Algorithm::Sha256) => totp_rs::Algorithm::SHA256,
            (_, Algorithm::Sha512) => totp_rs::Algorithm::SHA512,
        };
        let digits = self.digits().get();
        let generator = Builder::new()
            .with_secret(self.secret().expose().to_vec())
            .with_algorithm(algorithm)
            // totp-rs panics for ten digits and more; those are cut from the signature below.
            .with_digits(digits.min(9))
            // With a step of one second its "time" is the counter itself.
            .with_step_duration(1)
            .build_noncompliant();
        if digits < 10 {
            return Code(Zeroizing::new(generator.generate(counter).to_string()));
        }
        let value = dynamic_truncation(generator.sign(counter).as_ref());
        Code(Zeroizing::new(format!("{value:010}")))
    }
}

/// The hashes move the key about on the stack and wipe no copy they left behind: that stays until something else is
/// written there, in an interface that is locked for ever.
#[inline(never)]
fn wipe_below() {
    std::hint::black_box([0_u8; 8192]);
}

/// 31 bits of an HMAC (RFC 4226 section 5.3). They are fewer than 10^10, so ten digits need no modulo.
fn dynamic_truncation(signature: &[u8]) -> u32 {
    let offset = usize::from(signature.last().copied().unwrap_or_default() & 0xf);
    let word = signature
        .iter()
        .skip(offset)
        .take(4)
        .fold(0_u32, |word, &byte| (word << 8) | u32::from(byte));
    word & 0x7fff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Digits, Secret};

    fn otp(key: &[u8], kind: Kind, algorithm: Algorithm, digits: u64) -> Otp {
        let secret = Secret::from_bytes(key.to_vec()).expect("key");
        Otp::new(
            secret,
            kind,
            algorithm,
            Digits::new(digits).expect("digits"),
        )
    }

    const TOTP: Kind = Kind::Totp {
        period: Period::DEFAULT,
    };

    #[test]
    fn rfc_6238_appendix_b() {
        let long = b"1234567890".repeat(7);
        let cases = [
            (59, ["94287082", "46119246", "90693936"]),
            (1_111_111_109, ["07081804", "68084774", "25091201"]),
            (1_111_111_111, ["14050471", "67062674", "99943326"]),
            (1_234_567_890, ["89005924", "91819424", "93441116"]),
            (2_000_000_000, ["69279037", "90698825", "38618901"]),
            (20_000_000_000, ["65353130", "77737706", "47863826"]),
        ];
        for (second, codes) in cases {
            let algorithms = [
                (Algorithm::Sha1, 20),
                (Algorithm::Sha256, 32),
                (Algorithm::Sha512, 64),
            ];
            for ((algorithm, length), wanted) in algorithms.into_iter().zip(codes) {
                let found =
                    otp(&long[..length], TOTP, algorithm, 8).at(Timestamp::from_seconds(second));
                assert_eq!(
                    found.expect("timed").code.as_str(),
                    wanted,
                    "{algorithm:?} at {second}"
                );
            }
        }
    }

    #[test]
    fn rfc_4226_appendix_d() {
        let wanted = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ];
        let hotp = otp(
            b"12345678901234567890",
            Kind::Hotp { counter: 0 },
            Algorithm::Sha1,
            6,
        );
        for (counter, code) in (0..).zip(wanted) {
            assert_eq!(hotp.for_counter(counter).as_str(), code);
        }
        assert_eq!(hotp.at(Timestamp::default()), None);
    }

    #[test]
    fn ten_digits_are_the_whole_31_bits() {
        // RFC 4226 appendix D, column "Decimal" for counts 0 and 2.
        let hotp = otp(
            b"12345678901234567890",
            Kind::Hotp { counter: 0 },
            Algorithm::Sha1,
            10,
        );
        assert_eq!(hotp.for_counter(0).as_str(), "1284755224");
        assert_eq!(hotp.for_counter(2).as_str(), "0137359152");
        assert_eq!(hotp.for_counter(u64::MAX).as_str().len(), 10);
    }

    #[test]
    fn every_length_is_the_tail_of_the_longest() {
        for algorithm in [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512] {
            let longest = otp(b"asteriodin", TOTP, algorithm, 10).for_counter(77);
            for digits in 4..=9 {
                let code = otp(b"asteriodin", TOTP, algorithm, digits).for_counter(77);
                assert!(
                    longest.as_str().ends_with(code.as_str()),
                    "{digits} {algorithm:?}"
                );
            }
        }
    }

    #[test]
    fn a_step_knows_its_bounds_and_the_next_code() {
        let totp = otp(b"12345678901234567890", TOTP, Algorithm::Sha1, 8);
        let now = totp.at(Timestamp::from_millis(59_500)).expect("timed");
        assert_eq!((now.period, now.remaining), (30, 1));
        assert_eq!(
            (now.valid_from.seconds(), now.valid_until.seconds()),
            (30, 60)
        );
        assert_eq!(
            Some(now.next),
            totp.at(now.valid_until).map(|then| then.code)
        );
    }

    #[test]
    fn codes_are_grouped_for_the_eye() {
        let grouped = |text: &str| Code(Zeroizing::new(text.to_owned())).grouped().to_string();
        assert_eq!(grouped("661763"), "661 763");
        assert_eq!(grouped("46398554"), "4639 8554");
        assert_eq!(grouped("123456789"), "123 456 789");
        assert_eq!(grouped("1234567"), "1234 567");
        assert_eq!(grouped("1284755224"), "12847 55224");
        assert_eq!(grouped("G7K2Q"), "G7K2Q");
        assert_eq!(
            format!("{:?}", Code(Zeroizing::new("661763".to_owned()))),
            "Code"
        );
    }

    #[test]
    fn a_mark_is_that_of_accounts_with_the_same_codes() {
        let timed = |seconds| Kind::Totp {
            period: Period::new(seconds).expect("a period"),
        };
        let of = |key: &[u8], kind, algorithm, digits| otp(key, kind, algorithm, digits).mark(b"s");
        let known = of(b"key", timed(30), Algorithm::Sha1, 6);
        assert_eq!(known, of(b"key", timed(30), Algorithm::Sha1, 6));
        let other = otp(b"key", timed(30), Algorithm::Sha1, 6).mark(b"t");
        let counted = |counter| of(b"key", Kind::Hotp { counter }, Algorithm::Sha1, 6);
        assert_eq!(counted(1), counted(2));
        for differs in [
            other,
            counted(1),
            of(b"yek", timed(30), Algorithm::Sha1, 6),
            of(b"key", timed(60), Algorithm::Sha1, 6),
            of(b"key", timed(30), Algorithm::Sha256, 6),
            of(b"key", timed(30), Algorithm::Sha1, 8),
        ] {
            assert_ne!(known, differs);
        }
    }
}
