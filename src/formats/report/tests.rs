//! Texts as they are pasted, and what the report says of them.

use std::fmt::Write;

use super::*;
use crate::account::uri::Push;

const A: &str = "otpauth://totp/Gitforge:mira?secret=MFZXIZLSNFXWI2LO&issuer=Gitforge";

fn only_source(text: &str) -> Source {
    let report = read_text(text);
    assert_eq!(report.sources.len(), 1, "{text}");
    report.sources[0]
}

#[test]
fn each_kind_of_text_is_recognised() {
    for (text, wanted) in [
        (A, Source::Uri),
        (" \n", Source::Empty),
        ("MFZXIZLSNFXWI2LO", Source::BareSecret),
        ("mfzx izls nfxw i2lo", Source::BareSecret),
        ("MFZX-IZLS-NFXW-I2LO", Source::BareSecret),
        ("MFZXIZLSNFXWI2LOMFZXIZLSNE======", Source::BareSecret),
        ("duo://x", Source::NotOtp(NotOtp::Push(Push::Duo))),
        (
            "some plain words of text here",
            Source::NotOtp(NotOtp::Text),
        ),
        ("MFZXIZLS", Source::NotOtp(NotOtp::Text)),
        ("that this word four", Source::NotOtp(NotOtp::Text)),
        ("MFZXIZLSNFXWI2LO please", Source::NotOtp(NotOtp::Text)),
        ("steam://oops!", Source::Uri),
        ("otpauth://", Source::Uri),
    ] {
        assert_eq!(only_source(text), wanted, "{text}");
    }
    assert_eq!(only_source(&format!("see {A} there")), Source::Text);
    assert_eq!(only_source(&format!("\u{feff}{A}\n")), Source::Uri);
}

#[test]
fn a_uri_alone_is_taken_as_it_stands() {
    for (text, name) in [
        (
            "otpauth://totp/CORP\\nadia?secret=MFZXIZLSNFXWI2LO",
            "CORP\\nadia",
        ),
        ("otpauth://totp/a&amp;b?secret=MFZXIZLSNFXWI2LO", "a&amp;b"),
        ("otpauth://totp/it's.?secret=MFZXIZLSNFXWI2LO", "it's."),
        (
            "otpauth://totp/Big Corp?secret=MFZX IZLS NFXW I2LO",
            "Big Corp",
        ),
    ] {
        let report = read_text(text);
        assert_eq!(report.sources, [Source::Uri], "{text}");
        let draft = report.drafts[0].as_ref().expect("fine");
        assert_eq!(draft.name.as_str(), name);
        assert_eq!(draft.otp.secret().len(), 10);
    }
}

#[test]
fn a_bad_uri_is_reported_with_its_name() {
    let report = read_text("otpauth://totp/Gitforge:mira?secret=MFZX1ZLS");
    let error = report.drafts[0].as_ref().expect_err("bad");
    assert_eq!(
        (error.issuer.as_str(), error.name.as_str()),
        ("Gitforge", "mira")
    );
    assert!(error.to_string().contains("'1'"), "{error}");
    let report = read_text("motp://x:y?secret=00112233445566778899aabbccddeeff");
    let draft = report.drafts[0].as_ref().expect("an account");
    assert_eq!(draft.name.as_str(), "y");
    assert!(draft.otp.lacks_pin());
}

#[test]
fn lists_report_lines_that_hold_nothing_and_prose_does_not() {
    let b = A.replace("mira", "tola");
    let report = read_text(&format!("# mine\n{A}\nnot a uri\n\n{b}\n"));
    let problems: Vec<_> = report
        .drafts
        .iter()
        .filter_map(|d| d.as_ref().err())
        .collect();
    assert_eq!(problems.len(), 1);
    assert_eq!(
        (problems[0].place, problems[0].problem),
        (3, Problem::NoUri)
    );
    assert_eq!(report.drafts.len(), 3);
    let report = read_text(&format!("{A}\n{b}=\nduo://abc\n"));
    let problems: Vec<_> = report
        .drafts
        .iter()
        .filter_map(|d| d.as_ref().err())
        .collect();
    assert_eq!(
        (problems.len(), problems[0].place),
        (1, 3),
        "push codes too"
    );
    let prose = read_text(&format!("first:\n{A}\nand\n{b}\nthanks"));
    assert!(prose.drafts.iter().all(Result::is_ok));
    assert_eq!(prose.drafts.len(), 2);
}

#[test]
fn the_same_text_twice_counts_once() {
    let mut reader = Reader::default();
    for text in [A, A, "duo://x", "duo://x"] {
        reader.add(text);
    }
    let report = reader.finish();
    assert_eq!(report.drafts.len(), 1);
    assert_eq!(report.not_otp().count(), 1);
}

#[test]
fn a_secret_in_the_wrong_place_is_not_printed() {
    const MARK: &str = "GEZDMARKMARKDGNB";
    for text in [
        format!("otpauth://totp/{MARK}?secret={MARK}1"),
        format!("otpauth://totp/{MARK}:{MARK}?secret="),
        format!("otpauth-migration://offline?data={MARK}!"),
        format!("{A}\n{MARK}\n{A}2"),
        format!("{MARK} please"),
        format!("steam://{MARK}/{MARK}"),
        format!("duo://{MARK}"),
    ] {
        let report = read_text(&text);
        let mut shown = format!("{:?} {:?}", report.sources, report.incomplete);
        for error in report
            .drafts
            .iter()
            .filter_map(|draft| draft.as_ref().err())
        {
            write!(shown, "{error} {error:?} {error:#?}").expect("a string takes all");
        }
        assert!(!shown.contains("MARK"), "{shown}");
    }
}

#[test]
fn a_key_that_its_link_repeats_is_one_account() {
    // 26 letters: the last one has bits that no byte gets.
    let key = "O7F6BWF2PTVVJZJQO7F6BWF2PT";
    let link = format!("https://q.test/?chl=otpauth://totp/mira@host%3Fsecret%3D{key}");
    let report = read_text(&format!("{link}\n\nYour new secret key is: {key}\n"));
    assert_eq!(report.drafts.len(), 1);
    let other = key.replace('7', "6");
    let report = read_text(&format!("{link}\n\nYour new secret key is: {other}\n"));
    assert_eq!(report.drafts.iter().flatten().count(), 2);
}
