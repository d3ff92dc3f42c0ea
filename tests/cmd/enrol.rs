//! `otp add` from text: every way in, what is told about it, and what is refused.

use crate::home::{Home, Run};

const KEY: &str = "MFZXIZLSNFXWI2LO";
const OTHER: &str = "NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF";
const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const BATCH: &str = include_str!("../formats/google/migration_batch.txt");

fn names(home: &Home) -> String {
    home.otp(["list", "--names"]).stdout
}

fn fine(run: &Run) {
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
}

#[test]
fn a_link_on_stdin_is_enrolled_and_its_code_shown() {
    let home = Home::with_vault();
    for arguments in [vec!["add"], vec!["add", "-"], vec!["add", "--uri"]] {
        let run = home.otp_fed(&arguments, GITHUB.as_bytes());
        fine(&run);
    }
    assert_eq!(names(&home), "GitHub:octavia\n");
    let run = home.otp_fed(["add", "--allow-duplicate"], GITHUB.as_bytes());
    fine(&run);
    let code = home.otp(["list", "--json", "--codes"]).stdout;
    let rows: serde_json::Value = serde_json::from_str(&code).expect("JSON");
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
    assert!(run.stderr.starts_with("Added GitHub:octavia  "), "{run:?}");
}

#[test]
fn a_link_as_an_argument_is_taken_with_a_warning() {
    let home = Home::with_vault();
    let run = home.otp(["add", GITHUB]);
    fine(&run);
    assert!(run.stderr.contains("other users can see"), "{run:?}");
    let run = home.otp([
        "add",
        "--uri",
        &GITHUB.replace("octavia", "second").replace(KEY, OTHER),
    ]);
    fine(&run);
    assert_eq!(names(&home), "GitHub:octavia\nGitHub:second\n");
    assert_eq!(home.otp(["add", "--uri", "github"]).code, 7);
}

#[test]
fn links_are_found_in_any_text() {
    let prose = format!("Dear Octavia,\n\nyour new key is <{GITHUB}>. Keep it.\n");
    let html = format!(
        "<p>Key: <a href=\"{}\">scan</a></p>",
        GITHUB.replace('&', "&amp;")
    );
    let quoted = format!(
        "Content-Transfer-Encoding: quoted-printable\n\notpauth://totp/GitHub:octavia?secret=3D{KEY}=\n&issuer=3DGitHub\n"
    );
    let utf16: Vec<u8> = format!("\u{feff}{GITHUB}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin: Vec<u8> = [b"Gr\xfc\xdfe: ".to_vec(), prose.clone().into_bytes()].concat();
    for text in [
        prose.as_bytes(),
        html.as_bytes(),
        quoted.as_bytes(),
        &utf16,
        &latin,
    ] {
        let home = Home::with_vault();
        fine(&home.otp_fed(["add", "-"], text));
        let shown = home.otp(["show", "github", "--secret"]);
        assert_eq!((shown.code, shown.stdout.trim_end()), (0, KEY));
        home.write("mail.txt", text);
        let run = home.otp(["add", "mail.txt"]);
        fine(&run);
        assert!(run.stderr.contains("in the vault already"), "{run:?}");
    }
}

#[test]
fn a_bare_secret_gets_the_name_it_is_given() {
    let home = Home::with_vault();
    fine(&home.otp_fed(["add"], b"mfzx izls nfxw i2lo\n"));
    assert_eq!(names(&home), "imported\n");
    let run = home.otp_fed(
        ["add", "--issuer", "GitLab", "--name", "octavia"],
        OTHER.as_bytes(),
    );
    fine(&run);
    assert_eq!(names(&home), "GitLab:octavia\nimported\n");
    // A name for one account cannot name two.
    let two = format!("{GITHUB}\n{GITHUB}2\n").replace(KEY, "AAAAAAAAAAAAAAAA");
    let two = two.replacen("AAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBB", 1);
    assert_eq!(
        home.otp_fed(["add", "--issuer", "One"], two.as_bytes())
            .code,
        2
    );
    // What a link says of itself is not changed by options that would do nothing.
    assert_eq!(
        home.otp_fed(["add", "--digits", "8"], GITHUB.as_bytes())
            .code,
        2
    );
}

#[test]
fn parts_are_given_by_hand_and_the_secret_on_stdin() {
    let home = Home::with_vault();
    let given = [
        (
            vec!["--issuer", "Plain"],
            "TOTP, SHA-1, 6 digits, a new code every 30 s",
        ),
        (
            vec![
                "--issuer",
                "Rare",
                "--name",
                "me",
                "--algorithm",
                "sha-512",
                "--digits",
                "8",
                "--period",
                "60",
            ],
            "TOTP, SHA-512, 8 digits, a new code every 60 s",
        ),
        (
            vec![
                "--issuer",
                "Counted",
                "--hotp",
                "--counter",
                "7",
                "--tag",
                "#work",
                "--note",
                "spare key",
            ],
            "HOTP, SHA-1, 6 digits, next counter 7",
        ),
        (
            vec!["--name", "gaben", "--steam"],
            "Steam Guard, 5 letters, a new code every 30 s",
        ),
    ];
    for (place, (options, wanted)) in given.into_iter().enumerate() {
        let mut arguments = vec!["add", "--manual"];
        arguments.extend(&options);
        let secret = format!("{KEY}AAAAAAA{}\n", ["A", "B", "C", "D"][place]);
        fine(&home.otp_fed(&arguments, secret.as_bytes()));
        let shown = home.otp(["show", options[1]]).stdout;
        assert!(shown.contains(wanted), "{shown}");
    }
    let shown = home.otp(["show", "counted"]).stdout;
    assert!(
        shown.contains("#work") && shown.contains("spare key"),
        "{shown}"
    );
    for wrong in [
        vec!["--manual"],
        vec!["--manual", "--issuer", "A", "--digits", "11"],
        vec!["--manual", "--issuer", "A", "--period", "0"],
        vec!["--manual", "--issuer", "A", "--algorithm", "md5"],
        vec!["--manual", "--issuer", "A", "--counter", "1"],
        vec!["--manual", "--issuer", "A", "--steam", "--period", "60"],
        vec!["--manual", "--issuer", "A", "--note", "-"],
        vec!["--hotp"],
    ] {
        let mut arguments = vec!["add"];
        arguments.extend(&wrong);
        let run = home.otp_fed(&arguments, KEY.as_bytes());
        assert_eq!(run.code, 2, "{wrong:?} {run:?}");
    }
    let run = home.otp_fed(["add", "--manual", "--issuer", "A"], b"not base32 0189");
    assert_eq!(run.code, 7, "{run:?}");
}

#[test]
fn a_dry_run_changes_nothing_and_needs_no_vault() {
    let empty = Home::empty();
    let run = empty.run(["add", "--dry-run", "-"], GITHUB.as_bytes());
    let wanted = "GitHub:octavia  TOTP, SHA-1, 6 digits, 30 s  would be added\n";
    assert_eq!((run.code, run.stdout.as_str()), (0, wanted), "{run:?}");
    assert!(!empty.vault().exists() && !empty.path(".local").exists());
    let home = Home::with_accounts(&[GITHUB]);
    let before = std::fs::read(home.vault()).expect("the vault");
    let text = format!("{GITHUB}\n{}\n", GITHUB.replace(KEY, OTHER));
    let run = home.otp_fed(["add", "--dry-run"], text.as_bytes());
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("is in the vault already\n"), "{run:?}");
    assert!(run.stdout.contains("with another secret\n"), "{run:?}");
    assert_eq!(std::fs::read(home.vault()).expect("the vault"), before);
}

#[test]
fn tags_are_put_on_everything_that_is_added() {
    let home = Home::with_vault();
    let text = format!("{GITHUB}\notpauth://totp/npm:o?secret={OTHER}&issuer=npm\n");
    fine(&home.otp_fed(["add", "--tag", "work", "--tag", "#code"], text.as_bytes()));
    let tagged = home.otp(["list", "--names", "--tag", "code", "--tag", "WORK"]);
    assert_eq!(tagged.stdout, "GitHub:octavia\nnpm:o\n");
}

#[test]
fn a_clash_is_answered_by_options_where_nobody_can_be_asked() {
    let home = Home::with_accounts(&[GITHUB]);
    let other = GITHUB.replace(KEY, OTHER);
    let run = home.otp_fed(["add"], other.as_bytes());
    assert_eq!(run.code, 8, "{run:?}");
    fine(&home.otp_fed(["add", "--yes"], other.as_bytes()));
    assert_eq!(names(&home), "GitHub:octavia\nGitHub:octavia\n");
    // Both are there, and each can be had by its id.
    let run = home.otp(["code", "github"]);
    let ids: Vec<&str> = run
        .stderr
        .lines()
        .filter_map(|line| line.split("(id ").nth(1))
        .collect();
    assert_eq!((run.code, ids.len()), (4, 2), "{run:?}");
    let codes: Vec<Run> = ids
        .iter()
        .map(|id| home.otp(["code", id.trim_end_matches(')')]))
        .collect();
    assert!(codes.iter().all(|run| run.code == 0), "{codes:?}");
}

#[test]
fn a_google_export_comes_in_any_order_and_its_missing_parts_are_named() {
    let parts: Vec<&str> = BATCH.lines().collect();
    assert_eq!(parts.len(), 2);
    let home = Home::with_vault();
    let run = home.otp_fed(["add", "-"], parts[1].as_bytes());
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stderr.contains("QR code 1 of 2 is missing"), "{run:?}");
    let some = names(&home);
    assert!(!some.is_empty(), "what is there is enrolled");
    let both = format!("{}\n{}\n", parts[1], parts[0]);
    let run = home.otp_fed(["add", "-"], both.as_bytes());
    fine(&run);
    assert!(run.stderr.contains("in the vault already"), "{run:?}");
    let again = home.otp_fed(["add", "-"], BATCH.as_bytes());
    assert!(again.stderr.contains("Nothing to add"), "{again:?}");
    assert_eq!(names(&home).lines().count(), 6, "{}", names(&home));
}

#[test]
fn an_entry_that_is_left_out_is_named() {
    let home = Home::with_vault();
    let one = "otpauth://totp/One:me?secret=MFZXIZLSNFXWI2LO&issuer=One";
    let other = one.replace("One", "Other");
    let run = home.otp_fed(["add", "-"], format!("{one}\n{other}\n{one}\n").as_bytes());
    assert_eq!(run.code, 9, "{run:?}");
    assert!(
        run.stderr
            .contains("Other:me has the same secret as One:me"),
        "{run:?}"
    );
    assert_eq!(names(&home), "One:me\n");
    let again = home.otp_fed(["add", "-"], other.as_bytes());
    fine(&again);
    assert!(
        again
            .stderr
            .contains("Other:me is in the vault already as One:me"),
        "{again:?}"
    );
    fine(&home.otp_fed(["add", "--allow-duplicate", "-"], other.as_bytes()));
    assert_eq!(names(&home), "One:me\nOther:me\n");
}

#[test]
fn what_is_no_one_time_code_is_explained() {
    let home = Home::with_vault();
    for (text, told) in [
        (
            "phonefactor://activate_account?code=123456789&url=https://example.com",
            "Microsoft",
        ),
        ("duo://AbCdEfGhIjKlMnOpQrSt-1234", "Duo"),
        ("oktaverify://email/x?t=AbCdEfGhIjKlMnOp", "Okta"),
        ("WIFI:S:home;T:WPA;P:kelpotterbarrelx;;", "Wi-Fi"),
        ("https://example.com/enable-2fa", "web page"),
        (
            "https://api-1.duosecurity.com/activate/x",
            "ask the administrator",
        ),
        ("ABCDEFGH12345679", "FortiToken"),
        (
            "lpaauth-migration://offline?data=x",
            "Take each account over",
        ),
    ] {
        let run = home.otp_fed(["add", "-"], text.as_bytes());
        assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{text} {run:?}");
        assert!(run.stderr.contains(told), "{text} {run:?}");
        assert_eq!(run.stderr.lines().count(), 2, "{run:?}");
    }
}

#[test]
fn a_secret_as_an_argument_is_refused_and_not_repeated() {
    let home = Home::with_vault();
    for words in [
        vec![KEY],
        vec!["mfzxizlsnfxwi2lo"],
        vec!["MFZX-IZLS-NFXW-I2LO"],
        vec!["mfzx", "izls", "nfxw", "i2lo"],
        vec!["mfzx izls nfxw i2lo"],
    ] {
        let mut arguments = vec!["add"];
        arguments.extend(&words);
        let run = home.otp(&arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.contains("must not be an argument"), "{run:?}");
        for word in words {
            assert!(!run.stderr.contains(word), "{run:?}");
        }
    }
    let run = home.otp(["add", "shot.png"]);
    assert_eq!(run.code, 7);
    assert!(run.stderr.contains("There is no file shot.png"), "{run:?}");
}

#[test]
fn standard_input_serves_one_purpose() {
    let home = Home::with_accounts(&[GITHUB]);
    let identity = std::fs::read(home.path("recovery.txt")).expect("the identity");
    let run = home.run(["--identity", "-", "list", "--names"], &identity);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "GitHub:octavia\n"),
        "{run:?}"
    );
    for arguments in [
        vec!["--identity", "-", "add", "-"],
        vec!["--identity", "-", "add"],
        vec!["--identity", "-", "add", "--manual", "--issuer", "A"],
        vec!["--identity", "-", "edit", "github", "--note", "-"],
        vec!["--identity", "-", "edit", "github", "--secret"],
        vec!["--passphrase-fd", "0", "add", "-"],
        vec!["--identity", "-", "--passphrase-fd", "0", "list"],
        vec!["--identity", "recovery.txt", "add", "-", "-"],
        vec!["--identity", "recovery.txt", "add", "--qr", "-", "-"],
        vec![
            "--identity",
            "recovery.txt",
            "edit",
            "github",
            "--note",
            "-",
            "--secret",
        ],
        vec!["scan", "-", "-"],
    ] {
        let run = home.run(&arguments, &identity);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (2, ""),
            "{arguments:?} {run:?}"
        );
    }
}

#[test]
fn hostile_files_are_turned_down_one_by_one() {
    let home = Home::with_vault();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/invalid");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the samples")
        .flatten()
        .collect();
    files.sort_by_key(std::fs::DirEntry::path);
    assert!(files.len() > 15);
    for file in files {
        let path = file.path().into_os_string();
        let bytes = std::fs::read(file.path()).expect("a sample");
        let given = [String::from_utf8_lossy(&bytes).into_owned()];
        for arguments in [
            vec!["add".into(), path.clone()],
            vec!["add".into(), "--qr".into(), path.clone()],
            vec!["scan".into(), path.clone()],
        ] {
            let run = home.otp(&arguments);
            assert_eq!(
                (run.code, run.stdout.as_str()),
                (7, ""),
                "{arguments:?} {run:?}"
            );
            assert!(run.stderr.lines().count() >= 2, "{arguments:?} {run:?}");
            crate::home::assert_tells_no_secret(&given, &run.stderr);
        }
    }
    assert_eq!(names(&home), "");
}
