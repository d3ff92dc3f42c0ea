//! A code is read without a corner; what looks like one and cannot be read is said to be there.

use otp::qr::draw::{Drawing, Level};

const MODULE: usize = 5;

struct Page {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Page {
    fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            pixels: vec![255; width * height * 4],
        }
    }

    fn draw(&mut self, drawing: &Drawing, (left, top): (usize, usize)) {
        for row in 0..drawing.side() * MODULE {
            for column in 0..drawing.side() * MODULE {
                if drawing.is_dark(column / MODULE, row / MODULE) {
                    self.pixels[((top + row) * self.width + left + column) * 4..][..3].fill(0);
                }
            }
        }
    }

    /// Paints a square grey, as a thumb on the paper would.
    fn cover(&mut self, (left, top): (usize, usize), side: usize) {
        for row in top..top + side {
            self.pixels[(row * self.width + left) * 4..][..4 * side].fill(120);
        }
    }

    fn read(&self) -> otp::qr::Codes {
        let size = |length: usize| u32::try_from(length).expect("a small picture");
        otp::qr::read_rgba(size(self.width), size(self.height), &self.pixels, &|| false)
            .expect("pixels of that size")
    }
}

const SMALLEST: &str = "otp";
const USUAL: &str = "otpauth://totp/two?secret=BBBBBBBB";

/// Pages with a code that can be read and one that lacks each of its corners in turn.
fn without_corners(text: &str, also: fn(&mut Page, &Drawing, (usize, usize))) -> [Page; 3] {
    let read = Drawing::new("otpauth://totp/one?secret=AAAAAAAA", Level::Low).expect("it fits");
    let lost = Drawing::new(text, Level::Low).expect("it fits");
    let (left, top) = (300, 300);
    let far = (lost.side() - 8) * MODULE;
    [(0, 0), (far, 0), (0, far)].map(|corner| {
        let mut page = Page::new(520, 520);
        page.draw(&read, (40, 40));
        page.draw(&lost, (left, top));
        page.cover((left + corner.0, top + corner.1), 8 * MODULE);
        also(&mut page, &lost, (left, top));
        page
    })
}

#[test]
fn a_code_is_read_without_a_corner() {
    for text in [SMALLEST, USUAL] {
        for page in without_corners(text, |_, _, _| {}) {
            let codes = page.read();
            let texts: Vec<_> = codes
                .found
                .iter()
                .map(|found| found.text.expose())
                .collect();
            assert_eq!(texts, ["otpauth://totp/one?secret=AAAAAAAA", text]);
            assert_eq!(codes.unread, []);
        }
    }
}

#[test]
fn a_code_alone_is_read_without_a_corner() {
    let code = Drawing::new(USUAL, Level::Low).expect("it fits");
    let far = (code.side() - 8) * MODULE;
    for corner in [(0, 0), (far, 0), (0, far)] {
        let mut page = Page::new(300, 300);
        page.draw(&code, (60, 60));
        page.cover((60 + corner.0, 60 + corner.1), 8 * MODULE);
        let codes = page.read();
        assert_eq!(codes.found.len(), 1, "{corner:?}");
        assert_eq!(codes.found[0].text.expose(), USUAL);
    }
}

#[test]
fn a_code_that_lacks_more_than_a_corner_is_said_to_be_there() {
    // All is covered but the other corners and the timing patterns.
    let cover = |page: &mut Page, code: &Drawing, (left, top): (usize, usize)| {
        let from = 9 * MODULE;
        page.cover((left + from, top + from), code.side() * MODULE - from);
    };
    for page in without_corners(USUAL, cover) {
        let codes = page.read();
        assert_eq!(codes.found.len(), 1);
        let places: Vec<_> = codes.unread.iter().map(|unread| unread.place).collect();
        assert_eq!(places, ["lower right"]);
    }
}

#[test]
fn finder_patterns_alone_are_no_code() {
    let code = Drawing::new("otpauth://totp/one?secret=AAAAAAAA", Level::Low).expect("it fits");
    let mut page = Page::new(520, 520);
    page.draw(&code, (40, 40));
    page.draw(&code, (300, 300));
    // All between the corners is covered.
    let between = (code.side() - 16) * MODULE;
    for (column, row) in [(0, 1), (1, 0), (1, 1)] {
        let at = |step: usize| 300 + step * 8 * MODULE;
        page.cover((at(column), at(row)), between);
    }
    let codes = page.read();
    assert_eq!((codes.found.len(), codes.unread.len()), (1, 0));
}
