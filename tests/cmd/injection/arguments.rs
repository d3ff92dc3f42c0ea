//! Arguments, and the name the program was started by, with every command.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt as _;
use std::process::Command;

use otp::cli::grammar;

use super::{GITHUB, HOSTILE, all_fine, check};
use crate::home::Home;

/// Every way to give a command an argument, with `hostile` in its place.
fn with_arguments(command: &clap::Command, path: &[String], hostile: &OsStr) -> Vec<Vec<OsString>> {
    let head = || path.iter().map(OsString::from).collect::<Vec<OsString>>();
    let mut lines = vec![head()];
    let mut add = |tail: &[&OsStr]| {
        let mut line = head();
        line.extend(tail.iter().map(|word| (*word).to_owned()));
        lines.push(line);
    };
    add(&[hostile]);
    let mut unknown = OsString::from("--");
    unknown.push(hostile);
    add(&[&unknown]);
    // Options that every command takes are tried once.
    let own = command.get_arguments();
    for argument in own.filter(|argument| path.is_empty() || !argument.is_global_set()) {
        let Some(long) = argument.get_long() else {
            continue;
        };
        let option = OsString::from(format!("--{long}"));
        let mut joined = option.clone();
        joined.push("=");
        joined.push(hostile);
        add(&[&joined]);
        add(&["github".as_ref(), &option, hostile]);
    }
    for sub in command.get_subcommands() {
        let mut path = path.to_vec();
        path.push(sub.get_name().to_owned());
        lines.extend(with_arguments(sub, &path, hostile));
    }
    lines
}

#[test]
fn arguments_do_not_act_on_the_terminal() {
    let home = Home::with_accounts(&[GITHUB]);
    let mut failed = Vec::new();
    let mut grammar = grammar();
    grammar.build();
    let mut bytes = HOSTILE.as_bytes().to_vec();
    bytes.extend(b"\x9b\xff");
    let mut count = 0;
    for hostile in [OsStr::new(HOSTILE), OsStr::from_bytes(&bytes)] {
        for line in with_arguments(&grammar, &[], hostile) {
            let mut command = home.command(["--identity", "recovery.txt"]);
            command.args(&line);
            check(command, "", &mut failed);
            count += 1;
        }
    }
    assert!(count > 150, "{count}: the grammar was not walked through");
    all_fine(&failed);
}

#[test]
fn the_name_it_was_started_by_does_not_act_on_the_terminal() {
    use std::os::unix::process::CommandExt as _;
    let home = Home::empty();
    let mut failed = Vec::new();
    for arguments in [
        &["--help"][..],
        &["code", "--help"],
        &["--version"],
        &["--frob"],
        &["key"],
        &["list"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_otp"));
        command
            .arg0(HOSTILE)
            .args(arguments)
            .env_clear()
            .env("HOME", home.path("none"));
        check(command, "", &mut failed);
    }
    all_fine(&failed);
}
