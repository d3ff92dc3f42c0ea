//! A panic while a picture is read prints nothing, as a process of its own shows, and costs nothing that was read before;
//! any other panic is told.

use std::cell::Cell;
use std::process::Command;

use otp::qr::draw::{Drawing, Level};

/// Tells the child process which panic is wanted.
const WANTED: &str = "OTP_TEST_PANIC";

/// Not a test of its own: what the child processes run. It panics where it is told to.
#[test]
fn child() {
    let Ok(wanted) = std::env::var(WANTED) else {
        return;
    };
    otp::app::panics::keep_contained_ones_quiet();
    let pixels = vec![200; 60 * 60 * 4];
    let found = otp::qr::read_rgba(60, 60, &pixels, &|| panic!("while reading"));
    assert!(found.expect("pixels of that size").found.is_empty());
    assert!(wanted == "reading", "after reading");
}

fn stderr_of_child(wanted: &str) -> (bool, String) {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "qr::contained::child", "--nocapture"])
        .env(WANTED, wanted)
        .output()
        .expect("this program runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.contains("1 test"), "{stdout}");
    (
        output.status.success(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn a_panic_while_reading_prints_nothing() {
    let (success, stderr) = stderr_of_child("reading");
    assert!(success, "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
}

#[test]
fn any_other_panic_is_told() {
    let (success, stderr) = stderr_of_child("elsewhere");
    assert!(!success);
    assert!(stderr.contains("after reading"), "{stderr}");
    assert!(!stderr.contains("while reading"), "{stderr}");
}

#[test]
fn what_was_read_before_a_panic_is_kept() {
    let text = "otpauth://totp/one?secret=AAAAAAAA";
    let code = Drawing::new(text, Level::Low).expect("it fits");
    let (width, module) = (400, 4);
    // Not alone in the picture, which would end the search at once.
    let mut pixels = vec![255; width * width * 4];
    for (x, y) in
        (0..code.side() * module).flat_map(|x| (0..code.side() * module).map(move |y| (x, y)))
    {
        if code.is_dark(x / module, y / module) {
            pixels[((y + 40) * width + x + 40) * 4..][..3].fill(0);
        }
    }
    pixels[(390 * width + 390) * 4..][..3].fill(0);
    let size = u32::try_from(width).expect("a small picture");
    let asked = Cell::new(0);
    let read = |panic_at: usize| {
        asked.set(0);
        let give_up = || {
            asked.set(asked.get() + 1);
            assert!(asked.get() != panic_at, "while reading");
            false
        };
        otp::qr::read_rgba(size, size, &pixels, &give_up).expect("pixels of that size")
    };
    let whole = read(usize::MAX);
    assert_eq!((whole.found.len(), whole.given_up), (1, false));
    let times = asked.get();
    // The last question is asked when the search is through.
    let broken = read(times - 1);
    assert_eq!(broken.found.len(), 1, "it was read before");
    assert!((1..times).all(|at| read(at).given_up));
}
