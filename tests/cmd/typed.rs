//! What people really type and drop: names that look like options or commands, files by link, long names.

use crate::home::{Home, Run};
use crate::pty::session::Start;

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

fn add(home: &Home, issuer: &str, name: &str, secret: &str) -> Run {
    let issuer = format!("--issuer={issuer}");
    let name = format!("--name={name}");
    let arguments = ["add", "--manual", "--yes", &issuer, &name];
    home.otp_fed(arguments, format!("{secret}\n").as_bytes())
}

#[test]
fn a_name_may_begin_with_a_dash() {
    let home = Home::with_vault();
    says(&add(&home, "", "-x", "MFZXIZLSNFXWI2LO"), 0, "otp -- -x");
    let wanted = home.otp(["code", "--at", "59", "--", "-x"]);
    assert_eq!((wanted.code, wanted.stdout.len()), (0, 7), "{wanted:?}");
    let bare = home.otp(["--", "-x"]);
    assert_eq!((bare.code, bare.stdout.len()), (0, 7), "{bare:?}");
    says(&home.otp(["rename", "--", "-x", "-y"]), 0, "to -y");
    says(&home.otp(["rm", "--", "-y"]), 0, "-y");
    assert_eq!(home.otp(["--", "github"]).code, 3);
}

#[test]
fn an_account_called_like_a_command_says_so() {
    let home = Home::with_vault();
    says(
        &add(&home, "Backup", "me", "MFZXIZLSNFXWI2LO"),
        0,
        "`otp backup` is a command: the code of Backup:me comes with `otp code backup`",
    );
    assert_eq!(home.otp(["code", "backup"]).code, 0);
    let run = add(&home, "GitHub", "octavia", "MFZXIZLSNFXWI2LA");
    assert!(!run.stderr.contains("is a command"), "{run:?}");
    says(
        &home.otp(["rename", "github", "ls"]),
        0,
        "`otp ls` is a command",
    );
    says(
        &home.otp(["edit", "ls", "--pin"]),
        0,
        "Changed GitHub:ls.\n",
    );
}

#[test]
fn a_file_may_be_named_by_its_link() {
    use otp::account::SecretText;
    use otp::qr::draw::{Drawing, Level};
    let home = Home::with_vault();
    let link =
        SecretText::from("otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub");
    let drawing = Drawing::new(link.expose(), Level::Medium).expect("it fits");
    let picture = home.write("Octavia's shot.png", &drawing.png(6));
    let path = picture.to_str().expect("text").replace(' ', "%20");
    for link in [format!("file://{path}"), format!("file://localhost{path}")] {
        let run = home.otp(["add", "--dry-run", &link]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stdout.contains("GitHub:octavia"), "{run:?}");
    }
    says(
        &home.otp(["add", "--dry-run", "file:///no/such.png"]),
        7,
        "such.png",
    );
    // Dropped on the prompt.
    let quoted = format!(
        "'{}'",
        picture.to_str().expect("text").replace('\'', r"'\''")
    );
    let run = home.otp_fed(["add", "--yes", "-"], quoted.as_bytes());
    assert_ne!(
        run.code, 0,
        "standard input is data, not what somebody typed: {run:?}"
    );
}

#[test]
fn long_names_are_shortened_in_the_middle_on_a_terminal() {
    let home = Home::with_vault();
    let name = "octavia.finch.at.the.very.long.address.of.a.company@example.test";
    for (place, key) in ["MFZXIZLSNFXWI2LO", "MFZXIZLSNFXWI2LA"].iter().enumerate() {
        let run = add(
            &home,
            "A Company With A Long Name",
            &format!("{name} {place}"),
            key,
        );
        assert_eq!(run.code, 0, "{run:?}");
    }
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    let session = Start::otp(&home.path(""), &["--identity", "recovery.txt", "list"])
        .inside(&home.path(""))
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .run();
    assert_eq!(session.ends(), 0);
    let screen = session.screen();
    let lines: Vec<&str> = screen.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 3, "a heading, and one line each: {screen}");
    assert!(
        lines[1].contains("...") && lines[1].contains("test 0"),
        "{screen}"
    );
    assert!(lines[2].contains("test 1"), "{screen}");
    // Whole where no person looks.
    assert!(home.otp(["list"]).stdout.contains(name));
}

#[test]
fn files_dropped_on_the_prompt_and_in_the_interface_are_read() {
    use otp::account::SecretText;
    use otp::qr::draw::{Drawing, Level};
    let home = Home::with_vault();
    let mut dropped = String::new();
    for (name, secret) in [
        ("Octavia's shot", "MFZXIZLSNFXWI2LO"),
        ("b", "MFZXIZLSNFXWI2LA"),
    ] {
        let link = format!(
            "otpauth://totp/Dropped:{}?secret={secret}&issuer=Dropped",
            &name[..1]
        );
        let drawing = Drawing::new(SecretText::from(link.as_str()).expose(), Level::Medium);
        let picture = home.write(&format!("{name}.png"), &drawing.expect("it fits").png(6));
        let path = picture.to_str().expect("text").replace('\'', r"'\''");
        dropped += ["'", &path, "' "].concat().as_str();
    }
    let folder = |name: &str| home.path(name).to_str().expect("a path").to_owned();
    let start = |arguments: &[&str]| {
        Start::otp(
            &home.path(""),
            &[&["--identity", "recovery.txt"], arguments].concat(),
        )
        .inside(&home.path(""))
        .env("XDG_DATA_HOME", &folder(".local/share"))
        .env("XDG_STATE_HOME", &folder(".local/state"))
        .run()
    };
    let session = start(&["add", "--yes"]);
    session.sees("(not shown)").types(&format!("{dropped}\r"));
    assert_eq!(session.ends(), 0, "{}", session.screen());
    assert_eq!(
        home.otp(["list", "--names"]).stdout,
        "Dropped:b\nDropped:O\n"
    );
    for name in ["Dropped:b", "Dropped:O"] {
        assert_eq!(home.otp(["rm", name]).code, 0);
    }
    let session = start(&[]);
    session
        .sees("No accounts yet")
        .pastes(&dropped)
        .sees("2 accounts");
    session.types("\r").sees("Added");
    assert_eq!(session.types("q").ends(), 0);
    assert_eq!(home.otp(["list", "--names"]).stdout.lines().count(), 2);
}

#[test]
fn lists_of_links_keep_names_and_leave_out_what_stands_behind() {
    let home = Home::with_vault();
    let list = r"otpauth://totp/Corp:DOMAIN\nick?secret=MFZXIZLSNFXWI2LO&issuer=Corp
otpauth://totp/Corp:DOMAIN\u0041bc?secret=MFZXIZLSNFXWI2LA&issuer=Corp # the second
otpauth://totp/GitHub:a?secret=MFZXIZLSNFXWI2LB&issuer=GitHub,work,2024-05-01
otpauth://totp/GitLab:b?secret=MFZXIZLSNFXWI2LC&issuer=GitLab#fragment
";
    let run = home.otp_fed(["add", "--yes", "-"], list.as_bytes());
    assert_eq!(run.code, 0, "{run:?}");
    let names = home.otp(["list", "--names"]).stdout;
    let mut names: Vec<&str> = names.lines().collect();
    names.sort_unstable();
    let wanted = [
        r"Corp:DOMAIN\nick",
        r"Corp:DOMAIN\u0041bc",
        "GitHub:a",
        "GitLab:b",
    ];
    assert_eq!(names, wanted);
    assert_eq!(home.otp(["code", r"Corp:DOMAIN\nick"]).code, 0);
}
