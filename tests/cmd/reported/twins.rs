//! Accounts that share a secret or a name with another one: asked about, and never mixed up.

use super::{PLAIN, add, rows, says};
use crate::home::Home;

#[test]
fn the_same_secret_with_other_settings_is_asked_about() {
    let one = "otpauth://totp/A:x?secret=JBSWY3DPEHPK3PXPAA";
    for (other, told) in [
        (format!("{one}&digits=8"), "8 digits instead of 6"),
        (format!("{one}&period=60"), "60 s instead of 30"),
        (
            format!("{one}&algorithm=SHA512"),
            "SHA-512 instead of SHA-1",
        ),
        (
            format!("{one}&encoder=steam"),
            "Steam Guard instead of TOTP",
        ),
        (
            one.replace("totp", "hotp") + "&counter=3",
            "HOTP instead of TOTP",
        ),
    ] {
        let two = format!("{one}\n{other}\n");
        let home = Home::with_accounts(&[one]);
        for input in [&two, &other] {
            says(&home.otp_fed(["add", "-"], input.as_bytes()), 8, told);
        }
        assert_eq!(rows(&home).len(), 1);
        let dry = home.otp_fed(["add", "--dry-run", "-"], two.as_bytes());
        says(&dry, 0, "");
        assert!(dry.stdout.contains("is in the vault already\n"), "{dry:?}");
        assert!(dry.stdout.contains("would be asked about"), "{dry:?}");
        assert!(dry.stdout.contains(told), "{dry:?}");
        let dry = home.otp_fed(["add", "--dry-run", "--yes", "-"], two.as_bytes());
        assert!(
            dry.code == 0 && dry.stdout.contains("would be added beside"),
            "{dry:?}"
        );
        says(
            &home.otp_fed(["add", "--yes", "-"], two.as_bytes()),
            0,
            "Added A:x",
        );
        assert_eq!(rows(&home).len(), 2);
        // Within one input too, before anything is there.
        let (empty, run) = add(&["-"], &two);
        says(&run, 8, told);
        assert_eq!(rows(&empty).len(), 0);
    }
    let fob = "otpauth://hotp/A:x?secret=JBSWY3DPEHPK3PXPAA&counter=129";
    let home = Home::with_accounts(&[fob]);
    let ahead = fob.replace("129", "500");
    says(
        &home.otp_fed(["add"], ahead.as_bytes()),
        8,
        "counter 500 instead of 129",
    );
    let behind = fob.replace("129", "5");
    says(
        &home.otp_fed(["add"], behind.as_bytes()),
        0,
        "in the vault already",
    );
}

#[test]
fn twins_within_one_input_are_asked_about() {
    let one = "otpauth://totp/A:x?secret=JBSWY3DPEHPK3PXPAA";
    let two = one.replace("PXPAA", "PXPBB");
    let both = format!("{one}\n{two}\n");
    let (home, run) = add(&["-"], &both);
    says(&run, 8, "A:x comes twice with another secret");
    assert_eq!(rows(&home).len(), 0);
    let (home, run) = add(&["--yes", "-"], &both);
    assert_eq!((run.code, rows(&home).len()), (0, 2), "{run:?}");
}

#[test]
fn nameless_secrets_get_names_of_their_own_and_take_none_along() {
    let (home, run) = add(&["-"], &format!("{PLAIN}\n"));
    says(&run, 0, "otp rename imported NAME");
    let links = "otpauth://totp/?secret=GEZDGNBVGY3TQOJQ\notpauth://totp/B:x?secret=MFZXIZLSNFXWI2LO\notpauth://totp/?secret=NNQXE5LNFVSW2YLO\n";
    let run = home.otp_fed(["add", "-"], links.as_bytes());
    says(&run, 0, "otp rename \"imported 2\" NAME");
    let names = home.otp(["list", "--names"]).stdout;
    assert_eq!(names, "B:x\nimported\nimported 2\nimported 3\n");
    assert_eq!(home.otp(["code", "imported 2"]).code, 0);
}

#[test]
fn a_name_that_another_account_has_is_asked_about() {
    let home = Home::with_accounts(&[
        "otpauth://totp/A:x?secret=JBSWY3DPEHPK3PXP",
        "otpauth://totp/B:y?secret=MFZXIZLSNFXWI2LO",
    ]);
    for arguments in [
        vec!["rename", "B:y", "A:x"],
        vec!["edit", "B:y", "--issuer", "A", "--name", "x"],
    ] {
        says(
            &home.otp(&arguments),
            8,
            "A:x is the name of another account",
        );
    }
    assert_eq!(home.otp(["list", "--names"]).stdout, "A:x\nB:y\n");
    assert_eq!(
        home.otp(["edit", "A:x", "--name", "x", "--note", "n"]).code,
        0
    );
    assert_eq!(home.otp(["rename", "B:y", "A:x", "--yes"]).code, 0);
    assert_eq!(home.otp(["list", "--names"]).stdout, "A:x\nA:x\n");
}
