//! Search: what is suggested where nothing fits, which titles are enough by themselves, the order of weak hits.

use super::*;

fn suggested(titles: &[&str], query: &str) -> Vec<usize> {
    let accounts = accounts(titles);
    match pick(query, &accounts.iter().collect::<Vec<_>>()) {
        Err(PickError::NotFound { suggestions }) => suggestions,
        other => panic!("{query}: {other:?}"),
    }
}

#[test]
fn a_slip_in_a_name_or_in_one_of_its_words_is_forgiven() {
    assert_eq!(suggested(&["Mail:me", "GitHub:me"], "gihtub"), [1]);
    assert_eq!(
        suggested(&["Mail:me", "Hetzner:cloud-admin"], "hetzner adnim"),
        [1]
    );
    assert_eq!(suggested(&["Mail:me"], "hetzner"), [0; 0]);
    // The fewest slips come first, and letters in order behind them.
    let titles = ["g-i-x-t-h-u-b", "GitHab", "Gothab"];
    assert_eq!(suggested(&titles, "githxb"), [1, 2]);
}

#[test]
fn a_title_that_others_do_not_have_is_sure() {
    let accounts = accounts(&["x", "B:x", "C:y"]);
    let sure = Sure::new(&accounts.iter().collect::<Vec<_>>());
    let are_sure: Vec<bool> = accounts
        .iter()
        .map(|account| sure.is_sure(account))
        .collect();
    // The first one's title is the name of the second.
    assert_eq!(are_sure, [false, true, true]);
}

#[test]
fn letters_that_stand_closer_come_first() {
    let titles = ["g-----t", "xxxxxxg-t"];
    let hits: Vec<String> = found(&titles, "gt").into_iter().map(|hit| hit.0).collect();
    assert_eq!(hits, ["xxxxxxg-t", "g-----t"]);
}

#[test]
fn tags_hold_for_letters_in_order_too() {
    let mut accounts = accounts(&["GitHub:a", "GitHub:b"]);
    accounts[1].tags = vec!["work".into()];
    let hits = Index::new(&accounts).rank("gthb #work");
    assert_eq!(hits.iter().map(|hit| hit.index).collect::<Vec<_>>(), [1]);
}

#[test]
fn words_that_begin_the_title_go_before_words_that_stand_in_it() {
    assert_eq!(
        found(&["Prod:AWS", "AWS:production"], "aws prod"),
        [
            is("AWS:production", Tier::Prefix),
            is("Prod:AWS", Tier::WordPrefix)
        ]
    );
}

#[test]
fn the_colon_between_issuer_and_name_is_not_underlined() {
    assert_eq!(underlined("GitHub:mira", ":mira"), ["mira"]);
    assert_eq!(underlined("GitHub:mira", "hub:mi"), ["Hub", "mi"]);
}
