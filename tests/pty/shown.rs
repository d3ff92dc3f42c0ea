//! The program in a real terminal, seen from outside: whatever it shows, each code is that of its row, and no name stays
//! where names are to be gone.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use super::widths::{Known, codes_in};

/// A terminal with the program in it.
pub trait Terminal {
    /// For messages.
    fn name(&self) -> String;
    /// What is shown, line by line and sign by sign.
    fn rows(&self) -> Vec<Vec<String>>;
    /// Presses keys.
    fn types(&self, keys: &str);
}

/// Somebody who looks at it and knows which codes are right.
pub struct Looking<'a> {
    terminal: &'a dyn Terminal,
    known: &'a [Known],
    /// The codes of the first account, in turn.
    seen: RefCell<Vec<String>>,
}

impl<'a> Looking<'a> {
    pub fn at(terminal: &'a dyn Terminal, known: &'a [Known]) -> Self {
        Self {
            terminal,
            known,
            seen: RefCell::default(),
        }
    }

    /// The first code that is not its row's.
    fn wrong_in(&self, rows: &[Vec<String>]) -> Option<String> {
        let mut wrong = None;
        for row in rows {
            let tag = row.get(6..9).map(<[String]>::concat);
            let mut known = self.known.iter();
            let owner = known.find(|known| Some(&known.tag) == tag.as_ref());
            for (_, code) in codes_in(row) {
                if !owner.is_some_and(|owner| owner.knows(&code)) {
                    wrong.get_or_insert(code);
                    continue;
                }
                let mut seen = self.seen.borrow_mut();
                let is_first = owner.is_some_and(|owner| owner.tag == "A00");
                if is_first && !seen.contains(&code) {
                    seen.push(code);
                }
            }
        }
        wrong
    }

    /// Waits until it shows what is wanted; at each look every code must be the one of its row. A terminal may be looked
    /// at while it takes a frame in: what is wrong at two looks stays wrong.
    fn shows(&self, what: &str, wanted: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        let name = self.terminal.name();
        let mut before = None;
        loop {
            let rows = self.terminal.rows();
            let text = text_of(&rows);
            let wrong = self.wrong_in(&rows);
            let is_still = wrong.is_some() && wrong == before;
            assert!(!is_still, "{name}: {wrong:?} in\n{text}");
            if wrong.is_none() && wanted(&text) {
                return;
            }
            before = wrong;
            let late = begun.elapsed() > Duration::from_secs(60);
            assert!(!late, "{name}: no {what} in\n{text}");
        }
    }

    fn tells_nothing(&self, what: &str) {
        self.shows(what, |text| text.contains(what));
        let text = text_of(&self.terminal.rows());
        for known in self.known {
            assert!(!text.contains(&known.tag), "a name stays: {text}");
        }
        let foreign = text.chars().find(|c| !c.is_ascii() && c.is_alphabetic());
        assert_eq!(foreign, None, "a letter stays: {text}");
    }

    /// Two changes of a code, scrolling, searching, a dialog, presenting, locking.
    pub fn walks_through(&self) {
        let (types, all) = (|keys: &str| self.terminal.types(keys), self.known.len());
        let last = format!("A{:02}", all - 1);
        self.shows("the list", |text| text.contains(&last));
        // A code and two changes of it; the next one beside it counts too.
        self.shows("two changes", |_| self.seen.borrow().len() >= 4);
        types("G");
        types("gjj");
        types("/github");
        // The list before it has `1/20` too: a look at that must not pass for an answer.
        let searching = "/github";
        self.shows("one", |text| {
            text.contains(searching) && text.contains(&format!("1/{all}"))
        });
        types("\u{1b}");
        self.shows("all", |text| {
            text.contains("A00") && text.contains(&last) && !text.contains(searching)
        });
        types("?");
        self.shows("keys", |text| text.contains("next account"));
        types("\u{1b}");
        self.shows("all again", |text| {
            text.contains("A00") && text.contains(&last) && !text.contains("next account")
        });
        types("P");
        self.tells_nothing(&format!("Account {all}"));
        types("P");
        self.shows("names", |text| text.contains("A00") && text.contains(&last));
        types("L");
        self.tells_nothing("otp is locked");
        types("\u{3}");
    }
}

fn text_of(rows: &[Vec<String>]) -> String {
    let lines: Vec<String> = rows.iter().map(|row| row.concat()).collect();
    lines.join("\n")
}

/// Lines as signs.
pub fn rows_of(text: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8_lossy(text).into_owned();
    let signs = |line: &str| line.chars().map(String::from).collect();
    text.lines().map(signs).collect()
}
