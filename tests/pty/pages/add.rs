//! The add page: it names what is not there and what cannot be read, hides secrets, and asks about twins.

use super::demo;
use crate::home::Home;
use crate::pty::product::opened;

const SECRET: &str = "MFZXIZLSNFXWI2LO";

fn github() -> String {
    format!("otpauth://totp/GitHub:octavia?secret={SECRET}&issuer=GitHub")
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let home = Home::with_accounts(&[&github()]);
    let session = opened(&home);
    session.sees("GitHub").types("a").sees("Link, picture");
    for path in ["~/nothere.png", "/tmp/no/such.png", "nothere.png"] {
        session.types(&format!("\x15{path}\r"));
        session.sees("There is no file").sees("nothere.png");
        session.sees_no("Reading");
    }
    session.types("\x1b").sees_no("Link, picture");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn pictures_that_cannot_be_read_are_named() {
    let home = Home::with_accounts(&[&github()]);
    let folder = home.path("Pictures");
    std::fs::create_dir(&folder).expect("made");
    home.write("Pictures/cut.png", b"\x89PNG\r\n\x1a\n\0\0");
    home.write("Pictures/empty.jpg", b"");
    let drawn = otp::qr::draw::Drawing::new(
        "otpauth://totp/Site:me?secret=NNQXE5LNFVSW2YLO&issuer=Site",
        otp::qr::draw::Level::Medium,
    );
    home.write("Pictures/good.png", &drawn.expect("short").png(4));
    let session = opened(&home);
    session
        .sees("GitHub")
        .types("a~/Pictures\r")
        .sees("Site me");
    session.sees("cut.png").sees("empty.jpg");
    session.types("\r").sees("Added Site me");
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn a_bare_secret_is_hidden_like_one_in_a_link() {
    let (_home, session) = demo((80, 24));
    session.pastes("JBSW Y3DP EHPK 3PXP").sees("no name yet");
    session.sees_no("JBSW");
    // In one burst without brackets, a letter wrong.
    session.types("\x15JBSWY3DPEHPK3PX1\r").sees("\u{2717}");
    session.sees_no("Y3DPEHPK");
    session.types("\x1b").sees_no("Link, picture");
    assert!(!session.ever_saw("JBSW Y3DP") && !session.ever_saw("Y3DPEHPK3PX1"));
    assert_eq!(session.types("q").ends(), 0);
}

#[test]
fn what_is_there_already_is_said() {
    let home = Home::with_accounts(&[&github()]);
    let session = opened(&home);
    session
        .sees("GitHub")
        .pastes(&github())
        .sees("already here");
    session.types("\r").sees("the vault has it already");
    session.types(" ").sees("[x]");
    session.types("\x1b").sees_no("Link, picture").types("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn the_same_secret_with_other_settings_corrects_the_old_account() {
    let home = Home::with_accounts(&[&github()]);
    let session = opened(&home);
    let other = format!("{}&digits=8", github());
    session.sees("GitHub").pastes(&other);
    session
        .sees("8 digits instead of 6")
        .sees("correct the old one");
    session.types(" ").sees("[~]").types("\r");
    session.sees("Corrected GitHub octavia").sees("1 account");
    // By hand the same, the other way round.
    session.types("a\tAnother\tme\t").types(SECRET).types("\r");
    session
        .sees("6 digits instead of 8")
        .sees("correct the old one");
    session.types("c").sees("Corrected GitHub octavia");
    session.types("a\tAnother\tme\t").types(SECRET);
    session.types("\r").sees("already").types("s");
    session.sees_no("already").types("\x1b").sees_no("By hand");
    session.types("q");
    assert_eq!(session.ends(), 0);
    let listed = home.otp(["list", "--names"]);
    assert_eq!(listed.stdout, "GitHub:octavia\n");
    let shown = home.otp(["show", "github"]);
    assert!(shown.stdout.contains("6 digits"), "{shown:?}");
}

#[test]
fn by_hand_the_issuer_steam_and_a_counter_mean_what_they_mean_elsewhere() {
    let home = Home::with_accounts(&[&github()]);
    let session = opened(&home);
    session.sees("GitHub").types("a\tSteam\toctavia\t");
    session.types("NNQXE5LNFVSW2YLO").sees("Steam Guard");
    session.types("\r").sees("Added Steam octavia");
    session
        .types("a\tFob\tdoor\tGEZDGNBVGY3TQOJQ\x14")
        .sees("Kind");
    session.types("\x1b[C").sees("HOTP");
    session.types("\r").sees("Added Fob door").types("q");
    assert_eq!(session.ends(), 0);
    let steam = home.otp(["show", "steam"]);
    assert!(steam.stdout.contains("Steam Guard"), "{steam:?}");
    let fob = home.otp(["show", "fob"]);
    assert!(fob.stdout.contains("next counter 1"), "{fob:?}");
}

#[test]
fn finds_without_a_name_get_names_of_their_own() {
    let home = Home::with_accounts(&[&github()]);
    let session = opened(&home);
    session.sees("GitHub");
    for (secret, name) in [
        ("NNQXE5LNFVSW2YLO", "imported"),
        ("GEZDGNBVGY3TQOJQ", "imported 2"),
    ] {
        session.pastes(secret).sees("no name yet").types("\r");
        session.sees(&format!("{name} unless")).types("\r");
        session.sees(&format!("Added {name}"));
    }
    session.types("q");
    assert_eq!(session.ends(), 0);
    let listed = home.otp(["list", "--names"]);
    assert!(listed.stdout.contains("imported 2"), "{listed:?}");
}
