//! Model: all that the interface knows. The vault is not in it; what it holds of secrets is what is being typed or
//! about to be added, and locking drops that.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use super::columns::{CARD, CARDS_FROM, PANE_FROM, WIDE_FROM, cards_across};
use super::effect::Effect;
use super::keymap::{Keymap, Mode};
use super::list::List;
use super::page::{Page, Question, Then};
use super::pixels::Pixels;
use super::sentence::Sentence;
use super::shelves::{Shape, Shelf};
use super::terminal::Height;
use super::theme::{Glyphs, Look, Shade, Theme, glyphs};
use super::toast::leaves_the_hints;
pub use super::toast::{Toast, Tone};
use crate::account::order::Order;
use crate::account::{AccountId, Code, Period, Plain};
use crate::app::{Codes, Countdown, Error, Override, Settings, View};
use crate::system::{Charset, Depth};

/// A save that is done sooner needs no sign.
pub const UNSEEN: Duration = Duration::from_millis(200);

/// With fewer rows the countdown has no line of its own: its seconds are in the header.
const COUNTDOWN_FROM: u16 = 9;

/// How the interface starts, beside what the settings say.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// Begins with this in the search line (`otp -s`).
    pub search: Option<String>,
    /// The order chosen last time.
    pub order: Option<Order>,
    /// Ends once a code was copied: the interface serves as a picker.
    pub picks: bool,
    /// What the command line and the terminal say instead of the settings.
    pub overrides: Vec<Override>,
    /// Shown beside the program's name, such as `demo`.
    pub badge: String,
    /// Shown under the passphrase while the vault is locked; empty but for the demo.
    pub lock_hint: String,
    /// How many lines of the terminal are ours.
    pub height: Height,
    /// What may leave for the terminal at all.
    pub charset: Charset,
    /// How many colours it has.
    pub depth: Depth,
    /// It may be asked for its background, and for what else it can do.
    pub asks_ground: bool,
    /// The folder in which `otp lock` looks for open interfaces; none for the demo.
    pub calls: Option<PathBuf>,
}

/// What is hidden from those who look at the screen too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Privacy {
    /// Everything is shown.
    #[default]
    Nothing,
    /// Codes are dots.
    Codes,
    /// Codes are dots, accounts are numbers.
    Names,
}

impl From<Codes> for Privacy {
    fn from(codes: Codes) -> Self {
        match codes {
            Codes::Hidden => Self::Codes,
            Codes::Shown => Self::Nothing,
        }
    }
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
#[derive(Debug, Default)]
pub struct Model {
    /// `config.toml`, and what the command line says instead.
    pub settings: Settings,
    /// As given at the start.
    pub start: Start,
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
    pub privacy: Privacy,
    /// What was hidden before presenting, and is again behind it.
    pub before_presenting: Privacy,
    /// The terminal has the focus.
    pub focused: bool,
    /// The account whose hidden code is shown until that uptime.
    pub peek: Option<(AccountId, Duration)>,
    /// The counter code that is shown.
    pub taken: Option<Taken>,
    /// In which step the code of an account was handed out last.
    pub handed: HashMap<AccountId, u64>,
    /// Whether details stand beside the list when there is room; as long as nobody said, it depends on the room.
    pub pane: Option<bool>,
    /// What is asked of the runner by the message that is being taken in.
    pub effects: Vec<Effect>,
    /// Which picture of the spinner is shown while a page waits for the worker.
    pub turn: usize,
    /// Number of the last question to the worker: an answer that carries another is not waited for any more.
    pub asked: u64,
    /// Since that uptime a change is being saved.
    pub saving: Option<Duration>,
    /// Uptime of the last sign of the user.
    pub touched: Duration,
    /// Why the clock cannot be trusted.
    pub clock_doubt: Option<String>,
    /// The terminal's background, once it has told.
    pub ground: Option<Shade>,
    /// How the terminal draws pictures, once it has told.
    pub pixels: Option<Pixels>,
    /// The last click: place and uptime.
    pub clicked: Option<(usize, Duration)>,
    /// Settings and privacy as they were before a setting was tried.
    pub tried: Option<Box<(Settings, Privacy, Privacy)>>,
    /// Who wanted to quit was told what would be lost: the same key again means it.
    pub is_leaving: bool,
}

impl Model {
    /// Before anything is known of the vault.
    pub fn new(settings: Settings, start: Start, size: (u16, u16)) -> Self {
        // What is wrong with them was told before the interface began.
        let (keymap, _) = Keymap::new(&settings.keys);
        let list = List::new(start.order.unwrap_or(settings.order));
        let hidden = settings.codes.into();
        Self {
            privacy: if settings.presenting {
                Privacy::Names
            } else {
                hidden
            },
            before_presenting: hidden,
            settings,
            start,
            keymap,
            size,
            pages: vec![Page::List],
            list,
            focused: true,
            ..Self::default()
        }
    }

    /// Takes back a setting that was only tried.
    pub fn end_trial(&mut self) {
        if let Some(tried) = self.tried.take() {
            (self.settings, self.privacy, self.before_presenting) = *tried;
        }
    }

    /// Asks the runner for something.
    pub fn request(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// The page that waited for the answer to this question, if nobody has left it.
    pub fn asker(&mut self, number: u64) -> Option<&mut Page> {
        let mut pages = self.pages.iter_mut();
        pages.find_map(|page| page.hears(number).then_some(page))
    }

    /// A number for a question.
    pub fn ask(&mut self) -> u64 {
        self.asked += 1;
        self.asked
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
        self.end_trial();
        self.pages = vec![page];
        self.list = List::new(self.list.order);
        self.handed = HashMap::new();
        self.toast = None;
        self.peek = None;
        self.taken = None;
    }

    /// The colours to draw with.
    pub fn look(&self) -> Look {
        Look::of(&self.settings, self.start.depth, self.ground)
    }

    /// True while the terminal has been asked for its background and has not answered.
    pub fn awaits_ground(&self) -> bool {
        self.start.asks_ground && self.settings.theme == Theme::Auto && self.ground.is_none()
    }

    /// True where a QR code is shown or may come next: how the terminal draws pictures matters now.
    pub fn nears_a_qr_code(&self) -> bool {
        let page = self.page();
        let is_near = matches!(
            page,
            Page::Qr(_) | Page::Ask(Question::ShowQr(..)) | Page::Again(Then::Show(_), _)
        );
        self.start.asks_ground && self.start.height.is_full() && is_near
    }

    /// The characters to draw with.
    pub const fn glyphs(&self) -> &'static Glyphs {
        glyphs(self.settings.ascii)
    }

    /// True where a window has room for blank lines and second thoughts.
    pub const fn is_roomy(&self) -> bool {
        self.size.1 > 10
    }

    /// True when codes are dots.
    pub fn hides_codes(&self) -> bool {
        self.privacy != Privacy::Nothing
    }

    /// True when names are hidden too.
    pub fn hides_names(&self) -> bool {
        self.privacy == Privacy::Names
    }

    /// Lines at the bottom: the hints, and a toast above them.
    pub fn footer_height(&self) -> usize {
        let toast = self.toast.as_ref();
        let toast = toast.map(|toast| toast.wrapped(self.size, self.hides_names()).lines.len());
        match toast {
            None => 1,
            Some(lines) if leaves_the_hints(self.size.1) => lines + 1,
            Some(lines) => lines,
        }
    }

    /// The period that is counted down once for all, in a line of its own where there is room for one.
    pub fn shared_period(&self) -> Option<Period> {
        let is_shared = self.settings.countdown == Countdown::Header;
        self.list.period.filter(|_| is_shared)
    }

    /// Columns of the details beside the list; 0 when they are not there.
    pub fn pane_width(&self) -> u16 {
        let columns = self.size.0;
        let is_open = self.pane.unwrap_or(!self.shows_cards(columns));
        if !is_open || columns < PANE_FROM {
            0
        } else if columns < WIDE_FROM {
            34
        } else {
            40
        }
    }

    /// How the list is laid out.
    pub fn shape(&self) -> Shape {
        let room = self.size.0.saturating_sub(self.pane_width());
        if !self.shows_cards(room) {
            return Shape::default();
        }
        Shape {
            across: cards_across(room),
            tall: CARD,
        }
    }

    /// Whether accounts are cards in that much room: where there is much of it, and when all of them fit.
    fn shows_cards(&self, room: u16) -> bool {
        let is_wide = self.size.0 >= CARDS_FROM;
        match self.settings.view {
            View::List => false,
            View::Cards => is_wide,
            View::Auto => {
                // Whatever is said at the bottom meanwhile: nothing may jump for that.
                let height = self.size.1.saturating_sub(self.list_top() + 1);
                let rows = usize::from(height) / CARD;
                is_wide && self.list.total() <= rows * cards_across(room)
            }
        }
    }

    /// Lines above the list: the header and the countdown.
    pub fn list_top(&self) -> u16 {
        let has_line = self.size.1 >= COUNTDOWN_FROM && self.shared_period().is_some();
        1 + u16::from(has_line)
    }

    /// The row of the list that stands at a place on the screen.
    pub fn place_at(&self, column: u16, row: u16) -> Option<usize> {
        let line = usize::from(row.checked_sub(self.list_top())?);
        let height = self.list_height();
        let shelves = self.list.shelves();
        let shape = shelves.shape();
        let is_it = |(at, _): &(usize, &Shelf)| (*at..at + shape.tall).contains(&line);
        let (at, found) = shelves
            .in_sight(height)
            .filter(|_| line < height)
            .find(is_it)?;
        let Shelf::Rows(places) = found else {
            return None;
        };
        let room = self.size.0.saturating_sub(self.pane_width());
        let wide = usize::from(room) / shape.across.max(1);
        let place = places.start + usize::from(column) / wide.max(1);
        (places.contains(&place) && column < room && line >= at).then_some(place)
    }

    /// Lines the list has: all but those above it and the footer.
    pub fn list_height(&self) -> usize {
        let taken = usize::from(self.list_top()) + self.footer_height();
        usize::from(self.size.1).saturating_sub(taken).max(1)
    }

    /// True when the code of this account may be seen.
    pub fn shows_code_of(&self, id: &AccountId) -> bool {
        let blank = !self.focused && self.settings.blank_on_focus_loss;
        let peeked = self.peek.as_ref().is_some_and(|(peeked, _)| peeked == id);
        peeked || !(self.hides_codes() || blank)
    }

    /// Says what went wrong and what to do. What has to be compared or read stays until a key is pressed.
    pub fn fail(&mut self, error: Error, uptime: Duration) {
        if error.details().is_empty() {
            self.say(Tone::Failed, told(&error), uptime);
        } else {
            self.pages.push(Page::Ask(Question::Told(error)));
        }
    }

    /// Puts a line at the bottom for four seconds, for seven when it failed.
    pub fn say(&mut self, tone: Tone, text: impl Into<Sentence>, uptime: Duration) {
        let seconds = if tone == Tone::Failed { 7 } else { 4 };
        self.toast = Some(Toast {
            text: text.into(),
            aside: Plain::default(),
            tone,
            until: uptime.saturating_add(Duration::from_secs(seconds)),
        });
    }
}

/// An error in one line.
pub fn told(error: &Error) -> String {
    match (error.what(), error.advice()) {
        (what, "") => what.to_owned(),
        (what, advice) => format!("{what}: {advice}"),
    }
}
