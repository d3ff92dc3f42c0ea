//! Questions at a real terminal: passphrases, links, what to do with a clash; and ^C at each.
#![cfg(unix)]

use crate::home::Home;
use crate::pty::session::{Session, Start};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const WORDS: &str = "tram violin sunday kettle";

/// The real program in a terminal, in the folders that `Home` uses.
fn at_a_terminal(home: &Home, arguments: &[&str]) -> Session {
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    Start::otp(&home.path(""), arguments)
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .env("XDG_CONFIG_HOME", &folder(".config"))
        .env("XDG_RUNTIME_DIR", &folder("runtime"))
        .run()
}

/// The same, opening the vault without a question.
fn opened(home: &Home, arguments: &[&str]) -> Session {
    let identity = home.path("recovery.txt");
    let mut all = vec!["--identity", identity.to_str().expect("a path")];
    all.extend(arguments);
    at_a_terminal(home, &all)
}

#[test]
fn init_asks_twice_and_sees_that_the_recovery_key_was_written_down() {
    let home = Home::empty();
    let session = at_a_terminal(&home, &["init", "--work-factor", "14"]);
    session
        .sees("New passphrase: ")
        .types(&format!("{WORDS}\r"));
    session
        .sees("That passphrase is")
        .sees("The same again: ")
        .types("something else\r");
    session.sees("The two differ. Try again?").types("y\r");
    session.waits("the question again", |screen| {
        screen.contents().matches("New passphrase: ").count() == 2
    });
    session.types(&format!("{WORDS}\r"));
    session.waits("the second question again", |screen| {
        screen.contents().matches("The same again: ").count() == 2
    });
    session.types(&format!("{WORDS}\r"));
    session.sees("Its last six characters");
    let screen = session.screen();
    assert!(
        !screen.contains(WORDS) && !screen.contains("something else"),
        "{screen}"
    );
    let key: String = screen
        .lines()
        .skip_while(|line| !line.contains("AGE-SECRET-KEY-1"))
        .take(1)
        .collect();
    let key = key.trim();
    assert_eq!(key.len(), 74, "{screen}");
    session.types("WRONG1\r").sees("Look again");
    session.types(&format!("{}\r", key[key.len() - 6..].to_lowercase()));
    session.sees("Your vault is");
    assert_eq!(session.ends(), 0);
    session.terminal_is_restored();
    home.write("key", key.as_bytes());
    assert_eq!(home.run(["--identity", "key", "list"], b"").code, 0);
    let session = at_a_terminal(&home, &["list"]);
    session
        .sees("Passphrase: ")
        .types(&format!("{WORDS}\r"))
        .sees("No accounts yet");
    assert_eq!(session.ends(), 0);
}

/// Makes the recovery key anew, answers the question about its end, and returns the key.
fn new_recovery_key(home: &Home, answer: impl Fn(&str) -> String, code: i32) -> String {
    let session = opened(home, &["key", "recovery"]);
    session.sees("Its last six characters");
    let screen = session.screen();
    let mut lines = screen.lines().map(str::trim);
    let key = lines.find(|line| line.starts_with("AGE-SECRET-KEY-1"));
    let key = key.expect("the key").to_owned();
    session.types(&answer(&key));
    assert_eq!(session.ends(), code, "{}", session.screen());
    key
}

#[test]
fn the_old_recovery_key_holds_until_the_new_one_was_written_down() {
    let home = Home::with_vault();
    let opens = || home.run(["--identity", "recovery.txt", "list"], b"").code == 0;
    // Enter, and ^C.
    for (answer, code) in [("\r", 8), ("\x03", 130)] {
        new_recovery_key(&home, |_| answer.to_owned(), code);
        assert!(opens(), "{answer:?}");
    }
    let end = |key: &str| format!("{}\r", &key[key.len() - 6..]);
    let key = new_recovery_key(&home, end, 0);
    assert!(!opens());
    home.write("key", key.as_bytes());
    assert_eq!(home.run(["--identity", "key", "list"], b"").code, 0);
    let status = home.run(["status"], b"").stdout;
    assert!(!status.contains("Recovery key"), "{status}");
}

#[test]
fn a_command_without_a_vault_offers_to_make_one() {
    let home = Home::empty();
    let session = at_a_terminal(&home, &["list"]);
    session
        .sees("There is no vault in")
        .sees("Make one now? [y/N] ")
        .types("n\r");
    session.sees("otp init");
    assert_eq!(session.ends(), 6);
    assert!(!home.path(".local").exists());
}

#[test]
fn three_wrong_passphrases_are_enough() {
    let home = Home::with_accounts(&[GITHUB]);
    let session = at_a_terminal(&home, &["unlock", "--for", "1m"]);
    session.sees("Passphrase: ").types("one\r");
    for (tries, word) in [(1, "two\r"), (2, "three\r")] {
        session.waits("another try", |screen| {
            screen.contents().matches("Wrong, please try again").count() == tries
        });
        session.types(word);
    }
    session.sees("The passphrase is wrong.");
    assert_eq!(session.ends(), 5);
    assert!(!session.screen().contains("three"));
    session.terminal_is_restored();
}

#[test]
fn ctrl_c_at_a_question_ends_with_130_and_the_echo_back() {
    let home = Home::with_accounts(&[GITHUB]);
    for (arguments, question) in [
        (vec!["code", "github"], "Passphrase: "),
        (vec!["unlock"], "Passphrase: "),
        (vec!["add"], "not shown): "),
        (vec!["add", "--manual", "--issuer", "A"], "not shown): "),
    ] {
        let session = at_a_terminal(&home, &arguments);
        session.sees(question).types("half\x03");
        assert_eq!(session.ends(), 130, "{arguments:?}: {}", session.screen());
        session.terminal_is_restored();
        assert!(!session.screen().contains("half"));
    }
    let empty = Home::empty();
    let session = at_a_terminal(&empty, &["init"]);
    session.sees("New passphrase: ").types("\x03");
    assert_eq!(session.ends(), 130);
    session.terminal_is_restored();
}

#[test]
fn a_link_is_pasted_unseen_and_a_nameless_secret_asked_about() {
    let home = Home::with_vault();
    let session = opened(&home, &["add"]);
    session
        .sees("not shown): ")
        .types(&format!("{GITHUB}\r"))
        .sees("Added GitHub:octavia");
    assert_eq!(session.ends(), 0);
    assert!(!session.screen().contains("MFZX"));
    let session = opened(&home, &["add"]);
    session.sees("not shown): ").types("nnqx e5ln fvsw 2ylo\r");
    session
        .sees("Call it: ")
        .types("Work mail\r")
        .sees("Added Work mail");
    assert_eq!(session.ends(), 0);
    assert!(!session.screen().contains("nnqx"));
}

#[test]
fn a_clash_is_asked_about() {
    let home = Home::with_accounts(&[GITHUB]);
    let other = |key: &str| GITHUB.replace("MFZXIZLSNFXWI2LO", key);
    let names = || home.otp(["list", "--names"]).stdout;
    for (answer, told, left) in [
        ("s", "Nothing to add", 1),
        ("replace", "Replaced the secret of GitHub:octavia", 1),
        ("b", "Added GitHub:octavia", 2),
    ] {
        let key = if answer == "b" {
            "BBBBBBBBBBBBBBBB"
        } else {
            "AAAAAAAAAAAAAAAA"
        };
        let session = opened(&home, &["add"]);
        session
            .sees("not shown): ")
            .types(&format!("{}\r", other(key)));
        session.sees("[s]kip? ").types("what\r");
        session.waits("the question again", |screen| {
            screen.contents().matches("[s]kip? ").count() == 2
        });
        session.types(&format!("{answer}\r")).sees(told);
        assert_eq!(session.ends(), 0);
        assert_eq!(names().lines().count(), left, "{answer}");
        if left == 1 {
            let secret = home.otp(["show", "github", "--secret"]).stdout;
            assert_eq!(secret == "AAAAAAAAAAAAAAAA\n", answer.ends_with("replace"));
        }
    }
}

#[test]
fn hostile_text_is_cleaned_for_a_terminal() {
    let home = Home::empty();
    let drawing = otp::qr::draw::Drawing::new(
        "\u{1b}]0;owned\u{7}evil\u{202e}\nsecond",
        otp::qr::draw::Level::Low,
    );
    let picture = home.write("hostile.png", &drawing.expect("it fits").png(6));
    let session = at_a_terminal(&home, &["scan", picture.to_str().expect("a path")]);
    session.sees("evil").sees("second");
    assert_eq!(session.ends(), 0);
    assert!(
        session.screen().contains("owned"),
        "shown as text: {}",
        session.screen()
    );
}

#[test]
fn the_answer_to_a_prompt_leaves_stdout_to_the_code() {
    let home = Home::with_accounts(&[GITHUB]);
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    let session = Start::otp(&home.path(""), &["code", "github"])
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .piped()
        .run();
    session
        .sees("Passphrase: ")
        .types(&format!("{}\r", crate::home::PASSPHRASE));
    assert_eq!(session.ends(), 0);
    let code = session.output();
    assert!(
        code.len() == 7 && code.trim_end().bytes().all(|b| b.is_ascii_digit()),
        "{code:?}"
    );
}

#[test]
fn a_signal_at_a_question_leaves_the_terminal_as_it_was() {
    use rustix::process::Signal;
    let home = Home::with_accounts(&[GITHUB]);
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::HUP, 129),
    ] {
        let session = at_a_terminal(&home, &["--no-keyring", "list"]);
        session.sees("Passphrase").signals(signal);
        assert_eq!(session.ends(), code);
        session.terminal_is_restored();
    }
}

#[test]
fn a_secret_pasted_in_two_lines_is_taken_whole_or_not_at_all() {
    let home = Home::with_vault();
    let manual = ["add", "--manual", "--issuer", "eBay", "--name", "me"];
    let session = opened(&home, &manual);
    session
        .sees("Secret (not shown): ")
        .types("jbsw y3dp ehpk 3pxp\rjbsw y3dp ehpk 3pxp\r")
        .sees("Added eBay:me");
    assert_eq!(session.ends(), 0);
    let secret = home.otp(["show", "ebay", "--secret"]).stdout;
    assert_eq!(secret, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\n");
    let session = opened(&home, &manual);
    session
        .sees("Secret (not shown): ")
        .types("qqqq y3dp ehpk 3pxp qqqq\rmy account\r")
        .sees("Line 2 is not part of the secret");
    assert_eq!(session.ends(), 7);
    assert_eq!(home.otp(["list", "--names"]).stdout, "eBay:me\n");
}

#[test]
fn other_settings_of_a_known_secret_are_asked_about() {
    let home = Home::with_accounts(&[GITHUB]);
    for (answer, told, left) in [
        ("s", "Nothing to add", 1),
        ("c", "Corrected the settings of GitHub:octavia", 1),
        ("k", "Added GitHub:octavia", 2),
    ] {
        let other = if answer == "k" {
            "&period=60"
        } else {
            "&digits=8"
        };
        let session = opened(&home, &["add"]);
        session
            .sees("not shown): ")
            .types(&format!("{GITHUB}{other}\r"));
        session.sees("instead of").sees("[s]kip? ");
        session.types(&format!("{answer}\r")).sees(told);
        assert_eq!(session.ends(), 0);
        assert_eq!(home.otp(["list", "--names"]).stdout.lines().count(), left);
        if answer == "c" {
            let shown = home.otp(["show", "github"]).stdout;
            assert!(shown.contains("8 digits"), "{shown}");
        }
    }
}

#[test]
fn a_password_of_a_source_that_changed_is_asked_for_once() {
    use crate::cmd::sources::{add, home_with, sample};
    let home = home_with("aegis/aegis-export-plain.json", "a.json");
    assert_eq!(add(&home, "a.json").code, 0);
    let encrypted = std::fs::read(sample("aegis/aegis-export-encrypted.json")).expect("it");
    home.write("a.json", &encrypted);
    // Nobody to ask: it is told.
    let run = home.otp(["list"]);
    assert_eq!(run.stdout.lines().count(), 11, "{run:?}");
    assert!(run.stderr.contains("is encrypted now"), "{run:?}");
    let session = opened(&home, &["list", "seven"]);
    session
        .sees("The file of the source Aegis has another password now.")
        .sees("New password of Aegis: ")
        .types("not this one\r")
        .sees("That password does not open it.")
        .sees("‹Aegis›");
    assert_eq!(session.ends(), 0);
    let session = opened(&home, &["list", "seven"]);
    session.sees("‹Aegis›").sees_no("New password");
    assert_eq!(session.ends(), 0);
    // Another file: another chance.
    std::fs::remove_file(home.path("a.json")).expect("gone");
    home.write("a.json", &encrypted);
    let session = opened(&home, &["list", "seven"]);
    session
        .sees("New password of Aegis: ")
        .types("kelp-otter-19!\r")
        .sees("‹Aegis›");
    assert_eq!(session.ends(), 0);
    // It is in the vault now, and the next file opens by it.
    std::fs::remove_file(home.path("a.json")).expect("gone");
    home.write("a.json", &encrypted);
    let run = home.otp(["list"]);
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (11, ""));
}
