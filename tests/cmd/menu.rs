//! `otp menu` with programs that stand in for rofi and the like: what they get, and what becomes of what they say.

use crate::home::{Home, Run, finish};

const GITHUB: &str =
    "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub&period=3600";
const TWIN: &str =
    "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LA&issuer=GitHub&period=3600";
const FOB: &str =
    "otpauth://hotp/Fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fob&counter=0";
const HOSTILE: &str =
    "otpauth://totp/Evil:%1b%5b31m%0asecond%e2%80%ae?secret=MFZXIZLSNFXWI2LB&issuer=Evil";

/// Copies go into a file.
fn home(links: &[&str]) -> Home {
    copying_into_a_file(Home::with_accounts(links))
}

pub(super) fn copying_into_a_file(home: Home) -> Home {
    std::fs::create_dir_all(home.path(".config/otp")).expect("made");
    home.write(
        ".config/otp/config.toml",
        b"copy-command = \"cat >copied\"\n",
    );
    home
}

fn menu(home: &Home, with: &str) -> Run {
    home.otp(["menu", "--with", with])
}

fn copied(home: &Home) -> Option<String> {
    let text = std::fs::read_to_string(home.path("copied")).ok();
    let _ = std::fs::remove_file(home.path("copied"));
    text
}

#[test]
fn names_go_in_and_the_code_of_the_chosen_one_is_copied() {
    let home = home(&[GITHUB, FOB, HOSTILE]);
    let run = menu(&home, "tee names | grep GitHub");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    assert!(
        run.stderr.contains("Copied the code for GitHub:octavia"),
        "{run:?}"
    );
    let code = home.otp(["code", "github"]).stdout;
    assert_eq!(copied(&home).as_deref(), Some(code.trim_end()));
    let names = std::fs::read_to_string(home.path("names")).expect("names");
    assert_eq!(names.lines().count(), 3, "{names:?}");
    let unfit = |letter: char| letter != '\n' && !otp::account::is_fit(letter);
    assert!(!names.contains(unfit), "{names:?}");
    assert!(!names.contains(code.trim_end()) && !names.contains("MFZX"));
    // The counter is saved before the code is given.
    for code in ["755224", "287082"] {
        assert_eq!(menu(&home, "grep Fob").code, 0);
        assert_eq!(copied(&home).as_deref(), Some(code));
    }
    // Most of these programs let people type, too.
    assert_eq!(menu(&home, "cat >/dev/null; echo gith").code, 0);
    assert_eq!(copied(&home).as_deref(), Some(code.trim_end()));
    let bare = b"motp://Bare:o?secret=e3152afee62599c9&issuer=Bare";
    assert_eq!(home.otp_fed(["add", "--yes", "-"], bare).code, 0);
    let no_pin = menu(&home, "grep Bare");
    assert_eq!((no_pin.code, copied(&home)), (1, None), "{no_pin:?}");
    let none = menu(&home, "cat >/dev/null; echo nothing");
    assert_eq!((none.code, copied(&home)), (3, None), "{none:?}");
}

#[test]
fn two_accounts_of_one_name_are_told_apart() {
    let home = copying_into_a_file(Home::with_vault());
    let added = home.otp_fed(
        ["add", "--allow-duplicate", "--yes", "-"],
        format!("{GITHUB}\n{TWIN}\n").as_bytes(),
    );
    assert_eq!(added.code, 0, "{added:?}");
    let mut codes = Vec::new();
    for line in ["1p", "2p"] {
        assert_eq!(menu(&home, &format!("tee names | sed -n {line}")).code, 0);
        codes.push(copied(&home).expect("a copy"));
    }
    let names = std::fs::read_to_string(home.path("names")).expect("names");
    let lines: Vec<&str> = names.lines().collect();
    assert!(lines.len() == 2 && lines[0] != lines[1], "{names}");
    assert_ne!(codes[0], codes[1]);
}

#[test]
fn who_chooses_nothing_hears_nothing() {
    let home = home(&[GITHUB, FOB]);
    for with in [
        "exit 1",
        "cat >/dev/null",
        "grep GitHub; exit 1",
        "kill $$",
        "exit 130",
    ] {
        let run = menu(&home, with);
        let said = (run.code, run.stdout.as_str(), run.stderr.as_str());
        assert_eq!(said, (130, "", ""), "{with}");
        assert_eq!(copied(&home), None, "{with}");
    }
    assert_eq!(
        home.otp(["code", "fob"]).stdout,
        "755224\n",
        "no code is spent"
    );
}

#[test]
fn what_is_missing_is_said() {
    let home = home(&[GITHUB]);
    let run = menu(&home, "no-such-program-anywhere");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
    assert!(run.stderr.contains("cannot be started"), "{run:?}");
    let empty = copying_into_a_file(Home::with_vault());
    assert_eq!(menu(&empty, "cat").code, 3);
    // Without a way to copy nothing is opened.
    let nowhere = Home::with_accounts(&[GITHUB]);
    let mut command = nowhere.command(["--identity", "recovery.txt", "menu", "--with", "tee seen"]);
    command.env("TERM", "dumb");
    let run = finish(command, b"");
    assert_eq!(run.code, 1, "{run:?}");
    assert!(!nowhere.path("seen").exists());
}
