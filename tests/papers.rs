//! Files in the repository that the program itself makes: compared here, and written anew with `OTP_BLESS=1`.

use std::path::{Path, PathBuf};

fn in_repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn blessing() -> bool {
    std::env::var_os("OTP_BLESS").is_some_and(|value| value == "1")
}

/// The file holds this text.
pub fn assert_fresh(name: &str, wanted: &str) {
    let path = in_repository(name);
    // A checkout on Windows may have other line ends.
    let there = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    if there == wanted {
        return;
    }
    assert!(
        blessing(),
        "{name} is stale; OTP_BLESS=1 cargo test writes it anew\n{}",
        first_difference(&there, wanted)
    );
    std::fs::create_dir_all(path.parent().expect("in a folder")).expect("a folder");
    std::fs::write(path, wanted).expect("written");
}

/// The part of the file between `<!-- mark -->` and `<!-- end -->` is this text. A file without the mark is let off.
pub fn assert_fresh_part(name: &str, mark: &str, wanted: &str) {
    let Ok(text) = std::fs::read_to_string(in_repository(name)) else {
        return;
    };
    let text = text.replace("\r\n", "\n");
    let open = format!("<!-- {mark} -->\n");
    let Some((before, rest)) = text.split_once(&open) else {
        return;
    };
    let (_, after) = rest
        .split_once("<!-- end -->")
        .expect("each mark has an end");
    assert_fresh(name, &format!("{before}{open}{wanted}<!-- end -->{after}"));
}

fn first_difference(there: &str, wanted: &str) -> String {
    let mut pairs = there.lines().zip(wanted.lines()).enumerate();
    let pair = pairs.find(|(_, (there, wanted))| there != wanted);
    pair.map_or_else(
        || {
            format!(
                "it has {} lines, not {}",
                there.lines().count(),
                wanted.lines().count()
            )
        },
        |(place, (there, wanted))| format!("line {}:\n- {there}\n+ {wanted}", place + 1),
    )
}
