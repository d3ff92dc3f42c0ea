//! What holds for every account and every text: nothing panics, nothing is lost on the way out and back.

use otp::account::uri::{parse, write, write_short};
use otp::account::{Algorithm, Digits, Draft, Kind, Label, Otp, Period, Secret};
use otp::formats::migration::{self, Batches};
use otp::formats::{find_uris, read_text, text};
use proptest::prelude::*;

/// Letters that mean something in URIs, beside any others.
fn label() -> impl Strategy<Value = Label> {
    prop_oneof![
        "[ a-cA:%+&=#?/\\\\é🚀'.(]{0,8}",
        "(Steam|steam|GitHub)",
        "\\PC{0,12}"
    ]
    .prop_map(|text| Label::new(&text))
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        (1..=u64::from(u32::MAX)).prop_map(|seconds| Kind::Totp {
            period: Period::new(seconds).expect("in range"),
        }),
        Just(Kind::Totp {
            period: Period::DEFAULT,
        }),
        any::<u64>().prop_map(|counter| Kind::Hotp { counter }),
        Just(Kind::Steam),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let algorithm = prop_oneof![
        Just(Algorithm::Sha1),
        Just(Algorithm::Sha256),
        Just(Algorithm::Sha512)
    ];
    let secret = prop::collection::vec(any::<u8>(), 1..70);
    (label(), label(), secret, kind(), algorithm, 4..=10_u64).prop_map(
        |(issuer, name, secret, kind, algorithm, digits)| {
            let secret = Secret::from_bytes(secret).expect("not empty");
            let digits = Digits::new(digits).expect("in range");
            Draft::new(issuer, name, Otp::new(secret, kind, algorithm, digits))
        },
    )
}

/// A text with pieces that readers look for.
fn pasted() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("otpauth://".to_owned()),
        Just("otpauth-migration://offline?data=".to_owned()),
        Just("steam://".to_owned()),
        Just("totp/x:y?secret=".to_owned()),
        Just("MFZXIZLSNFXWI2LO".to_owned()),
        Just("&issuer=".to_owned()),
        "[=&;#\\\\n/\"'<>(){}\\[\\],. \t\n\r%+3DéA🚀]{1,3}",
        Just("&amp;".to_owned()),
        Just("=3D".to_owned()),
        Just("=\r\n".to_owned()),
        "\\PC{0,5}",
        draft().prop_map(|draft| write(&draft.issuer, &draft.name, &draft.otp)
            .expose()
            .to_owned()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn uris_bring_every_account_back(draft in draft()) {
        for uri in [
            write(&draft.issuer, &draft.name, &draft.otp),
            write_short(&draft.issuer, &draft.name, &draft.otp),
        ] {
            let read = parse(uri.expose());
            prop_assert_eq!(read.as_ref(), Ok(&draft));
            let report = read_text(uri.expose());
            prop_assert_eq!(&report.drafts, &[Ok(draft.clone())]);
        }
    }

    #[test]
    fn written_uris_are_found_in_any_surroundings(drafts in prop::collection::vec(draft(), 1..5)) {
        let mut uris: Vec<String> = Vec::new();
        for draft in &drafts {
            let uri = write(&draft.issuer, &draft.name, &draft.otp).expose().to_owned();
            // A dot at the end is the end of a sentence when the URI stands in one.
            if !uris.contains(&uri) && !uri.ends_with('.') {
                uris.push(uri);
            }
        }
        let html = |uri: &String| format!("<td>{}</td>", uri.replace('&', "&amp;"));
        for text in [
            uris.join("\n"),
            uris.join("\r\n"),
            uris.join(","),
            uris.join(" and "),
            format!("see ({})", uris.join(") or (")),
            serde_json::to_string(&uris).expect("JSON").replace('/', "\\/"),
            uris.iter().map(html).collect::<String>(),
            format!("Encoding: quoted-printable\n\n{}", uris.join("\n").replace('=', "=3D")),
        ] {
            let found = find_uris::find(&text);
            let found: Vec<&str> = found.iter().map(|link| link.uri.expose()).collect();
            prop_assert_eq!(&found, &uris, "{}", text);
        }
    }

    #[test]
    fn google_exports_bring_back_what_google_can_hold(drafts in prop::collection::vec(draft(), 0..30), id in any::<i32>()) {
        let accounts: Vec<_> = drafts.iter().map(|d| (&d.issuer, &d.name, &d.otp)).collect();
        let written = migration::write(&accounts, id);
        let mut batches = Batches::default();
        for uri in written.uris.iter().rev() {
            batches.add(migration::read(uri.expose()).expect("our own"));
        }
        let (entries, incomplete) = batches.finish();
        prop_assert!(incomplete.is_empty());
        let left_out: Vec<usize> = written.left_out.iter().map(|(place, _)| *place).collect();
        let kept = drafts.iter().enumerate().filter(|(place, _)| !left_out.contains(place));
        let kept: Vec<&Draft> = kept.map(|(_, draft)| draft).collect();
        prop_assert_eq!(entries.len(), kept.len());
        for (entry, draft) in entries.iter().zip(kept) {
            let entry = entry.as_ref().expect("our own");
            prop_assert_eq!(&entry.otp, &draft.otp);
            // Google's format has no way to say that a name with a colon has no issuer.
            if !draft.issuer.is_empty() || !draft.name.as_str().contains(':') {
                prop_assert_eq!((&entry.issuer, &entry.name), (&draft.issuer, &draft.name));
            }
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in pasted()) {
        let _ = parse(&text);
        let _ = migration::read(&text);
        let _ = read_text(&text);
        let found = find_uris::find(&text);
        let again: Vec<String> = found.iter().map(|link| link.uri.expose().to_owned()).collect();
        let again = find_uris::find(&again.join("\n"));
        // Undoing escapes may lay bare others.
        if !text.contains("=3D") && !text.contains('%') && !found.iter().any(|link| link.may_go_on) {
            prop_assert_eq!(again, found, "what was found is found again, unchanged");
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let base64 = data_encoding::BASE64URL_NOPAD.encode(&bytes);
        let _ = migration::read(&format!("otpauth-migration://offline?data={base64}"));
        if let Some(text) = text::decode(&bytes) {
            let _ = read_text(text.expose());
        }
    }
}
