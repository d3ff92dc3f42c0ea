//! Which account a login means: by a rule of the settings, else the one whose name or tag fits. Never a guess.

use crate::account::fold::Folded;
use crate::account::{Account, AccountId};
use crate::app::accounts::pick::{apart, pick_beside};
use crate::app::login::places::Place;
use crate::app::settings::RunRule;
use crate::app::{Error, Exit, SourceAccounts, quoted};
use crate::formats::prompt::Login;
use crate::vault::Vault;

/// An account that was chosen before a program starts.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Which.
    pub account: AccountId,
    /// How sure that is for other logins of the same program.
    pub by: By,
    /// The prompt that a rule gives.
    pub prompt: Option<String>,
}

/// What an account was chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The user named it for this run.
    Name,
    /// The place fits: another place may mean another account.
    Place,
}

/// What a program and its arguments tell.
#[derive(Debug, Clone)]
pub struct Task {
    /// Its name without a folder.
    pub program: String,
    /// Where it logs in.
    pub places: Vec<Place>,
}

impl Task {
    fn hosts(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|place| place.host.as_str())
    }
}

/// The accounts that may be meant: ours, and those of sources.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Ours.
    pub vault: &'a Vault,
    /// Those of sources.
    pub foreign: &'a SourceAccounts,
}

impl<'a> Known<'a> {
    /// The one that is called so.
    pub fn pick(self, name: &str) -> Result<&'a Account, Error> {
        let account = pick_beside(self.vault, self.foreign, name)?;
        self.foreign.check_counted(account)?;
        Ok(account)
    }
}

/// The account that a rule or a name gives for this task; `None` where nothing fits.
pub fn choose(known: Known<'_>, rules: &[RunRule], task: &Task) -> Result<Option<Choice>, Error> {
    if let Some(rule) = rules
        .iter()
        .find(|rule| rule.fits(&task.program, task.hosts()))
    {
        let account = known.pick(&rule.account)?;
        return Ok(Some(Choice {
            account: account.id.clone(),
            by: if rule.host.is_some() {
                By::Place
            } else {
                By::Name
            },
            prompt: rule.prompt.clone(),
        }));
    }
    let found = fitting(known, &task.places, &task.program);
    let choice = |account: &&Account| Choice {
        account: account.id.clone(),
        by: By::Place,
        prompt: None,
    };
    match found.as_slice() {
        [] => Ok(None),
        [account] => {
            known.foreign.check_counted(account)?;
            Ok(Some(choice(account)))
        }
        several => Err(ambiguous(known.foreign, task, several)),
    }
}

/// The account for a prompt that names its login, in a program that was started with `chosen`.
pub fn for_login(
    known: Known<'_>,
    rules: &[RunRule],
    task: &Task,
    chosen: &Choice,
    login: Option<Login<'_>>,
) -> Option<AccountId> {
    let Some(login) = login.filter(|_| chosen.by == By::Place) else {
        return Some(chosen.account.clone());
    };
    let rule = rules
        .iter()
        .find(|rule| rule.fits(&task.program, [login.host]));
    if let Some(rule) = rule {
        let account = known.pick(&rule.account).ok()?;
        return Some(account.id.clone());
    }
    let place = Place {
        user: Some(login.user.to_owned()),
        host: login.host.to_owned(),
    };
    let found = fitting(known, &[place], "");
    if found.iter().any(|account| account.id == chosen.account) {
        return Some(chosen.account.clone());
    }
    if let [account] = found.as_slice() {
        let is_ours_to_count = known.foreign.check_counted(account).is_ok();
        return is_ours_to_count.then(|| account.id.clone());
    }
    let is_named = found.is_empty()
        && task
            .hosts()
            .any(|host| host.eq_ignore_ascii_case(login.host));
    is_named.then(|| chosen.account.clone())
}

fn ambiguous(foreign: &SourceAccounts, task: &Task, several: &[&Account]) -> Error {
    let what = format!(
        "{} accounts fit {} and what it is given",
        several.len(),
        quoted(&task.program)
    );
    Error::new(
        Exit::Ambiguous,
        what,
        "Say which: otp run --account NAME -- PROGRAM, or write a rule into config.toml.",
    )
    .with_details(apart(foreign, several))
}

/// How well an account fits, best first.
const TIERS: [fn(&Names, &Place) -> bool; 3] = [is_user_there, is_host, is_part_of_host];

/// The accounts that fit best; the program's own name is the last to be asked.
fn fitting<'a>(known: Known<'a>, places: &[Place], program: &str) -> Vec<&'a Account> {
    let pool = known.foreign.pool(known.vault).into_iter();
    // The name of a source, which its accounts have as a tag, says nothing about where they log in.
    let names = |account| Names::of(&known.foreign.without_mark(account));
    let accounts: Vec<(&Account, Names)> = pool.map(|account| (account, names(account))).collect();
    for tier in TIERS {
        let fits = |names: &Names| places.iter().any(|place| tier(names, place));
        let found: Vec<&Account> = accounts
            .iter()
            .filter(|(_, names)| fits(names))
            .map(|(account, _)| *account)
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    let program = fold(program);
    let called = accounts
        .iter()
        .filter(|(_, names)| !program.is_empty() && names.has(&program));
    called.map(|(account, _)| *account).collect()
}

struct Names {
    issuer: String,
    name: String,
    tags: Vec<String>,
}

impl Names {
    fn of(account: &Account) -> Self {
        Self {
            issuer: fold(account.issuer.as_str()),
            name: fold(account.name.as_str()),
            tags: account.tags.iter().map(|tag| fold(tag.as_str())).collect(),
        }
    }

    fn has(&self, word: &str) -> bool {
        self.issuer == word || self.name == word || self.tags.iter().any(|tag| tag == word)
    }

    fn is_of(&self, host: &str) -> bool {
        let is_there = |name: &str| {
            name.rsplit_once('@')
                .is_some_and(|(_, there)| there == host)
        };
        self.has(host) || is_there(&self.name)
    }
}

fn is_user_there(names: &Names, place: &Place) -> bool {
    let Some(user) = &place.user else {
        return false;
    };
    let (user, host) = (fold(user), fold(&place.host));
    names.name == format!("{user}@{host}") || names.name == user && names.is_of(&host)
}

fn is_host(names: &Names, place: &Place) -> bool {
    names.is_of(&fold(&place.host))
}

/// `github` of `github.com`, but neither `com` nor a figure of an address.
fn is_part_of_host(names: &Names, place: &Place) -> bool {
    let host = fold(&place.host);
    let parts: Vec<&str> = host.split('.').collect();
    let parts = parts.split_last().map_or(&[][..], |(_, parts)| parts);
    let is_word = |part: &&&str| part.chars().any(char::is_alphabetic) && **part != "www";
    let mut words = parts.iter().filter(is_word);
    words.any(|part| names.has(part))
}

fn fold(text: &str) -> String {
    Folded::new(text.trim()).as_str().to_owned()
}
