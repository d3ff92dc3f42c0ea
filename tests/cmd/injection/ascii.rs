//! Where the locale is not UTF-8, nothing but ASCII is said.

use std::process::Stdio;

use super::{GITHUB, RECIPIENT};
use crate::home::Home;

const FOREIGN: &str = "otpauth://totp/%C3%9B31m%E6%97%A5:octavia?secret=NNQXE5LNFVSW2YLOORRWC3TF&issuer=%C3%9B31m%E6%97%A5";

#[test]
fn without_utf_8_nothing_but_ascii_is_said() {
    let home = Home::with_accounts(&[GITHUB, FOREIGN]);
    std::fs::create_dir(home.path("Û日")).expect("a folder");
    // What programs read is as it is.
    let mut json = home.command(["--identity", "recovery.txt", "list", "--json"]);
    let json = json
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .expect("it ends");
    assert!(
        String::from_utf8_lossy(&json.stdout).contains("Û31m日"),
        "{json:?}"
    );
    let mut said = String::new();
    for arguments in [
        &["list"][..],
        &["show", "octavia"],
        &["show", "31m"],
        &["code", "octavia"],
        &["code", "Û日"],
        &["list", "--codes"],
        &["doctor"],
        &["status"],
        &["--vault", "Û日", "list"],
        &["--vault", "Û日", "status"],
        &["scan", "Û日"],
        &["edit", "31m", "--digits", "Û"],
        &["--Û"],
        &["Û日"],
        &["history"],
        &["rm", "31m"],
        &["restore"],
        &["undo"],
        &["show", "github", "--qr"],
        &["backup"],
        &["add", "Û.png"],
        &["key", "add", RECIPIENT, "--name", "Û日"],
        &["key", "list"],
        &["demo"],
        &["--help"],
        &["add", "--help"],
        &["backup", "Û日"],
        &[
            "code",
            "a query that is much longer than what a message repeats of it, and so it is cut at its end",
        ],
    ] {
        for locale in ["C", "de_DE.ISO-8859-1"] {
            let mut command = home.command(["--identity", "recovery.txt"]);
            command.args(arguments).env("LC_ALL", locale);
            let output = command.stdin(Stdio::null()).output().expect("it ends");
            for text in [&output.stdout, &output.stderr] {
                assert!(
                    text.is_ascii(),
                    "{arguments:?}: {}",
                    String::from_utf8_lossy(text)
                );
            }
            said.push_str(&String::from_utf8_lossy(&output.stdout));
            said.push_str(&String::from_utf8_lossy(&output.stderr));
        }
    }
    let mut last = home.command(["--identity", "recovery.txt", "key", "recovery", "--qr"]);
    let last = last.env("LC_ALL", "C").stdin(Stdio::null());
    let last = last.output().expect("it ends");
    assert!(last.stdout.is_ascii() && last.status.success(), "{last:?}");
    // Two columns for a wide letter, so that tables stay straight.
    assert!(said.contains("?31m??:octavia"), "{said}");
}
