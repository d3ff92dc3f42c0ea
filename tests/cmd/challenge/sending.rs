//! A code is sent by a command, or told to the caller, and approved once; what is wrong sends nothing.

use super::{challenge, new, object, sessions, status, stored, verify, wrong};
use crate::home::Home;

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
