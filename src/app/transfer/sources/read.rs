//! Reading a source anew once its file has changed. What cannot be read keeps the accounts there were.

use super::accounts::{Group, SourceAccounts};
use super::cached::tagged;
use super::facts::{Facts, Trouble};
use super::look::{Look, hash, unreadable};
use crate::account::{Draft, Label, SecretText, Timestamp};
use crate::app::App;
use crate::app::transfer::import::{ExportFile, Imported};
use crate::formats::FileError;
use crate::formats::table::{self, Failure, Listed};
use crate::vault::Vault;
use crate::vault::keys::DeviceKey;

/// So many of the newest files of a folder are opened to find one that fits.
const MAX_OPENED: usize = 16;
/// How often a file is read again that changes while it is read.
const ROUNDS: usize = 4;

/// A file that was read.
pub(super) struct Fresh {
    pub(super) imported: Imported,
    pub(super) hash: String,
    pub(super) file: String,
    pub(super) as_of: Option<Timestamp>,
}

/// What became of a look.
enum Outcome {
    /// Another content.
    Fresh(Box<Fresh>),
    /// The content that is known, in a file written at that moment.
    Same(Option<Timestamp>, String),
    /// What is wrong, what to do, and whether a password is wanted.
    Trouble(String, String, bool),
}

impl App {
    /// Looks whether a source is as it was when it was last read; `None` when it is, or does not lie on this device.
    pub fn look_at(&self, group: &Group) -> Option<Look> {
        let look = Look::at(group.facts.path.as_deref()?);
        (look.seen != group.facts.seen).then_some(look)
    }

    /// Looks at a source, whether it has changed or not; `None` when it does not lie on this device.
    pub fn look_again(&self, group: &Group) -> Option<Look> {
        group.facts.path.as_deref().map(Look::at)
    }

    /// Reads a source that was looked at, with this password or its own, and remembers what came of it.
    pub fn read_source(
        &self,
        vault: &Vault,
        key: &DeviceKey,
        group: &mut Group,
        mut look: Look,
        password: Option<&SecretText>,
    ) {
        let Some(path) = group.facts.path.clone() else {
            return;
        };
        let mut outcome = content(group, &look, password);
        for _ in 1..ROUNDS {
            // Somebody was writing: what was read may be half of it.
            let again = Look::at(&path);
            if again.seen == look.seen {
                break;
            }
            look = again;
            outcome = content(group, &look, password);
        }
        group.facts.seen = look.seen;
        group.facts.asked = password.is_some();
        match outcome {
            Outcome::Fresh(fresh) => return self.keep(vault, key, group, *fresh),
            Outcome::Same(as_of, file) => {
                group.facts.trouble = None;
                group.facts.as_of = as_of;
                group.facts.file = file;
            }
            Outcome::Trouble(what, advice, wants_password) => {
                let before = group.facts.trouble.take();
                group.facts.trouble = Some(Trouble {
                    what,
                    advice,
                    wants_password,
                    since: before.map_or_else(|| self.now(), |before| before.since),
                });
            }
        }
        self.note_facts(vault, key, group);
    }

    /// Notes without opening anything which of the files are not there; what was wrong before is still known.
    pub fn look_for_trouble(&self, foreign: &mut SourceAccounts) {
        for group in &mut foreign.groups {
            let Some(look) = self.look_at(group) else {
                continue;
            };
            group.facts.trouble = look.files.err().map(|what| Trouble {
                what,
                advice: MOVED.to_owned(),
                wants_password: false,
                since: self.now(),
            });
        }
    }

    /// The user was asked for the password and gave none.
    pub fn note_asked(&self, vault: &Vault, key: &DeviceKey, group: &mut Group) {
        group.facts.asked = true;
        self.note_facts(vault, key, group);
    }

    /// The accounts stay, what is known of their file is another.
    fn note_facts(&self, vault: &Vault, key: &DeviceKey, group: &Group) {
        let id = &group.source.id;
        let empty = || vault.cache_of(id, Vec::new(), Timestamp::default()).0;
        let mut cache = self.read_cache(vault, key, id).unwrap_or_else(empty);
        group.facts.note_in(&mut cache);
        self.write_cache(key, id, &mut cache);
    }

    /// Takes a file over that was read.
    pub(super) fn keep(&self, vault: &Vault, key: &DeviceKey, group: &mut Group, fresh: Fresh) {
        let Imported {
            format,
            drafts,
            problems,
            ..
        } = fresh.imported;
        let id = &group.source.id;
        let (mut cache, too_large) = vault.cache_of(id, named(drafts), self.now());
        group.facts = Facts {
            path: group.facts.path.take(),
            seen: std::mem::take(&mut group.facts.seen),
            hash: fresh.hash,
            file: fresh.file,
            as_of: fresh.as_of,
            format: format.to_owned(),
            left_out: problems.len() + too_large,
            trouble: None,
            asked: false,
        };
        group.facts.note_in(&mut cache);
        self.write_cache(key, id, &mut cache);
        group.accounts = tagged(cache, &group.source.name);
    }
}

/// What the file holds now.
fn content(group: &Group, look: &Look, password: Option<&SecretText>) -> Outcome {
    let files = match &look.files {
        Ok(files) => files,
        Err(why) => {
            return Outcome::Trouble(why.clone(), MOVED.to_owned(), false);
        }
    };
    let password = password.or(group.source.password.as_ref());
    let password = password.map(App::password_of);
    let mut first = None;
    for path in files.iter().take(MAX_OPENED) {
        let (file, fingerprint) = match ExportFile::regular(path) {
            Ok(opened) => opened,
            Err(error) => {
                first.get_or_insert((unreadable(&error), ADVICE, false));
                continue;
            }
        };
        if look.is_folder && !fits(&file, &group.source.format) {
            continue;
        }
        let as_of = Some(fingerprint.modified());
        let hash = hash(&file.bytes);
        if hash == group.facts.hash {
            return Outcome::Same(as_of, file.name.clone());
        }
        match file.read(None, password.as_ref()) {
            Ok(imported) => {
                let file = file.name.clone();
                return Outcome::Fresh(Box::new(Fresh {
                    imported,
                    hash,
                    file,
                    as_of,
                }));
            }
            Err(failure) => {
                let wants = wants_password(&failure);
                let said = (said(&failure), failure.error.advice(), wants);
                if wants {
                    return Outcome::Trouble(said.0, said.1.to_owned(), true);
                }
                first.get_or_insert(said);
            }
        }
    }
    let nothing = || ("holds no file that fits".to_owned(), ADVICE, false);
    let (what, advice, wants) = first.unwrap_or_else(nothing);
    Outcome::Trouble(what, advice.to_owned(), wants)
}

const MOVED: &str = "`otp source at NAME PATH` says where it is now.";
const ADVICE: &str =
    "Its accounts stay as they were; `otp source at NAME PATH` says where it is now.";

fn said(failure: &Failure) -> String {
    match failure.error {
        FileError::NeedPassword => "is encrypted now".to_owned(),
        FileError::WrongPassword => "has another password now, or is damaged".to_owned(),
        error => format!("cannot be read: {error}"),
    }
}

fn wants_password(failure: &Failure) -> bool {
    matches!(
        failure.error,
        FileError::NeedPassword | FileError::WrongPassword
    )
}

/// True when a file of a folder is of the kind that was added: the same app's, encrypted or not.
pub(super) fn fits(file: &ExportFile, format: &str) -> bool {
    let Some(found) = file.format().filter(|format| format.listed != Listed::No) else {
        return false;
    };
    match table::by_name(format) {
        Some(wanted) => wanted.app() == found.app(),
        // Anything may be that one.
        None => found.name != "andotp-encrypted",
    }
}

/// Entries without a name get one, so that they can be told and picked.
fn named(mut drafts: Vec<Draft>) -> Vec<Draft> {
    let mut number = 0;
    for draft in &mut drafts {
        if draft.issuer.is_empty() && draft.name.is_empty() {
            number += 1;
            draft.name = Label::new(&format!("unnamed {number}"));
        }
    }
    drafts
}
