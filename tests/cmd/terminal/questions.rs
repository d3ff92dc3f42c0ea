//! Questions for what is missing, and suggestions before them.

use super::{GITHUB, start};
use crate::home::{Home, finish};
use crate::pty::session::{Session, Start};

#[test]
fn edit_without_options_asks_one_part_after_the_other() {
    let home = Home::with_accounts(&[GITHUB]);
    let session = start(&home, &["edit", "github"]).run();
    session.sees("Issuer [GitHub]: ").types("\r");
    session.sees("Name [octavia]: ").types("mira\r");
    session.sees("Tags: ").types("work #mail\r");
    session.sees("Note: ").types("since May\r");
    session.sees("Sorted first (y or n) [n]: ").types("y\r");
    session
        .sees("Change the settings (SHA-1, 6 digits)?")
        .types("y\r");
    session.sees("SHA1, SHA256 or SHA512 [SHA1]: ").types("\r");
    session.sees("Digits [6]: ").types("99\r").sees("otp: ");
    session.waits("the question again", |screen| {
        screen.contents().matches("Digits [6]: ").count() == 2
    });
    session
        .types("8\r")
        .sees("Seconds between codes [30]: ")
        .types("\r");
    session.sees("Changed GitHub:octavia.");
    assert_eq!(session.ends(), 0);
    let shown = home.otp(["show", "github"]).stdout;
    for words in ["mira", "#work", "#mail", "since May", "8 digits", "Pinned"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let session = start(&home, &["edit", "github"]).run();
    for question in [
        "Issuer",
        "Name",
        "Tags [work mail]",
        "Note [there is one]",
        "Sorted first",
    ] {
        let answer = if question.starts_with("Tags") {
            "work\r"
        } else {
            "\r"
        };
        session.sees(question).types(answer);
    }
    session
        .sees("Change the settings")
        .types("\r")
        .sees("Changed");
    assert_eq!(session.ends(), 0);
    assert!(!home.otp(["show", "github"]).stdout.contains("#mail"));
    let session = start(&home, &["edit", "github"]).run();
    session.sees("Issuer [GitHub]: ").types("\u{3}");
    assert_eq!(session.ends(), 130);
    assert_eq!(home.otp(["edit", "github"]).code, 2, "nobody to ask");
}

#[test]
fn adding_by_hand_asks_for_what_is_missing() {
    let home = Home::with_vault();
    let session = start(&home, &["add", "--manual"]).run();
    session.sees("Issuer, such as GitHub: ").types("\r");
    session.sees("Name of the account there: ").types("\r");
    session.waits("the question again", |screen| {
        screen
            .contents()
            .matches("Issuer, such as GitHub: ")
            .count()
            == 2
    });
    session.types("Hetzner\r");
    session.waits("the second question again", |screen| {
        screen
            .contents()
            .matches("Name of the account there: ")
            .count()
            == 2
    });
    session.types("K1\r");
    // The secret before the settings: a link says them, and no secret may be typed where it is seen.
    session
        .sees("Secret (not shown)")
        .types("MFZXIZLSNFXWI2LO\r");
    session
        .sees("Other settings than SHA1, 6 digits and 30 seconds?")
        .types("y\r");
    session.sees("SHA1, SHA256 or SHA512 [SHA1]: ").types("\r");
    session.sees("Digits [6]: ").types("8\r");
    session.sees("Seconds between codes [30]: ").types("\r");
    session.sees("Added Hetzner:K1");
    assert_eq!(session.ends(), 0);
    assert!(home.otp(["show", "K1"]).stdout.contains("8 digits"));
    let link = "otpauth://totp/X:y?secret=MFZXIZLSNFXWI2LO&digits=7\r";
    let session = start(&home, &["add", "--manual", "--yes"]).run();
    session.sees("Issuer, such as GitHub: ").types("A\r");
    session.sees("Name of the account there: ").types("b\r");
    session.sees("Secret (not shown)").types(link);
    session.sees("Added A:b");
    assert_eq!(session.ends(), 0);
    let piped = home.otp_fed(["add", "--manual"], b"MFZXIZLSNFXWI2LO");
    assert_eq!(piped.code, 2, "{piped:?}");
}

#[test]
fn what_was_meant_is_suggested_before_a_question_and_never_done() {
    let home = Home::with_accounts(&[GITHUB]);
    let meant = "\"lsit\" is not a command; did you mean `otp list`?";
    let locked = home.run(["lsit"], b"");
    assert_eq!((locked.code, locked.stdout.as_str()), (5, ""), "{locked:?}");
    assert!(locked.stderr.starts_with(meant), "{locked:?}");
    let open = home.otp(["lsit"]);
    assert_eq!((open.code, open.stdout.as_str()), (3, ""), "{open:?}");
    assert!(open.stderr.contains(meant), "{open:?}");
    let named = home.otp(["code", "lsit"]);
    assert!(
        named.code == 3 && !named.stderr.contains("is not a command"),
        "{named:?}"
    );
    let usage = home.run(["exprt", "--to", "aegis"], b"");
    assert_eq!(usage.code, 2, "{usage:?}");
    assert!(
        usage
            .stderr
            .starts_with("otp: \"exprt\" is not a command; did you mean `otp export`?\n"),
        "{usage:?}"
    );
    for name in [
        "gihtub",
        "githbu",
        "otcavia",
        "gitub:octavia",
        "githup octavi",
    ] {
        let run = home.otp(["code", name]);
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run:?}");
        assert!(run.stderr.contains("  GitHub:octavia\n"), "{name}: {run:?}");
        assert!(run.stderr.contains("Did you mean"), "{name}: {run:?}");
    }
    let far = home.otp(["code", "zebra"]);
    assert!(far.code == 3 && !far.stderr.contains("GitHub"), "{far:?}");
    // On a terminal the hint stands above the question.
    let session = asked(&home, &["lsit"]);
    session.sees(meant).sees("Passphrase: ").types("\u{3}");
    assert_eq!(session.ends(), 130);
    let mut help = home.command(["lits", "--help"]);
    help.env("TERM", "dumb");
    assert_eq!(finish(help, b"").code, 0);
}

/// Without the identity that opens the vault.
fn asked(home: &Home, arguments: &[&str]) -> Session {
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    Start::otp(&home.path(""), arguments)
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .env("XDG_CONFIG_HOME", &folder(".config"))
        .env("XDG_RUNTIME_DIR", &folder("runtime"))
        .run()
}
