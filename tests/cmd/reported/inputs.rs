//! The ways in: the same facts give the same account by each, and each input gets its line.

use super::{add, kind, says};
use crate::home::Home;

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
