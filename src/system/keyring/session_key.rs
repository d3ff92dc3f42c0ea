//! The key agreement of the Secret Service (its API, "Transfer of Secrets"): Diffie-Hellman in the 1024-bit group of
//! RFC 2409 section 6.2, HKDF with SHA-256 (RFC 5869), AES-128 in CBC mode with PKCS #7 padding.

use aes::Aes128;
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use hkdf::Hkdf;
use num_bigint::BigUint;
use sha2::Sha256;
use zeroize::Zeroizing;

/// What the service calls it.
pub(super) const ALGORITHM: &str = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

/// Length of the group's numbers in bytes.
const GROUP: usize = 128;

const PRIME: &[u8] = b"FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD\
EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117\
C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF";

/// Our half of the agreement, for one connection.
pub(super) struct PrivateKey {
    exponent: BigUint,
    prime: BigUint,
}

impl PrivateKey {
    /// From the system's random source. An exponent of 256 bits is beyond the strength of the group (RFC 7919
    /// section 5.2), and costs a quarter of one as long as the prime.
    pub(super) fn new(random: &Zeroizing<[u8; 32]>) -> Option<Self> {
        Some(Self {
            exponent: BigUint::from_bytes_be(random.as_slice()),
            prime: BigUint::parse_bytes(PRIME, 16)?,
        })
    }

    /// For the service.
    pub(super) fn public(&self) -> Vec<u8> {
        let public = BigUint::from(2_u8).modpow(&self.exponent, &self.prime);
        public.to_bytes_be()
    }

    /// With the service's half. `None` for 0, 1 and -1, whose powers everybody knows, and for what is no number
    /// of the group.
    pub(super) fn agree(&self, theirs: &[u8]) -> Option<SessionKey> {
        let theirs = BigUint::from_bytes_be(theirs);
        let least = BigUint::from(2_u8);
        if theirs < least || theirs > &self.prime - least {
            return None;
        }
        let shared = Zeroizing::new(theirs.modpow(&self.exponent, &self.prime).to_bytes_be());
        let mut padded = Zeroizing::new([0; GROUP]);
        padded
            .get_mut(GROUP.checked_sub(shared.len())?..)?
            .copy_from_slice(&shared);
        let mut key = Zeroizing::new([0; 16]);
        Hkdf::<Sha256>::new(None, padded.as_slice())
            .expand(&[], key.as_mut_slice())
            .ok()?;
        Some(SessionKey(key))
    }
}

/// What secrets are encrypted with on their way over the bus.
pub(super) struct SessionKey(Zeroizing<[u8; 16]>);

impl SessionKey {
    /// `None` when it was not encrypted with this key.
    pub(super) fn decrypt(&self, iv: &[u8], encrypted: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let cipher = Decryptor::<Aes128>::new_from_slices(self.0.as_slice(), iv).ok()?;
        let mut bytes = Zeroizing::new(encrypted.to_vec());
        let length = cipher.decrypt_padded::<Pkcs7>(&mut bytes).ok()?.len();
        bytes.truncate(length);
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn private(byte: u8) -> PrivateKey {
        PrivateKey::new(&Zeroizing::new([byte; 32])).expect("a prime")
    }

    #[test]
    fn both_sides_agree() {
        let (one, other) = (private(7), private(200));
        let here = one.agree(&other.public()).expect("a key");
        let there = other.agree(&one.public()).expect("a key");
        assert_eq!(here.0, there.0);
        let third = private(8).agree(&one.public()).expect("a key");
        assert_ne!(here.0, third.0);
    }

    /// Worked out with Python's `pow` and `hmac`, and `openssl enc -aes-128-cbc`.
    #[test]
    fn the_key_is_the_one_that_others_compute() {
        let key = private(7).agree(&private(200).public()).expect("a key");
        assert_eq!(
            data_encoding::HEXLOWER.encode(key.0.as_slice()),
            "00a224c9906d79130d3a09fb98abaf2c"
        );
        let encrypted = data_encoding::HEXLOWER
            .decode(b"dcb73d7f3e012f3a6ec343c40260a0caee683882e70c4ec41b9c469bea422693")
            .expect("hex");
        let text = key.decrypt(&[9; 16], &encrypted).expect("text");
        assert_eq!(text.as_slice(), b"AGE-SECRET-KEY-1TEST");
    }

    #[test]
    fn numbers_that_give_the_key_away_are_refused() {
        let key = private(7);
        let prime = BigUint::parse_bytes(PRIME, 16).expect("a number");
        for theirs in [
            BigUint::from(0_u8),
            BigUint::from(1_u8),
            &prime - 1_u8,
            prime.clone(),
            &prime + 5_u8,
        ] {
            assert!(key.agree(&theirs.to_bytes_be()).is_none());
        }
        assert!(key.agree(&[]).is_none());
        assert!(key.agree(&[255; 4096]).is_none());
    }

    #[test]
    fn what_was_changed_on_the_way_is_no_text() {
        let key = private(7).agree(&private(200).public()).expect("a key");
        assert!(key.decrypt(&[9; 16], &[1; 32]).is_none());
        assert!(key.decrypt(&[9; 16], &[1; 31]).is_none());
        assert!(key.decrypt(&[9; 16], &[]).is_none());
        assert!(key.decrypt(&[9; 15], &[1; 32]).is_none());
    }
}
