//! Search: the tiers and their traps.

use super::*;
use crate::account::{AccountId, Draft, Label, Otp, Secret, Timestamp};

fn account(title: &str) -> Account {
    let secret = Secret::from_base32("MFZXIZLSNFXWI2LO").expect("base32");
    let (issuer, name) = title.split_once(':').unwrap_or(("", title));
    let draft = Draft::new(issuer.into(), name.into(), Otp::totp(secret));
    let bits = title
        .bytes()
        .fold(7_u64, |bits, byte| bits.wrapping_mul(31) ^ u64::from(byte));
    Account::new(AccountId::from_random(bits), draft, Timestamp::default())
}

fn accounts(titles: &[&str]) -> Vec<Account> {
    titles.iter().map(|title| account(title)).collect()
}

fn found(titles: &[&str], query: &str) -> Vec<(String, Tier)> {
    let accounts = accounts(titles);
    let hits = Index::new(&accounts).rank(query);
    hits.iter()
        .map(|hit| (accounts[hit.index].title(), hit.tier))
        .collect()
}

fn is(title: &str, tier: Tier) -> (String, Tier) {
    (title.to_owned(), tier)
}

fn underlined(title: &str, query: &str) -> Vec<String> {
    let account = account(title);
    let hits = rank(query, &[&account]);
    let hit = hits.first().expect("it matches");
    let text = |matched: &Matched| match matched.field {
        Field::Issuer => account.issuer.as_str()[matched.range.clone()].to_owned(),
        Field::Name => account.name.as_str()[matched.range.clone()].to_owned(),
    };
    hit.matched.iter().map(text).collect()
}

#[test]
fn letters_in_order_do_not_beat_a_real_match() {
    let titles = [
        "Bundesamt für Sicherheit:Zugang zentral",
        "Hetzner:K0123456789",
    ];
    assert_eq!(
        found(&titles, "hetz"),
        [is("Hetzner:K0123456789", Tier::Prefix)]
    );
    let only_far = ["Bundesamt für Sicherheit:Zugang zentral"];
    assert_eq!(found(&only_far, "hetz"), [is(only_far[0], Tier::Letters)]);
    assert_eq!(
        pick("hetz", &[&account(only_far[0])]),
        Err(PickError::NotFound {
            suggestions: vec![0]
        }),
        "letters in order never choose, even where one account alone has them"
    );
}

#[test]
fn tiers_come_in_their_order() {
    let titles = [
        "My hub:x",
        "GitHub:mira",
        "Hub:a",
        "hubble:b",
        "x:hub",
        "Other:HUB@x.test",
    ];
    assert_eq!(
        found(&titles, "HUB"),
        [
            is("Hub:a", Tier::Exact),
            is("x:hub", Tier::Exact),
            is("hubble:b", Tier::Prefix),
            is("My hub:x", Tier::WordPrefix),
            is("Other:HUB@x.test", Tier::WordPrefix),
            is("GitHub:mira", Tier::Contains),
        ]
    );
    assert_eq!(
        found(&titles, "github:mira"),
        [is("GitHub:mira", Tier::Exact)]
    );
    assert_eq!(
        found(&titles, "github:mi"),
        [is("GitHub:mira", Tier::Prefix)]
    );
    assert_eq!(
        found(&titles, "hub:mi"),
        [is("GitHub:mira", Tier::Contains)]
    );
    assert_eq!(
        found(&titles, "mira git"),
        [is("GitHub:mira", Tier::WordPrefix)]
    );
    assert_eq!(
        found(&titles, "ira hub"),
        [is("GitHub:mira", Tier::Contains)]
    );
    assert_eq!(found(&titles, "mira nothing"), []);
}

#[test]
fn accents_and_case_do_not_count() {
    let titles = ["Papírgyár:jó.ég", "日本銀行:x", "Straße:y"];
    for (query, title) in [
        ("papir", titles[0]),
        ("PAPÍR", titles[0]),
        ("eg", titles[0]),
        ("銀行", titles[1]),
        ("STRASSE", titles[2]),
        ("straß", titles[2]),
    ] {
        let hits = found(&titles, query);
        assert_eq!(hits.len(), 1, "{query}");
        assert_eq!(hits[0].0, title, "{query}");
    }
}

#[test]
fn underlines_lie_in_the_text_as_it_is_shown() {
    assert_eq!(underlined("GitHub:mira", "hub"), ["Hub"]);
    assert_eq!(underlined("GitHub:mira", "ub:mi"), ["ub", "mi"]);
    assert_eq!(underlined("Papírgyár:Éva", "eva pír"), ["Éva", "pír"]);
    assert_eq!(underlined("Éva:éva", "éva:é"), ["Éva", "é"]);
    assert_eq!(underlined("lonely", "one"), ["one"]);
    assert_eq!(underlined("x:hub", "hub"), ["hub"]);
    assert_eq!(underlined("GitHub:mira", "ghb"), ["G", "H", "b"]);
    assert_eq!(underlined("a b:xabcx", "ac"), ["a", "c"]);
    assert_eq!(underlined("GitHub:mira", ""), Vec::<String>::new());
}

#[test]
fn within_a_tier_pinned_then_recent_then_name() {
    let mut accounts = accounts(&["Git:d", "Git:c", "Git:b", "Git:a"]);
    accounts[0].pinned = true;
    let mut uses = Uses::default();
    uses.note(accounts[1].id.clone(), Timestamp::from_seconds(5), None);
    let order: Vec<usize> = Index::by_use(&accounts, &uses)
        .rank("git")
        .iter()
        .map(|hit| hit.index)
        .collect();
    assert_eq!(order, [0, 1, 3, 2]);
}

#[test]
fn tags_filter() {
    let mut accounts = accounts(&["A:1", "B:2", "AB:3"]);
    accounts[1].tags = vec!["Work".into(), "été".into()];
    accounts[2].tags = vec!["workshop".into()];
    let index = Index::new(&accounts);
    let found =
        |query: &str| -> Vec<usize> { index.rank(query).iter().map(|hit| hit.index).collect() };
    assert_eq!(found("#work"), [1, 2]);
    assert_eq!(found("#WORK b"), [1, 2]);
    assert_eq!(found("a #work"), [2]);
    assert_eq!(found("#work #ete"), [1]);
    assert_eq!(found("#"), [1, 2], "any tag");
    assert_eq!(found("#none"), Vec::<usize>::new());
    assert_eq!(found(""), [0, 1, 2]);
    assert_eq!(found("zz #work"), Vec::<usize>::new());
    let all: Vec<&Account> = accounts.iter().collect();
    assert_eq!(pick("#ete", &all), Ok(1));
}

#[test]
fn pick_takes_the_only_one_in_the_best_tier() {
    let accounts = accounts(&[
        "GitHub:mira",
        "GitHub:work",
        "GitLab:mira",
        "Hub:z",
        "lonely-hut",
    ]);
    let all: Vec<&Account> = accounts.iter().collect();
    let pick = |query: &str| pick(query, &all);
    assert_eq!(pick("github"), Err(PickError::Ambiguous(vec![0, 1])));
    assert_eq!(pick("git"), Err(PickError::Ambiguous(vec![0, 1, 2])));
    assert_eq!(pick("mira"), Err(PickError::Ambiguous(vec![0, 2])));
    assert_eq!(pick("hub"), Ok(3), "exact beats contained");
    assert_eq!(pick("work"), Ok(1));
    assert_eq!(pick("hut"), Ok(4));
    assert_eq!(pick("lab mira"), Ok(2));
    assert_eq!(pick(" GITHUB:WORK "), Ok(1));
    let none = |suggestions| Err(PickError::NotFound { suggestions });
    assert_eq!(pick(""), none(vec![]));
    assert_eq!(pick("   "), none(vec![]));
    assert_eq!(pick("zzz"), none(vec![]));
    assert_eq!(pick("lnlyht"), none(vec![4]));
    let id = accounts[2].id.as_str();
    assert_eq!(pick(id), Ok(2));
}

#[test]
fn pick_looks_into_accents() {
    let accounts = accounts(&["Café:ana", "Cafe:bob", "Straße:ana", "Post:Åsa"]);
    let all: Vec<&Account> = accounts.iter().collect();
    for (query, wanted) in [("strasse", 2), ("CAFÉ BOB", 1), ("cafe ana", 0), ("asa", 3)] {
        assert_eq!(pick(query, &all), Ok(wanted), "{query}");
    }
}

#[test]
fn suggestions_are_few_and_the_closest_first() {
    let titles: Vec<String> = (0..20)
        .map(|i| format!("a{}b{i}c", "-".repeat(20 - i)))
        .collect();
    let accounts: Vec<Account> = titles.iter().map(|title| account(title)).collect();
    let all: Vec<&Account> = accounts.iter().collect();
    let Err(PickError::NotFound { suggestions }) = pick("abc", &all) else {
        panic!("letters in order chose");
    };
    assert_eq!(suggestions, [19, 18, 17, 16, 15]);
}

#[test]
fn queries_of_any_shape_do_not_panic() {
    let accounts = accounts(&["", "é:é", "ﬀ:ﬀ", "İ:ı", "🚀🚀:🚀", ":::", "#:#"]);
    let index = Index::new(&accounts);
    let all: Vec<&Account> = accounts.iter().collect();
    for query in [
        "é",
        "🚀",
        "ı",
        "#",
        "##",
        ":",
        "::",
        "\u{301}",
        "e\u{301}",
        "é é é",
        "#é",
        "🚀 🚀",
    ] {
        for hit in index.rank(query) {
            let account = &accounts[hit.index];
            for Matched { field, range } in hit.matched {
                let label = if field == Field::Issuer {
                    &account.issuer
                } else {
                    &account.name
                };
                assert!(label.as_str().get(range).is_some(), "{query}");
            }
        }
        let _ = pick(query, &all);
    }
}

/// What was typed, among these; the title that was picked, or how many may be meant.
fn picked(titles: &[&str], query: &str) -> Result<String, usize> {
    let accounts = accounts(titles);
    let all: Vec<&Account> = accounts.iter().collect();
    match pick(query, &all) {
        Ok(index) => Ok(accounts[index].title()),
        Err(PickError::Ambiguous(places)) => Err(places.len()),
        Err(PickError::NotFound { .. }) => Err(0),
    }
}

#[test]
fn a_colon_behind_an_issuer_without_a_name_is_not_exact() {
    let mut accounts = accounts(&["a:b", "x"]);
    accounts[1].issuer = "a".into();
    accounts[1].name = "".into();
    accounts[0].issuer = "".into();
    accounts[0].name = "a:b".into();
    let all: Vec<&Account> = accounts.iter().collect();
    let either = Err(PickError::Ambiguous(vec![1, 0]));
    assert_eq!(pick("a:", &all), either, "it may begin the other");
    assert_eq!(pick("a", &all), Ok(1));
    assert_eq!(pick("a:b", &all), Ok(0));
    assert_eq!(pick("a:", &all[1..]), Ok(0));
}

#[test]
fn issuer_and_name_with_a_space_are_exact() {
    let aws = ["AWS Production:root", "AWS:prod"];
    assert_eq!(picked(&aws, "aws prod"), Ok("AWS:prod".into()));
    assert_eq!(picked(&aws, "AWS pro"), Err(2));
    assert_eq!(picked(&aws[..1], "AWS prod"), Ok(aws[0].into()));
    let bank = ["Bank Joint Savings:alice", "Bank:joint"];
    assert_eq!(picked(&bank, "bank joint"), Ok("Bank:joint".into()));
    assert_eq!(picked(&["A B:c", "a:b"], "a b"), Err(2));
    assert_eq!(picked(&["Staging:prod eu", "Prod:eu"], "prod eu"), Err(2));
    assert_eq!(
        picked(&["Staging:prod eu", "Prod:eu-west"], "prod eu"),
        Ok("Staging:prod eu".into())
    );
    assert_eq!(picked(&["Jointly:x", "Bank:joint 2"], "joint"), Err(2));
}

#[test]
fn a_name_is_read_as_it_was_typed_before_its_tags_are() {
    let titles = ["Steam:Alt", "Steam:Alt #2", "Discord:#general", "C#:x"];
    let mut accounts = accounts(&titles);
    accounts[0].tags = vec!["2".into()];
    let all: Vec<&Account> = accounts.iter().collect();
    for (query, wanted) in [
        ("Steam:Alt #2", Ok(1)),
        ("alt #2", Ok(1)),
        ("#general", Ok(2)),
        ("#gen", Ok(2)),
        ("discord #general", Ok(2)),
        ("c#", Ok(3)),
        ("#2", Err(PickError::Ambiguous(vec![0, 1]))),
        ("steam #2", Err(PickError::Ambiguous(vec![0, 1]))),
    ] {
        assert_eq!(pick(query, &all), wanted, "{query}");
    }
    let hits = Index::new(&accounts).rank("#gen");
    assert_eq!(hits.iter().map(|hit| hit.index).collect::<Vec<_>>(), [2]);
}

#[test]
fn twins_are_told_apart_by_what_was_typed_to_the_letter() {
    let twins = ["a b", "a  b", "a\u{a0}b", "A b", "á b"];
    for title in twins {
        assert_eq!(picked(&twins, title), Ok(title.into()));
    }
    assert_eq!(picked(&twins, "A B"), Err(5));
    assert_eq!(
        picked(&["GitHub:mira", "github:Mira"], "github:Mira"),
        Ok("github:Mira".into())
    );
    assert_eq!(
        picked(&["GitHub:mira", "github:Mira"], "github Mira"),
        Ok("github:Mira".into())
    );
    assert_eq!(
        picked(&["GitHub:mira", "github:Mira"], "github:mira"),
        Err(2)
    );
    assert_eq!(picked(&["GitHub:mira", "github:work"], "github"), Err(2));
    assert_eq!(picked(&["A:B:c", "A:B:c"], "A:B:c"), Err(2));
    assert_eq!(picked(&["AWS prod", "AWS:prod"], "AWS prod"), Err(2));
}

#[test]
fn an_id_that_is_a_name_elsewhere_is_ambiguous() {
    let mut accounts = accounts(&["A:b", "C:d"]);
    let id = accounts[0].id.clone();
    let all: Vec<&Account> = accounts.iter().collect();
    assert_eq!(pick(&format!(" {id} "), &all), Ok(0));
    accounts[1].name = Label::new(id.as_str());
    let all: Vec<&Account> = accounts.iter().collect();
    assert_eq!(
        pick(id.as_str(), &all),
        Err(PickError::Ambiguous(vec![0, 1]))
    );
}

mod properties;
mod suggestions;
