//! Mail bodies in base64, as some mailers send every text that is not plain ASCII.

use zeroize::Zeroizing;

use crate::account::{SecretText, base64};
use crate::formats::text;

/// A link has more letters than this.
const SHORTEST: usize = 40;

/// The texts that are written in base64 in a mail source, or as the whole of a text.
pub(super) fn find(source: &str) -> Vec<SecretText> {
    let is_declared = source
        .as_bytes()
        .windows(6)
        .any(|window| window.eq_ignore_ascii_case(b"base64"));
    let is_code = |line: &str| {
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || b"+/=".contains(&b);
        !line.is_empty() && line.bytes().all(is_letter)
    };
    if !is_declared && !source.lines().all(|line| is_code(line.trim())) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut run = Zeroizing::new(String::with_capacity(source.len()));
    for line in source.lines().map(str::trim).chain([""]) {
        if is_code(line) {
            run.push_str(line);
            continue;
        }
        if run.len() >= SHORTEST
            && let Some(bytes) = base64::decode(&run)
        {
            found.extend(text::decode(&bytes));
        }
        run.clear();
    }
    found
}
