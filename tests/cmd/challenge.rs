//! `otp challenge`: codes that a service sends and gets back, on the real binary: limits, one decision, kills.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::home::{Home, Run, finish};
use crate::parts;

fn set(home: &Home, settings: &str) {
    std::fs::create_dir_all(home.path(".config/otp")).expect("made");
    home.write(".config/otp/config.toml", settings.as_bytes());
}

fn challenge(home: &Home, arguments: &[&str]) -> Run {
    home.run([&["challenge"], arguments].concat(), b"")
}

/// A new session: its id and code.
fn new(home: &Home, arguments: &[&str]) -> (String, String) {
    let run = challenge(home, &[&["new", "--to"], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let (id, code) = run.stdout.trim_end().split_once('\n').expect("two lines");
    (id.to_owned(), code.to_owned())
}

fn object(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

fn verify(home: &Home, id: &str, code: &str) -> (i32, Value) {
    let run = challenge(home, &["verify", "--json", id, code]);
    assert_eq!(run.stderr, "");
    (run.code, object(&run))
}

fn status(home: &Home, id: &str) -> Value {
    let run = challenge(home, &["status", id, "--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    object(&run)
}

/// Everything in the folder, names and contents.
fn stored(home: &Home) -> Vec<(String, String)> {
    let folder = home.path(".local/state/otp/challenge");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let read = |path: PathBuf| {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read(&path).expect("a file");
        (name, String::from_utf8_lossy(&text).into_owned())
    };
    files.map(|file| read(file.path())).collect()
}

fn sessions(home: &Home) -> Vec<(String, String)> {
    let is_session = |name: &str| name.starts_with(|c: char| c.is_ascii_digit());
    let all = stored(home).into_iter();
    all.filter(|(name, _)| is_session(name)).collect()
}

/// Another code of the same length.
fn wrong(code: &str) -> String {
    let turned = |digit: char| if digit == '9' { '0' } else { '9' };
    code.chars().map(turned).collect()
}

#[test]
fn a_code_is_sent_and_approved_once() {
    let home = Home::empty();
    let run = challenge(
        &home,
        &[
            "new",
            "--to",
            "+49 (170) 123-4567",
            "--json",
            "--via",
            "printf '%s\\n' \"$OTP_DESTINATION\" >to; cat >message; env >env; cat /proc/$$/cmdline /proc/$PPID/cmdline >arguments; echo noise",
        ],
    );
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let answer = object(&run);
    let fields: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(
        fields,
        [
            "sessionId",
            "status",
            "attemptCount",
            "channel",
            "expiresAt"
        ]
    );
    assert_eq!(
        (&answer["status"], &answer["channel"]),
        (&"pending".into(), &"sms".into())
    );
    let id = answer["sessionId"].as_str().expect("an id");
    let read = |name: &str| std::fs::read_to_string(home.path(name)).expect("written");
    assert_eq!(read("to"), "+491701234567\n");
    let message = read("message");
    let code: String = message
        .chars()
        .filter(char::is_ascii_digit)
        .take(6)
        .collect();
    assert!(
        message.contains(&format!(" {code}. It expires in 10 min.")),
        "{message}"
    );
    assert!(!read("env").contains(&code), "the code is no variable");
    assert!(
        !read("arguments").contains(&code),
        "the code is no argument"
    );
    for (name, text) in stored(&home) {
        for known in [&code, id, "1701234567"] {
            assert!(
                !name.contains(known) && !text.contains(known),
                "{known} in {name}"
            );
        }
    }
    assert_eq!(status(&home, id)["status"], "pending");
    let (exit, answer) = verify(&home, id, &wrong(&code));
    assert_eq!(
        (exit, &answer["status"], &answer["attemptCount"]),
        (10, &"pending".into(), &1.into())
    );
    let none = home.run(["challenge", "verify", id], b"\n");
    assert_eq!(none.code, 10, "no code is no try: {none:?}");
    assert_eq!(status(&home, id)["attemptCount"], 1);
    let typed = format!("{} {}\r\n", &code[..3], &code[3..]);
    let right = home.run(["challenge", "verify", id], typed.as_bytes());
    assert_eq!((right.code, right.stdout.as_str()), (0, ""), "{right:?}");
    let (exit, answer) = verify(&home, id, &code);
    assert_eq!(
        (exit, &answer["status"]),
        (10, &"reject".into()),
        "a replay"
    );
    assert_eq!(status(&home, id)["status"], "approved");
    let cancelled = challenge(&home, &["cancel", id]);
    assert_eq!(cancelled.code, 8, "decided is decided: {cancelled:?}");
    assert!(!home.path(".local/share").exists(), "no vault is needed");
}

#[test]
fn without_a_command_the_code_is_for_the_caller() {
    let home = Home::empty();
    let (id, code) = new(&home, &["a@example.org", "--digits", "8"]);
    assert_eq!((id.len(), code.len()), (26, 8));
    assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
    assert_eq!(verify(&home, &id, &code).0, 0);
    let run = challenge(
        &home,
        &["new", "--to", "push:me", "--alphanumeric", "--json"],
    );
    let answer = object(&run);
    let code = answer["code"].as_str().expect("a code");
    assert!(
        code.len() == 6 && !code.contains(['0', 'O', '1', 'I', 'L']),
        "{code}"
    );
    let id = answer["sessionId"].as_str().expect("an id");
    let (exit, answer) = verify(&home, id, &code.to_lowercase());
    assert_eq!((exit, &answer["channel"]), (0, &"push".into()));
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
fn what_is_wrong_with_the_arguments_sends_nothing() {
    let home = Home::empty();
    home.write("no-code.txt", b"Hello {minutes}\n");
    for arguments in [
        &["--to", "0170 1234567"][..],
        &["--to", "+12"],
        &["--to", "a@b.c, d@e.f"],
        &["--to", "a@b.c\nBcc: d@e.f"],
        &["--to", "-oQ"],
        &["--to", ""],
        &["--to", "a@b.c", "--expires", "31m"],
        &["--to", "a@b.c", "--expires", "off"],
        &["--to", "a@b.c", "--digits", "3"],
        &["--to", "a@b.c", "--language", "tlh"],
        &["--to", "a@b.c", "--template", "no-code.txt"],
    ] {
        let all = [&["new", "--via", "cat >sent"], arguments].concat();
        let run = challenge(&home, &all);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (2, ""),
            "{arguments:?} {run:?}"
        );
    }
    assert!(!home.path("sent").exists());
    assert!(sessions(&home).is_empty());
    assert_eq!(challenge(&home, &["verify", "../../x", "123456"]).code, 2);
    let none = challenge(&home, &["verify", &"a".repeat(26), "123456"]);
    assert_eq!(none.code, 10, "{none:?}");
}

#[test]
fn templates_and_languages_and_what_extract_reads_in_them() {
    let home = Home::empty();
    home.write(
        "mail.txt",
        b"To: {to}\nSubject: Your code\n\nYour code is {code}. It holds for {minutes} minutes, {name}.\n",
    );
    let mail = [
        "new",
        "--to",
        "me@Example.org",
        "--expires",
        "90s",
        "--template",
        "mail.txt",
        "--via",
        "cat >sent",
    ];
    assert_eq!(challenge(&home, &mail).code, 0);
    let sent = std::fs::read_to_string(home.path("sent")).expect("sent");
    assert!(sent.starts_with("To: me@example.org\n"), "{sent}");
    assert!(sent.contains("for 1 minutes, {name}."), "{sent}");
    for language in ["en", "de", "fr", "es", "it", "pt", "nl", "pl"] {
        let to = format!("{language}@example.org");
        let run = challenge(
            &home,
            &[
                "new",
                "--to",
                &to,
                "--language",
                language,
                "--via",
                "cat >sent",
            ],
        );
        assert_eq!(run.code, 0, "{run:?}");
        let read = home.run(["extract", "sent"], b"");
        assert_eq!(read.code, 0, "{language}: {read:?}");
        let id = run.stdout.trim_end();
        assert_eq!(verify(&home, id, read.stdout.trim_end()).0, 0, "{language}");
    }
}

#[test]
fn a_command_that_fails_leaves_no_session() {
    let home = Home::empty();
    for command in ["exit 3", "no-such-program-anywhere", "kill -9 $$"] {
        let run = challenge(&home, &["new", "--to", "a@example.org", "--via", command]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
        assert!(run.stderr.contains("was not delivered"), "{run:?}");
    }
    assert!(sessions(&home).is_empty());
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

/// The command runs between storing and answering: who dies there has told no id, and what is stored approves nothing.
#[test]
fn killed_between_storing_and_sending_it_leaves_nothing_to_use() {
    let home = Home::empty();
    let run = challenge(
        &home,
        &[
            "new",
            "--to",
            "a@example.org",
            "--via",
            "cat >sent; kill -9 $PPID",
        ],
    );
    assert_eq!(run.stdout, "", "{run:?}");
    assert!(home.path("sent").exists());
    let left = sessions(&home);
    assert_eq!(left.len(), 1);
    assert!(left[0].1.contains("\"stage\":\"unsent\""), "{left:?}");
    // Its message counts all the same.
    for _ in 0..4 {
        new(&home, &["a@example.org"]);
    }
    assert_eq!(challenge(&home, &["new", "--to", "a@example.org"]).code, 8);
}

/// Stops `otp` at its n-th write to the disk, for each n: no try is free, and no answer comes before all is kept.
fn killed_at(home: &Home, place: u32, arguments: &[&str]) -> Run {
    let mut command = Command::new("strace");
    let calls = "rename,renameat,renameat2,link,linkat";
    let inject = format!("inject={calls}:signal=KILL:when={place}");
    command.args([
        "-f",
        "-o",
        "trace",
        "-e",
        &format!("trace={calls}"),
        "-e",
        &inject,
    ]);
    command.arg(env!("CARGO_BIN_EXE_otp")).args(arguments);
    command
        .current_dir(home.path(""))
        .env("HOME", home.path(""));
    for name in [
        "OTP_VAULT",
        "OTP_STATE",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CONFIG_HOME",
    ] {
        command.env_remove(name);
    }
    finish(command, b"")
}

#[test]
fn a_killed_process_has_no_free_try_and_no_free_message() {
    if !parts::has("strace") {
        return;
    }
    let home = Home::empty();
    let (id, code) = new(&home, &["a@example.org"]);
    let mut counted = 0;
    for place in 1..10 {
        let run = killed_at(&home, place, &["challenge", "verify", "--json", &id, &code]);
        let now = status(&home, &id);
        if run.code == 0 {
            assert!(counted > 0, "none was killed behind its try");
            assert_eq!(object(&run)["attemptCount"], counted + 1);
            break;
        }
        assert_eq!(run.stdout, "", "no answer before all is kept");
        if now["status"] == "approved" {
            // Killed behind the decision: the code is used up.
            assert_eq!(verify(&home, &id, &code).0, 10);
            break;
        }
        counted = now["attemptCount"].as_i64().expect("a count");
    }
    assert!(counted > 0, "a try was counted before it was compared");

    let home = Home::empty();
    let mut stopped = 0;
    for place in 1..10 {
        let run = killed_at(&home, place, &["challenge", "new", "--to", "b@example.org"]);
        if run.code == 0 {
            break;
        }
        assert_eq!(run.stdout, "");
        stopped += 1;
    }
    assert!(stopped > 1, "{stopped}");
    let counts = std::fs::read_to_string(home.path(".local/state/otp/challenge/destinations.json"));
    let counts: Value = serde_json::from_str(&counts.expect("kept")).expect("JSON");
    let sends = counts
        .as_object()
        .expect("an object")
        .values()
        .next()
        .expect("one");
    assert!(
        sends["sends"]["recent"].as_array().expect("moments").len() > 1,
        "{counts}"
    );
}
