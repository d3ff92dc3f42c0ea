//! `otp challenge`: codes that a service sends and gets back: new, verify, status, cancel.

mod new;

use serde_json::{Value, json};

use crate::account::Timestamp;
use crate::account::challenge::{SessionId, Status};
use crate::app::login::challenge::{Outcome, Standing, Verdict};
use crate::app::{App, Error, Exit};
use crate::cli::{args, ask, output::Output};

/// Runs one of the four.
pub fn run(app: &App, out: &Output, command: &args::Challenge) -> Result<Exit, Error> {
    match command {
        args::Challenge::New(args) => new::run(app, out, args),
        args::Challenge::Verify(args) => verify(app, out, args),
        args::Challenge::Status(args) => status(app, out, args),
        args::Challenge::Cancel(args) => cancel(app, out, args),
    }
}

fn verify(app: &App, out: &Output, args: &args::ChallengeVerify) -> Result<Exit, Error> {
    let id = id(&args.id)?;
    let code = ask::code(app, &args.code)?;
    let verdict = app.verify_challenge(id, &code)?;
    if args.json {
        out.json(&object(&verdict.standing))?;
        let is_right = verdict.outcome == Outcome::Right;
        return Ok(if is_right { Exit::Ok } else { Exit::Rejected });
    }
    if verdict.outcome != Outcome::Right {
        return Err(rejected(&verdict));
    }
    out.note("Approved.");
    Ok(Exit::Ok)
}

fn rejected(verdict: &Verdict) -> Error {
    let (what, advice) = match verdict.outcome {
        Outcome::Wrong(0) => ("The code is wrong", "That was the last try.".to_owned()),
        Outcome::Wrong(left) => ("The code is wrong", format!("Tries left: {left}.")),
        Outcome::TooEarly(wait) => (
            "Too many tries in this minute; this one was not checked",
            format!("Try again in {wait} s."),
        ),
        Outcome::Right | Outcome::Closed => (
            "This session takes no code: it was decided, has expired, was cancelled, or never was",
            "`otp challenge new` begins another.".to_owned(),
        ),
    };
    Error::new(Exit::Rejected, what, advice)
}

fn status(app: &App, out: &Output, args: &args::ChallengeStatus) -> Result<Exit, Error> {
    let standing = app.challenge_status(id(&args.id)?)?;
    if args.json {
        out.json(&object(&standing))?;
    } else {
        out.data(word(standing.status))?;
    }
    Ok(Exit::Ok)
}

fn cancel(app: &App, out: &Output, args: &args::ChallengeCancel) -> Result<Exit, Error> {
    app.cancel_challenge(&id(&args.id)?)?;
    out.note("Cancelled: its code will not be approved.");
    Ok(Exit::Ok)
}

fn id(text: &str) -> Result<SessionId, Error> {
    SessionId::parse(text).ok_or_else(|| {
        Error::usage(
            "That is not the id of a session",
            "It is the word of 26 letters that `otp challenge new` printed.",
        )
    })
}

const fn word(status: Status) -> &'static str {
    match status {
        Status::Pending => "pending",
        Status::Approved => "approved",
        Status::Rejected => "reject",
    }
}

/// What services call it.
fn object(standing: &Standing) -> Value {
    let expires = standing.expires.map(Timestamp::from_millis);
    json!({
        "sessionId": standing.id.as_str(), "status": word(standing.status), "attemptCount": standing.attempts,
        "channel": standing.channel, "expiresAt": expires.map(Timestamp::rfc3339),
    })
}
