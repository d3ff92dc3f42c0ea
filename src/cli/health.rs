//! `otp backup` and `otp doctor`.

use serde_json::json;

use crate::account::counted;
use crate::app::{App, Check, Error, Exit, Health};
use crate::cli::style::Style;
use crate::cli::table::{Cell, Table};
use crate::cli::{args, open as open_vault, output::Output};

/// `otp backup [FILE] [--verify]`
pub fn backup(app: &App, out: &Output, args: &args::Backup) -> Result<Exit, Error> {
    if let Some(file) = &args.file {
        app.check_absent(file)?;
    }
    let open = open_vault(app, out)?;
    let written = app.back_up(&open, args.file.as_deref())?;
    if args.verify {
        let count = app.verify_backup(&open, &written)?;
        out.note(&format!(
            "It opens and gives the same codes: {}.",
            counted(count, "account")
        ));
    }
    out.data(&written.to_string_lossy())?;
    Ok(Exit::Ok)
}

/// `otp doctor`
pub fn doctor(app: &App, out: &Output, args: &args::Doctor) -> Result<Exit, Error> {
    if args.mend {
        return mend(app, out);
    }
    let open = app.open_quietly();
    let checks = app.examine(open.as_ref());
    if args.json {
        let rows: Vec<_> = checks
            .iter()
            .map(|check| json!({"check": check.name, "health": word(check), "found": check.found.as_str(), "fix": check.fix.as_str()}))
            .collect();
        out.json(&serde_json::Value::Array(rows))?;
    } else {
        out.styled_lines(lines(out, &checks))?;
    }
    let bad = checks.iter().any(|check| check.health == Health::Bad);
    Ok(if bad { Exit::Failed } else { Exit::Ok })
}

fn mend(app: &App, out: &Output) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    out.note(&match app.mend(&mut open)? {
        None => "Nothing in the vault lies in the future: nothing was changed.".to_owned(),
        Some(newest) => format!(
            "Times up to {} were brought back, in their order. The other devices follow as soon as they see this state.",
            newest.rfc3339()
        ),
    });
    Ok(Exit::Ok)
}

/// What was found of each check, and below it the way to mend it, which is never broken: it is there to be copied.
fn lines(out: &Output, checks: &[Check]) -> Vec<Vec<Cell>> {
    let lines = checks.iter().flat_map(|check| {
        let style = match check.health {
            Health::Good => Style::Good,
            Health::Doubtful => Style::Doubtful,
            Health::Bad => Style::Bad,
        };
        let name = Cell::from(format!("{:<11}", check.name));
        let word = Cell::new(format!("{:<8}", word(check)), style);
        let mut table = Table::new(&["", "", ""], &[]).with_prose();
        table.row([word, name, Cell::from(check.found.to_string())]);
        let fix = format!("{:<22} → {}", "", check.fix);
        let fix = (!check.fix.is_empty()).then(|| vec![Cell::new(fix, Style::Strong)]);
        table.lines(out.room(), false).into_iter().chain(fix)
    });
    lines.collect()
}

fn word(check: &Check) -> &'static str {
    match check.health {
        Health::Good => "good",
        Health::Doubtful => "doubtful",
        Health::Bad => "bad",
    }
}
