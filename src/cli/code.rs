//! `otp code`: one code on stdout and nothing else.

use serde_json::json;

use crate::account::{Account, Code, TimedCode, Timestamp};
use crate::app::{App, Error, Exit, Open, copied_message, pick};
use crate::cli::{args, open as open_vault, output::Output};

/// Prints, copies or describes the code of the one account that NAME means.
pub fn run(app: &App, out: &Output, args: &args::Code) -> Result<Exit, Error> {
    let at = args.at.as_deref().map(parse_time).transpose()?;
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
    let mut open = open_vault(app, out)?;
    let account = pick(open.vault(), &query)?.clone();
    if account.otp.counter().is_some() {
        return counter_based(app, out, args, &mut open, &account);
    }
    let timed = timed_code(app, args, at, &account)?;
    let handed_out = if args.next { &timed.next } else { &timed.code };
    if args.copy {
        copy(app, out, &account, handed_out)?;
    } else if args.json {
        out.line(&describe(&account, handed_out, Some((&timed, args.next))).to_string())?;
    } else {
        out.line(handed_out.as_str())?;
    }
    Ok(Exit::Ok)
}

fn timed_code(
    app: &App,
    args: &args::Code,
    at: Option<Timestamp>,
    account: &Account,
) -> Result<TimedCode, Error> {
    let nothing = || Error::new(Exit::Failed, "This account has no time-based code", "");
    let now = at.unwrap_or_else(|| app.now());
    let timed = account.otp.at(now).ok_or_else(nothing)?;
    let Some(wanted) = args.min_ttl.filter(|&wanted| wanted > timed.remaining) else {
        return Ok(timed);
    };
    if wanted > timed.period {
        return Err(Error::usage(
            format!(
                "Codes of this account live {} s; none lives {wanted} s",
                timed.period
            ),
            "Give a smaller --min-ttl.",
        ));
    }
    app.wait_until(timed.valid_until);
    account.otp.at(app.now()).ok_or_else(nothing)
}

/// HOTP: the next counter is on disk before the code is seen.
fn counter_based(
    app: &App,
    out: &Output,
    args: &args::Code,
    open: &mut Open,
    account: &Account,
) -> Result<Exit, Error> {
    if args.next || args.at.is_some() || args.min_ttl.is_some() {
        return Err(Error::usage(
            "This account counts codes instead of timing them: --next, --at and --min-ttl mean nothing for it",
            "Leave them out; each call gives the next code.",
        ));
    }
    let code = open.take_code(&account.id)?;
    if args.copy {
        copy(app, out, account, &code)?;
    } else if args.json {
        out.line(&describe(account, &code, None).to_string())?;
    } else {
        out.line(code.as_str())?;
    }
    Ok(Exit::Ok)
}

fn copy(app: &App, out: &Output, account: &Account, code: &Code) -> Result<(), Error> {
    let copied = app.copy(code)?;
    out.note(&copied_message(&account.title(), &copied));
    Ok(())
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
    // With --next the object describes the next step: what comes after it is not computed here.
    let (from, until, next, remaining) = if is_next {
        let until = timed.valid_until.shifted(i64::from(timed.period));
        let following = account.otp.at(timed.valid_until).map(|step| step.next);
        (
            timed.valid_until,
            until,
            following,
            timed.remaining + timed.period,
        )
    } else {
        (
            timed.valid_from,
            timed.valid_until,
            Some(timed.next.clone()),
            timed.remaining,
        )
    };
    json!({
        "issuer": account.issuer.as_str(), "name": account.name.as_str(), "code": code.as_str(),
        "next": next.as_ref().map(Code::as_str), "period": timed.period, "remaining": remaining,
        "valid_from": from.seconds(), "valid_until": until.seconds(), "kind": kind,
    })
}

/// Unix seconds (fractions are cut) or RFC 3339.
fn parse_time(text: &str) -> Result<Timestamp, Error> {
    if let Ok(seconds) = text.parse::<u64>() {
        return Ok(Timestamp::from_seconds(seconds));
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
        ] {
            assert_eq!(
                parse_time(text).map_err(|e| e.exit()),
                Err(Exit::Usage),
                "{text}"
            );
        }
    }
}
