//! `otp extract`: the one-time code in a message, or nothing; needs no vault.

use std::path::Path;

use serde_json::json;

use crate::account::{Plain, capital};
use crate::app::{App, Error, Exit, copied_message};
use crate::cli::{args, output::Output};
use crate::formats::message::{self, Extracted, Told};

/// Prints the code that the message names. A wrong guess is worse than none: exit 3 and a line why.
pub fn run(app: &App, out: &Output, args: &args::Extract) -> Result<Exit, Error> {
    let found = if args.clipboard {
        message::extract(app.clipboard_text()?.expose().as_bytes())
    } else {
        let file = args.file.as_deref().unwrap_or(Path::new("-"));
        message::extract(&app.read_input(file)?)
    };
    let found = found.map_err(|silence| {
        let advice = "It may be in a picture, behind a link, or in another message.";
        Error::new(Exit::NotFound, capital(&silence.to_string()), advice)
    })?;
    if args.copy {
        let copied = app.copy_text(&found.code)?;
        out.note(&copied_message("the message", &copied));
    } else if args.json {
        out.json(&object(&found))?;
    } else {
        out.data(&found.code)?;
    }
    if let Some(domain) = &found.domain {
        out.detail(&format!("It is for {}.", Plain::new(domain)));
    }
    Ok(Exit::Ok)
}

fn object(found: &Extracted) -> serde_json::Value {
    let why = match found.told {
        Told::OriginLine => "the last line names the site and the code",
        Told::Header => "the header OTP-Token",
        Told::Words => "the words around it",
    };
    json!({ "code": *found.code, "domain": found.domain, "kind": kind(found.told), "why": why })
}

const fn kind(told: Told) -> &'static str {
    match told {
        Told::OriginLine => "origin-bound",
        Told::Header => "header",
        Told::Words => "text",
    }
}
