//! `config.toml`, and variables that point to the wrong place: the mistake is named, and costs no more than it must.

use crate::home::{Home, Run};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";

fn home() -> Home {
    let home = Home::with_accounts(&[GITHUB]);
    std::fs::create_dir_all(home.path(".config/otp")).expect("a folder");
    home
}

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

#[test]
fn a_wrong_line_is_told_where_it_matters_and_the_rest_serves() {
    let home = home();
    for (text, words) in [
        (
            "ascii = true\nofset = 30\n",
            "config.toml, line 2: there is no setting `ofset`; did you mean `offset`?; offset is 0",
        ),
        (
            "clear-after = \"soon\"\n",
            "line 1: `clear-after` takes a time such as 90s",
        ),
        ("quux = 1\n", "line 1: there is no setting `quux`"),
        (
            "order = last-used\n",
            "write it in quotes: order = \"last-used\"",
        ),
    ] {
        home.write(".config/otp/config.toml", text.as_bytes());
        for arguments in [
            vec!["code", "github"],
            vec!["list", "--codes"],
            vec!["doctor"],
        ] {
            let run = home.otp(&arguments);
            says(&run, 0, words);
            assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
            assert!(!run.stdout.is_empty());
        }
        assert_eq!(home.otp(["-q", "code", "github"]).stderr, "");
    }
}

#[test]
fn nothing_in_the_file_stops_a_code() {
    let home = home();
    let file = home.path(".config/otp/config.toml");
    let garbage = "some text\n".repeat(50_000).into_bytes();
    let texts: [&[u8]; 8] = [
        b"theem = \"dark\"",
        b"codes = hidden",
        b"= = =",
        b"[keys]\ncopy = 5\ncpoy = [\"y\"]",
        b"\"\"\"",
        b"\xff\xfe",
        b"\x00\x1b[2J",
        &garbage,
    ];
    for text in texts {
        home.write(".config/otp/config.toml", text);
        let run = home.otp(["code", "github"]);
        assert_eq!((run.code, run.stdout.len()), (0, 7), "{run:?}");
        assert!(!run.stderr.contains('\u{1b}'), "{run:?}");
        let checked = home.otp(["doctor"]);
        assert!(checked.stdout.contains("otp config edit"), "{checked:?}");
    }
    // What only the interface looks at is nobody else's matter.
    for text in [
        "theem = \"dark\"",
        "codes = hidden",
        "lock_after = \"soon\"",
        "[keys]\ncopy = 5",
    ] {
        home.write(".config/otp/config.toml", text.as_bytes());
        for arguments in [vec!["code", "github"], vec!["list"], vec!["status"]] {
            assert_eq!(home.otp(&arguments).stderr, "", "{text}");
        }
    }
    std::fs::remove_file(&file).expect("removed");
    std::fs::create_dir(&file).expect("a folder in its place");
    says(&home.otp(["code", "github"]), 0, "the defaults apply");

    std::fs::remove_dir(&file).expect("removed");
    home.write(".config/otp/config.toml", b"offset = 30\n");
    let now = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .expect("after 1970")
        .as_secs();
    let ahead = home.otp(["code", "github", "--json"]).stdout;
    let ahead: serde_json::Value = serde_json::from_str(&ahead).expect("JSON");
    let until = ahead["valid_until"].as_u64();
    assert!(until.is_some_and(|until| until > now + 29), "{ahead}");
    // A gate must not open by a default that nobody chose.
    home.write(".config/otp/config.toml", b"verify-tries = \"x\"\n");
    says(&home.otp(["verify", "github", "123456"]), 1, "verify-tries");
}

#[test]
fn text_over_several_lines_and_figures_without_quotes_are_taken() {
    let home = home();
    let text =
        "clear-after = 90\ncopy_command = \"\"\"\nout_file=copied\ncat > $out_file\n\"\"\"\n";
    home.write(".config/otp/config.toml", text.as_bytes());
    let run = home.otp(["code", "github", "--copy"]);
    assert_eq!(run.code, 0, "{run:?}");
    let copied = std::fs::read_to_string(home.path("copied")).expect("the command wrote it");
    assert_eq!(copied.trim_end().len(), 6, "{copied}");
}

#[test]
fn the_file_given_for_its_folder_is_named_as_the_mistake() {
    let home = home();
    let vault = home.vault();
    let vault = vault.to_str().expect("a path");
    let folder = vault.strip_suffix("/vault.age").expect("in its folder");
    for arguments in [
        vec!["code", "github"],
        vec!["init"],
        vec!["status"],
        vec!["list"],
    ] {
        let mut command = home.command(["--identity", "recovery.txt"]);
        command.args(&arguments).env("OTP_VAULT", vault);
        let run = crate::home::finish(command, b"");
        says(&run, 6, "is a file, not the folder");
        assert!(
            run.stderr.contains(&format!(
                "Give OTP_VAULT the folder that holds it: {folder}"
            )),
            "{run:?}"
        );
        let run = home.otp([&["--vault", vault], arguments.as_slice()].concat());
        says(&run, 6, "Give --vault the folder");
    }
    let run = home.otp(["--vault", vault, "doctor"]);
    assert!(run.stdout.contains("is a file, not the folder"), "{run:?}");
    assert!(!run.stdout.contains("→ otp init\n"), "{run:?}");
}

#[test]
fn a_link_to_nowhere_is_no_missing_vault() {
    let home = home();
    let away = home.path("away.age");
    std::fs::rename(home.vault(), &away).expect("moved");
    std::os::unix::fs::symlink(&away, home.vault()).expect("a link");
    assert_eq!(home.otp(["code", "github"]).code, 0);
    std::fs::remove_file(&away).expect("removed");
    home.write("fresh", b"four words or five\n");
    for arguments in [
        vec!["code", "github"],
        vec!["status"],
        vec!["--passphrase-file", "fresh", "init"],
        vec!["init", "--recover"],
    ] {
        let run = home.run(&arguments, b"");
        says(&run, 6, "is a link to");
        assert!(
            !run.stderr.contains("otp init") && !run.stderr.contains("free space"),
            "{run:?}"
        );
    }
    assert!(home.vault().is_symlink());
    let run = home.otp(["doctor"]);
    assert!(run.stdout.contains("is a link to"), "{run:?}");
}
