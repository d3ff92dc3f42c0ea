//! `otp list`: the accounts as a table for people, or as JSON, CSV or bare names for programs.

use serde_json::{Value, json};

use crate::account::{Account, Label, Period, counted};
use crate::app::{App, Error, Exit, Group, SourceAccounts};
use crate::cli::beside::{foreign, refresh, sight, warn};
use crate::cli::parameters::tag;
use crate::cli::style::Style;
use crate::cli::table::{Cell, Table};
use crate::cli::{args, open as open_vault, output::Output, watch};

/// Prints the accounts, in display order.
pub fn run(app: &App, out: &Output, args: &args::List) -> Result<Exit, Error> {
    if args.watch {
        watch::check(app, out)?;
    }
    let mut open = open_vault(app, out)?;
    let mut foreign = foreign(app, out, &mut open, &sight(&args.sight))?;
    warn(out, &foreign);
    let tags: Vec<Label> = args.tags.iter().map(|text| tag(text)).collect();
    let unreadable = open.vault().unreadable().count();
    if unreadable > 0 {
        out.warn(&format!(
            "{} not shown: of a kind that this version does not know. `otp doctor` names them.",
            counted(unreadable, "account")
        ));
    }
    let query = args.name.join(" ");
    let wanted = |account: &&Account| tags.iter().all(|tag| has_tag(account, tag));
    if args.watch {
        return watch::run(app, out, &mut open, |open| {
            refresh(app, open, &mut foreign);
            let found = app.select(open.vault(), &foreign, &query);
            let found: Vec<&Account> = found.into_iter().filter(wanted).collect();
            table(app, &found, &foreign, true)
        });
    }
    let found = app.select(open.vault(), &foreign, &query);
    let accounts: Vec<&Account> = found.into_iter().filter(wanted).collect();
    if args.names {
        let names = accounts.iter().map(|account| account.title() + "\n");
        out.data_as_it_is(&names.collect::<String>())?;
    } else if args.json || args.csv {
        let rows = accounts.iter();
        let rows = rows.map(|account| object(app, account, &foreign, args.codes));
        if args.json {
            out.json(&rows.collect())?;
        } else {
            out.data_as_it_is(&csv(rows, &head(&foreign, args.codes)))?;
        }
    } else {
        out.table(table(app, &accounts, &foreign, args.codes))?;
    }
    if accounts.is_empty() {
        out.note(if query.is_empty() && tags.is_empty() {
            "No accounts yet. Add one with `otp add`."
        } else {
            "No account matches."
        });
    }
    Ok(Exit::Ok)
}

/// True for an account with this tag, however it is written.
pub(super) fn has_tag(account: &Account, wanted: &Label) -> bool {
    account
        .tags
        .iter()
        .any(|tag| tag.as_str().to_lowercase() == wanted.as_str().to_lowercase())
}

fn object(app: &App, account: &Account, foreign: &SourceAccounts, codes: bool) -> Value {
    let otp = &account.otp;
    let mut object = json!({
        "id": account.id.as_str(), "issuer": account.issuer.as_str(), "name": account.name.as_str(),
        "kind": otp.kind().name(), "algorithm": otp.algorithm().name(), "digits": otp.digits().get(),
        "period": otp.period().map(Period::seconds), "counter": otp.counter(),
        "tags": account.tags.iter().map(Label::as_str).collect::<Vec<_>>(), "pinned": account.pinned,
    });
    if let Some(group) = foreign.group_of(&account.id) {
        object["source"] = json!(group.source.name.as_str());
    }
    if codes {
        let timed = otp.at(app.now());
        object["code"] = json!(timed.as_ref().map(|timed| timed.code.as_str()));
        object["remaining"] = json!(timed.as_ref().map(|timed| timed.remaining));
    }
    object
}

/// The names of what programs get to know of an account, as the head of the table.
fn head(foreign: &SourceAccounts, codes: bool) -> String {
    let codes = if codes { ",code,remaining" } else { "" };
    let source = if foreign.is_empty() { "" } else { ",source" };
    format!("id,issuer,name,kind,algorithm,digits,period,counter,tags,pinned{codes}{source}")
}

fn csv(rows: impl Iterator<Item = Value>, head: &str) -> String {
    let mut text = format!("{head}\r\n");
    for row in rows {
        let cells = head.split(',').map(|name| csv_cell(&text_of(&row[name])));
        text.push_str(&cells.collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    }
    text
}

/// Without the quotes and brackets of JSON.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text_of).collect::<Vec<_>>().join(";"),
        value => value.to_string(),
    }
}

/// Quotes a cell where RFC 4180 asks for it. A leading `=`, `+`, `-` or `@` would be run as a formula by a
/// spreadsheet, and names come from strangers: such a cell gets a quote mark in front.
fn csv_cell(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@']) {
        "'"
    } else {
        ""
    };
    if guard.is_empty() && !cell.contains([',', '"', '\n', '\r']) {
        return cell.to_owned();
    }
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

/// Codes that end sooner are worth a look.
const SOON: u32 = 5;

/// The accounts as a table for people.
pub fn table(app: &App, accounts: &[&Account], foreign: &SourceAccounts, codes: bool) -> Table {
    let heads: &[&'static str] = if codes {
        &["ACCOUNT", "", "", "TAGS", "KIND", "CODE", "LEFT"]
    } else {
        &["ACCOUNT", "", "", "TAGS", "KIND"]
    };
    let mut table = Table::new(heads, &[0, 3]).sparing(&[3, 4]);
    for account in accounts {
        table.row(row(app, account, foreign.group_of(&account.id), codes));
    }
    table
}

/// The tags of an account; that it comes from a source is told another way.
pub fn shown_tags(account: &Account, group: Option<&Group>) -> String {
    let own = group.map_or(account.tags.as_slice(), |group| group.tags(account));
    let tags: Vec<String> = own.iter().map(|tag| format!("#{tag}")).collect();
    tags.join(" ")
}

fn row(app: &App, account: &Account, group: Option<&Group>, codes: bool) -> Vec<Cell> {
    let star = if account.pinned { "*" } else { "" };
    let mut row = vec![
        Cell::from(account.title()),
        Cell::from(group.map(Group::mark).unwrap_or_default()),
        Cell::new(star, Style::Strong),
        Cell::new(shown_tags(account, group), Style::Tag),
        Cell::from(account.otp.kind().name().to_uppercase()),
    ];
    if !codes {
        return row;
    }
    match account.otp.at(app.now()) {
        None => row.push(Cell::from("-")),
        Some(timed) => {
            let style = if timed.remaining <= SOON {
                Style::Doubtful
            } else {
                Style::Plain
            };
            row.push(Cell::new(timed.code.grouped().to_string(), Style::Strong));
            row.push(Cell::new(format!("{:>2} s", timed.remaining), style));
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_cells_are_quoted_and_defused() {
        assert_eq!(csv_cell("plain"), "plain");
        assert_eq!(csv_cell("a,b"), "\"a,b\"");
        assert_eq!(csv_cell("say \"x\""), "\"say \"\"x\"\"\"");
        assert_eq!(csv_cell("=1+1"), "\"'=1+1\"");
    }
}
