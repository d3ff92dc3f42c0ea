//! `otp import`: reads other apps' files, tells what becomes of each entry, and adds them as one change.

use crate::account::{Draft, title};
use crate::app::transfer::import::Imported;
use crate::app::transfer::standing::Standing;
use crate::app::{App, Error, Exit, Open, Plan, Relation, Sight, quoted};
use crate::cli::beside::{foreign, warn};
use crate::cli::parameters::new_tags;
use crate::cli::passwords::Passwords;
use crate::cli::{args, open as open_vault, output::Output};
use crate::formats::table::{self, FORMATS, Format, Listed};

/// Runs the command. Files are read before the vault is opened: a bad one costs no passphrase.
pub fn run(app: &App, out: &Output, args: &args::Import) -> Result<Exit, Error> {
    if args.list {
        return list(out);
    }
    let format = chosen(args)?;
    let mut reading = Reading::default();
    if let Some(folder) = &args.pass {
        let store = app.import_store(folder.as_deref(), |place, of| {
            out.progress(&format!("Decrypting entry {place} of {of}"));
        });
        out.progress_over();
        let store = store?;
        out.note(&format!(
            "{} entries of the password store were decrypted.",
            store.entries
        ));
        reading.take("the password store", store.imported);
    }
    if let Some(name) = &args.source {
        return take_over(app, out, args, name);
    }
    let mut passwords = Passwords::given(app, args.password_file.as_deref(), args.password_fd)?;
    let named = app.export_files(&args.files)?;
    reading.problems.extend(named.unread);
    for file in named.files {
        match passwords.read(app, out, &file, format) {
            Ok(imported) => reading.take(&file.shown, imported),
            Err(error) if error.exit() == Exit::Interrupted => return Err(error),
            Err(error) => reading.errors.push(error),
        }
    }
    if reading.drafts.is_empty() {
        return Err(reading.nothing());
    }
    let open = if args.dry_run && !app.has_vault() {
        None
    } else {
        Some(open_vault(app, out)?)
    };
    reading.add(app, open, out, args)
}

/// The accounts of a source become our own.
fn take_over(app: &App, out: &Output, args: &args::Import, name: &str) -> Result<Exit, Error> {
    let mut open = open_vault(app, out)?;
    let foreign = foreign(app, out, &mut open, &Sight::Source(name.to_owned()))?;
    warn(out, &foreign);
    let reading = Reading {
        drafts: foreign.drafts(),
        ..Reading::default()
    };
    reading.add(app, Some(open), out, args)
}

fn list(out: &Output) -> Result<Exit, Error> {
    let rows = FORMATS.iter().filter(|format| format.listed != Listed::No);
    let width = rows
        .clone()
        .map(|format| format.name.len())
        .max()
        .unwrap_or_default();
    out.lines(rows.map(|format| format!("{:width$}  {}", format.name, format.title)))?;
    Ok(Exit::Ok)
}

fn chosen(args: &args::Import) -> Result<Option<&'static Format>, Error> {
    let Some(name) = &args.format else {
        return Ok(None);
    };
    table::by_name(name).map(Some).ok_or_else(|| {
        Error::usage(
            format!("There is no format {}", quoted(name)),
            "`otp import --list` shows all.",
        )
    })
}

/// What the files gave.
#[derive(Default)]
struct Reading {
    drafts: Vec<Draft>,
    problems: Vec<String>,
    errors: Vec<Error>,
}

/// How many entries ended how.
#[derive(Default)]
struct Counts {
    added: usize,
    known: usize,
    left_out: usize,
}

impl Reading {
    fn take(&mut self, shown: &str, imported: Imported) {
        self.drafts.extend(imported.drafts);
        self.problems.extend(
            imported
                .problems
                .into_iter()
                .map(|problem| format!("{shown}, {problem}")),
        );
    }

    fn nothing(mut self) -> Error {
        if self.errors.len() == 1 && self.problems.is_empty() {
            return self.errors.remove(0);
        }
        let exit = self.errors.first().map_or(Exit::Input, Error::exit);
        let mut lines: Vec<String> = self
            .errors
            .iter()
            .map(|error| error.what().to_owned())
            .collect();
        lines.extend(self.problems);
        if lines.is_empty() {
            return Error::new(
                exit,
                "There is no file to import",
                "Name one: otp import FILE",
            );
        }
        Error::new(
            exit,
            "Nothing could be imported",
            "Fix what is named above.",
        )
        .with_details(lines)
    }

    fn add(
        self,
        app: &App,
        mut open: Option<Open>,
        out: &Output,
        args: &args::Import,
    ) -> Result<Exit, Error> {
        let tags = new_tags(&args.tags);
        let mut counts = Counts::default();
        let mut rows = Vec::new();
        let mut plan = Plan::new(open.as_ref().map(Open::vault));
        for draft in self.drafts {
            rows.push(settle(app, args, &mut plan, draft, &mut counts)?);
        }
        for problem in &self.problems {
            rows.push(format!("left out: {problem}"));
        }
        for error in &self.errors {
            rows.push(format!("left out: {}", error.what()));
        }
        let decisions = plan.finish();
        let partial = counts.left_out + self.problems.len() + self.errors.len();
        if args.dry_run {
            out.lines(rows)?;
        } else {
            if let Some(open) = open.as_mut().filter(|_| !decisions.is_empty()) {
                let wanted = decisions.len();
                let late = wanted.saturating_sub(open.enrol(decisions, &tags)?.len());
                if late > 0 {
                    rows.push(format!("{late} of them came into the vault meanwhile"));
                }
                counts.added = counts.added.saturating_sub(late);
                counts.known += late;
            }
            for row in &rows {
                out.note(row);
            }
        }
        let would = would_be_added(args);
        out.note(&format!(
            "{} {would}, {} here already, {partial} left out.",
            counts.added, counts.known
        ));
        if counts.added > 0 && !args.dry_run {
            let files = match args.source {
                Some(_) => "",
                None => " The files still hold the secrets.",
            };
            out.note(&format!("`otp undo` takes the whole import back.{files}"));
        }
        Ok(match partial {
            0 => Exit::Ok,
            _ if counts.added + counts.known == 0 => Exit::Refused,
            _ => Exit::Partial,
        })
    }
}

/// Decides about one entry, asking where the user has to say; returns its row.
fn settle(
    app: &App,
    args: &args::Import,
    plan: &mut Plan,
    mut draft: Draft,
    counts: &mut Counts,
) -> Result<String, Error> {
    if draft.issuer.is_empty() && draft.name.is_empty() {
        draft.name = plan.placeholder();
    }
    let own = title(&draft.issuer, &draft.name);
    let relation = plan.relation(&draft);
    let other = relation
        .other()
        .map(|other| plan.title_of(other))
        .unwrap_or_default();
    let told = relation.told(&own, &other);
    match Standing::of(&relation) {
        Standing::Known => {
            counts.known += 1;
            return Ok(format!("{own} {told}"));
        }
        Standing::Asked if !args.yes => {
            if args.dry_run || !app.can_ask() {
                counts.left_out += 1;
                return Ok(format!("left out: {own} {told}; --yes adds it beside"));
            }
            let question = format!("{own} {told}. Add it beside?");
            if !app.confirm(&question)? {
                counts.left_out += 1;
                return Ok(format!("left out: {own} {told}"));
            }
        }
        Standing::Asked | Standing::Added => {}
    }
    let warnings: Vec<&str> = draft
        .warnings
        .iter()
        .map(|warning| warning.message())
        .collect();
    let remark = match (&relation, warnings.as_slice()) {
        (Relation::New, []) => String::new(),
        (Relation::New, warnings) => format!("; {}", warnings.join("; ")),
        _ => format!(", although it {told}"),
    };
    counts.added += 1;
    plan.add(draft);
    let would = would_be_added(args);
    Ok(format!("{would}: {own}{remark}"))
}

const fn would_be_added(args: &args::Import) -> &'static str {
    if args.dry_run {
        "would be added"
    } else {
        "added"
    }
}
