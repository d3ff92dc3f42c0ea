//! Picking: over sets of names that were mistaken for each other, no account is picked for another.

use super::*;
use proptest::prelude::*;

/// Words of names that were mistaken for each other, put together anyhow.
fn label() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "(AWS|aws|prod|Production|eu|bank|joint|a|b|c|é|e|ß|ss)",
        "(#2|#work|#|2|work|a:b|:|-x|list|gh)",
    ];
    let space = prop_oneof![4 => Just(" "), 1 => Just("  "), 1 => Just("\u{a0}"), 1 => Just("")];
    prop::collection::vec((word, space), 0..4).prop_map(|words| {
        words
            .into_iter()
            .map(|(word, space)| word + space)
            .collect()
    })
}

fn set() -> impl Strategy<Value = Vec<Account>> {
    let tags = prop::collection::vec("(2|work|wo|b)", 0..2);
    prop::collection::vec((label(), label(), tags), 1..7).prop_map(|names| {
        let accounts = names.into_iter().enumerate();
        let account = |(number, (issuer, name, tags)): (usize, (String, String, Vec<String>))| {
            let mut account = account("x");
            account.id = AccountId::from_random(number as u64);
            account.issuer = Label::new(&issuer);
            account.name = Label::new(&name);
            if account.title().is_empty() {
                account.name = "x".into();
            }
            account.tags = tags.iter().map(|tag| Label::new(tag)).collect();
            account
        };
        accounts.map(account).collect()
    })
}

fn folded(text: &str) -> String {
    let folded = crate::account::fold::Folded::new(text);
    folded
        .as_str()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_exact(account: &Account, query: &str) -> bool {
    let both = format!("{} {}", account.issuer, account.name);
    let names = [
        &account.title(),
        &both,
        account.issuer.as_str(),
        account.name.as_str(),
    ];
    account.id.as_str() == query || names.iter().any(|name| folded(name) == folded(query))
}

/// True when every word of the query begins a word of the names, or a tag.
fn is_plausible(account: &Account, query: &str) -> bool {
    let title = folded(&account.title());
    let begins = |word: &str| {
        title.match_indices(word).any(|(at, _)| {
            !title[..at]
                .chars()
                .next_back()
                .is_some_and(char::is_alphanumeric)
        })
    };
    folded(query).split(' ').all(|word| {
        let tag = word.strip_prefix('#');
        let tagged = |wanted| {
            account
                .tags
                .iter()
                .any(|tag| tag.as_str().starts_with(wanted))
        };
        begins(word) || tag.is_some_and(tagged)
    })
}

/// Everything that a person may type who means this account.
fn namings(account: &Account) -> Vec<String> {
    let (issuer, name) = (&account.issuer, &account.name);
    let mut all = vec![
        account.title(),
        account.title().to_uppercase(),
        format!("{issuer} {name}"),
        format!("  {issuer}   {name} "),
        account.id.to_string(),
        issuer.to_string(),
        name.to_string(),
    ];
    all.extend(account.tags.iter().map(|tag| format!("#{tag}")));
    all.extend(account.tags.iter().map(|tag| format!("{name} #{tag}")));
    let words = format!("{issuer} {name}");
    all.extend(words.split_whitespace().map(str::to_owned));
    let halves = words
        .split_whitespace()
        .map(|word| word.chars().take(2).collect());
    all.push(halves.collect::<Vec<String>>().join(" "));
    all.retain(|query| !folded(query).is_empty());
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn no_naming_of_an_account_picks_another(accounts in set()) {
        let all: Vec<&Account> = accounts.iter().collect();
        for (own, account) in accounts.iter().enumerate() {
            for query in namings(account) {
                match pick(&query, &all) {
                    Ok(index) if index == own => {}
                    Ok(index) => {
                        // Only what was typed to the letter may go before a part of a name.
                        prop_assert!(is_exact(&accounts[index], &query), "{query:?}: {:?}", accounts[index]);
                        let twin = folded(&account.title()) == folded(&accounts[index].title());
                        let typed = query.trim() == accounts[index].title();
                        prop_assert!(!is_exact(account, &query) || twin && typed, "{query:?}");
                    }
                    Err(PickError::Ambiguous(places)) => {
                        prop_assert!(places.len() > 1);
                        let better = places.iter().all(|&place| is_exact(&accounts[place], &query));
                        prop_assert!(places.contains(&own) || better, "{query:?}");
                    }
                    Err(error) => prop_assert!(false, "{query:?}: {error:?}"),
                }
            }
            // The whole title, as it is printed, and the id.
            for query in [account.title(), account.id.to_string()] {
                match pick(&query, &all) {
                    Ok(index) => prop_assert_eq!(index, own),
                    Err(PickError::Ambiguous(places)) => prop_assert!(places.contains(&own)),
                    Err(error) => prop_assert!(false, "{query:?}: {error:?}"),
                }
            }
        }
    }

    #[test]
    fn what_is_picked_leaves_out_no_plausible_account(accounts in set(), query in label()) {
        let all: Vec<&Account> = accounts.iter().collect();
        if let Ok(index) = pick(&query, &all) {
            let others = || accounts.iter().enumerate().filter(|(place, _)| *place != index);
            let exact = is_exact(&accounts[index], &query);
            for (_, other) in others() {
                prop_assert!(exact || !is_exact(other, &query), "{query:?}");
                prop_assert!(exact || !is_plausible(other, &query), "{query:?}: {other:?}");
            }
        }
    }

    #[test]
    fn what_is_sure_is_picked_by_its_title(accounts in set()) {
        let all: Vec<&Account> = accounts.iter().collect();
        let sure = Sure::new(&all);
        for (own, account) in accounts.iter().enumerate().filter(|(_, account)| sure.is_sure(account)) {
            prop_assert_eq!(pick(&account.title(), &all), Ok(own));
        }
    }
}
