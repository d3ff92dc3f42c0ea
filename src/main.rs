//! The `otp` binary: arguments -> System -> App -> front end -> exit code.

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use otp::app::unlock::GivenPassphrase;
use otp::app::{App, Exit, Options};
use otp::cli::args::Global;
use otp::cli::output::Output;
use otp::cli::{self, Request};
use otp::system::{System, hardening};

/// Zeroes every block of memory before it is given back: what age, toml, clap and ratatui copied of a secret goes too.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    hardening::harden();
    let typed: Vec<OsString> = std::env::args_os().collect();
    let exit = match cli::parse(&typed) {
        Err(exit) => exit,
        Ok(Request::Interface(_) | Request::Demo(_) | Request::Pick(..)) => Exit::Usage,
        Ok(Request::Command(global, command)) => {
            with_app(&global, |app, out| cli::run(app, out, &command))
        }
    };
    ExitCode::from(exit.code())
}

fn with_app(global: &Global, run: impl FnOnce(&Arc<App>, &Output) -> Exit) -> Exit {
    let system = System::real();
    let out = Output::new(global, system.environment.wants_no_color());
    match App::new(system, options(global)) {
        Ok(app) => run(&Arc::new(app), &out),
        Err(error) => {
            out.error(&error);
            error.exit()
        }
    }
}

fn options(global: &Global) -> Options {
    let descriptor = global.passphrase_fd.map(GivenPassphrase::Descriptor);
    Options {
        vault: global.vault.clone(),
        identity: global.identity.clone(),
        passphrase: global
            .passphrase_file
            .clone()
            .map(GivenPassphrase::File)
            .or(descriptor),
        no_keyring: global.no_keyring,
    }
}
