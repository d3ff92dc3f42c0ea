//! Moving in with `i` and moving out with `X`: every step on the screen, and what is done in the end.

use std::path::{Path, PathBuf};

use otp::account::Account;
use otp::app::Settings;
use otp::tui::demo;
use otp::vault::Vault;

use super::stage::{Stage, sees, sees_no};

const SIZES: [(u16, u16); 5] = [(24, 8), (40, 12), (80, 24), (140, 40), (200, 50)];

fn sample(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/formats")
        .join(file)
}

/// The interface in a home that holds copies of samples, so that no path of this machine is seen.
fn at_home(size: (u16, u16), files: &[&str]) -> (tempfile::TempDir, Stage) {
    let home = tempfile::tempdir().expect("a folder");
    for file in files {
        let name = Path::new(file).file_name().expect("a name");
        std::fs::copy(sample(file), home.path().join(name)).expect("a copy");
    }
    let stage = Stage::with(size, |scenery| scenery.home(home.path()));
    (home, stage)
}

fn snap(name: &str, home: &tempfile::TempDir, stage: &Stage, size: (u16, u16)) {
    let name = format!("{name}_{}x{}", size.0, size.1);
    let folder = home.path().to_str().expect("text");
    let seen = stage.seen();
    assert!(!seen.contains(folder), "{seen}");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, seen);
    });
}

fn titles(stage: &Stage) -> Vec<String> {
    let open = stage.elsewhere();
    open.vault().accounts().map(Account::title).collect()
}

#[test]
fn the_import_page_at_every_size() {
    let files = [
        "aegis/aegis-two-bad-entries.json",
        "aegis/aegis-export-encrypted.json",
        "invalid/prose.txt",
    ];
    for size in SIZES {
        let (home, mut stage) = at_home(size, &files);
        stage.press("i");
        snap("import_naming", &home, &stage, size);
        stage.types("~/prose.txt").press("Enter").answered();
        snap("import_nothing", &home, &stage, size);
        stage
            .press("^U")
            .types("~/aegis-export-encrypted.json")
            .press("Enter")
            .answered()
            .types("wrong");
        snap("import_password", &home, &stage, size);
        stage.press("Enter");
        snap("import_opening", &home, &stage, size);
        stage.answered();
        snap("import_wrong", &home, &stage, size);
        let (home, mut stage) = at_home(size, &files);
        stage
            .press("i")
            .types("~/aegis-two-bad-entries.json")
            .press("Enter")
            .answered();
        snap("import_report", &home, &stage, size);
        stage.press("Down Down");
        snap("import_bad_entry", &home, &stage, size);
    }
}

#[test]
fn the_export_page_at_every_size() {
    for size in SIZES {
        let (home, mut stage) = at_home(size, &[]);
        stage.press("X");
        snap("export_targets", &home, &stage, size);
        stage.press("Down Enter");
        snap("export_plain", &home, &stage, size);
        stage.press("y");
        snap("export_naming", &home, &stage, size);
        stage.press("Enter").answered();
        snap("export_done", &home, &stage, size);
        let (home, mut stage) = at_home(size, &[]);
        stage.press("X Down Down Enter").types("kelp");
        snap("export_password", &home, &stage, size);
    }
}

#[test]
fn a_plain_file_is_reported_ticked_and_added_as_one_change() {
    let (home, mut stage) = at_home((100, 40), &["raivo/raivo-otp-export.json"]);
    let before = titles(&stage);
    stage
        .press("i")
        .types("~/raivo-otp-export.json")
        .press("Enter")
        .answered();
    sees(&stage, "8 of 8 will be added");
    // One is not wanted.
    stage.press("Space");
    sees(&stage, "7 of 8 will be added");
    stage.press("Enter");
    sees(&stage, "Added 7 accounts");
    assert_eq!(titles(&stage).len(), before.len() + 7);
    stage.press("u");
    assert_eq!(titles(&stage), before);
    stage.press("^R");
    // What is there already is not ticked again.
    stage
        .press("i")
        .types("~/raivo-otp-export.json")
        .press("Enter")
        .answered();
    sees(&stage, "1 of 8 will be added");
    sees(&stage, "already here");
    stage.press("Esc");
    assert_eq!(titles(&stage).len(), before.len() + 7);
    drop(home);
}

#[test]
fn an_encrypted_file_asks_until_the_password_fits() {
    let (_home, mut stage) = at_home((100, 40), &["aegis/aegis-export-encrypted.json"]);
    stage
        .press("i")
        .types("~/aegis-export-encrypted.json")
        .press("Enter")
        .answered();
    sees(
        &stage,
        "Password of aegis-export-encrypted.json (Aegis, encrypted)",
    );
    stage.types("not-the-password");
    sees_no(&stage, "not-the-password");
    stage.press("Enter");
    sees(&stage, "Opening Aegis, encrypted");
    stage.answered();
    sees(&stage, "That password does not open it");
    stage.pastes("kelp-otter-19!\n");
    stage.press("Enter").answered();
    sees(&stage, "will be added");
    stage.press("Enter");
    sees(&stage, "Added ");
}

#[test]
fn waiting_for_a_key_can_be_given_up() {
    let (_home, mut stage) = at_home((100, 40), &["aegis/aegis-export-encrypted.json"]);
    let before = titles(&stage);
    stage
        .press("i")
        .types("~/aegis-export-encrypted.json")
        .press("Enter")
        .answered()
        .types("kelp-otter-19!")
        .press("Enter");
    sees(&stage, "Opening Aegis, encrypted");
    stage.press("Esc");
    sees(&stage, "Another app's export");
    // The answer to what was given up says nothing any more.
    stage.answered();
    sees(&stage, "Another app's export");
    stage.press("Esc");
    sees(&stage, "GitHub");
    assert_eq!(titles(&stage), before);
}

#[test]
fn files_are_dropped_several_at_a_time_and_bad_ones_are_named() {
    let (home, mut stage) = at_home(
        (120, 40),
        &[
            "raivo/raivo-otp-export.json",
            "invalid/prose.txt",
            "duo/accounts.json",
        ],
    );
    let path = |name: &str| home.path().join(name).to_str().expect("text").to_owned();
    stage.press("i").pastes(&format!(
        "{}\n{}\n{}\n",
        path("raivo-otp-export.json"),
        path("prose.txt"),
        path("accounts.json")
    ));
    stage.answered();
    sees(&stage, "1 cannot be read");
    sees(&stage, "prose.txt");
    stage.press("a a Esc i").pastes(&path("prose.txt"));
    stage.answered();
    sees(&stage, "it is in no format that otp knows");
    // Half an export is no path, and what it holds is not shown.
    for half in [
        "{\"entries\":[{\"name\":\"me\",\"secret\":\"MFZXIZLSNFXWI2LO\"",
        "name,secret me,MFZXIZLSNFXWI2LO",
        "MFZXIZLSNFXWI2LOMFZX",
    ] {
        stage.press("Esc i").pastes(half);
        sees_no(&stage, "MFZX");
        stage.answered();
        sees_no(&stage, "MFZX");
    }
    stage.press("Esc i");
    let link = "otpauth://totp/New:me?secret=MFZXIZLSNFXWI2LOMFZXIZLSNFXWI2LO";
    stage.pastes(link).answered();
    sees(&stage, "1 of 1 will be added");
    sees_no(&stage, "MFZX");
    stage.press("Enter");
    sees(&stage, "Added New me");
}

#[test]
fn an_account_with_another_secret_is_not_ticked() {
    let (home, mut stage) = at_home((120, 40), &[]);
    let text = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub\n\
                otpauth://totp/GitHub:other?secret=MFZXIZLSNFXWI2LP&issuer=GitHub\n";
    std::fs::write(home.path().join("list.txt"), text).expect("written");
    stage
        .press("i")
        .types("~/list.txt")
        .press("Enter")
        .answered();
    sees(&stage, "1 of 2 will be added");
    sees(&stage, "! here with another secret");
    stage.press("a Enter");
    sees(&stage, "Added 2 accounts");
}

#[test]
fn plain_text_is_confirmed_written_once_and_read_back() {
    let (home, mut stage) = at_home((100, 40), &[]);
    let file = home.path().join("out.json");
    stage.press("X Down Enter");
    sees(&stage, "plain text");
    // Enter is no answer to that question.
    stage.press("Enter");
    assert!(!file.exists());
    sees(&stage, "Is that meant?");
    stage
        .press("y ^U")
        .types("~/out.json")
        .press("Enter")
        .answered();
    sees(
        &stage,
        "It holds 13 of 13 accounts; it was read back and compared.",
    );
    let text = std::fs::read_to_string(&file).expect("the export");
    assert!(text.contains("\"entries\""), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file)
            .expect("there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    stage.press("Enter");
    sees(&stage, "GitHub");
    // A file that is there is never written over.
    stage
        .press("X Enter y ^U")
        .types("~/out.json")
        .press("Enter")
        .answered();
    sees(&stage, "✗");
    assert_eq!(std::fs::read_to_string(&file).expect("the export"), text);
}

#[test]
fn what_is_in_view_is_exported_encrypted_and_what_is_lost_is_said() {
    let (home, mut stage) = at_home((100, 40), &[]);
    stage.press("/").types("octo").press("Tab X");
    sees(&stage, "encrypted");
    stage.press("Down Down Enter");
    stage
        .types("kelp")
        .press("Enter")
        .types("other")
        .press("Enter");
    sees(&stage, "The two differ");
    stage
        .types("kelp")
        .press("Enter")
        .types("kelp")
        .press("Enter");
    stage
        .press("^U")
        .types("~/out.json")
        .press("Enter")
        .answered();
    sees(&stage, "read back and compared");
    let text = std::fs::read_to_string(home.path().join("out.json")).expect("the export");
    assert!(
        text.contains("\"slots\"") && !text.contains("octo"),
        "{text}"
    );
    // Steam's codes are unknown to Google's app.
    stage.press("Enter Esc X");
    for _ in 0..9 {
        stage.press("Down");
    }
    stage
        .press("Enter y ^U")
        .types("~/codes.png")
        .press("Enter")
        .answered();
    sees(&stage, "knows no Steam codes");
    assert!(home.path().join("codes.png").exists() || home.path().join("codes-1.png").exists());
}

#[test]
fn the_passphrase_is_asked_for_again_where_the_settings_say_so() {
    let mut stage = Stage::with((80, 24), |scenery| {
        scenery.settings = Settings {
            ask_again: true,
            ..Settings::default()
        };
    });
    stage.press("X");
    sees(&stage, "The passphrase again");
    stage.types(demo::PASSPHRASE).press("Enter").answered();
    sees(&stage, "13 accounts as");
    stage.press("Esc");
    sees(&stage, "GitHub");
}

#[test]
fn a_large_report_is_drawn_at_every_size() {
    let (home, mut stage) = at_home((80, 24), &[]);
    let mut text = String::new();
    for number in 0..1000 {
        let secret = data_encoding::BASE32_NOPAD.encode(format!("secret-{number:05}").as_bytes());
        let number = number.to_string();
        text.extend(["otpauth://totp/Site", &number, ":me?secret=", &secret, "\n"]);
    }
    std::fs::write(home.path().join("list.txt"), text).expect("written");
    stage
        .press("i")
        .types("~/list.txt")
        .press("Enter")
        .answered();
    sees(&stage, "1000 of 1000 will be added");
    for columns in [1, 8, 24, 80, 200] {
        for rows in [1, 3, 8, 24, 60] {
            stage.resizes((columns, rows)).buffer();
        }
    }
    stage.resizes((80, 24)).press("Enter");
    sees(&stage, "Added 1000 accounts");
    let vault: Vault = stage.elsewhere().vault().clone();
    assert_eq!(vault.accounts().count(), 1013);
}

#[test]
fn an_export_that_is_dropped_on_the_list_opens_the_import_page() {
    let (home, mut stage) = at_home((100, 40), &["raivo/raivo-otp-export.json"]);
    let file = home.path().join("raivo-otp-export.json");
    stage
        .pastes(file.to_str().expect("text"))
        .answered()
        .answered();
    sees(&stage, "8 of 8 will be added");
    stage.press("Esc");
    sees(&stage, "GitHub");
    // Encrypted ones too, and their content.
    let (home, mut stage) = at_home((100, 40), &["aegis/aegis-export-encrypted.json"]);
    let file = home.path().join("aegis-export-encrypted.json");
    stage
        .pastes(&format!("'{}'", file.to_str().expect("text")))
        .answered()
        .answered();
    sees(&stage, "Password of aegis-export-encrypted.json");
    stage.press("Esc Esc");
    let text = std::fs::read_to_string(sample("raivo/raivo-otp-export.json")).expect("text");
    stage.pastes(&text).answered().answered();
    sees(&stage, "8 of 8 will be added");
    stage.press("Esc");
    // A link is still added where it always was.
    stage
        .pastes("otpauth://totp/Fresh:me?secret=MFZXIZLSNFXWI2LA&issuer=Fresh")
        .answered();
    sees_no(&stage, "will be added");
    sees(&stage, "Fresh");
}
