//! Keys that change between two devices: recovery, removed devices, copies and backups with former keys.

use super::{STATE, add, by, copy_tree, joined, laptop_and_phone, link, names, sync};
use crate::cmd::trust::{opened_by_stock_age, sealed_by_stock_age};
use crate::home::{Home, Run};
use crate::parts;

const VAULT: &str = ".local/share/otp/vault.age";

/// The words as `otp key list` shows them.
fn words(home: &Home) -> String {
    let run = by(home, &["key", "list"]);
    let line = run
        .stderr
        .lines()
        .find_map(|line| line.split_once("vault: "));
    line.expect("the words").1.trim().to_owned()
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
