//! Scene: the whole screen as plain strings with roles, at one moment. Pure: a model, a snapshot, a size in; lines out.

mod account;
mod add;
mod card;
mod codes;
mod countdown;
mod dialogue;
mod digits;
mod export;
mod footer;
mod form;
mod header;
pub mod help;
mod hits;
mod import;
mod list;
mod names;
mod panel;
mod qr;
pub mod recovery;
mod row;
mod settings;
mod shut;
mod tabs;
mod written;

use std::borrow::Cow;
use std::ops::Range;

use super::columns::{TINY_COLUMNS, TINY_ROWS, cut, width};
use super::keymap::Action;
use super::model::Model;
use super::page::Page;
use super::pixels::Modules;
use super::snapshot::Snapshot;
use super::theme::Role;
pub use hits::Hit;
pub use panel::{Panel, Stands};
pub use qr::fits;

/// What a stretch of text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Holds {
    /// Anything.
    #[default]
    Text,
    /// A code, of now or the next one: shown whole, and not when it comes too late.
    Code,
}

/// A stretch of text with one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Shown as it is; never holds control characters.
    pub text: Cow<'static, str>,
    /// What it is.
    pub role: Role,
    /// What it holds.
    pub holds: Holds,
    /// What a click on it hits.
    pub hit: Option<Hit>,
}

impl Span {
    /// Text that is no code.
    pub fn of(role: Role, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            text: text.into(),
            role,
            holds: Holds::Text,
            hit: None,
        }
    }
}

/// One line: from the left, and from the right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// From the left edge on.
    pub spans: Vec<Span>,
    /// Ends at the right edge; the left part gives way.
    pub right: Vec<Span>,
    /// These cells are drawn as selected.
    pub selected: Option<Range<u16>>,
    /// Which of the things that a page offers it shows, for clicks.
    pub item: Option<usize>,
}

impl Line {
    /// Nothing.
    pub fn blank() -> Self {
        Self::default()
    }

    /// One stretch of text.
    pub fn of(role: Role, text: impl Into<Cow<'static, str>>) -> Self {
        Self::blank().with(role, text)
    }

    /// One more stretch.
    #[must_use]
    pub fn with(mut self, role: Role, text: impl Into<Cow<'static, str>>) -> Self {
        self.push(role, text);
        self
    }

    /// One more stretch at the right edge.
    #[must_use]
    pub fn and_right(mut self, role: Role, text: impl Into<Cow<'static, str>>) -> Self {
        self.right.push(Span::of(role, text));
        self
    }

    /// One more stretch.
    pub fn push(&mut self, role: Role, text: impl Into<Cow<'static, str>>) {
        self.append(role, text.into(), Holds::Text);
    }

    /// One more stretch, which is a code.
    pub fn push_code(&mut self, role: Role, code: impl Into<Cow<'static, str>>) {
        self.append(role, code.into(), Holds::Code);
    }

    /// One more stretch, which is a code.
    #[must_use]
    pub fn with_code(mut self, role: Role, code: impl Into<Cow<'static, str>>) -> Self {
        self.push_code(role, code);
        self
    }

    fn append(&mut self, role: Role, text: Cow<'static, str>, holds: Holds) {
        if !text.is_empty() {
            self.spans.push(Span {
                holds,
                ..Span::of(role, text)
            });
        }
    }

    /// One more stretch, which is a key to be clicked.
    pub fn push_key(&mut self, role: Role, text: impl Into<Cow<'static, str>>, does: Action) {
        self.spans.push(Span {
            hit: Some(Hit::Does(does)),
            ..Span::of(role, text)
        });
    }

    /// Spaces.
    pub fn pad(&mut self, cells: u16) {
        if cells > 0 {
            self.push(Role::Text, " ".repeat(usize::from(cells)));
        }
    }

    /// Cells of the left part.
    pub fn width(&self) -> u16 {
        self.spans.iter().map(|span| width(&span.text)).sum()
    }
}

/// Lines beside the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pane {
    /// First column, where the wall stands.
    pub column: u16,
    /// First row.
    pub row: u16,
    /// Content.
    pub lines: Vec<Line>,
}

/// Which part of the list is in sight: a bar at its right edge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scroll {
    /// Where it stands.
    pub column: u16,
    /// From this row to before that one.
    pub rows: Range<u16>,
}

impl Scroll {
    /// For `height` lines from `top` on; `(above, in_sight, all)` in lines.
    fn new(
        column: u16,
        top: usize,
        height: usize,
        (above, in_sight, all): (usize, usize, usize),
    ) -> Self {
        let all = all.max(1);
        let long = (height * in_sight / all).clamp(1, height.max(1));
        // At the end it touches the end, whatever was rounded.
        let most = all.saturating_sub(in_sight).max(1);
        let from = top + above.min(most) * (height - long) / most;
        let row = |row| u16::try_from(row).unwrap_or(u16::MAX);
        Self {
            column,
            rows: row(from)..row(from + long),
        }
    }
}

/// Everything on the screen.
#[derive(Debug, Default)]
pub struct Scene {
    /// From the top.
    pub lines: Vec<Line>,
    /// From the bottom: hints or a toast, the last one lowest.
    pub footer: Vec<Line>,
    /// Which part of the list is in sight, when it is not all of it.
    pub scroll: Option<Scroll>,
    /// Details beside the list.
    pub pane: Option<Pane>,
    /// A window over it all.
    pub panel: Option<Panel>,
    /// A QR code over it all.
    pub modules: Option<Modules>,
    /// Where the cursor stands; hidden otherwise.
    pub cursor: Option<(u16, u16)>,
    /// Lines and details are only the ground that a window lies on.
    pub is_ground: bool,
}

/// Draws a model.
pub fn scene(model: &Model, snapshot: &Snapshot<'_>) -> Scene {
    let (columns, rows) = model.size;
    let tiny = columns < TINY_COLUMNS || rows < TINY_ROWS;
    let mut scene = Scene::default();
    match model.page() {
        Page::List | Page::Search | Page::Pick | Page::Details(_) if tiny => {
            scene.lines = vec![codes::tiny(model, snapshot)];
        }
        Page::List | Page::Search | Page::Pick => list::draw(&mut scene, model, snapshot),
        Page::Details(scrolled) => details(&mut scene, model, snapshot, *scrolled),
        Page::Qr(page) => qr::draw(&mut scene, model, snapshot, page),
        page => scene.panel = window(model, snapshot, page),
    }
    if let Some(panel) = &mut scene.panel
        && !tiny
        && !model.is_shut()
    {
        scene.is_ground = panel.stands != Stands::BesideTheList;
        if scene.is_ground {
            panel.stands = Stands::OnTheList;
        }
        list::draw(&mut scene, model, snapshot);
        if model.list.total() == 0 {
            // What is said in place of accounts would be a few torn words around the window.
            scene.lines.truncate(1);
        }
        scene.cursor = None;
    }
    if scene.lines.is_empty() && scene.modules.is_none() {
        scene.lines.push(header::header(model, snapshot));
    }
    if !tiny {
        scene.footer = footer::lines(model, snapshot);
    }
    scene
}

/// The window of a page that is one.
fn window(model: &Model, snapshot: &Snapshot<'_>, page: &Page) -> Option<Panel> {
    Some(match page {
        Page::Ask(question) => dialogue::ask(model, snapshot, question),
        Page::Twin(twin) => dialogue::twin(model, twin),
        Page::Add(add) => add::draw(model, snapshot, add),
        Page::Import(page) => import::draw(model, page),
        Page::Export(page) => export::draw(model, page),
        Page::Form(form) => form::draw(model, snapshot, form),
        Page::Tags(place) => dialogue::tags(model, *place),
        Page::Bin(id) => dialogue::bin(model, snapshot, id.as_ref()),
        Page::Help(page) => help::draw(model, page),
        Page::Lock(page) => shut::lock(model, page, "otp is locked"),
        Page::Again(_, page) => shut::lock(model, page, "The passphrase again"),
        Page::Welcome(page) => shut::welcome(model, page),
        Page::Recovery(page) => recovery::draw(model, page),
        Page::Save(page) => dialogue::save(model, page),
        Page::Settings(page) => settings::draw(model, page),
        Page::List | Page::Search | Page::Pick | Page::Details(_) | Page::Qr(_) => return None,
    })
}

/// The selected account over the whole screen.
fn details(scene: &mut Scene, model: &Model, snapshot: &Snapshot<'_>, scrolled: usize) {
    let (columns, rows) = model.size;
    scene.lines = vec![header::header(model, snapshot)];
    if rows > 16 {
        scene.lines.push(Line::blank());
    }
    let Some(account) = model.list.selected_account(snapshot) else {
        return;
    };
    let lines = account::lines(model, snapshot, account, columns.saturating_sub(2));
    let above = scene.lines.len() + model.footer_height();
    let room = usize::from(rows).saturating_sub(above);
    let top = scrolled.min(lines.len().saturating_sub(room));
    for mut line in lines.into_iter().skip(top) {
        line.spans.insert(0, Span::of(Role::Text, "  "));
        scene.lines.push(line);
    }
}

/// The beginning of a line that stands for one of the things that a page offers.
fn offered(model: &Model, place: usize, is_selected: bool) -> Line {
    let mark = if is_selected {
        model.glyphs().selected
    } else {
        " "
    };
    Line {
        item: Some(place),
        ..Line::of(Role::Accent, mark)
    }
}

/// The spinner with what is waited for.
fn spinning(model: &Model, words: &str) -> Line {
    Line::of(Role::Accent, model.glyphs().turned(model.turn)).with(Role::Text, format!(" {words}"))
}

/// A stretch cut to `room` cells and filled up with spaces.
fn column(line: &mut Line, role: Role, text: &str, room: u16, mark: &str) {
    let shown = cut(text, room, mark).into_owned();
    let rest = room.saturating_sub(width(&shown));
    line.push(role, shown);
    line.pad(rest);
}
