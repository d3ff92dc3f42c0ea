//! Key derivation and decryption as the apps' files use them, each with a limit on what a file may ask for.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use super::FileError;

/// A 256-bit key, wiped when it goes.
pub(super) type Key = Zeroizing<[u8; 32]>;
/// What was sealed, wiped when it goes.
pub(super) type Plain = Zeroizing<Vec<u8>>;

/// More rounds of PBKDF2 than any app uses.
const MAX_ROUNDS: u64 = 10_000_000;
/// log2 of the most memory units of scrypt.
const MAX_SCRYPT: u32 = 20;
/// Kibibytes of Argon2: 2 GiB.
const MAX_ARGON2: u64 = 2 << 20;
/// Passes of Argon2.
const MAX_PASSES: u64 = 64;

/// The hash under PBKDF2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

/// PBKDF2 (RFC 8018 section 5.2) for a key of `N` bytes.
pub(super) fn pbkdf2<const N: usize>(
    hash: Hash,
    password: &[u8],
    salt: &[u8],
    rounds: u64,
) -> Result<Zeroizing<[u8; N]>, FileError> {
    if rounds == 0 || rounds > MAX_ROUNDS {
        return Err(FileError::Refused(
            "it asks for too many rounds of key derivation",
        ));
    }
    let rounds = u32::try_from(rounds).unwrap_or(u32::MAX);
    let mut key = Zeroizing::new([0; N]);
    match hash {
        Hash::Sha1 => pbkdf2::pbkdf2_hmac::<sha1::Sha1>(password, salt, rounds, &mut *key),
        Hash::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut *key),
        Hash::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, rounds, &mut *key),
    }
    Ok(key)
}

/// scrypt (RFC 7914) with N = `cost`, a power of two.
pub(super) fn scrypt(
    password: &[u8],
    salt: &[u8],
    (cost, block, lanes): (u64, u64, u64),
) -> Result<Key, FileError> {
    let too_much = FileError::Refused("it asks for too much memory to derive the key");
    let is_allowed = (2..=1 << MAX_SCRYPT).contains(&cost) && block <= 32 && lanes <= 16;
    if !cost.is_power_of_two() || !is_allowed {
        return Err(too_much);
    }
    let log = u8::try_from(cost.trailing_zeros()).unwrap_or_default();
    let (block, lanes) = (
        u32::try_from(block).unwrap_or(0),
        u32::try_from(lanes).unwrap_or(0),
    );
    let params = scrypt::Params::new(log, block, lanes, 32).map_err(|_| too_much)?;
    let mut key = Zeroizing::new([0; 32]);
    scrypt::scrypt(password, salt, &params, &mut *key)
        .map_err(|_| FileError::Damaged("its key cannot be derived"))?;
    Ok(key)
}

/// What Argon2id is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Argon2 {
    pub(super) passes: u64,
    /// In KiB.
    pub(super) memory: u64,
    pub(super) lanes: u64,
}

impl Argon2 {
    /// Argon2id, version 1.3 (RFC 9106).
    pub(super) fn key(self, password: &[u8], salt: &[u8]) -> Result<Key, FileError> {
        if self.memory > MAX_ARGON2 || self.passes > MAX_PASSES || self.lanes > 64 {
            return Err(FileError::Refused(
                "it asks for too much memory to derive the key",
            ));
        }
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let damaged = FileError::Damaged("its key cannot be derived");
        let params = argon2::Params::new(
            small(self.memory),
            small(self.passes),
            small(self.lanes),
            Some(32),
        )
        .map_err(|_| damaged)?;
        let count = params.block_count();
        let mut blocks: Vec<argon2::Block> = Vec::new();
        blocks.try_reserve_exact(count).map_err(|_| {
            FileError::Refused("this machine has too little memory to derive its key")
        })?;
        blocks.resize(count, argon2::Block::default());
        let mut key = Zeroizing::new([0; 32]);
        argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
            .hash_password_into_with_memory(password, salt, &mut *key, &mut blocks)
            .map_err(|_| damaged)?;
        Ok(key)
    }
}

/// SHA-256 as a key.
pub(super) fn sha256(bytes: &[u8]) -> Key {
    Zeroizing::new(Sha256::digest(bytes).into())
}

/// AES-256-GCM with its tag at the end; `None` when the key or a byte is wrong.
pub(super) fn gcm(key: &[u8; 32], nonce: &[u8], sealed: &[u8], bound: &[u8]) -> Option<Plain> {
    let nonce: &[u8; 12] = nonce.try_into().ok()?;
    let cipher = Aes256Gcm::new(key.into());
    let payload = Payload {
        msg: sealed,
        aad: bound,
    };
    cipher
        .decrypt(Nonce::from_slice(nonce), payload)
        .ok()
        .map(Zeroizing::new)
}

/// Seals with AES-256-GCM, the tag at the end.
pub(super) fn gcm_seal(key: &[u8; 32], nonce: &[u8; 12], plain: &[u8]) -> Option<Vec<u8>> {
    let cipher = Aes256Gcm::new(key.into());
    cipher.encrypt(Nonce::from_slice(nonce), plain).ok()
}

/// XChaCha20-Poly1305 with its tag at the end.
pub(super) fn xchacha(key: &[u8; 32], nonce: &[u8], sealed: &[u8]) -> Option<Plain> {
    let nonce: &[u8; 24] = nonce.try_into().ok()?;
    let cipher = chacha20poly1305::XChaCha20Poly1305::new(key.into());
    cipher
        .decrypt(nonce.into(), sealed)
        .ok()
        .map(Zeroizing::new)
}

/// libsodium's secretstream of one message.
pub(super) fn secretstream(key: &[u8; 32], header: &[u8], sealed: &[u8]) -> Option<Plain> {
    let header = crypto_secretstream::Header::try_from(header).ok()?;
    let key = crypto_secretstream::Key::from(*key);
    let mut stream = crypto_secretstream::PullStream::init(header, &key);
    let mut buffer = Zeroizing::new(sealed.to_vec());
    stream.pull(&mut *buffer, &[]).ok()?;
    Some(buffer)
}

/// AES-256-CBC with PKCS #7 padding. It has no proof of its own: bad padding means a wrong key or a damaged file.
pub(super) fn cbc(key: &[u8; 32], iv: &[u8], sealed: &[u8]) -> Option<Plain> {
    let iv: &[u8; 16] = iv.try_into().ok()?;
    let mut buffer = Zeroizing::new(sealed.to_vec());
    let length = cbc::Decryptor::<aes::Aes256>::new(key.into(), iv.into())
        .decrypt_padded::<Pkcs7>(&mut buffer)
        .ok()?
        .len();
    buffer.truncate(length);
    Some(buffer)
}

/// OpenSSL's `EVP_BytesToKey` with MD5 and one round: 32 bytes of key and 16 of IV.
pub(super) fn evp_bytes_to_key(password: &[u8], salt: &[u8]) -> (Key, [u8; 16]) {
    let mut made = Zeroizing::new([0_u8; 48]);
    let mut last = Zeroizing::new(Vec::new());
    for chunk in made.chunks_mut(16) {
        let mut hash = md5::Md5::new();
        hash.update(last.as_slice());
        hash.update(password);
        hash.update(salt);
        chunk.copy_from_slice(&hash.finalize());
        *last = chunk.to_vec();
    }
    let (mut key, mut iv) = (Zeroizing::new([0; 32]), [0; 16]);
    key.copy_from_slice(made.get(..32).unwrap_or_default());
    iv.copy_from_slice(made.get(32..).unwrap_or_default());
    (key, iv)
}
