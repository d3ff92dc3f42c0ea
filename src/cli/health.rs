//! `otp backup` and `otp doctor`.

use serde_json::json;

use crate::app::{App, Check, Error, Exit, Health};
use crate::cli::change::accounts;
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
            accounts(count)
        ));
    }
    out.data(&written.to_string_lossy())?;
    Ok(Exit::Ok)
}

/// `otp doctor`
pub fn doctor(app: &App, out: &Output, args: &args::Doctor) -> Result<Exit, Error> {
    let open = app.open_quietly();
    let checks = app.examine(open.as_ref());
    if args.json {
        let rows: Vec<_> = checks
            .iter()
            .map(|check| json!({"check": check.name, "health": word(check), "found": check.found.as_str(), "fix": check.fix.as_str()}))
            .collect();
        out.json(&serde_json::Value::Array(rows))?;
    } else {
        for check in &checks {
            out.line(&format!(
                "{:<9} {:<12} {}",
                word(check),
                check.name,
                check.found
            ))?;
            if !check.fix.is_empty() {
                out.line(&format!("{:<9} {:<12} → {}", "", "", check.fix))?;
            }
        }
    }
    let bad = checks.iter().any(|check| check.health == Health::Bad);
    Ok(if bad { Exit::Failed } else { Exit::Ok })
}

fn word(check: &Check) -> &'static str {
    match check.health {
        Health::Good => "good",
        Health::Doubtful => "doubtful",
        Health::Bad => "bad",
    }
}
