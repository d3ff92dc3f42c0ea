//! Keys behind an age plugin, on the real binary: whose saves are whose, and what happens where the plugin is missing.

use std::process::Command;

use super::trust::{opened_by_stock_age, sealed_by_stock_age};
use crate::home::{Home, Run, finish};
use crate::parts;
use crate::trust::stock_age::bech32;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const GITLAB: &str = "otpauth://totp/GitLab:octavia?secret=MFZYIZLSNFXWI2LO&issuer=GitLab";

fn recipient(byte: u8) -> String {
    bech32("age1otpfake", &[byte; 20])
}

fn run(home: &Home, arguments: &[&str], input: &str, has_plugin: bool) -> Run {
    let mut command = home.command(arguments);
    if has_plugin {
        with_plugin(home, &mut command);
    }
    finish(command, input.as_bytes())
}

fn with_plugin(home: &Home, command: &mut Command) {
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{path}", home.path("").display()));
}

/// Two devices behind the same plugin: by its name alone nobody can tell them apart.
fn home_with_two_tokens() -> Home {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::with_accounts(&[GITHUB]);
    let program = include_bytes!("../trust/age-plugin-otpfake.py");
    let program = home.write("age-plugin-otpfake", program);
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).expect("mode");
    for (name, byte) in [("first token", 7), ("second token", 8)] {
        let recipient = recipient(byte);
        let add = [
            "--identity",
            "recovery.txt",
            "key",
            "add",
            &recipient,
            "--name",
            name,
        ];
        let added = run(&home, &add, "", true);
        assert_eq!(added.code, 0, "{added:?}");
    }
    let identity = bech32("age-plugin-otpfake-", &[7; 20]).to_uppercase();
    let text = format!("# Recipient: {}\n{identity}\n", recipient(7));
    home.write("plugin.txt", text.as_bytes());
    home
}

#[test]
fn a_session_knows_which_key_it_holds() {
    if !parts::has("python3") || !parts::has("age") {
        return;
    }
    let home = home_with_two_tokens();
    let unlock = ["--identity", "plugin.txt", "unlock", "--for", "2m"];
    if run(&home, &unlock, "", true).code != 0 {
        parts::skip("a kernel keyring");
        return;
    }
    let added = run(&home, &["add", "--yes", "-"], GITLAB, true);
    assert_eq!(run(&home, &["lock"], "", true).code, 0);
    assert_eq!(added.code, 0, "{added:?}");
    let text = opened_by_stock_age(&home);
    let device = text.split("[[").find(|part| part.contains(&recipient(7)));
    let device = device.expect("the device");
    assert!(device.contains("saves = \"1."), "{device}");
}

#[test]
fn a_missing_plugin_costs_no_save_and_is_told() {
    if !parts::has("python3") {
        return;
    }
    let home = home_with_two_tokens();
    let added = run(
        &home,
        &["--identity", "recovery.txt", "add", "--yes", "-"],
        GITLAB,
        false,
    );
    assert_eq!(added.code, 0, "{added:?}");
    for name in ["first token", "second token"] {
        assert!(
            added
                .stderr
                .contains(&format!("{name} cannot open this save")),
            "{added:?}"
        );
    }
    let listed = run(
        &home,
        &["--identity", "recovery.txt", "list", "--names"],
        "",
        false,
    );
    assert_eq!(listed.stdout, "GitHub:octavia\nGitLab:octavia\n");
    let doctor = run(&home, &["--identity", "recovery.txt", "doctor"], "", false);
    assert_eq!(doctor.code, 1);
    assert!(
        doctor.stdout.contains("first token cannot open"),
        "{doctor:?}"
    );
    // What the plugin would protect is not sealed to nobody: the key itself is refused.
    let another = recipient(9);
    let add = ["--identity", "recovery.txt", "key", "add", &another];
    assert_ne!(run(&home, &add, "", false).code, 0);
}

#[test]
fn what_a_plugin_says_when_it_refuses_is_told() {
    if !parts::has("python3") {
        return;
    }
    let home = home_with_two_tokens();
    let refused = |arguments: &[&str]| {
        let mut command = home.command(arguments);
        with_plugin(&home, &mut command);
        command.env("OTPFAKE_REFUSES", "the token is \u{1b}[31mlocked");
        finish(command, b"")
    };
    // As a label of an account would be, without what acts on a terminal.
    let told = "the token is [31mlocked";
    let listed = refused(&["--identity", "plugin.txt", "list"]);
    assert_eq!((listed.code, listed.stdout.as_str()), (5, ""), "{listed:?}");
    assert!(listed.stderr.contains(told), "{listed:?}");
    // A token that refuses keeps nobody else from saving.
    let saved = refused(&["--identity", "recovery.txt", "edit", "GitHub", "--pin"]);
    assert_eq!(saved.code, 0, "{saved:?}");
    for name in ["first token", "second token"] {
        let cannot = format!("{name} cannot open this save");
        assert!(saved.stderr.contains(&cannot), "{saved:?}");
    }
    assert!(saved.stderr.contains(told), "{saved:?}");
}

#[test]
fn one_plugin_that_is_missing_leaves_out_nobody_else() {
    if !parts::has("python3") || !parts::has("age") {
        return;
    }
    let home = home_with_two_tokens();
    let absent = bech32("age1otpabsent", &[7; 20]);
    let device =
        format!("[[device]]\nname = \"lost\"\nrecipient = \"{absent}\"\nadded = 5\nseq = 0\n\n");
    let text = opened_by_stock_age(&home);
    let text = text.replacen("[[device]]", &format!("{device}[[device]]"), 1);
    sealed_by_stock_age(&home, &text);
    let edit = ["--identity", "recovery.txt", "edit", "GitHub", "--pin"];
    let saved = run(&home, &edit, "", true);
    assert_eq!(saved.code, 0, "{saved:?}");
    assert!(
        saved.stderr.contains("lost cannot open this save"),
        "{saved:?}"
    );
    assert!(!saved.stderr.contains("token cannot open"), "{saved:?}");
    let listed = run(&home, &["--identity", "plugin.txt", "list"], "", true);
    assert_eq!(listed.code, 0, "{listed:?}");
}
