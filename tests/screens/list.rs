//! The list: one countdown for all, faces and tags, tabs, cards, and what two rows may never have in common.

use otp::account::{AccountId, Draft, Label, Otp, Secret};
use otp::app::{Countdown, Theme, View};
use otp::tui::demo;
use otp::tui::theme::Role;
use otp::vault::{Change, Vault};
use ratatui::style::Modifier;

use super::stage::Stage;

fn stage() -> Stage {
    Stage::demo((80, 24))
}

fn rows(stage: &Stage) -> Vec<String> {
    stage.picture().lines().map(str::to_owned).collect()
}

fn row_of(stage: &Stage, name: &str) -> String {
    let rows = rows(stage);
    let row = rows.iter().find(|row| row.contains(name));
    row.unwrap_or_else(|| panic!("no {name}")).clone()
}

/// Whether the cells of a text are drawn in a role.
fn is_drawn_as(stage: &Stage, row: usize, text: &str, role: Role) -> bool {
    let line = &rows(stage)[row];
    let before = &line[..line.find(text).expect("there")];
    let column = unicode_width::UnicodeWidthStr::width(before);
    let column = u16::try_from(column).expect("narrow");
    let buffer = stage.buffer();
    let cell = &buffer[(column, u16::try_from(row).expect("low"))];
    let style = stage.runner.appearance().look.style(role);
    (cell.fg, cell.modifier - otp::tui::CODE) == (style.fg.unwrap_or_default(), style.add_modifier)
}

/// Accounts of these issuers and names, all with the usual period.
fn vault(names: &[(&str, &str)]) -> Vault {
    let mut vault = Vault::new(1, [0; 16]);
    for (number, (issuer, name)) in (1..).zip(names) {
        let secret = Secret::from_bytes(vec![u8::try_from(number).expect("few"); 20]).expect("key");
        let draft = Draft::new(Label::new(issuer), Label::new(name), Otp::totp(secret));
        let id = AccountId::from_random(number);
        let change = Change::Add {
            id,
            draft: Box::new(draft),
        };
        vault.apply(change, demo::START).expect("fresh");
    }
    vault
}

fn with(size: (u16, u16), names: &[(&str, &str)]) -> Stage {
    Stage::with(size, |scenery| scenery.vault = Some(vault(names)))
}

#[test]
fn one_line_counts_down_for_all_and_only_other_periods_have_their_own() {
    let mut stage = stage();
    let lit = |stage: &Stage| rows(stage)[1].chars().filter(|c| *c == '━').count();
    assert!(rows(&stage)[0].ends_with("27 s"));
    assert!(is_drawn_as(&stage, 1, "━", Role::Calm));
    let first = lit(&stage);
    assert!(lit(stage.waits(2)) < first);
    stage.waits(15);
    assert!(is_drawn_as(&stage, 1, "━", Role::Warning), "from 10 s on");
    stage.waits(5);
    assert!(rows(&stage)[0].ends_with("5 s!"));
    assert!(is_drawn_as(&stage, 1, "━", Role::Urgent), "from 5 s on");
    assert!(row_of(&stage, "crates.io").contains("35"));
    assert!(row_of(&stage, "Stadtbank").contains("━"));
    let without = ["GitHub", "Google", "Key fob"];
    assert!(
        without
            .iter()
            .all(|name| !row_of(&stage, name).contains("━"))
    );
    // Where every row has its own, there is none for all.
    let every = Stage::with((80, 24), |scenery| {
        scenery.settings.countdown = Countdown::Row;
    });
    assert!(row_of(&every, "GitHub").contains("━"));
    assert!(rows(&every)[1].contains("Google"));
}

#[test]
fn the_line_fills_the_width_and_stands_still_while_nobody_looks() {
    for columns in [24, 79, 140, 200] {
        let mut stage = Stage::demo((columns, 24));
        let buffer = stage.buffer();
        let struck = Modifier::CROSSED_OUT;
        let is_line = |column| {
            let cell = &buffer[(column, 1)];
            "━╸".contains(cell.symbol()) || cell.modifier.contains(struck)
        };
        assert!((0..columns).all(is_line), "{}", stage.picture());
        stage.runner.handle(otp::tui::Message::Focus(false));
        let still = rows(&stage)[1].clone();
        assert_eq!(rows(stage.waits(1))[1], still);
        assert!(!still.contains('━'));
    }
}

#[test]
fn the_next_code_is_always_there_and_comes_forward_at_the_end() {
    let mut stage = stage();
    let row = rows(&stage).iter().position(|row| row.contains("GitHub"));
    let row = row.expect("there");
    assert!(is_drawn_as(&stage, row, "→", Role::Faint));
    stage.waits(17);
    assert!(is_drawn_as(&stage, row, "→", Role::Strong));
}

#[test]
fn names_that_differ_at_their_ends_differ_on_every_screen() {
    let names = [
        (
            "Amazon Web Services production-1",
            "admin@very-long-name.example",
        ),
        (
            "Amazon Web Services production-2",
            "admin@very-long-name.example",
        ),
        ("Cloud", "octavia.finch+one@mail.example.org-1"),
        ("Cloud", "octavia.finch+one@mail.example.org-2"),
    ];
    for columns in [40, 56, 80, 100, 140, 200] {
        let stage = with((columns, 24), &names);
        // Without the codes: only the names are compared.
        let is_code = |word: &&str| word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit());
        let rows = rows(&stage).into_iter();
        let rows = rows.filter(|row| row.contains("Aw ") || row.contains("Cl "));
        let mut shown: Vec<String> = rows
            .map(|row| {
                let words = row.split_whitespace();
                words
                    .filter(|word| !is_code(word) && *word != "▌")
                    .collect()
            })
            .collect();
        let count = shown.len();
        shown.sort();
        shown.dedup();
        assert_eq!(shown.len(), count, "{columns}\n{}", stage.picture());
    }
}

#[test]
fn the_mark_of_a_used_code_touches_no_digit_and_the_star_stays() {
    let mut stage = stage();
    stage.press("/").types("crates").press("Tab Enter s");
    let row = row_of(&stage, "crates.io");
    assert!(row.contains("✓ 3268 4560"), "{row}");
    assert!(row.starts_with("▌★ "), "{row}");
    assert!(is_drawn_as(&stage, 2, "★", Role::Warning) || row.starts_with("▌★"));
}

#[test]
fn the_selection_fills_the_row() {
    let stage = Stage::with((80, 24), |scenery| scenery.settings.theme = Theme::Dark);
    let buffer = stage.buffer();
    let ground = stage.runner.appearance().look.style(Role::Selected).bg;
    let is_soft = |column: u16| Some(buffer[(column, 2)].bg) == ground;
    let badge = 3..5;
    assert!(
        (0..80)
            .filter(|column| !badge.contains(column))
            .all(is_soft)
    );
}

#[test]
fn tabs_are_opened_by_number_and_in_turn() {
    let mut stage = stage();
    assert!(rows(&stage)[0].contains("all · cloud 2 · code 4 · mail 2 · money 2 · work 5"));
    assert!(is_drawn_as(&stage, 0, "all", Role::Match));
    stage.press("2");
    assert!(is_drawn_as(&stage, 0, "cloud", Role::Match));
    assert!(rows(&stage)[0].contains("2/13"));
    stage.press("]");
    assert!(is_drawn_as(&stage, 0, "code", Role::Match));
    stage.press("[ [");
    assert!(is_drawn_as(&stage, 0, "all", Role::Match));
    stage.press("[");
    assert!(
        is_drawn_as(&stage, 0, "work", Role::Match),
        "around the end"
    );
    stage.press("]");
    assert!(rows(&stage)[0].contains("13 accounts"));
    stage.press("9");
    assert!(rows(&stage)[0].contains("13 accounts"), "there is no ninth");
    // Presenting hides them: a tag may be a name.
    stage.press("P");
    assert!(!stage.picture().contains("money"));
}

#[test]
fn the_open_tab_is_in_sight_however_narrow_the_header() {
    for columns in 40..100 {
        let mut stage = Stage::demo((columns, 24));
        stage.press("[");
        let header = rows(&stage)[0].clone();
        assert!(header.contains("work 5"), "{columns}: {header}");
    }
}

#[test]
fn by_tag_rows_stand_under_headings_that_are_never_selected() {
    let mut stage = stage();
    stage.press("o o");
    let text = stage.picture();
    for heading in ["   #cloud", "   #work", "   no tag"] {
        assert!(text.contains(heading), "{heading}\n{text}");
    }
    stage.press("g");
    for _ in 0..13 {
        let selected = rows(&stage)
            .iter()
            .filter(|row| row.starts_with('▌'))
            .count();
        assert_eq!(selected, 1);
        let row = row_of(&stage, "▌");
        assert!(!row.contains("no tag"));
        stage.press("j");
    }
    // While something is searched there are none.
    stage.press("/").types("o");
    assert!(!stage.picture().contains("no tag"));
}

#[test]
fn the_footer_says_where_one_is_and_when_it_locks() {
    let mut stage = stage();
    stage.press("j j j");
    let last = |stage: &Stage| rows(stage).last().expect("a footer").clone();
    assert!(
        last(&stage).ends_with("4/13 · locks 5:00"),
        "{}",
        last(&stage)
    );
    stage.waits(9);
    assert!(last(&stage).ends_with("4/13 · locks 4:51"));
    stage.resizes((40, 12));
    assert!(!last(&stage).contains("4/13"), "keys matter more");
}

#[test]
fn a_stroke_tells_which_part_of_the_list_is_in_sight() {
    let mut stage = Stage::demo((80, 10));
    let column = |stage: &Stage| -> Vec<u16> {
        let buffer = stage.buffer();
        (2..9)
            .filter(|row| buffer[(79, *row)].symbol() == "┃")
            .collect()
    };
    let first = column(&stage);
    assert!(first.contains(&2) && !first.contains(&8), "{first:?}");
    stage.press("G");
    let last = column(&stage);
    assert!(last.contains(&8) && !last.contains(&2), "{last:?}");
    stage.resizes((80, 24));
    assert!(!stage.picture().contains('┃'));
}

#[test]
fn cards_where_all_of_them_fit_and_rows_elsewhere() {
    let is_cards = |stage: &Stage| {
        rows(stage)[3]
            .trim_start_matches(['▌', ' '])
            .starts_with('▄')
    };
    for (size, cards) in [
        ((140, 40), true),
        ((200, 50), true),
        ((138, 40), false),
        ((140, 30), false),
    ] {
        assert_eq!(is_cards(&Stage::demo(size)), cards, "{size:?}");
    }
    let set = |view| Stage::with((140, 30), |scenery| scenery.settings.view = view);
    assert!(is_cards(&set(View::Cards)) && !is_cards(&set(View::List)));
    // The keys go where the eye does.
    let mut stage = Stage::demo((140, 40));
    let selected = |stage: &Stage| stage.runner.model.list.selected();
    for (key, place) in [
        ("j", 3),
        ("l", 4),
        ("k", 1),
        ("h", 0),
        ("h", 0),
        ("G", 12),
        ("j", 12),
        ("k", 9),
    ] {
        stage.press(key);
        assert_eq!(selected(&stage), place, "{key}");
    }
    // Details beside them, as far as there is room.
    stage.press("Space");
    assert!(stage.picture().contains("Changes in"));
}

#[test]
fn every_size_draws_cards_and_headings_with_the_selected_one_in_sight() {
    let mut stage = Stage::with((80, 24), |scenery| {
        scenery.settings.view = View::Cards;
        scenery.settings.theme = Theme::Nord;
    });
    stage.press("o o G k");
    for columns in (24..=200).step_by(3) {
        for rows in (3..=60).step_by(2) {
            let picture = stage.resizes((columns, rows)).picture();
            assert!(picture.contains('▌'), "{columns}x{rows}\n{picture}");
        }
    }
}
