//! The URI rules that the table of odd cases does not reach.

use super::*;
use crate::account::{
    Algorithm, Digits, Draft, Kind, Label, Otp, Period, Secret, SecretError, Warning,
};

fn otp(kind: Kind) -> Otp {
    let secret = Secret::from_base32("MFZXIZLSNFXWI2LO").expect("valid");
    Otp::new(secret, kind, Algorithm::default(), Digits::DEFAULT)
}

const TOTP: Kind = Kind::Totp {
    period: Period::DEFAULT,
};

#[test]
fn written_uris_spell_everything_out() {
    let uri = |issuer: &str, name: &str, kind| {
        let uri = write(&issuer.into(), &name.into(), &otp(kind));
        uri.expose().to_owned()
    };
    assert_eq!(
        uri("Big Corp", "a:b@c.test", TOTP),
        "otpauth://totp/Big%20Corp:a%3Ab%40c.test?secret=MFZXIZLSNFXWI2LO&issuer=Big%20Corp\
         &algorithm=SHA1&digits=6&period=30"
    );
    assert_eq!(
        uri("", "mira", Kind::Hotp { counter: 7 }),
        "otpauth://hotp/mira?secret=MFZXIZLSNFXWI2LO&algorithm=SHA1&digits=6&counter=7"
    );
    assert_eq!(
        uri("Steam", "gaben", Kind::Steam),
        "otpauth://steam/Steam:gaben?secret=MFZXIZLSNFXWI2LO&issuer=Steam"
    );
}

#[test]
fn short_uris_leave_defaults_out_and_read_the_same() {
    let (issuer, name) = (Label::new("Gitforge"), Label::new("mira"));
    let short = write_short(&issuer, &name, &otp(TOTP));
    assert_eq!(
        short.expose(),
        "otpauth://totp/Gitforge:mira?secret=MFZXIZLSNFXWI2LO&issuer=Gitforge"
    );
    let hotp = otp(Kind::Hotp { counter: 0 });
    let counted = write_short(&issuer, &name, &hotp);
    assert!(
        counted.expose().ends_with("&counter=0"),
        "a counter is no default"
    );
    for (text, wanted) in [(short, otp(TOTP)), (counted, hotp)] {
        let draft = parse(text.expose()).expect("our own");
        assert_eq!(draft, Draft::new(issuer.clone(), name.clone(), wanted));
    }
}

#[test]
fn awkward_labels_come_back_as_they_were() {
    let texts = [
        "",
        "a",
        "a:b",
        ":",
        "::x",
        "Steam",
        "steam",
        "a+b",
        "100%",
        "é:ő",
        "x?y#z&w=1",
        "A:a",
    ];
    for issuer in texts {
        for name in texts {
            for kind in [TOTP, Kind::Hotp { counter: u64::MAX }, Kind::Steam] {
                let draft = Draft::new(issuer.into(), name.into(), otp(kind));
                for uri in [
                    write(&draft.issuer, &draft.name, &draft.otp),
                    write_short(&draft.issuer, &draft.name, &draft.otp),
                ] {
                    assert_eq!(parse(uri.expose()).as_ref(), Ok(&draft), "{}", uri.expose());
                }
            }
        }
    }
}

#[test]
fn ente_says_what_its_app_shows() {
    let with = |json: &str| {
        let mut uri = "otpauth://totp/x:y?secret=MFZXIZLSNFXWI2LO&codeDisplay=".to_owned();
        crate::account::percent::encode_into(&mut uri, json);
        parse(&uri)
    };
    let draft =
        with(r#"{"pinned":true,"trashed":false,"tags":["work"," ",7],"note":"a\nb","tapCount":3}"#)
            .expect("fine");
    assert!(draft.pinned);
    assert_eq!(draft.tags, ["work".into()]);
    assert_eq!(draft.note.expose(), "a\nb");
    assert_eq!(with(r#"{"trashed":true}"#), Err(UriError::Trashed));
    for broken in ["{", "7", r#"{"tags":5,"note":[],"pinned":"yes"}"#] {
        let draft = with(broken).expect("ignored");
        assert!(!draft.pinned && draft.tags.is_empty() && draft.note.is_empty());
    }
}

#[test]
fn steam_secrets_may_be_base64_of_twenty_bytes() {
    let zeros = "A".repeat(23);
    let bytes = |uri: &str| parse(uri).map(|draft| draft.otp.secret().len());
    for start in ["+/+/", "-_-_", "%2B/%2b/"] {
        for padding in ["", "=", "%3D"] {
            let secret = format!("{start}{zeros}{padding}");
            let uri = format!("otpauth://steam/Steam:x?secret={secret}");
            assert_eq!(bytes(&uri), Ok(20), "{uri}");
            let totp = format!("otpauth://totp/x?secret={secret}1");
            assert!(
                matches!(bytes(&totp), Err(UriError::BadSecret(_))),
                "{totp}"
            );
        }
    }
    let nineteen = format!("otpauth://steam/x?secret=+/+/{}==", &zeros[1..]);
    assert!(matches!(bytes(&nineteen), Err(UriError::BadSecret(_))));
}

#[test]
fn one_factor_is_not_taken_for_another() {
    let kind = |uri: &str| parse(uri).map(|draft| draft.otp.kind().name());
    assert_eq!(kind("otpauth://totp/x?secret=MFZXIZLS&steam"), Ok("steam"));
    assert_eq!(kind("otpauth://totp/STEAM:x?secret=MFZXIZLS"), Ok("steam"));
    assert_eq!(
        kind("otpauth://hotp/Steam:x?secret=MFZXIZLS&counter=1"),
        Ok("hotp")
    );
    assert_eq!(
        kind("otpauth://totp/Steam:x?secret=MFZXIZLS&encoder=totp"),
        Ok("totp")
    );
    assert_eq!(
        kind("otpauth://yandex/x?secret=MFZXIZLS"),
        Err(UriError::BadSecret(SecretError::YandexLength))
    );
    assert_eq!(
        kind("otpauth-migration://offline?data=AA"),
        Err(UriError::Migration)
    );
}

#[test]
fn labels_that_contradict_keep_both_halves() {
    let label = |uri: &str| {
        let draft = parse(uri).expect("fine");
        (draft.issuer.to_string(), draft.name.to_string())
    };
    let is = |issuer: &str, name: &str| (issuer.to_owned(), name.to_owned());
    let s = "secret=MFZXIZLS";
    assert_eq!(
        label(&format!(
            "otpauth://totp/Contoso%3Amira?issuer=Microsoft&{s}"
        )),
        is("Microsoft", "Contoso:mira")
    );
    assert_eq!(
        label(&format!("otpauth://totp/Big+Corp:a+b?issuer=Big+Corp&{s}")),
        is("Big Corp", "a b")
    );
    assert_eq!(
        label(&format!("otpauth://totp/ÉVA:x?issuer=%C3%A9va&{s}")),
        is("éva", "x")
    );
    assert_eq!(
        label(&format!("otpauth://totp/İx:y?issuer=İX&{s}")),
        is("İX", "y")
    );
    assert_eq!(
        label(&format!("otpauth://totp/A%E2%80%8B:y?issuer=A&{s}")),
        is("A", "y")
    );
}

#[test]
fn no_error_holds_text_of_the_uri() {
    // Letters of the mark are base32, so that only the planted fault makes the secret bad.
    const MARK: &str = "GEZDMARKMARKDGNB";
    let faults = [
        MARK.to_owned(),
        format!("http://{MARK}.test/?secret={MARK}"),
        format!("otpauth://{MARK}/{MARK}?secret={MARK}"),
        format!("otpauth://totp/{MARK}?secret={MARK}0"),
        format!("otpauth://totp/{MARK}?secret={MARK}\u{1b}"),
        format!("otpauth://totp/{MARK}?issuer={MARK}"),
        format!("otpauth://totp/{MARK}?secret={MARK}&algorithm={MARK}"),
        format!("otpauth://totp/{MARK}?secret={MARK}&digits={MARK}"),
        format!("otpauth://totp/{MARK}?secret={MARK}&period={MARK}"),
        format!("otpauth://hotp/{MARK}?secret={MARK}&counter={MARK}"),
        format!("otpauth://motp/{MARK}?secret={MARK}"),
        format!("otpauth://yaotp/{MARK}?secret={MARK}"),
        format!(
            "otpauth://totp/{MARK}?secret={MARK}&codeDisplay={{\"trashed\":true,\"note\":\"{MARK}\"}}"
        ),
        format!("otpauth-migration://offline?data={MARK}"),
        format!("steam://{MARK}1"),
        format!("motp://{MARK}?secret={MARK}"),
        format!("duo://{MARK}"),
        format!("phonefactor://{MARK}"),
        format!("oktaverify://{MARK}"),
        format!("fortitoken://{MARK}"),
    ];
    for uri in faults {
        let error = parse(&uri).expect_err("every one of them is bad");
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(!shown.contains("MARK"), "{shown}");
    }
}

#[test]
fn drafts_warn_of_what_is_odd() {
    let warnings = |uri: &str| parse(uri).expect("fine").warnings;
    assert_eq!(
        warnings("otpauth://hotp/?secret=MFZXI"),
        [Warning::Unnamed, Warning::WeakSecret, Warning::NoCounter]
    );
    assert_eq!(warnings("otpauth://totp/x?secret=MFZXIZLSNFXWI2LO"), []);
}

#[test]
fn an_issuer_with_a_raw_ampersand_is_whole_when_the_label_says_so() {
    let read = |label: &str, query: &str| {
        let (issuer, name) = label_of(&format!("otpauth://totp/{label}?{query}"));
        (issuer.to_string(), name.to_string())
    };
    let secret = "secret=MFZXIZLSNFXWI2LO";
    let found = |issuer: &str, name: &str| (issuer.to_owned(), name.to_owned());
    for query in [
        format!("issuer=A&B&C&{secret}"),
        format!("{secret}&digits=6&issuer=A&B&C&period=30"),
        format!("{secret}&issuer=A&B&C"),
    ] {
        assert_eq!(read("A&B&C:me", &query), found("A&B&C", "me"), "{query}");
        // The label bears out as much as it says.
        assert_eq!(read("A&B:me", &query), found("A&B", "me"), "{query}");
        assert_eq!(read("A:me", &query), found("A", "me"), "{query}");
    }
    // What stands elsewhere is no part of it.
    let apart = format!("B&issuer=A&{secret}");
    assert_eq!(read("A&B:me", &apart), found("A", "A&B:me"));
}

#[test]
fn links_of_apps_that_ask_for_a_tap_are_named() {
    for (link, push) in [
        ("phonefactor://activate?code=1", Push::Microsoft),
        ("duo://x", Push::Duo),
        ("OktaVerify://x", Push::Okta),
        ("fortitoken://x", Push::Forti),
        ("pingid://x", Push::Ping),
    ] {
        assert_eq!(parse(link).err(), Some(UriError::Push(push)), "{link}");
    }
    assert_eq!(parse("duos://x").err(), Some(UriError::NotOtpauth));
}

#[test]
fn a_pin_of_yandex_is_read_in_base32_and_as_it_is() {
    let uri = |pin: &str| {
        format!("otpauth://yaotp/me?secret=6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY&pin={pin}")
    };
    // The last one is base32 of a text that is no PIN.
    for (written, wanted) in [("GUZDCMA", "5210"), ("5210", "5210"), ("2222", "2222")] {
        let draft = parse(&uri(written)).expect("a key");
        let pin = draft.otp.pin().map(|pin| pin.expose().to_owned());
        assert_eq!(pin.as_deref(), Some(wanted), "{written}");
        let again = write(&draft.issuer, &draft.name, &draft.otp);
        assert_eq!(parse(again.expose()).map(|again| again.otp), Ok(draft.otp));
        if wanted == "5210" {
            assert!(again.expose().ends_with("&pin=GUZDCMA"));
        }
    }
}

#[test]
fn mobile_otp_is_a_type_too() {
    let draft = parse("otpauth://motp/Org:me?secret=00112233445566778899aabbccddeeff");
    assert_eq!(draft.map(|draft| draft.otp.kind()), Ok(Kind::Motp));
}

#[test]
fn an_issuer_that_swallowed_its_period_gives_it_back() {
    let draft = parse("otpauth://totp/me?secret=MFZXIZLSNFXWI2LO&issuer=Corpperiod=60");
    let draft = draft.expect("a link of an old Ente Auth");
    assert_eq!(draft.issuer.as_str(), "Corp");
    assert_eq!(draft.otp.period(), Period::new(60));
}

#[test]
fn what_cannot_be_read_has_a_name_all_the_same() {
    let named = |uri: &str| {
        let (issuer, name) = label_of(uri);
        format!("{issuer}|{name}")
    };
    for (uri, wanted) in [
        ("otpauth://totp/Org:me?secret=!", "Org|me"),
        ("motp://Org:me?secret=!", "Org|me"),
        ("otpauth://me?secret=!", "|"),
        ("otpauth://totp/Org:me?other=1", "|"),
        ("https://x.test/Org:me?secret=!", "|"),
    ] {
        assert_eq!(named(uri), wanted, "{uri}");
    }
}

#[test]
fn a_label_gives_its_issuer_away_once() {
    let divided = |label: &str, issuer: &str| {
        let (issuer, name) = divide_label(label, issuer);
        format!("{issuer}|{name}")
    };
    for (label, issuer, wanted) in [
        ("github:me", "GitHub", "GitHub|me"),
        ("Org:me", "", "Org|me"),
        ("Org:me", "Other", "Other|Org:me"),
        (":me", "", "|me"),
        ("me", "", "|me"),
    ] {
        assert_eq!(divided(label, issuer), wanted, "{label} of {issuer}");
    }
}
