//! What to do with each find: settled by the options or asked. Nothing is changed before everything is decided, and a
//! dry run decides in the same way.

use crate::account::{Draft, Label, Warning};
use crate::app::{App, Decision, Error, Exit, Other, Plan, Relation};
use crate::cli::add::{tell_warnings, title_of};
use crate::cli::{args, output::Output};

/// Decides find by find.
pub(super) struct Decider<'a> {
    app: &'a App,
    out: &'a Output,
    args: &'a args::Add,
    plan: Plan<'a>,
    sides: Sides,
    /// What would have to be asked, with nobody there to answer.
    unanswered: Vec<String>,
}

/// What there is to say besides the decisions.
#[derive(Default, Clone, Copy)]
pub(super) struct Sides {
    /// Finds that another one stands for; they were told.
    pub(super) left_out: usize,
    /// Finds that the user said no to.
    pub(super) skipped: usize,
}

enum Answer {
    Replace,
    Beside,
    Skip,
}

impl<'a> Decider<'a> {
    pub(super) fn new(app: &'a App, out: &'a Output, args: &'a args::Add, plan: Plan<'a>) -> Self {
        Self {
            app,
            out,
            args,
            plan,
            sides: Sides::default(),
            unanswered: Vec::new(),
        }
    }

    /// Decides about a find, asking where the user has to say.
    pub(super) fn decide(&mut self, draft: Draft) -> Result<(), Error> {
        tell_warnings(self.out, &draft);
        let mut draft = draft;
        if self.is_nameless_and_new(&draft) {
            draft = self.with_name(draft)?;
        }
        let relation = self.plan.relation(&draft);
        let own = title_of(&draft);
        let (Some(other), false) = (relation.other(), self.args.allow_duplicate) else {
            self.plan.add(draft);
            return Ok(());
        };
        let title = self.plan.title_of(other);
        let told = format!("{own} {}", relation.told(&own, &title));
        match &relation {
            Relation::Same(Other::Account(_)) => self.out.note(&format!("{told}.")),
            // The very same entry twice needs no word; another name for the same secret does.
            Relation::Same(_) if own == title => {}
            Relation::Same(_) => {
                self.sides.left_out += 1;
                self.out.warn(&format!(
                    "{told} and is left out; --allow-duplicate adds both."
                ));
            }
            _ if self.args.yes => self.plan.add(draft),
            _ if !self.app.can_ask() => {
                self.unanswered.push(told);
                // Later ones are compared with it too.
                self.plan.add(draft);
            }
            _ => match self.ask(&told, &relation)? {
                Answer::Replace => self.plan.replace(other, draft),
                Answer::Beside => {
                    let draft = self.with_name(draft)?;
                    self.plan.add(draft);
                }
                Answer::Skip => self.sides.skipped += 1,
            },
        }
        Ok(())
    }

    /// What [`Self::decide`] will do, without a question.
    pub(super) fn foresee(&mut self, mut draft: Draft) -> String {
        if self.is_nameless_and_new(&draft) {
            draft = self.placed(draft);
        }
        let relation = self.plan.relation(&draft);
        let own = title_of(&draft);
        let title = relation
            .other()
            .map(|other| self.plan.title_of(other))
            .unwrap_or_default();
        let told = relation.told(&own, &title);
        match relation {
            Relation::New => {
                self.plan.add(draft);
                "would be added".to_owned()
            }
            _ if self.args.allow_duplicate => {
                self.plan.add(draft);
                format!("would be added all the same: it {told}")
            }
            Relation::Same(Other::Account(_)) => told,
            Relation::Same(_) => {
                self.sides.left_out += usize::from(own != title);
                format!("would be left out: it {told}")
            }
            _ => {
                self.plan.add(draft);
                if self.args.yes {
                    return format!("would be added beside: it {told}");
                }
                format!("would be asked about: it {told}")
            }
        }
    }

    /// How many were left out so far.
    pub(super) fn left_out(&self) -> usize {
        self.sides.left_out
    }

    /// The decisions; an error when something could not be asked.
    pub(super) fn finish(self) -> Result<(Vec<Decision>, Sides), Error> {
        let what = match self.unanswered.as_slice() {
            [] => return Ok((self.plan.finish(), self.sides)),
            [one] => format!("{one}, and there is no terminal to ask on"),
            several => format!(
                "What to do with {} entries has to be asked, and there is no terminal to ask on",
                several.len()
            ),
        };
        let details = if self.unanswered.len() > 1 {
            self.unanswered
        } else {
            Vec::new()
        };
        let advice = "With --yes all are added; `otp edit` corrects settings, `otp edit --secret` replaces a secret.";
        Err(Error::new(Exit::Refused, what, advice).with_details(details))
    }

    fn ask(&self, told: &str, relation: &Relation) -> Result<Answer, Error> {
        let choices = match relation {
            Relation::OtherSettings(..) => "[c]orrect the old one, [k]eep both, or [s]kip?",
            _ => "[r]eplace it, add it [b]eside, or [s]kip?",
        };
        loop {
            let answer = self.app.ask_line(&format!("{told}. {choices} "))?;
            match (answer.trim().to_lowercase().as_str(), relation) {
                ("c" | "correct", Relation::OtherSettings(..))
                | ("r" | "replace", Relation::OtherSecret(_)) => return Ok(Answer::Replace),
                ("k" | "keep" | "both", Relation::OtherSettings(..))
                | ("b" | "beside", Relation::OtherSecret(_)) => return Ok(Answer::Beside),
                ("s" | "skip", _) => return Ok(Answer::Skip),
                _ => {}
            }
        }
    }

    fn is_nameless_and_new(&self, draft: &Draft) -> bool {
        is_nameless(draft) && self.plan.relation(draft) == Relation::New
    }

    /// Asks for a name where there is none; a placeholder when nobody can be asked.
    fn with_name(&self, mut draft: Draft) -> Result<Draft, Error> {
        if !is_nameless(&draft) {
            return Ok(draft);
        }
        if self.args.yes || !self.app.can_ask() {
            return Ok(self.placed(draft));
        }
        let name = Label::new(&self.app.ask_line("It has no name. Call it: ")?);
        if name.is_empty() {
            return Ok(self.placed(draft));
        }
        draft
            .warnings
            .retain(|warning| *warning != Warning::Unnamed);
        draft.name = name;
        Ok(draft)
    }

    fn placed(&self, mut draft: Draft) -> Draft {
        draft.name = self.plan.placeholder();
        draft
    }
}

fn is_nameless(draft: &Draft) -> bool {
    draft.issuer.is_empty() && draft.name.is_empty()
}
