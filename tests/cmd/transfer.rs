//! `otp import`, `otp export` and `otp extract` as a user types them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::Home;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const OTHER: &str = "otpauth://totp/GitHub:octavia?secret=NNQXE5LNFVSW2YLO&issuer=GitHub";

fn sample(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/formats")
        .join(file)
}

fn names(home: &Home) -> Vec<String> {
    let listed = home.otp(["list", "--names"]);
    listed.stdout.lines().map(str::to_owned).collect()
}

fn import(home: &Home, file: &str, more: &[&str]) -> crate::home::Run {
    let path = sample(file);
    let mut arguments = vec!["import", path.to_str().expect("a path")];
    arguments.extend(more);
    home.otp(arguments)
}

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
fn exports_are_private_new_files_that_import_again() {
    let home = Home::with_accounts(&[
        GITHUB,
        "otpauth://hotp/Vault:tola?secret=NNQXE5LNFVSW2YLO&issuer=Vault&counter=41",
    ]);
    let password = home.write("password", b"kelp-otter-19!\n");
    let password = password.to_str().expect("a path");
    for (target, more) in [
        ("otpauth", ["--plain", "--plain"]),
        ("aegis", ["--plain", "--plain"]),
        ("aegis-encrypted", ["--password-file", password]),
        ("age", ["--password-file", password]),
        ("html", ["--plain", "--plain"]),
        ("2fas", ["--plain", "--plain"]),
    ] {
        let file = home.path(&format!("export-{target}"));
        let file = file.to_str().expect("a path");
        let more = if more[0] == more[1] {
            &more[..1]
        } else {
            &more[..]
        };
        let mut arguments = vec!["export", "--to", target, "-o", file];
        arguments.extend(more);
        let run = home.otp(&arguments);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (0, ""),
            "{target}: {run:?}"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let access = std::fs::metadata(file)
                .expect("written")
                .permissions()
                .mode();
            assert_eq!(access & 0o777, 0o600, "{target}");
        }
        let again = home.otp(&arguments);
        assert_eq!(again.code, 8, "{target} overwrote: {again:?}");
        let other = Home::with_vault();
        let given = ["import", file, "--password-file", password];
        let taken = other.otp(given);
        assert_eq!(taken.code, 0, "{target}: {taken:?}");
        assert_eq!(names(&other), names(&home), "{target}");
    }
    let refused = home.otp(["export", "--to", "aegis", "-o", "x.json"]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(!home.path("x.json").exists());
    assert_eq!(home.otp(["export", "--to", "nobody", "-o", "x"]).code, 2);
}

#[test]
fn what_the_target_cannot_hold_is_listed() {
    let home = Home::with_accounts(&[
        GITHUB,
        "otpauth://hotp/Vault:tola?secret=NNQXE5LNFVSW2YLO&issuer=Vault&counter=41",
    ]);
    let run = home.otp(["export", "--to", "bitwarden", "--plain", "-o", "b.json"]);
    assert_eq!(run.code, 9, "{run:?}");
    assert!(run.stderr.contains("Vault:tola: left out"), "{run:?}");
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
fn google_takes_a_series_of_pictures() {
    let links: Vec<String> = (0..13)
        .map(|n| {
            format!(
                "otpauth://totp/Site{n}:o?secret=MFZXIZLSNFXWI2L{}&issuer=Site{n}",
                char::from(b'A' + n)
            )
        })
        .collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let home = Home::with_accounts(&links);
    let run = home.otp(["export", "--to", "google", "--plain", "-o", "move.png"]);
    assert_eq!(run.code, 0, "{run:?}");
    let other = Home::with_vault();
    let pictures: Vec<PathBuf> = (1..=2)
        .map(|n| home.path(&format!("move-{n}.png")))
        .collect();
    let mut arguments = vec!["import".to_owned()];
    arguments.extend(
        pictures
            .iter()
            .map(|path| path.to_str().expect("a path").to_owned()),
    );
    let taken = other.otp(&arguments);
    assert_eq!(taken.code, 0, "{taken:?}");
    assert_eq!(names(&other).len(), 13);
}

#[test]
fn a_password_store_is_read_by_real_age() {
    if !crate::parts::has("age") {
        return;
    }
    let home = Home::with_vault();
    let key = home.path("identities");
    let made = Command::new("age-keygen")
        .arg("-o")
        .arg(&key)
        .output()
        .expect("age-keygen");
    assert!(made.status.success());
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    let recipient = said
        .trim()
        .rsplit(' ')
        .next()
        .expect("a recipient")
        .to_owned();
    std::fs::create_dir_all(home.path("store/work")).expect("a folder");
    for (name, text) in [
        ("work/github", format!("secret word\n{GITHUB}\n")),
        ("mail", "only a password\n".to_owned()),
    ] {
        let plain = home.write("plain", text.as_bytes());
        let out = home.path(&format!("store/{name}.age"));
        let sealed = Command::new("age")
            .arg("-r")
            .arg(&recipient)
            .arg("-o")
            .arg(out)
            .arg(plain)
            .status();
        assert!(sealed.expect("age").success());
    }
    let store = home.path("store");
    let mut command = home.command([
        "--identity",
        "recovery.txt",
        "import",
        "--pass",
        store.to_str().expect("a path"),
    ]);
    command.env("PASSAGE_IDENTITIES_FILE", &key);
    let run = crate::home::finish(command, b"");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stderr.contains("secret word"), "{run:?}");
    assert_eq!(names(&home), ["GitHub:octavia"]);
    let shown = home.otp(["show", "github"]);
    assert!(shown.stdout.contains("work"), "{shown:?}");
}

#[test]
fn the_code_in_a_message_is_printed_or_nothing() {
    let home = Home::empty();
    let found = home.otp_fed(
        ["extract"],
        "Your code is 482 913. It expires soon.".as_bytes(),
    );
    assert_eq!(
        (found.code, found.stdout.as_str()),
        (0, "482913\n"),
        "{found:?}"
    );
    let none = home.otp_fed(["extract"], b"Your order #482913 has shipped.");
    assert_eq!((none.code, none.stdout.as_str()), (3, ""), "{none:?}");
    assert!(!none.stderr.contains("482913"), "{none:?}");
    let json = home.otp_fed(["extract", "--json"], b"Code 1\n\n@example.com #661408");
    let object: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(object["domain"], "example.com");
    assert_eq!(object["code"], "661408");
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
