//! File operations in a temporary folder.

use std::time::Duration;

use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn replacing_changes_the_fingerprint_and_leaves_no_temporary_file() {
    let folder = folder();
    let path = folder.path().join("x");
    assert!(read(&path, 10).expect("readable").is_none());
    write(&path, ".x-", b"one").expect("written");
    let (bytes, first) = read(&path, 10).expect("readable").expect("there");
    assert_eq!(bytes, b"one");
    assert_eq!(fingerprint(&path).expect("readable"), Some(first));
    write(&path, ".x-", b"two").expect("written");
    assert_ne!(fingerprint(&path).expect("readable"), Some(first));
    assert_eq!(list(folder.path()).len(), 1);
    let error = read(&path, 2).expect_err("too large").to_string();
    assert!(error.contains("too large"), "{error}");
    assert!(read(folder.path(), 10).is_err());
}

#[test]
fn a_failure_names_its_path_once() {
    let folder = folder();
    let nowhere = folder.path().join("missing");
    let error = prepare(&nowhere.join("x"), ".x-", b"one").expect_err("nowhere");
    let error = error.to_string();
    assert_eq!(error.matches("missing").count(), 1, "{error}");
}

#[test]
fn creating_never_overwrites() {
    let folder = folder();
    let path = folder.path().join("x");
    let prepared = || prepare(&path, ".x-", b"one").expect("prepared");
    prepared().create(&path).expect("fresh");
    assert!(matches!(
        prepared().create(&path),
        Err(ReplaceError::Exists(_))
    ));
    assert_eq!(list(folder.path()).len(), 1);
    assert!(write_new(&path, ".x-", b"two").is_err());
}

#[test]
fn a_lock_keeps_others_out_until_it_is_dropped() {
    let folder = folder();
    let path = folder.path().join(".lock");
    let held = lock(&path, Duration::ZERO).expect("free");
    let busy = lock(&path, Duration::from_millis(5));
    assert!(matches!(busy, Err(LockError::Busy(_))));
    drop(held);
    // Other tests start programs: for a moment before it runs, such a child has our files open too.
    lock(&path, Duration::from_secs(5)).expect("free again");
    let nowhere = folder.path().join("missing/.lock");
    assert!(matches!(
        lock(&nowhere, Duration::ZERO),
        Err(LockError::File(_))
    ));
}

#[test]
fn only_stale_temporary_files_are_swept() {
    let folder = folder();
    for name in [
        ".vault-abc123.tmp",
        ".vault-x-abc123.tmp",
        ".vault-abc.tmp",
        "vault.age",
    ] {
        fs::write(folder.path().join(name), b"x").expect("written");
    }
    sweep(folder.path(), &[".vault-"]);
    let left: Vec<_> = list(folder.path())
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    assert_eq!(left, [".vault-abc.tmp", ".vault-x-abc123.tmp", "vault.age"]);
}

#[cfg(unix)]
#[test]
fn modes_are_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let deep = folder.path().join("a/b/c");
    create_folder(&deep).expect("created");
    let path = deep.join("x");
    write(&path, ".x-", b"one").expect("written");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&deep), mode(&path)), (0o700, 0o600));
    assert!(is_private(&path).expect("readable"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("chmod");
    assert!(!is_private(&path).expect("readable"));
}

#[cfg(unix)]
#[test]
fn links_survive() {
    let folder = folder();
    let (target, link) = (folder.path().join("real"), folder.path().join("link"));
    std::os::unix::fs::symlink("real", &link).expect("linked");
    assert_eq!(resolve(&link), target);
    write(&link, ".x-", b"one").expect("written");
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(fs::read(&target).expect("there"), b"one");
}
