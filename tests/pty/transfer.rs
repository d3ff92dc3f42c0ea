//! Moving in and out in a terminal, from a real file into a real vault and back out.

use super::session::{Session, Start};
use crate::home::{Home, PASSPHRASE};

fn opened(home: &Home) -> Session {
    let folder = home.path("");
    let mut start = Start::otp(&folder, &["--no-keyring"]).inside(&folder);
    for (name, folder) in [("DATA", ".local/share"), ("STATE", ".local/state")] {
        let folder = home.path(folder);
        start = start.env(&format!("XDG_{name}_HOME"), folder.to_str().expect("text"));
    }
    let session = start.run();
    session
        .sees("otp is locked")
        .types(&format!("{PASSPHRASE}\r"));
    session
}

fn names(home: &Home) -> Vec<String> {
    let listed = home.otp(["list", "--names"]);
    let mut names: Vec<String> = listed.stdout.lines().map(str::to_owned).collect();
    names.sort();
    names
}

#[test]
fn an_encrypted_export_is_moved_in_and_all_of_it_out_again() {
    let home = Home::with_accounts(&[
        "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub",
    ]);
    let sample = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/formats/aegis/aegis-export-encrypted.json"
    );
    std::fs::copy(sample, home.path("moving house.json")).expect("a copy");
    let session = opened(&home);
    session
        .sees("GitHub")
        .types("i")
        .sees("Another app's export");
    // As a terminal pastes a dropped file.
    let path = home.path("moving house.json");
    session.pastes(&format!("'{}' ", path.to_str().expect("text")));
    session.sees("Password of moving house.json");
    session.types("wrong\r").sees("does not open it");
    session.types("kelp-otter-19!\r").sees("will be added");
    session.types("\r").sees("Added ");
    let moved = names(&home);
    assert!(moved.len() > 8, "{moved:?}");
    session.types("u").sees("Undone");
    assert_eq!(names(&home), ["GitHub:octavia"]);
    session.types("\x12").sees("Done again");
    // And out, encrypted by age.
    session.types("X").sees("accounts as");
    session
        .types(&"j".repeat(10))
        .types("\r")
        .sees("A password");
    session
        .types("kelp\r")
        .sees("The same again")
        .types("kelp\r");
    session.sees("A new file").types("\x15~/moved.age\r");
    session.sees("read back and compared");
    session.types("\r").sees("GitHub").types("q");
    assert_eq!(session.ends(), 0);
    session.terminal_is_restored();
    let other = Home::with_vault();
    let password = home.write("password", b"kelp\n");
    let run = other.otp([
        "import".as_ref(),
        home.path("moved.age").as_os_str(),
        "--password-file".as_ref(),
        password.as_os_str(),
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(names(&other), moved);
}
