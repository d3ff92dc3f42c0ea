//! The password of a file that is imported: from a file or standard input, and never repeated.

use std::path::Path;

use super::{import, names, sample};
use crate::home::Home;

#[test]
fn passwords_come_from_a_file_and_are_never_repeated() {
    let home = Home::with_vault();
    let password = home.write("password", b"kelp-otter-19!\n");
    let wrong = home.write("wrong", b"not-the-password\n");
    let option = |file: &Path| file.to_str().expect("a path").to_owned();
    let none = import(&home, "aegis/aegis-export-encrypted.json", &[]);
    assert_eq!((none.code, none.stdout.as_str()), (5, ""), "{none:?}");
    let bad = import(
        &home,
        "aegis/aegis-export-encrypted.json",
        &["--password-file", &option(&wrong)],
    );
    assert_eq!(bad.code, 5, "{bad:?}");
    assert!(!bad.stderr.contains("not-the-password"), "{bad:?}");
    assert_eq!(names(&home).len(), 0);
    let good = import(
        &home,
        "aegis/aegis-export-encrypted.json",
        &["--password-file", &option(&password)],
    );
    assert!(matches!(good.code, 0 | 9), "{good:?}");
    assert!(names(&home).len() >= 8, "{good:?}");
}

#[test]
fn standard_input_is_either_the_file_or_its_password() {
    let home = Home::with_vault();
    let encrypted = std::fs::read(sample("aegis/aegis-export-encrypted.json")).expect("it");
    for given in [
        ["--password-fd", "0"],
        ["--password-file", "-"],
        ["--passphrase-fd", "0"],
    ] {
        let arguments = [&given[..], &["import", "-"]].concat();
        let arguments = if given[0] == "--passphrase-fd" {
            arguments
        } else {
            [&["import", "-"], &given[..]].concat()
        };
        let run = home.otp_fed(&arguments, &encrypted);
        assert_eq!(run.code, 2, "{given:?} {run:?}");
        assert!(run.stderr.contains("Standard input"), "{run:?}");
    }
    let path = sample("aegis/aegis-export-encrypted.json");
    for given in [["--password-fd", "0"], ["--password-file", "-"]] {
        let file = path.to_str().expect("a path");
        let run = home.otp_fed(
            [&["import", "--dry-run", file], &given[..]].concat(),
            b"kelp-otter-19!\n",
        );
        assert_eq!(run.code, 0, "{run:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_password_file_that_others_can_read_is_refused_with_the_way_out() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::with_vault();
    let password = home.path("password");
    std::fs::write(&password, "kelp-otter-19!").expect("written");
    std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o644)).expect("set");
    let more = ["--password-file", password.to_str().expect("a path")];
    let run = import(&home, "aegis/aegis-export-encrypted.json", &more);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stderr.contains("chmod 600"), "{run:?}");
}
