//! `otp status` says what is true.

use crate::home::Home;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";

#[test]
fn status_tells_what_would_open_the_vault_now() {
    let home = Home::with_accounts(&[GITHUB]);
    let status = |arguments: &[&str]| home.run(arguments.iter().chain(&["status"]), b"");
    assert_eq!(home.otp(["status"]).code, 0);
    let run = status(&[]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stdout.contains("the passphrase, asked"), "{run:?}");
    home.write(
        "stranger.txt",
        otp::vault::keys::DeviceKey::generate()
            .line()
            .expose()
            .as_bytes(),
    );
    for (file, why) in [
        ("missing.txt", "does not exist"),
        ("stranger.txt", "does not open this vault"),
        (".local/state/otp/identity.age", "asks for its passphrase"),
    ] {
        let run = status(&["--identity", file]);
        assert_eq!(run.code, 5, "{run:?}");
        assert!(run.stdout.contains(why), "{run:?}");
        assert!(!run.stdout.contains("asked for each time"), "{run:?}");
    }
    std::fs::remove_file(home.path(".local/state/otp/identity.age")).expect("removed");
    let run = status(&[]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stdout.contains("nothing that is here"), "{run:?}");
}
