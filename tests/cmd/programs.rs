//! Exports read by the programs they are for, and imports of what such programs wrote.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::home::Home;
use crate::parts::has;

const ACCOUNTS: [&str; 4] = [
    "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub",
    "otpauth://totp/Bank:4711?secret=NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF&issuer=Bank&algorithm=SHA256&digits=8&period=60",
    "otpauth://totp/Pl%C3%A4tze:a%20b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Pl%C3%A4tze&algorithm=SHA512",
    "otpauth://hotp/Fob:o?secret=GEZDGNBVGY3TQOJQ&issuer=Fob&counter=41",
];

/// Runs a program to its end and returns what it answered.
fn answer(command: &mut Command, input: &str) -> String {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {told}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn export(home: &Home, target: &str) -> PathBuf {
    let file = home.path(&format!("export.{target}"));
    let out = file.to_str().expect("a path");
    let run = home.otp(["export", "--to", target, "--plain", "-o", out]);
    assert!(matches!(run.code, 0 | 9), "{run:?}");
    file
}

fn names(home: &Home) -> Vec<String> {
    let listed = home.otp(["list", "--names"]).stdout;
    let mut names: Vec<String> = listed.lines().map(str::to_owned).collect();
    names.sort();
    names
}

/// A value of a link's query.
fn value<'a>(link: &'a str, key: &str) -> &'a str {
    let pairs = link
        .split(['?', '&'])
        .filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(name, _)| *name == key);
    found.next().expect("a parameter").1
}

#[test]
fn oathtool_makes_the_same_codes_from_exported_links() {
    if !has("oathtool") {
        return;
    }
    let home = Home::with_accounts(&ACCOUNTS);
    let links = std::fs::read_to_string(export(&home, "otpauth")).expect("the export");
    let links: Vec<&str> = links.lines().collect();
    assert_eq!(links.len(), ACCOUNTS.len());
    for link in links {
        let mut oathtool = Command::new("oathtool");
        oathtool.args(["--base32", "--digits", value(link, "digits")]);
        let name = value(link, "issuer");
        let own = if link.starts_with("otpauth://hotp") {
            oathtool.args(["--hotp", "--counter", value(link, "counter")]);
            home.otp(["code", name])
        } else {
            let hash = value(link, "algorithm").to_lowercase();
            let step = format!("--time-step-size={}s", value(link, "period"));
            oathtool.args([
                &format!("--totp={hash}"),
                &step,
                "--now=2026-03-02 12:00:00 UTC",
            ]);
            let name = name.replace("%C3%A4", "ä");
            home.otp(["code", &name, "--at", "2026-03-02T12:00:00Z"])
        };
        assert_eq!(own.code, 0, "{own:?}");
        let theirs = answer(oathtool.arg(value(link, "secret")), "");
        assert_eq!(theirs, own.stdout.trim(), "{link}");
    }
}

/// A store of the real pass, with a key of its own that has no passphrase.
struct Store<'a> {
    home: &'a Home,
    /// gpg's sockets want a short path.
    keys: tempfile::TempDir,
}

impl<'a> Store<'a> {
    fn new(home: &'a Home) -> Self {
        let keys = tempfile::Builder::new()
            .prefix("g")
            .tempdir()
            .expect("a folder");
        let store = Self { home, keys };
        let made = [
            "--batch",
            "--quiet",
            "--passphrase",
            "",
            "--quick-generate-key",
        ];
        let who = ["otp test <otp@example.test>", "default", "default", "never"];
        answer(store.command("gpg").args(made).args(who), "");
        answer(store.command("pass").args(["init", "otp@example.test"]), "");
        store
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("GNUPGHOME", self.keys.path())
            .env("PASSWORD_STORE_DIR", self.home.path("store"))
            .env("PASSWORD_STORE_ENABLE_EXTENSIONS", "true")
            .env("HOME", self.home.path(""));
        command
    }
}

impl Drop for Store<'_> {
    fn drop(&mut self) {
        // The agent that gpg started for these keys.
        let _ = self.command("gpgconf").args(["--kill", "all"]).status();
    }
}

#[test]
fn pass_otp_takes_exported_links_and_its_store_comes_back() {
    if !has("pass") || !has("gpg") || !has("/usr/lib/password-store/extensions/otp.bash") {
        return;
    }
    let home = Home::with_accounts(&ACCOUNTS);
    let store = Store::new(&home);
    let links = std::fs::read_to_string(export(&home, "otpauth")).expect("the export");
    let mut counted = None;
    for (place, link) in links.lines().enumerate() {
        let entry = format!("work/site{place}");
        let mut pass = store.command("pass");
        answer(
            pass.args(["otp", "insert", "--force", &entry]),
            &format!("{link}\n{link}\n"),
        );
        let back = answer(store.command("pass").args(["otp", "uri", &entry]), "");
        assert_eq!(back, link);
        if link.starts_with("otpauth://hotp") {
            counted = Some(entry);
        }
    }
    // A password that is nobody's business.
    let mut pass = store.command("pass");
    answer(
        pass.args(["insert", "--multiline", "mail"]),
        "hunter-kelp-40417\nuser: me\n",
    );
    let other = Home::with_vault();
    let folder = home.path("store");
    let mut command = other.command(["--identity", "recovery.txt", "import", "--pass"]);
    command.arg(&folder).env("GNUPGHOME", store.keys.path());
    let run = crate::home::finish(command, b"");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stderr.contains("hunter-kelp"), "{run:?}");
    assert_eq!(names(&other), names(&home));
    // pass otp keeps the last counter that was used: the next code is the one behind it.
    let next = answer(
        store
            .command("pass")
            .args(["otp", "code", &counted.expect("one that counts")]),
        "",
    );
    assert_eq!(other.otp(["code", "fob"]).stdout.trim(), next);
}

#[test]
fn keepassxc_opens_what_we_read_and_we_read_what_it_writes() {
    if !has("keepassxc-cli") {
        return;
    }
    let sample =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/keepass/keepassxc_export.xml");
    let home = Home::with_vault();
    let database = home.path("made.kdbx");
    let mut program = Command::new("keepassxc-cli");
    program
        .args(["import", "--set-password"])
        .arg(&sample)
        .arg(&database)
        .env("HOME", home.path(""));
    answer(&mut program, "kelp-otter\nkelp-otter\n");
    let password = home.write("password", b"kelp-otter\n");
    let run = home.otp([
        "import".as_ref(),
        database.as_os_str(),
        "--password-file".as_ref(),
        password.as_os_str(),
    ]);
    assert!(matches!(run.code, 0 | 9), "{run:?}");
    let from_database = names(&home);
    assert!(!from_database.is_empty());
    // Its table holds the same.
    let mut program = Command::new("keepassxc-cli");
    program
        .args(["export", "--format", "csv"])
        .arg(&database)
        .env("HOME", home.path(""));
    let table = answer(&mut program, "kelp-otter\n");
    let own = std::fs::read_to_string(export(&home, "keepassxc-csv")).expect("the export");
    let head = own.lines().next().expect("a header");
    assert!(
        table.lines().any(|line| line.starts_with(head)),
        "{head} is not in {table}"
    );
    let other = Home::with_vault();
    let start = table.find('"').expect("a table");
    let file = other.write("table.csv", &table.as_bytes()[start..]);
    let run = other.otp(["import".as_ref(), file.as_os_str()]);
    assert!(matches!(run.code, 0 | 9), "{run:?}");
    let table_names = names(&other);
    assert!(
        table_names.iter().all(|name| from_database.contains(name)),
        "{table_names:?}"
    );
    // It leaves out the one key that KeePassXC itself makes no codes of.
    assert_eq!(
        table_names.len(),
        from_database.len() - 1,
        "{table_names:?}"
    );
}

#[cfg(unix)]
#[test]
fn stock_age_opens_an_export_to_age() {
    use crate::pty::session::Start;
    if !has("age") {
        return;
    }
    let home = Home::with_accounts(&ACCOUNTS);
    let password = home.write("password", b"kelp-otter-19!\n");
    let file = home.path("export.age");
    let run = home.otp([
        "export".as_ref(),
        "--to".as_ref(),
        "age".as_ref(),
        "-o".as_ref(),
        file.as_os_str(),
        "--password-file".as_ref(),
        password.as_os_str(),
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    let age = pty_process::blocking::Command::new("age")
        .args(["--decrypt", "--output"])
        .arg(home.path("plain.txt"))
        .arg(&file);
    let session = Start::of(age, &home.path("")).run();
    session.sees("passphrase").types("kelp-otter-19!\r");
    assert_eq!(session.ends(), 0);
    let plain = std::fs::read_to_string(home.path("plain.txt")).expect("opened");
    let links = std::fs::read_to_string(export(&home, "otpauth")).expect("the export");
    assert_eq!(plain, links);
}
