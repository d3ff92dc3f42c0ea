//! What was imported gives the codes that other programs computed for the same accounts.

use std::collections::BTreeSet;

use otp::account::{Draft, Otp, Timestamp};
use serde_json::Value;

use super::apps::{import, samples};

/// Everything that a code depends on but the moment.
fn facts(otp: &Otp) -> Value {
    serde_json::json!([
        otp.secret().to_base32().expose(),
        otp.kind().name(),
        otp.algorithm().name(),
        otp.digits().get(),
        otp.period().map(otp::account::Period::seconds),
    ])
}

fn told(entry: &Value) -> Value {
    let of = |field: &str| entry[field].clone();
    serde_json::json!([
        of("secret"),
        of("type"),
        of("algorithm"),
        of("digits"),
        of("period")
    ])
}

fn files_of_samples() -> Vec<(String, Vec<Draft>)> {
    let drafts = |sample: &Value| {
        let file = sample["file"].as_str()?;
        let import = import(file, sample["password"].as_str()).ok()?;
        Some((
            file.to_owned(),
            import.report.drafts.into_iter().flatten().collect(),
        ))
    };
    samples().iter().filter_map(drafts).collect()
}

/// The odd links, which are imports too.
fn links() -> (String, Vec<Draft>) {
    let table: Value =
        serde_json::from_str(include_str!("../vectors/uri_cases.json")).expect("JSON");
    let cases = table["cases"].as_array().expect("a list");
    let links = cases.iter().filter_map(|case| case["uri"].as_str());
    let drafts = links.filter_map(|link| otp::account::uri::parse(link).ok());
    ("links".to_owned(), drafts.collect())
}

#[test]
fn codes_of_every_import_are_the_known_ones() {
    let table: Value = serde_json::from_str(include_str!("../vectors/codes.json")).expect("JSON");
    let known = table["codes"].as_array().expect("a list");
    let mut given = BTreeSet::new();
    let (mut files, mut wrong) = (0, Vec::new());
    for (file, drafts) in files_of_samples().into_iter().chain([links()]) {
        let mut is_checked = false;
        for draft in drafts {
            let own = facts(&draft.otp);
            for (place, entry) in known.iter().enumerate() {
                if told(entry) != own {
                    continue;
                }
                let code = match (entry["counter"].as_u64(), entry["time"].as_u64()) {
                    (Some(counter), _) => draft.otp.for_counter(counter),
                    (None, Some(time)) => {
                        let at = Timestamp::from_seconds(time);
                        draft.otp.at(at).expect("time-based").code
                    }
                    (None, None) => panic!("{entry}"),
                };
                if Some(code.as_str()) != entry["code"].as_str() {
                    wrong.push(format!("{file}: {} instead of {entry}", code.as_str()));
                }
                is_checked = true;
                given.insert(place);
            }
        }
        files += usize::from(is_checked);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let missing: Vec<&Value> = (0..known.len())
        .filter(|place| !given.contains(place))
        .map(|place| &known[place])
        .collect();
    assert!(missing.is_empty(), "no import gave {missing:?}");
    assert!(files > 80, "only {files} files were compared");
}
