//! `otp share`: the next codes for a colleague: right, in order, opened by stock age, and never the secret.

use std::process::Command;

use crate::home::{Home, finish};
use crate::parts;

const GITHUB: &str =
    "otpauth://totp/GitHub:octavia?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const STEAM: &str =
    "otpauth://totp/Steam:gaben?secret=NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DE&issuer=Steam";
const FOB: &str =
    "otpauth://hotp/Fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fob&counter=0";
const WEAK: &str = "otpauth://totp/Old:me?secret=MFZXIZLS&issuer=Old";
const MOTP: &str = "motp://Router:o?secret=e3152afee62599c8&issuer=Router&pin=1234";
const NO_PIN: &str = "motp://Bare:o?secret=e3152afee62599c9&issuer=Bare";

fn home() -> Home {
    Home::with_accounts(&[GITHUB, STEAM, FOB, WEAK, MOTP, NO_PIN])
}

/// From, until and code of each line below the two heads.
fn rows(table: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("# "), "{table}");
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
    let head: Vec<String> = words(lines[1]);
    assert_eq!(head, ["from", "until", "code"]);
    lines[2..].iter().map(|line| words(line)).collect()
}

fn is_right(home: &Home, name: &str, table: &str, count: usize) {
    let rows = rows(table);
    assert!((count..=count + 1).contains(&rows.len()), "{table}");
    for pair in rows.windows(2) {
        assert_eq!(pair[0][1], pair[1][0], "no gap");
    }
    for row in [&rows[0], &rows[count / 2], &rows[count - 1]] {
        let code = home.otp(["code", name, "--at", &row[0]]).stdout;
        assert_eq!(code.trim_end(), row[2]);
    }
}

#[test]
fn a_table_of_the_next_codes() {
    let home = home();
    let run = home.otp(["share", "github"]);
    assert_eq!(run.code, 0, "{run:?}");
    is_right(&home, "github", &run.stdout, 60);
    assert!(run.stderr.contains("can log in"), "{run:?}");
    assert!(run.stdout.starts_with("# GitHub:octavia, in UTC\n"));
    assert!(!run.stdout.contains("GEZDGNBV") && !run.stdout.contains("otpauth"));
    let run = home.otp(["-q", "share", "steam", "--for", "24h"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    is_right(&home, "steam", &run.stdout, 2880);
    let run = home.otp(["share", "router", "--for", "1m"]);
    is_right(&home, "router", &run.stdout, 6);
}

#[test]
fn what_cannot_be_shared_is_refused_with_its_reason() {
    let home = home();
    home.write("empty.txt", b"# nobody\n");
    home.write(
        "id",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\nMARKEDMARKEDMARKED\n",
    );
    home.write(
        "security-key.pub",
        b"sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t\n",
    );
    for (arguments, code, why) in [
        (&["fob"][..], 8, "is counter-based"),
        (&["old"], 8, "so short"),
        (&["bare"], 1, "without its PIN"),
        (&["github", "--for", "25h"], 2, "24 h"),
        (&["github", "--for", "off"], 2, "24 h"),
        (&["github", "--to", "nobody"], 2, "neither"),
        (&["github", "--to", "age1nobody"], 2, "neither"),
        (
            &["github", "--to", "github:octavia"],
            2,
            "curl -O https://github.com/octavia.keys",
        ),
        (&["github", "--to", "empty.txt"], 2, "no key in it"),
        (&["github", "--to", "id"], 2, "private key"),
        (&["github", "--to", "security-key.pub"], 2, "sk-ssh-ed25519"),
        (
            &["github", "--to", "AGE-SECRET-KEY-1QQQQMARKEDMARKEDMARKED"],
            2,
            "private key",
        ),
        (&["nothing"], 3, "No account"),
    ] {
        let run = home.otp([&["share"], arguments].concat());
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (code, ""),
            "{arguments:?} {run:?}"
        );
        assert!(
            run.stderr.contains(why) && !run.stderr.contains("MARKED"),
            "{arguments:?} {run:?}"
        );
    }
}

/// Makes a key by a program; its public half.
fn key(home: &Home, program: &str, arguments: &[&str]) {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(home.path(""));
    let made = finish(command, b"");
    assert_eq!(made.code, 0, "{made:?}");
}

fn opened(home: &Home, identity: &str) -> (i32, String) {
    let mut age = Command::new("age");
    age.args(["-d", "-i", identity, "codes.age"])
        .current_dir(home.path(""));
    let run = finish(age, b"");
    (run.code, run.stdout)
}

#[test]
fn stock_age_opens_what_was_encrypted() {
    if !["age", "age-keygen", "ssh-keygen"]
        .into_iter()
        .all(parts::has)
    {
        return;
    }
    let home = home();
    key(&home, "age-keygen", &["-o", "kim.txt"]);
    key(
        &home,
        "ssh-keygen",
        &["-q", "-t", "ed25519", "-N", "", "-f", "ed"],
    );
    key(
        &home,
        "ssh-keygen",
        &["-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", "rsa"],
    );
    key(
        &home,
        "ssh-keygen",
        &["-q", "-t", "ecdsa", "-N", "", "-f", "ec"],
    );
    key(&home, "age-keygen", &["-o", "stranger.txt"]);
    let read = |name: &str| std::fs::read_to_string(home.path(name)).expect("a file");
    let kim = read("kim.txt");
    let kim = kim
        .lines()
        .find_map(|line| line.strip_prefix("# public key: "));
    let kim = kim.expect("a recipient").to_owned();
    // As GitHub lists them: without comments, and one that age cannot take.
    let bare = |name: &str| read(name).split(' ').take(2).collect::<Vec<_>>().join(" ");
    let listed = [bare("ec.pub"), bare("ed.pub"), bare("rsa.pub")].join("\n");
    home.write("octavia.keys", listed.as_bytes());
    home.write("team.txt", format!("# the team\n\n{kim}\n").as_bytes());
    let ed = read("ed.pub");
    for (to, openers) in [
        (&["--to", kim.as_str()][..], &["kim.txt"][..]),
        (&["--to", ed.trim_end()], &["ed"]),
        (&["--to", "rsa.pub"], &["rsa"]),
        (&["--to", "octavia.keys"], &["ed", "rsa"]),
        (&["--to", "team.txt", "--to", "ed.pub"], &["kim.txt", "ed"]),
    ] {
        let run = home.otp([&["share", "github", "--for", "2m"], to].concat());
        assert_eq!(run.code, 0, "{run:?}");
        assert!(
            run.stdout
                .starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"),
            "{run:?}"
        );
        home.write("codes.age", run.stdout.as_bytes());
        for identity in openers {
            let (code, table) = opened(&home, identity);
            assert_eq!(code, 0, "{identity}");
            is_right(&home, "github", &table, 4);
        }
        assert_ne!(opened(&home, "stranger.txt").0, 0);
    }
}

#[test]
fn shared_codes_count_as_handed_out() {
    let home = home();
    assert_eq!(home.otp(["share", "github", "--for", "24h"]).code, 0);
    let run = home.otp(["code", "-v", "github"]);
    assert!(run.stderr.contains("This code was handed out "), "{run:?}");
    // Nobody waits a day for one that only a colleague may have used.
    let run = home.otp(["code", "--fresh", "steam"]);
    assert!(!run.stderr.contains("otp share"), "{run:?}");
    assert_eq!(home.otp(["share", "router", "--for", "24h"]).code, 0);
    let run = home.otp(["code", "--fresh", "router"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("by `otp share`"), "{run:?}");
}
