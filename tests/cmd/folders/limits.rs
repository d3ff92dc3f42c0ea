//! Too little memory, and a limit on the size of files: a sentence, and not the end.

use super::{SITE, in_shell};
use crate::home::Home;

#[test]
fn too_little_memory_is_a_sentence() {
    let home = Home::with_vault();
    let otp = "otp --passphrase-file passphrase";
    // At 14 it takes 16 MiB, at 18 a quarter of a GiB.
    for command in ["list", "passwd --new-passphrase-file passphrase"] {
        let run = in_shell(&home, &format!("ulimit -v 200000; {otp} {command}"));
        let wanted = if command == "list" { 0 } else { 5 };
        assert_eq!(run.code, wanted, "{run:?}");
        assert!(
            wanted == 0 || run.stderr.contains("MiB of memory"),
            "{run:?}"
        );
    }
    let changed = home.run(
        [
            "--passphrase-file",
            "passphrase",
            "passwd",
            "--new-passphrase-file",
            "passphrase",
        ],
        b"",
    );
    assert_eq!(changed.code, 0, "{changed:?}");
    let run = in_shell(&home, &format!("ulimit -v 200000; {otp} list"));
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stderr.contains("memory"), "{run:?}");
    assert_eq!(
        home.run(["--passphrase-file", "passphrase", "list"], b"")
            .code,
        0
    );
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_and_not_the_end() {
    let home = Home::with_accounts(&[SITE]);
    let before = std::fs::read(home.vault()).expect("a vault");
    for command in [
        "edit site --note x",
        "rename site other",
        "key add age1qqqq",
    ] {
        let run = in_shell(
            &home,
            &format!("ulimit -f 1; otp --identity recovery.txt {command}"),
        );
        assert!((1..128).contains(&run.code), "{run:?}");
        assert_eq!(
            std::fs::read(home.vault()).expect("a vault"),
            before,
            "{command}"
        );
    }
    let run = in_shell(
        &home,
        "ulimit -f 1; otp --identity recovery.txt edit site --note x",
    );
    assert!(run.code == 6 && run.stderr.contains("ulimit -f"), "{run:?}");
}
