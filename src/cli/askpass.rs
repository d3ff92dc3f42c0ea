//! `otp askpass`: answers a prompt of ssh, sudo or git on stdout.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::account::Plain;
use crate::app::login::askpass::Question;
use crate::app::{App, Error, Exit, Sight};
use crate::cli::beside::{foreign, warn_of};
use crate::cli::{args, open as open_vault, output::Output};
use crate::system::askpass::NAME;

/// Called by the name of the link that ssh, sudo and git are given.
pub fn by_link(typed: &[OsString]) -> Option<Vec<OsString>> {
    let (name, prompt) = typed.split_first()?;
    let is_link = Path::new(name).file_stem() == Some(OsStr::new(NAME));
    let head = ["otp", "askpass", "--"].map(OsString::from);
    is_link.then(|| [&head[..], prompt].concat())
}

/// Answers the prompt, or makes the link.
pub fn run(app: &App, out: &Output, args: &args::Askpass) -> Result<Exit, Error> {
    if let Some(folder) = &args.link {
        return link(app, out, folder);
    }
    let prompt = args.prompt.join(" ");
    match app.question(&prompt) {
        Question::Code => return code(app, out, &prompt),
        Question::Refused => {
            out.note("The code was refused, or another is wanted: now it is your turn.");
        }
        _ => {}
    }
    match app.ask_elsewhere(&prompt) {
        Some(answered) => answered,
        None => ask(app, out, &prompt),
    }
}

fn link(app: &App, out: &Output, folder: &Path) -> Result<Exit, Error> {
    let link = app.link_askpass(folder)?;
    out.data(&link.to_string_lossy())?;
    out.note("Set SSH_ASKPASS, SUDO_ASKPASS or GIT_ASKPASS to it; ssh asks it on a terminal with SSH_ASKPASS_REQUIRE=force.");
    Ok(Exit::Ok)
}

fn code(app: &App, out: &Output, prompt: &str) -> Result<Exit, Error> {
    let taken = open_vault(app, out).and_then(|mut open| {
        let foreign = foreign(app, out, &mut open, &Sight::All)?;
        let account = app.account_for_prompt(&open, &foreign, prompt)?;
        warn_of(out, &foreign, &account);
        app.code_for_prompt(&mut open, &account)
    });
    match taken {
        Ok(code) => {
            out.data(code.as_str())?;
            Ok(Exit::Ok)
        }
        Err(error) => {
            if app.end_asking_ssh() {
                out.warn(
                    "Ended ssh: it would have sent an empty code, which counts as a failed login.",
                );
            }
            Err(error)
        }
    }
}

/// The user answers at the terminal.
fn ask(app: &App, out: &Output, prompt: &str) -> Result<Exit, Error> {
    let question = app.question(prompt);
    if question == Question::Told {
        out.note(prompt);
        return Ok(Exit::Ok);
    }
    if !app.can_ask() {
        return Err(Error::new(
            Exit::Locked,
            "Nobody can be asked: there is no terminal",
            "Set OTP_NEXT_ASKPASS to a program that asks in a window.",
        ));
    }
    let prompt = Plain::new(prompt.trim_end());
    match question {
        Question::Confirm => {
            let agreed = app.confirm(prompt.as_str())?;
            Ok(if agreed { Exit::Ok } else { Exit::Failed })
        }
        Question::Shown => {
            out.data(&app.ask_line(&format!("{prompt} "))?)?;
            Ok(Exit::Ok)
        }
        _ => {
            let prompt = prompt.as_str().trim_end_matches(':');
            out.secret(&app.ask_secret(prompt)?)?;
            Ok(Exit::Ok)
        }
    }
}
