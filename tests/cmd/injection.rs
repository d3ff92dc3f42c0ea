//! Nothing that is not ours acts on the terminal: names of files, arguments, variables, devices, servers' words, with
//! every command. And where the locale is not UTF-8, nothing but ASCII is said.
#![cfg(unix)]

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use otp::cli::grammar;

use crate::home::Home;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const FOREIGN: &str = "otpauth://totp/%C3%9B31m%E6%97%A5:octavia?secret=NNQXE5LNFVSW2YLOORRWC3TF&issuer=%C3%9B31m%E6%97%A5";
/// A public key of somebody's.
const RECIPIENT: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

/// A copy to the clipboard, C1 controls, turned writing, and lines that look like ours.
const HOSTILE: &str =
    "x\u{1b}]52;c;aGk=\u{7}\u{9b}31m\u{85}\u{202e}\u{2066}\u{200f}\u{2028}\r\t\u{7f}\nINJECTED";

fn harmless(what: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(what).map_err(|_| "it is no UTF-8".to_owned())?;
    // As CSV ends its lines.
    let text = text.replace("\r\n", "\n");
    let acts = |c: char| {
        c != '\n'
            && (c.is_control()
                || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
                    | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    };
    if let Some(found) = text.chars().find(|c| acts(*c)) {
        return Err(format!("{found:?} is in it"));
    }
    let begins = text.lines().any(|line| line.starts_with("INJECTED"));
    if begins {
        Err("a line of its own".to_owned())
    } else {
        Ok(())
    }
}

/// Runs it to its end without a terminal and checks what it says; returns that.
fn check(mut command: Command, input: &str, failed: &mut Vec<String>) -> String {
    use std::io::Write as _;
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("piped");
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    // The path of a backup is for programs: in a pipe it is as it is.
    let is_data = command.get_args().any(|word| word == "backup");
    for (name, said) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if is_data && name == "stdout" {
            continue;
        }
        if let Err(why) = harmless(said) {
            let arguments: Vec<&OsStr> = command.get_args().collect();
            failed.push(format!(
                "{arguments:?}: {name}: {why}: {:?}",
                String::from_utf8_lossy(said)
            ));
        }
    }
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn all_fine(failed: &[String]) {
    assert!(
        failed.is_empty(),
        "{}:\n{}",
        failed.len(),
        failed.join("\n")
    );
}

/// Every way to give a command an argument, with `hostile` in its place.
fn with_arguments(command: &clap::Command, path: &[String], hostile: &OsStr) -> Vec<Vec<OsString>> {
    let head = || path.iter().map(OsString::from).collect::<Vec<OsString>>();
    let mut lines = vec![head()];
    let mut add = |tail: &[&OsStr]| {
        let mut line = head();
        line.extend(tail.iter().map(|word| (*word).to_owned()));
        lines.push(line);
    };
    add(&[hostile]);
    let mut unknown = OsString::from("--");
    unknown.push(hostile);
    add(&[&unknown]);
    // Options that every command takes are tried once.
    let own = command.get_arguments();
    for argument in own.filter(|argument| path.is_empty() || !argument.is_global_set()) {
        let Some(long) = argument.get_long() else {
            continue;
        };
        let option = OsString::from(format!("--{long}"));
        let mut joined = option.clone();
        joined.push("=");
        joined.push(hostile);
        add(&[&joined]);
        add(&["github".as_ref(), &option, hostile]);
    }
    for sub in command.get_subcommands() {
        let mut path = path.to_vec();
        path.push(sub.get_name().to_owned());
        lines.extend(with_arguments(sub, &path, hostile));
    }
    lines
}

#[test]
fn arguments_do_not_act_on_the_terminal() {
    let home = Home::with_accounts(&[GITHUB]);
    let mut failed = Vec::new();
    let mut grammar = grammar();
    grammar.build();
    let mut bytes = HOSTILE.as_bytes().to_vec();
    bytes.extend(b"\x9b\xff");
    let mut count = 0;
    for hostile in [OsStr::new(HOSTILE), OsStr::from_bytes(&bytes)] {
        for line in with_arguments(&grammar, &[], hostile) {
            let mut command = home.command(["--identity", "recovery.txt"]);
            command.args(&line);
            check(command, "", &mut failed);
            count += 1;
        }
    }
    assert!(count > 150, "{count}: the grammar was not walked through");
    all_fine(&failed);
}

#[test]
fn the_name_it_was_started_by_does_not_act_on_the_terminal() {
    use std::os::unix::process::CommandExt as _;
    let home = Home::empty();
    let mut failed = Vec::new();
    for arguments in [
        &["--help"][..],
        &["code", "--help"],
        &["--version"],
        &["--frob"],
        &["key"],
        &["list"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_otp"));
        command
            .arg0(HOSTILE)
            .args(arguments)
            .env_clear()
            .env("HOME", home.path("none"));
        check(command, "", &mut failed);
    }
    all_fine(&failed);
}

/// What a person does with it, in a home whose paths are hostile throughout.
fn uses(hostile: &str) -> Vec<(Vec<&str>, &str)> {
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    vec![
        (vec!["status"], ""),
        (vec!["status", "--json"], ""),
        (vec!["doctor"], ""),
        (vec!["doctor", "--json"], ""),
        (
            vec![
                "add", "--manual", "--issuer", hostile, "--name", hostile, "--tag", hostile,
                "--note", hostile,
            ],
            secret,
        ),
        (
            vec!["add", "--manual", "--issuer", hostile, "--name", hostile],
            secret,
        ),
        (vec!["list"], ""),
        (vec!["list", "--json", "--codes"], ""),
        (vec!["list", "--csv"], ""),
        (vec!["list", "--names"], ""),
        (vec!["complete", "zsh"], "code\0\0"),
        (vec!["complete", "bash"], ":\notp code "),
        (vec!["show", "injected"], ""),
        (vec!["show", "injected", "--uri"], ""),
        (vec!["rename", "github", hostile], ""),
        (
            vec!["edit", hostile, "--note", hostile, "--issuer", hostile],
            "",
        ),
        (vec!["code", "injected", "--json"], ""),
        (vec!["code", "x"], ""),
        (vec!["history"], ""),
        (vec!["undo"], ""),
        (vec!["redo"], ""),
        (vec!["key", "add", RECIPIENT, "--name", hostile], ""),
        (vec!["key", "list"], ""),
        (vec!["key", "remove", hostile], ""),
        (vec!["rm", "github"], ""),
        (vec!["restore"], ""),
        (vec!["restore", hostile], ""),
        (vec!["restore", "--from", hostile], ""),
        (vec!["backup", hostile], ""),
        (vec!["backup", hostile], ""),
        (vec!["add", "folder"], ""),
        (vec!["add", "--qr", hostile], ""),
        (
            vec!["add", "-"],
            "otpauth://totp/%1B%5B31m%0AINJECTED%E2%80%AE:x?secret=QQQQ&issuer=%C2%9B31m",
        ),
        (
            vec!["add", "--dry-run", "-"],
            "otpauth://totp/%1B%5B31m%0AINJECTED%E2%80%AE:x?secret=MFZXIZLSNFXWI2LO&digits=%1B",
        ),
        (vec!["init"], ""),
        (vec!["key", "recovery", "--recovery-file", hostile], ""),
        (vec!["unlock", "--remember"], ""),
        (vec!["-v", "list"], ""),
        (vec!["lock"], ""),
    ]
}

/// A home below a folder with a hostile name, whose vault has conflict copies with hostile names.
fn hostile_home() -> (Home, PathBuf) {
    let home = Home::with_accounts(&[GITHUB]);
    let inner = home.path(HOSTILE);
    std::fs::create_dir(&inner).expect("a folder");
    std::fs::rename(home.path(".local"), inner.join(".local")).expect("moved");
    std::fs::create_dir_all(inner.join("folder")).expect("a folder");
    let picture = inner.join(format!("folder/{HOSTILE}.png"));
    std::fs::write(picture, b"\x89PNG\r\n\x1a\nbroken").expect("written");
    (home, inner)
}

fn spoil(vault: &Path) {
    let folder = vault.parent().expect("a folder");
    let copy = |name: &str| folder.join(format!("vault {HOSTILE} {name}.age"));
    // One that is merged and one that is too large to look at.
    std::fs::copy(vault, copy("copy")).expect("copied");
    std::fs::write(copy("large"), vec![0; 1 << 20]).expect("written");
}

#[test]
fn paths_and_names_do_not_act_on_the_terminal() {
    let (home, inner) = hostile_home();
    let vault = inner.join(".local/share/otp/vault.age");
    let mut failed = Vec::new();
    let mut said = String::new();
    for (arguments, input) in uses(HOSTILE) {
        spoil(&vault);
        let mut command = home.command(["--identity"]);
        command.arg(home.path("recovery.txt")).args(&arguments);
        command.current_dir(&inner).env("HOME", &inner);
        said.push_str(&check(command, input, &mut failed));
    }
    all_fine(&failed);
    // The copies were seen and named, and things were done.
    for words in [
        "merged the conflict copy",
        r"x\u{1b}]52;c;aGk=\u{7}",
        "Renamed",
        "Moved",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

/// What goes wrong in a home.
type Damage = fn(&Path);

#[test]
fn a_broken_installation_does_not_act_on_the_terminal() {
    let mut failed = Vec::new();
    let damage: [(&str, Damage); 8] = [
        ("no vault", |home| {
            std::fs::remove_file(home.join(".local/share/otp/vault.age")).expect("gone");
        }),
        ("damaged", |home| {
            std::fs::write(home.join(".local/share/otp/vault.age"), "no vault").expect("written");
        }),
        ("a folder", |home| {
            std::fs::remove_file(home.join(".local/share/otp/vault.age")).expect("gone");
            std::fs::create_dir(home.join(".local/share/otp/vault.age")).expect("made");
        }),
        ("no identity", |home| {
            std::fs::remove_file(home.join(".local/state/otp/identity.age")).expect("gone");
        }),
        ("pins", |home| {
            std::fs::write(home.join(".local/state/otp/seen.toml"), HOSTILE).expect("written");
        }),
        ("settings", |home| {
            std::fs::create_dir_all(home.join(".config/otp")).expect("made");
            std::fs::write(
                home.join(".config/otp/config.toml"),
                format!("{HOSTILE:?} = 1"),
            )
            .expect("written");
        }),
        ("settings that are no text", |home| {
            std::fs::create_dir_all(home.join(".config/otp")).expect("made");
            std::fs::write(home.join(".config/otp/config.toml"), b"\x9b\x1b").expect("written");
        }),
        ("open to all", |home| {
            use std::os::unix::fs::PermissionsExt as _;
            let all = std::fs::Permissions::from_mode(0o777);
            std::fs::set_permissions(home.join(".local/share/otp"), all.clone()).expect("mode");
            std::fs::set_permissions(home.join(".local/share/otp/vault.age"), all).expect("mode");
        }),
    ];
    for (name, damage) in damage {
        let (home, inner) = hostile_home();
        damage(&inner);
        let before = failed.len();
        for arguments in [
            &["status"][..],
            &["doctor"],
            &["list"],
            &["-v", "code", "github"],
            &["rm", "github"],
            &["init"],
            &["init", "--recover"],
            &["passwd"],
            &["key", "list"],
            &["backup"],
            &["restore", "--merge"],
            &["restore", "--from", "nothing.age"],
            &[],
            &["lock"],
        ] {
            for identity in [home.path("recovery.txt"), inner.join("none"), inner.clone()] {
                let mut command = home.command(["--identity"]);
                command.arg(identity).args(arguments);
                check(command_in(command, &inner), "", &mut failed);
            }
            let mut command = home.command(["--passphrase-file"]);
            command.arg(home.path("passphrase")).args(arguments);
            check(command_in(command, &inner), "", &mut failed);
        }
        for line in failed.iter_mut().skip(before) {
            line.insert_str(0, &format!("{name}: "));
        }
    }
    all_fine(&failed);
}

fn command_in(mut command: Command, home: &Path) -> Command {
    command.current_dir(home).env("HOME", home);
    command
}

/// Variables that the program asks for, found in its sources.
fn variables() -> Vec<String> {
    fn look(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("sources").flatten() {
            if entry.path().is_dir() {
                look(&entry.path(), found);
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).expect("text");
            let quoted = text.split('"').skip(1).step_by(2);
            let is_name = |word: &&str| {
                word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
            };
            found.extend(quoted.filter(is_name).map(str::to_owned));
        }
    }
    let mut found = ["LC_ALL", "LANG", "TZ", "PATH", "TERM", "STY"]
        .map(str::to_owned)
        .to_vec();
    look(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/system"),
        &mut found,
    );
    found.sort();
    found.dedup();
    found
}

#[test]
fn variables_do_not_act_on_the_terminal() {
    let home = Home::with_accounts(&[GITHUB]);
    let variables = variables();
    for wanted in [
        "HOME",
        "OTP_VAULT",
        "OTP_STATE",
        "XDG_RUNTIME_DIR",
        "DISPLAY",
        "DBUS_SESSION_BUS_ADDRESS",
    ] {
        assert!(
            variables.iter().any(|name| name == wanted),
            "{wanted}: {variables:?}"
        );
    }
    let commands = [
        &["status"][..],
        &["doctor"],
        &["list"],
        &["-v", "code", "github"],
        &["code", "github", "--copy"],
        &["add", "--clipboard"],
        &["add", "--screen"],
        &["init"],
        &["unlock"],
    ];
    let mut failed = Vec::new();
    for variable in &variables {
        // A relative path is refused at once.
        for (value, commands) in [
            (HOSTILE.to_owned(), &commands[..2]),
            (format!("/{HOSTILE}"), &commands),
        ] {
            for arguments in commands {
                // The PATH is for what starts it.
                let mut command = Command::new(env!("CARGO_BIN_EXE_otp"));
                command
                    .env_clear()
                    .current_dir(home.path(""))
                    .env("HOME", home.path(""))
                    .env("LC_ALL", "C.UTF-8")
                    .args(["--identity", "recovery.txt"])
                    .args(*arguments)
                    .env(variable, &value);
                let before = failed.len();
                check(command, "", &mut failed);
                for line in failed.iter_mut().skip(before) {
                    line.insert_str(0, &format!("{variable}: "));
                }
            }
        }
    }
    all_fine(&failed);
}

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
    let program = include_str!("../trust/age-plugin-otpfake.py");
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

#[test]
fn without_utf_8_nothing_but_ascii_is_said() {
    let home = Home::with_accounts(&[GITHUB, FOREIGN]);
    std::fs::create_dir(home.path("Û日")).expect("a folder");
    // What programs read is as it is.
    let mut json = home.command(["--identity", "recovery.txt", "list", "--json"]);
    let json = json
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .expect("it ends");
    assert!(
        String::from_utf8_lossy(&json.stdout).contains("Û31m日"),
        "{json:?}"
    );
    let mut said = String::new();
    for arguments in [
        &["list"][..],
        &["show", "octavia"],
        &["show", "31m"],
        &["code", "octavia"],
        &["code", "Û日"],
        &["list", "--codes"],
        &["doctor"],
        &["status"],
        &["--vault", "Û日", "list"],
        &["--vault", "Û日", "status"],
        &["scan", "Û日"],
        &["edit", "31m", "--digits", "Û"],
        &["--Û"],
        &["Û日"],
        &["history"],
        &["rm", "31m"],
        &["restore"],
        &["undo"],
        &["show", "github", "--qr"],
        &["backup"],
        &["add", "Û.png"],
        &["key", "add", RECIPIENT, "--name", "Û日"],
        &["key", "list"],
        &["demo"],
        &["--help"],
        &["add", "--help"],
        &["backup", "Û日"],
        &[
            "code",
            "a query that is much longer than what a message repeats of it, and so it is cut at its end",
        ],
    ] {
        for locale in ["C", "de_DE.ISO-8859-1"] {
            let mut command = home.command(["--identity", "recovery.txt"]);
            command.args(arguments).env("LC_ALL", locale);
            let output = command.stdin(Stdio::null()).output().expect("it ends");
            for text in [&output.stdout, &output.stderr] {
                assert!(
                    text.is_ascii(),
                    "{arguments:?}: {}",
                    String::from_utf8_lossy(text)
                );
            }
            said.push_str(&String::from_utf8_lossy(&output.stdout));
            said.push_str(&String::from_utf8_lossy(&output.stderr));
        }
    }
    let mut last = home.command(["--identity", "recovery.txt", "key", "recovery", "--qr"]);
    let last = last.env("LC_ALL", "C").stdin(Stdio::null());
    let last = last.output().expect("it ends");
    assert!(last.stdout.is_ascii() && last.status.success(), "{last:?}");
    // Two columns for a wide letter, so that tables stay straight.
    assert!(said.contains("?31m??:octavia"), "{said}");
}
