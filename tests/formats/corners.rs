//! Odd corners of the apps' files: older versions, parts that are missing or null, numbers as texts, other encodings.

use otp::account::{Draft, Label};
use otp::formats::FileError;
use otp::formats::input::Input;
use otp::formats::password::Password;
use otp::formats::table;

use crate::formats::corner_files::{PLAIN, S};

/// An entry in a few words.
pub fn line(draft: &Draft) -> String {
    let otp = &draft.otp;
    let turns = otp.period().map(|period| u64::from(period.seconds()));
    let turns = turns.or(otp.counter()).unwrap_or_default();
    let tags: Vec<&str> = draft.tags.iter().map(Label::as_str).collect();
    format!(
        "{}:{} {} {} {} {turns} [{}]",
        draft.issuer,
        draft.name,
        otp.kind().name(),
        otp.algorithm().name(),
        otp.digits().get(),
        tags.join(",")
    )
}

/// What a file gives: an entry each, or `bad`.
fn read(format: &str, text: &[u8], password: Option<&str>) -> Vec<String> {
    let password = password.map(Password::new);
    let read = table::read(&Input::new("export", text), None, password.as_ref());
    let import = read.unwrap_or_else(|failure| {
        let text = String::from_utf8_lossy(text).into_owned();
        panic!("{format}: {:?} of {text}", failure.error)
    });
    assert_eq!(import.format.name, format);
    let drafts = import.report.drafts.iter();
    drafts
        .map(|draft| draft.as_ref().map_or("bad".to_owned(), line))
        .collect()
}

#[test]
fn odd_corners_are_read() {
    for (format, file, wanted) in PLAIN {
        let file = file.replace('%', S);
        assert_eq!(read(format, file.as_bytes(), None), *wanted, "{file}");
    }
}

#[test]
fn an_export_of_nothing_is_told_as_such() {
    for text in [
        "[]",
        r#"{"version":3,"accounts":[],"folders":[]}"#,
        r#"{"accounts":[]}"#,
        r#"{"schemaVersion":4,"services":[],"groups":[]}"#,
        r#"{"encrypted":false,"folders":[],"items":[]}"#,
        r#"{"version":2,"elements":[]}"#,
        r#"{"tokenOrder":[],"tokens":[]}"#,
        r#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[]}}"#,
    ] {
        let read = table::read(&Input::new("export", text.as_bytes()), None, None);
        let failure = read.err().map(|failure| failure.error);
        assert_eq!(failure, Some(FileError::NoOtp), "{text}");
    }
}

#[test]
fn every_text_is_read_in_every_encoding() {
    for (format, file, wanted) in PLAIN {
        let file = file.replace('%', S);
        let mut marked = vec![0xef, 0xbb, 0xbf];
        marked.extend_from_slice(file.as_bytes());
        assert_eq!(read(format, &marked, None), *wanted, "with a mark");
        let wide = |mark: u16, bytes: fn(u16) -> [u8; 2]| {
            let units = [mark].into_iter().chain(file.encode_utf16());
            units.flat_map(bytes).collect::<Vec<u8>>()
        };
        for text in [
            wide(0xfeff, u16::to_le_bytes),
            wide(0xfeff, u16::to_be_bytes),
        ] {
            assert_eq!(read(format, &text, None), *wanted, "in UTF-16");
        }
        let lines = file.replace("\r\n", "\n").replace('\n', "\r\n");
        assert_eq!(read(format, lines.as_bytes(), None), *wanted, "{lines}");
    }
}

#[test]
fn what_was_packed_is_unpacked_and_notes_beside_it_are_passed_over() {
    use std::io::Write as _;
    let text = format!(r#"[{{"kind":"TOTP","issuer":"A","account":"a","secret":"{S}"}}]"#);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text.as_bytes()).expect("written");
    let packed = gzip.finish().expect("packed");
    let wanted = ["A:a totp SHA1 6 30 []"];
    assert_eq!(read("gzip", &packed, None), wanted);
    let failure = |bytes: &[u8]| {
        let read = table::read(&Input::new("export.gz", bytes), None, None);
        read.err().map(|failure| failure.error)
    };
    assert!(matches!(
        failure(&packed[..packed.len() / 2]),
        Some(FileError::Damaged(_))
    ));
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..65 {
        bomb.write_all(&vec![b' '; 1 << 20]).expect("written");
    }
    let bomb = bomb.finish().expect("packed");
    assert!(matches!(failure(&bomb), Some(FileError::Refused(_))));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [
        ("backup/export.json", text.as_str()),
        ("__MACOSX/backup/._export.json", "x"),
    ] {
        zip.start_file(name, stored).expect("a member");
        zip.write_all(text.as_bytes()).expect("written");
    }
    let zip = zip.finish().expect("a zip").into_inner();
    assert_eq!(read("zip", &zip, None), wanted);
}

/// An archive of texts.
fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("a member");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn the_export_in_an_archive_is_found_beside_what_else_is_there() {
    let bitwarden = r#"{"encrypted":false,"items":[{"type":1,"name":"A","login":{"totp":"MFZXIZLSNFXWI2LO"}}]}"#;
    let raivo = r#"[{"kind":"TOTP","issuer":"A","secret":"MFZXIZLSNFXWI2LO"}]"#;
    let table = "username,username2,username3,title,password,note,url,category,otpUrl\n,,,A,p,,,,MFZXIZLSNFXWI2LO\n";
    for members in [
        [("data.json", bitwarden), ("attachments/1/other.json", "{}")],
        [("export.json", raivo), ("README.txt", "Keep it safe.")],
        [("credentials.csv", table), ("payments.csv", "type,name\n")],
        [
            ("backup/export.csv", table),
            ("__MACOSX/backup/._export.csv", "x"),
        ],
    ] {
        assert_eq!(
            read("zip", &archive(&members), None),
            ["A: totp SHA1 6 30 []"]
        );
    }
}

/// Made with openssl, whose salted files CryptoJS writes and reads too.
const EXTENSION_2: &str = r#"{"key":{"enc":"U2FsdGVkX1/MxdbmDfZt9bF+HqAhOfBAQDvjp62JUZ4z277pgxhuW418ilrSaFSc","hash":"x"},
    "h":{"account":"a","encrypted":true,"index":0,"issuer":"A","secret":"U2FsdGVkX18y41JNZRI/4nLmtfAMNmczsX6gmYEH0IH0qxSXF/gc/3lVJrEHtOFp","type":"totp"},
    "i":{"account":"b","encrypted":true,"index":1,"issuer":"B","secret":"U2FsdGVkX18AAAA=","type":"totp"}}"#;
const EXTENSION_1: &str = r#"{"h":{"account":"a","encrypted":true,"index":0,"issuer":"A","secret":"U2FsdGVkX18EhTQpWz1co0t8XRNevUePWK04pgQBVtygfR6Mv3r0nH6XiksF7n8l","type":"totp"}}"#;

#[test]
fn older_backups_of_the_extension_are_opened() {
    let open = |text: &str| read("authenticator-ext", text.as_bytes(), Some("kelp"));
    assert_eq!(open(EXTENSION_2), ["A:a totp SHA1 6 30 []", "bad"]);
    assert_eq!(open(EXTENSION_1), ["A:a totp SHA1 6 30 []"]);
    for text in [EXTENSION_1, EXTENSION_2] {
        let read = |password: Option<&str>| {
            let password = password.map(Password::new);
            let input = Input::new("export", text.as_bytes());
            table::read(&input, None, password.as_ref()).map_err(|failure| failure.error)
        };
        assert_eq!(read(None).err(), Some(FileError::NeedPassword));
        assert_eq!(read(Some("otter")).err(), Some(FileError::WrongPassword));
    }
}

#[test]
fn null_work_factors_of_bitwarden_are_those_of_another_function() {
    let text = r#"{"encrypted":true,"passwordProtected":true,"salt":"AAAA","kdfType":0,"kdfIterations":1000,
        "kdfMemory":null,"kdfParallelism":null,"encKeyValidation_DO_NOT_EDIT":"2.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","data":"2.x|y|z"}"#;
    let read = table::read(
        &Input::new("export", text.as_bytes()),
        None,
        Some(&Password::new("kelp")),
    );
    assert_eq!(
        read.err().map(|failure| failure.error),
        Some(FileError::WrongPassword)
    );
}
