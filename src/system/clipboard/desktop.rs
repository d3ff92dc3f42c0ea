//! The clipboard of X11, Wayland, macOS and Windows, through arboard.

use std::borrow::Cow;
use std::time::Duration;

use arboard::{Clipboard, Error};
use zeroize::Zeroizing;

use super::{ClipboardError, Contents, Picture};
use crate::account::SecretText;
use crate::system::clock::{Clock as _, MachineClock};
use crate::system::timeout;

/// Whoever owns the clipboard may be slow to make a picture of it; arboard itself waits up to 4 s per format.
const TIMEOUT: Duration = Duration::from_secs(5);

/// How long arboard waits for the clipboard's owner, once.
const OWNER: Duration = Duration::from_secs(4);

/// True when there is a display with a clipboard.
pub(super) fn answers() -> bool {
    timeout::run(TIMEOUT, || Clipboard::new().is_ok()) == Ok(true)
}

/// What is there now.
pub(super) fn read() -> Result<Contents, ClipboardError> {
    let begun = MachineClock.uptime();
    let contents = timeout::run(TIMEOUT, || {
        let mut clipboard = Clipboard::new().map_err(|_| ClipboardError::NoDisplay)?;
        Ok(Contents {
            text: clipboard
                .get_text()
                .ok()
                .filter(|text| !text.is_empty())
                .map(SecretText::new),
            picture: clipboard.get_image().ok().and_then(picture),
        })
    })
    .map_err(|_| ClipboardError::TimedOut)??;
    if contents.text.is_none() && contents.picture.is_none() {
        // arboard says the same of an owner that did not answer in time.
        if MachineClock.uptime().saturating_sub(begun) >= OWNER {
            return Err(ClipboardError::TimedOut);
        }
        return Err(ClipboardError::Empty);
    }
    Ok(contents)
}

fn picture(image: arboard::ImageData<'_>) -> Option<Picture> {
    let (width, height) = (
        u32::try_from(image.width).ok()?,
        u32::try_from(image.height).ok()?,
    );
    let rgba = Zeroizing::new(match image.bytes {
        Cow::Owned(bytes) => bytes,
        Cow::Borrowed(bytes) => bytes.to_vec(),
    });
    let wanted = image.width.checked_mul(image.height)?.checked_mul(4)?;
    (rgba.len() == wanted && wanted > 0).then_some(Picture {
        width,
        height,
        rgba,
    })
}

/// Empties the clipboard if it holds this text.
pub(super) fn clear_if(text: &str) {
    let text = Zeroizing::new(text.to_owned());
    let _ = timeout::run(TIMEOUT, move || {
        let Ok(mut clipboard) = Clipboard::new() else {
            return;
        };
        if is_ours(&mut clipboard, &text) {
            let _ = clipboard.clear();
        }
    });
}

fn is_ours(clipboard: &mut Clipboard, text: &str) -> bool {
    match clipboard.get_text().map(Zeroizing::new) {
        Ok(found) => found.as_str() == text,
        // Windows: another program is just looking at it.
        Err(error) => matches!(error, Error::ClipboardOccupied),
    }
}

/// A text of ours in the clipboard, served by this process while the value lives.
pub(super) struct Held {
    clipboard: Clipboard,
    text: Zeroizing<String>,
}

impl Held {
    /// Puts the text in, marked as not for clipboard histories.
    pub(super) fn put(text: Zeroizing<String>) -> Option<Self> {
        let mut clipboard = Clipboard::new().ok()?;
        private(clipboard.set()).text(text.as_str()).ok()?;
        Some(Self { clipboard, text })
    }

    pub(super) fn is_ours(&mut self) -> bool {
        is_ours(&mut self.clipboard, &self.text)
    }

    pub(super) fn clear(&mut self) {
        let _ = self.clipboard.clear();
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn private(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtLinux;
    set.exclude_from_history()
}

#[cfg(target_os = "macos")]
fn private(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtApple;
    set.exclude_from_history()
}

#[cfg(windows)]
fn private(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows;
    set.exclude_from_monitoring()
        .exclude_from_cloud()
        .exclude_from_history()
}
