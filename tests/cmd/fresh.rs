//! `otp code --fresh`, `--skip`, `--type` and `-v`: a code is handed out once, across processes.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::home::{Home, finish};
use crate::parts;

/// Steps of a second: waiting for the next one is over soon.
const QUICK: &str = "otpauth://totp/Quick:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Quick&period=1&digits=8";
/// Steps of an hour: none ends within a test.
const SLOW: &str =
    "otpauth://totp/Slow:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Slow&period=3600";
const COUNTED: &str =
    "otpauth://hotp/Fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fob&counter=0";

fn home() -> Home {
    Home::with_accounts(&[QUICK, SLOW, COUNTED])
}

#[test]
fn fresh_codes_are_never_the_same_however_many_ask_at_once() {
    let home = home();
    let codes: Vec<String> = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| home.otp(["code", "quick", "--fresh"])))
            .collect();
        let runs = askers.into_iter().map(|it| it.join().expect("no panic"));
        runs.map(|run| {
            assert_eq!(run.code, 0, "{run:?}");
            run.stdout
        })
        .collect()
    });
    let different: BTreeSet<&String> = codes.iter().collect();
    assert_eq!(different.len(), 6, "{codes:?}");
}

#[test]
fn a_fresh_code_comes_at_once_when_that_of_now_was_not_handed_out() {
    let home = home();
    let begun = Instant::now();
    let fresh = home.otp(["code", "slow", "--fresh"]);
    assert_eq!((fresh.code, fresh.stderr.as_str()), (0, ""), "{fresh:?}");
    assert!(begun.elapsed() < Duration::from_secs(600));
    assert_eq!(home.otp(["code", "slow"]).stdout, fresh.stdout);
}

#[test]
fn what_was_handed_out_any_way_is_waited_out() {
    let home = home();
    let plain = home.otp(["code", "quick"]).stdout;
    assert_ne!(home.otp(["code", "quick", "--fresh"]).stdout, plain);
    let json = home.otp(["code", "quick", "--json"]).stdout;
    let fresh = home.otp(["code", "quick", "--fresh"]).stdout;
    let handed_out = format!("\"code\":\"{}\"", fresh.trim_end());
    assert!(!json.contains(&handed_out), "{json}");
    // The code behind that of now is out: the one of now would be refused after it.
    let next = home.otp(["code", "quick", "--next"]).stdout;
    assert_ne!(home.otp(["code", "quick", "--fresh"]).stdout, next);
    // Far away from now nothing was handed out that could be in the way.
    assert_eq!(home.otp(["code", "slow", "--at", "59"]).code, 0);
    assert_eq!(home.otp(["code", "slow", "--fresh"]).stderr, "");
}

#[test]
fn waiting_is_told_and_verbose_says_when_a_code_was_handed_out() {
    let home = home();
    assert_eq!(home.otp(["code", "slow"]).stderr, "");
    let again = home.otp(["code", "slow", "-v"]);
    assert!(
        again.stderr.contains("This code was handed out ") && again.stderr.contains(" s ago."),
        "{again:?}"
    );
    // It would take an hour: what it says is enough.
    let mut asker = home.command(["--identity", "recovery.txt", "code", "slow", "--fresh"]);
    asker.stderr(std::process::Stdio::piped());
    let mut asker = asker.spawn().expect("started");
    let mut said = String::new();
    let stderr = asker.stderr.take().expect("piped");
    let mut stderr = std::io::BufReader::new(stderr);
    std::io::BufRead::read_line(&mut stderr, &mut said).expect("a line");
    end(&mut asker);
    assert!(
        said.contains("handed out") && said.contains("the next one comes in "),
        "{said}"
    );
}

/// Ends `otp`, and `setsid --wait` where that waits for it.
fn end(child: &mut std::process::Child) {
    let children = format!("/proc/{0}/task/{0}/children", child.id());
    let children = std::fs::read_to_string(children).unwrap_or_default();
    for pid in children.split_whitespace() {
        let pid = pid.parse().ok().and_then(rustix::process::Pid::from_raw);
        let pid = pid.expect("a process");
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[test]
fn without_a_record_there_is_no_fresh_code() {
    let home = home();
    std::fs::create_dir_all(home.path(".config/otp")).expect("made");
    home.write(".config/otp/config.toml", b"record-use = false\n");
    let run = home.otp(["code", "slow", "--fresh"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.contains("record-use"), "{run:?}");
    assert!(!home.path(".local/state/otp/uses.txt").exists());
}

#[test]
fn a_code_of_a_counter_can_be_left_out() {
    let home = home();
    assert_eq!(home.otp(["code", "fob"]).stdout, "755224\n");
    let skipped = home.otp(["code", "fob", "--skip"]);
    assert_eq!((skipped.code, skipped.stdout.as_str()), (0, "359152\n"));
    assert!(skipped.stderr.contains("left out"), "{skipped:?}");
    assert!(skipped.stderr.contains("otp verify"), "{skipped:?}");
    assert_eq!(home.otp(["code", "fob", "--fresh"]).stdout, "969429\n");
    let timed = home.otp(["code", "slow", "--skip"]);
    assert_eq!((timed.code, timed.stdout.as_str()), (2, ""), "{timed:?}");
    assert!(timed.stderr.contains("--fresh"), "{timed:?}");
}

#[test]
fn without_a_desktop_nothing_is_typed_and_nothing_spent() {
    let home = home();
    for name in ["slow", "fob"] {
        let mut command = home.command(["--identity", "recovery.txt", "code", name, "--type"]);
        command.env("PATH", "/usr/bin:/bin");
        let run = finish(command, b"");
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
        assert!(run.stderr.contains("no desktop"), "{run:?}");
    }
    assert_eq!(home.otp(["code", "fob"]).stdout, "755224\n");
}

#[test]
fn a_program_that_types_gets_the_code_on_its_stdin() {
    let home = home();
    std::fs::create_dir(home.path("bin")).expect("made");
    let fake = home.write(
        "bin/wtype",
        b"#!/bin/sh\nprintf '%s|' \"$@\" >typed\ncat >>typed\n",
    );
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(fake, mode).expect("executable");
    for (command, code) in [
        (&["code", "fob", "--type"][..], "755224"),
        (&["menu", "--with", "grep Fob", "--type"], "287082"),
    ] {
        let mut command = home.command([&["--identity", "recovery.txt"], command].concat());
        let path = format!("{}:/usr/bin:/bin", home.path("bin").display());
        command
            .env("PATH", path)
            .env("WAYLAND_DISPLAY", "wayland-9");
        let run = finish(command, b"");
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
        assert!(run.stderr.contains("wtype"), "{run:?}");
        let typed = std::fs::read_to_string(home.path("typed")).expect("typed");
        assert_eq!(typed, format!("-|{code}"));
    }
}

#[test]
fn a_code_is_typed_into_a_real_window() {
    if !(parts::has("Xvfb") && parts::has("xterm") && parts::has("xdotool")) {
        return;
    }
    let home = home();
    let screen = crate::system::Display::start();
    let mut window = std::process::Command::new("xterm");
    let reader =
        "stty -echo; : >ready; read -r -n 6 code; echo \"$code\" >typed.new; mv typed.new typed";
    window
        .args(["-geometry", "200x60+0+0", "-e", "bash", "-c", reader])
        .env("DISPLAY", &screen.name)
        .current_dir(home.path(""));
    let mut window = window.spawn().expect("xterm starts");
    let there = |name: &str| {
        let begun = Instant::now();
        while !home.path(name).exists() {
            assert!(begun.elapsed() < Duration::from_secs(60), "no {name}");
            std::thread::yield_now();
        }
    };
    there("ready");
    let mut command = home.command(["--identity", "recovery.txt", "code", "fob", "--type"]);
    command.env("DISPLAY", &screen.name);
    let run = finish(command, b"");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    there("typed");
    let typed = std::fs::read_to_string(home.path("typed")).expect("typed");
    let _ = window.wait();
    assert_eq!(typed, "755224\n");
}
