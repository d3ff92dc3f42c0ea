//! Every exit code, with empty stdout and two lines that say what happened and what to do.

use crate::home::{Home, Run};

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const GITLAB: &str =
    "otpauth://totp/GitLab:octavia?secret=NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF&issuer=GitLab";

fn failed(run: &Run, code: i32) {
    assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{run:?}");
    let lines = run.stderr.lines().count();
    assert!(
        run.stderr.starts_with("otp: ") && lines >= 2,
        "what happened and what to do: {run:?}"
    );
    for secret in [
        "MFZXIZLSNFXWI2LO",
        "NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF",
        "otpauth://totp",
    ] {
        assert!(!run.stderr.contains(secret), "{run:?}");
    }
}

#[test]
fn wrong_arguments_are_told_in_two_lines() {
    let home = Home::empty();
    for (line, what, advice) in [
        (
            "list --format x",
            "`otp list` has no option --format.",
            "`otp help list` lists what it takes.",
        ),
        (
            "list --jsno",
            "`otp list` has no option --jsno.",
            "Did you mean --json?",
        ),
        (
            "-q list --tag",
            "--tag <TAG> needs its value.",
            "`otp help list` lists what it takes.",
        ),
        ("edit", "`otp edit` needs <NAME>.", "As: otp edit <NAME>..."),
        (
            "config set theme",
            "`otp config set` needs <VALUE>.",
            "As: otp config set <KEY> <VALUE>",
        ),
        (
            "config get theme",
            "`otp config` has no command \"get\".",
            "Did you mean edit or set?",
        ),
        (
            "completions bashh",
            "[SHELL] takes bash, zsh, fish, powershell, elvish or nushell, not \"bashh\".",
            "Did you mean bash?",
        ),
        (
            "code x --min-ttl x",
            "--min-ttl <SECS> takes a whole number, not \"x\".",
            "`otp help code` lists what it takes.",
        ),
        (
            "list --json --csv",
            "--json and --csv do not go together.",
            "Leave one of them out.",
        ),
        (
            "code x --copy --copy",
            "--copy was given twice.",
            "`otp help code` lists what it takes.",
        ),
        (
            "undo foo",
            "`otp undo` does not take \"foo\".",
            "`otp help undo` lists what it takes.",
        ),
        (
            "--frob",
            "`otp` has no option --frob.",
            "`otp --help` lists what there is.",
        ),
        (
            "undo MFZXIZLSNFXWI2LOMFZXIZLSNFXWI2LO",
            "`otp undo` does not take that (it looks like a secret).",
            "`otp help undo` lists what it takes.",
        ),
    ] {
        let run = home.run(line.split(' '), b"");
        failed(&run, 2);
        assert_eq!(run.stderr, format!("otp: {what}\n{advice}\n"), "{line}");
    }
}

#[test]
fn two_is_wrong_arguments() {
    let home = Home::empty();
    for arguments in [
        vec!["code"],
        vec!["--frob"],
        vec!["list", "--json", "--csv"],
        vec!["code", "x", "--at", "soon"],
    ] {
        let run = home.run(&arguments, b"");
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (2, ""),
            "{arguments:?} {run:?}"
        );
    }
    let run = home.run::<&str>([], b"");
    assert_eq!(
        run.code, 2,
        "without a terminal there is no interface: {run:?}"
    );
}

#[test]
fn three_is_not_found() {
    let home = Home::with_accounts(&[GITHUB]);
    failed(&home.otp(["code", "nothing"]), 3);
    let run = home.otp(["code", "gthb"]);
    failed(&run, 3);
    assert!(
        run.stderr.contains("GitHub:octavia"),
        "letters in order suggest: {run:?}"
    );
}

#[test]
fn four_is_ambiguous_with_the_candidates() {
    let home = Home::with_accounts(&[GITHUB, GITLAB]);
    let run = home.otp(["code", "octavia"]);
    failed(&run, 4);
    assert!(
        run.stderr.contains("\n  GitHub:octavia\n") && run.stderr.contains("\n  GitLab:octavia\n"),
        "{run:?}"
    );
    assert_eq!(home.otp(["code", "gitlab"]).code, 0);
}

#[test]
fn five_is_locked() {
    let home = Home::with_accounts(&[GITHUB]);
    home.write("wrong", b"not it\n");
    failed(
        &home.run(["--passphrase-file", "wrong", "code", "github"], b""),
        5,
    );
    // Nobody to ask: at once, not never.
    failed(&home.run(["code", "github"], b""), 5);
    let right = home.run(["--passphrase-file", "passphrase", "code", "github"], b"");
    assert_eq!((right.code, right.stdout.len()), (0, 7), "{right:?}");
}

#[test]
fn six_is_the_vault() {
    let home = Home::empty();
    failed(&home.run(["code", "github"], b""), 6);
    let home = Home::with_accounts(&[GITHUB]);
    let whole = std::fs::read(home.vault()).expect("the vault");
    for cut in [0, 10, whole.len() / 2, whole.len() - 1] {
        std::fs::write(home.vault(), &whole[..cut]).expect("cut");
        failed(&home.otp(["code", "github"]), 6);
        failed(&home.otp(["rm", "github"]), 6);
        assert_eq!(
            std::fs::read(home.vault()).expect("kept").len(),
            cut,
            "a damaged vault is left alone"
        );
    }
    std::fs::write(home.vault(), &whole).expect("put back");
    assert_eq!(home.otp(["code", "github"]).code, 0);
}

#[test]
fn seven_is_bad_input() {
    let home = Home::with_vault();
    let mut plain = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut plain);
    let pixels = vec![255_u8; 64 * 64];
    image::ImageEncoder::write_image(encoder, &pixels, 64, 64, image::ExtendedColorType::L8)
        .expect("a white picture");
    home.write("white.png", &plain);
    home.write("broken.png", &plain[..plain.len() / 2]);
    for arguments in [
        vec!["add", "--qr", "white.png"],
        vec!["add", "white.png"],
        vec!["add", "--qr", "broken.png"],
        vec!["add", "--qr", "missing.png"],
        vec!["scan", "white.png"],
        vec!["add", "-"],
    ] {
        failed(&home.otp_fed(&arguments, b"no link in here"), 7);
    }
    failed(
        &home.otp_fed(["add", "--uri"], b"otpauth://totp/x?secret=MFZX0ZLS"),
        7,
    );
    failed(
        &home.otp_fed(
            ["add", "--uri"],
            b"otpauth://totp/x?secret=MFZXIZLSNFXWI2LO&digits=99",
        ),
        7,
    );
}

#[test]
fn eight_is_refused() {
    let home = Home::with_accounts(&[GITHUB]);
    failed(
        &home.run(["--passphrase-file", "passphrase", "init"], b""),
        8,
    );
    // The same name with another secret: somebody must decide, and nobody is there.
    let other = GITHUB.replace("MFZXIZLSNFXWI2LO", "NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF");
    failed(&home.otp_fed(["add", "-"], other.as_bytes()), 8);
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:octavia\n");
    let picture = ["show", "github", "--qr-file", "github.png"];
    assert_eq!(home.otp(picture).code, 0);
    failed(&home.otp(picture), 8);
}

#[test]
fn nine_is_partial() {
    let home = Home::with_vault();
    let text = format!("{GITHUB}\notpauth://totp/Bad:x?secret=MFZX0ZLS\n");
    let run = home.otp_fed(["add", "-"], text.as_bytes());
    assert_eq!(run.code, 9, "{run:?}");
    assert!(!run.stderr.contains("MFZX0ZLS"), "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:octavia\n");
}

#[test]
fn ten_is_rejected() {
    let home = Home::with_accounts(&[GITHUB]);
    failed(&home.otp(["verify", "github", "000"]), 10);
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    let home = Home::with_accounts(&[GITHUB]);
    let mut command = home.command(["--identity", "recovery.txt", "list"]);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    command.stdout(writer).stderr(std::process::Stdio::piped());
    let output = command.output().expect("it ends");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn no_value_that_looks_like_a_secret_is_repeated() {
    let home = Home::empty();
    let secret = "MFZXIZLSNFXWI2LOMFZXIZLSNFXWI2LO";
    for command in [
        &["import", "--format", secret, "x"][..],
        &["config", "set", "theme", secret],
        &["config", "set", "lock-after", secret],
        &["config", "set", "keys.copy", secret],
        &["config", "set", secret, "x"],
    ] {
        let run = home.run(command, b"");
        assert_ne!(run.code, 0, "{run:?}");
        assert!(!run.stderr.contains(&secret[..12]), "{run:?}");
        assert!(run.stderr.contains("looks like a secret"), "{run:?}");
    }
}
