//! Links in two lines, inside other links and mails, and where a secret is asked for.

use super::{PLAIN, add, kind, rows, says, secret};
use crate::home::Home;

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
