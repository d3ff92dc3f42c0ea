//! Every screen at every size from 1x1 to 200x60 draws without a panic, and hostile labels keep columns straight.

use otp::account::AccountId;
use otp::account::{Draft, Otp, Secret};
use otp::app::View;
use otp::tui::keymap::{Mode, TABLE};
use otp::tui::{Message, demo};
use otp::vault::{Change, Vault};
use unicode_width::UnicodeWidthStr;

use super::stage::Stage;

/// Keys that lead from the list to each page and its states.
const ROADS: [&str; 33] = [
    "",
    "/ o c t",
    "/ z z z",
    "Space",
    "6",
    "o o",
    "d u",
    "a",
    "a h e l l o Enter",
    "a Tab",
    "e",
    "e ^T",
    "t",
    "B",
    "?",
    "? c",
    "Q",
    "Q Enter",
    "Q Enter s",
    "E",
    "L",
    "P",
    ". v",
    "j Enter",
    "i",
    "X",
    "X Enter",
    "X Enter y",
    ",",
    ", Enter Down",
    ", l o c k - a Enter",
    ", k e y s Enter ^G",
    "X Down Down Enter",
];

/// Every page and every state of one: what leads there, and the interface that shows it.
fn pages() -> Vec<(String, Stage)> {
    let size = (80, 24);
    let mut pages: Vec<(String, Stage)> = Vec::new();
    for road in ROADS {
        let mut stage = Stage::demo(size);
        if !road.is_empty() {
            stage.press(road);
        }
        pages.push((road.to_owned(), stage));
    }
    let mut add = |name: &str, mut stage: Stage, play: &dyn Fn(&mut Stage)| {
        play(&mut stage);
        pages.push((name.to_owned(), stage));
    };
    add("found", Stage::demo(size), &|stage| {
        let link = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";
        stage.pastes(link).answered();
    });
    add("series", Stage::demo(size), &|stage| {
        stage.press("E Enter");
    });
    add("counter", Stage::demo(size), &|stage| {
        stage.press("/").types("fob").press("Tab +");
    });
    add("another device's change", Stage::demo(size), &|stage| {
        stage.handle(Message::Theirs(Vec::new()));
    });
    add("twin", Stage::demo(size), &|stage| {
        let link = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";
        stage.pastes(link).answered().press("Enter a Tab");
        stage.types("Other").press("Tab Tab");
        stage.types("JBSWY3DPEHPK3PXP").press("Enter");
    });
    add("opening", Stage::demo(size), &|stage| {
        stage.press("L").types("wrong").press("Enter");
    });
    add("wrong", Stage::demo(size), &|stage| {
        stage.press("L").types("wrong").press("Enter").answered();
    });
    let again = Stage::with(size, |scenery| scenery.settings.ask_again = true);
    add("again", again, &|stage| {
        stage.press("Q Enter");
    });
    let picker = Stage::with(size, |scenery| scenery.start.picks = true);
    add("picker", picker, &|stage| {
        stage.types("git");
    });
    let rows = Stage::with(size, |scenery| scenery.settings.view = View::List);
    add("rows", rows, &|_| ());
    let sample = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/formats/aegis/aegis-two-bad-entries.json"
    );
    add("reading", Stage::demo(size), &|stage| {
        stage.press("i").types(sample).press("Enter");
    });
    add("report", Stage::demo(size), &|stage| {
        stage.press("i").types(sample).press("Enter").answered();
        stage.press("Down Down");
    });
    let sealed = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/formats/aegis/aegis-export-encrypted.json"
    );
    add("password", Stage::demo(size), &|stage| {
        stage.press("i").types(sealed).press("Enter").answered();
    });
    add("writing", Stage::demo(size), &|stage| {
        stage.press("X Enter y ^U").types("/nowhere/at/all.json");
        stage.press("Enter");
    });
    let first = || Stage::with(size, |scenery| scenery.vault = None);
    add("welcome", first(), &|stage| {
        stage.types("four words or five").press("Enter");
    });
    add("making", first(), &|stage| {
        stage.types("four words or five").press("Enter");
        stage.types("four words or five").press("Enter");
    });
    for (name, keys) in [
        ("recovery", ""),
        ("keyring", "Esc"),
        ("first account", "Esc n"),
    ] {
        add(name, first(), &|stage| {
            stage.types("four words or five").press("Enter");
            stage.types("four words or five").press("Enter").answered();
            if !keys.is_empty() {
                stage.press(keys);
            }
        });
    }
    pages
}

#[test]
fn every_mode_of_the_table_is_among_the_pages() {
    let seen: Vec<Mode> = pages()
        .iter()
        .map(|(_, stage)| stage.runner.model.mode())
        .collect();
    for binding in TABLE.iter().filter(|binding| binding.mode != Mode::Edit) {
        assert!(seen.contains(&binding.mode), "{:?}", binding.mode);
    }
}

fn draws(name: &str, stage: &mut Stage, (columns, rows): (u16, u16)) {
    let buffer = stage.resizes((columns, rows)).buffer();
    assert_eq!(
        (buffer.area.width, buffer.area.height),
        (columns, rows),
        "{name}"
    );
}

#[test]
fn every_page_is_drawn_at_sizes_of_all_kinds() {
    for (place, (name, mut stage)) in (0..).zip(pages()) {
        // A sixth of the sizes of each page, others than of its neighbours: the ignored test below has them all.
        for columns in (1..=40).chain((41..=200).step_by(7)) {
            let rows = (1..=8).chain([12, 24, 60]);
            for rows in rows.filter(|rows| (columns + rows + place) % 6 == 0) {
                draws(&name, &mut stage, (columns, rows));
            }
        }
    }
}

#[test]
#[ignore = "takes minutes"]
fn every_page_is_drawn_at_every_size() {
    for (name, mut stage) in pages() {
        for columns in 1..=200 {
            for rows in 1..=60 {
                draws(&name, &mut stage, (columns, rows));
            }
        }
    }
}

#[test]
fn the_list_is_drawn_at_sizes_of_all_kinds() {
    let mut stage = Stage::demo((80, 24));
    for columns in 1..=200 {
        for rows in (1..=60).filter(|rows| (columns + rows) % 4 == 0) {
            stage.resizes((columns, rows)).buffer();
        }
    }
}

#[test]
fn the_selected_row_stays_in_sight_at_sizes_of_all_kinds() {
    let mut stage = Stage::demo((80, 24));
    stage.press("/").types("crates").press("Esc");
    for columns in 24..=200 {
        for rows in (3..=24).filter(|rows| (columns + rows) % 3 == 0) {
            let picture = stage.resizes((columns, rows)).picture();
            assert!(picture.contains('▌'), "{columns}x{rows}\n{picture}");
        }
    }
}

const HOSTILE: [(&str, &str); 15] = [
    ("日本銀行", "口座"),
    ("👩\u{200d}💻 Dev", "👨\u{200d}👩\u{200d}👧\u{200d}👦"),
    ("\u{202e}evil", "\u{2066}x\u{2069}"),
    ("בנק הפועלים", "חשבון"),
    ("البنك", "حساب"),
    ("e\u{301}\u{301}\u{301}", "Zalgo"),
    ("a\u{1b}[31mred", "x\u{7}\u{9b}31m"),
    ("🇩🇪🇫🇷", "flags"),
    ("✉\u{fe0f} Mail", "❤\u{fe0f}"),
    ("", "no issuer"),
    ("no name", ""),
    ("ﷺ wide", "𒐫"),
    // What joins letters or makes a flag is no letter of its own.
    ("می\u{200c}خواهم", "کتاب\u{200c}خانه"),
    (
        "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} Bank",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    ),
    ("ᠮᠣᠩ\u{180b}ᠭᠣᠯ ᠪᠠᠩᠬ", "ᠪᠠ\u{180d}ᠲᠤ"),
];

fn hostile() -> Vault {
    let mut vault = Vault::new(1, [0; 16]);
    for (number, (issuer, name)) in (1..).zip(HOSTILE) {
        let secret = Secret::from_bytes(vec![1; 20]).expect("key");
        let draft = Box::new(Draft::new(issuer.into(), name.into(), Otp::totp(secret)));
        let id = AccountId::from_random(number);
        vault
            .apply(Change::Add { id, draft }, demo::START)
            .expect("fresh");
    }
    vault
}

#[test]
fn hostile_labels_keep_columns_straight() {
    let mut stage = Stage::with((80, 24), |scenery| {
        scenery.vault = Some(hostile());
    });
    for columns in [30, 33, 56, 63, 80, 97, 109, 120] {
        let buffer = stage.resizes((columns, 24)).buffer();
        let picture = stage.picture();
        assert!(!picture.contains(r"\u{"), "{picture}");
        // Every account has the same code: it stands in the same cells of each row.
        let place = |row: u16| -> Option<u16> {
            (0..columns - 2).find(|column| {
                let cells = (0..3).map(|next| buffer[(column + next, row)].symbol());
                cells
                    .collect::<String>()
                    .parse::<u32>()
                    .is_ok_and(|n| n > 99)
            })
        };
        let first = place(2);
        assert!(first.is_some(), "{}", stage.picture());
        for row in 3..=u16::try_from(HOSTILE.len()).expect("few") + 1 {
            assert_eq!(place(row), first, "row {row}\n{}", stage.picture());
        }
        for cell in buffer.content() {
            let text = cell.symbol();
            let clean = text
                .chars()
                .all(|c| !c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c));
            assert!(clean, "{text:?}");
            assert!(
                UnicodeWidthStr::width(text) <= 2 || !text.is_ascii(),
                "{text:?}"
            );
        }
    }
}

#[test]
fn the_word_about_a_passphrase_is_never_cut() {
    let mut stage = Stage::with((80, 24), |scenery| scenery.vault = None);
    stage.types("abc");
    for columns in 28..=80 {
        let picture = stage.resizes((columns, 24)).picture();
        let line = picture.lines().find(|line| line.contains("Strength"));
        let line = line.unwrap_or_else(|| panic!("{columns}\n{picture}"));
        let word = line.split("very weak").nth(1);
        let word = word.unwrap_or_else(|| panic!("{columns}: {line}"));
        let word = word.trim_end_matches(['│', ' ']);
        assert!(
            ["", ": four or more random words are better"].contains(&word),
            "{columns}: {line}"
        );
    }
}

#[test]
fn what_a_series_leaves_out_is_told_in_a_small_window() {
    let mut stage = Stage::demo((33, 10));
    let picture = stage.press("E").picture();
    assert!(picture.contains("! Without "), "{picture}");
    assert!(picture.contains("cannot hold."), "{picture}");
    let picture = stage.resizes((80, 24)).picture();
    assert!(
        picture.contains("! Without crates.io octavia: "),
        "{picture}"
    );
}

#[test]
fn rows_do_not_move_while_time_passes() {
    let mut stage = Stage::demo((80, 24));
    let column = |stage: &Stage| {
        let picture = stage.picture();
        let row = picture
            .lines()
            .find(|line| line.contains("GitHub"))
            .expect("there");
        row.find(|c: char| c.is_ascii_digit()).expect("a code")
    };
    let first = column(&stage);
    for _ in 0..60 {
        assert_eq!(column(stage.waits(1)), first);
    }
}
