//! `otp unlock --remember`, killed at its calls: the keyring has the key or has it not, and nobody is locked out.

use std::process::Output;

use super::bus::Bus;
use super::keyring::parts_are_missing;
use crate::durability::{faults, kill};
use crate::home::Home;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const REMEMBER: [&str; 4] = ["--passphrase-file", "passphrase", "unlock", "--remember"];

fn run(home: &Home, bus: &Bus, wrapper: &[&str], arguments: &[&str]) -> Output {
    let mut command = kill::otp(home, wrapper, arguments);
    command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    command.output().expect("ended")
}

#[test]
fn a_kill_while_the_keyring_takes_the_key_locks_nobody_out() {
    if parts_are_missing() || !faults::can_trace() {
        return;
    }
    let bus = Bus::start();
    let _keyring = bus.keyring();
    let home = Home::with_accounts(&[GITHUB]);
    let mut kills = 0;
    for call in ["sendmsg", "recvmsg", "write"] {
        for n in (1..60).step_by(4) {
            let inject = format!("inject={call}:signal=KILL:when={n}");
            let wrapper = ["strace", "-f", "-qq", "-o", "strace.log", "-e", &inject];
            let killed = run(&home, &bus, &wrapper, &REMEMBER);
            let log = std::fs::read_to_string(home.path("strace.log")).expect("a log");
            if !faults::was_met(&log) {
                break;
            }
            kills += 1;
            let quiet = run(&home, &bus, &[], &["list", "--names"]);
            let code = quiet.status.code();
            assert!(code == Some(0) || code == Some(5), "{inject}: {quiet:?}");
            // It says that the key is kept only where it is.
            let is_said = killed.status.success();
            assert!(!is_said || code == Some(0), "{inject}: {killed:?}");
            let by_passphrase = ["--passphrase-file", "passphrase", "list", "--names"];
            let own = run(&home, &bus, &[], &by_passphrase);
            assert_eq!(own.stdout, b"GitHub:octavia\n", "{inject}: {own:?}");
            let forgotten = run(&home, &bus, &[], &["unlock", "--forget"]);
            assert!(forgotten.status.success(), "{inject}: {forgotten:?}");
            let gone = run(&home, &bus, &[], &["list", "--names"]);
            assert_eq!(gone.status.code(), Some(5), "{inject}: {gone:?}");
        }
    }
    println!("{kills} kills");
    assert!(kills > 5, "{kills}");
    assert!(run(&home, &bus, &[], &REMEMBER).status.success());
    assert!(run(&home, &bus, &[], &["list"]).status.success());
}
