//! Prompts of real programs, what is never answered, and lines in every disguise.

use proptest::prelude::*;

use super::*;

fn seen(text: &str) -> Option<Seen> {
    let mut last = LastLine::default();
    last.feed(text.as_bytes());
    last.look()
}

fn asked(text: &str) -> Asks {
    seen(text).map_or(Asks::Nothing, |seen| asks(&seen.line, &seen.above))
}

/// As the programs write them.
const CODE_PROMPTS: [&str; 31] = [
    "Verification code: ",
    "(root@vault.example.org) Verification code: ",
    "One-time password (OATH) for `root': ",
    "(me@host) One-time password (OATH) for `me': ",
    "Please enter your OTP password.\r\nPassword:",
    "Please enter your username.\nPlease enter your OTP password.\nPassword:",
    "Please enter your passcode:",
    "Token code request:",
    "Enter secondary credentials:",
    "Secondary password:",
    "CHALLENGE: Enter your OTP",
    "CHALLENGE: Please enter token code ",
    "Enter OTP Token Value: ",
    "Second Factor: ",
    "Second Factor (optional): ",
    "Duo two-factor login for me\n\n 1. Duo Push to XXX-XXX-1234\n\nPasscode or option (1-3): ",
    "Enter MFA code for arn:aws:iam::123456789012:mfa/octavia: ",
    "Assume Role MFA token code: ",
    "This operation requires a one-time password.\nEnter OTP: ",
    "\u{1b}[1G\u{1b}[0JEnter OTP: \u{1b}[12G",
    "Enter one-time password from your authenticator app: ",
    "You have enabled multi-factor authentication. Please enter OTP code.\nCode:   ",
    "Enter an OTP code from a device:",
    "? Two-step login code:",
    "\u{1b}[32m?\u{1b}[39m \u{1b}[1mTwo-step login code:\u{1b}[22m ",
    "Enter your 2FA code: ",
    "Authentication code:",
    "Password:\nVerification code: ",
    "50 %\r75 %\r\u{1b}[KVerification code: ",
    "\u{1b}]0;title\u{7}Verification code: ",
    "Verzeichnis für Ärzte\nTOTP: ",
];

#[test]
fn prompts_for_codes_are_recognised() {
    for text in CODE_PROMPTS {
        assert_eq!(asked(text), Asks::Code, "{text:?}");
    }
    for text in [
        "Password & verification code: ",
        "(me@host) Password & verification code: ",
        "Password+OTP: ",
        "PIN and token code:",
    ] {
        assert_eq!(asked(text), Asks::PasswordAndCode, "{text:?}");
    }
}

#[test]
fn what_is_no_prompt_for_a_code_is_never_answered() {
    for text in [
        "Enter passphrase for key '/home/me/.ssh/id_ed25519': ",
        "Enter passphrase for key '/home/me/.ssh/otp': ",
        "Are you sure you want to continue connecting (yes/no/[fingerprint])? ",
        "The authenticity of host 'otp' can't be established.\nContinue connecting (yes/no/[fingerprint])? ",
        "! First copy your one-time code: ABCD-1234",
        "First copy your one-time code: ABCD-1234\n",
        "Verification code: \n",
        "Verification code: 123456",
        "Verification code:\r\n",
        "Enter Auth Username:",
        "OTP Token PIN: ",
        "New password: ",
        "Enter the verification code sent to +1 *** 42: ",
        "We sent a code by SMS.\nCode: ",
        "Enter one of your backup codes (2FA): ",
        "Nov 26 12:00:00 sshd[1]: Verification code: wrong for me",
        "$ echo 'Verification code: '; ls",
        "user@otp:~$ ",
        "otp> ls",
        "Code: ",
        "Token: ",
        "",
        " ",
        "\u{1b}[?1049hVerification code: ",
        "\u{1b}[HVerification code: ",
        "Verification code: \u{1b}[3A",
        "Verification code: \u{1b}[3D",
        "Verification code: \r",
        "Verification code: \u{1b}[",
        "Verification code: \u{1b}]0;half",
    ] {
        assert_eq!(asked(text), Asks::Nothing, "{text:?}");
    }
    for text in [
        "Password:",
        "Password: ",
        "(me@host) Password: ",
        "me@host's password: ",
        "[sudo] password for me: ",
        "Enter Auth Password:",
        "First Factor: ",
        "Please enter your password.\nPassword:",
        "Password for me@REALM: ",
        // What is above was a question itself, and answered.
        "(me@host) Verification code: \n(me@host) Password: ",
        "Enter OTP:\nPassword: ",
    ] {
        assert_eq!(asked(text), Asks::Password, "{text:?}");
    }
    let long = format!("{} verification code: ", "x".repeat(MAX));
    assert_eq!(asked(&long), Asks::Nothing);
    let endless = format!("{}Verification code: ", "x ".repeat(9000));
    assert_eq!(asked(&endless), Asks::Nothing);
}

#[test]
fn a_full_screen_ends_where_it_is_left() {
    let mut last = LastLine::default();
    for (piece, full) in [
        ("\u{1b}[?10", false),
        ("49hVerification code: ", true),
        ("text \u{1b}[?25h\u{1b}[?1049", true),
        ("l\r\n", false),
        ("\u{1b}[?1;1047h", true),
        ("\u{1b}[?1047l", false),
    ] {
        last.feed(piece.as_bytes());
        assert_eq!(last.is_full_screen(), full, "{piece:?}");
    }
    last.feed(b"Verification code: ");
    assert!(last.look().is_some());
}

#[test]
fn the_login_of_a_prompt_is_the_one_that_ssh_wrote() {
    let of = |line| login(line).map(|login| (login.user, login.host));
    assert_eq!(of("(me@host) Password: "), Some(("me", "host")));
    assert_eq!(of("(a@b@host) Code: "), Some(("a@b", "host")));
    assert_eq!(of("(me@evil) (me@bank) Code: "), Some(("me", "evil")));
    for line in [
        "Password: ",
        "(OATH) for x: ",
        "(me@) x: ",
        "(a b@c) x: ",
        "(me@host)",
    ] {
        assert_eq!(of(line), None, "{line}");
    }
}

fn pieces() -> impl Strategy<Value = (String, Vec<usize>)> {
    let part = prop_oneof![
        proptest::sample::select(&CODE_PROMPTS[..]).prop_map(str::to_owned),
        "\\PC{0,12}",
        Just("\r\n".to_owned()),
        Just("\u{1b}[?1049h".to_owned()),
        Just("\u{1b}[?1049l".to_owned()),
        Just("\u{1b}[2K\u{1b}[1G".to_owned()),
        "\u{1b}\\[[0-9;?]{0,6}[A-Za-z]",
    ];
    let text = proptest::collection::vec(part, 0..6).prop_map(|parts| parts.concat());
    (text, proptest::collection::vec(any::<usize>(), 0..8))
}

proptest! {
    #[test]
    fn pieces_of_any_size_are_seen_alike((text, cuts) in pieces()) {
        let mut whole = LastLine::default();
        whole.feed(text.as_bytes());
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut % (text.len() + 1)).collect();
        cuts.push(text.len());
        cuts.sort_unstable();
        let mut cut = LastLine::default();
        let mut from = 0;
        for to in cuts {
            cut.feed(&text.as_bytes()[from..to]);
            from = to;
        }
        prop_assert_eq!(cut.look(), whole.look());
        prop_assert_eq!(cut.is_full_screen(), whole.is_full_screen());
    }

    #[test]
    fn bytes_of_any_kind_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut last = LastLine::default();
        last.feed(&bytes);
        if let Some(seen) = last.look() {
            asks(&seen.line, &seen.above);
        }
    }

    #[test]
    fn colours_change_nothing(
        prompt in proptest::sample::select(&CODE_PROMPTS[..8]),
        place in any::<proptest::sample::Index>(),
        colour in "\u{1b}\\[[0-9]{1,2}(;[0-9]{1,3}){0,3}m",
    ) {
        let places: Vec<usize> = prompt.char_indices().map(|(place, _)| place).collect();
        let mut text = prompt.to_owned();
        text.insert_str(*place.get(&places), &colour);
        prop_assert_eq!(asked(&text), Asks::Code);
    }

    #[test]
    fn a_finished_line_is_never_answered(prompt in proptest::sample::select(&CODE_PROMPTS[..])) {
        prop_assert_eq!(asked(&format!("{prompt}\r\n")), Asks::Nothing);
    }

    #[test]
    fn what_follows_a_prompt_takes_it_back(
        prompt in proptest::sample::select(&CODE_PROMPTS[..8]),
        text in "[a-z0-9]{1,20}",
    ) {
        prop_assert_eq!(asked(&format!("{prompt}{text}")), Asks::Nothing);
    }
}
