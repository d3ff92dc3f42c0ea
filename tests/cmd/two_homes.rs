//! Two devices of one person, each with a home of its own, and a sync tool between them that copies the file.

use std::path::Path;

use super::trust::{opened_by_stock_age, sealed_by_stock_age};
use crate::home::{Home, Run};
use crate::parts;

const VAULT: &str = ".local/share/otp/vault.age";
const STATE: &str = ".local/state/otp";

fn link(site: &str) -> String {
    let letters: String = site
        .to_uppercase()
        .chars()
        .filter(char::is_ascii_uppercase)
        .collect();
    format!("otpauth://totp/{site}:me?secret=MFZXIZLSNFXWI2LO{letters:A<8}&issuer={site}")
}

fn by(home: &Home, arguments: &[&str]) -> Run {
    by_fed(home, arguments, "")
}

fn by_fed(home: &Home, arguments: &[&str], input: &str) -> Run {
    let all = ["--passphrase-file", "passphrase"].iter().chain(arguments);
    home.run(all, input.as_bytes())
}

pub fn add(home: &Home, site: &str) {
    let run = by_fed(home, &["add", "--yes", "-"], &link(site));
    assert_eq!(run.code, 0, "{run:?}");
}

pub fn names(home: &Home) -> Vec<String> {
    let run = by(home, &["list", "--names"]);
    assert_eq!(run.code, 0, "{run:?}");
    let mut names: Vec<String> = run
        .stdout
        .lines()
        .map(|line| line.replace(":me", ""))
        .collect();
    names.sort();
    names
}

/// What the sync tool does: the file of one takes the place of that of the other.
pub fn sync(from: &Home, to: &Home) {
    std::fs::copy(from.vault(), to.vault()).expect("synced");
}

fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// The laptop made the vault, the phone joined it; both have the same file.
pub fn laptop_and_phone() -> (Home, Home) {
    let laptop = Home::with_vault();
    add(&laptop, "Shared");
    let phone = joined(&laptop, "phone");
    (laptop, phone)
}

fn joined(first: &Home, name: &str) -> Home {
    let home = Home::empty();
    for file in ["passphrase", "recovery.txt"] {
        home.write(file, &std::fs::read(first.path(file)).expect("there"));
    }
    std::fs::create_dir_all(home.vault().parent().expect("a folder")).expect("made");
    sync(first, &home);
    let key = std::fs::read_to_string(home.path("recovery.txt")).expect("the key");
    let join = ["init", "--recover", "--work-factor", "14", "--device", name];
    let run = by_fed(&home, &join, &key);
    assert_eq!(run.code, 0, "{run:?}");
    sync(&home, first);
    assert!(by(first, &["list"]).code == 0 && by(&home, &["list"]).code == 0);
    home
}

/// The words as `otp key list` shows them.
fn words(home: &Home) -> String {
    let run = by(home, &["key", "list"]);
    let line = run
        .stderr
        .lines()
        .find_map(|line| line.split_once("vault: "));
    line.expect("the words").1.trim().to_owned()
}

/// T1: the image of a laptop was copied; both go on with the same key, the same numbers and their own accounts.
#[test]
fn nobody_loses_an_account_to_a_copy_of_the_machine() {
    let laptop = Home::with_vault();
    add(&laptop, "Shared");
    let copy = Home::empty();
    copy_tree(&laptop.path(""), &copy.path(""));
    add(&laptop, "Laptop");
    add(&copy, "Copy");
    sync(&copy, &laptop);
    let listed = by(&laptop, &["list", "--names"]);
    assert_eq!(names(&laptop), ["Copy", "Laptop", "Shared"], "{listed:?}");
    assert!(listed.stderr.contains("put back"), "{listed:?}");
    assert!(listed.stderr.contains("init --recover"), "{listed:?}");
    // The next save makes it last, and then nobody hears of it again.
    add(&laptop, "Next");
    assert_eq!(by(&laptop, &["list"]).stderr, "");
    sync(&laptop, &copy);
    assert_eq!(names(&copy), ["Copy", "Laptop", "Next", "Shared"]);
}

/// Trust 9: a home that was copied to another machine says so, once, and the doctor says how to part the two.
#[test]
fn a_state_folder_from_another_machine_is_noticed() {
    let laptop = Home::with_vault();
    add(&laptop, "Shared");
    let copy = Home::empty();
    copy_tree(&laptop.path(""), &copy.path(""));
    assert_eq!(by(&copy, &["list"]).stderr, "", "the same machine");
    // What a machine leaves there, and a copy of it finds.
    let seen = copy.path(STATE).join("seen.toml");
    let text = std::fs::read_to_string(&seen).expect("the pins");
    let Some(own) = text.lines().find(|line| line.starts_with("machines = ")) else {
        parts::skip("an id of this machine");
        return;
    };
    let elsewhere = text.replace(own, "machines = [\"0123456789abcdef\"]");
    std::fs::write(&seen, elsewhere).expect("written");
    let doctor = |home: &Home| by(home, &["doctor"]).stdout;
    let told = by(&copy, &["list", "--names"]);
    assert_eq!((told.code, told.stdout.as_str()), (0, "Shared:me\n"));
    assert!(
        told.stderr.contains("came from another machine"),
        "{told:?}"
    );
    assert_eq!(by(&copy, &["list"]).stderr, "", "said once");
    assert!(
        doctor(&copy).contains("several machines"),
        "{}",
        doctor(&copy)
    );
    assert!(!doctor(&laptop).contains("several machines"));

    let identity = copy.path(STATE).join("identity.age");
    std::fs::rename(&identity, identity.with_extension("old")).expect("moved away");
    let key = std::fs::read_to_string(copy.path("recovery.txt")).expect("the key");
    let join = [
        "init",
        "--recover",
        "--work-factor",
        "14",
        "--device",
        "copy",
    ];
    assert_eq!(by_fed(&copy, &join, &key).code, 0);
    add(&copy, "Copy");
    assert!(
        !doctor(&copy).contains("several machines"),
        "{}",
        doctor(&copy)
    );
    add(&laptop, "Laptop");
    sync(&copy, &laptop);
    let joined = by(&laptop, &["list", "--names"]);
    assert!(
        !joined.stderr.contains("the key of this device"),
        "{joined:?}"
    );
    assert_eq!(names(&laptop), ["Copy", "Laptop", "Shared"]);
}

/// Trust 14: the same code once on two devices that do not hear of each other, then never again.
#[test]
fn codes_that_two_devices_took_at_a_time_are_told() {
    let (laptop, phone) = laptop_and_phone();
    let counter =
        "otpauth://hotp/Rfc:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Rfc";
    assert_eq!(by_fed(&laptop, &["add", "--yes", "-"], counter).code, 0);
    sync(&laptop, &phone);
    let code = |home: &Home| by(home, &["code", "rfc"]).stdout;
    assert_eq!(
        (code(&laptop), code(&phone)),
        ("755224\n".into(), "755224\n".into())
    );
    assert_eq!(code(&phone), "287082\n");
    sync(&phone, &laptop);
    let told = by(&laptop, &["list"]);
    assert!(
        told.stderr
            .contains("codes of Rfc:me were taken on two devices"),
        "{told:?}"
    );
    assert_eq!(code(&laptop), "359152\n");
    sync(&laptop, &phone);
    let quiet = by(&phone, &["list"]);
    assert!(!quiet.stderr.contains("two devices"), "{quiet:?}");
    assert_eq!(code(&phone), "969429\n");
}

/// T6: one device's clock was decades ahead; the other brings its moments back, for both.
#[test]
fn moments_of_the_future_are_brought_back_once() {
    if !parts::has("age") {
        return;
    }
    let (laptop, phone) = laptop_and_phone();
    let poisoned = opened_by_stock_age(&phone).replace(
        "issuer = \"Shared\"\n",
        "issuer = \"Shared\"\nnote = \"from 2100\"\n",
    );
    let end = poisoned.find("\n# pad").expect("the end");
    let stamped = format!(
        "{}\n[account.edited]\nnote = 4102444800000\n{}",
        poisoned[..end].trim_end(),
        &poisoned[end..]
    );
    sealed_by_stock_age(&phone, &stamped);
    assert_eq!(names(&phone), ["Shared"]);
    sync(&phone, &laptop);
    assert_eq!(names(&laptop), ["Shared"]);
    let old = std::fs::read(laptop.vault()).expect("the vault");
    let clock = |home: &Home| {
        let doctor = by(home, &["doctor"]).stdout;
        doctor.contains("the vault was saved later")
    };
    assert!(clock(&laptop) && clock(&phone));
    let doctor = by(&laptop, &["doctor"]);
    assert!(doctor.stdout.contains("otp doctor --mend"), "{doctor:?}");
    let mended = by(&laptop, &["doctor", "--mend"]);
    assert_eq!(mended.code, 0, "{mended:?}");
    assert!(mended.stderr.contains("2100"), "{mended:?}");
    assert!(!clock(&laptop));
    let again = by(&laptop, &["doctor", "--mend"]);
    assert!(again.stderr.contains("nothing was changed"), "{again:?}");
    let edit = |home: &Home, note: &str| by(home, &["edit", "shared", "--note", note]).code;
    assert_eq!(edit(&laptop, "by the laptop"), 0);
    // The file of before does not undo it, neither in its place nor beside it.
    std::fs::write(laptop.vault().with_file_name("vault 2.age"), &old).expect("beside");
    assert_eq!(names(&laptop), ["Shared"]);
    let note = |home: &Home| by(home, &["show", "shared"]).stdout;
    assert!(note(&laptop).contains("by the laptop"), "{}", note(&laptop));
    // The phone follows, and its next edit wins everywhere.
    sync(&laptop, &phone);
    assert!(note(&phone).contains("by the laptop"), "{}", note(&phone));
    assert!(!clock(&phone));
    assert_eq!(edit(&phone, "by the phone"), 0);
    sync(&phone, &laptop);
    assert!(note(&laptop).contains("by the phone"), "{}", note(&laptop));
}

/// T1: the disk of the phone was put back to an earlier day, and it saved before it had synced.
#[test]
fn nobody_loses_an_account_to_a_restored_disk() {
    let (laptop, phone) = laptop_and_phone();
    let earlier = Home::empty();
    copy_tree(&phone.path(""), &earlier.path(""));
    add(&phone, "Before");
    sync(&phone, &laptop);
    assert_eq!(names(&laptop), ["Before", "Shared"]);
    // The phone is the earlier one from now on.
    add(&earlier, "After");
    sync(&earlier, &laptop);
    assert_eq!(names(&laptop), ["After", "Before", "Shared"]);
    add(&laptop, "Laptop");
    sync(&laptop, &earlier);
    assert_eq!(names(&earlier), ["After", "Before", "Laptop", "Shared"]);
}

/// T1: two machines where only the recovery key is at hand.
#[test]
fn saves_by_the_recovery_key_count() {
    let laptop = Home::with_vault();
    add(&laptop, "Shared");
    let rescue = Home::empty();
    copy_tree(&laptop.path(""), &rescue.path(""));
    std::fs::remove_dir_all(rescue.path(STATE)).expect("no state of its own");
    for (home, site) in [(&laptop, "Laptop"), (&rescue, "Rescue")] {
        let run = home.otp_fed(["add", "--yes", "-"], link(site).as_bytes());
        assert_eq!(run.code, 0, "{run:?}");
    }
    sync(&rescue, &laptop);
    assert_eq!(names(&laptop), ["Laptop", "Rescue", "Shared"]);
}

/// T2: the laptop shuts a device out while the phone has a save that nobody has seen.
#[test]
fn a_change_of_keys_costs_no_save_of_another_device() {
    let (laptop, phone) = laptop_and_phone();
    let tablet = joined(&laptop, "tablet");
    sync(&laptop, &phone);
    names(&phone);
    assert_eq!(by(&laptop, &["key", "remove", "tablet"]).code, 0);
    add(&phone, "Phone");

    // The sync tool takes the phone's file: the laptop goes on with its own and speaks ill of nobody.
    let newer = std::fs::read(laptop.vault()).expect("the vault");
    sync(&phone, &laptop);
    let listed = by(&laptop, &["list", "--names"]);
    assert_eq!((listed.code, listed.stdout.as_str()), (0, "Shared:me\n"));
    assert!(listed.stderr.contains("phone has not heard"), "{listed:?}");
    assert!(!listed.stderr.contains("trust"), "{listed:?}");
    assert_eq!(by(&laptop, &["edit", "shared", "--note", "x"]).code, 0);

    // The phone meets the newer file, and takes it when its user has compared the words.
    std::fs::write(phone.vault(), newer).expect("synced");
    let refused = by(&phone, &["list"]);
    assert_eq!(refused.code, 6, "{refused:?}");
    assert!(refused.stderr.contains(&words(&laptop)), "{refused:?}");
    assert!(
        refused.stderr.contains("removed the key tablet"),
        "{refused:?}"
    );
    assert!(
        refused.stderr.contains("here: added Phone:me"),
        "{refused:?}"
    );
    let unread = by(&phone, &["restore", "--accept"]);
    assert_eq!(unread.code, 8, "nobody has compared anything: {unread:?}");
    let wrong = "aardvark ".repeat(8);
    assert_eq!(
        by(&phone, &["restore", "--accept", "--words", &wrong]).code,
        8
    );
    let accepted = by(&phone, &["restore", "--accept", "--words", &words(&laptop)]);
    assert_eq!(accepted.code, 0, "{accepted:?}");
    assert_eq!(names(&phone), ["Phone", "Shared"]);
    sync(&phone, &laptop);
    assert_eq!(names(&laptop), ["Phone", "Shared"]);
    assert!(by(&laptop, &["show", "shared"]).stdout.contains('x'));
    sync(&laptop, &tablet);
    assert_eq!(by(&tablet, &["list"]).code, 5, "the tablet stays out");
}

/// T2: both shut somebody out, each without knowing of the other.
#[test]
fn two_changes_of_keys_end_in_one() {
    let (laptop, phone) = laptop_and_phone();
    let tablet = joined(&laptop, "tablet");
    let netbook = joined(&laptop, "netbook");
    sync(&laptop, &phone);
    sync(&laptop, &tablet);
    names(&phone);
    assert_eq!(by(&laptop, &["key", "remove", "tablet"]).code, 0);
    add(&laptop, "Laptop");
    assert_eq!(by(&phone, &["key", "remove", "netbook"]).code, 0);
    add(&phone, "Phone");
    let theirs = words(&phone);
    sync(&phone, &laptop);
    let split = by(&laptop, &["list"]);
    assert_eq!(split.code, 6, "{split:?}");
    assert!(split.stderr.contains("here and on the device"), "{split:?}");
    let joined = by(&laptop, &["restore", "--accept", "--words", &theirs]);
    assert_eq!(joined.code, 0, "{joined:?}");
    assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);
    // A third token, which the phone has to accept as well.
    sync(&laptop, &phone);
    let accepted = by(&phone, &["restore", "--accept", "--words", &words(&laptop)]);
    assert_eq!(accepted.code, 0, "{accepted:?}");
    assert_eq!(names(&phone), ["Laptop", "Phone", "Shared"]);
    for out in [&tablet, &netbook] {
        sync(&phone, out);
        assert_eq!(by(out, &["list"]).code, 5);
    }
    let keys = by(&phone, &["key", "list"]).stdout;
    assert!(
        !keys.contains("tablet") && !keys.contains("netbook"),
        "{keys}"
    );
}

/// T5: a removed device knows the former token; whatever it writes, it stays out.
#[test]
fn a_removed_device_does_not_come_back() {
    if !parts::has("age") {
        return;
    }
    let (laptop, phone) = laptop_and_phone();
    let former = opened_by_stock_age(&phone);
    assert_eq!(by(&laptop, &["key", "remove", "phone"]).code, 0);
    let added = former.find("name = \"phone\"").expect("its entry");
    let (before, entry) = former.split_at(added);
    let end = entry.find("\nseq").expect("a number");
    let stamp = entry[..end].rfind("added = ").expect("a moment");
    let forged = format!(
        "{before}{}added = 9223372036854775807\nadded_n = 99{}",
        &entry[..stamp],
        &entry[end..]
    );
    let token = forged.find("token = ").expect("a token");
    let line = token + forged[token..].find('\n').expect("its end");
    let forged = format!(
        "{}\nrekeyed = 9223372036854775807{}",
        &forged[..line],
        &forged[line..]
    );
    let forged = forged.replace("name = \"me\"", "name = \"intruder\"");
    // In the place of the vault, and as a copy beside it.
    let newer = std::fs::read(laptop.vault()).expect("the vault");
    sealed_by_stock_age(&laptop, &forged);
    std::fs::copy(laptop.vault(), laptop.vault().with_file_name("vault 2.age")).expect("copied");
    assert_eq!(names(&laptop), ["Shared"]);
    std::fs::write(laptop.vault(), newer).expect("back");
    assert_eq!(names(&laptop), ["Shared"]);
    add(&laptop, "Next");
    let keys = by(&laptop, &["key", "list"]).stdout;
    assert!(!keys.contains("phone"), "{keys}");
    sync(&laptop, &phone);
    assert_eq!(by(&phone, &["list"]).code, 5);
}

/// T7: the file of a peer simply lacks an account.
#[test]
fn what_a_file_lacks_without_a_word_is_put_back() {
    if !parts::has("age") {
        return;
    }
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Lost");
    sync(&laptop, &phone);
    assert_eq!(names(&phone), ["Lost", "Shared"]);
    assert_eq!(by(&phone, &["edit", "shared", "--note", "x"]).code, 0);
    let text = opened_by_stock_age(&phone);
    let place = text.find("issuer = \"Lost\"").expect("the account");
    let start = text[..place].rfind("[[account]]").expect("its head");
    let rest = &text[place..];
    let end = rest.find("\n[[").or(rest.find("\n# pad")).expect("an end");
    let without = format!("{}{}", &text[..start], &text[place + end..]);
    sealed_by_stock_age(&laptop, &without);
    let listed = by(&laptop, &["list", "--names"]);
    assert!(
        listed.stderr.contains("phone saved lacked Lost:me"),
        "{listed:?}"
    );
    assert_eq!(names(&laptop), ["Lost", "Shared"]);
    // Whoever means it says so.
    assert_eq!(by(&laptop, &["rm", "lost"]).code, 0);
    assert_eq!(names(&laptop), ["Shared"]);
}

/// T8: the backup is older than the save that was dropped.
#[test]
fn what_is_nowhere_is_not_said_to_be_put_back() {
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Gone");
    // Its backup never reached the disk.
    let backups = laptop.path(STATE).join("backups");
    let mut kept: Vec<_> = std::fs::read_dir(&backups)
        .expect("a folder")
        .flatten()
        .collect();
    kept.sort_by_key(std::fs::DirEntry::file_name);
    std::fs::remove_file(kept.pop().expect("the newest").path()).expect("removed");
    add(&phone, "Phone");
    sync(&phone, &laptop);
    let listed = by(&laptop, &["list", "--names"]);
    assert_eq!(listed.stdout, "Phone:me\nShared:me\n", "{listed:?}");
    assert!(listed.stderr.contains("missing"), "{listed:?}");
    assert!(!listed.stderr.contains("put back"), "{listed:?}");
}

/// T14: each finds the other's file beside its own, again and again.
#[test]
fn folding_copies_comes_to_rest() {
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Laptop");
    add(&phone, "Phone");
    let mut last = Vec::new();
    for round in 0..6 {
        for (home, other) in [(&laptop, &phone), (&phone, &laptop)] {
            let copy = home.vault().with_file_name(format!("vault {round}.age"));
            std::fs::copy(other.vault(), copy).expect("copied");
            // It changes nothing by itself.
            let run = by(home, &["edit", "shared", "--name", "me"]);
            assert_eq!(run.code, 0, "{run:?}");
        }
        let files = [&laptop, &phone].map(|home| std::fs::read(home.vault()).expect("the vault"));
        if round >= 3 {
            assert_eq!(last, files, "round {round}: they write for ever");
        }
        last = files.to_vec();
    }
    assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);
    assert_eq!(names(&phone), ["Laptop", "Phone", "Shared"]);
}

/// A sync tool gives the other's file the name and puts ours beside it: nothing is lacking, and nobody is blamed.
#[test]
fn what_lies_beside_as_a_copy_is_not_said_to_be_lacking() {
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Laptop");
    add(&phone, "Phone");
    let copy = laptop.vault().with_file_name("vault.sync-conflict-1.age");
    std::fs::rename(laptop.vault(), &copy).expect("put beside");
    sync(&phone, &laptop);
    for arguments in [&["list"][..], &["edit", "shared", "--note", "x"]] {
        let run = by(&laptop, arguments);
        assert!(run.stderr.contains("merged the conflict copy"), "{run:?}");
        assert!(!run.stderr.contains("lacked"), "{run:?}");
    }
    assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);

    // Where the copy holds only a part of it, the rest is told.
    let earlier = std::fs::read(laptop.vault()).expect("the vault");
    add(&laptop, "Later");
    std::fs::write(&copy, earlier).expect("put beside");
    add(&phone, "More");
    sync(&phone, &laptop);
    let run = by(&laptop, &["list"]);
    assert!(run.stderr.contains("lacked"), "{run:?}");
    assert!(run.stderr.contains("Later"), "{run:?}");
}

/// A sync tool may let the older file win.
#[test]
fn an_older_file_with_the_newer_one_beside_it_has_lost_nothing() {
    let laptop = Home::with_vault();
    add(&laptop, "Shared");
    let older = std::fs::read(laptop.vault()).expect("the vault");
    add(&laptop, "Laptop");
    let copy = laptop.vault().with_file_name("vault.sync-conflict-1.age");
    std::fs::rename(laptop.vault(), &copy).expect("put beside");
    std::fs::write(laptop.vault(), &older).expect("put in its place");
    assert_eq!(names(&laptop), ["Laptop", "Shared"]);
    let run = by(&laptop, &["list"]);
    assert!(run.stderr.contains("merged the conflict copy"), "{run:?}");
    assert!(!run.stderr.contains("lacked"), "{run:?}");
    add(&laptop, "Next");
    assert!(!copy.exists(), "it is in the vault now");
    assert_eq!(by(&laptop, &["list"]).stderr, "");

    // A copy that does not hold all of it either is of no help.
    std::fs::write(laptop.vault(), &older).expect("put in its place");
    std::fs::write(&copy, &older).expect("put beside");
    assert_eq!(by(&laptop, &["list"]).code, 6);
}

/// A copy from before a change of keys is told of until what was changed there has come.
#[test]
fn a_copy_with_former_keys_is_told_of_until_its_changes_have_come() {
    let (laptop, phone) = laptop_and_phone();
    joined(&laptop, "tablet");
    sync(&laptop, &phone);
    assert_eq!(by(&laptop, &["key", "remove", "tablet"]).code, 0);
    let copy = laptop.vault().with_file_name("vault.sync-conflict-1.age");
    let unheard = |run: &Run| run.stderr.contains("has not heard");
    add(&phone, "Later");
    std::fs::copy(phone.vault(), &copy).expect("put beside");
    let stale = by(&laptop, &["list"]);
    assert!(unheard(&stale), "{stale:?}");
    sync(&laptop, &phone);
    let accepted = by(&phone, &["restore", "--accept", "--words", &words(&laptop)]);
    assert_eq!(accepted.code, 0, "{accepted:?}");
    sync(&phone, &laptop);
    let heard = by(&laptop, &["list", "--names"]);
    assert!(heard.stdout.contains("Later"), "{heard:?}");
    assert!(!unheard(&heard), "{heard:?}");
}

/// M6: the pins count where the vault is damaged or gone.
#[test]
fn a_backup_of_other_keys_takes_the_place_of_nothing_unasked() {
    let home = Home::with_vault();
    add(&home, "Shared");
    let own = std::fs::read(home.vault()).expect("the vault");
    home.write("own.age", &own);
    if !parts::has("age") {
        return;
    }
    let text = opened_by_stock_age(&home);
    let token = text.lines().find(|line| line.starts_with("token = "));
    let forged = text.replace(
        token.expect("a token"),
        "token = \"AAAAAAAAAAAAAAAAAAAAAA==\"",
    );
    sealed_by_stock_age(&home, &forged);
    home.write("forged.age", &std::fs::read(home.vault()).expect("forged"));
    let accepted = by(&home, &["restore", "--accept"]);
    assert_eq!(accepted.code, 8, "{accepted:?}");
    for place in [&b"damaged"[..], b""] {
        std::fs::write(home.vault(), place).expect("damaged");
        let refused = by(&home, &["restore", "--from", "forged.age"]);
        assert_eq!(refused.code, 8, "{refused:?}");
        assert_eq!(std::fs::read(home.vault()).expect("there"), place);
    }
    std::fs::remove_file(home.path(VAULT)).expect("gone");
    assert_eq!(by(&home, &["restore", "--from", "forged.age"]).code, 8);
    let back = by(&home, &["restore", "--from", "own.age"]);
    assert_eq!(back.code, 0, "{back:?}");
    assert_eq!(names(&home), ["Shared"]);
}

/// T12: the vault was opened by the key of another device of the same person.
#[test]
fn the_passphrase_of_one_device_does_not_wrap_the_key_of_another() {
    let (laptop, phone) = laptop_and_phone();
    let identity = laptop.path(STATE).join("identity.age");
    let own = std::fs::read(&identity).expect("the identity");
    laptop.write("new", b"another long passphrase\n");
    let theirs = phone.path(STATE).join("identity.age");
    laptop.write("theirs.age", &std::fs::read(theirs).expect("the identity"));
    let by_theirs = [
        "--identity",
        "theirs.age",
        "passwd",
        "--new-passphrase-file",
        "new",
    ];
    let run = by(&laptop, &by_theirs);
    assert_eq!(run.code, 8, "{run:?}");
    assert_eq!(std::fs::read(&identity).expect("there"), own);
    assert_eq!(names(&laptop), ["Shared"]);
}

/// T1: one user with two homes, on one kernel keyring. A session of one is none of the other, which would save under
/// the first one's name.
#[test]
fn a_session_opens_the_home_that_opened_it_and_no_other() {
    let (laptop, phone) = laptop_and_phone();
    let opened = by(&phone, &["unlock", "--for", "2m"]);
    if opened.code != 0 {
        parts::skip("a kernel keyring");
        return;
    }
    let as_is = |home: &Home| home.run(["list", "--names"], b"");
    assert_eq!(as_is(&phone).code, 0);
    let other = as_is(&laptop);
    assert_eq!(other.code, 5, "{other:?}");
    // Nor does the other end it.
    assert_eq!(laptop.run(["lock"], b"").code, 0);
    assert_eq!(as_is(&phone).code, 0);
    assert_eq!(phone.run(["lock"], b"").code, 0);
    assert_eq!(as_is(&phone).code, 5);
}

/// T9: `undo` takes back what this device did, and leaves alone what the other one saved meanwhile.
#[test]
fn undo_leaves_alone_what_the_other_device_saved() {
    let (laptop, phone) = laptop_and_phone();
    add(&laptop, "Laptop");
    sync(&laptop, &phone);
    add(&phone, "Phone");
    let edited = by(&phone, &["edit", "Shared", "--note", "by the phone"]);
    assert_eq!(edited.code, 0, "{edited:?}");
    sync(&phone, &laptop);
    let undone = by(&laptop, &["undo"]);
    assert!(undone.stderr.contains("Removed Laptop:me"), "{undone:?}");
    assert!(undone.stderr.contains("otp undo --others"), "{undone:?}");
    assert_eq!(names(&laptop), ["Phone", "Shared"]);
    assert_eq!(by(&laptop, &["redo"]).code, 0);
    assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);
    // Unless it is told to; that is a change like any other.
    let others = by(&laptop, &["undo", "--others"]);
    assert!(others.stderr.contains("Removed Phone:me"), "{others:?}");
    assert!(others.stderr.contains("note of Shared:me"), "{others:?}");
    assert_eq!(names(&laptop), ["Laptop", "Shared"]);
    assert_eq!(by(&laptop, &["undo", "--others"]).code, 1);
    assert_eq!(by(&laptop, &["undo"]).code, 0);
    assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);
}

/// T9, field by field: what the other device changed of the same account stays.
#[test]
fn undo_takes_back_a_field_and_leaves_the_others() {
    let (laptop, phone) = laptop_and_phone();
    let edit = |home: &Home, option: &str, value: &str| {
        let run = by(home, &["edit", "Shared", option, value]);
        assert_eq!(run.code, 0, "{run:?}");
    };
    let both = [
        "edit",
        "Shared",
        "--note",
        "by the laptop",
        "--tag",
        "laptop",
    ];
    assert_eq!(by(&laptop, &both).code, 0);
    sync(&laptop, &phone);
    edit(&phone, "--note", "by the phone");
    sync(&phone, &laptop);
    let undone = by(&laptop, &["undo"]);
    let mut told = undone.stderr.lines();
    assert_eq!(told.next(), Some("Changed tags of Shared:me"), "{undone:?}");
    // What the other one did is not ours to take back unasked.
    assert!(
        told.next()
            .is_some_and(|line| line.contains("undo --others"))
    );
    let shown = by(&laptop, &["show", "Shared"]).stdout;
    assert!(
        shown.contains("by the phone") && !shown.contains("laptop"),
        "{shown}"
    );
    // Nothing is left of that change, and an older one does not take its place.
    edit(&laptop, "--note", "again by the laptop");
    sync(&laptop, &phone);
    edit(&phone, "--note", "again by the phone");
    sync(&phone, &laptop);
    let nothing = by(&laptop, &["undo"]);
    assert_eq!(nothing.code, 1, "{nothing:?}");
    assert_eq!(names(&laptop), ["Shared"]);
}

/// T9: a conflict copy that is folded in with a change is no part of that change.
#[test]
fn undo_leaves_a_conflict_copy_folded_in() {
    for folded_by in ["add", "undo"] {
        let (laptop, phone) = laptop_and_phone();
        let note = by(&laptop, &["edit", "Shared", "--note", "by the laptop"]);
        assert_eq!(note.code, 0, "{note:?}");
        add(&phone, "Phone");
        let copy = laptop.vault().with_file_name("vault.sync-conflict-1.age");
        std::fs::copy(phone.vault(), &copy).expect("copied");
        if folded_by == "add" {
            add(&laptop, "Laptop");
            assert_eq!(names(&laptop), ["Laptop", "Phone", "Shared"]);
        }
        let undone = by(&laptop, &["undo"]);
        assert_eq!(undone.code, 0, "{undone:?}");
        assert_eq!(
            names(&laptop),
            ["Phone", "Shared"],
            "{folded_by}: {undone:?}"
        );
        let shown = by(&laptop, &["show", "Shared"]).stdout;
        assert_eq!(
            shown.contains("by the laptop"),
            folded_by == "add",
            "{shown}"
        );
    }
}
