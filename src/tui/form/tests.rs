//! Tests of the form.

use super::*;
use crate::account::{Account, AccountId, Digits, Kind, Note, Secret};
use crate::tui::demo;
use proptest::prelude::*;

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
    assert_eq!(form.kind, Asked::Hotp);
    assert_eq!(form.field(Line::Step).map(Field::text), Some("1"));
    assert!(form.turn(1));
    assert_eq!(form.kind, Asked::Steam);
    assert_eq!(form.lines().len(), BRIEF.len() + 1);
}

#[test]
fn kinds_with_a_pin_ask_for_it() {
    let mut form = Form::empty();
    form.toggle_advanced();
    while form.kind != Asked::Motp {
        assert!(form.turn(1));
    }
    assert_eq!(form.lines().len(), BRIEF.len() + 2);
    let write = |form: &mut Form, line: Line, text: &str| {
        form.focus = Some(line);
        form.focused_field().expect("a text").insert(text);
    };
    write(&mut form, Line::Issuer, "Router");
    write(&mut form, Line::Secret, "e3152afee62599c8");
    assert_eq!(form.draft().map_err(|(line, _)| line), Err(Line::Pin));
    write(&mut form, Line::Pin, "1234");
    let draft = form.draft().expect("whole");
    let timed = draft
        .otp
        .at(crate::account::Timestamp::from_seconds(165_892_298));
    assert_eq!(timed.expect("timed").code.as_str(), "e7d8b6");
    // Filled from what was found, and from an account: the PIN that is kept is not shown.
    assert_eq!(
        Form::from_draft(&draft, 0, Label::default())
            .draft()
            .map(|again| again.otp),
        Ok(draft.otp)
    );
}

fn any_account() -> impl Strategy<Value = Account> {
    let label = || "[ -~éß,\"#¶\u{3042}]{0,12}".prop_map(|text| Label::new(&text));
    let tags = prop::collection::vec(label(), 0..4);
    let note = "([ -~¶\n]|¶ | ¶){0,40}".prop_map(|text| Note::new(&text));
    let kind = prop_oneof![
        (1_u64..100_000).prop_filter_map("period", |seconds| {
            Period::new(seconds).map(|period| Kind::Totp { period })
        }),
        any::<u64>().prop_map(|counter| Kind::Hotp { counter }),
        Just(Kind::Steam),
        Just(Kind::Motp),
        Just(Kind::Yandex),
    ];
    (label(), label(), tags, note, kind, 4_u64..=10, "[0-9]{0,4}").prop_map(
        |(issuer, name, tags, note, kind, digits, pin)| {
            let secret = Secret::from_bytes(vec![7; 16]).expect("key");
            let digits = Digits::new(digits).unwrap_or_default();
            let mut tags = tags;
            tags.retain(|tag| !tag.is_empty());
            tags.sort();
            tags.dedup();
            let issuer = if issuer.is_empty() {
                "x".into()
            } else {
                issuer
            };
            let otp = Otp::new(secret, kind, Algorithm::Sha256, digits);
            let otp = otp.with_pin(Some(&pin.as_str().into()));
            let draft = Draft {
                tags,
                note,
                ..Draft::new(issuer, name, otp)
            };
            Account::new(AccountId::from_random(1), draft, demo::START)
        },
    )
}

proptest! {
    #[test]
    fn opening_and_saving_changes_nothing(account in any_account()) {
        prop_assert_eq!(Form::edit(&account).edits(&account).expect("as it was"), []);
    }

    #[test]
    fn tags_and_notes_come_back_from_one_line_as_they_were(account in any_account()) {
        prop_assert_eq!(texts::read_tags(&texts::tags(&account.tags)), account.tags);
        let note = texts::read_note(&texts::note(&account.note));
        prop_assert_eq!(note.expose(), account.note.expose());
    }

    #[test]
    fn what_was_changed_elsewhere_stays(before in any_account(), after in any_account()) {
        // Untouched, the form writes nothing over whatever the account has become.
        prop_assert_eq!(Form::edit(&before).edits(&after).expect("as it is"), []);
    }
}
