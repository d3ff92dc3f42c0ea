//! Pages: what can take the keys, and what each of them knows. They are stacked; the topmost one gets the keys.

use std::time::Duration;

use super::add::Add;
use super::export::{self, Export};
use super::field::Field;
pub use super::first_run::{RecoveryPage, WelcomePage};
use super::form::Form;
use super::import::{self, Import};
use super::keymap::Mode;
use super::sentence::Sentence;
pub use super::settings::SettingsPage;
use crate::account::{Account, AccountId, Draft, SecretText};
use crate::app::open::unlock::By;
use crate::app::{Error, Relation};
use crate::formats::migration::LeftOut;
use crate::vault::difference::Difference;

/// The passphrase prompt.
#[derive(Debug, Default)]
pub struct LockPage {
    /// The passphrase being typed.
    pub passphrase: Field,
    /// Wrong tries so far.
    pub tries: u32,
    /// What went wrong besides.
    pub trouble: Option<Error>,
    /// The worker derives the key.
    pub is_opening: bool,
    /// A key that needs no question is being looked for.
    pub looking: bool,
    /// The system's keyring may be asked.
    pub keyring: bool,
    /// Key presses in the field, of which only the parity is shown.
    pub pressed: usize,
}

impl LockPage {
    /// Hands the passphrase over, unless one is being tried already.
    pub fn submit(&mut self) -> Option<By> {
        if self.passphrase.is_empty() || self.is_opening {
            return None;
        }
        self.pressed = 0;
        self.is_opening = true;
        self.trouble = None;
        Some(By::Passphrase(self.passphrase.passphrase()))
    }
}

/// The keys, to be filtered and run.
#[derive(Debug, Default)]
pub struct HelpPage {
    /// Filter.
    pub query: Field,
    /// Selected line among those in view.
    pub selected: usize,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Use the next value of a counter and copy its code?
    UseCounter(AccountId),
    /// Put the key into the keyring? Asked once, at the first start.
    Remember,
    /// Show the secret of these as QR codes? The others cannot be in them.
    ShowQr(Vec<AccountId>, Vec<(AccountId, LeftOut)>),
    /// Take back what another device did last, or what this one did?
    Others(Vec<Difference>),
    /// No question: something that went wrong and takes more than a line to say.
    Told(Error),
}

/// An account that was filled in, and one that is there already and like it.
#[derive(Debug)]
pub struct Twin {
    /// What was filled in.
    pub draft: Draft,
    /// What is there.
    pub other: Account,
    /// In what they are alike.
    pub relation: Relation,
}

impl Twin {
    /// True when the new one would change something in the old one.
    pub const fn can_replace(&self) -> bool {
        !matches!(self.relation, Relation::Same(_))
    }
}

/// What was asked for before the passphrase was, once more.
#[derive(Debug)]
pub enum Then {
    /// To see the secrets of these.
    Show(Vec<AccountId>),
    /// To export what is in view.
    Export,
}

/// One QR code.
#[derive(Debug)]
pub struct QrCode {
    /// What is encoded.
    pub text: SecretText,
    /// How many accounts are in it.
    pub accounts: usize,
}

/// QR codes for a phone.
#[derive(Debug)]
pub struct QrPage {
    /// In their order.
    pub codes: Vec<QrCode>,
    /// The accounts of a series, which is cut to the window; empty where there is one code.
    pub ids: Vec<AccountId>,
    /// What they are called.
    pub title: Sentence,
    /// Which one is shown.
    pub place: usize,
    /// Uptime at which it closes.
    pub until: Duration,
}

/// What is to be written into a file.
#[derive(Debug, Clone)]
pub enum Saved {
    /// The recovery key.
    Recovery(SecretText),
    /// The same as a page to be printed.
    Sheet(SecretText),
    /// Pictures of QR codes that say these.
    Pictures(Vec<SecretText>),
}

/// The name of a file that is to be written.
#[derive(Debug)]
pub struct SavePage {
    /// What goes into it.
    pub what: Saved,
    /// Its name.
    pub field: Field,
    /// What went wrong.
    pub trouble: Option<Error>,
    /// It is being written.
    pub is_writing: bool,
}

/// What has the floor.
#[derive(Debug)]
pub enum Page {
    /// The list of accounts.
    List,
    /// The list, writing into the search line.
    Search,
    /// The same as all there is: a picker.
    Pick,
    /// The selected account, scrolled down by so many lines.
    Details(usize),
    /// The add field.
    Add(Box<Add>),
    /// Moving another app's accounts in.
    Import(Box<Import>),
    /// Moving accounts out.
    Export(Box<Export>),
    /// The form.
    Form(Box<Form>),
    /// The tags, with the selected place.
    Tags(usize),
    /// The bin, with the selected account; the first while none is.
    Bin(Option<AccountId>),
    /// The keys.
    Help(HelpPage),
    /// A question.
    Ask(Question),
    /// What is to be added is like an account that is there.
    Twin(Box<Twin>),
    /// The passphrase once more, before secrets leave the vault.
    Again(Then, LockPage),
    /// QR codes.
    Qr(QrPage),
    /// The name of a file.
    Save(Box<SavePage>),
    /// The settings.
    Settings(Box<SettingsPage>),
    /// The passphrase of the vault.
    Lock(LockPage),
    /// The first start.
    Welcome(WelcomePage),
    /// The recovery key.
    Recovery(RecoveryPage),
}

impl Page {
    /// The lock page while a key that needs no question is being looked for.
    pub const fn is_looking(&self) -> bool {
        matches!(self, Self::Lock(page) if page.looking)
    }

    /// True while the worker does something that is waited for here.
    pub const fn is_busy(&self) -> bool {
        match self {
            Self::Lock(page) | Self::Again(_, page) => page.is_opening,
            Self::Welcome(page) => page.is_opening,
            Self::Add(page) => page.is_reading,
            Self::Import(page) => matches!(page.step, import::Step::Reading),
            Self::Export(page) => matches!(page.step, export::Step::Writing),
            _ => false,
        }
    }

    /// True when it waited for the answer to this question to the worker; now it waits no longer.
    pub fn hears(&mut self, number: u64) -> bool {
        let asked = match self {
            Self::Add(page) => &mut page.asked,
            Self::Import(page) => &mut page.asked,
            Self::Export(page) => &mut page.asked,
            Self::Form(page) => &mut page.asked,
            _ => return false,
        };
        asked.take_if(|asked| *asked == number).is_some()
    }

    /// Whose keys apply.
    pub const fn mode(&self) -> Mode {
        match self {
            Self::List => Mode::List,
            Self::Search => Mode::Search,
            Self::Pick => Mode::Pick,
            Self::Details(_) => Mode::Details,
            Self::Add(_) => Mode::Add,
            Self::Import(page) => page.mode(),
            Self::Export(page) => page.mode(),
            Self::Form(_) => Mode::Form,
            Self::Tags(_) => Mode::Tags,
            Self::Bin(_) => Mode::Bin,
            Self::Help(_) => Mode::Help,
            Self::Ask(Question::Remember) => Mode::Offer,
            Self::Ask(Question::Others(_)) => Mode::Others,
            Self::Ask(_) => Mode::Ask,
            Self::Twin(_) => Mode::Twin,
            Self::Again(..) => Mode::Again,
            Self::Qr(_) => Mode::Qr,
            Self::Save(_) => Mode::Save,
            Self::Settings(page) => page.mode(),
            Self::Lock(_) => Mode::Lock,
            Self::Welcome(_) => Mode::Welcome,
            Self::Recovery(_) => Mode::Recovery,
        }
    }
}
