//! `otp export`: private new files that the target reads, and what it cannot hold is listed.

use std::path::PathBuf;
use std::process::Command;

use super::{GITHUB, names};
use crate::home::Home;

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
