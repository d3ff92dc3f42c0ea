//! `otp source`: other programs' vaults shown beside ours, on the real binary with files as the real apps write them.

use std::path::{Path, PathBuf};

use crate::home::{Home, Run};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
/// The secret of an account in the samples, with its name of ours.
const GITFORGE: &str =
    "otpauth://totp/Mine:mira?secret=66Y3OSFKJR4JIPMJT75DIORVEYEXTN7U&issuer=Mine";
const PASSWORD: &[u8] = b"kelp-otter-19!\n";
const ENCRYPTED: &str = "aegis/aegis-export-encrypted.json";
const PLAIN: &str = "aegis/aegis-export-plain.json";

pub fn sample(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/formats")
        .join(file)
}

/// A home with an account and a copy of a sample.
pub fn home_with(file: &str, name: &str) -> Home {
    let home = Home::with_accounts(&[GITHUB]);
    home.write("password", PASSWORD);
    if let Some(folder) = Path::new(name).parent() {
        std::fs::create_dir_all(home.path("").join(folder)).expect("a folder");
    }
    home.write(name, &std::fs::read(sample(file)).expect("a sample"));
    home
}

pub fn add(home: &Home, path: &str) -> Run {
    home.otp(["source", "add", path, "--password-file", "password"])
}

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

fn names(home: &Home, more: &[&str]) -> Vec<String> {
    let run = home.otp([&["list", "--names"], more].concat());
    assert_eq!(run.code, 0, "{run:?}");
    run.stdout.lines().map(str::to_owned).collect()
}

fn state(home: &Home) -> Vec<PathBuf> {
    let folder = home.path(".local/state/otp/sources");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

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

#[cfg(unix)]
#[test]
fn what_is_kept_of_it_is_for_this_device_alone_and_goes_with_it() {
    use std::os::unix::fs::MetadataExt as _;
    let home = home_with(PLAIN, "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    assert_eq!(state(&home).len(), 2);
    for path in state(&home) {
        let mode = std::fs::metadata(&path).expect("kept").mode();
        assert_eq!(mode & 0o777, 0o600);
        if path.extension().is_some_and(|end| end == "age") {
            let bytes = std::fs::read(&path).expect("kept");
            assert!(bytes.starts_with(b"age-encryption.org/v1\n-> X25519 "));
        }
    }
    says(&add(&home, "./a.json"), 8, "a source already: Aegis");
    says(
        &home.otp(["source", "rename", "aegis", "phone"]),
        0,
        "phone",
    );
    assert!(home.otp(["list"]).stdout.contains("‹phone›"));
    assert_eq!(names(&home, &["#phone"]).len(), 10);
    says(
        &home.otp(["source", "rm", "phone"]),
        0,
        "its file is as it was",
    );
    assert!(state(&home).is_empty());
    assert_eq!(names(&home, &[]), ["GitHub:octavia"]);
    assert!(home.path("a.json").exists());
    assert_eq!(home.otp(["source", "rm", "phone"]).code, 3);
    says(&home.otp(["source", "list"]), 0, "No sources");
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

/// Replaces the content, at a moment of its own.
fn rewrite(path: &Path, bytes: &[u8], second: u64) {
    std::fs::write(path, bytes).expect("written");
    set_time(path, second);
}

fn set_time(path: &Path, second: u64) {
    let file = std::fs::File::options().write(true).open(path).expect("it");
    let moment = std::time::UNIX_EPOCH + std::time::Duration::from_secs(second);
    file.set_modified(moment).expect("set");
}

#[test]
fn only_a_file_that_changed_is_read_again_and_a_broken_one_costs_nothing() {
    let home = home_with(PLAIN, "a.json");
    let path = home.path("a.json");
    let whole = std::fs::read(&path).expect("the file");
    set_time(&path, 1_780_000_000);
    assert_eq!(add(&home, "a.json").code, 0);
    // The same to a look: it is not opened.
    rewrite(&path, &b"x".repeat(whole.len()), 1_780_000_000);
    let run = home.otp(["list"]);
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (11, ""));
    // Half of it, as a sync tool leaves it for a moment.
    rewrite(&path, &whole[..whole.len() / 2], 1_780_000_100);
    let run = home.otp(["list"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 11), "{run:?}");
    says(&run, 0, "The source Aegis cannot be read: it is damaged");
    says(&run, 0, "its accounts are as they were");
    assert_eq!(home.otp(["code", "seven"]).code, 0);
    assert!(!home.otp(["code", "github"]).stderr.contains("Aegis"));
    for (arguments, code) in [(["status"], 0), (["doctor"], 0)] {
        let run = home.otp(arguments);
        assert_eq!(run.code, code, "{run:?}");
        assert!(
            run.stdout.contains("The source Aegis cannot be read"),
            "{run:?}"
        );
    }
    // Whole again, with an account less.
    let text = String::from_utf8(whole).expect("text");
    let fewer = text.replace("\"hotp\"", "\"unknown\"");
    rewrite(&path, fewer.as_bytes(), 1_780_000_200);
    let run = home.otp(["list"]);
    assert_eq!(
        (run.stdout.lines().count(), run.stderr.as_str()),
        (9, ""),
        "{run:?}"
    );
    let list = home.otp(["source", "list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list.stdout).expect("JSON");
    assert_eq!(list[0]["as_of"], 1_780_000_200);
    assert_eq!(
        (&list[0]["accounts"], &list[0]["left_out"]),
        (&8.into(), &2.into())
    );
    assert_eq!(list[0]["problem"], serde_json::Value::Null);
    // Gone.
    std::fs::remove_file(&path).expect("gone");
    let run = home.otp(["list"]);
    assert_eq!(run.stdout.lines().count(), 9, "{run:?}");
    says(&run, 0, "The source Aegis is not there (since 20");
    assert!(
        home.otp(["doctor"])
            .stdout
            .contains("otp source at NAME PATH")
    );
}

#[test]
fn the_newest_file_of_a_folder_that_fits_counts() {
    let home = home_with("aegis/aegis-two-bad-entries.json", "Sync/aegis-1.json");
    std::fs::create_dir(home.path("Sync/deeper")).expect("a folder");
    home.write("Sync/notes.txt", b"Buy milk\n");
    home.write(
        "Sync/twofas.2fas",
        &std::fs::read(sample("2fas/2fas-schema1.json")).expect("it"),
    );
    set_time(&home.path("Sync/aegis-1.json"), 1_780_000_300);
    set_time(&home.path("Sync/notes.txt"), 1_780_000_400);
    set_time(&home.path("Sync/twofas.2fas"), 1_780_000_100);
    let run = add(&home, "Sync");
    says(&run, 9, "left out: ");
    assert_eq!(names(&home, &["--source", "Aegis"]).len(), 2);
    // Another app's file is no backup of this one, however new; the next backup is.
    set_time(&home.path("Sync/twofas.2fas"), 1_780_000_900);
    assert_eq!(names(&home, &["--source", "Aegis"]).len(), 2);
    home.write(
        "Sync/aegis-2.json",
        &std::fs::read(sample(PLAIN)).expect("it"),
    );
    set_time(&home.path("Sync/aegis-2.json"), 1_780_000_500);
    assert_eq!(names(&home, &["--source", "Aegis"]).len(), 10);
    // One that is not whole yet is none.
    home.write("Sync/aegis-3.json", b"{\"version\": 1, \"header\": {");
    let run = home.otp(["list", "--source", "Aegis"]);
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (10, ""));
    #[cfg(unix)]
    {
        // No link leads out of the folder, and no pipe holds anybody.
        let outside = sample("aegis/aegis-md5-and-missing-fields.json");
        let link = home.path("Sync/aegis-9.json");
        std::os::unix::fs::symlink(outside, &link).expect("a link");
        pipe(&home.path("Sync/aegis-8.json"));
        assert_eq!(names(&home, &["--source", "Aegis"]).len(), 10);
    }
}

#[cfg(unix)]
fn pipe(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo").success());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_at_once() {
    let home = home_with(PLAIN, "a.json");
    pipe(&home.path("pipe"));
    let started = std::time::Instant::now();
    for path in ["pipe", "/dev/zero", "missing.json", "runtime", "password"] {
        let run = add(&home, path);
        assert_eq!((run.code, run.stdout.as_str()), (7, ""), "{path}: {run:?}");
    }
    assert_eq!(add(&home, "a.json").code, 0);
    std::fs::remove_file(home.path("a.json")).expect("gone");
    pipe(&home.path("a.json"));
    says(&home.otp(["list"]), 0, "not a regular file");
    assert!(started.elapsed().as_secs() < 60, "it waited for the pipe");
    assert_eq!(names(&home, &["--source", "Aegis"]).len(), 10);
}

#[test]
fn each_device_knows_for_itself_where_it_lies() {
    let home = home_with(ENCRYPTED, "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    let there = |arguments: &[&str]| {
        let mut command = home.command(["--identity", "recovery.txt"]);
        command.args(arguments);
        command.env("OTP_STATE", home.path("elsewhere"));
        crate::home::finish(command, b"")
    };
    let list = there(&["list"]);
    assert_eq!(list.stdout.lines().count(), 1, "{list:?}");
    assert!(!list.stderr.contains("Aegis"), "{list:?}");
    let list = there(&["source", "list"]);
    assert!(
        list.stdout
            .contains("not on this device: `otp source at Aegis PATH`"),
        "{list:?}"
    );
    let import = there(&["import", "--source", "Aegis"]);
    says(&import, 3, "The source Aegis is not on this device");
    // The password is in the vault.
    let at = there(&["source", "at", "Aegis", "a.json"]);
    assert_eq!(at.code, 0, "{at:?}");
    assert_eq!(there(&["list"]).stdout.lines().count(), 11);
    // Removed here, what is kept there goes with the next list.
    assert_eq!(home.otp(["source", "rm", "aegis"]).code, 0);
    let kept = || {
        std::fs::read_dir(home.path("elsewhere/sources"))
            .expect("a folder")
            .count()
    };
    assert_eq!(kept(), 2);
    assert_eq!(there(&["source", "list"]).code, 0);
    assert_eq!(kept(), 0);
}

#[test]
fn files_of_many_programs_serve() {
    for (file, count) in [
        ("bitwarden/bitwarden_encrypted_pbkdf2.json", 6),
        ("2fas/2fas-backup-encrypted.2fas", 8),
        ("2fas/2fas-backup-20260102030405.2fas", 8),
        ("proton/Proton_Authenticator_encrypted.json", 8),
        ("proton/Proton_Pass_export.zip", 3),
        ("ente/ente-auth-codes-plaintext-20260102-030405.txt", 5),
        #[cfg(feature = "kdbx")]
        ("keepass/keepassxc4.kdbx", 6),
        #[cfg(feature = "kdbx")]
        ("keepass/keepassxc.kdbx", 6),
    ] {
        let home = home_with(file, "file");
        let run = add(&home, "file");
        assert_eq!(run.code, 0, "{file}: {run:?}");
        let list = home.otp(["source", "list", "--json"]);
        let list: serde_json::Value = serde_json::from_str(&list.stdout).expect("JSON");
        let shown = names(
            &home,
            &["--source", list[0]["name"].as_str().expect("a name")],
        );
        assert!(
            shown.len() <= count && !shown.is_empty(),
            "{file}: {shown:?}"
        );
        assert!(
            run.stderr.contains(&format!("{} account", shown.len())),
            "{file}: {run:?}"
        );
    }
}

#[test]
fn without_sources_nothing_more_is_opened() {
    if !crate::parts::has("strace") {
        return;
    }
    let calls = |home: &Home, more: &[&str]| {
        let mut strace = std::process::Command::new("strace");
        strace.args(["-f", "-qq", "-o"]).arg(home.path("log"));
        strace.args(["-e", "trace=open,openat,newfstatat,stat,getdents64"]);
        let code = ["--identity", "recovery.txt", "code", "github"];
        strace.arg(env!("CARGO_BIN_EXE_otp")).args(code).args(more);
        strace.env_clear().current_dir(home.path(""));
        strace
            .env("HOME", home.path(""))
            .env("XDG_RUNTIME_DIR", home.path("runtime"));
        assert!(strace.output().expect("strace runs").status.success());
        std::fs::read_to_string(home.path("log")).expect("a log")
    };
    let home = home_with(PLAIN, "a.json");
    assert!(!calls(&home, &[]).contains("sources"));
    assert_eq!(add(&home, "a.json").code, 0);
    assert!(!calls(&home, &["--own"]).contains("sources"));
    // One small file more, and one look at the foreign one, which is not opened.
    let log = calls(&home, &[]);
    assert_eq!(log.matches("otp/sources").count(), 1, "{log}");
    let opened = |line: &&str| line.contains("a.json") && line.contains("open");
    assert_eq!(log.lines().filter(opened).count(), 0, "{log}");
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
fn a_source_that_is_not_on_this_device_says_so_to_whoever_asks_for_it() {
    let home = home_with(ENCRYPTED, "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    for arguments in [
        &["code", "--source", "aegis", "seven"][..],
        &["list", "--source", "aegis"],
        &["show", "--source", "aegis", "seven"],
        &["export", "--source", "aegis", "--plain", "-o", "-"],
    ] {
        let mut command = home.command(["--identity", "recovery.txt"]);
        command
            .args(arguments)
            .env("OTP_STATE", home.path("elsewhere"));
        let run = crate::home::finish(command, b"");
        says(&run, 3, "The source Aegis is not on this device");
        says(&run, 3, "otp source at Aegis PATH");
        assert_eq!(run.stdout, "", "{run:?}");
    }
}

#[test]
fn what_killed_runs_left_goes_and_what_is_being_written_stays() {
    let home = home_with(PLAIN, "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    let old = home.write(".local/state/otp/sources/.source-aB3dE6.tmp", b"x");
    set_time(&old, 1_780_000_000);
    let new = home.write(".local/state/otp/sources/.source-bB3dE6.tmp", b"x");
    let mine = home.write(".local/state/otp/sources/.source-notes.tmp", b"x");
    set_time(&mine, 1_780_000_000);
    let doctor = home.otp(["doctor"]);
    assert!(
        doctor.stdout.contains(".source-aB3dE6.tmp")
            && !doctor.stdout.contains(".source-bB3dE6.tmp"),
        "{doctor:?}"
    );
    assert_eq!(home.otp(["source", "list"]).code, 0);
    assert!(!old.exists() && new.exists() && mine.exists());
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
