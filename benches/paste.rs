//! What reading many pasted links costs: the time for each must not grow with their number.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use otp::account::{Secret, SecretText, Timestamp};
use otp::app::enrol::dropped::read_anything;
use otp::app::{App, Settings};
use otp::system::fake::World;

fn links(count: u64) -> SecretText {
    let link = |number: u64| {
        let key = format!("a secret of the site {number:06}").into_bytes();
        let secret = Secret::from_bytes(key).expect("a key").to_base32();
        let secret = secret.expose();
        format!("otpauth://totp/Site{number}:me?secret={secret}&issuer=Site{number}\n")
    };
    SecretText::new((0..count).map(link).collect())
}

fn pastes(criterion: &mut Criterion) {
    let world = World::at(Timestamp::from_seconds(1_780_000_000));
    let app = App::in_memory(world.system(), Settings::default());
    let mut group = criterion.benchmark_group("pasted links");
    for count in [500, 1_000, 2_000, 4_000] {
        let text = links(count);
        let found = read_anything(&app, &text).expect("links");
        assert_eq!(found.drafts.len() as u64, count);
        group.throughput(Throughput::Elements(count));
        group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
            bencher.iter(|| read_anything(&app, black_box(&text)));
        });
    }
    group.finish();
}

criterion_group!(benches, pastes);
criterion_main!(benches);
