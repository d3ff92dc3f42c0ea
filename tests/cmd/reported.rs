//! What people reported of such programs, tried on ours: each input must give the right account, or be told.

use crate::home::{Home, Run};

const PLAIN: &str = "JBSWY3DPEHPK3PXP";

fn says(run: &Run, code: i32, words: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.stderr.contains(words), "{words}: {run:?}");
}

fn rows(home: &Home) -> Vec<serde_json::Value> {
    let rows = home.otp(["list", "--json"]).stdout;
    serde_json::from_str(&rows).expect("JSON")
}

fn secret(home: &Home, name: &str) -> String {
    let shown = home.otp(["show", name, "--secret"]);
    assert_eq!(shown.code, 0, "{shown:?}");
    shown.stdout.trim_end().to_owned()
}

/// What `show` says of its kind.
fn kind(home: &Home, name: &str) -> String {
    let shown = home.otp(["show", name]).stdout;
    let line = shown.lines().find(|line| line.starts_with("Kind"));
    line.expect("a kind")
        .trim_start_matches("Kind")
        .trim()
        .to_owned()
}

/// Adds `input` to an empty vault.
fn add(arguments: &[&str], input: &str) -> (Home, Run) {
    let home = Home::with_vault();
    let mut all = vec!["add"];
    all.extend(arguments);
    let run = home.otp_fed(&all, input.as_bytes());
    (home, run)
}

#[test]
fn a_secret_in_two_lines_is_one_secret() {
    let both = "jbsw y3dp ehpk 3pxp\njbsw y3dp ehpk 3pxp\n";
    for arguments in [
        vec!["--manual", "--issuer", "eBay", "--name", "me"],
        vec!["--issuer", "eBay", "--name", "me"],
        vec!["-", "--issuer", "eBay", "--name", "me"],
    ] {
        let (home, run) = add(&arguments, both);
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(secret(&home, "ebay"), PLAIN.repeat(2));
        for more in ["my account", "thanks", "123456"] {
            let (home, run) = add(&arguments, &format!("jbsw y3dp ehpk 3pxp\n{more}\n"));
            says(&run, 7, "ine 2 is not part of the secret");
            assert_eq!(rows(&home).len(), 0);
        }
    }
}

#[test]
fn a_link_in_two_lines_is_one_link() {
    let wrapped = "Link:\notpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK\n3PXP&issuer=Bar&digits=8\n";
    let (home, run) = add(&["-"], wrapped);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(secret(&home, "bar"), PLAIN.repeat(2));
    assert!(kind(&home, "bar").contains("8 digits"));
    let wrapped = "Link:\notpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bar\n&digits=8&algorithm=SHA256\n";
    let (home, run) = add(&[], wrapped);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(kind(&home, "bar").starts_with("TOTP, SHA-256, 8 digits"));
    let (home, run) = add(
        &[],
        "otpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXP\nREGARDS\n",
    );
    says(&run, 7, "Bar:me: the link may go on in the next line");
    assert_eq!(rows(&home).len(), 0);
}

#[test]
fn the_same_secret_with_other_settings_is_asked_about() {
    let one = "otpauth://totp/A:x?secret=JBSWY3DPEHPK3PXPAA";
    for (other, told) in [
        (format!("{one}&digits=8"), "8 digits instead of 6"),
        (format!("{one}&period=60"), "60 s instead of 30"),
        (
            format!("{one}&algorithm=SHA512"),
            "SHA-512 instead of SHA-1",
        ),
        (
            format!("{one}&encoder=steam"),
            "Steam Guard instead of TOTP",
        ),
        (
            one.replace("totp", "hotp") + "&counter=3",
            "HOTP instead of TOTP",
        ),
    ] {
        let two = format!("{one}\n{other}\n");
        let home = Home::with_accounts(&[one]);
        for input in [&two, &other] {
            says(&home.otp_fed(["add", "-"], input.as_bytes()), 8, told);
        }
        assert_eq!(rows(&home).len(), 1);
        let dry = home.otp_fed(["add", "--dry-run", "-"], two.as_bytes());
        says(&dry, 0, "");
        assert!(dry.stdout.contains("is in the vault already\n"), "{dry:?}");
        assert!(dry.stdout.contains("would be asked about"), "{dry:?}");
        assert!(dry.stdout.contains(told), "{dry:?}");
        let dry = home.otp_fed(["add", "--dry-run", "--yes", "-"], two.as_bytes());
        assert!(
            dry.code == 0 && dry.stdout.contains("would be added beside"),
            "{dry:?}"
        );
        says(
            &home.otp_fed(["add", "--yes", "-"], two.as_bytes()),
            0,
            "Added A:x",
        );
        assert_eq!(rows(&home).len(), 2);
        // Within one input too, before anything is there.
        let (empty, run) = add(&["-"], &two);
        says(&run, 8, told);
        assert_eq!(rows(&empty).len(), 0);
    }
    let fob = "otpauth://hotp/A:x?secret=JBSWY3DPEHPK3PXPAA&counter=129";
    let home = Home::with_accounts(&[fob]);
    let ahead = fob.replace("129", "500");
    says(
        &home.otp_fed(["add"], ahead.as_bytes()),
        8,
        "counter 500 instead of 129",
    );
    let behind = fob.replace("129", "5");
    says(
        &home.otp_fed(["add"], behind.as_bytes()),
        0,
        "in the vault already",
    );
}

#[test]
fn twins_within_one_input_are_asked_about() {
    let one = "otpauth://totp/A:x?secret=JBSWY3DPEHPK3PXPAA";
    let two = one.replace("PXPAA", "PXPBB");
    let both = format!("{one}\n{two}\n");
    let (home, run) = add(&["-"], &both);
    says(&run, 8, "A:x comes twice with another secret");
    assert_eq!(rows(&home).len(), 0);
    let (home, run) = add(&["--yes", "-"], &both);
    assert_eq!((run.code, rows(&home).len()), (0, 2), "{run:?}");
}

#[test]
fn nameless_secrets_get_names_of_their_own_and_take_none_along() {
    let (home, run) = add(&["-"], &format!("{PLAIN}\n"));
    says(&run, 0, "otp rename imported NAME");
    let links = "otpauth://totp/?secret=GEZDGNBVGY3TQOJQ\notpauth://totp/B:x?secret=MFZXIZLSNFXWI2LO\notpauth://totp/?secret=NNQXE5LNFVSW2YLO\n";
    let run = home.otp_fed(["add", "-"], links.as_bytes());
    says(&run, 0, "otp rename \"imported 2\" NAME");
    let names = home.otp(["list", "--names"]).stdout;
    assert_eq!(names, "B:x\nimported\nimported 2\nimported 3\n");
    assert_eq!(home.otp(["code", "imported 2"]).code, 0);
}

#[test]
fn a_name_that_another_account_has_is_asked_about() {
    let home = Home::with_accounts(&[
        "otpauth://totp/A:x?secret=JBSWY3DPEHPK3PXP",
        "otpauth://totp/B:y?secret=MFZXIZLSNFXWI2LO",
    ]);
    for arguments in [
        vec!["rename", "B:y", "A:x"],
        vec!["edit", "B:y", "--issuer", "A", "--name", "x"],
    ] {
        says(
            &home.otp(&arguments),
            8,
            "A:x is the name of another account",
        );
    }
    assert_eq!(home.otp(["list", "--names"]).stdout, "A:x\nB:y\n");
    assert_eq!(
        home.otp(["edit", "A:x", "--name", "x", "--note", "n"]).code,
        0
    );
    assert_eq!(home.otp(["rename", "B:y", "A:x", "--yes"]).code, 0);
    assert_eq!(home.otp(["list", "--names"]).stdout, "A:x\nA:x\n");
}

#[test]
fn the_same_facts_give_the_same_account_by_every_way_in() {
    let steam = "Steam Guard, 5 letters, a new code every 30 s";
    let key = "NNQXE5LNFVSW2YLOORRWC3TFOJXXG5DF";
    for (arguments, input) in [
        (
            vec!["--manual", "--issuer", "Steam", "--name", "s1"],
            key.to_owned(),
        ),
        (vec!["--manual", "--steam", "--name", "s1"], key.to_owned()),
        (
            vec!["--manual", "--steam", "--name", "s1"],
            "cnOgv/KdpLoP6Nbh0GMkXkPXALQ=\n".to_owned(),
        ),
        (vec!["-"], format!("otpauth://totp/Steam:s1?secret={key}")),
        (
            vec!["-"],
            format!("otpauth://totp/x:s1?secret={key}&digits=s"),
        ),
    ] {
        let (home, run) = add(&arguments, &input);
        assert_eq!(run.code, 0, "{arguments:?} {run:?}");
        assert_eq!(kind(&home, "s1"), steam, "{arguments:?}");
        for wrong in [
            ["--digits", "8"],
            ["--algorithm", "sha256"],
            ["--period", "60"],
        ] {
            let mut edit = vec!["edit", "s1"];
            edit.extend(wrong);
            says(&home.otp(&edit), 2, "always have 5 letters");
            let mut manual = vec!["add", "--manual", "--issuer", "steam"];
            manual.extend(wrong);
            says(
                &home.otp_fed(&manual, key.as_bytes()),
                2,
                "always have 5 letters",
            );
        }
    }
    for arguments in [vec!["-"], vec!["--manual", "--issuer", "A", "--hotp"]] {
        let input = if arguments.len() > 1 {
            key.to_owned()
        } else {
            format!("otpauth://hotp/A:x?secret={key}")
        };
        let (home, run) = add(&arguments, &input);
        says(&run, 0, "otp edit NAME --counter N");
        assert!(kind(&home, "A").ends_with("next counter 1"), "{run:?}");
    }
}

#[test]
fn what_is_wrong_with_a_secret_is_named() {
    for (input, words, advice) in [
        ("JBSWY3DPEHPK3PX0", "The secret has '0'", "FortiToken"),
        (
            "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX8",
            "The secret has '8'",
            "Compare that letter",
        ),
        ("79dd25a115356b2794bc", "looks like hexadecimal", "--hex"),
        (
            "otpauth://totp/X%40Y.example?secret=3132333435363738393031323334353637383930&issuer=Battle.net",
            "looks like hexadecimal",
            "--hex",
        ),
        (
            "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&algorithm=SHA384",
            "algorithm other than",
            "ask the site for a key with SHA1",
        ),
    ] {
        let (_, run) = add(&["--issuer", "x", "-"], input);
        says(&run, 7, words);
        says(&run, 7, advice);
        assert!(!run.stderr.contains("Copy the link again"), "{run:?}");
        let (_, by_hand) = add(&["--manual", "--issuer", "x"], input);
        says(&by_hand, 7, words);
    }
    for (input, wanted) in [
        ("79dd25a115356b2794bc", "PHOSLIIVGVVSPFF4"),
        (
            "otpauth://totp/x?secret=3132333435363738393031323334353637383930",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        ),
    ] {
        for arguments in [
            vec!["--hex", "-"],
            vec!["--hex", "--manual", "--issuer", "x"],
        ] {
            let (home, run) = add(&arguments, input);
            assert_eq!(run.code, 0, "{run:?}");
            let name = home.otp(["list", "--names"]).stdout;
            assert_eq!(secret(&home, name.trim_end()), wanted);
        }
    }
    for arguments in [
        vec!["--issuer", "x", "-"],
        vec!["--manual", "--issuer", "x"],
    ] {
        let (home, run) = add(&arguments, "JBSWY3DPEHPK3PXPA\n");
        says(&run, 0, "a letter may be missing");
        assert_eq!(rows(&home).len(), 1);
    }
}

#[test]
fn what_can_be_cleaned_is_cleaned() {
    for input in [
        "JBSWY3DP\u{a0}EHPK3PXP\n",
        "otpauth://totp/T?secret=JBSWY3DPEHPK3PXP%253D%253D&issuer=S",
        "*otpauth://totp/Foo:me?issuer=Foo&secret=JBSWY3DPEHPK3PXP*\n",
        "Your new secret key is: JBSWY3DPEHPK3PXP\nYour verification code is 123456\n",
        "otpauth://totp/Caf%E9:me?secret=JBSWY3DPEHPK3PXP&issuer=Caf%E9",
    ] {
        let (home, run) = add(&["-"], input);
        assert_eq!(run.code, 0, "{input} {run:?}");
        assert_eq!(rows(&home).len(), 1);
        let name = home.otp(["list", "--names"]).stdout;
        assert_eq!(secret(&home, name.trim_end()), PLAIN);
        if input.contains("%E9") {
            assert_eq!(name, "Café:me\n");
        }
    }
    for (link, name) in [
        (
            "otpauth://totp/A&B:me?secret=JBSWY3DPEHPK3PXP&issuer=A&B",
            "A&B:me",
        ),
        (
            "otpauth://totp/My+Realm%3Ajohn+doe?secret=JBSWY3DPEHPK3PXP&issuer=My+Realm",
            "My Realm:john doe",
        ),
        (
            "otpauth://totp/My%20Realm:john+doe?secret=JBSWY3DPEHPK3PXP&issuer=My%20Realm",
            "My Realm:john+doe",
        ),
    ] {
        let (home, run) = add(&["-"], link);
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(home.otp(["list", "--names"]).stdout, format!("{name}\n"));
    }
}

#[test]
fn links_inside_other_links_and_mails_are_taken_and_never_opened() {
    let chart = "https://www.google.com/chart?chs=200x200&chld=M|0&cht=qr&chl=otpauth://totp/octavia@host%3Fsecret%3DJBSWY3DPEHPK3PXP%26issuer%3Dhost";
    let whole = format!(
        "Warning: pasting the following URL into your browser exposes the OTP secret to Google:\n  {chart}\n\n\
         Your new secret key is: JBSWY3DPEHPK3PXP\nYour verification code is 123456\nYour emergency scratch codes are:\n  12345678\n"
    );
    let service = "https://api.qrserver.com/v1/create-qr-code/?data=otpauth%3A%2F%2Ftotp%2Fhost%253Aoctavia%40host%3Fsecret%3DJBSWY3DPEHPK3PXP";
    let body = "T3BlbiBpdDogb3RwYXV0aDovL3RvdHAvaG9zdDpvY3RhdmlhQGhvc3Q/c2VjcmV0PUpCU1dZM0RQ\nRUhQSzNQWFAmaXNzdWVyPWhvc3QK\n";
    let mail = format!("Content-Transfer-Encoding: base64\n\n{body}");
    for input in [chart, &whole, service, &mail] {
        let (home, run) = add(&["-"], input);
        assert_eq!(run.code, 0, "{run:?}");
        let names = home.otp(["list", "--names"]).stdout;
        assert_eq!(names, "host:octavia@host\n", "{input}");
        assert_eq!(secret(&home, "octavia"), PLAIN);
    }
    let (_, run) = add(
        &["-"],
        "https://q.test/enrol?account=x&secret=JBSWY3DPEHPK3PXP",
    );
    says(&run, 7, "Do not open it");
}

#[test]
fn a_link_is_taken_where_a_secret_is_asked_for() {
    let link = "otpauth://totp/Bar:me?secret=JBSWY3DPEHPK3PXP&issuer=Bar&digits=8&period=60";
    let (home, run) = add(&["--manual", "--name", "mine"], link);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(home.otp(["list", "--names"]).stdout, "Bar:mine\n");
    assert!(kind(&home, "bar").contains("8 digits, a new code every 60 s"));
    let (_, run) = add(&["--manual", "--name", "mine", "--digits", "6"], link);
    says(&run, 2, "which says its kind and settings itself");
    let home = Home::with_accounts(&["otpauth://totp/Old:me?secret=MFZXIZLSNFXWI2LO"]);
    assert_eq!(
        home.otp_fed(["edit", "old", "--secret"], link.as_bytes())
            .code,
        0
    );
    assert_eq!(secret(&home, "old"), PLAIN);
    assert!(kind(&home, "old").contains("8 digits, a new code every 60 s"));
    let wrong = format!("{link}\n{}", link.replace("PXP", "PXQ"));
    says(
        &home.otp_fed(["edit", "old", "--secret"], wrong.as_bytes()),
        7,
        "more than one",
    );
}

#[test]
fn each_named_input_gets_a_line_and_what_is_left_out_is_listed() {
    let home = Home::with_vault();
    home.write(
        "good.txt",
        b"otpauth://totp/A:x?secret=JBSWY3DPEHPK3PXP\notpauth://totp/B:x?secret=MFZXIZLSNFXWI2LO\n",
    );
    home.write(
        "half.txt",
        b"otpauth://totp/C:x?secret=GEZDGNBVGY3TQOJQ\notpauth://totp/D:x?secret=0189\n",
    );
    home.write("prose.txt", b"nothing in here\n");
    home.write(
        "again.txt",
        b"see otpauth://totp/A:x?secret=JBSWY3DPEHPK3PXP\n",
    );
    home.write("odd.bin", &[0, 159, 146, 150, 0]);
    let files = [
        "good.txt",
        "half.txt",
        "prose.txt",
        "again.txt",
        "odd.bin",
        "missing.txt",
    ];
    for dry in [true, false] {
        let mut arguments = vec!["add"];
        arguments.extend(files);
        arguments.extend(dry.then_some("--dry-run"));
        let run = home.otp(&arguments);
        assert_eq!(run.code, 9, "{run:?}");
        for line in [
            "good.txt: 2 accounts.",
            "half.txt: entry 2 (D:x): the secret has '0'",
            "prose.txt is text without a one-time code in it",
            "again.txt: nothing that was not found before.",
            "odd.bin: neither a picture nor text",
            "There is no file missing.txt",
        ] {
            assert!(
                run.stderr.to_lowercase().contains(&line.to_lowercase()),
                "{line}: {run:?}"
            );
        }
        let added = if dry { &run.stdout } else { &run.stderr };
        assert_eq!(added.matches("dded").count(), 3, "{run:?}");
    }
    assert_eq!(home.otp(["list", "--names"]).stdout, "A:x\nB:x\nC:x\n");
}

#[test]
fn a_dash_means_standard_input_for_the_passphrase_too() {
    let home = Home::with_accounts(&["otpauth://totp/A:x?secret=JBSWY3DPEHPK3PXP"]);
    let words = format!("{}\n", crate::home::PASSPHRASE);
    let run = home.run(
        ["--passphrase-file", "-", "list", "--names"],
        words.as_bytes(),
    );
    assert_eq!((run.code, run.stdout.as_str()), (0, "A:x\n"), "{run:?}");
    let run = home.run(["--passphrase-file", "-", "add", "-"], words.as_bytes());
    says(&run, 2, "one purpose");
}
