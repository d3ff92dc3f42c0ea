//! Stage: the whole interface in memory, with a clock that stands still until it is moved.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use otp::account::SecretText;
use otp::app::{App, Authenticator, Open, Settings};
use otp::system::clipboard::Route;
use otp::system::fake::World;
use otp::system::{Clock, Environment, Keyring};
use otp::tui::theme::{Look, Role};
use otp::tui::{CODE, Done, Incoming, Message, Runner, Start, demo, paint};
use otp::vault::Vault;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// What the interface finds when it starts: the demo, open, unless a test says otherwise.
pub struct Scenery {
    pub world: World,
    pub settings: Settings,
    pub start: Start,
    /// `None`: nothing was made yet.
    pub vault: Option<Vault>,
    /// Instead of the one in the world.
    pub clock: Option<Arc<dyn Clock>>,
    /// Instead of the one in the world; holds the key then, and the vault is shut.
    pub keyring: Option<Box<dyn Keyring>>,
}

impl Scenery {
    /// The folder that `~` means.
    pub fn home(&mut self, folder: &Path) {
        let folder = folder.to_str().expect("text");
        self.world.environment = Environment::of([("HOME", folder)]);
    }
}

/// The interface and what it says.
pub struct Stage {
    pub runner: Runner,
    pub world: World,
    pub app: Arc<App>,
    pub seen_copies: usize,
    /// Saves are not waited for.
    pub holds_saves: bool,
    inbox: Receiver<Incoming>,
    size: (u16, u16),
}

impl Stage {
    /// The demo, with 27 of 30 seconds left.
    pub fn demo(size: (u16, u16)) -> Self {
        Self::with(size, |_| ())
    }

    /// The product on a vault in memory, in a made-up world.
    pub fn with(size: (u16, u16), arrange: impl FnOnce(&mut Scenery)) -> Self {
        let mut scenery = Scenery {
            world: World::at(demo::START),
            settings: Settings::default(),
            start: Start::default(),
            vault: Some(demo::vault(demo::START)),
            keyring: None,
            clock: None,
        };
        scenery.world.clipboard.set_road(Ok(Route::Terminal));
        scenery.world.clock.step(Duration::from_secs(1000));
        scenery.world.clock.set(demo::START);
        arrange(&mut scenery);
        let mut system = scenery.world.system();
        let is_shut = scenery.keyring.is_some();
        if let Some(keyring) = scenery.keyring {
            system.keyring = keyring;
        }
        if let Some(clock) = scenery.clock {
            system.clock = clock;
        }
        let app = Arc::new(App::in_memory(system, scenery.settings));
        let open = scenery
            .vault
            .map(|vault| app.hold(vault, demo::PASSPHRASE).expect("in memory"));
        let authenticator = match open {
            Some(open) if is_shut => {
                let kept = app.remember(open.key());
                kept.expect("a keyring");
                Authenticator::new(Arc::clone(&app))
            }
            Some(open) => Authenticator::opened(Arc::clone(&app), open),
            None => Authenticator::new(Arc::clone(&app)),
        };
        let (sender, inbox) = channel();
        let runner = Runner::new(authenticator, scenery.start, size, sender);
        Self {
            runner,
            world: scenery.world,
            app,
            seen_copies: 0,
            holds_saves: false,
            inbox,
            size,
        }
    }

    /// The vault as another process opens it.
    pub fn elsewhere(&self) -> Open {
        let passphrase = demo::PASSPHRASE.to_owned().into();
        let by = otp::app::open::unlock::By::Passphrase(passphrase);
        self.app.open_with(by).expect("the demo's passphrase")
    }

    /// Every text that was copied.
    pub fn copied(&self) -> Vec<String> {
        let copied = self.world.clipboard.copied().into_iter();
        copied.map(|(text, _)| text).collect()
    }

    /// Presses keys by name: `a`, `Enter`, `^N`, `Esc`, `Down`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for name in keys.split(' ') {
            let control = name.strip_prefix('^').filter(|rest| !rest.is_empty());
            let (code, modifiers) = match (control, name) {
                (Some(letter), _) => (
                    KeyCode::Char(letter.to_lowercase().chars().next().expect("a letter")),
                    KeyModifiers::CONTROL,
                ),
                (_, "Enter") => (KeyCode::Enter, KeyModifiers::NONE),
                (_, "Esc") => (KeyCode::Esc, KeyModifiers::NONE),
                (_, "Tab") => (KeyCode::Tab, KeyModifiers::NONE),
                (_, "Up") => (KeyCode::Up, KeyModifiers::NONE),
                (_, "Down") => (KeyCode::Down, KeyModifiers::NONE),
                (_, "Right") => (KeyCode::Right, KeyModifiers::NONE),
                (_, "Backspace") => (KeyCode::Backspace, KeyModifiers::NONE),
                (_, "Space") => (KeyCode::Char(' '), KeyModifiers::NONE),
                (_, letter) => (
                    KeyCode::Char(letter.chars().next().expect("a letter")),
                    KeyModifiers::NONE,
                ),
            };
            self.handle(Message::Key(KeyEvent::new(code, modifiers)));
        }
        self
    }

    /// Hands a message over; what is to be saved is saved at once, as on a fast disk.
    pub fn handle(&mut self, message: Message) {
        self.runner.handle(message);
        while !self.holds_saves && self.runner.is_saving() {
            let done = self.done();
            self.runner.finish(done);
        }
    }

    /// Types a text, letter by letter.
    pub fn types(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            let event = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
            self.handle(Message::Key(event));
        }
        self
    }

    pub fn pastes(&mut self, text: &str) -> &mut Self {
        self.handle(Message::Paste(SecretText::from(text)));
        self
    }

    /// Waits for the worker's answer; what the keyring says meanwhile is no answer to a key.
    pub fn answered(&mut self) -> &mut Self {
        loop {
            let done = self.done();
            let is_answer = !matches!(done.message, Message::Keyring(_));
            self.runner.finish(done);
            if is_answer {
                return self;
            }
        }
    }

    /// Waits for any answer of the worker.
    pub fn worker_answered(&mut self) -> &mut Self {
        let done = self.done();
        self.runner.finish(done);
        self
    }

    /// Waits for the keyring's word.
    pub fn keyring_answered(&mut self) -> &mut Self {
        let done = self.done();
        assert!(matches!(done.message, Message::Keyring(_)), "{done:?}");
        self.runner.finish(done);
        self
    }

    fn done(&self) -> Done {
        match self.inbox.recv_timeout(Duration::from_secs(60)) {
            Ok(Incoming::Done(done)) => done,
            other => panic!("no answer from the worker: {other:?}"),
        }
    }

    /// Lets time pass, and the loop wake at the end of it.
    pub fn waits(&mut self, seconds: u64) -> &mut Self {
        self.world.clock.step(Duration::from_secs(seconds));
        self.runner.look_at_clock();
        self.handle(Message::Tick);
        self
    }

    /// The machine sleeps: time passes, nothing wakes.
    pub fn sleeps(&mut self, seconds: u64) -> &mut Self {
        self.world.clock.step(Duration::from_secs(seconds));
        self
    }

    pub fn resizes(&mut self, size: (u16, u16)) -> &mut Self {
        self.size = size;
        self.runner.handle(Message::Resize(size.0, size.1));
        self
    }

    pub fn buffer(&self) -> Buffer {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        let mut buffer = Buffer::empty(area);
        let scene = self.runner.scene();
        paint(&mut buffer, area, &scene, self.runner.appearance());
        buffer
    }

    /// The screen as text.
    pub fn picture(&self) -> String {
        lines(&self.buffer(), |cell| cell.symbol().to_owned())
    }

    /// Text and looks, for a snapshot.
    pub fn seen(&self) -> String {
        let buffer = self.buffer();
        let appearance = self.runner.appearance();
        let looks = lines(&buffer, |cell| {
            look(cell, appearance.look)
                .to_string()
                .repeat(UnicodeWidthStr::width(cell.symbol()).max(1))
        });
        let picture = lines(&buffer, |cell| cell.symbol().to_owned());
        format!(
            "{picture}\n\n--- looks: b bold, d faint, u match, a alert, c accent, g good, w warning, l line, t tag, B badge, S selected\n{looks}"
        )
    }
}

/// The text stands on the screen.
pub fn sees(stage: &Stage, text: &str) {
    let picture = stage.picture();
    assert!(picture.contains(text), "no {text:?} in\n{picture}");
}

/// It does not.
pub fn sees_no(stage: &Stage, text: &str) {
    let picture = stage.picture();
    assert!(!picture.contains(text), "{text:?} in\n{picture}");
}

fn lines(buffer: &Buffer, show: impl Fn(&Cell) -> String) -> String {
    let area = buffer.area;
    let mut lines = Vec::new();
    for row in area.top()..area.bottom() {
        let (mut line, mut column) = (String::new(), area.left());
        while column < area.right() {
            let cell = &buffer[(column, row)];
            line.push_str(&show(cell));
            let wide = UnicodeWidthStr::width(cell.symbol()).max(1);
            column += u16::try_from(wide).expect("narrow");
        }
        lines.push(line.trim_end().to_owned());
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

/// A letter for what the cell is drawn as.
fn look(cell: &Cell, look: Look) -> char {
    let mine = |role: Role| {
        let style = look.base().patch(look.style(role));
        let weights = Modifier::all() - CODE;
        style.fg.unwrap_or(Color::Reset) == cell.fg
            && style.bg.unwrap_or(Color::Reset) == cell.bg
            && style.add_modifier == cell.modifier & weights
    };
    let selected = look.style(Role::Selected);
    let is_selected = cell.modifier.contains(Modifier::REVERSED)
        || selected.bg.is_some_and(|ground| ground == cell.bg);
    let tags = (0..6).flat_map(|n| [(Role::Tag(n), 't'), (Role::Hash(n), 't')]);
    let badges = (0..12).map(|n| (Role::Badge(n), 'B'));
    let roles = [
        (Role::Text, '.'),
        (Role::Faint, 'd'),
        (Role::Strong, 'b'),
        (Role::Accent, 'c'),
        (Role::Pointer, 'c'),
        (Role::Alert, 'a'),
        (Role::Match, 'u'),
        (Role::Good, 'g'),
        (Role::Calm, 'l'),
        (Role::Warning, 'w'),
        (Role::Urgent, 'a'),
        (Role::Rule, '-'),
        (Role::Spent, '-'),
    ];
    let mut roles = roles.into_iter().chain(tags).chain(badges);
    match roles.find(|(role, _)| mine(*role)) {
        Some((Role::Text, _)) if cell.symbol() == " " => ' ',
        Some((_, letter)) => letter,
        None if cell.fg == Color::Indexed(16) || cell.fg == Color::Rgb(0, 0, 0) => 'q',
        None if is_selected && cell.modifier.contains(Modifier::UNDERLINED) => 'U',
        None if is_selected => 'S',
        None => '?',
    }
}
