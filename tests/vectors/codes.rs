//! One-time codes at fixed times and counters, computed elsewhere.

use otp::account::{Algorithm, Digits, Kind, Otp, Period, Secret, Timestamp};
use serde_json::Value;

fn kind(entry: &Value) -> Option<Kind> {
    match entry["type"].as_str()? {
        "totp" => Some(Kind::Totp {
            period: Period::new(entry["period"].as_u64()?)?,
        }),
        "hotp" => Some(Kind::Hotp {
            counter: entry["counter"].as_u64()?,
        }),
        "steam" => Some(Kind::Steam),
        _ => None,
    }
}

#[test]
fn every_code_is_the_known_one() {
    let table: Value = serde_json::from_str(include_str!("codes.json")).expect("JSON");
    let entries = table["codes"].as_array().expect("a list");
    let (mut checked, mut skipped) = (0, Vec::new());
    for entry in entries {
        let Some(kind) = kind(entry) else {
            skipped.push(entry["type"].as_str().expect("a type"));
            continue;
        };
        let text = |key: &str| entry[key].as_str().expect("text");
        let otp = Otp::new(
            Secret::from_base32(text("secret")).expect("base32"),
            kind,
            Algorithm::from_name(text("algorithm")).expect("an algorithm"),
            Digits::new(entry["digits"].as_u64().expect("digits")).unwrap_or_default(),
        );
        let code = if let Some(counter) = otp.counter() {
            otp.for_counter(counter)
        } else {
            let time = Timestamp::from_seconds(entry["time"].as_u64().expect("a time"));
            otp.at(time).expect("time-based").code
        };
        assert_eq!(code.as_str(), text("code"), "{entry}");
        checked += 1;
    }
    assert!(checked > 50, "only {checked} codes were checked");
    skipped.sort_unstable();
    skipped.dedup();
    assert!(
        skipped.iter().all(|name| ["motp", "yandex"].contains(name)),
        "{skipped:?} were skipped"
    );
}
