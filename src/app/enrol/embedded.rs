//! Pictures that stand in texts: `data:` URIs, drawings in web pages and those that were pasted as they are.

use std::time::Duration;

use data_encoding::BASE64_NOPAD;
use zeroize::Zeroizing;

use crate::account::SecretText;
use crate::account::percent::{self, Plus};
use crate::app::enrol::pictures::{PictureCodes, said};
use crate::app::{App, Error};
use crate::qr::{self, other_format::OtherFormat};

/// Pictures of one text that are looked at.
const MAX: usize = 200;
/// How long all pictures of a text may be searched.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Letters from which on a drawing may be a code; icons have fewer.
const LEAST: usize = 1_000;

impl App {
    /// The QR codes in the pictures that stand in a text. `None` if there is no picture in it, or only some without codes in
    /// a text that says more.
    pub(in crate::app) fn embedded_codes(&self, text: &str) -> Option<Result<PictureCodes, Error>> {
        if let Some(bytes) = in_data_uri(text.trim()) {
            return Some(self.picture_codes(&bytes, "the data: URI", None));
        }
        if OtherFormat::of(text.as_bytes()) == Some(OtherFormat::Svg) {
            return Some(self.picture_codes(text.as_bytes(), "the text", None));
        }
        let mut whole = PictureCodes::default();
        let start = self.system.clock.uptime();
        for (at, picture) in pictures_in(text).enumerate() {
            if at >= MAX || self.system.clock.uptime().saturating_sub(start) > TIMEOUT {
                let what = format!("only the first {at} pictures in the text were looked at");
                whole.unread.push(what);
                break;
            }
            whole.extend(self.codes_in_embedded(&picture));
        }
        if whole.is_empty() && whole.unread.is_empty() {
            return None;
        }
        if whole.is_empty() || text.contains("otpauth") {
            whole.texts.push(SecretText::new(text.to_owned()));
        }
        Some(Ok(whole))
    }

    /// Most pictures of a page hold no code, and that is no fault; one with a code that cannot be read is.
    fn codes_in_embedded(&self, picture: &[u8]) -> PictureCodes {
        let name = "a picture in the text";
        if OtherFormat::of(picture).is_some() {
            return self.picture_codes(picture, name, None).unwrap_or_default();
        }
        let Some(codes) = qr::read(picture, &self.impatience()).ok() else {
            return PictureCodes::default();
        };
        if codes.is_empty() {
            return PictureCodes::default();
        }
        said(codes, name).unwrap_or_else(|error| PictureCodes {
            unread: vec![error.what().to_owned()],
            ..PictureCodes::default()
        })
    }
}

/// The pictures of a web page.
fn pictures_in(text: &str) -> impl Iterator<Item = Zeroizing<Vec<u8>>> {
    let uris = text.match_indices("data:image/").map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(['"', '\'', ')', '<', '>']).unwrap_or(rest.len());
        in_data_uri(&rest[..end])
    });
    let drawings = text.match_indices("<svg").map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find("</svg>")? + "</svg>".len();
        (end >= LEAST).then(|| named(&rest[..end]))
    });
    uris.chain(drawings).flatten()
}

/// A drawing out of a web page, where it need not say what it is.
fn named(drawing: &str) -> Zeroizing<Vec<u8>> {
    let named = if drawing.contains("http://www.w3.org/2000/svg") {
        drawing.to_owned()
    } else {
        drawing.replacen("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"", 1)
    };
    Zeroizing::new(named.into_bytes())
}

/// The picture in a `data:image/png;base64,...` URI, as web pages hold them; drawings are written with `%` too.
fn in_data_uri(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let (kind, data) = text.strip_prefix("data:image/")?.split_once(',')?;
    if !kind.ends_with(";base64") {
        let drawing = percent::decode(data, Plus::Literal);
        return kind
            .starts_with("svg")
            .then(|| Zeroizing::new(drawing.as_bytes().to_vec()));
    }
    let data = percent::decode(data, Plus::Literal);
    let letters: Zeroizing<String> = Zeroizing::new(
        data.chars()
            .filter(|letter| !letter.is_whitespace())
            .collect(),
    );
    let bytes = BASE64_NOPAD.decode(letters.trim_end_matches('=').as_bytes());
    bytes.ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_a_page_are_found() {
        let drawing = format!("<svg viewBox='0 0 1 1'>{}</svg>", " ".repeat(LEAST));
        let page = format!(
            "<p><img src=\"data:image/png;base64,iVBO\nRw==\"><style>a{{background:url(data:image/svg+xml,%3Csvg/%3E)}}</style>\
             <svg>icon</svg>{drawing}</p>"
        );
        let found: Vec<_> = pictures_in(&page).collect();
        assert_eq!(found.len(), 3);
        assert_eq!(found[0][..], *b"\x89PNG");
        assert_eq!(found[1][..], *b"<svg/>");
        assert!(found[2].starts_with(b"<svg xmlns="));
        assert_eq!(pictures_in("data:image/png;base64").count(), 0);
    }
}
