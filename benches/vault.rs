//! How long the vault takes: reading, writing, sealing, opening, finding a code, merging and a
//! whole durable save.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use otp::account::search;
use otp::account::{Account, AccountId, Draft, Note, Otp, Secret, Timestamp};
use otp::app::store::Repo;
use otp::vault::keys::DeviceKey;
use otp::vault::plugin::Dialog;
use otp::vault::{Change, Edit, Role, Vault, crypt, document, merge};

fn vault_with(accounts: u64, key: &DeviceKey) -> Vault {
    let mut vault = Vault::new(7, [9; 16]);
    let recipients = [
        (key.recipient().expect("X25519").to_owned(), Role::Device),
        (
            DeviceKey::generate()
                .recipient()
                .expect("X25519")
                .to_owned(),
            Role::Recovery,
        ),
    ];
    let now = Timestamp::from_seconds(1_763_766_000);
    for (recipient, role) in recipients {
        vault
            .add_device("laptop".into(), &recipient, role, now)
            .expect("fresh");
    }
    let changes = (0..accounts).map(|place| {
        let key: Vec<u8> = (0..20_u64)
            .map(|at| u8::try_from((place * 31 + at * 7) % 251).unwrap_or(1))
            .collect();
        let otp = Otp::totp(Secret::from_bytes(key).expect("key"));
        let name = format!("alice{place}@example.com");
        Change::Add {
            id: AccountId::from_random(place.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            draft: Box::new(Draft::new("GitHub".into(), name.as_str().into(), otp)),
        }
    });
    vault
        .apply(Change::Batch(changes.collect()), now)
        .expect("fresh");
    vault
}

fn benches(criterion: &mut Criterion) {
    for accounts in [10, 100, 1000, 10_000] {
        let key = DeviceKey::generate();
        let vault = vault_with(accounts, &key);
        let text = document::write(&vault);
        let bytes = crypt::seal(&vault, &Dialog::silent()).expect("sealed");
        let mut group = criterion.benchmark_group(format!("{accounts} accounts"));
        group.sample_size(20);
        group.bench_function("read document", |b| {
            b.iter(|| document::read(black_box(&text)));
        });
        group.bench_function("write document", |b| {
            b.iter(|| document::write(black_box(&vault)));
        });
        group.bench_function("seal", |b| {
            b.iter(|| crypt::seal(&vault, &Dialog::silent()));
        });
        group.bench_function("open", |b| {
            b.iter(|| crypt::open(&bytes, &key, &Dialog::silent()));
        });
        let query = format!("alice{}@example.com", accounts / 2);
        let at = Timestamp::from_seconds(1_763_766_300);
        group.bench_function("open, find, code", |b| {
            b.iter(|| {
                let vault = crypt::open(&bytes, &key, &Dialog::silent()).expect("opened");
                let accounts: Vec<&Account> = vault.accounts().collect();
                let place = search::pick(black_box(&query), &accounts).expect("found");
                accounts[place].otp.at(at).expect("timed").code
            });
        });
        let mut other = vault.clone();
        let ids: Vec<AccountId> = vault.accounts().map(|account| account.id.clone()).collect();
        let edits = ids.iter().map(|id| Change::Edit {
            id: id.clone(),
            edits: vec![Edit::Note(Note::new("changed"))],
        });
        other
            .apply(
                Change::Batch(edits.collect()),
                Timestamp::from_seconds(1_763_766_100),
            )
            .expect("edits");
        group.bench_function("merge, all differ", |b| {
            b.iter(|| merge::merge(&vault, &other));
        });
        group.bench_function("merge, none differ", |b| {
            b.iter(|| merge::merge(&vault, &vault));
        });

        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("vault/vault.age");
        let repo = Repo::new(&file, &folder.path().join("state"), key.clone());
        let mut now = Timestamp::from_seconds(1_763_766_200);
        repo.create(vault.clone(), now).expect("created");
        group.bench_function("durable read", |b| {
            b.iter(|| repo.read().expect("readable"));
        });
        let mut round = 0;
        group.bench_function("durable save", |b| {
            b.iter(|| {
                now = now.shifted(1);
                round += 1;
                let edits = vec![Edit::Order(Some(round))];
                let change = Change::Edit {
                    id: ids[0].clone(),
                    edits,
                };
                repo.update(now, |vault| vault.apply(change.clone(), now))
                    .expect("saved")
            });
        });
        group.finish();
    }
}

criterion_group!(all, benches);
criterion_main!(all);
