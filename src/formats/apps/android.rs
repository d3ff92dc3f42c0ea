//! Preference files of Android apps: a `<map>` of names and texts.

use zeroize::Zeroizing;

use crate::formats::input::Input;

/// The texts of a preference file, in their order; `None` when it is something else.
pub(super) fn preferences(input: &Input) -> Option<Vec<(String, Zeroizing<String>)>> {
    let text = input.text()?;
    if !text.trim_start().starts_with('<') || !text.contains("<map") {
        return None;
    }
    let document = roxmltree::Document::parse(text).ok()?;
    let root = document.root_element();
    if !root.has_tag_name("map") {
        return None;
    }
    let strings = root.children().filter(|node| node.has_tag_name("string"));
    let values = strings.filter_map(|node| {
        let text = Zeroizing::new(node.text().unwrap_or_default().to_owned());
        Some((node.attribute("name")?.to_owned(), text))
    });
    Some(values.collect())
}

/// The text under the first name that `fits`.
pub(super) fn preference(input: &Input, fits: impl Fn(&str) -> bool) -> Option<Zeroizing<String>> {
    let values = preferences(input)?;
    values
        .into_iter()
        .find(|(key, _)| fits(key))
        .map(|(_, value)| value)
}
