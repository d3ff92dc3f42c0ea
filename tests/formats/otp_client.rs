//! `OTPClient`'s databases, sealed as its three versions do it; the program itself opens the first of them.

use otp::formats::FileError;
use otp::formats::input::Input;
use otp::formats::password::Password;
use otp::formats::table;

use crate::formats::corners::line;

const FIRST: &[u8] = include_bytes!("otpclient/v1.enc");
const SECOND: &[u8] = include_bytes!("otpclient/v2.enc");
/// From when letters of the password were counted where bytes should have been.
const LETTERS: &[u8] = include_bytes!("otpclient/v2-letters.enc");
const THIRD: &[u8] = include_bytes!("otpclient/v3.enc");

fn read(bytes: &[u8], password: Option<&str>) -> Result<Vec<String>, FileError> {
    let password = password.map(Password::new);
    let read = table::read(
        &Input::new("NewDatabase.enc", bytes),
        None,
        password.as_ref(),
    );
    let import = read.map_err(|failure| failure.error)?;
    assert_eq!(import.format.name, "otpclient");
    let drafts = import.report.drafts.iter().flatten();
    Ok(drafts.map(line).collect())
}

#[test]
fn databases_of_every_version_are_opened() {
    for (bytes, password) in [
        (FIRST, "kelp-otter-19!"),
        (SECOND, "kelp-otter-19!"),
        (LETTERS, "kälp-ötter-19!"),
        (THIRD, "kelp-otter-19!"),
    ] {
        let wanted = [
            "Gitforge:mira@fenwick.test totp SHA1 6 30 []",
            "Nordlys Bank:9482-1177 totp SHA256 8 60 [Money]",
            "Vaultline:tola hotp SHA1 6 41 []",
            "Steam:gaben steam SHA1 5 30 []",
        ];
        assert_eq!(
            read(bytes, Some(password)).as_deref(),
            Ok(&wanted.map(str::to_owned)[..])
        );
        assert_eq!(read(bytes, None), Err(FileError::NeedPassword));
        assert_eq!(read(bytes, Some("wrong")), Err(FileError::WrongPassword));
    }
}

#[test]
fn damaged_and_greedy_databases_are_refused() {
    let failure = |bytes: &[u8]| read(bytes, Some("x")).err();
    assert!(matches!(failure(&THIRD[..60]), Some(FileError::Damaged(_))));
    let mut other = THIRD.to_vec();
    other[12] = 9;
    assert!(matches!(failure(&other), Some(FileError::Damaged(_))));
    let mut greedy = THIRD.to_vec();
    greedy[65] = 0x7f;
    assert!(matches!(failure(&greedy), Some(FileError::Refused(_))));
    let mut changed = THIRD.to_vec();
    changed[100] ^= 1;
    assert_eq!(
        read(&changed, Some("kelp-otter-19!")),
        Err(FileError::WrongPassword)
    );
}
