//! Authenticator Plus' internal database: `SQLCipher` 3, decrypted page by page, and read as what is inside.

use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use zeroize::Zeroizing;

use crate::formats::FileError;
use crate::formats::input::{Inner, Input};
use crate::formats::unlocking::{self, Hash, Key};

/// What `SQLCipher` 3 takes unless it is told otherwise.
const PAGE: usize = 1024;
const SALT: usize = 16;
const ROUNDS: u64 = 64_000;
/// IV, HMAC-SHA-1 and filling at the end of each page.
const RESERVED: usize = 48;
const TAG: usize = 20;
/// Takes the place of the salt, which takes its place in the file.
const MAGIC: &[u8; SALT] = b"SQLite format 3\0";

/// It has no mark at all: the name and the page size must do.
pub fn is_database(input: &Input) -> bool {
    let length = input.bytes().len();
    let is_whole = length > 0 && length.is_multiple_of(PAGE);
    input.text().is_none() && input.has_extension("db") && is_whole
}

pub fn open(input: &Input, password: Option<&[u8]>) -> Result<Inner, FileError> {
    let password = password.ok_or(FileError::NeedPassword)?;
    let salt = input.bytes().get(..SALT).unwrap_or_default();
    let key: Key = unlocking::pbkdf2(Hash::Sha1, password, salt, ROUNDS)?;
    let other_salt: Vec<u8> = salt.iter().map(|byte| byte ^ 0x3a).collect();
    let proof: Key = unlocking::pbkdf2(Hash::Sha1, &*key, &other_salt, 2)?;
    let mut plain = Zeroizing::new(Vec::with_capacity(input.bytes().len()));
    for (number, page) in (1_u32..).zip(input.bytes().chunks_exact(PAGE)) {
        let begin = if number == 1 { SALT } else { 0 };
        let opened = open_page(page.get(begin..).unwrap_or_default(), number, &key, &proof);
        let opened = opened.ok_or(if number == 1 {
            FileError::WrongPassword
        } else {
            FileError::Damaged("a page of it was changed")
        })?;
        if number == 1 {
            plain.extend_from_slice(MAGIC);
        }
        plain.extend_from_slice(&opened);
        plain.extend_from_slice(&[0; RESERVED]);
    }
    Ok(Inner {
        name: "authplus".to_owned(),
        bytes: plain,
    })
}

/// `None` when the page is not what was written with this key.
fn open_page(page: &[u8], number: u32, key: &Key, proof: &Key) -> Option<Zeroizing<Vec<u8>>> {
    let (sealed, rest) = page.split_at_checked(page.len().checked_sub(RESERVED)?)?;
    let (iv, rest) = rest.split_first_chunk::<16>()?;
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&**proof).ok()?;
    mac.update(sealed);
    mac.update(iv);
    mac.update(&number.to_le_bytes());
    mac.verify_slice(rest.get(..TAG)?).ok()?;
    let mut plain = Zeroizing::new(sealed.to_vec());
    cbc::Decryptor::<aes::Aes256>::new((&**key).into(), iv.into())
        .decrypt_padded::<NoPadding>(&mut plain)
        .ok()?;
    Some(plain)
}
