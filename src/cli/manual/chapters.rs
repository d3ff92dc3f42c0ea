//! The chapters of the manual that belong to no command: names, unlocking, files, environment, settings, keys, exit
//! codes, examples. What the program has a table of is taken from there.

use super::examples::EXAMPLES;
use crate::account::shorten::folded;
use crate::app::{Area, Exit, SETTINGS, Values};
use crate::cli::Keys;

/// One chapter.
pub struct Chapter {
    /// The word for `otp help`.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What stands in it.
    pub parts: Vec<Part>,
}

/// A piece of a chapter. Words in backticks are typed as they are.
pub enum Part {
    /// A paragraph.
    Text(String),
    /// A heading inside.
    Heading(String),
    /// A word and what it means.
    Term(String, String),
}

/// The names of the chapters, each with what is in it.
const TOPICS: [(&str, &str, &str); 8] = [
    ("names", "NAMES", "How a name picks an account"),
    (
        "unlocking",
        "OPENING THE VAULT",
        "What opens the vault, in which order",
    ),
    ("files", "FILES", "Where things are"),
    ("environment", "ENVIRONMENT", "Variables that are looked at"),
    ("configuration", "CONFIGURATION", "Every setting"),
    ("keys", "KEYS", "Keys of the interface"),
    ("exit", "EXIT STATUS", "Exit codes"),
    ("examples", "EXAMPLES", "What to type for what"),
];

/// The names of the chapters, each with what is in it.
pub fn topics() -> impl Iterator<Item = (&'static str, &'static str)> {
    TOPICS.iter().map(|(name, _, about)| (*name, *about))
}

/// Every chapter.
pub fn all(keys: &Keys) -> Vec<Chapter> {
    TOPICS
        .iter()
        .map(|(name, title, _)| Chapter {
            name,
            title,
            parts: match *name {
                "names" => terms_after(&NAMES, &[]),
                "unlocking" => terms_after(&UNLOCKING, &SOURCES),
                "files" => terms_after(&[], &FILES),
                "environment" => terms_after(&[], &ENVIRONMENT),
                "configuration" => settings(),
                "keys" => of_keys(keys),
                "exit" => exits(),
                _ => examples(),
            },
        })
        .collect()
}

const NAMES: [&str; 3] = [
    "NAME is compared without regard to case and accents, in four steps: the issuer, the name or `ISSUER:NAME` \
     exactly; their beginning; the beginning of words; anything contained. The best step that fits must fit exactly \
     one account. Otherwise nothing is guessed: the candidates are on standard error, and the exit code is 4.",
    "`#work` finds accounts with a tag. An id, as `otp list --json` shows it, picks its account whatever it is called.",
    "`otp NAME` is short for `otp code NAME`. For an account named like a command write `otp code NAME`, for \
     one that begins with a dash `otp -- NAME`.",
];

const UNLOCKING: [&str; 1] = [
    "The first of these that has the key opens the vault. Each has a time limit; `otp status` and `-v` tell which one \
     does, and why those before it do not. Without a terminal nothing is asked: exit code 5.",
];

const SOURCES: [(&str, &str); 5] = [
    (
        "--identity FILE",
        "An age identity that opens the vault (`otp key add`); the file must be its owner's alone.",
    ),
    (
        "--passphrase-file FILE, --passphrase-fd N",
        "The passphrase, from a file or an open file descriptor.",
    ),
    (
        "the session",
        "What `otp unlock` keeps in the kernel for a while.",
    ),
    (
        "the keyring",
        "What `otp unlock --remember` put into the keyring of the operating system; `--no-keyring` leaves it alone.",
    ),
    ("a question", "The passphrase, asked for on the terminal."),
];

const FILES: [(&str, &str); 6] = [
    (
        "~/.local/share/otp/vault.age",
        "The vault: an age file with TOML in it. Another place: `--vault DIR`, OTP_VAULT, XDG_DATA_HOME. It may lie in a synced folder or be a link.",
    ),
    (
        "~/.local/state/otp/identity.age",
        "This device's key, sealed with the passphrase. Another place: OTP_STATE, XDG_STATE_HOME. Never sync this folder.",
    ),
    (
        "~/.local/state/otp/seen.toml",
        "What this device last saw of the vault: it tells of vaults that were put back or forged.",
    ),
    (
        "~/.local/state/otp/backups/",
        "Encrypted copies of earlier states.",
    ),
    (
        "~/.local/state/otp/interface.toml",
        "What the interface remembers: the order of the list.",
    ),
    (
        "~/.config/otp/config.toml",
        "Settings, all optional. `otp config path` says where it is.",
    ),
];

const ENVIRONMENT: [(&str, &str); 10] = [
    ("OTP_VAULT", "The folder of the vault, like `--vault`."),
    (
        "OTP_STATE",
        "The folder of what belongs to this device alone.",
    ),
    (
        "XDG_DATA_HOME, XDG_STATE_HOME, XDG_CONFIG_HOME, HOME",
        "Where these folders usually are.",
    ),
    (
        "XDG_RUNTIME_DIR, DBUS_SESSION_BUS_ADDRESS",
        "The desktop's session: its keyring.",
    ),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "The locale. Where its character set is not UTF-8, everything drawn is ASCII.",
    ),
    (
        "NO_COLOR",
        "Set to anything: no colours, unless `--color always` is given.",
    ),
    (
        "TERM",
        "The terminal. `dumb`: `otp` alone prints a table and asks; `linux`: plain signs.",
    ),
    ("VISUAL, EDITOR", "The editor of `otp config edit`."),
    (
        "WAYLAND_DISPLAY, DISPLAY, TMUX, SSH_TTY",
        "The way a copied code takes to a clipboard.",
    ),
    (
        "PASSWORD_STORE_DIR, PASSAGE_IDENTITIES_FILE",
        "The stores that `otp import --pass` reads.",
    ),
];

fn terms_after(texts: &[&str], terms: &[(&str, &str)]) -> Vec<Part> {
    let texts = texts.iter().map(|text| Part::Text((*text).to_owned()));
    let terms = terms
        .iter()
        .map(|(term, about)| Part::Term((*term).to_owned(), (*about).to_owned()));
    texts.chain(terms).collect()
}

fn settings() -> Vec<Part> {
    let mut parts = vec![Part::Text(
        "Settings are lines like `theme = \"dark\"` in `config.toml`; all are optional. `otp config show` lists their values \
         and where they come from, `otp config set KEY VALUE` changes one and keeps the comments, `otp config edit` opens \
         the file and checks it, `otp config default` prints one to begin with. A wrong line is reported with what was \
         probably meant, and the default applies."
            .to_owned(),
    )];
    for area in Area::ALL {
        parts.push(Part::Heading(area.title().to_owned()));
        for setting in SETTINGS.iter().filter(|setting| setting.area == area) {
            let default = setting.default_value();
            let default = match default.as_str() {
                _ if setting.values == Values::Keys => String::new(),
                "" => " Default: none.".to_owned(),
                default => format!(" Default: {default}."),
            };
            let about = format!(
                "{}. Takes {}.{default}",
                setting.about,
                setting.values.takes()
            );
            parts.push(Part::Term(setting.name.to_owned(), about));
        }
    }
    parts
}

fn of_keys(keys: &Keys) -> Vec<Part> {
    let mut parts = vec![Part::Text(
        "In the list of the interface; `?` there shows those of every page. The word in brackets names the action in the \
         settings: under `[keys]` a line like `copy = [\"enter\", \"y\"]`."
            .to_owned(),
    )];
    let rows = (keys.rows)().into_iter();
    parts.extend(rows.map(|(keys, help, action)| Part::Term(keys, format!("{help} [{action}]"))));
    parts
}

fn exits() -> Vec<Part> {
    let rows = Exit::TABLE.iter();
    rows.map(|(_, number, name, when)| Part::Term(format!("{number} {name}"), (*when).to_owned()))
        .collect()
}

fn examples() -> Vec<Part> {
    let rows = EXAMPLES.iter();
    rows.map(|(_, line, about)| Part::Term((*line).to_owned(), (*about).to_owned()))
        .collect()
}

impl Chapter {
    /// The chapter as lines of at most `room` columns.
    pub fn lines(&self, room: usize) -> Vec<String> {
        let mut lines = vec![self.title.to_owned()];
        for part in &self.parts {
            match part {
                Part::Text(text) => {
                    lines.push(String::new());
                    lines.extend(wrapped(text, room, "  "));
                }
                Part::Heading(heading) => lines.extend([String::new(), format!("  {heading}")]),
                Part::Term(term, about) => {
                    lines.push(String::new());
                    lines.push(format!("  {term}"));
                    lines.extend(wrapped(about, room, "      "));
                }
            }
        }
        lines
    }
}

fn wrapped(text: &str, room: usize, indent: &str) -> impl Iterator<Item = String> {
    let lines = folded(text, room.saturating_sub(indent.len()));
    lines.into_iter().map(move |line| format!("{indent}{line}"))
}
