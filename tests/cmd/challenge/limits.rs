//! Tries, messages and time that a session has, one caller after the other and many at once.

use serde_json::Value;

use super::{challenge, new, sessions, status, verify, wrong};
use crate::home::Home;

fn set(home: &Home, settings: &str) {
    std::fs::create_dir_all(home.path(".config/otp")).expect("made");
    home.write(".config/otp/config.toml", settings.as_bytes());
}

#[test]
fn five_tries_then_it_is_decided_and_the_destination_cools_down() {
    let home = Home::empty();
    let (id, code) = new(&home, &["+49 170 1234567", "--expires", "30m"]);
    for (count, word) in [
        (1, "pending"),
        (2, "pending"),
        (3, "pending"),
        (4, "pending"),
        (5, "reject"),
    ] {
        let (exit, answer) = verify(&home, &id, &wrong(&code));
        assert_eq!(
            (exit, &answer["attemptCount"], &answer["status"]),
            (10, &count.into(), &word.into())
        );
    }
    let (exit, answer) = verify(&home, &id, &code);
    assert_eq!((exit, &answer["status"]), (10, &"reject".into()));
    assert_eq!(status(&home, &id)["status"], "reject");
    // Whichever way the number is written: another session would bring five more tries.
    let again = challenge(&home, &["new", "--to", "0049-170-1234567"]);
    assert_eq!((again.code, again.stdout.as_str()), (8, ""), "{again:?}");
    assert!(again.stderr.contains("Try again in "), "{again:?}");
    new(&home, &["+49 170 7654321"]);
    set(&home, "offset = 601\n");
    assert_eq!(verify(&home, &id, &code).0, 10, "decided once");
    let (id, code) = new(&home, &["+49 170 1234567"]);
    assert_eq!(verify(&home, &id, &code).0, 0);
}

#[test]
fn a_destination_gets_five_messages_a_minute() {
    let home = Home::empty();
    for number in [
        "+49 170 1",
        "+491701",
        "0049 1701",
        "tel:+49-1701",
        "+49(170)1",
    ] {
        new(&home, &[&format!("{number}234567")]);
    }
    let sixth = ["new", "--to", "+491701234567", "--via", "cat >sent"];
    let run = challenge(&home, &sixth);
    assert_eq!((run.code, run.stdout.as_str()), (8, ""), "{run:?}");
    assert!(!home.path("sent").exists(), "nothing is sent");
    new(&home, &["other@example.org"]);
    set(&home, "offset = 60\n");
    assert_eq!(challenge(&home, &sixth).code, 0);
    assert!(home.path("sent").exists());
    // Set back, the clock frees nobody, and holds nobody for longer than a minute.
    set(&home, "offset = -86400\n");
    for _ in 0..4 {
        challenge(&home, &sixth);
    }
    assert_eq!(challenge(&home, &sixth).code, 8);
    set(&home, "offset = -86339\n");
    assert_eq!(challenge(&home, &sixth).code, 0);
}

#[test]
fn sessions_expire_and_are_swept() {
    let home = Home::empty();
    let (id, code) = new(&home, &["a@example.org"]);
    let (long, _) = new(&home, &["a@example.org", "--expires", "30m"]);
    set(&home, "offset = 601\n");
    let (exit, answer) = verify(&home, &id, &code);
    assert_eq!((exit, &answer["status"]), (10, &"reject".into()));
    assert_eq!(challenge(&home, &["status", &id]).code, 3);
    assert_eq!(challenge(&home, &["cancel", &id]).code, 3);
    assert_eq!(sessions(&home).len(), 1);
    assert_eq!(status(&home, &long)["status"], "pending");
    assert_eq!(challenge(&home, &["cancel", &long]).code, 0);
    assert!(sessions(&home).is_empty());
    // A clock that goes back makes no old session young.
    set(&home, "");
    let (id, code) = new(&home, &["a@example.org"]);
    set(&home, "offset = -3600\n");
    assert_eq!(verify(&home, &id, &code).0, 10);
}

#[test]
fn sixty_four_at_once_have_five_tries() {
    let home = Home::empty();
    let (id, code) = new(&home, &["a@example.org"]);
    let bad = wrong(&code);
    let answers: Vec<(i32, Value)> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..64)
            .map(|_| scope.spawn(|| verify(&home, &id, &bad)))
            .collect();
        let answers = tries.into_iter();
        answers.map(|it| it.join().expect("no panic")).collect()
    });
    assert!(answers.iter().all(|(exit, _)| *exit == 10));
    let pending = answers.iter().filter(|it| it.1["status"] == "pending");
    assert_eq!(pending.count(), 4, "the fifth is the last");
    assert_eq!(status(&home, &id)["attemptCount"], 5);
    assert_eq!(verify(&home, &id, &code).0, 10);
}

#[test]
fn one_of_many_who_bring_the_code_is_approved() {
    let home = Home::empty();
    let (id, code) = new(&home, &["a@example.org"]);
    let exits: Vec<i32> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| verify(&home, &id, &code).0))
            .collect();
        tries
            .into_iter()
            .map(|it| it.join().expect("no panic"))
            .collect()
    });
    assert_eq!(
        exits.iter().filter(|exit| **exit == 0).count(),
        1,
        "{exits:?}"
    );
}

#[test]
fn five_of_many_messages_at_once_are_sent() {
    let home = Home::empty();
    let send = &|number: usize| {
        let via = format!("cat >sent-{number}");
        let run = challenge(&home, &["new", "--to", "a@example.org", "--via", &via]);
        assert_eq!(run.code == 0, home.path(&format!("sent-{number}")).exists());
        run.code
    };
    let codes: Vec<i32> = std::thread::scope(|scope| {
        let sends: Vec<_> = (0..24)
            .map(|number| scope.spawn(move || send(number)))
            .collect();
        let codes = sends.into_iter();
        codes.map(|it| it.join().expect("no panic")).collect()
    });
    let count = |wanted: i32| codes.iter().filter(|code| **code == wanted).count();
    assert_eq!((count(0), count(8)), (5, 19), "{codes:?}");
}
