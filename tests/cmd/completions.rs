//! Completions in the real shells, at a real terminal: what Tab inserts is what the program is given afterwards.
#![cfg(unix)]

use std::time::{Duration, Instant};

use pty_process::blocking::Command;

use crate::home::{Home, path_with_otp};
use crate::parts;
use crate::pty::session::{Session, Start};

/// Spaces, both quotes, a dollar and a backtick, colons, an at sign, other scripts, two of one issuer.
const ACCOUNTS: [&str; 8] = [
    "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub",
    "otpauth://totp/GitHub:work?secret=MFZXIZLSNFXWI2LA&issuer=GitHub",
    "otpauth://totp/Key%20fob:door?secret=MFZXIZLSNFXWI2LB&issuer=Key%20fob",
    "otpauth://totp/O%27Reilly:a%20%22b%22?secret=MFZXIZLSNFXWI2LC&issuer=O%27Reilly",
    "otpauth://totp/cash:%245%20%60x%60?secret=MFZXIZLSNFXWI2LD&issuer=cash",
    "otpauth://totp/%E6%97%A5%E6%9C%AC:%E9%8A%80%E8%A1%8C?secret=MFZXIZLSNFXWI2LE&issuer=%E6%97%A5%E6%9C%AC",
    "otpauth://totp/mail:me%40example.test?secret=MFZXIZLSNFXWI2LF&issuer=mail",
    "otpauth://totp/vault%3Aa:b?secret=MFZXIZLSNFXWI2LG&issuer=vault%3Aa",
];

/// What is typed, with Tabs, and what the program is given then.
const CASES: [(&str, &[&str]); 22] = [
    ("otp sc\t", &["scan"]),
    ("otp lis\t--cod\t", &["list", "--codes"]),
    ("otp code GitHub:w\t", &["code", "GitHub:work"]),
    ("otp code Git\tw\t", &["code", "GitHub:work"]),
    ("otp code git\tw\t", &["code", "GitHub:work"]),
    ("otp Git\to\t", &["GitHub:octavia"]),
    (
        "otp code Git\to\t--nex\t",
        &["code", "GitHub:octavia", "--next"],
    ),
    ("otp show --uri Key\t", &["show", "--uri", "Key fob:door"]),
    ("otp code Key\\ f\t", &["code", "Key fob:door"]),
    ("otp code 'Key f\t", &["code", "Key fob:door"]),
    ("otp code \"Key f\t", &["code", "Key fob:door"]),
    ("otp code 'GitHub:w\t", &["code", "GitHub:work"]),
    ("otp code O\t", &["code", "O'Reilly:a \"b\""]),
    ("otp code cas\t", &["code", "cash:$5 `x`"]),
    ("otp code \"cas\t", &["code", "cash:$5 `x`"]),
    ("otp code 日\t", &["code", "日本:銀行"]),
    ("otp code mail:me@\t", &["code", "mail:me@example.test"]),
    ("otp rename mail\t", &["rename", "mail:me@example.test"]),
    ("otp list --tag w\t", &["list", "--tag", "work"]),
    (
        "otp add --manual --algorithm SHA5\t",
        &["add", "--manual", "--algorithm", "SHA512"],
    ),
    ("otp restore Old\t", &["restore", "Old:gone"]),
    (
        "otp config set theme pl\t",
        &["config", "set", "theme", "plain"],
    ),
];

/// A home with an open session; `None` where sessions do not work.
fn with_a_session() -> Option<Home> {
    let home = Home::with_accounts(&ACCOUNTS);
    let old = "otpauth://totp/Old:gone?secret=MFZXIZLSNFXWI2LH&issuer=Old";
    assert_eq!(home.otp_fed(["add", "--yes", "-"], old.as_bytes()).code, 0);
    assert_eq!(home.otp(["rm", "Old:gone"]).code, 0);
    assert_eq!(home.otp(["edit", "GitHub:work", "--tag", "work"]).code, 0);
    let opened = home.run(["--passphrase-file", "passphrase", "unlock"], b"");
    prepare(&home);
    (opened.code == 0 || parts::skip(opened.stderr.trim())).then_some(home)
}

/// `wrote FILE WORD…` writes the words down; a file that a name could be taken for lies about.
fn prepare(home: &Home) {
    let script = "#!/bin/sh\nfile=$1; shift\nprintf '%s\\0' \"$@\" >\"$file\"\necho \"[$file]\"\n";
    let path = home.write("wrote", script.as_bytes());
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(path, mode).expect("a program");
    home.write("runtime/zzz.png", b"");
    std::fs::create_dir(home.path("runtime/zz folder")).expect("a folder");
}

fn shell(home: &Home, program: &str, arguments: &[&str]) -> Session {
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    Start::of(Command::new(program).args(arguments), &home.path(""))
        .inside(&home.path("runtime"))
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .env("XDG_CONFIG_HOME", &folder(".config"))
        .env("XDG_RUNTIME_DIR", &folder("runtime"))
        .env(
            "PATH",
            &format!("{}:{}", home.path("").display(), path_with_otp()),
        )
        .env("LC_ALL", "C.UTF-8")
        .env("PS1", "ready> ")
        .sized(220, 50)
        .run()
}

/// What the program would be given after these keys: another one, which writes it down, gets the line.
fn given(home: &Home, session: &Session, keys: &str) -> Vec<String> {
    let calls = (0..1000).find(|n| !home.path(&format!("call-{n}")).exists());
    let file = home.path(&format!("call-{}", calls.expect("a number")));
    session.types(keys);
    session.types(&format!("\x01wrote {} \x05\r", file.display()));
    session.sees(&format!("[{}]", file.display()));
    let text = std::fs::read_to_string(&file).expect("written");
    let mut words: Vec<String> = text.split('\0').map(str::to_owned).collect();
    words.pop();
    assert_eq!(words.remove(0), "otp");
    words
}

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// Bash with our script and nothing of its own settings.
fn bash(home: &Home) -> Session {
    let session = shell(home, "bash", &["--norc", "--noprofile", "-i"]);
    session.sees("ready> ");
    session.types(&format!(
        "source {REPOSITORY}/completions/otp.bash; clear; echo go''es\r"
    ));
    session.sees("goes");
    session
}

fn zsh(home: &Home) -> Session {
    let session = shell(home, "zsh", &["-f", "-i"]);
    session.sees("ready> ");
    session.types(&format!(
        "fpath=({REPOSITORY}/completions $fpath); autoload -Uz compinit; compinit -D -u; clear; echo go''es\r"
    ));
    session.sees("goes");
    session
}

fn fish(home: &Home) -> Session {
    let session = shell(home, "fish", &["--no-config", "-i"]);
    session.types(&format!(
        "source {REPOSITORY}/completions/otp.fish; function fish_prompt; echo 'ready> '; end; clear; echo go''es\r"
    ));
    session.sees("goes");
    session
}

/// Begins a shell that has our script.
type Begin = fn(&Home) -> Session;

const SHELLS: [(&str, Begin); 3] = [("bash", bash), ("zsh", zsh), ("fish", fish)];

/// In every shell that is here, with an open vault.
fn in_each(test: impl Fn(&Home, &Session, &str)) {
    let Some(home) = with_a_session() else {
        return;
    };
    for (name, start) in SHELLS {
        if parts::has(name) {
            test(&home, &start(&home), name);
        }
    }
}

#[test]
fn tab_inserts_what_the_program_is_given() {
    let mut wrong = Vec::new();
    let wrong_ones = std::sync::Mutex::new(&mut wrong);
    in_each(|home, session, shell| {
        for (keys, wanted) in CASES {
            let found = given(home, session, keys);
            if found != wanted {
                let mut wrong = wrong_ones.lock().expect("one thread");
                wrong.push(format!("{shell} {keys:?}: {found:?}, not {wanted:?}"));
            }
        }
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn files_come_where_files_fit_and_nowhere_else() {
    in_each(|home, session, shell| {
        for (keys, wanted) in [
            ("otp add zzz\t", vec!["add", "zzz.png"]),
            (
                "otp show --qr-file zzz\t",
                vec!["show", "--qr-file", "zzz.png"],
            ),
            ("otp code zzz\t", vec!["code", "zzz"]),
            (
                "otp code GitHub:work zzz\t",
                vec!["code", "GitHub:work", "zzz"],
            ),
            ("otp complete\t", vec!["complete"]),
            ("otp clipb\t", vec!["clipb"]),
        ] {
            assert_eq!(given(home, session, keys), wanted, "{shell} {keys:?}");
        }
        let folder = given(home, session, "otp --vault zz\tlist");
        assert_eq!(folder[0], "--vault", "{shell}: {folder:?}");
        assert!(folder[1].starts_with("zz folder/"), "{shell}: {folder:?}");
    });
}

#[test]
fn a_locked_vault_and_none_are_silent() {
    let locked = Home::with_accounts(&ACCOUNTS);
    let none = Home::empty();
    for home in [&locked, &none] {
        prepare(home);
        for (name, start) in SHELLS {
            if !parts::has(name) {
                continue;
            }
            let session = start(home);
            let begun = Instant::now();
            for (keys, wanted) in [
                ("otp code Git\t", vec!["code", "Git"]),
                ("otp list --tag w\t", vec!["list", "--tag", "w"]),
                ("otp lis\t", vec!["list"]),
            ] {
                assert_eq!(given(home, &session, keys), wanted, "{name} {keys:?}");
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "{name} hangs");
            let screen = session.screen();
            assert!(!screen.contains("assphrase"), "{name}: {screen}");
        }
    }
}

#[test]
fn what_was_installed_is_found() {
    let home = Home::empty();
    prepare(&home);
    for (name, file) in [
        ("bash", ".local/share/bash-completion/completions/otp"),
        ("fish", ".config/fish/completions/otp.fish"),
        ("nushell", ".config/nushell/autoload/otp-completions.nu"),
        ("elvish", ".config/elvish/lib/otp-completions.elv"),
        ("powershell", ".config/powershell/otp-completions.ps1"),
    ] {
        for _ in 0..2 {
            let run = home.run(["completions", "--install", name], b"");
            assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
            let path = home.path(file);
            assert!(
                run.stderr.contains(path.to_str().expect("a path")),
                "{run:?}"
            );
            let printed = home.run(["completions", name], b"").stdout;
            assert_eq!(
                std::fs::read_to_string(path).expect("installed"),
                printed,
                "{name}"
            );
        }
    }
    let mut command = home.command(["completions", "--install"]);
    command.env("SHELL", "/usr/bin/fish");
    let run = crate::home::finish(command, b"");
    assert!(
        run.code == 0 && run.stderr.contains("fish/completions/otp.fish"),
        "{run:?}"
    );
    assert_eq!(home.run(["completions", "--install"], b"").code, 2);
    assert_eq!(home.run(["completions"], b"").code, 2);
    // fish alone looks there by itself, whatever else is installed.
    if parts::has("fish") {
        let session = shell(&home, "fish", &["-i"]);
        session.types("clear; echo go''es\r").sees("goes");
        assert_eq!(given(&home, &session, "otp lis\t"), ["list"]);
    }
}
