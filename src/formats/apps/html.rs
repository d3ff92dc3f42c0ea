//! Pages with otpauth links in them: Stratum's backup, and our own sheet of paper.

use crate::formats::input::Input;
use crate::formats::{FileError, Report, report};

pub fn is_page(input: &Input) -> bool {
    let start: String = input
        .trimmed()
        .chars()
        .take(64)
        .collect::<String>()
        .to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let report = report::read_links(input.text().unwrap_or_default());
    if report.drafts.is_empty() && report.incomplete.is_empty() {
        return Err(FileError::NoOtp);
    }
    Ok(report)
}
