//! `otp askpass`: what ssh, sudo and git ask through a program. Codes are ours; everything else is the user's.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::account::{Account, Code, shown};
use crate::app::accounts::fresh::Given;
use crate::app::login::choice::{Known, Task, choose};
use crate::app::login::places::Place;
use crate::app::{App, Error, Exit, Open, SourceAccounts};
use crate::formats::prompt::{Asks, asks, login};
use crate::system::{askpass, files};

/// A program that asks again within this time asks about the same login.
const SAME_LOGIN: Duration = Duration::from_secs(300);
const CAP: u64 = 1 << 16;

/// What is to be done about a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// It is for a code.
    Code,
    /// It was answered by a code already, which was refused: now the user is asked.
    Refused,
    /// A passphrase, a password: typed unseen.
    Hidden,
    /// Yes, no, a fingerprint, a name: seen while it is typed.
    Shown,
    /// Yes or no, told by the exit code.
    Confirm,
    /// Nothing is asked, only told.
    Told,
}

impl App {
    /// What a prompt is about.
    pub fn question(&self, prompt: &str) -> Question {
        match self
            .system
            .environment
            .text("SSH_ASKPASS_PROMPT")
            .as_deref()
        {
            Some("confirm") => return Question::Confirm,
            Some("none") => return Question::Told,
            _ => {}
        }
        let mut lines = prompt.trim_end_matches('\n').lines().rev();
        let (line, above) = (lines.next().unwrap_or_default(), lines.next());
        match asks(line, above.unwrap_or_default()) {
            Asks::Code if self.has_answered_before() => Question::Refused,
            Asks::Code => Question::Code,
            // git asks for both in the same way; a name is no secret.
            _ if prompt.contains("yes/no") || prompt.starts_with("Username") => Question::Shown,
            _ => Question::Hidden,
        }
    }

    /// The account whose code a prompt asks for: `OTP_ACCOUNT`, else by the login in it.
    pub fn account_for_prompt(
        &self,
        open: &Open,
        foreign: &SourceAccounts,
        prompt: &str,
    ) -> Result<Account, Error> {
        self.settings().need(&["offset", "record-use", "run"])?;
        let vault = open.vault();
        let known = Known { vault, foreign };
        if let Some(name) = self.system.environment.text("OTP_ACCOUNT") {
            return known.pick(&name).cloned();
        }
        let line = prompt.trim_end_matches('\n').lines().next_back();
        let login = login(line.unwrap_or_default());
        let (program, place) = match login {
            Some(login) => {
                let (user, host) = (Some(login.user.to_owned()), login.host.to_owned());
                ("ssh", Some(Place { user, host }))
            }
            None => ("sudo", self.here()),
        };
        let task = Task {
            program: program.to_owned(),
            places: place.into_iter().collect(),
        };
        let choice = choose(known, &self.settings().run, &task)?;
        let found = choice.and_then(|choice| foreign.account(vault, &choice.account));
        found.cloned().ok_or_else(|| {
            Error::new(
                Exit::NotFound,
                "No account fits this prompt",
                "Name it in OTP_ACCOUNT, give it the machine's name as a tag, or write a rule into config.toml.",
            )
        })
    }

    /// A fresh code for a prompt; waits for it if need be.
    pub fn code_for_prompt(&self, open: &mut Open, account: &Account) -> Result<Code, Error> {
        let code = loop {
            match self.code_for_program(open, account)? {
                Given::Code(code) => break code,
                Given::Later(from) => self.wait_until(from),
            }
        };
        self.note_answer();
        Ok(code)
    }

    /// Ends the ssh that asks, where nobody can be asked: it would send an empty code, and the server would count it as
    /// a failed login. True when it was one.
    pub fn end_asking_ssh(&self) -> bool {
        askpass::end_parent("ssh")
    }

    /// Has another program answer, the one in `OTP_NEXT_ASKPASS`; `None` where there is none.
    pub fn ask_elsewhere(&self, prompt: &str) -> Option<Result<Exit, Error>> {
        let program = PathBuf::from(self.system.environment.get("OTP_NEXT_ASKPASS")?);
        Some(
            askpass::run_next(&program, prompt)
                .map(Exit::Program)
                .map_err(|error| {
                    Error::new(
                        Exit::Failed,
                        format!("Cannot run OTP_NEXT_ASKPASS, {}: {error}", shown(&program)),
                        "Set it to the program that answers everything but codes, or unset it.",
                    )
                }),
        )
    }

    /// Makes the link by whose name this program knows what it is for.
    pub fn link_askpass(&self, folder: &Path) -> Result<PathBuf, Error> {
        let link = folder.join(askpass::NAME);
        match askpass::link(&link) {
            Ok(()) => Ok(link),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Error::new(
                Exit::Refused,
                format!(
                    "{} is there already, and is not a link to otp",
                    shown(&link)
                ),
                "Choose another folder, or move it away.",
            )),
            Err(error) => Err(Error::file(Exit::Failed, "make the link", &link, error)),
        }
    }

    /// A line for each program that had a code from us lately.
    fn has_answered_before(&self) -> bool {
        self.answers()
            .iter()
            .any(|(asker, _)| *asker == askpass::asker())
    }

    fn answers(&self) -> Vec<(u32, u64)> {
        let read = files::read(&self.answers_file(), CAP);
        let text = read
            .ok()
            .flatten()
            .map(|(bytes, _)| bytes)
            .unwrap_or_default();
        let now = self.system.clock.now().millis();
        let is_recent = |at: u64| u128::from(now.abs_diff(at)) < SAME_LOGIN.as_millis();
        let lines = String::from_utf8_lossy(&text);
        let answers = lines.lines().filter_map(|line| {
            let (asker, at) = line.split_once(' ')?;
            Some((asker.parse().ok()?, at.parse().ok()?))
        });
        answers.filter(|(_, at)| is_recent(*at)).collect()
    }

    fn note_answer(&self) {
        let mut answers = self.answers();
        answers.push((askpass::asker(), self.system.clock.now().millis()));
        let lines = answers.iter().map(|(asker, at)| format!("{asker} {at}\n"));
        // Not worth an error: at worst a refused code is followed by a fresh one.
        let _ = files::write(
            &self.answers_file(),
            ".askpass-",
            lines.collect::<String>().as_bytes(),
        );
    }

    fn answers_file(&self) -> PathBuf {
        self.places.state_folder.join("askpass.txt")
    }
}
