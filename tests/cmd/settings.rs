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
fn a_wrong_line_is_told_and_the_rest_serves() {
    let home = home();
    for (text, words) in [
        (
            "lock_after = \"5m\"\ntheem = \"dark\"\n",
            "config.toml, line 2: unknown field `theem`; did you mean `theme`?",
        ),
        ("lock_after = \"soon\"\n", "line 1: not a time"),
        ("ascii = true\n\nmouse = \"x\"\n", "line 3"),
        ("ascii = \n", "line 1"),
    ] {
        home.write(".config/otp/config.toml", text.as_bytes());
        for arguments in [vec!["code", "github"], vec!["list"], vec!["doctor"]] {
            let run = home.otp(&arguments);
            says(&run, 0, words);
            assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
            assert!(!run.stdout.is_empty());
        }
        assert_eq!(home.otp(["-q", "code", "github"]).stderr, "");
    }
}

#[test]
fn a_setting_that_is_needed_must_be_right() {
    let home = home();
    home.write(".config/otp/config.toml", b"ascii = true\n\nofset = 30\n");
    for arguments in [vec!["code", "github"], vec!["list", "--codes"]] {
        let run = home.otp(&arguments);
        says(
            &run,
            1,
            "config.toml, line 3: unknown field `ofset`; did you mean `offset`?",
        );
        assert_eq!(run.stdout, "");
    }
    assert_eq!(home.otp(["list"]).code, 0);
    home.write(".config/otp/config.toml", b"clear-after = \"soon\"\n");
    says(&home.otp(["code", "github", "--copy"]), 1, "line 1");
    assert_eq!(home.otp(["code", "github"]).code, 0);

    home.write(".config/otp/config.toml", b"offset = 30\n");
    let now = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .expect("after 1970")
        .as_secs();
    let ahead = home.otp(["code", "github", "--json"]).stdout;
    let ahead: serde_json::Value = serde_json::from_str(&ahead).expect("JSON");
    let until = ahead["valid_until"].as_u64();
    assert!(until.is_some_and(|until| until > now + 29), "{ahead}");
    // A file of another kind is no file with mistakes, and takes no time.
    home.write(
        ".config/otp/config.toml",
        "some text\n".repeat(50_000).as_bytes(),
    );
    says(&home.otp(["list"]), 1, "no file of settings");
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
