//! `otp import`: one change, told beforehand, nothing taken silently, and bad files named.

use super::{GITHUB, import, names, sample};
use crate::home::Home;

const OTHER: &str = "otpauth://totp/GitHub:octavia?secret=NNQXE5LNFVSW2YLO&issuer=GitHub";

#[test]
fn an_import_is_one_change_and_twice_changes_nothing() {
    let home = Home::with_accounts(&["otpauth://totp/npm:o?secret=GEZDGNBVGY3TQOJQ&issuer=npm"]);
    let first = import(&home, "raivo/raivo-otp-export.json", &["--tag", "raivo"]);
    assert_eq!((first.code, first.stdout.as_str()), (0, ""), "{first:?}");
    assert!(
        first
            .stderr
            .contains("8 added, 0 here already, 0 left out."),
        "{first:?}"
    );
    assert_eq!(names(&home).len(), 9);
    let tagged = home.otp(["list", "--names", "#raivo"]);
    assert_eq!(tagged.stdout.lines().count(), 8, "{tagged:?}");
    let again = import(&home, "raivo/raivo-otp-export.json", &[]);
    assert_eq!(again.code, 0, "{again:?}");
    assert!(
        again
            .stderr
            .contains("0 added, 8 here already, 0 left out."),
        "{again:?}"
    );
    assert_eq!(home.otp(["undo"]).code, 0);
    assert_eq!(names(&home), ["npm:o"]);
}

#[test]
fn a_dry_run_tells_the_same_and_changes_nothing() {
    let home = Home::with_vault();
    let dry = import(&home, "aegis/aegis-two-bad-entries.json", &["--dry-run"]);
    assert_eq!(dry.code, 9, "{dry:?}");
    assert_eq!(dry.stdout.matches("would be added: ").count(), 2, "{dry:?}");
    assert_eq!(dry.stdout.matches("left out: ").count(), 2, "{dry:?}");
    assert_eq!(names(&home).len(), 0);
    let run = import(&home, "aegis/aegis-two-bad-entries.json", &[]);
    assert_eq!(run.code, 9, "{run:?}");
    assert_eq!(run.stderr.matches("added: ").count(), 2, "{run:?}");
    assert_eq!(names(&home).len(), 2);
}

#[test]
fn another_secret_under_the_same_name_is_never_taken_silently() {
    let home = Home::with_accounts(&[GITHUB]);
    let list = home.write("list.txt", OTHER.as_bytes());
    let list = list.to_str().expect("a path");
    let left = home.otp(["import", list]);
    assert_eq!(left.code, 8, "{left:?}");
    assert!(left.stderr.contains("--yes adds it beside"), "{left:?}");
    assert_eq!(names(&home).len(), 1);
    assert_eq!(home.otp(["import", "--yes", list]).code, 0);
    assert_eq!(
        home.otp(["list", "--json"])
            .stdout
            .matches("\"octavia\"")
            .count(),
        2
    );
}

#[test]
fn bad_files_are_named_and_change_nothing() {
    let home = Home::with_vault();
    for (file, code) in [
        ("invalid/prose.txt", 7),
        ("invalid/bomb.zip", 8),
        ("invalid/pgp.json.gpg", 7),
        ("invalid/empty.txt", 7),
    ] {
        let run = import(&home, file, &[]);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (code, ""),
            "{file}: {run:?}"
        );
        let name = file.rsplit('/').next().expect("a name");
        assert!(run.stderr.contains(name), "{file}: {run:?}");
    }
    assert_eq!(home.otp(["import"]).code, 2);
    assert_eq!(home.otp(["import", "--format", "nonsense", "x"]).code, 2);
    assert_eq!(home.otp(["import", "/nowhere/at/all.json"]).code, 7);
    let list = home.otp(["import", "--list"]);
    assert_eq!(list.code, 0, "{list:?}");
    assert!(
        list.stdout.lines().count() > 50 && list.stdout.contains("aegis-encrypted"),
        "{list:?}"
    );
}

#[test]
fn missing_codes_of_a_lastpass_export_are_named() {
    use std::io::Write as _;
    let pack = |text: &str| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text.as_bytes()).expect("in memory");
        data_encoding::BASE64.encode(&gzip.finish().expect("in memory"))
    };
    let content = r#"{"a":[{"iN":"Gitforge","uN":"mira","s":"MFZXIZLSNFXWI2LO"}],"f":[]}"#;
    let part = serde_json::json!({
        "batchId": "A", "batchSize": 3, "batchIndex": 1, "version": 3, "content": pack(content),
    });
    let data = pack(&part.to_string()).replace('+', "%2B");
    let link = format!("lpaauth-migration://offline?data={data}\n");
    let home = Home::with_vault();
    // The same picture twice is one.
    let list = home.write("codes.txt", format!("{link}{link}").as_bytes());
    let run = home.otp(["import".as_ref(), list.as_os_str()]);
    assert_eq!(run.code, 9, "{run:?}");
    assert!(
        run.stderr.contains("QR codes 1 and 3 of 3 are missing"),
        "{run:?}"
    );
    assert_eq!(names(&home), ["Gitforge:mira"]);
}

#[test]
fn a_link_that_no_vault_takes_is_named_and_keeps_none_out() {
    let home = Home::with_vault();
    let long = format!(
        "otpauth://totp/Long:{}?secret=MFZXIZLSNFXWI2LO&issuer=Long",
        "x".repeat(5000)
    );
    let run = home.otp_fed(
        ["add", "--yes", "-"],
        format!("{GITHUB}\n{long}\n").as_bytes(),
    );
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stderr.contains("Long:xxx"), "{run:?}");
    assert!(run.stderr.contains("is longer than"), "{run:?}");
    assert_eq!(names(&home), ["GitHub:octavia"]);
    let run = home.otp_fed(["add", "--yes", "-"], long.as_bytes());
    assert_eq!(run.code, 7, "{run:?}");
    assert!(run.stderr.contains("Long:xxx"), "{run:?}");
}

/// `cp -r` of an app's folder.
#[test]
#[cfg(feature = "sqlite")]
fn the_log_of_a_database_is_no_file_of_its_own() {
    let home = Home::with_vault();
    let database = std::fs::read(sample("google/databases.sqlite")).expect("a sample");
    std::fs::create_dir(home.path("app")).expect("a folder");
    home.write("app/databases", &database);
    home.write("app/databases-wal", b"\x37\x7f\x06\x82 cut off");
    home.write("app/databases-shm", &[0; 64]);
    let folder = home.path("app");
    let run = home.otp(["import", folder.to_str().expect("a path")]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(names(&home).len(), 3);
}
