//! Watches a program for the prompt that asks for a code, and answers it once for each login. Nothing of what passes is
//! kept but the last line.

use std::collections::HashSet;
use std::time::Duration;

use regex::Regex;
use zeroize::Zeroizing;

use super::codes::Codes;
use super::{Said, Wish};
use crate::account::{AccountId, Code};
use crate::app::accounts::fresh::Given;
use crate::formats::prompt::{Asks, LastLine, Seen, asks, login};
use crate::system::pty::{Keys, Moment, Next, Watcher};

/// Programs that ask with the keyboard in raw mode. In others that means an editor, or a session on another machine
/// whose text is not to be answered.
const RAW_ASKERS: [&str; 9] = [
    "npm", "npx", "pnpm", "yarn", "node", "bun", "deno", "bw", "tsh",
];
/// Programs that ask key by key: sudo with `pwfeedback`.
const KEY_ASKERS: [&str; 1] = ["sudo"];
/// Many programs write the prompt first and hide what is typed then.
const HIDES_SOON: Duration = Duration::from_millis(100);
/// They do so within this many looks: ten seconds, for a busy machine.
const LOOKS: u32 = 100;
/// While a fresh code is waited for, the user may take over.
const NAP: u64 = 1000;

pub(super) struct Watch<'a> {
    /// Dropped as soon as nothing is to be answered any more.
    codes: Option<Codes<'a>>,
    prompt: Option<Regex>,
    at: Option<u32>,
    append: bool,
    /// Uptime until which a prompt is looked for.
    until: Option<Duration>,
    tell: &'a dyn Fn(Said),
    last: LastLine,
    /// Logins that had their code.
    answered: HashSet<String>,
    unknown: HashSet<String>,
    user: User,
    is_waiting_told: bool,
    looks: u32,
    questions: u32,
    is_counted: bool,
}

/// What the user does at the prompt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum User {
    /// Looks on.
    Looks,
    /// Types something.
    Types,
    /// Has pressed Enter behind a password, which waits for its code.
    Waits,
}

/// What stands on the terminal, judged.
enum Found {
    /// Nothing for us.
    Nothing,
    /// Maybe soon.
    NotYet,
    /// The code is asked for.
    Prompt {
        key: String,
        account: AccountId,
        both: bool,
    },
}

impl<'a> Watch<'a> {
    pub fn new(
        codes: Codes<'a>,
        wish: &Wish,
        prompt: Option<Regex>,
        tell: &'a dyn Fn(Said),
    ) -> Self {
        let uptime = codes.app.system.clock.uptime();
        Self {
            until: wish.timeout.map(|timeout| uptime.saturating_add(timeout)),
            codes: Some(codes),
            prompt,
            at: wish.at,
            append: wish.append,
            tell,
            last: LastLine::default(),
            answered: HashSet::new(),
            unknown: HashSet::new(),
            user: User::Looks,
            is_waiting_told: false,
            looks: 0,
            questions: 0,
            is_counted: false,
        }
    }

    fn end(&mut self) {
        self.codes = None;
        self.last = LastLine::default();
    }

    fn is_late(&self) -> bool {
        let uptime = self
            .codes
            .as_ref()
            .map(|codes| codes.app.system.clock.uptime());
        let is_late = |until: Duration| uptime.is_some_and(|uptime| uptime > until);
        self.until.is_some_and(is_late)
    }

    /// What the unfinished line is.
    fn judge(&mut self, moment: Moment) -> Found {
        let Some(seen) = self.last.look() else {
            return Found::Nothing;
        };
        let Some(both) = self.is_wanted(&seen, moment) else {
            return Found::Nothing;
        };
        // A prompt that the user described may be one that shows what is typed.
        if self.prompt.is_none() {
            match moment.keys {
                Keys::Shown => return Found::NotYet,
                Keys::Hidden => {}
                Keys::OneByOne if self.is_one_of(&KEY_ASKERS) => {}
                Keys::Raw if self.is_one_of(&RAW_ASKERS) => {}
                Keys::OneByOne | Keys::Raw => return Found::Nothing,
            }
            if !moment.is_same_program {
                return Found::Nothing;
            }
        }
        let login = login(&seen.line);
        let key = login.map(|login| format!("{}@{}", login.user, login.host));
        let key = key.unwrap_or_default();
        let account = self.codes.as_ref().and_then(|codes| codes.account(login));
        let Some(account) = account else {
            if self.unknown.insert(key.clone()) {
                (self.tell)(Said::Unknown(key));
            }
            return Found::Nothing;
        };
        Found::Prompt { key, account, both }
    }

    /// `Some` when the line asks for a code; with `true`, behind a password.
    fn is_wanted(&mut self, seen: &Seen, moment: Moment) -> Option<bool> {
        if let Some(prompt) = &self.prompt {
            let fits = prompt.is_match(&seen.line) || prompt.is_match(seen.line.trim_end());
            return fits.then_some(self.append);
        }
        let asked = asks(&seen.line, &seen.above);
        if let Some(at) = self.at {
            let count = self.questions + u32::from(!self.is_counted);
            if moment.keys == Keys::Hidden {
                self.is_counted = true;
                self.questions = count;
            }
            return (count == at).then_some(self.append);
        }
        match asked {
            Asks::Code => Some(self.append),
            Asks::PasswordAndCode => Some(true),
            Asks::Password => self.append.then_some(true),
            Asks::Nothing => None,
        }
    }

    fn is_one_of(&self, programs: &[&str]) -> bool {
        let codes = self.codes.as_ref();
        codes.is_some_and(|codes| programs.contains(&codes.task.program.as_str()))
    }

    /// Whether this login may have a code still; a second question for one means that it was refused.
    fn may_answer(&mut self, key: &str) -> bool {
        if !self.answered.contains(key) {
            return true;
        }
        (self.tell)(Said::Refused);
        self.end();
        false
    }

    fn take(&mut self, key: String, account: &AccountId) -> Next {
        let Some(codes) = &mut self.codes else {
            return Next::Release;
        };
        match codes.take(account) {
            Ok(Given::Code(code)) => {
                self.answered.insert(key);
                self.is_waiting_told = false;
                self.is_counted = false;
                let text = typed(&code);
                let next = match std::mem::replace(&mut self.user, User::Looks) {
                    User::Waits => Next::Type(text),
                    User::Looks | User::Types => Next::Enter(text),
                };
                // What was asked is answered: the line is over for us.
                self.last = LastLine::default();
                (self.tell)(Said::Answered);
                next
            }
            Ok(Given::Later(from)) => {
                let left = from.millis().saturating_sub(codes.app.now().millis());
                if !std::mem::replace(&mut self.is_waiting_told, true) {
                    (self.tell)(Said::Waiting(left.div_ceil(1000)));
                }
                Next::Again(Duration::from_millis(left.clamp(1, NAP)))
            }
            Err(error) => {
                (self.tell)(Said::Failed(error));
                self.end();
                Next::Release
            }
        }
    }
}

impl Watcher for Watch<'_> {
    fn shown(&mut self, bytes: &[u8]) {
        self.last.feed(bytes);
        self.looks = 0;
        if self.user == User::Types && bytes.contains(&b'\n') {
            self.user = User::Looks;
        }
    }

    fn typed(&mut self, bytes: &[u8], moment: Moment) -> usize {
        let enter = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        self.user = match enter {
            Some(_) => User::Looks,
            None => User::Types,
        };
        let Some(enter) = enter.filter(|_| !self.is_late()) else {
            return bytes.len();
        };
        let found = self.judge(moment);
        // What comes next is another question.
        self.is_counted = false;
        if let Found::Prompt {
            key, both: true, ..
        } = found
            && self.may_answer(&key)
        {
            self.user = User::Waits;
            return enter;
        }
        bytes.len()
    }

    fn look(&mut self, moment: Moment) -> Next {
        if self.is_late() {
            self.end();
            return Next::Release;
        }
        let found = self.judge(moment);
        let Found::Prompt { key, account, both } = found else {
            self.looks += 1;
            let is_likely = matches!(found, Found::NotYet) && self.looks < LOOKS;
            if self.user == User::Waits {
                self.user = User::Looks;
                return Next::Release;
            }
            return if is_likely {
                Next::Again(HIDES_SOON)
            } else {
                Next::Rest
            };
        };
        match (self.user, both) {
            (User::Waits, false) => {
                self.user = User::Looks;
                return Next::Release;
            }
            // The user types the password, or an own code.
            (User::Looks | User::Types, true) | (User::Types, false) => return Next::Rest,
            (User::Waits, true) | (User::Looks, false) => {}
        }
        if !self.may_answer(&key) {
            return Next::Release;
        }
        self.take(key, &account)
    }

    fn is_over(&self) -> bool {
        self.codes.is_none()
    }
}

fn typed(code: &Code) -> Zeroizing<String> {
    Zeroizing::new(code.as_str().to_owned())
}
