//! `otp export`: writes accounts for another app into new files, and says what that app cannot hold.

use super::show::colored;
use crate::account::{Account, SecretText, counted, shown};
use crate::app::transfer::choice::{choice, choices};
use crate::app::transfer::export::{Content, Made};
use crate::app::{App, Error, Exit, Open, Sight};
use crate::cli::beside::{foreign, sight, warn};
use crate::cli::list::has_tag;
use crate::cli::parameters::tag;
use crate::cli::{args, open as open_vault, output::Output};
use crate::formats::export::Seal;
use crate::qr::draw::{Drawing, Level};

/// Runs the command. What is wrong with the arguments costs no passphrase.
pub fn run(app: &App, out: &Output, args: &args::Export) -> Result<Exit, Error> {
    let Some(choice) = choice(&args.to) else {
        let names: Vec<&str> = choices().iter().map(|choice| choice.name).collect();
        let advice = format!("One of: {}.", names.join(", "));
        return Err(Error::usage(
            format!("There is no target {}", args.to),
            advice,
        ));
    };
    let is_open = choice.seal == Seal::Open;
    if is_open && !args.plain {
        return Err(Error::new(
            Exit::Refused,
            format!("An export to {} holds the secrets unencrypted", choice.name),
            "With --plain it is written all the same; aegis-encrypted and age take a password.",
        ));
    }
    let is_stdout = args.output.as_os_str() == "-";
    if !is_stdout {
        app.check_absent(&args.output)?;
    }
    let mut open = open_vault(app, out)?;
    let (accounts, is_whole) = wanted(app, out, &mut open, args)?;
    let accounts: Vec<&Account> = accounts.iter().collect();
    if accounts.is_empty() {
        return Err(Error::new(
            Exit::NotFound,
            "No account is to be exported",
            "`otp list` shows what is there.",
        ));
    }
    let password = if is_open {
        None
    } else {
        Some(app.new_password(args.password_file.as_deref(), args.password_fd)?)
    };
    let made = app.make_export(&choice, &accounts, password.as_ref())?;
    if is_stdout {
        print(out, &made)?;
    } else {
        for file in app.keep_export(&made, &args.output)? {
            out.note(&format!("Wrote {}.", shown(&file)));
        }
    }
    for line in &made.left_out {
        out.warn(&format!("{line}."));
    }
    if !is_stdout {
        out.note(&format!(
            "Exported {}, read back and compared.",
            counted(made.count, "account")
        ));
    }
    if is_whole && open.vault().sources().next().is_some() {
        out.note("Accounts of sources are not in it: name them, or give --source NAME.");
    }
    if is_open {
        out.warn(match made.content {
            Content::File(_) => {
                "whoever reads the export can make your codes: remove it once it is imported."
            }
            Content::Codes(_) => {
                "whoever scans these codes can make your codes: remove them once they are scanned."
            }
        });
    }
    Ok(if made.left_out.is_empty() {
        Exit::Ok
    } else {
        Exit::Partial
    })
}

/// What is to be exported, and whether that is the whole vault. Accounts of sources are only where they are asked for.
fn wanted(
    app: &App,
    out: &Output,
    open: &mut Open,
    args: &args::Export,
) -> Result<(Vec<Account>, bool), Error> {
    let query = args.name.join(" ");
    let is_whole = query.is_empty() && args.tag.is_none() && args.sight.source.is_none();
    let sight = if is_whole {
        Sight::Own
    } else {
        sight(&args.sight)
    };
    let foreign = foreign(app, out, open, &sight)?;
    let mut accounts = app.select_named(open.vault(), &foreign, &query);
    if let Some(text) = &args.tag {
        let wanted = tag(text);
        accounts.retain(|account| has_tag(account, &wanted));
    }
    let is_foreign = |account: &&Account| foreign.group_of(&account.id).is_some();
    if accounts.iter().any(is_foreign) {
        warn(out, &foreign);
    }
    let accounts = accounts.into_iter();
    let accounts = accounts.map(|account| foreign.without_mark(account));
    Ok((accounts.collect(), is_whole && !args.sight.own))
}

fn print(out: &Output, made: &Made) -> Result<(), Error> {
    match &made.content {
        Content::File(bytes) => out.bytes(bytes),
        Content::Codes(links) => (1..)
            .zip(links)
            .try_for_each(|(place, link)| code(out, link, (place, links.len()))),
    }
}

/// A QR code to be scanned from a terminal; the link itself for whatever else reads it.
fn code(out: &Output, link: &SecretText, (place, of): (usize, usize)) -> Result<(), Error> {
    if !out.is_terminal() {
        return out.secret(link);
    }
    match Drawing::of(link, Level::Low) {
        Ok(drawing) => {
            out.note(&format!("QR code {place} of {of}"));
            out.drawing(&colored(out, &drawing))
        }
        Err(_) => out.secret(link),
    }
}
