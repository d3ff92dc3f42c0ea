//! What a key stroke in the search field costs, and what `otp code NAME` does.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use otp::account::search::{Index, pick};
use otp::account::{Account, AccountId, Draft, Label, Otp, Secret, Timestamp};

fn accounts(count: u64) -> Vec<Account> {
    let secret = Secret::from_bytes(vec![7; 20]).expect("not empty");
    let account = |number| {
        let issuer = Label::new(&format!("Bundesamt für Zugang {number}"));
        let name = Label::new(&format!("mira.user{number}@fenwick.test"));
        let draft = Draft {
            tags: vec![Label::new("work")],
            pinned: number % 50 == 0,
            ..Draft::new(issuer, name, Otp::totp(secret.clone()))
        };
        Account::new(AccountId::from_random(number), draft, Timestamp::default())
    };
    (0..count).map(account).collect()
}

fn key_strokes(criterion: &mut Criterion) {
    for count in [100, 1_000, 10_000] {
        let accounts = accounts(count);
        let index = Index::new(&accounts);
        // All match, few match, none matches, letters in order, tags.
        for query in ["m", "user77", "zugang 7 mira", "hetz", "bfz7", "#work m"] {
            let name = format!("rank {query:?} among {count}");
            criterion.bench_function(&name, |bencher| {
                bencher.iter(|| index.rank(black_box(query)));
            });
        }
        criterion.bench_function(&format!("index {count}"), |bencher| {
            bencher.iter(|| Index::new(black_box(&accounts)));
        });
        let accounts: Vec<&Account> = accounts.iter().collect();
        criterion.bench_function(&format!("pick among {count}"), |bencher| {
            bencher.iter(|| pick(black_box("mira.user77@fenwick.test"), &accounts));
        });
    }
}

criterion_group!(benches, key_strokes);
criterion_main!(benches);
