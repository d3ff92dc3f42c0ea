//! The interface on a real vault does what the commands do: sessions, last use, undo, what a changed vault has to say.

use std::sync::mpsc::channel;

use otp::account::Timestamp;
use otp::app::store::Repo;
use otp::vault::keys::DeviceKey;

use super::session::{Session, Start};
use crate::home::{Home, PASSPHRASE};
use crate::parts;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const MAIL: &str = "otpauth://totp/Mail:octavia?secret=MFZXIZLSNFXWI2LP&issuer=Mail";

pub fn start(home: &Home, arguments: &[&str]) -> Session {
    start_sized(home, arguments, (80, 24))
}

pub fn start_sized(home: &Home, arguments: &[&str], size: (u16, u16)) -> Session {
    let folder = home.path("");
    let start = Start::otp(&folder, arguments).inside(&folder);
    let mut start = start.sized(size.0, size.1);
    for (name, folder) in [
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_RUNTIME_DIR", "runtime"),
    ] {
        start = start.env(name, home.path(folder).to_str().expect("text"));
    }
    start.run()
}

/// The interface, opened by the typed passphrase.
pub fn opened(home: &Home) -> Session {
    let session = start(home, &["--no-keyring"]);
    session.sees("Passphrase");
    session.types(&format!("{PASSPHRASE}\r"));
    session
}

pub fn set(home: &Home, settings: &str) {
    std::fs::create_dir_all(home.path(".config/otp")).expect("a folder");
    home.write(".config/otp/config.toml", settings.as_bytes());
}

#[test]
fn a_code_that_another_process_hands_out_is_marked() {
    let slow =
        "otpauth://totp/Slow:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Slow&period=3600";
    let home = Home::with_accounts(&[slow]);
    let session = opened(&home);
    session.sees("Slow");
    assert!(!session.screen().contains('✓'), "{}", session.screen());
    assert_eq!(home.otp(["code", "slow"]).code, 0);
    session.sees("✓").types("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_passphrase_typed_in_the_interface_opens_the_session_of_the_settings() {
    let home = Home::with_accounts(&[GITHUB]);
    let tried = home.run(["--passphrase-file", "passphrase", "unlock"], b"");
    if tried.code != 0 {
        parts::skip(tried.stderr.trim());
        return;
    }
    assert_eq!(home.run(["lock"], b"").code, 0);
    set(&home, "session = \"10m\"\n");
    assert_eq!(home.run(["--no-keyring", "list"], b"").code, 5);
    let session = opened(&home);
    session.sees("GitHub").types("q");
    assert_eq!(session.ends(), 0);
    let list = home.run(["--no-keyring", "list", "--names"], b"");
    assert_eq!(list.stdout, "GitHub:octavia\n", "{list:?}");
    assert_eq!(home.run(["lock"], b"").code, 0);
}

#[test]
fn a_rekeyed_vault_shows_the_words_to_compare() {
    let home = Home::with_accounts(&[GITHUB]);
    let mut other = home.command(["--identity", "recovery.txt", "key", "recovery"]);
    other.args(["--recovery-file", "second.txt"]);
    other.env("OTP_STATE", home.path("elsewhere"));
    let other = crate::home::finish(other, b"");
    assert_eq!(other.code, 0, "{other:?}");
    let told = home.run(["--passphrase-file", "passphrase", "list"], b"");
    let words = told.stderr.lines().map(str::trim).find(|line| {
        let letters = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase());
        line.split(' ').count() >= 4 && line.split(' ').all(letters)
    });
    let words = words.unwrap_or_else(|| panic!("no words in {told:?}"));
    let session = opened(&home);
    session.sees("has changed");
    for word in words.split(' ') {
        session.sees(word);
    }
    session.types("\x03");
    assert_eq!(session.ends(), 0);
}

#[test]
fn what_is_copied_in_the_interface_is_used_last() {
    let home = Home::with_accounts(&[GITHUB, MAIL]);
    set(
        &home,
        "order = \"last-used\"\ncopy-command = \"cat > copied\"\n",
    );
    let session = opened(&home);
    session
        .sees("GitHub")
        .types("j\r")
        .sees("Copied the code for Mail");
    session.sees("▌  Ma Mail").types("q");
    assert_eq!(session.ends(), 0);
    let list = home.otp(["list", "--names"]);
    assert_eq!(list.stdout, "Mail:octavia\nGitHub:octavia\n");
}

#[test]
fn the_interface_and_the_commands_take_back_the_same_changes() {
    let home = Home::with_accounts(&[GITHUB, MAIL]);
    assert_eq!(home.otp(["rename", "mail", "Post"]).code, 0);
    let session = opened(&home);
    session.sees("Post").types("d").sees("Removed");
    session.types("u").sees("Undone").sees("2 accounts");
    // Further back than this start.
    session
        .types("u")
        .sees("Undone: changed name of Mail octavia");
    // And forth again, after a step that a command took.
    let redone = home.otp(["redo"]);
    assert!(redone.stderr.contains("Mail:Post"), "{redone:?}");
    session
        .sees("Post")
        .types("u")
        .sees("Undone: changed name of Mail octavia");
    session.types("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn copying_in_the_demo_takes_the_road_of_the_settings() {
    let home = Home::empty();
    set(&home, "copy-command = \"cat > copied\"\n");
    let session = start(&home, &["demo"]);
    session.sees("GitHub").types("\r").sees("copy-command");
    let copied = std::fs::read_to_string(home.path("copied")).expect("a code");
    assert_eq!(copied.len(), 6, "{copied}");
    session.types("q");
    assert_eq!(session.ends(), 0);
}

/// Holds the vault as a process does that saves, while `meanwhile` goes on.
fn while_another_saves(home: &Home, meanwhile: impl FnOnce()) {
    let key = std::fs::read_to_string(home.path("recovery.txt")).expect("a key");
    let key = DeviceKey::parse(&key).expect("an identity");
    let repo = Repo::new(&home.vault(), &home.path("elsewhere"), key);
    let (begins, begun) = channel();
    let (ends, ended) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let updated = repo.update(Timestamp::from_seconds(1), |_| {
                begins.send(()).expect("somebody waits");
                // An error means that the test is over too.
                let _ = ended.recv();
                Ok::<(), ()>(())
            });
            updated.expect("nothing was changed");
        });
        begun.recv().expect("the lock");
        meanwhile();
        drop(ends);
    });
}

#[test]
fn an_undo_that_found_the_vault_busy_is_told_and_can_be_made_again() {
    let home = Home::with_accounts(&[GITHUB, MAIL]);
    let session = opened(&home);
    session.sees("Mail").types("d").sees("Removed GitHub");
    while_another_saves(&home, || {
        session.types("u").sees("saving");
        // The list stands there meanwhile, and its clock goes on.
        session.sees("Mail").sees("1 account");
        session.sees("Another otp process is saving");
        session.sees("1 account");
    });
    session
        .types("u")
        .sees("Undone: restored GitHub")
        .sees("2 accounts");
    session.types("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn locking_takes_a_copied_code_away_and_nothing_after_its_time() {
    let home = Home::with_accounts(&[GITHUB]);
    set(&home, "clear-after = \"1h\"\n");
    let session = opened(&home);
    session.sees("GitHub").types("\r").sees("Sent the code");
    session.clipboard(|text| text.len() == 6);
    session.types("L").sees("otp is locked");
    session.clipboard(str::is_empty);
    session.types("\x03");
    assert_eq!(session.ends(), 0);

    set(&home, "clear-after = \"1s\"\n");
    let session = opened(&home);
    session.sees("GitHub").types("\r").sees("Sent the code");
    let copied = session.clipboard(|text| text.len() == 6);
    // The line goes after four seconds: by then the clipboard may hold something else.
    session
        .sees_no("Sent the code")
        .types("L")
        .sees("otp is locked");
    session.types("\x03");
    assert_eq!(session.ends(), 0);
    assert_eq!(session.clipboard(|_| true), copied);
}

#[test]
fn otp_lock_asks_the_terminal_for_what_a_command_copied() {
    let home = Home::with_accounts(&[GITHUB]);
    let own = ["--no-keyring", "--identity", "recovery.txt"];
    let copy = [&own[..], &["code", "github", "--copy"]].concat();
    let session = start(&home, &copy);
    session.clipboard(|text| text.len() == 6);
    assert_eq!(session.ends(), 0);
    let lock = || {
        let session = start(&home, &["--no-keyring", "lock"]);
        assert_eq!(session.ends(), 0);
        session
    };
    let locked = lock();
    assert_eq!(locked.clipboard(|_| true), "");
    assert!(locked.screen().contains("copied through a terminal"));
    // Once, and not after its time.
    let asks = |session: &Session| session.ever_saw("]52;");
    assert!(!asks(&lock()));
    assert_eq!(start(&home, &copy).ends(), 0);
    home.write(".local/state/otp/copied.txt", b"1780000000000");
    let late = lock();
    assert!(!asks(&late) && !late.screen().contains("copied"));
    // An interface takes its own copy away, and there is nothing left to say.
    let session = opened(&home);
    session.sees("GitHub").types("\r").sees("Sent the code");
    let locked = lock();
    assert!(!asks(&locked), "{}", locked.screen());
    session.sees("otp is locked").clipboard(str::is_empty);
    assert_eq!(session.types("\x03").ends(), 0);
}

#[test]
fn otp_lock_locks_an_open_interface_too() {
    let home = Home::with_accounts(&[GITHUB]);
    let session = opened(&home);
    session.sees("GitHub");
    let locked = home.run(["--no-keyring", "lock"], b"");
    assert_eq!(locked.code, 0, "{locked:?}");
    assert!(
        locked.stderr.contains("An open interface locked."),
        "{locked:?}"
    );
    session.sees("otp is locked").sees_no("GitHub");
    session.types(&format!("{PASSPHRASE}\r")).sees("GitHub");
    assert_eq!(session.types("q").ends(), 0);
    let again = home.run(["--no-keyring", "lock"], b"");
    assert!(!again.stderr.contains("interface"), "{again:?}");
    let state = std::fs::read_dir(home.path(".local/state/otp")).expect("a folder");
    let sockets = state
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "sock"));
    assert_eq!(sockets.count(), 0);
}

#[test]
fn until_the_recovery_key_is_confirmed_the_header_says_so() {
    let home = Home::empty();
    home.write("passphrase", format!("{PASSPHRASE}\n").as_bytes());
    let session = start(&home, &["--no-keyring"]);
    session.sees("Choose a passphrase");
    session
        .types(&format!("{PASSPHRASE}\r"))
        .sees("make the vault");
    session
        .types(&format!("{PASSPHRASE}\r"))
        .sees("AGE-SECRET-KEY-");
    let screen = session.screen();
    let numbered = screen.lines().filter_map(|line| {
        let line = line.trim_matches(['│', ' ']);
        line.strip_prefix(['1', '2', '3'])?.strip_prefix("  ")
    });
    let groups: String = numbered.collect::<String>().split_whitespace().collect();
    let key = format!("AGE-SECRET-KEY-{groups}");
    // Who leaves in a hurry is told once.
    session.types("\x03").sees("a lost vault");
    session.types("\x03");
    assert_eq!(session.ends(), 0);

    let own = ["--no-keyring", "--passphrase-file", "passphrase"];
    let add = [&own[..], &["add", "-"]].concat();
    assert_eq!(home.run(add, GITHUB.as_bytes()).code, 0);
    let session = opened(&home);
    session.sees("GitHub").sees("recovery key never confirmed");
    session.types("j ").sees("recovery key never confirmed");
    let check = [&own[..], &["key", "recovery", "--check"]].concat();
    let checked = home.run(check, key.as_bytes());
    assert_eq!(checked.code, 0, "{checked:?}");
    session.sees_no("never confirmed").types("q");
    session.sees("search").types("q");
    assert_eq!(session.ends(), 0);
    let session = opened(&home);
    session.sees("GitHub").sees_no("never confirmed").types("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn what_a_save_could_not_do_beside_the_vault_is_told() {
    let home = Home::with_accounts(&[GITHUB, MAIL]);
    let backups = home.path(".local/state/otp/backups");
    std::fs::remove_dir_all(&backups).expect("backups");
    std::fs::write(&backups, "in the way").expect("a file");
    let session = opened(&home);
    session.sees("Mail").types("d").sees("not its backup");
    session.sees("1 account").types("q");
    assert_eq!(session.ends(), 0);
    assert_eq!(home.otp(["list", "--names"]).stdout, "Mail:octavia\n");
}
