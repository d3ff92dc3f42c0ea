//! What keys and time do, told by what is on screen and when the loop would wake.

mod changing;
mod controls;
mod copying;
mod first_start;
mod list;
mod locking;
mod presenting;
mod waking;

use otp::account::Account;
use otp::app::Settings;
use otp::tui::{CODE, demo};
use ratatui::buffer::Buffer;

use super::stage::Stage;

fn stage() -> Stage {
    Stage::demo((80, 24))
}

fn set(change: impl FnOnce(&mut Settings)) -> Stage {
    Stage::with((80, 24), |scenery| change(&mut scenery.settings))
}

/// The code an account of the demo has now.
fn code_now(issuer: &str, later: i64) -> String {
    let vault = demo::vault(demo::START);
    let account: &Account = vault
        .accounts()
        .find(|account| account.issuer.as_str() == issuer)
        .expect("in the demo");
    let timed = account.otp.at(demo::START.shifted(later)).expect("timed");
    timed.code.as_str().to_owned()
}

/// What was copied since the last look.
fn copied(stage: &mut Stage) -> Vec<String> {
    let all = stage.copied();
    let seen = std::mem::replace(&mut stage.seen_copies, all.len());
    all[seen..].to_vec()
}

/// What is marked as a code on the screen.
fn codes(buffer: &Buffer) -> Vec<String> {
    let rows = buffer.area.rows();
    let rows = rows.map(|row| {
        let cells = row.columns().map(|cell| &buffer[(cell.x, cell.y)]);
        cells.fold(String::new(), |line, cell| {
            let is_code = cell.modifier.contains(CODE);
            line + if is_code { cell.symbol() } else { "\n" }
        })
    });
    let all: String = rows.collect::<Vec<_>>().join("\n");
    all.lines()
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}
