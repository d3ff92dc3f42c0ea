//! `otp verify`: whether a code is right, as a server would decide; exit 10 when it is not.

use serde_json::json;

use crate::account::{Account, Code};
use crate::app::login::verify::{Decision, Question, Verdict};
use crate::app::{App, Error, Exit, Sight};
use crate::cli::beside::{foreign, picked};
use crate::cli::{args, ask, open as open_vault, output::Output};

/// Steps to both sides of now, as RFC 6238 recommends.
const STEPS: u32 = 1;
/// Counter values ahead.
const AHEAD: u32 = 10;

/// Decides about the code that was given, typed or fed.
pub fn run(app: &App, out: &Output, args: &args::Verify) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let foreign = foreign(app, out, &mut open, &Sight::All)?;
    let account = picked(out, open.vault(), &foreign, &args.name)?.clone();
    if account.otp.lacks_pin() {
        return Err(crate::app::lacks_pin(&account));
    }
    let is_counted = account.otp.counter().is_some();
    let question = match args.resync.as_slice() {
        [one, two] if is_counted => Question::Resync([Code::typed(one), Code::typed(two)]),
        [] => Question::Code(ask::code(app, &args.code)?),
        _ => {
            return Err(Error::usage(
                "This account is time-based: there is nothing to resynchronise",
                "Check the clock, or give a wider --window.",
            ));
        }
    };
    let usual = if is_counted { AHEAD } else { STEPS };
    let window = u64::from(args.window.unwrap_or(usual));
    let verdict = app.verify(&account, &question, window)?;
    if args.json {
        out.json(&object(&account, verdict))?;
        return Ok(exit(verdict));
    }
    let Decision::Approved(offset) = verdict.decision else {
        return Err(rejected(&account, verdict));
    };
    out.note(&format!("Approved for {}.", account.title()));
    if offset != 0 {
        out.detail(&format!("It is {offset:+} away from what was expected."));
    }
    Ok(Exit::Ok)
}

const fn exit(verdict: Verdict) -> Exit {
    match verdict.decision {
        Decision::Approved(_) => Exit::Ok,
        Decision::Wrong | Decision::TooEarly => Exit::Rejected,
    }
}

fn object(account: &Account, verdict: Verdict) -> serde_json::Value {
    let (status, offset) = match verdict.decision {
        Decision::Approved(offset) => ("approved", Some(offset)),
        Decision::Wrong if verdict.left > 0 => ("pending", None),
        Decision::Wrong | Decision::TooEarly => ("reject", None),
    };
    json!({
        "account": account.title(), "status": status, "offset": offset, "attemptCount": verdict.count,
        "attemptsLeft": verdict.left, "retryAfter": verdict.retry_after,
    })
}

fn rejected(account: &Account, verdict: Verdict) -> Error {
    let wait = verdict.retry_after.unwrap_or_default();
    if verdict.decision == Decision::TooEarly {
        let what = format!(
            "Too many tries for {}; this one was not checked",
            account.title()
        );
        return Error::new(Exit::Rejected, what, format!("Try again in {wait} s."));
    }
    let advice = match (verdict.left, account.otp.counter()) {
        (0, _) => format!("That was the last try; the next one is possible in {wait} s."),
        (left, Some(_)) => format!(
            "Tries left: {left}. If its counter ran ahead, give two codes in a row: \
             otp verify NAME --resync CODE1 CODE2"
        ),
        (left, None) => format!("Tries left: {left}. A code is approved once; take the next one."),
    };
    let what = format!(
        "The code is wrong or was used before, for {}",
        account.title()
    );
    Error::new(Exit::Rejected, what, advice)
}
