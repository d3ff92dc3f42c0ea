//! Odd corners of the apps' files: older versions, parts that are missing or null, numbers as texts, other encodings.

use otp::account::{Draft, Label};
use otp::formats::FileError;
use otp::formats::input::Input;
use otp::formats::password::Password;
use otp::formats::table;

/// An entry in a few words.
fn line(draft: &Draft) -> String {
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

const S: &str = "MFZXIZLSNFXWI2LO";

/// Format, file, what comes out; `%` stands for a secret.
const PLAIN: &[(&str, &str, &[&str])] = &[
    // Parts beside the codes that are null.
    (
        "aegis",
        r#"{"version":"1","header":null,"db":{"version":3,"groups":null,"entries":[{"type":"TOTP","uuid":null,
        "name":"a","issuer":"A","groups":null,"group":null,"note":null,"favorite":null,"icon":null,
        "info":{"secret":"%","algo":"HmacSHA256","digits":"8","period":"60"}},
        {"type":"hotp","name":"b","issuer":null,"groups":["x",null,7],"info":{"secret":"%","algo":null,"digits":6.0,"counter":"5"}}]}}"#,
        &["A:a totp SHA256 8 60 []", ":b hotp SHA1 6 5 []"],
    ),
    (
        "aegis",
        r#"{"version":1,"header":{"slots":null,"params":null},"db":{"version":1,"entries":[
        {"type":"steam","name":"g","issuer":"Steam","group":"Games","info":{"secret":"%","algo":"SHA1","digits":5,"period":30}}]}}"#,
        &["Steam:g steam SHA1 5 30 [Games]"],
    ),
    (
        "2fas",
        r#"{"schemaVersion":"3","groups":null,"servicesEncrypted":null,"services":[{"name":"A","secret":"mfzx izls nfxw i2lo",
        "groupId":7,"order":{"position":"1"},"otp":null},{"name":"B","secret":"%","order":null,
        "otp":{"account":"b","digits":null,"period":0,"algorithm":"SHA-512","tokenType":"TOTP"}},{"name":"C","secret":"%","otp":"x"}]}"#,
        &["A: totp SHA1 6 30 []", "B:b totp SHA512 6 30 []", "bad"],
    ),
    (
        "andotp",
        r#"[{"secret":"%","issuer":null,"label":"Shop - me","digits":"6","type":"TOTP","algorithm":"SHA1","thumbnail":"Default","tags":null,"period":"30"}]"#,
        &["Shop:me totp SHA1 6 30 []"],
    ),
    (
        "bitwarden",
        r#"{"encrypted":false,"folders":null,"collections":null,"items":[{"type":"1","name":"Site","favorite":null,"notes":null,
        "folderId":null,"collectionIds":[null],"deletedDate":null,"login":{"username":null,"totp":"%"}},
        {"name":"Typeless","login":{"totp":"otpauth://totp/x?secret=%"}},{"type":1,"name":"none","login":null},
        {"type":1,"name":"gone","deletedDate":"2026-01-01","login":{"totp":"%"}}]}"#,
        &["Site: totp SHA1 6 30 []", "Typeless:x totp SHA1 6 30 []"],
    ),
    (
        "stratum",
        r#"{"Authenticators":[{"Type":"2","Issuer":"A","Username":null,"Secret":"%","Algorithm":"1","Digits":"6","Period":"30",
        "Counter":0,"Pin":null,"Ranking":"3"}],"Categories":null,"AuthenticatorCategories":null,"CustomIcons":null}"#,
        &["A: totp SHA256 6 30 []"],
    ),
    (
        "freeotp-plus",
        r#"{"tokenOrder":null,"tokens":[{"algo":null,"counter":"4","digits":"6","issuerExt":"A","label":"a","period":30,"type":"HOTP","secret":[-1,2,3,4,5,6,7,8,9,10]}]}"#,
        &["A:a hotp SHA1 6 5 []"],
    ),
    (
        "lastpass",
        r#"{"version":3,"folders":null,"accounts":[{"issuerName":"A","userName":"a","secret":"%","timeStep":"30","digits":"6",
        "algorithm":"sha512","isFavorite":null,"folderData":{"folderId":null,"position":0}},
        {"issuerName":"","originalIssuerName":"B","secret":"%","folderData":null}]}"#,
        &["A:a totp SHA512 6 30 []", "B: totp SHA1 6 30 []"],
    ),
    (
        "proton",
        r#"{"version":1,"entries":[{"id":"x","note":null,"content":{"uri":"otpauth://totp/?secret=%&issuer=A","entry_type":"Totp","name":null}},
        {"content":{"uri":"steam://%","entry_type":"Steam","name":"Steam"}}]}"#,
        &["A: totp SHA1 6 30 []", "Steam: steam SHA1 5 30 []"],
    ),
    (
        "proton-pass-json",
        r#"{"vaults":{"v":{"name":"V","items":[{"data":{"metadata":null,"extraFields":null,"content":null}},
        {"state":1,"data":{"metadata":{"name":"A","note":null},"extraFields":[{"type":"totp","data":{"totpUri":"%"}}],"content":{"totpUri":"","itemUsername":"","itemEmail":"e@x.test"}}},
        {"state":1,"data":{"metadata":{"name":"B"},"content":{"totpUri":"otpauth://totp/Proton Pass?secret=%&issuer=B","itemEmail":"b@x.test"}}},
        {"state":2,"data":{"metadata":{"name":"gone"},"content":{"totpUri":"%"}}}]},"w":{"name":null,"items":null}}}"#,
        &[
            "A:e@x.test totp SHA1 6 30 [V]",
            "B:b@x.test totp SHA1 6 30 [V]",
        ],
    ),
    (
        "1password-data",
        r#"{"accounts":[{"vaults":[{"attrs":null,"items":[{"trashed":null,"favIndex":"1","overview":null,"details":null},
        {"overview":{"title":"A","tags":null},"details":{"loginFields":null,"notesPlain":null,"sections":[{"fields":null},
        {"fields":[{"value":null},{"value":{"totp":"%"}},{"value":{"string":"x"}}]}]}}]},{"attrs":{"name":"E"},"items":null}]},{"vaults":null}]}"#,
        &["A: totp SHA1 6 30 []"],
    ),
    (
        "authenticator-ext",
        r#"{"h1":{"dataType":"OTPStorage","issuer":"A::a.test","account":"a","secret":"%","type":"totp","index":"1","digits":"6","algorithm":"SHA256"},
        "h2":{"secret":"%","account":"b","index":null,"type":"hotp","counter":"7"}}"#,
        &["A:a totp SHA256 6 30 []", ":b hotp SHA1 6 7 []"],
    ),
    (
        "enpass",
        r#"{"folders":null,"items":[{"template_type":"login.default","title":"A","favorite":0,"folders":null,"fields":null},
        {"title":"B","folders":[null,"x"],"fields":[{"type":"username","value":"b"},{"type":"totp","value":"%"},{"type":"totp","value":"","deleted":null}]}]}"#,
        &["B:b totp SHA1 6 30 []"],
    ),
    (
        "cxf",
        r#"{"version":{"major":1,"minor":0},"exporterRpId":"x","accounts":[{"collections":null,"items":[{"id":null,"title":"A","tags":null,"favorite":null,
        "credentials":[{"type":"totp","secret":"%","period":"30","digits":6,"algorithm":"SHA256","username":null,"issuer":null}]},{"id":"y","credentials":null}]},
        {"items":null}]}"#,
        &["A: totp SHA256 6 30 []"],
    ),
    (
        "duo",
        r#"[{"name":"a","otpGenerator":{"otpSecret":"%","counter":null}},{"name":"push","otpGenerator":null},{"name":"b","otpGenerator":{"otpSecret":"%","counter":"3"}}]"#,
        &[":a totp SHA1 6 30 []", ":b hotp SHA1 6 3 []"],
    ),
    (
        "raivo",
        r#"[{"issuer":"A","account":"a","secret":"%","kind":"HOTP","algorithm":"SHA-256","digits":"8","timer":"0","counter":"12","pinned":"true"}]"#,
        &["A:a hotp SHA256 8 12 []"],
    ),
    (
        "authy-mitm",
        r#"[{"issuer":"A","originalIssuer":"B","decryptedSecret":"%","name":"x","digits":"6"},{"issuer":"C","decryptedSecret":"%","name":"C: y"}]"#,
        &["B:x totp SHA1 6 30 []", "C:y totp SHA1 6 30 []"],
    ),
    (
        "uri-list",
        r#"[{"name":"n","uri":"otpauth://totp/A:a?secret=%","secret":"%"},{"uri":null,"name":"m","secret":"%"}]"#,
        &["A:a totp SHA1 6 30 []", "bad"],
    ),
    (
        "cotp",
        r#"{"version":2,"elements":[{"secret":"%","issuer":null,"label":"a","digits":null,"type":"Totp","algorithm":null,"period":null,"counter":null,"pin":null}]}"#,
        &[":a totp SHA1 6 30 []"],
    ),
    // Tables: the first of several columns that says something.
    (
        "proton-pass-csv",
        "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault\r\nlogin,A,,e@x.test,,p,,%,1,1,V\r\n",
        &["A:e@x.test totp SHA1 6 30 [V]"],
    ),
    (
        "dashlane-csv",
        "username,username2,username3,title,password,note,url,category,otpUrl,otpSecret\n,second,,A,p,,,Cat,,%\n",
        &["A:second totp SHA1 6 30 [Cat]"],
    ),
    (
        "generic-csv",
        "Service,Account,Username,TOTP,Secret,Digits,Period\nA,,a,,%,8,\nB,b,,otpauth://totp/x?secret=%,,,\n",
        &["A:a totp SHA1 8 30 []", "B:x totp SHA1 6 30 []"],
    ),
    (
        "totp-cli",
        "---\r\n- name: A\r\n  accounts:\r\n  - name: a\r\n    token: %\r\n    algorithm: sha256\r\n    length: 8\r\n",
        &["A:a totp SHA256 8 30 []"],
    ),
    (
        "rsc-2fa",
        "github 6 %\r\nfob 8 % 00000000000000000004\r\n",
        &[":github totp SHA1 6 30 []", ":fob hotp SHA1 8 5 []"],
    ),
];

#[test]
fn odd_corners_are_read() {
    for (format, file, wanted) in PLAIN {
        let file = file.replace('%', S);
        assert_eq!(read(format, file.as_bytes(), None), *wanted, "{file}");
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
