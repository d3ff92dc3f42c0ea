//! Whatever a terminal thinks of the width of a sign: digits in a row are that account's code, at every moment, and
//! nothing of a name stays when names are to be gone.

use std::fmt::Write as _;
use std::time::SystemTime;

use data_encoding::BASE32_NOPAD;
use otp::account::{Algorithm, Digits, Kind, Otp, Period, Secret};

use super::models::{Edge, Model, Widths};
use super::session::{Session, Start};
use crate::home::Home;

/// Issuers behind a tag that tells the row. No digits in them.
const ISSUERS: [&str; 20] = [
    "GitHub",
    "Пример Банк Россия",
    "日本銀行",
    "नमस्ते दुनिया",
    "สวัสดีชาวโลก",
    "🇩🇪🇫🇷 flags",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 family",
    "e\u{301}te\u{301} café",
    "مرحبا بالعالم",
    "Evil Ûm ÛH Ý",
    "plain ASCII",
    "★ starred ★",
    "Ελλάδα",
    "한국은행",
    "Ümläut ß",
    "…dots…",
    "ქართული",
    "ʻokina ✉\u{fe0f} ✓",
    "ASCII again",
    "z\u{308}\u{301}\u{323} marks",
];

/// A row and every code that it may show while the test lasts.
pub struct Known {
    pub tag: String,
    period: u64,
    first_step: u64,
    codes: Vec<String>,
}

impl Known {
    /// Whether it is one of its codes, of a few minutes.
    pub fn knows(&self, code: &str) -> bool {
        self.codes.iter().any(|known| known == code)
    }

    /// Whether it is the code at that second, or the one that comes next.
    pub fn is_at(&self, code: &str, second: u64) -> bool {
        let step = usize::try_from(second / self.period - self.first_step).expect("not long ago");
        self.codes[step..step + 2].iter().any(|known| known == code)
    }
}

/// As many as there are periods.
pub fn accounts(periods: &[u64]) -> (Vec<String>, Vec<Known>) {
    let begin = seconds() - 60;
    let made = periods.iter().zip(ISSUERS).enumerate();
    let made = made.map(|(place, (&period, issuer))| {
        let mut key = [0; 20];
        getrandom::fill(&mut key).expect("random");
        let tag = format!("A{place:02}");
        let text = BASE32_NOPAD.encode(&key);
        let encoded = encoded(&format!("{tag} {issuer}"));
        let link = format!(
            "otpauth://totp/{encoded}:us%C3%ABr?secret={text}&issuer={encoded}&period={period}"
        );
        let kind = Kind::Totp {
            period: Period::new(period).expect("a period"),
        };
        let secret = Secret::from_bytes(key.to_vec()).expect("a key");
        let otp = Otp::new(secret, kind, Algorithm::Sha1, Digits::new(6).expect("six"));
        // Ten minutes: more than anything here may take.
        let steps = begin / period..(begin + 660) / period;
        let codes = steps.map(|step| otp.for_counter(step).grouped().to_string());
        let known = Known {
            tag,
            period,
            first_step: begin / period,
            codes: codes.collect(),
        };
        (link, known)
    });
    made.unzip()
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        let _ = write!(encoded, "%{byte:02X}");
    }
    encoded
}

pub fn seconds() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.expect("after 1970").as_secs()
}

/// Six digits in two groups, each a cell, with nothing numeric right beside them.
pub fn codes_in(row: &[String]) -> Vec<(usize, String)> {
    let is_digit =
        |cell: Option<&String>| cell.is_some_and(|cell| matches!(cell.as_bytes(), [b'0'..=b'9']));
    let is_code = |place: &usize| {
        (0..7).all(|n| match n {
            3 => row.get(place + n).is_some_and(|cell| cell == " "),
            _ => is_digit(row.get(place + n)),
        }) && !is_digit(row.get(place + 7))
            && place
                .checked_sub(1)
                .is_none_or(|before| !is_digit(row.get(before)))
    };
    let places = (0..row.len()).filter(is_code);
    places
        .map(|place| (place, row[place..place + 7].concat()))
        .collect()
}

struct Watched<'a> {
    session: &'a Session,
    known: &'a [Known],
    models: Vec<Model>,
    fed: usize,
}

impl<'a> Watched<'a> {
    fn new(session: &'a Session, known: &'a [Known], columns: usize, rows: usize) -> Self {
        let widths = [
            Widths::Ours,
            Widths::One,
            Widths::Two,
            Widths::Bytes,
            Widths::AmbiguousTwo,
        ];
        let of = |edge| widths.map(|widths| Model::new(widths, edge, columns, rows));
        let models = of(Edge::Waits).into_iter().chain(of(Edge::Wraps)).collect();
        Self {
            session,
            known,
            models,
            fed: 0,
        }
    }

    /// Shows the models what was written, and looks at each moment of it.
    fn look(&mut self) {
        let bytes = self.session.written_after(self.fed);
        self.fed += bytes.len();
        let known = self.known;
        for model in &mut self.models {
            model.feed(&bytes, |model| {
                for row in model.touched() {
                    assert_row(model, *row, known);
                }
            });
        }
    }

    fn resizes(&mut self, columns: u16, rows: u16) {
        self.look();
        self.session.resizes(columns, rows);
        for model in &mut self.models {
            model.resize(usize::from(columns), usize::from(rows));
        }
    }

    /// After the names are gone.
    fn tells_nothing(&mut self) {
        self.look();
        for model in &self.models {
            let text = model.text();
            let leaks = |known: &&Known| text.contains(&known.tag);
            let leak = self.known.iter().find(leaks);
            assert!(leak.is_none(), "{}: a name stays\n{text}", model.name());
            let foreign = |c: &char| !c.is_ascii() && c.is_alphanumeric();
            let leak = text.chars().find(foreign);
            assert!(leak.is_none(), "{}: {leak:?} stays\n{text}", model.name());
            for row in 0..model.rows {
                let codes = codes_in(model.row(row));
                assert!(
                    codes.is_empty(),
                    "{}: {codes:?} stays\n{text}",
                    model.name()
                );
            }
        }
    }
}

fn assert_row(model: &Model, row: usize, known: &[Known]) {
    let cells = model.row(row);
    let codes = codes_in(cells);
    let owner = known
        .iter()
        .find(|known| cells.get(6..9).is_some_and(|tag| tag.concat() == known.tag));
    for (place, code) in &codes {
        // What is not in the columns of the list is of the account that is selected: of any.
        let mine = owner.filter(|_| *place < 78);
        let of = |known: &Known| known.codes.contains(code);
        let right = mine.map_or_else(|| known.iter().any(of), of);
        assert!(
            right,
            "{}: {code} is not a code of row {row}:\n{}\nin\n{}",
            model.name(),
            cells.concat(),
            model.text()
        );
    }
    // A code is six digits; nothing else in a row has more than two.
    if owner.is_some() && !model.in_frame() && model.columns < 110 {
        let text: String = cells[9..]
            .iter()
            .map(|cell| if cell.is_empty() { "_" } else { cell })
            .collect();
        let mut rest = text.clone();
        for (_, code) in &codes {
            rest = rest.replacen(code, "", 1);
        }
        let longest = rest
            .split(|c: char| !c.is_ascii_digit())
            .map(str::len)
            .max();
        assert!(
            longest.unwrap_or_default() <= 2,
            "{}: digits that belong to nothing in\n{text}",
            model.name()
        );
    }
}

pub fn started(home: &Home, locale: &str, ascii: bool) -> Session {
    let folder = home.path("");
    let mut start = Start::otp(&folder, &["--identity", "recovery.txt"])
        .inside(&folder)
        .env("LC_ALL", locale);
    for (name, folder) in [("DATA", ".local/share"), ("STATE", ".local/state")] {
        let folder = home.path(folder);
        start = start.env(&format!("XDG_{name}_HOME"), folder.to_str().expect("text"));
    }
    if ascii {
        std::fs::create_dir_all(home.path("config/otp")).expect("a folder");
        std::fs::write(home.path("config/otp/config.toml"), "ascii = true\n").expect("written");
    }
    start.run()
}

/// The code of this account changes so often on the screen.
fn waits_for_changes(session: &Session, known: &Known, times: usize) {
    let shown = |screen: &vt100::Screen| {
        let text = screen.contents();
        let line = text
            .lines()
            .find(|line| line.contains(&known.tag))?
            .to_owned();
        known
            .codes
            .iter()
            .position(|code| line.contains(code.as_str()))
    };
    for _ in 0..times {
        let before = session.look(shown);
        session.waits("the next code", |screen| shown(screen) != before);
    }
}

fn everything(locale: &str, ascii: bool) -> (Home, Session) {
    let (links, known) = accounts(&[3, 4, 5, 30].repeat(5));
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let home = Home::with_accounts(&links);
    let session = started(&home, locale, ascii);
    session.sees("A00 GitHub");
    let mut watched = Watched::new(&session, &known, 80, 24);
    waits_for_changes(&session, &known[0], 2);
    watched.look();
    for keys in ["jjjj", "G", "kkkk", "gg"] {
        session.types(keys);
        session.next_frame();
        watched.look();
    }
    watched.resizes(60, 12);
    session.types("G").sees("A19");
    watched.look();
    waits_for_changes(&session, &known[18], 1);
    session.types("kkkkkkkkkkkkkk").sees("A05");
    watched.look();
    watched.resizes(40, 12);
    session.types("G").sees("A19");
    waits_for_changes(&session, &known[18], 1);
    watched.look();
    watched.resizes(130, 30);
    session.sees("Changes in");
    watched.look();
    session.types("gjj").sees("Next");
    waits_for_changes(&session, &known[0], 1);
    watched.look();
    watched.resizes(80, 24);
    session.sees_no("Changes in").types("/again").sees("/again");
    watched.look();
    session.types("\x1b").sees_no("/again").sees("20 accounts");
    for (key, title) in [("?", "Keys"), ("e", "Edit"), ("a", "Add")] {
        session.types(key).sees(title);
        watched.look();
        session.types("\x1b").sees_no(title);
        watched.look();
    }
    session.types("P").sees("Account 1").sees("names");
    watched.tells_nothing();
    session.types("P").sees("A00");
    watched.look();
    session.types("L").sees("otp is locked");
    watched.tells_nothing();
    drop(watched);
    (home, session)
}

#[test]
fn every_code_is_its_rows_whatever_a_sign_is_wide() {
    let (_home, session) = everything("C.UTF-8", false);
    assert_eq!(session.types("\x03").ends(), 0);
    session.terminal_is_restored();
}

#[test]
fn signs_of_ascii_save_nobody_while_names_are_foreign() {
    let (_home, session) = everything("C.UTF-8", true);
    assert_eq!(session.types("\x03").ends(), 0);
}

#[test]
fn without_utf8_nothing_but_ascii_leaves() {
    for locale in ["C", "de_DE.ISO-8859-1"] {
        let (_home, session) = everything(locale, false);
        assert_eq!(session.types("\x03").ends(), 0);
        let written = session.written_after(0);
        let foreign = written.iter().find(|byte| **byte >= 0x80);
        assert_eq!(foreign, None, "{locale}");
    }
}
