//! What was given to the wrong command, or is only its path: what to do is said.

use super::sample;
use crate::home::Home;

#[test]
fn a_path_is_named_and_not_taken_for_a_secret() {
    let home = Home::empty();
    let folder = home.path("old/backups");
    std::fs::create_dir_all(&folder).expect("made");
    home.write("old/backups/phone", b"prose\n");
    for file in ["phone", "tablet"] {
        let run = home.run(
            [
                "import",
                folder.join(file).to_str().expect("a path"),
                "--dry-run",
            ],
            b"",
        );
        assert_eq!(run.code, 7, "{run:?}");
        assert!(run.stderr.contains(file), "{run:?}");
        assert!(!run.stderr.contains("looks like a secret"), "{run:?}");
    }
    let run = home.run(["run", "--", "/opt/octavia/telephone"], b"");
    assert!(!run.stderr.contains("looks like a secret"), "{run:?}");
}

#[test]
fn an_export_given_to_add_is_told_to_be_imported() {
    let home = Home::empty();
    for file in [
        "aegis/aegis-export-encrypted.json",
        "raivo/raivo-otp-export.json",
    ] {
        let path = sample(file);
        let run = home.run(["add", path.to_str().expect("a path")], b"");
        assert_eq!(run.code, 7, "{run:?}");
        assert!(run.stderr.contains("otp import FILE"), "{run:?}");
    }
    home.write("prose.txt", b"Buy milk\n");
    let run = home.run(["add", "prose.txt"], b"");
    assert_eq!(run.code, 7, "{run:?}");
    assert!(!run.stderr.contains("otp import"), "{run:?}");
}
