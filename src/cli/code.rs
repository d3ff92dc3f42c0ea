//! `otp code`: one code on stdout and nothing else.

use serde_json::json;

use crate::account::{Account, Code, TimedCode, Timestamp};
use crate::app::{App, Error, Exit, Fresh, Open, copied_message};
use crate::cli::beside::{foreign, picked, sight};
use crate::cli::{args, open as open_vault, output::Output, suggest};

/// Prints, copies or describes the code of the one account that NAME means.
pub fn run(app: &App, out: &Output, args: &args::Code) -> Result<Exit, Error> {
    check(args)?;
    let query = args.name.join(" ");
    if query.trim().is_empty() {
        return Err(Error::usage("Which account?", "Name it: otp code NAME"));
    }
    if query.contains("://") {
        return Err(Error::usage(
            "A link is not the name of an account",
            "To enrol it, run `otp add` and paste it at the prompt.",
        ));
    }
    let near = meant(args);
    let mut open = match &near {
        Some(near) => opened_after(app, out, near)?,
        None => open_vault(app, out)?,
    };
    let foreign = foreign(app, out, &mut open, &sight(&args.sight))?;
    let picked = picked(out, open.vault(), &foreign, &query).map_err(|error| match &near {
        Some(near) if error.exit() == Exit::NotFound && error.details().is_empty() => {
            error.advised(near)
        }
        _ => error,
    });
    let account = picked?.clone();
    if account.otp.counter().is_none() {
        return time_based(app, out, args, &account);
    }
    foreign.check_counted(&account)?;
    if wants_time(args) {
        return Err(Error::usage(
            COUNTED,
            "Leave them out; each call gives the next code.",
        ));
    }
    if args.copy {
        app.check_copying()?;
    }
    if args.types {
        app.check_typing()?;
    }
    // The next counter is on disk before the code is seen.
    let code = open.take_code_after(&account.id, u32::from(args.skip))?;
    if args.skip {
        out.note(&format!(
            "One code of {} was left out, and this is the one behind it. Where a server still refuses: it needs two \
             codes in a row to find the counter again (with otp on the server: otp verify NAME --resync CODE1 CODE2).",
            account.title()
        ));
    }
    give(app, out, args, &account, &code, None)
}

/// The command that was perhaps meant, in a sentence.
fn meant(args: &args::Code) -> Option<String> {
    let word = args.name.first().filter(|_| args.is_short)?;
    let word = std::ffi::OsStr::new(word);
    Some(suggest::sentence(word, &suggest::command(word)?))
}

/// Says so before a passphrase is asked for; an account of that name may be meant all the same.
fn opened_after(app: &App, out: &Output, near: &str) -> Result<Open, Error> {
    match app.open_quietly() {
        Err(error) if error.exit() == Exit::Locked => {
            out.note(near);
            open_vault(app, out)
        }
        _ => open_vault(app, out),
    }
}

const COUNTED: &str =
    "This account is counter-based: --next, --at and --min-ttl do not apply to it";

/// Refuses what is no time before anything is opened.
pub fn check(args: &args::Code) -> Result<(), Error> {
    if args.skip && args.name.is_empty() {
        return Err(Error::usage(
            "--skip needs the name of an account",
            "Name it: otp code NAME --skip",
        ));
    }
    args.at.as_deref().map(parse_time).transpose().map(drop)
}

fn wants_time(args: &args::Code) -> bool {
    args.next || args.at.is_some() || args.min_ttl.is_some()
}

/// The same for an account that was picked in the interface: a code of a counter is taken by then, and no other is.
pub fn hand_out(
    app: &App,
    out: &Output,
    args: &args::Code,
    account: &Account,
    taken: &Code,
) -> Result<Exit, Error> {
    if account.otp.counter().is_some() {
        if wants_time(args) {
            out.warn(&format!("{COUNTED}."));
        }
        return give(app, out, args, account, taken, None);
    }
    if args.json || args.copy || args.types || args.fresh || wants_time(args) {
        return time_based(app, out, args, account);
    }
    give(app, out, args, account, taken, None)
}

fn time_based(
    app: &App,
    out: &Output,
    args: &args::Code,
    account: &Account,
) -> Result<Exit, Error> {
    if args.skip {
        return Err(Error::usage(
            "This account is time-based: there is no code to leave out",
            "For a code that was not handed out before give --fresh.",
        ));
    }
    let at = args.at.as_deref().map(parse_time).transpose()?;
    let now = at.unwrap_or_else(|| app.now());
    let timed = match args.min_ttl {
        _ if args.fresh => fresh_code(app, out, args, account)?,
        Some(wanted) => lasting_code(app, wanted, now, account)?,
        None => account.otp.at(now).ok_or_else(|| no_code(account))?,
    };
    let code = if args.next { &timed.next } else { &timed.code };
    give(app, out, args, account, code, Some((&timed, args.next)))
}

/// The one way out for a code.
fn give(
    app: &App,
    out: &Output,
    args: &args::Code,
    account: &Account,
    code: &Code,
    timed: Option<(&TimedCode, bool)>,
) -> Result<Exit, Error> {
    let lost = |error: Error| match timed {
        Some(_) => error,
        None => spent(&error),
    };
    if args.copy {
        let copied = app.copy(account, code).map_err(lost)?;
        out.note(&copied_message(&account.title(), &copied));
        return Ok(Exit::Ok);
    }
    if args.types {
        let tool = app.type_code(account, code).map_err(lost)?;
        out.note(&format!("Typed the code for {} ({tool}).", account.title()));
        return Ok(Exit::Ok);
    }
    if !args.fresh {
        if out.tells_details()
            && let Some(ago) = app.handed_out_ago(account)
        {
            out.detail(&format!("This code was handed out {ago} s ago."));
        }
        // Before it is seen: whoever asks for a fresh code from then on gets another.
        app.note_use(account, code);
    }
    if args.json {
        out.json(&describe(account, code, timed))?;
    } else {
        out.data(code.as_str())?;
    }
    Ok(Exit::Ok)
}

/// A code of a counter that did not arrive is gone all the same.
fn spent(error: &Error) -> Error {
    Error::new(
        error.exit(),
        error.what(),
        "That code counts as used; `otp code NAME` prints the next one.",
    )
}

fn check_life(wanted: u32, period: u32) -> Result<(), Error> {
    if wanted <= period {
        return Ok(());
    }
    Err(Error::usage(
        format!("Codes of this account last {period} s; none lasts {wanted} s"),
        "Give a smaller --min-ttl.",
    ))
}

/// Waits for a code that nobody was given.
fn fresh_code(
    app: &App,
    out: &Output,
    args: &args::Code,
    account: &Account,
) -> Result<TimedCode, Error> {
    if !app.settings().record_use {
        return Err(Error::usage(
            "--fresh cannot tell which codes were handed out: record-use is off",
            "Take record-use = false out of config.toml, or give --min-ttl instead.",
        ));
    }
    let least = args.min_ttl.unwrap_or_default();
    let period = account.otp.period().unwrap_or_default();
    check_life(least, period.seconds())?;
    let mut is_told = false;
    loop {
        let (from, handed_out) = match app.fresh(account, least)? {
            Fresh::Code(timed) => {
                if app.is_shared(account) {
                    out.note(
                        "Somebody has this code by `otp share`, and may have used it already.",
                    );
                }
                return Ok(timed);
            }
            Fresh::Counted => return Err(Error::usage(COUNTED, "Leave --fresh out.")),
            Fresh::Later { from, handed_out } => (from, handed_out),
        };
        if let Some(ago) = handed_out.filter(|_| !is_told) {
            let wait = from.millis().saturating_sub(app.now().millis());
            out.note(&format!(
                "The current code was handed out {ago} s ago; the next one comes in {} s.",
                wait.div_ceil(1000)
            ));
            is_told = true;
        }
        app.wait_until(from);
    }
}

/// Waits for a code that lasts so many seconds.
fn lasting_code(
    app: &App,
    wanted: u32,
    now: Timestamp,
    account: &Account,
) -> Result<TimedCode, Error> {
    let nothing = || no_code(account);
    let timed = account.otp.at(now).ok_or_else(nothing)?;
    check_life(wanted, timed.period)?;
    // `remaining` counts a second that has begun as a whole one.
    let lives = timed.valid_until.millis().saturating_sub(now.millis());
    if lives >= u64::from(wanted).saturating_mul(1000) {
        return Ok(timed);
    }
    let mut until = timed.valid_until;
    // A machine that sleeps or stalls just then gets another step; not for ever.
    for _ in 0..5 {
        app.wait_until(until);
        let timed = account.otp.at(app.now()).ok_or_else(nothing)?;
        if timed.remaining >= wanted {
            return Ok(timed);
        }
        until = timed.valid_until;
    }
    Err(Error::new(
        Exit::Failed,
        "This machine was too slow for a code that lasts that long",
        "Try again, or give a smaller --min-ttl.",
    ))
}

/// Why there is no code at a moment.
fn no_code(account: &Account) -> Error {
    if account.otp.lacks_pin() {
        return crate::app::lacks_pin(account);
    }
    Error::new(Exit::Failed, "This account has no time-based code", "")
}

fn describe(
    account: &Account,
    code: &Code,
    timed: Option<(&TimedCode, bool)>,
) -> serde_json::Value {
    let kind = account.otp.kind().name();
    let Some((timed, is_next)) = timed else {
        return json!({
            "issuer": account.issuer.as_str(), "name": account.name.as_str(), "code": code.as_str(), "next": null,
            "period": null, "remaining": null, "valid_from": null, "valid_until": null, "kind": kind,
        });
    };
    // With --next the object describes the next step.
    let later = if is_next { timed.period } else { 0 };
    let from = timed.valid_from.shifted(i64::from(later));
    let until = timed.valid_until.shifted(i64::from(later));
    let next = account.otp.at(from).map(|step| step.next);
    json!({
        "issuer": account.issuer.as_str(), "name": account.name.as_str(), "code": code.as_str(),
        "next": next.as_ref().map(Code::as_str), "period": timed.period,
        "remaining": u64::from(timed.remaining).saturating_add(u64::from(later)),
        "valid_from": from.seconds(), "valid_until": until.seconds(), "kind": kind,
    })
}

/// Far beyond any use, and so far below the end of the count that steps after it still have their moments.
const LATEST: Timestamp = Timestamp::from_millis(u64::MAX / 2);

/// Unix seconds or RFC 3339 (fractions are cut).
fn parse_time(text: &str) -> Result<Timestamp, Error> {
    if let Ok(seconds) = text.parse::<u64>() {
        let moment = Timestamp::from_seconds(seconds);
        return (moment <= LATEST).then_some(moment).ok_or_else(|| {
            Error::usage(
                format!("--at can be {} at the most", LATEST.seconds()),
                "Write it as 1111111109 or 2005-03-18T01:58:29Z.",
            )
        });
    }
    let bad = || {
        Error::usage(
            "--at is neither Unix seconds nor an RFC 3339 time from 1970 on",
            "Write it as 1111111109 or 2005-03-18T01:58:29Z.",
        )
    };
    let moment: jiff::Timestamp = text.parse().map_err(|_| bad())?;
    u64::try_from(moment.as_millisecond())
        .map(Timestamp::from_millis)
        .map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_seconds_or_rfc_3339() {
        for text in [
            "1111111109",
            "2005-03-18T01:58:29Z",
            "2005-03-18T02:58:29+01:00",
            "2005-03-18 01:58:29Z",
        ] {
            assert_eq!(
                parse_time(text).map(Timestamp::seconds),
                Ok(1_111_111_109),
                "{text}"
            );
        }
        for text in [
            "",
            "-1",
            "yesterday",
            "1969-12-31T23:59:59Z",
            "2005-03-18",
            "1e9",
            "18446744073709552",
            "18446744073709551615",
        ] {
            assert_eq!(
                parse_time(text).map_err(|e| e.exit()),
                Err(Exit::Usage),
                "{text}"
            );
        }
    }
}
