//! Facts: what a device remembers of a source's file beside its accounts.

use std::path::PathBuf;

use crate::account::Timestamp;
use crate::vault::Cache;

/// Why the accounts are not those of the file as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong, in words that follow the source's name: `is not there`.
    pub what: String,
    /// What to do about it.
    pub advice: String,
    /// Its password is another one now.
    pub wants_password: bool,
    /// Since when this is known.
    pub since: Timestamp,
}

/// What is remembered of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Where the file or folder lies.
    pub path: Option<PathBuf>,
    /// What a look at it told when it was last read, in vain or not ([`super::Look`]).
    pub seen: String,
    /// SHA-256 of the content that the accounts come from.
    pub hash: String,
    /// The name of the file they come from.
    pub file: String,
    /// When that file was written.
    pub as_of: Option<Timestamp>,
    /// Its format.
    pub format: String,
    /// How many entries of it could not be taken.
    pub left_out: usize,
    /// What is wrong with it.
    pub trouble: Option<Trouble>,
    /// The user was asked for the password of what was last seen.
    pub asked: bool,
}

impl Facts {
    pub(super) fn of(cache: &Cache) -> Self {
        let text = |name: &str| cache.fact(name).map(str::to_owned);
        let moment = |name: &str| text(name)?.parse().ok().map(Timestamp::from_millis);
        let trouble = text("trouble").map(|what| Trouble {
            what,
            advice: text("advice").unwrap_or_default(),
            wants_password: text("wants_password").is_some(),
            since: moment("since").unwrap_or_default(),
        });
        Self {
            path: text("path").map(PathBuf::from),
            seen: text("seen").unwrap_or_default(),
            hash: text("hash").unwrap_or_default(),
            file: text("file").unwrap_or_default(),
            as_of: moment("as_of"),
            format: text("read_as").unwrap_or_default(),
            left_out: text("left_out")
                .and_then(|count| count.parse().ok())
                .unwrap_or_default(),
            trouble,
            asked: text("asked").is_some(),
        }
    }

    pub(super) fn note_in(&self, cache: &mut Cache) {
        let moment = |at: Timestamp| at.millis().to_string();
        let yes = |flag: bool| flag.then(|| "yes".to_owned());
        let trouble = self.trouble.as_ref();
        let path = self.path.as_ref().and_then(|path| path.to_str());
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        for (name, value) in [
            ("path", path.map(str::to_owned)),
            ("seen", said(&self.seen)),
            ("hash", said(&self.hash)),
            ("file", said(&self.file)),
            ("as_of", self.as_of.map(moment)),
            ("read_as", said(&self.format)),
            ("left_out", Some(self.left_out.to_string())),
            ("trouble", trouble.map(|trouble| trouble.what.clone())),
            ("advice", trouble.map(|trouble| trouble.advice.clone())),
            (
                "wants_password",
                trouble.and_then(|trouble| yes(trouble.wants_password)),
            ),
            ("since", trouble.map(|trouble| moment(trouble.since))),
            ("asked", yes(self.asked)),
        ] {
            cache.set_fact(name, value);
        }
    }
}
