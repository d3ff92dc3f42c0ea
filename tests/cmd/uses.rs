//! Which account was used last is remembered on this device, and nowhere else.

use crate::home::Home;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const MAIL: &str = "otpauth://totp/Mail:octavia?secret=MFZXIZLSNFXWI2LP&issuer=Mail";
const COUNTER: &str =
    "otpauth://hotp/Rfc:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Rfc";

fn home(settings: &str) -> Home {
    let home = Home::with_accounts(&[GITHUB, MAIL, COUNTER]);
    std::fs::create_dir_all(home.path(".config/otp")).expect("a folder");
    let settings = format!("order = \"last-used\"\n{settings}");
    home.write(".config/otp/config.toml", settings.as_bytes());
    home
}

fn names(home: &Home) -> String {
    let run = home.otp(["list", "--names"]);
    assert_eq!(run.code, 0, "{run:?}");
    run.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_last_used_account_comes_first() {
    let home = home("");
    assert_eq!(names(&home), "GitHub:octavia Mail:octavia Rfc:counter");
    let vault = std::fs::read(home.vault()).expect("the vault");
    assert_eq!(home.otp(["code", "mail"]).code, 0);
    assert_eq!(names(&home), "Mail:octavia GitHub:octavia Rfc:counter");
    let after = std::fs::read(home.vault()).expect("the vault");
    assert_eq!(vault, after, "a code that is timed changes no vault");
    // The same for a code that is counted.
    assert_eq!(home.otp(["code", "rfc"]).code, 0);
    assert_eq!(names(&home), "Rfc:counter Mail:octavia GitHub:octavia");
    let plain = home.otp(["backup", "copy.age"]);
    assert_eq!(plain.code, 0, "{plain:?}");
    // Another device knows nothing of it.
    let mut elsewhere = home.command(["--identity", "recovery.txt", "list", "--names"]);
    elsewhere.env("OTP_STATE", home.path("elsewhere"));
    let there = crate::home::finish(elsewhere, b"").stdout;
    assert_eq!(there, "GitHub:octavia\nMail:octavia\nRfc:counter\n");
}

#[test]
fn nothing_is_remembered_when_the_settings_say_so() {
    let home = home("record-use = false\n");
    assert_eq!(home.otp(["code", "mail"]).code, 0);
    assert_eq!(names(&home), "GitHub:octavia Mail:octavia Rfc:counter");
    assert!(!home.path(".local/state/otp/uses.txt").exists());
}

#[cfg(unix)]
#[test]
fn the_note_is_for_its_owner_alone() {
    use std::os::unix::fs::MetadataExt as _;
    let home = home("");
    assert_eq!(home.otp(["code", "mail"]).code, 0);
    let notes = home.path(".local/state/otp/uses.txt");
    let mode = std::fs::metadata(&notes).expect("written").mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(&notes).expect("text");
    assert!(
        !text.contains("Mail") && !text.contains("octavia"),
        "{text}"
    );
}
