//! `otp list`: the accounts as a table for people, or as JSON, CSV or bare names for programs.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::account::{Account, Label, Period, shorten};
use crate::app::{App, Error, Exit, Foreign, Group, select_beside};
use crate::cli::foreign::{foreign, sight, warn};
use crate::cli::{args, open as open_vault, output::Output};

/// Prints the accounts, in display order.
pub fn run(app: &App, out: &Output, args: &args::List) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let foreign = foreign(app, out, &mut open, &sight(&args.sight))?;
    warn(out, &foreign);
    let tags: Vec<Label> = args
        .tags
        .iter()
        .map(|tag| Label::new(tag.trim_start_matches('#')))
        .collect();
    let unreadable = open.vault().unreadable().count();
    if unreadable > 0 {
        out.warn(&format!(
            "{} not shown: of a kind that this version does not know. `otp doctor` names them.",
            super::change::accounts(unreadable)
        ));
    }
    let query = args.name.join(" ");
    let found = select_beside(open.vault(), &foreign, &query, &app.settings, &app.uses());
    let accounts: Vec<&Account> = found
        .into_iter()
        .filter(|account| tags.iter().all(|tag| has_tag(account, tag)))
        .collect();
    if args.names {
        out.data_as_it_is(&names(&accounts))?;
    } else if args.json {
        let rows = accounts
            .iter()
            .map(|account| object(app, account, &foreign, args.codes));
        out.json(&rows.collect())?;
    } else if args.csv {
        out.data_as_it_is(&csv(app, &accounts, &foreign, args.codes))?;
    } else {
        let room = if out.is_terminal() {
            out.columns()
        } else {
            usize::MAX
        };
        out.lines(table(app, &accounts, &foreign, args.codes, room))?;
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

fn has_tag(account: &Account, wanted: &Label) -> bool {
    account
        .tags
        .iter()
        .any(|tag| tag.as_str().to_lowercase() == wanted.as_str().to_lowercase())
}

fn names(accounts: &[&Account]) -> String {
    accounts
        .iter()
        .map(|account| account.title() + "\n")
        .collect()
}

fn object(app: &App, account: &Account, foreign: &Foreign, codes: bool) -> Value {
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

fn csv(app: &App, accounts: &[&Account], foreign: &Foreign, codes: bool) -> String {
    let mut text = String::from("id,issuer,name,kind,algorithm,digits,period,counter,tags,pinned");
    text.push_str(if codes { ",code,remaining" } else { "" });
    text.push_str(if foreign.is_empty() { "" } else { ",source" });
    text.push_str("\r\n");
    for account in accounts {
        let otp = &account.otp;
        let tags: Vec<&str> = account.tags.iter().map(Label::as_str).collect();
        let mut cells = vec![
            account.id.to_string(),
            account.issuer.to_string(),
            account.name.to_string(),
            otp.kind().name().to_owned(),
            otp.algorithm().name().to_owned(),
            otp.digits().get().to_string(),
            otp.period()
                .map(|period| period.seconds().to_string())
                .unwrap_or_default(),
            otp.counter()
                .map(|counter| counter.to_string())
                .unwrap_or_default(),
            tags.join(";"),
            account.pinned.to_string(),
        ];
        if codes {
            let timed = otp.at(app.now());
            cells.push(
                timed
                    .as_ref()
                    .map(|timed| timed.code.as_str().to_owned())
                    .unwrap_or_default(),
            );
            cells.push(
                timed
                    .map(|timed| timed.remaining.to_string())
                    .unwrap_or_default(),
            );
        }
        if !foreign.is_empty() {
            let group = foreign.group_of(&account.id);
            cells.push(
                group
                    .map(|group| group.source.name.to_string())
                    .unwrap_or_default(),
            );
        }
        let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
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

/// The accounts as columns for people, titles shortened where a line would not fit into `room`.
pub fn table(
    app: &App,
    accounts: &[&Account],
    foreign: &Foreign,
    codes: bool,
    room: usize,
) -> Vec<String> {
    let mut rows: Vec<Vec<String>> = accounts
        .iter()
        .map(|account| row(app, account, foreign.group_of(&account.id), codes))
        .collect();
    shorten_titles(&mut rows, room);
    let widths = widths(&rows);
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            if *width == 0 {
                continue;
            }
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.first().map_or(0, Vec::len);
    let widest = |column: usize| rows.iter().map(|row| row[column].width()).max();
    (0..columns)
        .map(|column| widest(column).unwrap_or(0))
        .collect()
}

/// Out of the middle, so that what differs at the end still does; not at all where two would look the same.
fn shorten_titles(rows: &mut [Vec<String>], room: usize) {
    const LEAST: usize = 12;
    let widths = widths(rows);
    let others = widths.iter().skip(1).filter(|width| **width > 0);
    let others: usize = others.map(|width| width + 2).sum();
    let left = room.saturating_sub(others).max(LEAST);
    let short: Vec<String> = rows
        .iter()
        .filter_map(|row| row.first())
        .map(|title| shorten::middle(title, left, "...").into_owned())
        .collect();
    let titles: BTreeSet<&String> = rows.iter().filter_map(|row| row.first()).collect();
    if short.iter().collect::<BTreeSet<_>>().len() < titles.len() {
        return;
    }
    for (row, short) in rows.iter_mut().zip(short) {
        if let Some(title) = row.first_mut() {
            *title = short;
        }
    }
}

/// The tags of an account; that it comes from a source is told another way.
pub fn shown_tags(account: &Account, group: Option<&Group>) -> String {
    let own = account.tags.len() - usize::from(group.is_some()).min(account.tags.len());
    let tags: Vec<String> = account.tags[..own]
        .iter()
        .map(|tag| format!("#{tag}"))
        .collect();
    tags.join(" ")
}

fn row(app: &App, account: &Account, group: Option<&Group>, codes: bool) -> Vec<String> {
    let star = if account.pinned { "*" } else { "" };
    let mut row = vec![
        account.title(),
        group.map(Group::mark).unwrap_or_default(),
        star.to_owned(),
        shown_tags(account, group),
        account.otp.kind().name().to_uppercase(),
    ];
    if codes {
        let timed = account.otp.at(app.now());
        let shown = timed
            .as_ref()
            .map_or_else(|| "-".to_owned(), |timed| timed.code.grouped().to_string());
        row.push(shown);
        row.push(
            timed
                .map(|timed| format!("{:>2} s", timed.remaining))
                .unwrap_or_default(),
        );
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_shortened_where_they_still_differ() {
        let rows =
            |titles: [&str; 2]| titles.map(|title| vec![title.to_owned(), "TOTP".to_owned()]);
        let mut ends = rows([
            "octavia.finch@example.test 1",
            "octavia.finch@example.test 2",
        ]);
        shorten_titles(&mut ends, 26);
        assert_eq!(ends[0][0], "octavia.f...e.test 1");
        assert_eq!(ends[1][0], "octavia.f...e.test 2");
        let mut middles = rows([
            "octavia.finch 1 @example.test",
            "octavia.finch 2 @example.test",
        ]);
        shorten_titles(&mut middles, 26);
        assert_eq!(middles[0][0], "octavia.finch 1 @example.test");
    }

    #[test]
    fn csv_cells_are_quoted_and_defused() {
        assert_eq!(csv_cell("plain"), "plain");
        assert_eq!(csv_cell("a,b"), "\"a,b\"");
        assert_eq!(csv_cell("say \"x\""), "\"say \"\"x\"\"\"");
        assert_eq!(csv_cell("=1+1"), "\"'=1+1\"");
    }
}
