//! The `otp` binary: arguments -> System -> App -> front end -> exit code.

mod interface;

use std::ffi::OsString;
use std::process::ExitCode;

use otp::app::open::unlock::GivenPassphrase;
use otp::app::{App, Options, panics};
use otp::cli::args::Global;
use otp::cli::output::Output;
use otp::cli::{self, Request, Wanted};
use otp::system::{System, hardening};

/// Zeroes every block of memory before it is given back: what age, toml, clap and ratatui copied of a secret goes too.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    hardening::harden();
    panics::keep_contained_ones_quiet();
    let typed: Vec<OsString> = std::env::args_os().collect();
    let code = match cli::parse(&typed) {
        Err(exit) => exit.code(),
        Ok(request) => run(request),
    };
    ExitCode::from(code)
}

fn run(Request { global, wanted }: Request) -> u8 {
    let system = System::real();
    let out = Output::new(&global, &system.environment);
    let app = match App::new(system, options(&global)) {
        Ok(app) => app,
        Err(error) => {
            out.error(&error);
            return error.exit().code();
        }
    };
    let settings = app.settings();
    let mistakes = settings.mistakes.iter();
    for mistake in mistakes.filter(|mistake| wanted.is_warned_of(mistake)) {
        out.warn(&mistake.told(&app.places.settings));
    }
    let code = match wanted {
        Wanted::Interface(options) => interface::on_the_vault(app, &out, &options),
        Wanted::Demo(options) => interface::on_a_demo(&app, &out, &options),
        Wanted::Pick(code) => interface::pick(app, &out, *code),
        Wanted::Command(command) => Ok(cli::run(&app, &out, &command, &interface::KEYS).code()),
    };
    code.unwrap_or_else(|error| {
        out.error(&error);
        error.exit().code()
    })
}

fn options(global: &Global) -> Options {
    let file = global.passphrase_file.clone().map(|file| {
        // As everywhere else, `-` is standard input.
        if file.as_os_str() == "-" {
            GivenPassphrase::Descriptor(0)
        } else {
            GivenPassphrase::File(file)
        }
    });
    let descriptor = global.passphrase_fd.map(GivenPassphrase::Descriptor);
    Options {
        vault: global.vault.clone(),
        identity: global.identity.clone(),
        passphrase: file.or(descriptor),
        no_keyring: global.no_keyring,
    }
}
