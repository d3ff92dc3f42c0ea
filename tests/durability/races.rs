//! Several of one command at once: the winner's word is true, and no loser touches anything.
//! `OTP_TEST_ROUNDS=50` runs so many rounds of each instead of a few.

use std::process::{Command, Output, Stdio};

use crate::home::Home;

/// How many rounds of each race.
fn rounds(few: usize) -> usize {
    let wanted = std::env::var("OTP_TEST_ROUNDS").ok();
    wanted.and_then(|rounds| rounds.parse().ok()).unwrap_or(few)
}

/// Runs them all at once.
fn race(commands: Vec<Command>) -> Vec<Output> {
    let started: Vec<_> = commands
        .into_iter()
        .map(|mut command| {
            command.stdin(Stdio::null()).stdout(Stdio::piped());
            command.stderr(Stdio::piped()).spawn().expect("started")
        })
        .collect();
    let ended = started.into_iter();
    ended
        .map(|child| child.wait_with_output().expect("ended"))
        .collect()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The place of the only one that ended well; the others ended with one of these codes, and said why.
fn winner(outputs: &[Output], losers: &[i32]) -> usize {
    let won = |output: &&Output| output.status.success();
    assert_eq!(outputs.iter().filter(won).count(), 1, "{outputs:?}");
    for output in outputs.iter().filter(|output| !won(output)) {
        let code = output.status.code().unwrap_or(-1);
        assert!(losers.contains(&code), "{outputs:?}");
        assert!(!told(output).is_empty(), "{outputs:?}");
    }
    let place = outputs.iter().position(|output| output.status.success());
    place.expect("one")
}

fn opens(home: &Home, arguments: &[&str]) -> bool {
    let run = home.run([arguments, &["list", "--names"]].concat(), b"");
    assert!([0, 5].contains(&run.code), "{run:?}");
    run.code == 0
}

fn words(home: &Home, racers: usize) -> Vec<String> {
    let names = (0..racers).map(|place| format!("words{place}"));
    names
        .inspect(|name| {
            home.write(name, format!("otter kelp barrel {name}\n").as_bytes());
        })
        .collect()
}

#[test]
fn of_several_inits_one_makes_the_vault() {
    for racers in [2, 6] {
        for _ in 0..rounds(3) {
            let home = Home::empty();
            let files = words(&home, racers);
            let init = |file: &String| {
                let paper = format!("{file}.paper");
                let init = ["--passphrase-file", file, "init", "--work-factor", "14"];
                home.command([&init[..], &["--recovery-file", &paper]].concat())
            };
            let outputs = race(files.iter().map(init).collect());
            let won = winner(&outputs, &[8]);
            for (place, file) in files.iter().enumerate() {
                let paper = format!("{file}.paper");
                assert_eq!(home.path(&paper).exists(), place == won, "{outputs:?}");
                let is_open = opens(&home, &["--passphrase-file", file]);
                assert_eq!(is_open, place == won, "{outputs:?}");
            }
            let paper = format!("{}.paper", files[won]);
            assert!(opens(&home, &["--identity", &paper]), "{outputs:?}");
            assert_eq!(temporary_files(&home), 0);
        }
    }
}

fn temporary_files(home: &Home) -> usize {
    let folders = [
        ".local/state/otp",
        ".local/state/otp/backups",
        ".local/share/otp",
    ];
    let entries = folders.map(|folder| std::fs::read_dir(home.path(folder)).expect("a folder"));
    let paths = entries.into_iter().flatten().flatten();
    let paths = paths.map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "tmp"))
        .count()
}

#[test]
fn of_several_that_join_one_does() {
    for racers in [2, 6] {
        for _ in 0..rounds(2) {
            let home = Home::with_vault();
            std::fs::remove_dir_all(home.path(".local/state/otp")).expect("another machine");
            let files = words(&home, racers);
            let join = |file: &String| {
                let join = ["init", "--recover", "--work-factor", "14"];
                let mut command = home.command([&["--passphrase-file", file], &join[..]].concat());
                let key = std::fs::File::open(home.path("recovery.txt")).expect("a key");
                command.stdin(key);
                command
            };
            let started: Vec<_> = files
                .iter()
                .map(|file| {
                    let mut command = join(file);
                    command.stdout(Stdio::piped()).stderr(Stdio::piped());
                    command.spawn().expect("started")
                })
                .collect();
            let outputs: Vec<Output> = started
                .into_iter()
                .map(|child| child.wait_with_output().expect("ended"))
                .collect();
            let won = winner(&outputs, &[8]);
            for (place, file) in files.iter().enumerate() {
                let is_open = opens(&home, &["--passphrase-file", file]);
                assert_eq!(is_open, place == won, "{outputs:?}");
            }
            let keys = home.otp(["key", "list"]).stdout;
            // The device that founded the vault, the one that joined, the recovery key.
            assert_eq!(keys.lines().count(), 3, "{keys}");
        }
    }
}

#[test]
fn of_several_new_passphrases_one_holds() {
    for racers in [2, 6] {
        let home = Home::with_vault();
        let mut old = "passphrase".to_owned();
        for round in 0..rounds(2) {
            let files: Vec<String> = words(&home, racers)
                .into_iter()
                .map(|file| {
                    let name = format!("{file}-{round}");
                    home.write(&name, format!("tram violin {name}\n").as_bytes());
                    name
                })
                .collect();
            let change = |file: &String| {
                let change = [
                    "passwd",
                    "--work-factor",
                    "14",
                    "--new-passphrase-file",
                    file,
                ];
                home.command([&["--passphrase-file", &old], &change[..]].concat())
            };
            let outputs = race(files.iter().map(change).collect());
            // Who came late finds that the old one is wrong.
            let won = winner(&outputs, &[5, 8]);
            for (place, file) in files.iter().enumerate() {
                let is_open = opens(&home, &["--passphrase-file", file]);
                assert_eq!(is_open, place == won, "{outputs:?}");
            }
            old.clone_from(&files[won]);
        }
    }
}

#[test]
fn of_several_new_recovery_keys_one_holds() {
    for racers in [2, 6] {
        let home = Home::with_vault();
        for round in 0..rounds(2) {
            let papers: Vec<String> = (0..racers).map(|n| format!("paper{round}-{n}")).collect();
            let make = |paper: &String| {
                let make = ["key", "recovery", "--recovery-file", paper];
                home.command([&["--passphrase-file", "passphrase"], &make[..]].concat())
            };
            let outputs = race(papers.iter().map(make).collect());
            // One after the other may well replace each other's; the last one's opens the vault.
            let mut opening = 0;
            for (paper, output) in papers.iter().zip(&outputs) {
                let code = output.status.code().unwrap_or(-1);
                assert!([0, 8].contains(&code), "{outputs:?}");
                assert_eq!(home.path(paper).exists(), code == 0, "{outputs:?}");
                opening += usize::from(code == 0 && opens(&home, &["--identity", paper]));
            }
            assert_eq!(opening, 1, "{outputs:?}");
            assert!(opens(&home, &["--passphrase-file", "passphrase"]));
        }
    }
}

#[test]
fn each_of_several_undos_is_a_step_back() {
    for racers in [2, 6] {
        for _ in 0..rounds(1) {
            let home = Home::with_accounts(&[
                "otpauth://totp/Note:me?secret=MFZXIZLSNFXWI2LO&issuer=Note",
            ]);
            for note in 0..=racers {
                let note = format!("step {note}");
                let run = home.otp(["edit", "note", "--note", &note]);
                assert_eq!(run.code, 0, "{run:?}");
            }
            let undo = |_| home.command(["--identity", "recovery.txt", "undo"]);
            let outputs = race((0..racers).map(undo).collect());
            for output in &outputs {
                assert!(output.status.success(), "{outputs:?}");
            }
            let shown = home.otp(["show", "note"]);
            assert!(shown.stdout.contains("step 0"), "{shown:?}");
            let again = home.otp(["redo"]);
            assert_eq!(again.code, 0, "{again:?}");
        }
    }
}

#[test]
fn several_that_add_lose_nothing() {
    for racers in [2, 6] {
        let home = Home::with_vault();
        for round in 0..rounds(2) {
            let add = |place: usize| {
                let link = format!(
                    "otpauth://totp/Site{round}x{place}:me?secret=MFZXIZLSNFXWI2{}",
                    ["LO", "LA", "LB", "LC", "LD", "LE"][place]
                );
                let file = home.write(&format!("link{place}"), link.as_bytes());
                let mut command = home.command(["--identity", "recovery.txt", "add", "--yes"]);
                command.arg("--allow-duplicate").arg(file);
                command
            };
            let outputs = race((0..racers).map(add).collect());
            for output in &outputs {
                assert!(output.status.success(), "{outputs:?}");
            }
            let names = home.otp(["list", "--names"]).stdout;
            let prefix = format!("Site{round}x");
            let added = names.lines().filter(|name| name.starts_with(&prefix));
            assert_eq!(added.count(), racers, "{names}");
        }
    }
}
