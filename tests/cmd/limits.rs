//! What files of strangers cost: bombs, huge keys and deep nesting end soon, with little memory, and with a word.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::home::{Home, Run, finish};

/// Far more than an import takes; less than any of these files asks for.
const MEMORY: u64 = 400 << 20;
/// For a machine with ten others on it.
const TIME: Duration = Duration::from_secs(60);

fn sample(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/formats")
        .join(file)
}

/// Imports a file with so much memory and no more.
fn import(home: &Home, file: &Path, memory: u64) -> Run {
    let password = home.write("password", b"kelp-otter-19!\n");
    let inner = home.command([
        "--identity".as_ref(),
        "recovery.txt".as_ref(),
        "import".as_ref(),
        file.as_os_str(),
        "--password-file".as_ref(),
        password.as_os_str(),
    ]);
    let mut command = Command::new("prlimit");
    command.arg(format!("--as={memory}"));
    command.arg(inner.get_program()).args(inner.get_args());
    if let Some(folder) = inner.get_current_dir() {
        command.current_dir(folder);
    }
    command.env_clear();
    let variables = inner.get_envs();
    command.envs(variables.filter_map(|(name, value)| Some((name, value?))));
    finish(command, b"")
}

#[test]
fn hostile_files_end_soon_with_little_memory() {
    if !crate::parts::has("prlimit") {
        return;
    }
    let home = Home::with_vault();
    let deep = home.write("deep.json", "[".repeat(100_000).as_bytes());
    let nested = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let nested = home.write("nested.json", nested.as_bytes());
    // Ente's file, but with 2 GiB and more passes than anybody waits for.
    let ente = std::fs::read_to_string(sample("ente/ente-encrypted-unicode-pw.json"));
    let mut file: serde_json::Value =
        serde_json::from_str(&ente.expect("the sample")).expect("JSON");
    file["kdfParams"]["memLimit"] = (2_u64 << 30).into();
    file["kdfParams"]["opsLimit"] = 1.into();
    let argon = home.write("argon2.json", file.to_string().as_bytes());
    for (file, code, says) in [
        (sample("invalid/bomb.zip"), 8, "unpacks to more than 64 MiB"),
        (
            sample("invalid/aegis_huge_scrypt.json"),
            8,
            "too much memory",
        ),
        (sample("invalid/ente_huge_memory.json"), 8, "refused"),
        (argon, 8, "too little memory"),
        (deep, 7, "deep.json"),
        (nested, 7, "nested.json"),
    ] {
        let begun = Instant::now();
        let run = import(&home, &file, MEMORY);
        let took = begun.elapsed();
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (code, ""),
            "{file:?} {run:?}"
        );
        assert!(run.stderr.contains(says), "{file:?} {run:?}");
        assert!(took < TIME, "{file:?} took {took:?}");
    }
    // The same is enough for what is honest.
    let run = import(&home, &sample("aegis/aegis-export-encrypted.json"), MEMORY);
    assert!(matches!(run.code, 0 | 9), "{run:?}");
}

/// Stands in the files in place of every password.
const WORD: &str = "hunter-kelp-40417";

/// A copy of a password manager's export with passwords that can be recognised.
fn with_passwords(home: &Home, file: &str) -> PathBuf {
    let bytes = std::fs::read(sample(file)).expect("the sample");
    let replaced = |text: &str| {
        let word = |before: &str, after: &str| format!("{before}{WORD}{after}");
        let text = text
            .replace(",pw,", &word(",", ","))
            .replace("\"pw\"", &word("\"", "\""))
            .replace(",x,otpauth", &word(",", ",otpauth"));
        assert!(text.contains(WORD), "no password in {file}");
        text
    };
    let name = file.rsplit('/').next().expect("a name");
    if name != "export.1pux" {
        let text = String::from_utf8(bytes).expect("text");
        return home.write(name, replaced(&text).as_bytes());
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let data = archive.by_name("export.data").expect("the data");
    let text = std::io::read_to_string(data).expect("text");
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    out.start_file("export.data", stored).expect("a member");
    out.write_all(replaced(&text).as_bytes())
        .expect("in memory");
    home.write(name, &out.finish().expect("in memory").into_inner())
}

#[test]
fn passwords_beside_the_codes_are_neither_told_nor_kept() {
    for file in [
        "1password/export.1pux",
        "bitwarden/bitwarden_export.csv",
        "keepass/keepassxc_export.csv",
        "csv/apple_passwords.csv",
        "csv/lastpass_vault.csv",
        "csv/proton_pass.csv",
        "csv/1password.csv",
        "csv/dashlane_credentials.csv",
        "csv/myki.csv",
    ] {
        let home = Home::with_vault();
        let path = with_passwords(&home, file);
        for more in ["--dry-run", "--verbose"] {
            let mut command = home.command(["--identity", "recovery.txt", "import", more]);
            command.arg(&path).env("RUST_LOG", "trace");
            let run = finish(command, b"");
            assert!(matches!(run.code, 0 | 9), "{file} {run:?}");
            let told = run.stdout.contains(WORD) || run.stderr.contains(WORD);
            assert!(!told, "{file} tells a password: {run:?}");
        }
        let kept = home.otp(["export", "--to", "aegis", "--plain", "-o", "-"]);
        assert_eq!(kept.code, 0, "{kept:?}");
        assert!(kept.stdout.contains("\"secret\""), "{kept:?}");
        assert!(!kept.stdout.contains(WORD), "{file}: a password is kept");
    }
}
