//! Which prompts `otp run` answers, on small programs in a real terminal.

use super::{COUNTED, SLOW, file, otp, run_script, script_file};
use crate::home::Home;

fn home() -> Home {
    Home::with_accounts(&[SLOW, COUNTED])
}

/// A hidden prompt whose answer ends up in the file `got`.
const ASKS: &str = "read -rsp 'Verification code: ' x; echo; echo \"$x\" >got; echo over\n";

#[test]
fn a_hidden_prompt_for_a_code_is_answered_by_a_fresh_one() {
    let home = home();
    let session = run_script(&home, &["--account", "fob"], ASKS);
    session.sees("over").sees("(answered by otp)");
    assert_eq!(session.ends(), 0);
    assert_eq!(file(&home, "got"), "755224\n");
    session.terminal_is_restored();
    assert!(!session.ever_saw("755224"));
    // The next code of a counter, not the same again.
    std::fs::remove_file(home.path("got")).expect("removed");
    let session = run_script(&home, &["--account", "fob"], ASKS);
    assert_eq!(session.ends(), 0);
    assert_eq!(file(&home, "got"), "287082\n");
}

#[test]
fn one_answer_then_the_terminal_is_the_users() {
    let home = home();
    let asks = "for i in 1 2; do read -rsp 'Verification code: ' x; echo; echo \"$x\" >>all; done; mv all got\n";
    let session = run_script(&home, &["--account", "fob"], asks);
    session.sees("your turn").types("mine\r");
    assert_eq!(session.ends(), 0);
    assert!(
        session.screen().contains("--resync"),
        "{}",
        session.screen()
    );
    assert_eq!(file(&home, "got"), "755224\nmine\n");
    // Nothing more was taken.
    assert_eq!(home.otp(["code", "fob"]).stdout, "287082\n");
}

#[test]
fn what_is_no_hidden_prompt_gets_no_code() {
    let home = home();
    for (name, script) in [
        (
            "shown",
            "read -rp 'Verification code: ' x; echo \"$x\" >got\n",
        ),
        ("a password", "read -rsp 'Password: ' x; echo \"$x\" >got\n"),
        (
            "a passphrase",
            "read -rsp 'Enter passphrase for key otp: ' x; echo \"$x\" >got\n",
        ),
        (
            "a log line",
            "stty -echo; echo 'Verification code: '; read -r x; echo \"$x\" >got\n",
        ),
        (
            "a full screen",
            "stty -echo; printf '\\033[?1049hVerification code: '; read -r x; printf '\\033[?1049l'; echo \"$x\" >got\n",
        ),
        (
            "a raw terminal",
            "stty raw -echo; printf 'Verification code: '; x=$(head -c 4); stty sane; echo \"$x\" >got\n",
        ),
    ] {
        let session = run_script(&home, &["--account", "fob"], script);
        session.waits(name, |screen| {
            let text = screen.contents();
            text.contains("code:") || text.contains("assword:") || text.contains("otp:")
        });
        // Longer than any look: the user answers, and nobody else has.
        wait_idle(&session);
        session.types("mine\r");
        assert_eq!(session.ends(), 0, "{name}");
        assert_eq!(file(&home, "got").trim_end(), "mine", "{name}");
        std::fs::remove_file(home.path("got")).expect("removed");
    }
    assert_eq!(
        home.otp(["code", "fob"]).stdout,
        "755224\n",
        "none was taken"
    );
}

/// Waits until the program between has slept through its looks.
fn wait_idle(session: &crate::pty::session::Session) {
    let begun = std::time::Instant::now();
    let mut last = (session.sleeps(), std::time::Instant::now());
    while last.1.elapsed().as_millis() < 700 && begun.elapsed().as_secs() < 60 {
        std::thread::yield_now();
        let sleeps = session.sleeps();
        if sleeps != last.0 {
            last = (sleeps, std::time::Instant::now());
        }
    }
}

#[test]
fn a_program_may_hide_what_is_typed_after_its_prompt() {
    let home = home();
    let late = "printf 'Verification code: '; for i in 1 2 3; do read -rt 0.1 _ </dev/zero; done; stty -echo; read -r x; stty echo; echo \"$x\" >got\n";
    let session = run_script(&home, &["--account", "fob"], late);
    assert_eq!(session.ends(), 0);
    assert_eq!(file(&home, "got"), "755224\n");
}

#[test]
fn the_line_above_tells_a_password_from_a_code() {
    let home = home();
    let asks = "echo 'Please enter your password.'; read -rsp 'Password:' p; echo; echo 'Please enter your OTP password.'; read -rsp 'Password:' x; echo; echo \"$p $x\" >got\n";
    let session = run_script(&home, &["--account", "fob"], asks);
    session.sees("Password:").types("secret word\r");
    assert_eq!(session.ends(), 0);
    assert_eq!(file(&home, "got"), "secret word 755224\n");
}

#[test]
fn the_code_is_put_behind_the_password() {
    let home = home();
    let asks = |prompt: &str| format!("read -rsp '{prompt}' x; echo; echo \"$x\" >got\n");
    for (options, prompt, code) in [
        (
            &["--account", "fob"][..],
            "Password & verification code: ",
            "755224",
        ),
        (&["--account", "fob", "--append"], "Password: ", "287082"),
        (
            &["--account", "fob", "--append"],
            "Enter OTP Token Value: ",
            "359152",
        ),
    ] {
        let session = run_script(&home, options, &asks(prompt));
        session.sees(prompt.trim_end()).types("pass\u{7f}s word");
        session.types("\r");
        assert_eq!(session.ends(), 0, "{prompt}");
        assert_eq!(file(&home, "got"), format!("pass word{code}\n"), "{prompt}");
        std::fs::remove_file(home.path("got")).expect("removed");
    }
}

#[test]
fn a_prompt_or_a_number_can_be_given() {
    let home = home();
    let shown = "read -rp 'Zahl> ' x; echo \"$x\" >got\n";
    let session = run_script(&home, &["--account", "fob", "--prompt", "^Zahl> $"], shown);
    assert_eq!(session.ends(), 0);
    assert_eq!(file(&home, "got"), "755224\n");
    std::fs::remove_file(home.path("got")).expect("removed");
    let twice =
        "read -rsp 'Password: ' p; echo; read -rsp 'Password: ' x; echo; echo \"$p $x\" >got\n";
    let session = run_script(&home, &["--account", "fob", "--at", "2"], twice);
    session.sees("Password:").types("word\r");
    assert_eq!(session.ends(), 0);
    assert_eq!(file(&home, "got"), "word 287082\n");
    let wrong = home.otp(["run", "--account", "fob", "--prompt", "(", "--", "true"]);
    assert_eq!(wrong.code, 2, "{wrong:?}");
}

#[test]
fn after_the_time_given_nothing_is_answered() {
    let home = home();
    let late =
        "read -rsp 'Name: ' n; echo; read -rsp 'Verification code: ' x; echo; echo \"$x\" >got\n";
    let session = run_script(&home, &["--account", "fob", "--timeout", "1s"], late);
    let begun = std::time::Instant::now();
    session.sees("Name:");
    while begun.elapsed().as_millis() < 1200 {
        std::thread::yield_now();
    }
    session.types("me\r").sees("Verification code:");
    wait_idle(&session);
    session.types("mine\r");
    assert_eq!(session.ends(), 0);
    assert_eq!(file(&home, "got"), "mine\n");
}

#[test]
fn the_account_is_named_ruled_fits_or_is_asked_for() {
    let links = [
        "otpauth://totp/me@vpn.example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&period=3600",
        "otpauth://totp/you@vpn.example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJR&period=3600",
        "otpauth://totp/GitHub:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJS&issuer=GitHub&period=3600",
        COUNTED,
    ];
    let home = Home::with_accounts(&links);
    let fake = "#!/bin/bash\nread -rsp 'Verification code: ' x; echo \"$x\" >got\n";
    for name in ["ssh", "gh"] {
        let path = home.write(name, fake.as_bytes());
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(path, mode).expect("executable");
    }
    let given = |arguments: &[&str]| {
        let _ = std::fs::remove_file(home.path("got"));
        let session = otp(&home, &[&["run", "--"], arguments].concat()).run();
        let code = session.ends();
        (
            code,
            std::fs::read_to_string(home.path("got")).unwrap_or_default(),
            session.screen(),
        )
    };
    // Asked at another home: here it would count as handed out.
    let other = Home::with_accounts(&links);
    let code = |name: &str| other.otp(["code", name]).stdout;
    assert_eq!(given(&["./ssh", "me@vpn.example.org"]).1, code("me@vpn"));
    assert_eq!(
        given(&["./ssh", "-l", "you", "vpn.example.org"]).1,
        code("you@vpn")
    );
    assert_eq!(given(&["./gh", "https://github.com/x"]).1, code("github"));
    let (exit, got, screen) = given(&["./ssh", "vpn.example.org"]);
    assert_eq!((exit, got.as_str()), (4, ""), "{screen}");
    assert!(screen.contains("2 accounts fit"), "{screen}");
    // Asked before anything starts.
    let session = otp(&home, &["run", "--", "./ssh", "elsewhere"]).run();
    session.sees("Which one is it?").types("fob\r");
    assert_eq!(session.ends(), 0);
    assert_eq!(file(&home, "got"), "755224\n");
    let nobody = home.otp(["run", "--", "./ssh", "elsewhere"]);
    assert_eq!((nobody.code, nobody.stdout.as_str()), (3, ""), "{nobody:?}");
    // Rules come first, in their order.
    std::fs::create_dir_all(home.path(".config/otp")).expect("made");
    let rules = "[[run]]\nprogram = \"ssh\"\nhost = \"vpn*\"\naccount = \"fob\"\n\n\
                 [[run]]\nprogram = \"g*\"\naccount = \"fob\"\nprompt = \"code\"\n";
    home.write(".config/otp/config.toml", rules.as_bytes());
    assert_eq!(given(&["./ssh", "vpn.example.org"]).1, "287082\n");
    assert_eq!(given(&["./gh", "https://github.com/x"]).1, "359152\n");
}

#[test]
fn a_prompt_of_another_login_is_not_answered_by_chance() {
    let links = [
        "otpauth://totp/me@inner?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&period=3600",
        "otpauth://totp/me@outer?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJR&period=3600",
    ];
    let home = Home::with_accounts(&links);
    let fake = "#!/bin/bash\nfor host in outer evil inner; do read -rsp \"(me@$host) Verification code: \" x; echo; echo \"$x\" >>all; done; mv all got\n";
    let path = home.write("ssh", fake.as_bytes());
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(path, mode).expect("executable");
    let session = otp(&home, &["run", "--", "./ssh", "-J", "outer", "inner"]).run();
    session
        .sees("no account is known for me@evil")
        .types("mine\r");
    assert_eq!(session.ends(), 0);
    let code = |name: &str| home.otp(["code", name]).stdout;
    let wanted = format!("{}mine\n{}", code("me@outer"), code("me@inner"));
    assert_eq!(file(&home, "got"), wanted);
}

#[test]
fn a_locked_vault_starts_nothing() {
    let home = home();
    let script = script_file(&home, "echo started >started\n");
    let script = script.to_str().expect("text");
    let run = home.run(["run", "--account", "fob", "--", "bash", script], b"");
    assert_eq!(run.code, 5, "{run:?}");
    assert!(!home.path("started").exists());
    let missing = home.run(["run", "--", "no-such-program"], b"");
    assert_eq!(missing.code, 127, "{missing:?}");
}
