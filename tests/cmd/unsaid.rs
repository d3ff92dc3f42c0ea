//! Nothing that was found, left out or noticed goes unsaid, by whatever way it came in.

use otp::account::SecretText;
use otp::qr::draw::{Drawing, Level};

use crate::home::{Home, Run};

const GOOD: &str = "otpauth://totp/Good:me?secret=MFZXIZLSNFXWI2LO&issuer=Good";
/// Without its secret; not base32; a counter that is none.
const BAD: [&str; 3] = [
    "otpauth://totp/Broken1:me?issuer=Broken1",
    "otpauth://totp/Broken2:me?secret=1!8&issuer=Broken2",
    "otpauth://hotp/Broken3:me?secret=MFZXIZLSNFXWI2LA&counter=x&issuer=Broken3",
];
/// The first part of an export of two.
const PART: &str = include_str!("../formats/google/migration_batch_incomplete.txt");

fn picture(text: &str) -> Vec<u8> {
    let drawing = Drawing::new(SecretText::from(text).expose(), Level::Medium);
    drawing.expect("it fits").png(4).to_vec()
}

/// All that is said, in small letters.
fn said(run: &Run) -> String {
    format!("{}{}", run.stdout, run.stderr).to_lowercase()
}

#[test]
fn every_way_in_names_what_it_leaves_out() {
    let text = [&[GOOD], &BAD[..]].concat().join("\n");
    let home = Home::with_vault();
    home.write("links.txt", text.as_bytes());
    std::fs::create_dir(home.path("shots")).expect("a folder");
    for (place, link) in [&[GOOD], &BAD[..]].concat().iter().enumerate() {
        home.write(&format!("shots/{place}.png"), &picture(link));
    }
    home.write("shots/none.png", &picture("no link at all"));
    let ways: [(&[&str], &str); 6] = [
        (&["add", "--yes", "links.txt"], ""),
        (&["add", "--yes", "-"], &text),
        (&["add", "--yes"], &text),
        (&["add", "--dry-run", "links.txt"], ""),
        (&["add", "--yes", "shots"], ""),
        (
            &[
                "add",
                "--yes",
                "--qr",
                "shots/0.png",
                "shots/1.png",
                "shots/2.png",
                "shots/3.png",
            ],
            "",
        ),
    ];
    for (arguments, input) in ways {
        let run = home.otp_fed(arguments, input.as_bytes());
        assert_eq!(run.code, 9, "{arguments:?}: {run:?}");
        for number in 1..=3 {
            // By its name, its file or its place in the text.
            let names = [
                format!("broken{number}"),
                format!("{number}.png"),
                format!("entry {}:", number + 1),
            ];
            assert!(
                names.iter().any(|name| said(&run).contains(name)),
                "{arguments:?} says nothing of {names:?}: {run:?}"
            );
        }
        assert!(said(&run).contains("good:me"), "{run:?}");
        if home.otp(["code", "good"]).code == 0 {
            assert_eq!(home.otp(["rm", "good"]).code, 0);
        }
    }
}

#[test]
fn a_part_of_an_export_and_a_missing_file_are_named() {
    let home = Home::with_vault();
    home.write("part.txt", PART.as_bytes());
    home.write("good.txt", GOOD.as_bytes());
    for arguments in [
        ["add", "--yes", "part.txt"].as_slice(),
        &["add", "--yes", "--allow-duplicate", "good.txt", "part.txt"],
        &["add", "--dry-run", "part.txt"],
    ] {
        let run = home.otp(arguments);
        assert_eq!(run.code, 9, "{run:?}");
        assert!(said(&run).contains("scan it too"), "{run:?}");
    }
    let run = home.otp([
        "add",
        "--yes",
        "--allow-duplicate",
        "good.txt",
        "missing.png",
    ]);
    assert_eq!(run.code, 9, "{run:?}");
    assert!(said(&run).contains("missing.png"), "{run:?}");
}

#[test]
fn what_opening_the_vault_notices_is_told_by_every_command() {
    let home = Home::with_accounts(&[GOOD]);
    let copy = std::fs::read(home.vault()).expect("a vault");
    let conflict = ".local/share/otp/vault.sync-conflict-20261126-120000-ABCDEFG.age";
    for arguments in [
        &["list"][..],
        &["code", "good"],
        &["show", "good"],
        &["history"],
        &["key", "list"],
        &["backup"],
        &["add", "--dry-run", "-"],
        &["edit", "good", "--pin"],
        &["rename", "good", "Good:you"],
        &["undo"],
        &["rm", "good"],
        &["restore", "good"],
        &["restore"],
    ] {
        home.write(conflict, &copy);
        let run = home.otp_fed(arguments, GOOD.replace("LO&", "LA&").as_bytes());
        assert!(
            run.stderr.contains("conflict copy"),
            "{arguments:?}: {run:?}"
        );
        let _ = std::fs::remove_file(home.path(conflict));
    }
}
