//! A panic while a picture is read prints nothing, as a process of its own shows; any other panic does.

use std::process::Command;

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
