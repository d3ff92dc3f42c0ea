//! Challenges: a code is made, stored as a keyed hash, delivered, and approved once. No vault is needed: a service that
//! sends codes has no account of the person's, and none is opened for it.
//!
//! What is stored lies in this device's state folder, as for `otp verify`: a key of the device's own (0600), and for
//! each session a keyed hash of its code under a name made from the id. Only the caller has the id, and both hang on
//! it: a copy of the folder tells no code. Everything is on the disk before it is told.

mod files;

use crate::account::Code;
use crate::account::challenge::{
    Alphabet, Closed, Destination, MAX_LIFE, Session, SessionId, Stage, Status, filled,
};
use crate::account::tries::Tries;
use crate::app::login::verify::SETTINGS;
use crate::app::random::{no_randomness, random};
use crate::app::{App, Error, Exit};
use crate::system::courier;

use files::Folder;

/// What is to be sent, to whom and how.
pub struct Request<'a> {
    /// To whom.
    pub to: Destination,
    /// The command that delivers it, with the text it gets; without one the caller delivers the code.
    pub via: Option<(&'a str, &'a str)>,
    /// How it is called in answers: `sms`, `email`, ….
    pub channel: String,
    /// What the code is made of.
    pub alphabet: Alphabet,
    /// How long it is.
    pub length: u8,
    /// How many milliseconds it lives.
    pub life: u64,
}

/// Where a session stands.
pub struct Standing {
    /// Its id.
    pub id: SessionId,
    /// What was decided, if anything was.
    pub status: Status,
    /// Tries so far.
    pub attempts: u32,
    /// How it was delivered; nothing of a session that is not there.
    pub channel: Option<String>,
    /// Unix milliseconds at which it ends.
    pub expires: Option<u64>,
}

/// What came of a try.
pub struct Verdict {
    /// Where the session stands now.
    pub standing: Standing,
    /// Whether the code was right.
    pub outcome: Outcome,
}

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Right.
    Right,
    /// Wrong; so many tries are left.
    Wrong(u32),
    /// Not compared: so many seconds too early.
    TooEarly(u64),
    /// Not compared: it was decided, has expired, or never was.
    Closed,
}

impl App {
    /// Makes a session and delivers its code, or returns the code for the caller to deliver.
    pub fn start_challenge(&self, request: &Request) -> Result<(Standing, Option<Code>), Error> {
        let folder = self.challenges()?;
        let (id, code) = draw(request)?;
        let now = self.now();
        let mut session = Session {
            code: folder.key.hash_of_code(&id, &code),
            destination: folder.key.hash_of_destination(&request.to),
            channel: request.channel.clone(),
            made: now,
            expires: now.shifted(seconds_up(request.life.min(MAX_LIFE))),
            stage: Stage::Unsent,
            tries: Tries::default(),
        };
        folder.count_send(&session.destination, now, self.limits())?;
        let Some((command, template)) = request.via else {
            session.stage = Stage::Sent;
            folder.save(&id, &session)?;
            return Ok((standing(id, Some(&session), Status::Pending), Some(code)));
        };
        // A process that dies from here on leaves a session that approves nothing and whose id nobody was told.
        folder.save(&id, &session)?;
        let folder = folder.unlocked();
        // Rather too few than too many: the person must not come too late.
        let minutes = (request.life / 60_000).max(1);
        let message = filled(template, &code, minutes, &request.to);
        let delivered = courier::deliver(command, request.to.as_str(), &message);
        let folder = folder.locked()?;
        if let Err(error) = delivered {
            folder.remove(&id, &session)?;
            return Err(Error::new(
                Exit::Failed,
                format!("The code was not delivered: --via: {}", error.reason()),
                "Nothing is waiting for it. Try the command by hand: it gets the message on standard input.",
            ));
        }
        session.stage = Stage::Sent;
        folder.save(&id, &session)?;
        Ok((standing(id, Some(&session), Status::Pending), None))
    }

    /// Decides about a code for a session.
    pub fn verify_challenge(&self, id: SessionId, code: &Code) -> Result<Verdict, Error> {
        let folder = self.challenges()?;
        let limits = self.limits();
        let now = self.now();
        let Some(mut session) = folder.session(&id)? else {
            return Ok(verdict(id, None, Status::Rejected, Outcome::Closed));
        };
        match session.begin(now, limits) {
            Ok(()) => {}
            Err(Closed::Decided) => {
                let status = match session.status(now) {
                    // It was approved before: this code is a replay.
                    Status::Approved | Status::Rejected => Status::Rejected,
                    Status::Pending => Status::Pending,
                };
                return Ok(verdict(id, Some(&session), status, Outcome::Closed));
            }
            Err(Closed::TooEarly(left)) => {
                folder.save(&id, &session)?;
                let outcome = Outcome::TooEarly(left.div_ceil(1000));
                return Ok(verdict(id, Some(&session), Status::Rejected, outcome));
            }
        }
        // On the disk before it is compared: a process that is killed has had its try.
        folder.count_guess(&session.destination, now, limits)?;
        folder.save(&id, &session)?;
        if session.decide(&folder.key.hash_of_code(&id, code)) {
            folder.save(&id, &session)?;
            // It is decided. Where this cannot be kept, the next codes wait longer.
            let _ = folder.forgive(&session.destination);
            return Ok(verdict(
                id,
                Some(&session),
                Status::Approved,
                Outcome::Right,
            ));
        }
        let status = session.status(now);
        let left = limits.tries.max(1).saturating_sub(session.tries.count);
        Ok(verdict(id, Some(&session), status, Outcome::Wrong(left)))
    }

    /// Where a session stands.
    pub fn challenge_status(&self, id: SessionId) -> Result<Standing, Error> {
        let folder = self.challenges()?;
        let session = folder.session(&id)?.ok_or_else(no_session)?;
        let status = session.status(self.now());
        Ok(standing(id, Some(&session), status))
    }

    /// Ends a session before its code comes. What was decided stays decided.
    pub fn cancel_challenge(&self, id: &SessionId) -> Result<(), Error> {
        let folder = self.challenges()?;
        let session = folder.session(id)?.ok_or_else(no_session)?;
        if session.status(self.now()) == Status::Approved {
            return Err(Error::new(
                Exit::Refused,
                "Its code was approved already, which is final",
                "The session ends by itself when it expires.",
            ));
        }
        folder.remove(id, &session)
    }

    /// Opens the folder under its lock, and sweeps what is over.
    fn challenges(&self) -> Result<Folder, Error> {
        self.settings().need(&SETTINGS)?;
        Folder::open(&self.places.state_folder, self.now())
    }
}

fn draw(request: &Request) -> Result<(SessionId, Code), Error> {
    let mut has_failed = false;
    let mut fill = |bytes: &mut [u8]| has_failed |= getrandom::fill(bytes).is_err();
    let code = request
        .alphabet
        .draw(usize::from(request.length), &mut fill);
    if has_failed {
        return Err(no_randomness());
    }
    Ok((SessionId::from_random(u128::from_le_bytes(random()?)), code))
}

fn seconds_up(millis: u64) -> i64 {
    i64::try_from(millis.div_ceil(1000)).unwrap_or(i64::MAX)
}

fn standing(id: SessionId, session: Option<&Session>, status: Status) -> Standing {
    Standing {
        id,
        status,
        attempts: session.map_or(0, |session| session.tries.count),
        channel: session.map(|session| session.channel.clone()),
        expires: session.map(|session| session.expires.millis()),
    }
}

fn verdict(id: SessionId, session: Option<&Session>, status: Status, outcome: Outcome) -> Verdict {
    Verdict {
        standing: standing(id, session, status),
        outcome,
    }
}

fn no_session() -> Error {
    Error::new(
        Exit::NotFound,
        "There is no such session: it has expired, was cancelled, or never was",
        "`otp challenge new` begins one and prints its id.",
    )
}
