//! What hostile senders and careless users bring to the newer commands: messages without an end, entries that no vault
//! takes, names that mean more than was meant.

use crate::cmd::sources::{add, home_with};
use crate::home::{Home, Run};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const STEAM: &str = "otpauth://steam/Steam:me?secret=MFZXIZLSNFXWI2LQMFZXIZLSNFXWI2LQ&issuer=Steam";
const MOTP: &str = "motp://M:me?secret=00112233445566778899aabbccddeeff&issuer=M&pin=1234";

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

fn extracted(message: &[u8]) -> Run {
    let home = Home::empty();
    home.write("message", message);
    home.run(["extract", "message"], b"")
}

/// Messages come from strangers, and a watcher of a mailbox waits for the answer.
#[test]
fn a_message_without_an_end_gives_nothing_soon() {
    let mail = |kind: &str, body: &str| {
        format!("From: a@b.test\nSubject: hi\nContent-Type: {kind}\n\n{body}").into_bytes()
    };
    let level = |level: u32| {
        let next = level + 1;
        format!("--b{level}\nContent-Type: multipart/mixed; boundary=\"b{next}\"\n\n")
    };
    let nested: String = (0..3000).map(level).collect::<Vec<_>>().concat();
    let nested = nested + "--b3000\nContent-Type: text/plain\n\nYour code is 482913";
    for message in [
        "Your code is 482913 ".repeat(100_000).into_bytes(),
        "Your code is 482913 ".repeat(1000).into_bytes(),
        "locker".repeat(60_000).into_bytes(),
        mail("text/plain", &"482913 ".repeat(200_000)),
        mail("text/html", &format!("{}482913", "<div>".repeat(400_000))),
        mail("multipart/mixed; boundary=\"b0\"", &nested),
        [0xff, 0, b'1', b' '].repeat(500_000),
    ] {
        let run = extracted(&message);
        says(&run, 3, "It is too long for a message that brings a code");
        assert_eq!(run.stdout, "");
    }
    // What is long around it is no reason: a picture, a long page.
    let parts = format!(
        "--x\nContent-Type: text/plain\n\nYour code is 482913.\n\n--x\nContent-Type: image/png\n\
         Content-Transfer-Encoding: base64\n\n{}\n--x--\n",
        "iVBORw0KGgoAAAANSUhEUgAA\n".repeat(40_000)
    );
    let run = extracted(&mail("multipart/mixed; boundary=x", &parts));
    assert_eq!(run.stdout, "482913\n", "{run:?}");
    let prose = "Some words that say nothing at all. ".repeat(2000);
    let run = extracted(&mail(
        "text/plain",
        &format!("Your code is 482913.\n{prose}"),
    ));
    assert_eq!(run.stdout, "482913\n", "{run:?}");
}

/// It is pasted somewhere, perhaps into a shell.
#[test]
fn a_code_is_letters_and_digits_whoever_names_it() {
    for code in ["$(reboot)", "1;reboot", "`x`", "12\u{1b}[31m34"] {
        let run = extracted(format!("hello\n\n@example.com #{code}\n").as_bytes());
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run:?}");
    }
    let run = extracted(b"hello\n\n@example.com #G-ab12\n");
    assert_eq!(run.stdout, "G-ab12\n", "{run:?}");
}

#[test]
fn an_entry_that_no_vault_takes_keeps_none_out() {
    let home = Home::with_vault();
    let links = format!(
        "{GITHUB}\notpauth://totp/Long:{}?secret=MFZXIZLSNFXWI2LP&issuer=Long\n{STEAM}\n",
        "x".repeat(3000)
    );
    home.write("links.txt", links.as_bytes());
    let run = home.otp(["import", "links.txt"]);
    says(&run, 9, "entry 2 (Long:xxx");
    says(&run, 9, "the name is longer than 1024 bytes");
    says(&run, 9, "2 added, 0 here already, 1 left out");
    assert!(!run.stderr.contains(&"x".repeat(100)), "{run:?}");
    let dry = home.otp(["import", "--dry-run", "links.txt"]);
    assert_eq!(dry.code, 9, "{dry:?}");
}

#[test]
fn the_whole_name_of_an_account_exports_that_one_alone() {
    let home = Home::with_accounts(&[GITHUB, STEAM, MOTP]);
    let export =
        |arguments: &[&str]| home.otp([&["export", "--plain", "-o", "-"], arguments].concat());
    let one = export(&["M:me"]);
    assert_eq!(one.code, 0, "{one:?}");
    assert_eq!(one.stdout.lines().count(), 1, "{}", one.stderr);
    assert!(one.stdout.starts_with("motp://"), "{}", one.stderr);
    assert_eq!(export(&["me"]).stdout.lines().count(), 2);
    assert_eq!(export(&["m"]).stdout.lines().count(), 1);
    assert_eq!(export(&["e"]).stdout.lines().count(), 2);
    let file = home.otp(["export", "--plain", "-o", "one.txt", "M:me"]);
    says(&file, 0, "Exported 1 account, read back and compared.");
    // An account that is left out is left out, and not "without its tags" as well.
    assert_eq!(home.otp(["edit", "M:me", "--tag", "work"]).code, 0);
    let google = export(&["--to", "google"]);
    says(&google, 9, "M:me: left out");
    assert!(!google.stderr.contains("M:me: without"), "{google:?}");
}

#[test]
fn what_a_list_shows_can_be_shared_and_verified() {
    let home = home_with("aegis/aegis-export-plain.json", "My Aegis.json");
    assert_eq!(add(&home, "My Aegis.json").code, 0);
    let share = home.otp(["share", "kvant", "--for", "1s"]);
    assert_eq!(share.code, 0, "{share:?}");
    let code = home.otp(["code", "kvant"]).stdout;
    let verify = ["verify", "kvant"];
    let approved = home.otp_fed(verify, code.as_bytes());
    says(&approved, 0, "Approved for Kvant Cloud");
    says(&home.otp_fed(verify, code.as_bytes()), 10, "used before");
    // Removing a source is nothing that undo takes back: it would take back something else.
    let removed = home.otp(["source", "rm", "Aegis"]);
    says(&removed, 0, "`otp undo` is for accounts: `otp source add '");
}

#[test]
fn a_message_promises_no_more_time_than_there_is() {
    let home = Home::empty();
    let sent = home.run(
        [
            "challenge",
            "new",
            "--to",
            "a@b.test",
            "--expires",
            "119s",
            "--via",
            "cat >sent",
        ],
        b"",
    );
    assert_eq!(sent.code, 0, "{sent:?}");
    let text = std::fs::read_to_string(home.path("sent")).expect("sent");
    assert!(text.contains("It expires in 1 min"), "{text}");
}

#[test]
fn the_same_file_imported_by_many_at_once_is_there_once() {
    let home = Home::with_vault();
    let links = format!("{GITHUB}\n{STEAM}\n");
    home.write("links.txt", links.as_bytes());
    let added: Vec<Run> = std::thread::scope(|scope| {
        let import = || home.otp(["import", "links.txt"]);
        let runs: Vec<_> = (0..8).map(|_| scope.spawn(import)).collect();
        runs.into_iter()
            .map(|run| run.join().expect("it ends"))
            .collect()
    });
    let whole = |run: &&Run| run.stderr.contains("2 added, 0 here already");
    assert_eq!(added.iter().filter(whole).count(), 1, "{added:?}");
    assert!(added.iter().all(|run| run.code == 0), "{added:?}");
    let list = home.otp(["list", "--names"]);
    assert_eq!(list.stdout, "GitHub:octavia\nSteam:me\n", "{added:?}");
}

#[test]
fn a_file_added_as_a_source_by_many_at_once_is_one_and_stays_on_this_device() {
    let home = home_with("aegis/aegis-export-plain.json", "a.json");
    let runs: Vec<Run> = std::thread::scope(|scope| {
        let add = || {
            let run = add(&home, "a.json");
            assert_eq!(home.otp(["source", "list"]).code, 0);
            run
        };
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(add)).collect();
        runs.into_iter()
            .map(|run| run.join().expect("it ends"))
            .collect()
    });
    let count = |code: i32| runs.iter().filter(|run| run.code == code).count();
    assert_eq!((count(0), count(8)), (1, 5), "{runs:?}");
    let list = home.otp(["source", "list"]);
    assert_eq!(list.stdout.lines().count(), 1, "{list:?}");
    assert!(list.stdout.contains("a.json"), "{list:?}");
    let kept = std::fs::read_dir(home.path(".local/state/otp/sources"));
    assert_eq!(kept.expect("a folder").count(), 2);
}
