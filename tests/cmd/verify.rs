//! `otp verify`: what a server decides, on the real binary: right once, throttled, kept through kills and clock jumps.

use std::process::Command;

use serde_json::Value;

use crate::home::{Home, Run, finish};
use crate::parts;

/// Steps of an hour: none ends within a test, and if one does, the window of one step takes it.
const TIMED: &str = "otpauth://totp/Site:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Site&period=3600&digits=8";
const COUNTED: &str =
    "otpauth://hotp/Fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fob&counter=0";
/// RFC 4226 appendix D.
const CODES: [&str; 10] = [
    "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
    "520489",
];

fn home(settings: &str) -> Home {
    let home = Home::with_accounts(&[TIMED, COUNTED]);
    set(&home, settings);
    home
}

fn set(home: &Home, settings: &str) {
    std::fs::create_dir_all(home.path(".config/otp")).expect("made");
    home.write(".config/otp/config.toml", settings.as_bytes());
}

fn code(home: &Home, more: &[&str]) -> String {
    let run = home.otp([&["code", "site"], more].concat());
    assert_eq!(run.code, 0, "{run:?}");
    run.stdout.trim_end().to_owned()
}

fn object(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

fn verify(home: &Home, arguments: &[&str]) -> (i32, Value) {
    let run = home.otp([&["verify", "--json"], arguments].concat());
    assert_eq!(run.stderr, "");
    (run.code, object(&run))
}

fn status(answer: &Value) -> &str {
    answer["status"].as_str().expect("a status")
}

#[test]
fn a_code_is_approved_once_and_never_echoed() {
    let home = home("");
    let now = code(&home, &[]);
    let first = home.otp_fed(
        ["verify", "site"],
        format!("{} {}\n\0", &now[..4], &now[4..]).as_bytes(),
    );
    assert_eq!((first.code, first.stdout.as_str()), (0, ""), "{first:?}");
    let again = home.otp(["verify", "site", &now]);
    assert_eq!((again.code, again.stdout.as_str()), (10, ""));
    assert!(
        again.stderr.contains("used before") && !again.stderr.contains(&now),
        "{again:?}"
    );
    assert_eq!(
        code(&home, &[]),
        now,
        "generating is not moved by verifying"
    );
    let (exit, answer) = verify(&home, &["site", &now]);
    assert_eq!((exit, status(&answer)), (10, "pending"));
    let wanted = [
        "account",
        "status",
        "offset",
        "attemptCount",
        "attemptsLeft",
        "retryAfter",
    ];
    let fields: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(fields, wanted);
    assert_eq!(
        (&answer["attemptCount"], &answer["attemptsLeft"]),
        (&2.into(), &3.into())
    );
    // No code is no try.
    let none = home.otp_fed(["verify", "site"], b" \n");
    assert_eq!(none.code, 10, "{none:?}");
    assert!(none.stderr.contains("There is no code"), "{none:?}");
    let (_, answer) = verify(&home, &["site", &now]);
    assert_eq!(answer["attemptCount"], 3);
    let too_many = home.otp(["verify", "site", "--resync", "12345678", "87654321"]);
    assert_eq!(too_many.code, 2, "{too_many:?}");
}

#[test]
fn the_window_is_one_step_unless_another_is_given() {
    let home = home("verify-tries = 100\nverify-per-minute = 100\n");
    let now = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .expect("after 1970")
        .as_secs();
    let at = |steps: i64| {
        let moment = now.saturating_add_signed(steps * 3600).to_string();
        code(&home, &["--at", &moment])
    };
    for (window, steps, exit) in [
        ("1", -3, 10),
        ("0", -2, 10),
        ("3", -2, 0),
        ("1", -2, 10),
        ("1", -1, 0),
        ("3", 2, 0),
        ("3", 1, 10),
    ] {
        let (found, answer) = verify(&home, &["site", &at(steps), "--window", window]);
        assert_eq!(
            found, exit,
            "{steps} steps in a window of {window}: {answer}"
        );
        if exit == 0 {
            assert_eq!(answer["offset"], steps);
        }
    }
}

#[test]
fn a_clock_that_jumps_back_opens_nothing_again() {
    let home = home("verify-tries = 3\n");
    let now = code(&home, &[]);
    assert_eq!(verify(&home, &["site", &now]).0, 0);
    set(&home, "verify-tries = 3\noffset = -86400\n");
    let yesterday = code(&home, &[]);
    assert_ne!(yesterday, now);
    for left in [2, 1, 0] {
        let (exit, answer) = verify(&home, &["site", &yesterday]);
        assert_eq!(
            (exit, &answer["attemptsLeft"]),
            (10, &left.into()),
            "{answer}"
        );
    }
    // Now it cools down; set back again, the wait is what it was, not a day longer.
    set(&home, "verify-tries = 3\noffset = -172800\n");
    let (exit, answer) = verify(&home, &["site", &now]);
    assert_eq!((exit, status(&answer)), (10, "reject"));
    assert_eq!(answer["retryAfter"], 600);
    set(&home, "verify-tries = 3\noffset = -172100\n");
    let (_, answer) = verify(&home, &["site", &now]);
    assert_eq!(
        (status(&answer), &answer["attemptCount"]),
        ("pending", &1.into()),
        "{answer}"
    );
}

#[test]
fn counters_are_looked_for_ahead_and_resynchronised() {
    let home = home("verify-per-minute = 100\nverify-tries = 100\n");
    let first = home.otp(["code", "fob"]);
    assert_eq!(first.stdout.trim_end(), CODES[0]);
    // Given by this device, not yet seen by the verifier.
    assert_eq!(verify(&home, &["fob", CODES[0]]).0, 0);
    for (place, window, exit) in [
        (0, "10", 10),
        (4, "2", 10),
        (3, "2", 0),
        (2, "10", 10),
        (4, "0", 0),
    ] {
        let (found, answer) = verify(&home, &["fob", CODES[place], "--window", window]);
        assert_eq!(found, exit, "{place}: {answer}");
    }
    assert_eq!(
        verify(&home, &["fob", "--resync", CODES[7], CODES[9]]).0,
        10
    );
    let (exit, answer) = verify(&home, &["fob", "--resync", CODES[7], CODES[8]]);
    assert_eq!((exit, &answer["offset"]), (0, &3.into()));
    assert_eq!(verify(&home, &["fob", CODES[8]]).0, 10);
    assert_eq!(verify(&home, &["fob", CODES[9]]).0, 0);
    // Approving moves nothing of what `otp code` gives.
    assert_eq!(home.otp(["code", "fob"]).stdout.trim_end(), CODES[1]);
}

/// RFC 6238 appendix B on the real binary, as far as its clock goes: 2033 by the offset of the settings, and the step of
/// second 59, which is the first, in accounts whose steps are long. The others are tested in `account::verify`.
#[test]
fn rfc_6238_codes_are_approved_at_their_moments() {
    let now = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .expect("after 1970");
    let now = now.as_secs();
    let bytes = b"1234567890".repeat(7);
    for (period, offset, codes) in [
        (now / 3 * 2, 0, ["94287082", "46119246", "90693936"]),
        (
            30,
            2_000_000_000 - now,
            ["69279037", "90698825", "38618901"],
        ),
    ] {
        let hashes = [("SHA1", 20), ("SHA256", 32), ("SHA512", 64)];
        let links = hashes.map(|(hash, length)| {
            let key = data_encoding::BASE32_NOPAD.encode(&bytes[..length]);
            format!("otpauth://totp/{hash}?secret={key}&algorithm={hash}&digits=8&period={period}")
        });
        let home = Home::with_accounts(&links.each_ref().map(String::as_str));
        set(&home, &format!("offset = {offset}\n"));
        for ((name, _), code) in hashes.into_iter().zip(codes) {
            // The clock goes on while it is asked.
            for (wanted, word) in [(0, "approved"), (10, "pending")] {
                let (exit, answer) = verify(&home, &[name, code, "--window", "2"]);
                assert_eq!((exit, status(&answer)), (wanted, word), "{name}: {answer}");
            }
        }
    }
}

#[test]
fn sixty_four_at_once_have_five_tries() {
    let home = home("");
    let wrong = "00000000";
    let answers: Vec<(i32, Value)> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..64)
            .map(|_| scope.spawn(|| verify(&home, &["site", wrong])))
            .collect();
        let answers = tries.into_iter();
        answers.map(|it| it.join().expect("no panic")).collect()
    });
    assert!(answers.iter().all(|(exit, _)| *exit == 10));
    let compared = |it: &&(i32, Value)| status(&it.1) == "pending";
    assert_eq!(
        answers.iter().filter(compared).count(),
        4,
        "the fifth is the last"
    );
    let mut counts: Vec<u64> = answers
        .iter()
        .filter(compared)
        .filter_map(|it| it.1["attemptCount"].as_u64())
        .collect();
    counts.sort_unstable();
    assert_eq!(counts, [1, 2, 3, 4]);
    // The right code is not even compared now; another account is not held up.
    let (exit, answer) = verify(&home, &["site", &code(&home, &[])]);
    assert_eq!((exit, status(&answer)), (10, "reject"));
    assert!((1..=600).contains(&answer["retryAfter"].as_u64().expect("seconds")));
    assert_eq!(verify(&home, &["fob", CODES[0]]).0, 0);
    set(&home, "offset = 600\n");
    assert_eq!(
        verify(&home, &["site", &code(&home, &[])]).0,
        0,
        "cooled down"
    );
}

#[test]
fn one_of_many_who_bring_the_same_code_is_approved() {
    let home = home("verify-tries = 100\nverify-per-minute = 100\n");
    let now = code(&home, &[]);
    let exits: Vec<i32> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| verify(&home, &["site", &now]).0))
            .collect();
        tries
            .into_iter()
            .map(|it| it.join().expect("no panic"))
            .collect()
    });
    assert_eq!(
        exits.iter().filter(|exit| **exit == 0).count(),
        1,
        "{exits:?}"
    );
}

#[test]
fn ten_a_minute_even_when_they_are_right() {
    let home = home("");
    for code in CODES {
        assert_eq!(verify(&home, &["fob", code]).0, 0);
    }
    let (exit, answer) = verify(&home, &["fob", "403154"]);
    assert_eq!((exit, status(&answer)), (10, "reject"));
    assert!(
        (1..=60).contains(&answer["retryAfter"].as_u64().expect("seconds")),
        "{answer}"
    );
}

#[test]
fn a_killed_process_has_no_free_try() {
    if !parts::has("strace") {
        return;
    }
    let home = home("");
    let state = || {
        let folder = home.path(".local/state/otp/verify");
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut files = files.filter(|file| file.path().extension().is_some_and(|it| it == "json"));
        files.next().map_or(0, |file| {
            let text = std::fs::read_to_string(file.path()).expect("text");
            let state: Value = serde_json::from_str(&text).expect("whole");
            state["tries"].as_u64().expect("a count")
        })
    };
    home.otp(["list"]);
    let mut counted = Vec::new();
    for place in 1..10 {
        let (now, before) = (code(&home, &[]), state());
        let mut command = Command::new("strace");
        let inject = format!("inject=rename,renameat,renameat2:signal=KILL:when={place}");
        command.args([
            "-f",
            "-o",
            "trace",
            "-e",
            "trace=rename,renameat,renameat2",
            "-e",
            &inject,
        ]);
        command.args([
            env!("CARGO_BIN_EXE_otp"),
            "--identity",
            "recovery.txt",
            "verify",
            "site",
            &now,
            "--json",
        ]);
        command
            .current_dir(home.path(""))
            .env("HOME", home.path(""));
        for name in [
            "OTP_VAULT",
            "OTP_STATE",
            "XDG_DATA_HOME",
            "XDG_STATE_HOME",
            "XDG_CONFIG_HOME",
        ] {
            command.env_remove(name);
        }
        let run = finish(command, b"");
        if run.code == 0 {
            // All that was counted before stays counted, although every code was right.
            let tries: u64 = counted.iter().sum();
            assert!(tries > 0, "none was killed behind its try");
            assert_eq!(object(&run)["attemptCount"], tries + 1);
            // The last one was stopped just before its approval was kept.
            assert_eq!(counted.last(), Some(&1));
            return;
        }
        assert_eq!(run.stdout, "", "no answer before all is kept");
        counted.push(state() - before);
    }
    panic!("never came to its end: {counted:?}");
}
