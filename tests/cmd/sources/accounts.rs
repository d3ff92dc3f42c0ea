//! The accounts of sources: shown beside ours, found wherever a code is wanted, exported, and never changed.

use super::{ENCRYPTED, PLAIN, add, home_with, names, sample, says};
use crate::home::Home;

/// The secret of an account in the samples, with its name of ours.
const GITFORGE: &str =
    "otpauth://totp/Mine:mira?secret=66Y3OSFKJR4JIPMJT75DIORVEYEXTN7U&issuer=Mine";

#[test]
fn a_source_is_shown_beside_ours_and_cannot_be_changed() {
    let home = home_with(ENCRYPTED, "Sync/aegis-backup-1.json");
    let before = std::fs::read(home.path("Sync/aegis-backup-1.json")).expect("the file");
    let added = add(&home, "Sync");
    assert_eq!((added.code, added.stdout.as_str()), (0, ""), "{added:?}");
    for words in [
        "aegis-backup-1.json: Aegis, encrypted.",
        "10 accounts. They are shown beside yours, marked ‹Aegis›, and cannot be changed here.",
    ] {
        assert!(added.stderr.contains(words), "{words}: {added:?}");
    }
    let list = home.otp(["list", "--codes"]);
    assert_eq!(list.stdout.lines().count(), 11, "{list:?}");
    assert_eq!(list.stdout.matches("‹Aegis›").count(), 10, "{list:?}");
    assert!(!list.stdout.contains("#Aegis"), "{list:?}");
    let json = home.otp(["list", "--json"]);
    assert_eq!(json.stdout.matches(r#""source":"Aegis""#).count(), 10);
    let csv = home.otp(["list", "--csv", "vaultline"]);
    assert!(csv.stdout.contains(",pinned,source\r\n"), "{csv:?}");
    assert!(csv.stdout.contains(",false,Aegis\r\n"), "{csv:?}");
    // Codes, by the same names, as an implied tag, narrowed.
    let code = home.otp(["code", "seven", "--at", "59"]);
    assert_eq!(code.code, 0, "{code:?}");
    let mine = Home::with_vault();
    let plain = sample(PLAIN);
    assert_eq!(mine.otp(["import".as_ref(), plain.as_os_str()]).code, 0);
    assert_eq!(
        mine.otp(["code", "seven", "--at", "59"]).stdout,
        code.stdout
    );
    assert_eq!(home.otp(["code", "--own", "seven"]).code, 3);
    assert_eq!(home.otp(["code", "--source", "AEGIS", "seven"]).code, 0);
    assert_eq!(home.otp(["code", "--source", "aegis", "github"]).code, 3);
    says(
        &home.otp(["code", "--source", "other", "x"]),
        3,
        "no source",
    );
    assert_eq!(names(&home, &["--own"]), ["GitHub:octavia"]);
    assert_eq!(names(&home, &["#aegis"]).len(), 10);
    assert_eq!(names(&home, &["--tag", "Aegis"]).len(), 10);
    // A first line says what follows.
    let offered = home.otp_fed(["complete", "zsh"], b"code\0\0").stdout;
    assert_eq!(offered.lines().count(), 12, "{offered}");
    let qr = home.otp(["show", "seven", "--uri"]);
    assert!(qr.stdout.starts_with("otpauth://totp/"), "{qr:?}");
    let shown = home.otp(["show", "seven"]);
    assert!(shown.stdout.contains("Source  Aegis"), "{shown:?}");
    // What only its own program may do.
    let vault = std::fs::read(home.vault()).expect("the vault");
    for arguments in [
        vec!["edit", "seven", "--note", "x"],
        vec!["rename", "seven", "eight"],
        vec!["rm", "seven"],
        vec!["code", "vaultline"],
    ] {
        let run = home.otp(&arguments);
        says(&run, 8, "belongs to the source Aegis");
        says(&run, 8, "otp import --source Aegis");
        assert_eq!(run.stdout, "", "{run:?}");
    }
    assert_eq!(std::fs::read(home.vault()).expect("the vault"), vault);
    let after = std::fs::read(home.path("Sync/aegis-backup-1.json")).expect("the file");
    assert_eq!(before, after);
    assert_eq!(std::fs::read_dir(home.path("Sync")).expect("it").count(), 1);
}

#[test]
fn what_two_of_them_hold_is_shown_once() {
    let home = home_with(PLAIN, "a.json");
    home.write("b.json", &std::fs::read(sample(ENCRYPTED)).expect("it"));
    assert_eq!(
        home.otp_fed(["add", "--yes", "-"], GITFORGE.as_bytes())
            .code,
        0
    );
    assert_eq!(add(&home, "b.json").code, 0);
    let added = home.otp(["source", "add", "a.json", "--name", "aaa"]);
    assert_eq!(added.code, 0, "{added:?}");
    let list = home.otp(["list"]).stdout;
    // Ours is called otherwise and is the same account all the same.
    assert!(
        !list.contains("Gitforge") && list.contains("Mine:mira"),
        "{list}"
    );
    assert_eq!(list.matches("‹aaa›").count(), 9, "{list}");
    assert_eq!(list.matches("‹Aegis›").count(), 0, "{list}");
    assert_eq!(names(&home, &["--source", "Aegis"]).len(), 10);
    // Taken over they are ours.
    let run = home.otp(["import", "--source", "aaa", "--tag", "old"]);
    says(&run, 0, "9 added, 1 here already, 0 left out.");
    assert!(!home.otp(["list"]).stdout.contains("‹"));
    assert_eq!(names(&home, &["--own", "#old"]).len(), 9);
    assert!(names(&home, &["--own", "#aaa"]).is_empty());
    says(
        &home.otp(["import", "--source", "aaa"]),
        0,
        "0 added, 10 here",
    );
    assert_eq!(home.otp(["undo"]).code, 0);
    assert_eq!(home.otp(["list"]).stdout.matches("‹aaa›").count(), 9);
    assert_eq!(home.otp(["import", "--source", "aaa", "a.json"]).code, 2);
}

#[test]
fn a_name_that_two_have_is_told_with_its_sources() {
    let home = home_with(PLAIN, "a.json");
    let ours = "otpauth://totp/Seven%20Peaks:alp7?secret=NNQXE5LNFVSW2YLO&issuer=Seven%20Peaks";
    assert_eq!(home.otp_fed(["add", "--yes", "-"], ours.as_bytes()).code, 0);
    assert_eq!(add(&home, "a.json").code, 0);
    let run = home.otp(["code", "seven"]);
    says(&run, 4, "Seven Peaks:alp7 ‹Aegis›");
    says(&run, 4, "--source NAME");
    let own = home.otp(["code", "--own", "seven", "--at", "59"]);
    let theirs = home.otp(["code", "--source", "Aegis", "seven", "--at", "59"]);
    assert_eq!((own.code, theirs.code), (0, 0), "{own:?} {theirs:?}");
    assert_ne!(own.stdout, theirs.stdout);
    // The id that the message tells works too, and what changes things never takes one for the other.
    let id = run.stderr.lines().find_map(|line| {
        let (_, id) = line.split_once("‹Aegis›  (id ")?;
        id.split(')').next()
    });
    let by_id = home.otp(["code", id.expect("an id"), "--at", "59"]);
    assert_eq!(by_id.stdout, theirs.stdout, "{by_id:?}");
    assert_eq!(home.otp(["rm", "seven"]).code, 4);
    assert_eq!(home.otp(["rm", id.expect("an id")]).code, 8);
}

#[test]
fn the_accounts_of_sources_are_found_wherever_a_code_is_wanted() {
    let home = home_with(PLAIN, "a.json");
    std::fs::create_dir_all(home.path(".config/otp")).expect("made");
    home.write(
        ".config/otp/config.toml",
        b"copy-command = \"cat >copied\"\n",
    );
    assert_eq!(add(&home, "a.json").code, 0);
    let code = || home.otp(["code", "seven"]).stdout;
    // In a menu, with its mark; the counter of another program is not touched.
    let run = home.otp(["menu", "--with", "tee names | grep Seven"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        std::fs::read_to_string(home.path("copied"))
            .expect("a copy")
            .len(),
        7
    );
    let names = std::fs::read_to_string(home.path("names")).expect("names");
    assert!(names.contains("Seven Peaks:alp7 ‹Aegis›"), "{names}");
    assert_eq!(names.lines().count(), 11, "{names}");
    let run = home.otp(["menu", "--with", "grep Vaultline"]);
    says(&run, 8, "its counter is kept there");
    // Verified.
    assert_eq!(home.otp(["verify", "seven", code().trim_end()]).code, 0);
    // Run: refused before anything starts where the codes are counted.
    let run = home.otp(["run", "--account", "vaultline", "--", "touch", "started"]);
    says(&run, 8, "its counter is kept there");
    assert!(!home.path("started").exists());
    let run = home.otp(["run", "--account", "seven", "--", "touch", "started"]);
    assert_eq!(
        (run.code, home.path("started").exists()),
        (0, true),
        "{run:?}"
    );
    // Asked by ssh and the like.
    let asked = |account: &str| {
        let mut command = home.command(["--identity", "recovery.txt", "askpass"]);
        command
            .arg("(me@host) Verification code: ")
            .env("OTP_ACCOUNT", account);
        crate::home::finish(command, b"")
    };
    let mut command = home.command(["--identity", "recovery.txt", "askpass"]);
    command.arg("(alp7@aegis) Verification code: ");
    // The source's own name says nothing about where its accounts log in.
    says(
        &crate::home::finish(command, b""),
        3,
        "No account fits this prompt",
    );
    says(&asked("vaultline"), 8, "its counter is kept there");
    // Last: who asks once more within minutes is told that it is their turn.
    let run = asked("seven");
    assert_eq!((run.code, run.stdout.len()), (0, 8), "{run:?}");
}

#[test]
fn accounts_of_sources_are_exported_where_they_are_asked_for() {
    let home = home_with(PLAIN, "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    let export = |more: &[&str]| {
        let run = home.otp([&["export", "--plain", "-o", "-"], more].concat());
        // Links hold no tags: that is told.
        assert!([0, 9].contains(&run.code), "{run:?}");
        run
    };
    let whole = export(&[]);
    assert_eq!(whole.stdout.lines().count(), 1, "{whole:?}");
    says(&whole, 0, "--source NAME");
    assert!(!export(&["--own"]).stderr.contains("--source NAME"));
    assert_eq!(export(&["--source", "aegis"]).stdout.lines().count(), 10);
    assert_eq!(export(&["--tag", "aegis"]).stdout.lines().count(), 10);
    assert_eq!(export(&["seven"]).stdout.lines().count(), 1);
    let json = export(&["--source", "aegis", "--to", "aegis"]).stdout;
    assert!(json.contains("Seven Peaks"), "{json}");
    assert!(!json.contains("\"Aegis\""), "a tag that only marks: {json}");
    let none = home.otp(["export", "--own", "--plain", "-o", "-", "seven"]);
    assert_eq!(none.code, 3, "{none:?}");
}

#[test]
fn undo_is_for_accounts_and_says_so() {
    let home = home_with(PLAIN, "a.json");
    let added = add(&home, "a.json");
    says(&added, 0, "`otp source rm Aegis` takes it away again");
    // The account that was added before; the source stays.
    says(&home.otp(["undo"]), 0, "Removed GitHub:octavia");
    assert_eq!(names(&home, &["--source", "aegis"]).len(), 10);
    says(&home.otp(["undo"]), 1, "Sources are no part of it");
}
