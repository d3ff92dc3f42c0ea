//! Data, and what an age plugin says, where standard output is a terminal.

use super::{GITHUB, HOSTILE};
use crate::home::Home;

/// Data is as it is in a pipe; on a terminal it is treated like everything else that people read.
#[test]
fn data_does_not_act_on_a_terminal() {
    use crate::pty::session::Start;
    let home = Home::with_accounts(&[GITHUB]);
    let drawing =
        otp::qr::draw::Drawing::new(&format!("{HOSTILE} Û"), otp::qr::draw::Level::Medium)
            .expect("it fits");
    home.write("code.png", &drawing.png(4));
    let piped = home.otp(["scan", "code.png"]);
    assert_eq!(
        piped.stdout,
        format!("{HOSTILE} Û\n"),
        "in a pipe it is as it is"
    );
    for (locale, letter) in [("C.UTF-8", "Û"), ("C", "?")] {
        let scan = Start::otp(&home.path(""), &["scan", "code.png"])
            .inside(&home.path(""))
            .env("LANG", locale)
            .sized(200, 24)
            .run();
        scan.sees(r"x\u{1b}]52;c;aGk=\u{7}\u{9b}31m")
            .sees(&format!("INJECTED {letter}"));
        assert_eq!(scan.ends(), 0);
        assert!(!scan.ever_saw("\u{1b}]52"), "a copy to the clipboard");
        assert!(!scan.ever_saw("\u{202e}"), "turned writing");
    }
}

/// What an age plugin wants to be said and asked.
#[test]
fn a_plugin_does_not_act_on_the_terminal() {
    use crate::pty::session::Start;
    use crate::trust::stock_age::bech32;
    use std::os::unix::fs::PermissionsExt as _;
    if !crate::parts::has("python3") {
        return;
    }
    let home = Home::with_accounts(&[GITHUB]);
    let program = include_str!("../../trust/age-plugin-otpfake.py");
    let program_path = home.write("age-plugin-otpfake", program.as_bytes());
    let runnable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(program_path, runnable).expect("mode");
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", home.path("").display());
    let identity = bech32("age-plugin-otpfake-", &[7; 20]).to_uppercase();
    home.write("plugin.txt", identity.as_bytes());
    let recipient = bech32("age1otpfake", &[7; 20]);
    let mut add = home.command(["--identity", "recovery.txt", "key", "add", &recipient]);
    let added = add.args(["--name", "token"]).env("PATH", &path).output();
    assert!(added.expect("it ends").status.success());
    let session = Start::otp(&home.path(""), &["--identity", "plugin.txt", "list"])
        .inside(&home.path(""))
        .env(
            "XDG_DATA_HOME",
            home.path(".local/share").to_str().expect("text"),
        )
        .env("PATH", &path)
        .env("OTPFAKE_SAYS", HOSTILE)
        .sized(200, 40)
        .run();
    let said = |times: usize| {
        session.waits(&format!("{times} times what the plugin says"), |screen| {
            screen.contents().matches("x]52;c;aGk=31m").count() == times
        });
    };
    // A message and a question, then a question for what nobody may see.
    said(2);
    session.types("pasted\u{9b}31m\r").sees("pasted?31m");
    said(3);
    session.types("secret\r").sees("GitHub:octavia");
    assert_eq!(session.ends(), 0);
    for acts in ["\u{1b}]52", "\u{9b}", "\u{202e}", "secret"] {
        assert!(!session.ever_saw(acts), "{acts:?}");
    }
}
