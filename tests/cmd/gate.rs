//! `otp verify` behind `pam_exec`, as an admin would put it into a service of PAM: real pamtester, a scratch service.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use crate::home::{Home, Run, finish};
use crate::parts;

const TIMED: &str =
    "otpauth://totp/Door:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Door&period=3600";

/// A file in `/etc/pam.d` that goes with the test.
struct Service(PathBuf);

impl Service {
    fn new(home: &Home) -> Option<Self> {
        if !parts::has("pamtester") {
            return None;
        }
        let gate = home.path("gate");
        let name = format!("otp-gate-{}", std::process::id());
        let path = PathBuf::from("/etc/pam.d").join(name);
        let lines = format!(
            "auth required pam_exec.so quiet expose_authtok {}\naccount required pam_permit.so\n",
            gate.to_str().expect("a path")
        );
        match std::fs::write(&path, lines) {
            Ok(()) => Some(Self(path)),
            Err(error) => {
                parts::skip(&format!("/etc/pam.d: {error}"));
                None
            }
        }
    }

    fn name(&self) -> &str {
        let name = self.0.file_name().and_then(|name| name.to_str());
        name.expect("a name")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn pam_exec_lets_in_who_has_the_code_once() {
    let home = Home::with_accounts(&[TIMED]);
    let script = format!(
        "#!/bin/sh\nexec env -i HOME={home} {otp} --identity {home}/recovery.txt verify door\n",
        home = home
            .path("")
            .to_str()
            .expect("a path")
            .trim_end_matches('/'),
        otp = env!("CARGO_BIN_EXE_otp"),
    );
    let gate = home.write("gate", script.as_bytes());
    std::fs::set_permissions(gate, PermissionsExt::from_mode(0o700)).expect("a mode");
    let Some(service) = Service::new(&home) else {
        return;
    };
    let login = |code: &str| -> Run {
        let mut pamtester = Command::new("pamtester");
        pamtester.args([service.name(), "root", "authenticate"]);
        finish(pamtester, format!("{code}\n").as_bytes())
    };
    let code = home.otp(["code", "door"]).stdout.trim_end().to_owned();
    let wrong: String = code
        .chars()
        .map(|digit| if digit == '9' { '0' } else { '9' })
        .collect();
    let refused = login(&wrong);
    assert_ne!(refused.code, 0, "{refused:?}");
    let let_in = login(&code);
    assert_eq!(let_in.code, 0, "{let_in:?}");
    assert_ne!(login(&code).code, 0, "a replay");
    for _ in 0..4 {
        assert_ne!(login(&wrong).code, 0);
    }
    let verdict = home.otp(["verify", "door", "--json", &wrong]);
    assert!(verdict.stdout.contains("\"reject\""), "{verdict:?}");
    assert!(verdict.stdout.contains("\"attemptCount\":5"), "{verdict:?}");
}
