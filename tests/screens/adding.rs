//! One snapshot at the five sizes of what adds an account or edits it: a link, a picture, the form.

use otp::account::{Label, Otp, Secret};
use otp::formats::migration;
use otp::qr::draw::{Drawing, Level};
use zeroize::Zeroizing;

use super::pictures::{snap, snap_with};
use super::stage::Stage;

/// What a picture might hold: one known, one in doubt, one new.
fn picture() -> Zeroizing<Vec<u8>> {
    let factor = |key: &[u8]| Otp::totp(Secret::from_bytes(key.to_vec()).expect("key"));
    let accounts = [
        (
            "Mastodon",
            "octavia@social.example",
            &b"a fresh key of 20 by"[..],
        ),
        ("GitHub", "octavia", b"GitHub/octaviaGitHub"),
        ("Hetzner", "K0123456789", b"another"),
    ]
    .map(|(issuer, name, key)| (Label::new(issuer), Label::new(name), factor(key)));
    let parts: Vec<_> = accounts.iter().map(|(i, n, o)| (i, n, o)).collect();
    let links = migration::write(&parts, 1).uris;
    let drawing = Drawing::new(links[0].expose(), Level::Medium).expect("it fits");
    drawing.png(4)
}

#[test]
fn add_empty() {
    snap("add_empty", |stage| {
        stage.press("a");
    });
}

#[test]
fn add_a_link() {
    snap("add_link", |stage| {
        stage.pastes("otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example");
        stage.answered();
    });
}

#[test]
fn add_something_else() {
    snap("add_trouble", |stage| {
        stage
            .press("a")
            .types("hello world!")
            .press("Enter")
            .answered();
    });
}

#[test]
fn add_a_picture() {
    let home = tempfile::tempdir().expect("a folder");
    let pictures = home.path().join("Pictures");
    std::fs::create_dir(&pictures).expect("made");
    std::fs::write(pictures.join("shot.png"), &*picture()).expect("written");
    let link = Drawing::new("https://example.org", Level::Medium).expect("short");
    std::fs::write(pictures.join("web.png"), &*link.png(4)).expect("written");
    let stage = |size| Stage::with(size, |scenery| scenery.home(home.path()));
    snap_with("add_picture", stage, |stage| {
        stage.pastes("~/Pictures").answered().press("Down Down");
    });
}

#[test]
fn form_by_hand() {
    snap("form_by_hand", |stage| {
        stage
            .press("a Tab")
            .types("GitHub")
            .press("Tab")
            .types("octavia");
        stage
            .press("Tab")
            .types("JBSWY3DPEHPK3PXP")
            .press("Tab")
            .types("work code");
    });
}

#[test]
fn form_with_a_mistake() {
    snap("form_mistake", |stage| {
        stage
            .press("a Tab")
            .types("GitHub")
            .press("Tab Tab")
            .types("JBSW18");
        stage.press("Enter");
    });
}

#[test]
fn form_editing() {
    snap("form_editing", |stage| {
        stage.press("/").types("fastm").press("Tab e ^T Right");
    });
}
