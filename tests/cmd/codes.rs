//! `otp code`: right, alone on stdout, and never twice for a counter.

use std::collections::BTreeSet;
use std::process::Command;

use crate::home::{Home, finish};
use crate::parts;

/// Base32 of the RFC's ASCII keys of 20, 32 and 64 bytes.
const RFC_KEYS: [(&str, &str); 3] = [
    ("SHA1", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
    (
        "SHA256",
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA",
    ),
    (
        "SHA512",
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA",
    ),
];

#[test]
fn rfc_6238_and_oathtool_agree() {
    let vectors = [
        (59_u64, ["94287082", "46119246", "90693936"]),
        (1_111_111_109, ["07081804", "68084774", "25091201"]),
        (1_111_111_111, ["14050471", "67062674", "99943326"]),
        (1_234_567_890, ["89005924", "91819424", "93441116"]),
        (2_000_000_000, ["69279037", "90698825", "38618901"]),
        (20_000_000_000, ["65353130", "77737706", "47863826"]),
    ];
    let links: Vec<String> = RFC_KEYS
        .iter()
        .map(|(hash, key)| {
            format!("otpauth://totp/Rfc:{hash}?secret={key}&issuer=Rfc&algorithm={hash}&digits=8")
        })
        .collect();
    let home = Home::with_accounts(&links.iter().map(String::as_str).collect::<Vec<_>>());
    let oathtool = parts::has("oathtool");
    for (second, codes) in vectors {
        for ((hash, key), wanted) in RFC_KEYS.iter().zip(codes) {
            let run = home.otp(["code", &format!("Rfc:{hash}"), "--at", &second.to_string()]);
            assert_eq!(
                (run.code, run.stdout.as_str()),
                (0, format!("{wanted}\n").as_str()),
                "{hash} at {second}"
            );
            if oathtool {
                let mut command = Command::new("oathtool");
                command.args([
                    &format!("--totp={hash}"),
                    "-d8",
                    "-b",
                    "-N",
                    &format!("@{second}"),
                    key,
                ]);
                assert_eq!(
                    finish(command, b"").stdout,
                    run.stdout,
                    "oathtool, {hash} at {second}"
                );
            }
        }
    }
}

#[test]
fn hotp_follows_rfc_4226_and_counts() {
    let home = Home::with_accounts(&[
        "otpauth://hotp/Rfc:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Rfc",
    ]);
    let wanted = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
    ];
    for code in wanted {
        let run = home.otp(["code", "counter"]);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (0, format!("{code}\n").as_str()),
            "{}",
            run.stderr
        );
    }
    let listed = home.otp(["list", "--json"]);
    assert!(
        listed.stdout.contains("\"counter\":10"),
        "{}",
        listed.stdout
    );
}

#[test]
fn eight_processes_take_fifty_counter_codes_each() {
    let home = Home::with_accounts(&[
        "otpauth://hotp/Rfc:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&digits=8&issuer=Rfc",
    ]);
    let codes: Vec<String> = std::thread::scope(|scope| {
        let takers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    (0..50)
                        .map(|_| home.otp(["code", "counter"]))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let runs = takers
            .into_iter()
            .flat_map(|taker| taker.join().expect("no panic"));
        runs.map(|run| {
            assert_eq!(run.code, 0, "{run:?}");
            run.stdout
        })
        .collect()
    });
    let distinct: BTreeSet<&String> = codes.iter().collect();
    assert_eq!((codes.len(), distinct.len()), (400, 400));
    assert!(
        home.otp(["list", "--json"])
            .stdout
            .contains("\"counter\":400")
    );
}

#[test]
fn steam_gives_five_letters() {
    let home = Home::with_accounts(&[
        "otpauth://totp/Steam:gaben?secret=NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF&issuer=Steam",
    ]);
    let run = home.otp(["gaben", "--at", "1700000000"]);
    assert_eq!((run.code, run.stdout.trim_end().len()), (0, 5), "{run:?}");
    assert!(
        run.stdout
            .trim_end()
            .chars()
            .all(|c| "23456789BCDFGHJKMNPQRTVWXY".contains(c))
    );
}

#[test]
fn the_next_code_is_the_code_of_the_next_step() {
    let home = Home::with_accounts(&[
        "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub",
    ]);
    let now = home.otp(["github", "--at", "60"]);
    let before = home.otp(["github", "--at", "59", "--next"]);
    assert_eq!(now.stdout, before.stdout);
    let json = home.otp(["github", "--at", "59", "--json"]);
    let object: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(object["next"].as_str(), Some(now.stdout.trim_end()));
    assert_eq!(
        (object["remaining"].as_u64(), object["period"].as_u64()),
        (Some(1), Some(30))
    );
    assert_eq!(
        (
            object["valid_from"].as_u64(),
            object["valid_until"].as_u64()
        ),
        (Some(30), Some(60))
    );
    assert_eq!(
        (object["issuer"].as_str(), object["kind"].as_str()),
        (Some("GitHub"), Some("totp"))
    );
}

#[test]
fn min_ttl_waits_for_a_code_that_lives_long_enough() {
    let home = Home::with_accounts(&[
        "otpauth://totp/Quick:q?secret=MFZXIZLSNFXWI2LO&issuer=Quick&period=2",
    ]);
    for _ in 0..3 {
        let run = home.otp(["quick", "--min-ttl", "2", "--json"]);
        let object: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(object["remaining"].as_u64(), Some(2), "{run:?}");
    }
    assert_eq!(home.otp(["quick", "--min-ttl", "3"]).code, 2);
}

#[test]
fn min_ttl_is_kept_to_the_millisecond() {
    let home = Home::with_accounts(&[
        "otpauth://totp/Quick:q?secret=MFZXIZLSNFXWI2LO&issuer=Quick&period=2",
    ]);
    let now = || {
        let since = std::time::SystemTime::UNIX_EPOCH
            .elapsed()
            .expect("after 1970");
        u64::try_from(since.as_millis()).expect("soon enough")
    };
    // In the last second of a step, of which less than a second is left.
    while !(1200..1500).contains(&(now() % 2000)) {
        std::hint::spin_loop();
    }
    let before = now();
    let run = home.otp(["quick", "--min-ttl", "1", "--json"]);
    let object: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let until = object["valid_until"].as_u64().expect("seconds") * 1000;
    assert!(
        until >= before + 1000,
        "{} ms of life: {run:?}",
        until - before
    );
}

#[test]
fn figures_at_the_end_of_their_range_are_right_or_refused() {
    let home = Home::with_accounts(&[
        "otpauth://totp/Long:l?secret=MFZXIZLSNFXWI2LO&issuer=Long&period=4294967295",
        "otpauth://totp/Usual:u?secret=MFZXIZLSNFXWI2LA&issuer=Usual",
    ]);
    let run = home.otp(["code", "long", "--at", "1", "--next", "--json"]);
    let object: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(object["remaining"], 2 * 4_294_967_295_u64 - 1, "{run:?}");
    assert_eq!(object["valid_until"], 2 * 4_294_967_295_u64);
    // 2^64 milliseconds are 18446744073709551.616 s: beyond them another moment would be meant.
    for seconds in [
        "18446744073709552",
        "18446744073709551615",
        "99999999999999999999",
    ] {
        let run = home.otp(["code", "usual", "--at", seconds]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    }
    let run = home.otp([
        "code",
        "usual",
        "--at",
        "9223372036854775",
        "--next",
        "--json",
    ]);
    let object: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(object["valid_until"], 9_223_372_036_854_810_u64, "{run:?}");
}

#[test]
fn a_counter_is_not_spent_on_a_copy_that_cannot_be_made() {
    let home = Home::with_accounts(&[
        "otpauth://hotp/Rfc:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&issuer=Rfc",
    ]);
    let run = home.otp(["code", "counter", "--copy"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
    assert!(run.stderr.contains("There is no clipboard here"), "{run:?}");
    assert!(run.stderr.contains("printed instead"), "{run:?}");
    let mut command = home.command(["--identity", "recovery.txt", "code", "counter", "--copy"]);
    command.env("DISPLAY", ":4711");
    let run = finish(command, b"");
    assert!(
        run.stderr.contains("the display does not answer"),
        "{run:?}"
    );
    let next = home.otp(["code", "counter"]);
    assert_eq!(next.stdout, "755224\n", "the first code is still to come");
    // A copy that fails all the same says that the code is gone.
    std::fs::create_dir_all(home.path(".config/otp")).expect("a folder");
    home.write(".config/otp/config.toml", b"copy-command = \"exit 3\"\n");
    let run = home.otp(["code", "counter", "--copy"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stderr.contains("ended with an error") && run.stderr.contains("counts as used"),
        "{run:?}"
    );
}

#[test]
fn a_counter_at_its_end_says_so() {
    let last = u64::MAX - 1;
    let home = Home::with_accounts(&[&format!(
        "otpauth://hotp/Rfc:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter={last}"
    )]);
    assert_eq!(home.otp(["code", "counter"]).code, 0);
    for _ in 0..2 {
        let run = home.otp(["code", "counter"]);
        assert_eq!((run.code, run.stdout.as_str()), (8, ""), "{run:?}");
        assert!(
            run.stderr.contains("counter has reached its end"),
            "{run:?}"
        );
        assert!(run.stderr.contains("otp edit"), "{run:?}");
    }
}
