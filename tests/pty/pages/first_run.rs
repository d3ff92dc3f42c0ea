//! The first start in three steps, at 80x24 and at 24x8: passphrase, recovery key, first account.

use std::os::unix::fs::PermissionsExt;

use crate::home::Home;
use crate::pty::product::start_sized;
use crate::pty::session::Session;

const WORDS: &str = "correct horse battery staple";
const LINK: &str = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";

/// Up to the recovery key.
fn made(size: (u16, u16)) -> (Home, Session) {
    let home = Home::empty();
    let session = start_sized(&home, &["--no-keyring"], size);
    session.sees("Passphrase");
    session.types(&format!("{WORDS}\r")).sees("make the vault");
    session.types(&format!("{WORDS}\r")).sees("AGE-SECRET-KEY-");
    (home, session)
}

/// The groups of the key in the numbered lines of the screen.
pub fn groups(session: &Session) -> Vec<(usize, String)> {
    let is_group = |word: &&str| {
        let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        (2..=4).contains(&word.len()) && word.bytes().all(fits)
    };
    let screen = session.screen();
    let mut groups = Vec::new();
    for line in screen.lines() {
        let line = line.trim_matches(['│', ' ']);
        let Some((number, rest)) = line.split_once(' ') else {
            continue;
        };
        let Ok(number) = number.parse::<usize>() else {
            continue;
        };
        let words = rest.split_whitespace();
        groups.extend(words.filter(is_group).map(|word| (number, word.to_owned())));
    }
    groups
}

/// The group that the screen asks for.
pub fn asked(screen: &str, groups: &[(usize, String)]) -> String {
    let text = screen.replace(['│', '\n'], " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words
        .iter()
        .position(|word| *word == "line")
        .expect("a line");
    let number: usize = words[line + 1]
        .trim_end_matches(':')
        .parse()
        .expect("a number");
    let of: Vec<&String> = groups
        .iter()
        .filter(|(line, _)| *line == number)
        .map(|(_, group)| group)
        .collect();
    let text = words.join(" ");
    let place = if text.contains("the last group") {
        of.len() - 1
    } else if text.contains("the first group") {
        0
    } else {
        let group = words
            .iter()
            .position(|word| *word == "group")
            .expect("a group");
        words[group + 1].parse::<usize>().expect("its number") - 1
    };
    of[place].clone()
}

#[test]
fn three_steps_lead_to_the_first_account() {
    let (home, session) = made((80, 24));
    session.sees("step 2 of 3");
    let shown = groups(&session);
    assert_eq!(shown.len(), 15, "{}", session.screen());
    let asked = asked(&session.screen(), &shown);
    session.types("WRONG\r").sees("look again");
    session.types(&format!("{}\r", asked.to_lowercase()));
    session.sees("Your first account").sees("step 3 of 3");
    session.sees_no("never confirmed");
    session.pastes(LINK).sees("The code now");
    session.types("\r").sees("Added Example alice");
    assert_eq!(session.types("q").ends(), 0);
    session.terminal_is_restored();
    // The groups are the key: it opens the vault.
    let key: String = shown.iter().map(|(_, group)| group.as_str()).collect();
    home.write("key.txt", format!("AGE-SECRET-KEY-{key}\n").as_bytes());
    let listed = home.run(["--identity", "key.txt", "list", "--names"], b"");
    assert_eq!(listed.stdout, "Example:alice\n", "{listed:?}");
}

#[test]
fn in_a_small_window_the_whole_key_is_seen_before_it_is_asked_for() {
    let (_home, session) = made((24, 8));
    assert!(!session.screen().contains("Type"), "{}", session.screen());
    let mut shown = groups(&session);
    // Letters are no answer yet.
    session.types("ABCD");
    for _ in 0..6 {
        if session.screen().contains("group") {
            break;
        }
        let before = session.screen();
        session.types("\r");
        session.waits("another part", |screen| screen.contents() != before);
        for found in groups(&session) {
            if !shown.contains(&found) {
                shown.push(found);
            }
        }
    }
    session.sees("group");
    shown.sort_by_key(|(line, _)| *line);
    assert_eq!(shown.len(), 15, "{shown:?}\n{}", session.screen());
    let group = asked(&session.screen(), &shown);
    session.types(&format!("{group}\r")).sees("Link, ");
    session.types("\x1b").sees("No accounts yet");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn leaving_the_key_is_warned_of_and_the_banner_stays() {
    let (_home, session) = made((80, 24));
    session
        .types("\x03")
        .sees("a lost vault")
        .sees("AGE-SECRET-KEY-");
    session.types("\x1b").sees("Your first account");
    session
        .sees("never confirmed")
        .pastes(LINK)
        .sees("The code now");
    session.types("\r").sees("Added").sees("never confirmed");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn the_key_is_saved_to_a_private_file_and_never_over_another() {
    let (home, session) = made((80, 24));
    home.write("taken.txt", b"mine");
    session.types("\x06").sees("otp-recovery-key.txt");
    session.types("\x15~/taken.txt\r").sees("\u{2717}");
    session
        .types("\x15~/recovery.txt\r")
        .sees("Your first account");
    session.sees_no("never confirmed");
    let taken = std::fs::read(home.path("taken.txt")).expect("there");
    assert_eq!(taken, b"mine");
    let file = home.path("recovery.txt");
    let mode = std::fs::metadata(&file)
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(file).expect("text");
    assert!(text.starts_with("AGE-SECRET-KEY-1"));
    session.types("\x1b").sees("No accounts yet");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn the_key_is_saved_as_a_page_to_print_that_says_it() {
    let (home, session) = made((80, 24));
    let key: String = groups(&session)
        .into_iter()
        .map(|(_, group)| group)
        .collect();
    home.write("taken.html", b"mine");
    session.types("\x10").sees("otp-recovery-key.html");
    session.types("\x15~/taken.html\r").sees("is there already");
    session.types("\x15~/sheet.html\r").sees("print it");
    session
        .sees("Your first account")
        .sees_no("never confirmed");
    assert_eq!(
        std::fs::read(home.path("taken.html")).expect("there"),
        b"mine"
    );
    let file = home.path("sheet.html");
    let metadata = std::fs::metadata(&file).expect("there");
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    let page = std::fs::read_to_string(file).expect("text");
    let first: String = key.chars().take(4).collect();
    assert!(page.contains(&format!("<li><code>{first} ")), "{page}");
    let whole = format!("AGE-SECRET-KEY-{key}");
    let drawing = otp::qr::draw::svg_of(&whole).expect("it fits");
    assert!(page.contains(drawing.as_str()));
    session.types("\x1b").sees("No accounts yet");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn the_key_is_shown_as_a_qr_code_that_says_it() {
    let (_home, session) = made((80, 40));
    let key: String = groups(&session)
        .into_iter()
        .map(|(_, group)| group)
        .collect();
    session.types("\x07").sees("closes in");
    let read = crate::pty::pages::qr::read_screen(&session);
    assert_eq!(read, [format!("AGE-SECRET-KEY-{key}")]);
    session.types("\x1b").sees("step 2 of 3");
    session.types("\x03\x03");
    assert_eq!(session.ends(), 0);
}

#[test]
fn words_are_made_on_request_and_typed_once_more() {
    let home = Home::empty();
    let session = start_sized(&home, &["--no-keyring"], (80, 24));
    session.sees("step 1 of 3").types("tulip").sees("very weak");
    session
        .types("\x07")
        .sees("Type it once more")
        .sees("strong");
    let screen = session.screen();
    let line = screen.lines().find(|line| {
        let words: Vec<&str> = line.trim_matches(['│', ' ']).split(' ').collect();
        let is_word = |word: &&str| word.bytes().all(|b| b.is_ascii_lowercase());
        words.len() == 6 && words.iter().all(is_word)
    });
    let words = line.expect("six words").trim_matches(['│', ' ']).to_owned();
    session.types(&format!("{words}\r")).sees("step 2 of 3");
    session
        .types("\x1b")
        .sees("Your first account")
        .types("\x1b");
    session
        .sees("No accounts yet")
        .types("L")
        .sees("otp is locked");
    session.types(&format!("{words}\r")).sees("No accounts yet");
    assert_eq!(session.types("q").ends(), 0);
}
