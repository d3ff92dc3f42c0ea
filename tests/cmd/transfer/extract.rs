//! `otp extract`: the code in a message is printed, or nothing.

use crate::home::Home;

#[test]
fn the_code_in_a_message_is_printed_or_nothing() {
    let home = Home::empty();
    let found = home.otp_fed(
        ["extract"],
        "Your code is 482 913. It expires soon.".as_bytes(),
    );
    assert_eq!(
        (found.code, found.stdout.as_str()),
        (0, "482913\n"),
        "{found:?}"
    );
    let none = home.otp_fed(["extract"], b"Your order #482913 has shipped.");
    assert_eq!((none.code, none.stdout.as_str()), (3, ""), "{none:?}");
    assert!(!none.stderr.contains("482913"), "{none:?}");
    let json = home.otp_fed(["extract", "--json"], b"Code 1\n\n@example.com #661408");
    let object: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(object["domain"], "example.com");
    assert_eq!(object["code"], "661408");
}
