//! Which account a name means: the one that was named, or none; never another.

use crate::home::{Home, Run};

/// Secrets that differ, one for each name.
const KEYS: [&str; 5] = [
    "MFZXIZLSNFXWI2LO",
    "MFZXIZLSNFXWI2LA",
    "MFZXIZLSNFXWI2LB",
    "MFZXIZLSNFXWI2LC",
    "MFZXIZLSNFXWI2LD",
];

/// A home with accounts of these issuers and names.
fn home(names: &[(&str, &str)]) -> Home {
    let home = Home::with_vault();
    for ((issuer, name), key) in names.iter().zip(KEYS) {
        let arguments = [
            "add", "--manual", "--yes", "--issuer", issuer, "--name", name,
        ];
        let added = home.otp_fed(arguments, format!("{key}\n").as_bytes());
        assert_eq!(added.code, 0, "{added:?}");
    }
    home
}

/// The place of the account whose code came; `Err` holds the exit code.
fn picked(home: &Home, names: &[(&str, &str)], query: &[&str]) -> Result<usize, i32> {
    let run = home.otp([&["code", "--json", "--at", "59"], query].concat());
    if run.code != 0 {
        assert_eq!(run.stdout, "");
        return Err(run.code);
    }
    let object: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let is_it =
        |(issuer, name): &(&str, &str)| object["issuer"] == *issuer && object["name"] == *name;
    Ok(names.iter().position(is_it).expect("one of them"))
}

#[test]
fn issuer_and_name_as_they_are_printed_pick_that_account() {
    for (names, query, wanted) in [
        (
            vec![("AWS Production", "root"), ("AWS", "prod")],
            vec!["AWS", "prod"],
            Ok(1),
        ),
        (
            vec![("AWS Production", "root"), ("AWS", "production")],
            vec!["AWS", "prod"],
            Err(4),
        ),
        (
            vec![("Bank Joint Savings", "alice"), ("Bank", "joint")],
            vec!["bank joint"],
            Ok(1),
        ),
        (vec![("A B", "c"), ("a", "b")], vec!["a", "b"], Err(4)),
        (
            vec![("Staging", "prod eu"), ("Prod", "eu")],
            vec!["prod", "eu"],
            Err(4),
        ),
        (
            vec![("Steam", "Alt"), ("Steam", "Alt #2")],
            vec!["Steam:Alt #2"],
            Ok(1),
        ),
        (
            vec![("Steam", "Alt"), ("Discord", "#general")],
            vec!["#general"],
            Ok(1),
        ),
        (
            vec![("", "a b"), ("", "a  b"), ("", "a\u{a0}b")],
            vec!["a\u{a0}b"],
            Ok(2),
        ),
        (
            vec![("", "a b"), ("", "a  b"), ("", "a\u{a0}b")],
            vec!["a  b"],
            Ok(1),
        ),
    ] {
        let home = home(&names);
        assert_eq!(
            picked(&home, &names, &query),
            wanted,
            "{query:?} of {names:?}"
        );
    }
}

#[test]
fn what_changes_an_account_picks_as_codes_do() {
    let home = home(&[("AWS Production", "root"), ("AWS", "prod")]);
    let said = |run: Run| {
        assert_eq!(run.code, 0, "{run:?}");
        run.stdout + &run.stderr
    };
    assert!(said(home.otp(["show", "AWS", "prod"])).contains("prod"));
    assert!(said(home.otp(["edit", "AWS", "prod", "--pin"])).contains("AWS:prod"));
    assert!(said(home.otp(["rename", "AWS prod", "main"])).contains("AWS:prod to AWS:main"));
    assert!(said(home.otp(["rm", "aws", "main"])).contains("AWS:main"));
    assert!(said(home.otp(["restore", "aws", "main"])).contains("AWS:main"));
}

#[test]
fn names_that_look_the_same_come_with_the_id_that_picks_them() {
    let names = [("", "AWS prod"), ("AWS", "prod"), ("AWS", "Prod")];
    let home = home(&names);
    let run = home.otp(["code", "aws", "PROD"]);
    assert_eq!(run.code, 4, "{run:?}");
    let ids = run
        .stderr
        .lines()
        .filter_map(|line| line.split("(id ").nth(1));
    let ids: Vec<&str> = ids.filter_map(|rest| rest.split(')').next()).collect();
    assert_eq!(ids.len(), 3, "{run:?}");
    let mut found: Vec<_> = ids.iter().map(|id| picked(&home, &names, &[id])).collect();
    found.sort_unstable();
    assert_eq!(found, [Ok(0), Ok(1), Ok(2)]);
}
