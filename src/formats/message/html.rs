//! HTML mail as the lines that a reader sees: no styles, no hidden parts, no addresses of links.

use html5gum::{Token, Tokenizer};

/// What these hold is never shown.
const SILENT: &[&[u8]] = &[
    b"style",
    b"script",
    b"title",
    b"head",
    b"template",
    b"noscript",
];
/// These run on within a line; every other element begins a new one.
const INLINE: &[&[u8]] = &[
    b"a", b"b", b"i", b"em", b"strong", b"span", b"font", b"u", b"small", b"big", b"code", b"tt",
    b"sub", b"sup", b"bdi", b"bdo", b"mark", b"kbd", b"samp", b"wbr", b"label", b"abbr",
];
/// Cells of one row stand beside each other.
const CELLS: &[&[u8]] = &[b"td", b"th"];
const EMPTY: &[&[u8]] = &[
    b"img", b"br", b"hr", b"meta", b"link", b"input", b"area", b"base", b"col", b"embed",
    b"source", b"track", b"wbr",
];

/// The text of a page.
pub(super) fn text(page: &str) -> String {
    let mut text = String::new();
    // The element that hides what is in it, and how many of its name are open within.
    let mut hidden: Option<(Vec<u8>, usize)> = None;
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name: &[u8] = &tag.name;
                if let Some((hiding, depth)) = &mut hidden {
                    *depth += usize::from(hiding.as_slice() == name && !tag.self_closing);
                    continue;
                }
                let is_void = tag.self_closing || EMPTY.contains(&name);
                let style = tag
                    .attributes
                    .get(b"style".as_slice())
                    .map(|value| value.to_ascii_lowercase());
                let is_hidden = SILENT.contains(&name)
                    || tag.attributes.contains_key(b"hidden".as_slice())
                    || style.is_some_and(|style| hides(&style));
                if is_hidden && !is_void {
                    hidden = Some((name.to_vec(), 0));
                    continue;
                }
                open(&mut text, name);
            }
            Token::EndTag(tag) => {
                let name: &[u8] = &tag.name;
                if let Some((hiding, depth)) = &mut hidden {
                    if hiding.as_slice() == name {
                        match depth.checked_sub(1) {
                            Some(less) => *depth = less,
                            None => hidden = None,
                        }
                    }
                    continue;
                }
                if !INLINE.contains(&name) && !CELLS.contains(&name) {
                    new_line(&mut text);
                }
            }
            Token::String(string) if hidden.is_none() => {
                let string = String::from_utf8_lossy(&string);
                for character in string.chars() {
                    let is_blank = matches!(character, ' ' | '\n' | '\r' | '\t');
                    if !is_blank {
                        text.push(character);
                    } else if !text.ends_with([' ', '\n']) {
                        text.push(' ');
                    }
                }
            }
            _ => {}
        }
    }
    text
}

fn open(text: &mut String, name: &[u8]) {
    if CELLS.contains(&name) {
        if !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    } else if !INLINE.contains(&name) && name != b"img" {
        new_line(text);
    }
}

fn new_line(text: &mut String) {
    let end = text.trim_end_matches(' ').len();
    text.truncate(end);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

fn hides(style: &[u8]) -> bool {
    let style: Vec<u8> = style
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let has = |needle: &[u8]| style.windows(needle.len()).any(|window| window == needle);
    has(b"display:none")
        || has(b"visibility:hidden")
        || has(b"font-size:0")
        || has(b"max-height:0")
        || has(b"mso-hide:all")
}
