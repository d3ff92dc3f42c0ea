//! `otp export`: writes accounts for another app into a new file, and says what that app cannot hold.

use std::path::Path;

use crate::account::{Account, shown};
use crate::app::transfer::export::{self, Exported};
use crate::app::{App, Error, Exit, select};
use crate::cli::{args, open as open_vault, output::Output};
use crate::formats::export::{Seal, TARGETS, target};

/// Runs the command. What is wrong with the arguments costs no passphrase.
pub fn run(app: &App, out: &Output, args: &args::Export) -> Result<Exit, Error> {
    let to = args.to.to_ascii_lowercase();
    let is_google = to == "google";
    let is_age = to == "age";
    let inner = if is_age { "otpauth" } else { to.as_str() };
    let target = target(inner);
    if target.is_none() && !is_google {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        let advice = format!("One of: {}, google, age.", names.join(", "));
        return Err(Error::usage(
            format!("There is no target {}", args.to),
            advice,
        ));
    }
    let is_sealed = is_age || target.is_some_and(|target| target.seal == Seal::Password);
    if !is_sealed && !args.plain {
        return Err(Error::new(
            Exit::Refused,
            format!("An export to {to} holds the secrets unencrypted"),
            "With --plain it is written all the same; aegis-encrypted and age take a password.",
        ));
    }
    let is_stdout = args.output.as_os_str() == "-";
    if !is_stdout {
        app.check_absent(&args.output)?;
    }
    let open = open_vault(app, out)?;
    let query = args.name.join(" ");
    let mut accounts: Vec<&Account> = select(open.vault(), &query, &app.settings, &app.uses());
    if let Some(tag) = &args.tag {
        let tag = tag.trim_start_matches('#');
        accounts.retain(|account| {
            account
                .tags
                .iter()
                .any(|own| own.as_str().eq_ignore_ascii_case(tag))
        });
    }
    if accounts.is_empty() {
        return Err(Error::new(
            Exit::NotFound,
            "No account is to be exported",
            "`otp list` shows what is there.",
        ));
    }
    if is_google {
        return google(app, out, &args.output, &accounts);
    }
    let Some(target) = target else {
        return Err(Error::usage("There is no such target", ""));
    };
    let password = if is_sealed {
        Some(app.new_password(args.password_file.as_deref(), args.password_fd)?)
    } else {
        None
    };
    let inner_password = password
        .as_ref()
        .filter(|_| !is_age)
        .map(|password| password.as_str());
    let mut exported = app.export(target, &accounts, inner_password)?;
    if let Some(password) = password.as_ref().filter(|_| is_age) {
        exported.bytes = app.seal_export(&exported.bytes, password)?;
    }
    deliver(app, out, &args.output, &exported)?;
    Ok(report(out, &args.output, &exported, is_sealed))
}

fn deliver(app: &App, out: &Output, file: &Path, exported: &Exported) -> Result<(), Error> {
    if file.as_os_str() == "-" {
        return out.bytes(&exported.bytes);
    }
    app.write_export(file, exported)
}

fn report(out: &Output, file: &Path, exported: &Exported, is_sealed: bool) -> Exit {
    for line in export::lines(&exported.left_out) {
        out.warn(&format!("{line}."));
    }
    if file.as_os_str() != "-" {
        out.note(&format!(
            "{} accounts are in {}; it was read back and compared.",
            exported.count,
            shown(file)
        ));
    }
    if !is_sealed {
        out.warn("whoever reads the export can make your codes: remove it once it is imported.");
    }
    let is_partial = !exported.left_out.is_empty();
    if is_partial { Exit::Partial } else { Exit::Ok }
}

/// Google Authenticator takes a series of QR codes: pictures beside each other, or one after another on the terminal.
fn google(app: &App, out: &Output, file: &Path, accounts: &[&Account]) -> Result<Exit, Error> {
    let series = app.google_series(accounts)?;
    if series.links.is_empty() {
        return Err(Error::new(
            Exit::Refused,
            "Google Authenticator can hold none of these accounts",
            "It knows codes of 6 or 8 digits and, by time, of 30 seconds only.",
        ));
    }
    if file.as_os_str() == "-" {
        for link in &series.links {
            out.data(link)?;
        }
    } else {
        for written in app.write_pictures(file, &series.links)? {
            out.note(&format!("Wrote {}.", shown(&written)));
        }
    }
    for line in &series.left_out {
        out.warn(&format!("{line}."));
    }
    out.warn("whoever scans these codes can make your codes: remove them once they are scanned.");
    Ok(if series.left_out.is_empty() {
        Exit::Ok
    } else {
        Exit::Partial
    })
}
