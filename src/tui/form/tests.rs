//! Tests of the form.

use super::*;
use crate::tui::demo;

fn written(parts: &[(Line, &str)]) -> Form {
    let mut form = Form::empty();
    for (line, text) in parts {
        form.focus = Some(*line);
        form.focused_field().expect("a text").insert(text);
    }
    form
}

#[test]
fn a_form_becomes_a_draft() {
    let form = written(&[
        (Line::Issuer, "GitHub"),
        (Line::Secret, "mfzx izls nfxw i2lo"),
        (Line::Tags, "#work code work"),
        (Line::Note, "one ¶ two"),
    ]);
    let draft = form.draft().expect("fine");
    assert_eq!(draft.issuer.as_str(), "GitHub");
    assert_eq!(draft.tags, [Label::new("work"), Label::new("code")]);
    assert_eq!(draft.note.expose(), "one\ntwo");
    assert_eq!(draft.otp.period(), Some(Period::DEFAULT));
}

#[test]
fn the_line_that_is_wrong_is_named() {
    let line = |form: &Form| form.draft().expect_err("wrong").0;
    assert_eq!(line(&written(&[])), Line::Issuer);
    assert_eq!(line(&written(&[(Line::Issuer, "x")])), Line::Secret);
    let bad = written(&[(Line::Issuer, "x"), (Line::Secret, "0189")]);
    assert_eq!(line(&bad), Line::Secret);
    let secret = (Line::Secret, "MFZXIZLSNFXWI2LO");
    let long = written(&[(Line::Issuer, "x"), secret, (Line::Digits, "6")]);
    assert_eq!(line(&long), Line::Digits, "66 digits");
}

#[test]
fn an_untouched_form_changes_nothing() {
    let vault = demo::vault(demo::START);
    for account in vault.accounts() {
        let form = Form::edit(account);
        assert_eq!(
            form.edits(account).expect("as it was"),
            [],
            "{:?}",
            account.issuer
        );
    }
}

#[test]
fn choices_turn_around_and_bring_their_usual_value() {
    let mut form = Form::empty();
    form.toggle_advanced();
    assert_eq!(form.focus, Some(Line::Kind));
    assert!(form.turn(1));
    assert_eq!(form.kind, KindChoice::Hotp);
    assert_eq!(form.field(Line::Step).map(Field::text), Some("0"));
    assert!(form.turn(-1) && form.turn(-1));
    assert_eq!(form.kind, KindChoice::Steam);
    assert_eq!(form.lines().len(), BRIEF.len() + 1);
}
