//! Model: all that the interface knows. The vault is not in it; what it holds of secrets is what is being typed or
//! about to be added, and locking drops that.

use std::collections::HashMap;
use std::time::Duration;

use super::add::Add;
use super::field::Field;
use super::form::Form;
use super::keymap::{Keymap, KeymapError, Mode};
use super::list::List;
use super::settings::{Settings, Switch};
use crate::account::{Account, AccountId, Code, Label, SecretText, Timestamp};
use crate::app::door::Made;
use crate::vault::{Change, Vault};

/// What update and scene may look at: the vault and the clocks of one moment.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// The open vault; `None` while it is locked.
    pub vault: Option<&'a Vault>,
    /// Wall clock, for codes.
    pub now: Timestamp,
    /// Clock that counts sleep, for waiting.
    pub uptime: Duration,
}

impl<'a> Desk<'a> {
    /// All accounts outside the bin. With many accounts too slow for every frame.
    pub fn accounts(&self) -> Vec<&'a Account> {
        self.vault.into_iter().flat_map(Vault::accounts).collect()
    }

    /// Accounts in the bin.
    pub fn bin(&self) -> Vec<&'a Account> {
        self.vault.into_iter().flat_map(Vault::bin).collect()
    }

    /// The account with this id, outside the bin.
    pub fn account(&self, id: &AccountId) -> Option<&'a Account> {
        let account = self.vault?.get(id)?;
        account.deleted.is_none().then_some(account)
    }
}

/// How a toast is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    Done,
    /// It did not.
    Failed,
    /// Neither.
    Note,
}

/// A line at the bottom that goes by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// The message.
    pub text: String,
    /// A word at the right edge, such as the road a copy took.
    pub aside: String,
    /// How it is meant.
    pub tone: Tone,
    /// Uptime at which it goes.
    pub until: Duration,
}

/// The passphrase prompt.
#[derive(Debug, Default)]
pub struct LockPage {
    /// The passphrase being typed.
    pub passphrase: Field,
    /// Wrong tries so far.
    pub tries: u32,
    /// What went wrong besides.
    pub trouble: Option<String>,
    /// The worker derives the key; the number turns the spinner.
    pub opening: Option<usize>,
    /// A key that needs no question is being looked for.
    pub looking: bool,
    /// The system's keychain may be asked.
    pub keychain: bool,
    /// Key presses in the field, of which only the parity is shown.
    pub pressed: usize,
}

/// Choosing a passphrase at the first start.
#[derive(Debug, Default)]
pub struct WelcomePage {
    /// The passphrase and its repetition.
    pub fields: [Field; 2],
    /// Which of the two is being written.
    pub focus: usize,
    /// What is wrong with them.
    pub trouble: Option<String>,
    /// The worker makes the vault; the number turns the spinner.
    pub opening: Option<usize>,
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
    /// Show the secret of these as QR codes?
    ShowQr(Vec<AccountId>),
}

/// QR codes for a phone.
#[derive(Debug)]
pub struct QrPage {
    /// What is encoded, one QR code each.
    pub texts: Vec<SecretText>,
    /// What they are called.
    pub title: String,
    /// Which one is shown.
    pub place: usize,
    /// Uptime at which it closes.
    pub until: Duration,
}

/// What has the floor.
#[derive(Debug)]
pub enum Page {
    /// The list of accounts.
    List,
    /// The list, writing into the search line.
    Search,
    /// The selected account, scrolled down by so many lines.
    Details(usize),
    /// The add field.
    Add(Box<Add>),
    /// The form.
    Form(Box<Form>),
    /// The tags, with the selected place.
    Tags(usize),
    /// The bin, with the selected place.
    Bin(usize),
    /// The keys.
    Help(HelpPage),
    /// A question.
    Ask(Question),
    /// The passphrase once more, before the secrets of these are shown.
    Again(Vec<AccountId>, LockPage),
    /// QR codes.
    Qr(QrPage),
    /// The passphrase of the vault.
    Lock(LockPage),
    /// The first start.
    Welcome(WelcomePage),
    /// The recovery key, and whether the keyring is offered after it.
    Recovery(Made),
}

impl Page {
    /// The lock page while a key that needs no question is being looked for.
    pub const fn is_looking(&self) -> bool {
        matches!(self, Self::Lock(page) if page.looking)
    }

    /// Whose keys apply.
    pub const fn mode(&self) -> Mode {
        match self {
            Self::List => Mode::List,
            Self::Search => Mode::Search,
            Self::Details(_) => Mode::Details,
            Self::Add(_) => Mode::Add,
            Self::Form(_) => Mode::Form,
            Self::Tags(_) => Mode::Tags,
            Self::Bin(_) => Mode::Bin,
            Self::Help(_) => Mode::Help,
            Self::Ask(Question::Remember) => Mode::Offer,
            Self::Ask(_) => Mode::Ask,
            Self::Again(..) => Mode::Again,
            Self::Qr(_) => Mode::Qr,
            Self::Lock(_) => Mode::Lock,
            Self::Welcome(_) => Mode::Welcome,
            Self::Recovery(_) => Mode::Recovery,
        }
    }
}

/// What can be taken back.
#[derive(Debug, Default)]
pub struct History {
    /// Inverse changes with what they undo in words, the newest last.
    pub undo: Vec<(Change, String)>,
    /// The same the other way.
    pub redo: Vec<(Change, String)>,
}

/// What is hidden from those who look at the screen too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Veil {
    /// Everything is shown.
    Nothing,
    /// Codes are dots.
    Codes,
    /// Codes are dots, accounts are numbers.
    Names,
}

/// A code of a counter, shown for a while after it was taken.
#[derive(Debug)]
pub struct Taken {
    /// Whose.
    pub id: AccountId,
    /// The code.
    pub code: Code,
    /// Uptime at which it goes.
    pub until: Duration,
}

/// Everything.
#[derive(Debug)]
pub struct Model {
    /// As given at the start.
    pub settings: Settings,
    /// Bindings in force.
    pub keymap: Keymap,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The lowest is the list, the lock or the welcome; the last one has the floor.
    pub pages: Vec<Page>,
    /// The list.
    pub list: List,
    /// The line at the bottom.
    pub toast: Option<Toast>,
    /// What is hidden.
    pub veil: Veil,
    /// The terminal has the focus.
    pub focused: bool,
    /// The account whose hidden code is shown until that uptime.
    pub peek: Option<(AccountId, Duration)>,
    /// The counter code that is shown.
    pub taken: Option<Taken>,
    /// In which step the code of an account was handed out last.
    pub handed: HashMap<AccountId, u64>,
    /// Details stand beside the list when there is room.
    pub pane: bool,
    /// Undo and redo.
    pub history: History,
    /// Uptime of the last sign of the user.
    pub touched: Duration,
    /// Why the clock cannot be trusted.
    pub clock_doubt: Option<String>,
    /// The last click: place and uptime.
    pub clicked: Option<(usize, Duration)>,
}

impl Model {
    /// Before anything is known of the vault.
    pub fn new(settings: Settings, size: (u16, u16)) -> Result<Self, KeymapError> {
        let keymap = Keymap::new(&settings.keys)?;
        let mut list = List::default();
        list.order = settings.order;
        Ok(Self {
            veil: match (settings.presenting, settings.codes_hidden) {
                (Switch::On, _) => Veil::Names,
                (Switch::Off, Switch::On) => Veil::Codes,
                (Switch::Off, Switch::Off) => Veil::Nothing,
            },
            settings,
            keymap,
            size,
            pages: vec![Page::List],
            list,
            toast: None,
            focused: true,
            peek: None,
            taken: None,
            handed: HashMap::new(),
            pane: true,
            history: History::default(),
            touched: Duration::ZERO,
            clock_doubt: None,
            clicked: None,
        })
    }

    /// What has the floor.
    pub fn page(&self) -> &Page {
        self.pages.last().unwrap_or(&Page::List)
    }

    /// The same, to change it.
    pub fn page_mut(&mut self) -> Option<&mut Page> {
        self.pages.last_mut()
    }

    /// Whose keys apply.
    pub fn mode(&self) -> Mode {
        self.page().mode()
    }

    /// One step back; the lowest page stays.
    pub fn back(&mut self) {
        if self.pages.len() > 1 {
            self.pages.pop();
        }
    }

    /// True while the accounts may not be seen.
    pub fn is_shut(&self) -> bool {
        matches!(
            self.pages.first(),
            Some(Page::Lock(_) | Page::Welcome(_) | Page::Recovery(_))
        )
    }

    /// Forgets everything that came from the vault or was typed, and shows `page`.
    pub fn shut(&mut self, page: Page) {
        self.pages = vec![page];
        let order = self.list.order;
        self.list = List::default();
        self.list.order = order;
        self.history = History::default();
        self.handed = HashMap::new();
        self.toast = None;
        self.peek = None;
        self.taken = None;
    }

    /// True when codes are dots.
    pub fn hides_codes(&self) -> bool {
        self.veil != Veil::Nothing
    }

    /// True when names are hidden too.
    pub fn hides_names(&self) -> bool {
        self.veil == Veil::Names
    }

    /// Lines the list has: all but header and hints.
    pub fn list_height(&self) -> usize {
        usize::from(self.size.1.saturating_sub(2)).max(1)
    }

    /// True when the code of this account may be seen.
    pub fn shows_code_of(&self, id: &AccountId) -> bool {
        let blank = !self.focused && self.settings.blank_on_focus_loss.is_on();
        let peeked = self.peek.as_ref().is_some_and(|(peeked, _)| peeked == id);
        peeked || !(self.hides_codes() || blank)
    }

    /// Puts a line at the bottom for four seconds, for seven when it failed.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>, uptime: Duration) {
        let seconds = if tone == Tone::Failed { 7 } else { 4 };
        self.toast = Some(Toast {
            text: text.into(),
            aside: String::new(),
            tone,
            until: uptime.saturating_add(Duration::from_secs(seconds)),
        });
    }
}

/// How messages call an account: `GitHub octavia`; a word in place of the name while presenting.
pub fn called(issuer: &Label, name: &Label, presenting: bool) -> String {
    if presenting {
        return "the account".to_owned();
    }
    match (issuer.is_empty(), name.is_empty()) {
        (false, false) => format!("{issuer} {name}"),
        (false, true) => issuer.to_string(),
        (true, _) => name.to_string(),
    }
}
