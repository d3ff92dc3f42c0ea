//! Secrets as people paste them: in two lines, with what can be cleaned, and with what is wrong.

use super::{PLAIN, add, rows, says, secret};

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
