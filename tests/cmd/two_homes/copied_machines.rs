//! A machine or its disk was copied, or put back to an earlier day: nobody loses an account.

use super::{STATE, add, by, by_fed, copy_tree, laptop_and_phone, names, sync};
use crate::home::Home;
use crate::parts;

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
