//! Build script: packs the relocations of the program where the C library it is linked with can read them. Each start
//! reads half a megabyte less of it then, a tenth of what `otp code` takes.

// Variables and lines on standard output are how cargo and its scripts talk.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::env::var;
use std::process::Command;

/// The first GNU C library that reads them (its NEWS for 2.36, `DT_RELR`).
const FIRST: (u32, u32) = (2, 36);

fn main() {
    println!("cargo::rerun-if-changed=.cargo/build.rs");
    let is_gnu = var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux")
        && var("CARGO_CFG_TARGET_ENV").as_deref() == Ok("gnu");
    // Of another machine's library nothing is known.
    let is_for_here = var("HOST").is_ok_and(|host| var("TARGET") == Ok(host));
    if is_gnu && is_for_here && version().is_some_and(|version| version >= FIRST) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Of the C library here; says `glibc 2.36`.
fn version() -> Option<(u32, u32)> {
    let output = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let text = String::from_utf8(output.ok()?.stdout).ok()?;
    let (major, minor) = text.trim().strip_prefix("glibc ")?.split_once('.')?;
    let minor = minor.split('.').next()?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
