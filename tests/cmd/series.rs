//! Codes that hold a part of a text each, and codes in other character sets, on the command line.

use std::path::Path;

use crate::home::Home;

const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// A home with a vault and samples in it.
fn home(samples: &[&str]) -> Home {
    let home = Home::with_vault();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/qr/samples");
    for sample in samples {
        home.write(
            sample,
            &std::fs::read(folder.join(sample)).expect("a sample"),
        );
    }
    home
}

#[test]
fn parts_of_a_text_are_joined_in_any_order_across_pictures() {
    let parts = ["series_3of3.png", "series_1of3.png", "series_2of3.png"];
    let home = home(&parts);
    let run = home.otp(["scan", parts[0], parts[1], parts[2]]);
    let text = format!("otpauth://totp/GitHub:octavia?secret={SECRET}&issuer=GitHub");
    assert_eq!((run.code, run.stdout.trim()), (0, text.as_str()), "{run:?}");
    let run = home.otp(["add", parts[0], parts[1], parts[2], parts[1]]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = home.otp(["show", "GitHub", "--uri"]);
    assert!(run.stdout.contains(SECRET), "{run:?}");
}

#[test]
fn a_part_alone_is_never_taken_for_the_whole() {
    let home = home(&["series_1of3.png", "otpauth.png"]);
    let words = "This is part 1 of 3 of a text that is split over several codes; \
                 parts 2 and 3 are missing";
    let run = home.otp(["add", "series_1of3.png"]);
    assert_eq!(run.code, 7, "{run:?}");
    assert!(run.stderr.contains(words), "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout, "");
    let run = home.otp(["add", "series_1of3.png", "otpauth.png"]);
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stderr.contains(words), "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout.lines().count(), 1);
    let run = home.otp(["scan", "series_1of3.png"]);
    assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{run:?}");
    assert!(run.stderr.contains(words), "{run:?}");
}

#[test]
fn a_guessed_character_set_is_told_and_the_secret_is_right() {
    let home = home(&["charset_cyr_cp1251_plain.png"]);
    let run = home.otp(["add", "charset_cyr_cp1251_plain.png"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stderr.contains("does not say in which character set"),
        "{run:?}"
    );
    assert_eq!(home.otp(["list", "--names"]).stdout, "Сбербанк:иванов\n");
    let run = home.otp(["show", "Сбербанк", "--uri"]);
    assert!(run.stdout.contains("JBSWY3DPEHPK3PXP"), "{run:?}");
}
