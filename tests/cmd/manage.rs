//! Looking after accounts: listing, showing, changing, taking back.

use std::process::Command;

use crate::home::{Home, Run};
use crate::parts;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const BANK: &str = "otpauth://totp/%E6%97%A5%E6%9C%AC%E9%8A%80%E8%A1%8C:%E5%8F%A3%E5%BA%A7%F0%9F%A6%A6?secret=NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF&algorithm=SHA256&digits=8&period=60";
const FOB: &str = "otpauth://hotp/Key%20fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=4&issuer=Key%20fob";
const FORMULA: &str =
    "otpauth://totp/%3D1%2B1:a%2Cb%22c?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJR&issuer=%3D1%2B1";

fn home() -> Home {
    Home::with_accounts(&[GITHUB, BANK, FOB, FORMULA])
}

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

fn names(home: &Home) -> String {
    home.otp(["list", "--names"]).stdout
}

#[test]
fn lists_for_people_and_for_programs() {
    use unicode_width::UnicodeWidthStr as _;
    let home = home();
    let table = home.otp(["list", "--codes"]).stdout;
    let kinds = table.lines().map(|line| {
        let place = line
            .find("TOTP")
            .or_else(|| line.find("HOTP"))
            .expect("a kind");
        line[..place].width()
    });
    let kinds: Vec<usize> = kinds.collect();
    assert!(
        kinds.windows(2).all(|pair| pair[0] == pair[1]),
        "columns: {table}"
    );
    let rows: serde_json::Value =
        serde_json::from_str(&home.otp(["ls", "--json", "--codes"]).stdout).expect("JSON");
    let rows = rows.as_array().expect("an array");
    assert_eq!(rows.len(), 4);
    let bank = rows
        .iter()
        .find(|row| row["name"] == "口座🦦")
        .expect("the bank");
    assert_eq!(
        (
            &bank["algorithm"],
            &bank["digits"],
            &bank["period"],
            &bank["counter"]
        ),
        (
            &"SHA256".into(),
            &8.into(),
            &60.into(),
            &serde_json::Value::Null
        )
    );
    assert_eq!(bank["code"].as_str().map(str::len), Some(8));
    let fob = rows
        .iter()
        .find(|row| row["kind"] == "hotp")
        .expect("the fob");
    assert_eq!(
        (&fob["counter"], &fob["code"]),
        (&4.into(), &serde_json::Value::Null)
    );
    assert!(rows.iter().all(|row| row.get("secret").is_none()));
    let csv = home.otp(["list", "--csv"]).stdout;
    assert!(csv.starts_with("id,issuer,name,kind,") && csv.lines().count() == 5);
    assert!(csv.contains("\"'=1+1\",\"a,b\"\"c\""), "{csv}");
    assert_eq!(names(&home).lines().count(), 4);
    let run = home.otp(["list", "nothing"]);
    says(&run, 0, "No account matches");
    let empty = Home::with_vault();
    says(&empty.otp(["list"]), 0, "otp add");
    assert_eq!(empty.otp(["list", "--json"]).stdout, "[]\n");
}

#[test]
fn show_keeps_the_secret_to_itself_until_asked() {
    let home = home();
    let shown = home.otp(["show", "github"]);
    assert_eq!((shown.code, shown.stderr.as_str()), (0, ""));
    assert!(!shown.stdout.contains("MFZX"), "{shown:?}");
    let secret = home.otp(["show", "github", "--secret"]);
    says(&secret, 0, "this shows the secret");
    assert_eq!(secret.stdout, "MFZXIZLSNFXWI2LO\n");
    let link = home.otp(["show", "github", "--uri"]);
    assert!(
        link.stdout
            .starts_with("otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO")
    );
    assert_eq!(home.otp(["show", "github", "--uri", "--secret"]).code, 2);
    // The link of every account makes the same account anew.
    let other = Home::with_vault();
    for name in names(&home).lines() {
        let link = home.otp(["show", name, "--uri"]).stdout;
        assert_eq!(other.otp_fed(["add", "-"], link.as_bytes()).code, 0);
    }
    let codes = |home: &Home| -> Vec<String> {
        let at = |name: &str| home.otp(["code", name, "--at", "1234567890"]).stdout;
        names(home)
            .lines()
            .filter(|name| !name.contains("fob"))
            .map(at)
            .collect()
    };
    assert_eq!(codes(&home), codes(&other));
}

#[test]
fn pictures_of_accounts_are_read_back() {
    let home = home();
    for name in ["github", "口座", "fob"] {
        let file = format!("{name}.png");
        says(
            &home.otp(["show", name, "--qr-file", &file]),
            0,
            "now holds the secret",
        );
        let link = home.otp(["show", name, "--uri"]).stdout;
        assert_eq!(home.run(["scan", &file], b"").stdout, link);
        if parts::has("zbarimg") {
            let mut zbarimg = Command::new("zbarimg");
            zbarimg.args(["--raw", "-q"]).arg(home.path(&file));
            let read = zbarimg.output().expect("zbarimg runs").stdout;
            assert_eq!(String::from_utf8_lossy(&read), link);
        }
    }
    assert_eq!(home.otp(["show", "github", "--qr-file", "a.svg"]).code, 0);
    let svg = std::fs::read_to_string(home.path("a.svg")).expect("the picture");
    assert!(svg.starts_with("<?xml") || svg.starts_with("<svg"), "{svg}");
    if parts::has("rsvg-convert") {
        let mut convert = Command::new("rsvg-convert");
        convert
            .arg("-o")
            .arg(home.path("b.png"))
            .arg(home.path("a.svg"));
        assert!(convert.status().expect("it runs").success());
        let link = home.otp(["show", "github", "--uri"]).stdout;
        assert_eq!(home.run(["scan", "b.png"], b"").stdout, link);
    }
    assert_eq!(home.otp(["show", "github", "--qr-file", "a.gif"]).code, 2);
    // In the terminal: the blocks as a picture of one pixel a module, enlarged.
    let drawn = home.otp(["show", "github", "--qr"]).stdout;
    let scanned = home.run(["scan", "-"], &as_picture(&drawn));
    assert!(
        scanned
            .stdout
            .starts_with("otpauth://totp/GitHub:octavia?secret="),
        "{scanned:?}"
    );
}

/// Half blocks as a terminal would show them, black on white, six pixels a module.
fn as_picture(drawn: &str) -> Vec<u8> {
    let lines: Vec<Vec<char>> = drawn
        .lines()
        .map(|line| line.chars().filter(|c| " ▀▄█".contains(*c)).collect())
        .collect();
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    let size = |cells: usize| u32::try_from(cells * 6).expect("small");
    let picture = image::GrayImage::from_fn(size(width), size(lines.len() * 2), |x, y| {
        let (column, row) = ((x / 6) as usize, (y / 6) as usize);
        let cell = lines[row / 2].get(column).copied().unwrap_or(' ');
        let dark = cell == '█' || cell == if row % 2 == 0 { '▀' } else { '▄' };
        image::Luma([if dark { 0 } else { 255 }])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    bytes.into_inner()
}

#[test]
fn every_field_can_be_edited() {
    let home = home();
    let mut arguments = vec!["edit", "github", "--issuer", "Forge", "--name", "me"];
    arguments.extend(["--algorithm", "SHA512", "--digits", "8", "--period", "45"]);
    arguments.extend([
        "--note",
        "two\nlines",
        "--tag",
        "work",
        "--tag",
        "#code",
        "--pin",
    ]);
    says(&home.otp(&arguments), 0, "Changed GitHub:octavia.");
    let shown = home.otp(["show", "forge"]).stdout;
    for wanted in [
        "Forge",
        "me",
        "SHA-512, 8 digits, a new code every 45 s",
        "two\n",
        "lines",
        "#work #code",
        "yes",
    ] {
        assert!(shown.contains(wanted), "{wanted}: {shown}");
    }
    assert!(names(&home).starts_with("Forge:me\n"), "pinned first");
    let run = home.otp_fed(
        ["edit", "forge", "--secret", "--untag", "work", "--unpin"],
        b"aaaa aaaa aaaa aaaa\n",
    );
    says(&run, 0, "Changed");
    assert_eq!(
        home.otp(["show", "forge", "--secret"]).stdout,
        "AAAAAAAAAAAAAAAA\n"
    );
    assert!(!home.otp(["show", "forge"]).stdout.contains("#work"));
    assert_eq!(
        home.otp_fed(["edit", "forge", "--note", "-"], b"from stdin\n")
            .code,
        0
    );
    assert!(home.otp(["show", "forge"]).stdout.contains("from stdin"));
    assert_eq!(home.otp(["edit", "fob", "--counter", "9"]).code, 0);
    assert!(home.otp(["show", "fob"]).stdout.contains("next counter 9"));
    for (wrong, code) in [
        (vec!["edit", "forge"], 2),
        (vec!["edit", "forge", "--digits", "3"], 2),
        (vec!["edit", "forge", "--counter", "3"], 2),
        (vec!["edit", "fob", "--period", "30"], 2),
        (vec!["edit", "forge", "--issuer", "", "--name", ""], 2),
        (vec!["edit", "forge", "--pin", "--unpin"], 2),
        (vec!["edit", "nobody", "--pin"], 3),
    ] {
        assert_eq!(home.otp(&wrong).code, code, "{wrong:?}");
    }
}

#[test]
fn names_change_by_rename() {
    let home = home();
    for (new, wanted) in [
        ("me", "GitHub:me"),
        ("Forge:you", "Forge:you"),
        (":alone", "alone"),
        ("Forge:", "Forge"),
    ] {
        let old = names(&home);
        let old = old.lines().find(|name| {
            ["GitHub", "Forge", "alone"]
                .iter()
                .any(|n| name.starts_with(n))
        });
        let run = home.otp(["rename", old.expect("it is there"), new]);
        says(&run, 0, &format!("to {wanted}."));
    }
    assert_eq!(home.otp(["mv", "forge", ":"]).code, 2);
    assert_eq!(home.otp(["rename", "forge", "otpauth://x"]).code, 2);
}

#[test]
fn changes_are_taken_back_one_by_one_and_made_again() {
    let home = Home::with_accounts(&[GITHUB]);
    assert_eq!(home.otp(["rename", "github", "one"]).code, 0);
    assert_eq!(home.otp(["rename", "github", "two"]).code, 0);
    says(&home.otp(["rm", "github"]), 0, "otp undo");
    assert_eq!(names(&home), "");
    for wanted in ["GitHub:two\n", "GitHub:one\n", "GitHub:octavia\n", ""] {
        assert_eq!(home.otp(["undo"]).code, 0);
        assert_eq!(names(&home), wanted);
    }
    says(&home.otp(["undo"]), 1, "no change to take back");
    for wanted in ["GitHub:octavia\n", "GitHub:one\n"] {
        assert_eq!(home.otp(["redo"]).code, 0);
        assert_eq!(names(&home), wanted);
    }
    // A new change ends the way forward.
    assert_eq!(home.otp(["rename", "github", "three"]).code, 0);
    says(&home.otp(["redo"]), 1, "nothing to bring back");
    let history = home.otp(["history", "github"]).stdout;
    assert!(
        history
            .lines()
            .next()
            .is_some_and(|line| line.ends_with("Changed name of GitHub:three")),
        "{history}"
    );
    assert!(home.otp(["history", "else"]).stdout.is_empty());
}

#[test]
fn the_bin_gives_back() {
    let home = home();
    says(&home.otp(["restore"]), 0, "The bin is empty");
    assert_eq!(home.otp(["restore", "github"]).code, 3);
    assert_eq!(home.otp(["rm", "github"]).code, 0);
    assert_eq!(home.otp(["code", "github"]).code, 3);
    assert_eq!(home.otp(["restore"]).stdout, "GitHub:octavia\n");
    says(
        &home.otp(["restore", "github"]),
        0,
        "Brought GitHub:octavia back",
    );
    assert_eq!(home.otp(["code", "github"]).code, 0);
}

#[test]
fn an_id_is_a_name() {
    let home = home();
    let rows = home.otp(["list", "--json"]).stdout;
    let rows: serde_json::Value = serde_json::from_str(&rows).expect("JSON");
    for row in rows.as_array().expect("an array") {
        let id = row["id"].as_str().expect("an id");
        let shown = home.otp(["show", id]);
        assert!(shown.code == 0 && shown.stdout.contains(id), "{shown:?}");
    }
}

#[test]
fn the_demo_is_a_table_without_a_terminal() {
    let home = Home::empty();
    let run = home.run(["demo"], b"");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.lines().count() > 8 && run.stdout.contains("TOTP"),
        "{run:?}"
    );
    assert!(!home.path(".local").exists() && !home.path(".config").exists());
}

#[test]
fn a_counter_that_a_person_sets_wins_is_in_history_and_is_taken_back() {
    let fob = "otpauth://hotp/ACME:vpn?secret=MFZXIZLSNFXWI2LO&counter=129";
    let home = Home::with_accounts(&[fob]);
    let counter = || {
        let rows = home.otp(["list", "--json"]).stdout;
        let rows: serde_json::Value = serde_json::from_str(&rows).expect("JSON");
        rows[0]["counter"].as_u64()
    };
    says(&home.otp(["edit", "vpn", "--counter", "10"]), 0, "Changed");
    assert_eq!(counter(), Some(10), "back as well as forth");
    let both = ["edit", "vpn", "--counter", "500", "--note", "new fob"];
    says(&home.otp(both), 0, "Changed");
    assert_eq!(counter(), Some(500));
    assert_eq!(home.otp(["code", "vpn"]).code, 0);
    let undone = home.otp(["undo"]);
    says(&undone, 0, "Changed note, counter of ACME:vpn");
    assert_eq!(
        counter(),
        Some(10),
        "with the note, and not the add before it"
    );
    assert!(!home.otp(["show", "vpn"]).stdout.contains("new fob"));
    says(&home.otp(["redo"]), 0, "Changed note, counter of ACME:vpn");
    assert_eq!(counter(), Some(501), "no code is given out twice");
    says(&home.otp(["undo"]), 0, "counter");
    says(&home.otp(["undo"]), 0, "Changed counter of ACME:vpn");
    assert_eq!(counter(), Some(129));
    let history = home.otp(["history"]).stdout;
    assert_eq!(history.matches("Changed").count(), 6, "{history}");
    assert!(history.contains("counter of ACME:vpn"), "{history}");
}
