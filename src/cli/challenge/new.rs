//! `otp challenge new`: sends a code, or prints it for the caller to send.

use std::time::Duration;

use crate::account::challenge::{
    Alphabet, Destination, DestinationError, LANGUAGES, MAX_LIFE, template, template_in,
};
use crate::account::{Label, capital, shown};
use crate::app::login::challenge::Request;
use crate::app::{App, Error, Exit};
use crate::cli::parameters::span;
use crate::cli::{args, output::Output};

use super::object;

/// Runs the command. What is wrong with the arguments costs no message.
pub fn run(app: &App, out: &Output, args: &args::ChallengeNew) -> Result<Exit, Error> {
    let to = Destination::parse(&args.to).map_err(no_destination)?;
    let most = Duration::from_millis(MAX_LIFE);
    let takes = "--expires takes a time of 1 s to 30 min";
    let life = span(&args.expires, most, takes, "Write it as 90s or 10m.")?;
    let text = match &args.template {
        Some(file) => Some(app.read_input(file)?),
        None => None,
    };
    let text = match &text {
        Some(bytes) => template(bytes).map_err(|error| {
            let file = args.template.as_deref().map(shown).unwrap_or_default();
            Error::usage(
                format!("{file}: {error}"),
                "Write {code} where the code goes; {minutes} and {to} are known too.",
            )
        })?,
        None => built_in(args.language.as_deref())?,
    };
    let channel = match &args.channel {
        Some(name) => Label::new(name).to_string(),
        None => to.channel().to_owned(),
    };
    let via = args.via.as_deref();
    if via.is_some_and(|command| command.trim().is_empty()) {
        return Err(Error::usage(
            "--via names no command",
            "Give one that reads a message on standard input: --via 'sendmail -t'",
        ));
    }
    let request = Request {
        to,
        via: via.map(|command| (command, text)),
        channel,
        alphabet: if args.alphanumeric {
            Alphabet::Mixed
        } else {
            Alphabet::Digits
        },
        length: args.digits,
        life: life.as_secs().saturating_mul(1000),
    };
    let (standing, code) = app.start_challenge(&request)?;
    if args.json {
        let mut answer = object(&standing);
        if let (Some(code), Some(fields)) = (&code, answer.as_object_mut()) {
            fields.insert("code".to_owned(), code.as_str().into());
        }
        out.json(&answer)?;
        return Ok(Exit::Ok);
    }
    out.data(standing.id.as_str())?;
    if let Some(code) = &code {
        out.data(code.as_str())?;
    }
    Ok(Exit::Ok)
}

fn no_destination(error: DestinationError) -> Error {
    Error::usage(
        format!("--to: {}", capital(&error.to_string())),
        "Write a phone number with its country code, such as +49 170 1234567, or one mail address.",
    )
}

fn built_in(language: Option<&str>) -> Result<&'static str, Error> {
    template_in(language.unwrap_or("en")).ok_or_else(|| {
        let names: Vec<&str> = LANGUAGES.iter().map(|(name, _)| *name).collect();
        Error::usage(
            "There is no message in that language",
            format!(
                "One of: {}; or write your own: --template FILE.",
                names.join(", ")
            ),
        )
    })
}
