//! Two devices that took the same code, and one whose clock was wrong: told, and brought right.

use super::{by, by_fed, laptop_and_phone, names, sync};
use crate::cmd::trust::{opened_by_stock_age, sealed_by_stock_age};
use crate::home::Home;
use crate::parts;

/// Trust 14: the same code once on two devices that do not hear of each other, then never again.
#[test]
fn codes_that_two_devices_took_at_a_time_are_told() {
    let (laptop, phone) = laptop_and_phone();
    let counter =
        "otpauth://hotp/Rfc:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Rfc";
    assert_eq!(by_fed(&laptop, &["add", "--yes", "-"], counter).code, 0);
    sync(&laptop, &phone);
    let code = |home: &Home| by(home, &["code", "rfc"]).stdout;
    assert_eq!(
        (code(&laptop), code(&phone)),
        ("755224\n".into(), "755224\n".into())
    );
    assert_eq!(code(&phone), "287082\n");
    sync(&phone, &laptop);
    let told = by(&laptop, &["list"]);
    assert!(
        told.stderr
            .contains("codes of Rfc:me were taken on two devices"),
        "{told:?}"
    );
    assert_eq!(code(&laptop), "359152\n");
    sync(&laptop, &phone);
    let quiet = by(&phone, &["list"]);
    assert!(!quiet.stderr.contains("two devices"), "{quiet:?}");
    assert_eq!(code(&phone), "969429\n");
}

/// T6: one device's clock was decades ahead; the other brings its moments back, for both.
#[test]
fn moments_of_the_future_are_brought_back_once() {
    if !parts::has("age") {
        return;
    }
    let (laptop, phone) = laptop_and_phone();
    let poisoned = opened_by_stock_age(&phone).replace(
        "issuer = \"Shared\"\n",
        "issuer = \"Shared\"\nnote = \"from 2100\"\n",
    );
    let end = poisoned.find("\n# pad").expect("the end");
    let stamped = format!(
        "{}\n[account.edited]\nnote = 4102444800000\n{}",
        poisoned[..end].trim_end(),
        &poisoned[end..]
    );
    sealed_by_stock_age(&phone, &stamped);
    assert_eq!(names(&phone), ["Shared"]);
    sync(&phone, &laptop);
    assert_eq!(names(&laptop), ["Shared"]);
    let old = std::fs::read(laptop.vault()).expect("the vault");
    let clock = |home: &Home| {
        let doctor = by(home, &["doctor"]).stdout;
        doctor.contains("the vault was saved later")
    };
    assert!(clock(&laptop) && clock(&phone));
    let doctor = by(&laptop, &["doctor"]);
    assert!(doctor.stdout.contains("otp doctor --mend"), "{doctor:?}");
    let mended = by(&laptop, &["doctor", "--mend"]);
    assert_eq!(mended.code, 0, "{mended:?}");
    assert!(mended.stderr.contains("2100"), "{mended:?}");
    assert!(!clock(&laptop));
    let again = by(&laptop, &["doctor", "--mend"]);
    assert!(again.stderr.contains("nothing was changed"), "{again:?}");
    let edit = |home: &Home, note: &str| by(home, &["edit", "shared", "--note", note]).code;
    assert_eq!(edit(&laptop, "by the laptop"), 0);
    // The file of before does not undo it, neither in its place nor beside it.
    std::fs::write(laptop.vault().with_file_name("vault 2.age"), &old).expect("beside");
    assert_eq!(names(&laptop), ["Shared"]);
    let note = |home: &Home| by(home, &["show", "shared"]).stdout;
    assert!(note(&laptop).contains("by the laptop"), "{}", note(&laptop));
    // The phone follows, and its next edit wins everywhere.
    sync(&laptop, &phone);
    assert!(note(&phone).contains("by the laptop"), "{}", note(&phone));
    assert!(!clock(&phone));
    assert_eq!(edit(&phone, "by the phone"), 0);
    sync(&phone, &laptop);
    assert!(note(&laptop).contains("by the phone"), "{}", note(&laptop));
}
