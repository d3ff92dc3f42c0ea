//! Every screen at every size from 1x1 to 200x60 draws without a panic, and hostile labels keep columns straight.

use otp::account::AccountId;
use otp::account::{Draft, Otp, Secret};
use otp::tui::demo;
use otp::vault::{Change, Vault};
use unicode_width::UnicodeWidthStr;

use super::stage::Stage;

/// Keys that lead from the list to each screen.
const ROADS: [&str; 26] = [
    "",
    "/ o c t",
    "/ z z z",
    "Space",
    "a",
    "a Tab",
    "e ^T",
    "t",
    "B",
    "?",
    "? c",
    "Q",
    "Q Enter",
    "L",
    "P",
    ". v",
    "j Enter",
    "E",
    "i",
    "X",
    "X Enter",
    "X Enter y",
    ",",
    ", Enter Down",
    ", l o c k - a Enter",
    ", k e y s Enter ^G",
];

#[test]
fn every_size_draws_every_screen() {
    for route in ROADS {
        let mut stage = Stage::demo((80, 24));
        if !route.is_empty() {
            stage.press(route);
        }
        for columns in (1..=32).chain((33..=200).step_by(11)) {
            for rows in (1..=8).chain([12, 24, 60]) {
                let buffer = stage.resizes((columns, rows)).buffer();
                assert_eq!((buffer.area.width, buffer.area.height), (columns, rows));
            }
        }
    }
}

#[test]
fn every_size_draws_the_list() {
    let mut stage = Stage::demo((80, 24));
    for columns in 1..=200 {
        for rows in 1..=60 {
            stage.resizes((columns, rows)).buffer();
        }
    }
}

#[test]
fn every_size_draws_the_first_start() {
    let mut stage = Stage::with((80, 24), |scenery| scenery.vault = None);
    let every_size = |stage: &mut Stage| {
        for columns in (1..=32).chain([80, 200]) {
            for rows in (1..=12).chain([60]) {
                stage.resizes((columns, rows)).buffer();
            }
        }
    };
    every_size(&mut stage);
    for _ in 0..2 {
        stage.types("four words or five").press("Enter");
    }
    every_size(stage.answered());
    every_size(stage.press("Esc"));
}

#[test]
fn the_selected_row_stays_in_sight_at_every_size() {
    let mut stage = Stage::demo((80, 24));
    stage.press("/").types("crates").press("Esc");
    for columns in 24..=200 {
        for rows in 3..=24 {
            let picture = stage.resizes((columns, rows)).picture();
            assert!(picture.contains('▌'), "{columns}x{rows}\n{picture}");
        }
    }
}

const HOSTILE: [(&str, &str); 12] = [
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
    for columns in [30, 56, 80, 109, 120] {
        let buffer = stage.resizes((columns, 24)).buffer();
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
