//! The floor plan of `src/lib.rs`, kept by reading the sources: who may use whom, and how files are cut.

mod circles;
mod code;
mod rules;
mod unused;
mod walls;

use std::fs;
use std::path::Path;

use rules::SourceFile;

/// The files whose code outside of tests may look into a `Secret`, a `SecretText`, a `Note` or a
/// `SecretString`. A new one is a decision: what does it do with the text, and is every copy wiped?
const MAY_EXPOSE: &[&str] = &[
    // The key goes into the HMAC, into URIs, out of texts that are searched.
    "account/code.rs",
    "account/uri/write.rs",
    "account/yandex.rs",
    "formats/find_uris/mod.rs",
    "formats/migration/write.rs",
    "formats/report.rs",
    // Other apps' files: their text is read once, an account becomes the texts that they are written in.
    "formats/export/row.rs",
    "formats/input.rs",
    "app/transfer/export.rs",
    "app/transfer/google.rs",
    "app/transfer/import.rs",
    "app/transfer/password.rs",
    // A message from the clipboard.
    "cli/extract.rs",
    // The document is read and written, sealed and opened, two tokens are compared.
    "vault/crypt.rs",
    "vault/document.rs",
    "vault/text/raw.rs",
    "vault/text/writer.rs",
    "vault/keys.rs",
    // The identity is handed to the OS keyring and the kernel's.
    "system/keyring.rs",
    "system/session/kernel.rs",
    // What was typed or pasted is measured, compared and parsed.
    "app/open/ask.rs",
    "app/enrol/dropped.rs",
    "app/enrol/find.rs",
    // A text may be a picture: a drawing, a data URI.
    "app/enrol/pictures.rs",
    "app/enrol/typed.rs",
    "app/open/passphrase.rs",
    "app/open/recovery.rs",
    "app/open/unlock.rs",
    "cli/add/by_hand.rs",
    "cli/ask.rs",
    "cli/change.rs",
    // The user asked to see it.
    "cli/init.rs",
    "cli/output.rs",
    "cli/show.rs",
    "qr/draw.rs",
    // The interface: notes and the recovery key on the screen, QR codes, pastes into a wiped field, a passphrase
    // on its way to age.
    "tui/field.rs",
    "tui/form.rs",
    "tui/import.rs",
    "tui/form/texts.rs",
    "tui/scene/account.rs",
    "tui/scene/qr.rs",
    "tui/scene/shut.rs",
    "tui/update/add.rs",
    "tui/update/write.rs",
];

fn sources() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, "", &mut files);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str());
        let name = format!("{prefix}{}", name.expect("a plain name"));
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            files.push(SourceFile { path: name, text });
        }
    }
}

fn check(rule: impl Fn(&SourceFile) -> Vec<String>) {
    let sources = sources();
    assert!(sources.len() > 10, "the sources were not found");
    let broken: Vec<String> = sources.iter().flat_map(rule).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn rooms_use_lower_floors_only() {
    check(rules::imports);
}

#[test]
fn rooms_without_io_do_none() {
    check(rules::io);
}

#[test]
fn files_say_what_they_are_for_and_stay_short() {
    check(rules::shape);
}

#[test]
fn rooms_have_names_that_mean_something() {
    check(rules::names);
}

#[test]
fn only_listed_files_look_into_secrets() {
    check(|file| rules::exposure(file, MAY_EXPOSE));
    let sources = sources();
    for path in MAY_EXPOSE {
        let exposes = |file: &SourceFile| file.path == *path && rules::exposes(file);
        assert!(
            sources.iter().any(exposes),
            "{path} looks into no secret: strike it off the list"
        );
    }
}

#[test]
fn sums_of_seconds_are_checked() {
    check(rules::sums);
    let sums = |text: &str| {
        let file = SourceFile {
            path: "app/file.rs".to_owned(),
            text: format!("//! A file.\nfn f() {{ {text} }}"),
        };
        rules::sums(&file).len()
    };
    for text in [
        "a.uptime() + b",
        "model.touched + after",
        "x * self.seconds()",
        "n - 1 + Duration::from_secs(5)",
    ] {
        assert_eq!(sums(text), 1, "{text}");
    }
    assert_eq!(sums("now.saturating_add(1) + width - u64::from(next)"), 0);
}

/// Public items that only tests, benches and fuzz targets need, and those of the test doubles.
const FOR_TESTS: &[(&str, &str)] = &[
    ("system/clipboard.rs", "with_owner"),
    ("system/fake.rs", "set_road"),
    ("system/fake.rs", "set_sync"),
    ("system/fake.rs", "set_trouble"),
    ("tui/demo.rs", "START"),
    ("vault/keys.rs", "with_recipient"),
];

/// Files that use each other in a circle today. A new circle is none that may be added here.
const CIRCLES: &[&[&str]] = &[];

fn none(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn everything_public_is_used() {
    none(&unused::unused(&sources(), FOR_TESTS));
}

#[test]
fn every_setting_is_read() {
    none(&unused::unread_settings(&sources()));
}

#[test]
fn files_of_a_room_use_each_other_in_no_circle() {
    none(&circles::circles(&sources(), CIRCLES));
}

#[test]
fn only_the_room_for_it_touches_the_system() {
    none(&walls::system(&sources()));
}

#[test]
fn only_listed_files_write_to_a_terminal() {
    none(&walls::terminal(&sources()));
}
