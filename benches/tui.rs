//! How long a frame and a key take with many accounts. Targets: a frame under 1 ms with 10 000 accounts, a key in the
//! search line under 1 ms with 1 000 and under 10 ms with 10 000.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::mpsc::channel;

use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use otp::account::{AccountId, Draft, Label, Otp, Secret};
use otp::app::{App, Authenticator, Settings};
use otp::system::fake::World;
use otp::tui::{Message, Runner, Start, demo, paint};
use otp::vault::{Change, Vault};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn vault(accounts: u32) -> Vault {
    let words = [
        "Hetzner", "GitHub", "Bank", "Mail", "Cloud", "Forum", "Shop", "Games",
    ];
    let add = |number: u32| {
        let secret = Secret::from_bytes(number.to_le_bytes().repeat(5)).expect("key");
        let word = words[number as usize % words.len()];
        let issuer = Label::new(&format!("{word} {number}"));
        let name = Label::new(&format!("octavia.{number}@example.org"));
        let draft = Box::new(Draft::new(issuer, name, Otp::totp(secret)));
        let id = AccountId::from_random(u64::from(number) << 32);
        Change::Add { id, draft }
    };
    let mut vault = Vault::new(1, [0; 16]);
    let all = Change::Batch((0..accounts).map(add).collect());
    vault.apply(all, demo::START).expect("fresh ids");
    vault
}

fn runner(accounts: u32) -> Runner {
    let world = World::at(demo::START);
    let app = Arc::new(App::in_memory(world.system(), Settings::default()));
    let open = app.hold(vault(accounts), demo::PASSPHRASE).expect("memory");
    let (sender, _) = channel();
    let authenticator = Authenticator::opened(app, open);
    Runner::new(authenticator, Start::default(), (140, 40), sender)
}

fn key(runner: &mut Runner, code: KeyCode) {
    runner.handle(Message::Key(KeyEvent::new(code, KeyModifiers::NONE)));
}

fn frame(runner: &Runner, buffer: &mut Buffer) {
    buffer.reset();
    paint(buffer, buffer.area, &runner.scene(), runner.appearance());
}

fn benches(criterion: &mut Criterion) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 140, 40));
    for accounts in [100, 1_000, 10_000] {
        let mut runner = runner(accounts);
        criterion.bench_function(&format!("frame, 140x40, {accounts} accounts"), |bencher| {
            bencher.iter(|| frame(&runner, black_box(&mut buffer)));
        });
        key(&mut runner, KeyCode::Char('/'));
        for letter in "oct".chars() {
            key(&mut runner, KeyCode::Char(letter));
        }
        criterion.bench_function(
            &format!("key in the search line, {accounts} accounts"),
            |bencher| {
                let mut forwards = true;
                bencher.iter(|| {
                    key(
                        &mut runner,
                        if forwards {
                            KeyCode::Char('a')
                        } else {
                            KeyCode::Backspace
                        },
                    );
                    forwards = !forwards;
                });
            },
        );
    }
}

criterion_group!(tui, benches);
criterion_main!(tui);
