//! From the words before the cursor to what may stand there, along the grammar: a new command completes by itself.

use std::path::PathBuf;

use clap::builder::ValueHint;
use clap::{Arg, Command};

use super::values::{Word, fixed, settings, values_of};
use crate::cli::{grammar, manual};

/// What may stand at a place.
#[derive(Debug, PartialEq, Eq)]
pub enum Kind {
    Files,
    Folders,
    Words(Vec<Word>),
    Accounts,
    Bin,
    Tags,
    Devices,
    Sources,
}

/// The place of the cursor.
#[derive(Debug, Default)]
pub struct Place {
    pub kinds: Vec<Kind>,
    /// What stands before the value in the same word: `--tag=`.
    pub before: String,
    /// `--vault` of the line.
    pub vault: Option<PathBuf>,
    /// `--identity` of the line.
    pub identity: Option<PathBuf>,
    /// Words that mean something else here.
    taken: Vec<String>,
    takes_dashes: bool,
}

impl Place {
    /// False for a name that would be taken for an option or a command here.
    pub fn takes(&self, name: &str) -> bool {
        (self.takes_dashes || !name.starts_with('-'))
            && !self.taken.iter().any(|taken| taken == name)
    }
}

/// How far the line has been understood.
struct Walk {
    command: Command,
    positionals: Vec<String>,
    /// An option that waits for its value; `true` when it has one and takes more.
    pending: Option<(Arg, bool)>,
    takes_options: bool,
    place: Place,
}

/// What may stand behind these words, in place of `current`.
pub fn place(words: &[String], current: &str) -> Place {
    let mut root = grammar();
    root.build();
    let mut walk = Walk {
        command: root,
        positionals: Vec::new(),
        pending: None,
        takes_options: true,
        place: Place::default(),
    };
    for word in words {
        walk.step(word);
    }
    walk.ends_at(current)
}

impl Walk {
    fn step(&mut self, word: &str) {
        if let Some((option, has_value)) = self.pending.take()
            && !(has_value && word.starts_with('-'))
        {
            self.note(&option, word);
            let takes_more = option.get_num_args().is_some_and(|n| n.max_values() > 1);
            self.pending = takes_more.then_some((option, true));
            return;
        }
        if !self.takes_options || !word.starts_with('-') || word == "-" {
            self.name(word);
        } else if word == "--" {
            self.takes_options = false;
        } else if let Some((name, value)) = word.split_once('=') {
            if let Some(option) = self.option(name) {
                self.note(&option, value);
            }
        } else if let Some(option) = self.option(word) {
            self.pending = option
                .get_action()
                .takes_values()
                .then_some((option, false));
        }
    }

    /// A subcommand, or something a command is about; `otp NAME` is `otp code NAME`.
    fn name(&mut self, word: &str) {
        let may_be = self.positionals.is_empty() && self.takes_options;
        if let Some(sub) = self.command.find_subcommand(word).filter(|_| may_be) {
            self.command = sub.clone();
            return;
        }
        if self.is_root()
            && let Some(code) = self.command.find_subcommand("code")
        {
            self.command = code.clone();
        }
        self.positionals.push(word.to_owned());
    }

    fn is_root(&self) -> bool {
        self.command.get_name() == "otp"
    }

    /// The option that is written so; of letters in one word the last.
    fn option(&self, word: &str) -> Option<Arg> {
        let mut options = self
            .command
            .get_arguments()
            .filter(|arg| !arg.is_positional());
        let found = if let Some(long) = word.strip_prefix("--") {
            options.find(|arg| {
                arg.get_long() == Some(long)
                    || arg.get_all_aliases().is_some_and(|all| all.contains(&long))
            })
        } else {
            let letter = word.chars().last();
            options.find(|arg| arg.get_short().is_some() && arg.get_short() == letter)
        };
        found.cloned()
    }

    fn note(&mut self, option: &Arg, value: &str) {
        match option.get_id().as_str() {
            "vault" => self.place.vault = Some(value.into()),
            "identity" => self.place.identity = Some(value.into()),
            _ => {}
        }
    }

    fn ends_at(mut self, current: &str) -> Place {
        self.place.takes_dashes = !self.takes_options;
        if let Some((option, has_value)) = self.pending.take()
            && !(has_value && current.starts_with('-'))
        {
            self.place.kinds.extend(self.kind(&option));
            return self.place;
        }
        if self.takes_options && current.starts_with('-') {
            match current.split_once('=') {
                Some((name, _)) => {
                    let option = self.option(name);
                    self.place.before = format!("{name}=");
                    let kind = option.and_then(|option| self.kind(&option));
                    self.place.kinds.extend(kind);
                }
                None => self.place.kinds.push(Kind::Words(self.options())),
            }
            return self.place;
        }
        if self.positionals.is_empty() && self.takes_options && self.command.has_subcommands() {
            let commands = subcommands(&self.command);
            if self.is_root() {
                let names = self.command.get_subcommands();
                let names = names
                    .flat_map(|sub| std::iter::once(sub.get_name()).chain(sub.get_all_aliases()));
                self.place.taken = names.map(str::to_owned).collect();
            }
            self.place.kinds.push(Kind::Words(commands));
        }
        if self.is_root() {
            self.place.kinds.push(Kind::Accounts);
            return self.place;
        }
        let kind = self.positional().and_then(|arg| self.kind(&arg));
        self.place.kinds.extend(kind);
        self.place
    }

    /// The argument that the cursor stands at. The words of one name are no several names.
    fn positional(&self) -> Option<Arg> {
        let mut positionals = self.command.get_positionals();
        let at = self.positionals.len();
        let all: Vec<&Arg> = positionals.by_ref().collect();
        if let Some(arg) = all.get(at) {
            return Some((*arg).clone());
        }
        let last = all.last()?;
        let takes_more = last.get_num_args().is_some_and(|n| n.max_values() > 1);
        let is_path = hint(last) != ValueHint::Unknown;
        (takes_more && is_path).then(|| (*last).clone())
    }

    fn options(&self) -> Vec<Word> {
        let shown = self.command.get_arguments();
        let shown = shown.filter(|arg| !arg.is_positional() && !arg.is_hide_set());
        shown
            .filter_map(|arg| {
                let about = arg.get_help().map(ToString::to_string).unwrap_or_default();
                let long = arg.get_long().map(|long| format!("--{long}"));
                let name = long.or_else(|| Some(format!("-{}", arg.get_short()?)))?;
                Some(Word::new(&name, &about))
            })
            .collect()
    }

    fn kind(&self, arg: &Arg) -> Option<Kind> {
        let values: Vec<Word> = arg
            .get_possible_values()
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| {
                let about = value
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                Word::new(value.get_name(), &about)
            })
            .collect();
        if !values.is_empty() {
            return Some(Kind::Words(values));
        }
        let value = arg.get_value_names().and_then(<[_]>::first);
        let value = value.map(clap::builder::Str::as_str).unwrap_or_default();
        match value {
            "DIR" => return Some(Kind::Folders),
            "NAME" | "OLD" if arg.is_positional() || arg.get_long() == Some("account") => {
                return self.named();
            }
            "TAG" => return Some(Kind::Tags),
            "SOURCE" => return Some(Kind::Sources),
            "KEY" if self.is_of("config") => return Some(Kind::Words(settings())),
            "VALUE" if self.is_of("config") => {
                return self
                    .positionals
                    .first()
                    .and_then(|name| values_of(name))
                    .map(Kind::Words);
            }
            "COMMAND" if arg.is_positional() => {
                let mut words = subcommands(&grammar());
                words.extend(manual::topics().map(|(name, about)| Word::new(name, about)));
                return Some(Kind::Words(words));
            }
            _ => {}
        }
        if let Some(words) = fixed(arg.get_long().unwrap_or_default(), value) {
            return Some(Kind::Words(words));
        }
        match hint(arg) {
            ValueHint::AnyPath | ValueHint::FilePath => Some(Kind::Files),
            ValueHint::DirPath => Some(Kind::Folders),
            _ => None,
        }
    }

    /// True for the verbs of this command.
    fn is_of(&self, command: &str) -> bool {
        let path = self.command.get_bin_name().unwrap_or_default();
        path.split(' ').nth(1) == Some(command)
    }

    /// Whose names the command takes.
    fn named(&self) -> Option<Kind> {
        let path = self.command.get_bin_name().unwrap_or_default();
        let mut path = path.split(' ').skip(1);
        match path.next() {
            Some("restore") => Some(Kind::Bin),
            Some("key") => Some(Kind::Devices),
            Some("source" | "vault") => None,
            _ => Some(Kind::Accounts),
        }
    }
}

fn hint(arg: &Arg) -> ValueHint {
    arg.get_value_hint()
}

fn subcommands(command: &Command) -> Vec<Word> {
    let shown = command.get_subcommands().filter(|sub| !sub.is_hide_set());
    shown
        .map(|sub| {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            Word::new(sub.get_name(), &about)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: &str) -> Place {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let current = words.pop().unwrap_or_default();
        place(&words, &current)
    }

    fn texts(line: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for kind in at(line).kinds {
            match kind {
                Kind::Words(words) => texts.extend(words.into_iter().map(|word| word.text)),
                other => texts.push(format!("{other:?}")),
            }
        }
        texts
    }

    #[test]
    fn every_place_knows_what_fits() {
        for (line, wanted) in [
            ("code ", vec!["Accounts"]),
            ("GitHub ", vec![]),
            ("code --at 5 ", vec!["Accounts"]),
            ("code --copy --no-keyring ", vec!["Accounts"]),
            ("-q show ", vec!["Accounts"]),
            ("code GitHub ", vec![]),
            ("rename ", vec!["Accounts"]),
            ("rename GitHub ", vec![]),
            ("restore ", vec!["Bin"]),
            ("restore --from ", vec!["Files"]),
            ("key remove ", vec!["Devices"]),
            ("list --tag ", vec!["Tags"]),
            ("list --tag=", vec!["Tags"]),
            ("list --source ", vec!["Sources"]),
            ("code --source=", vec!["Sources"]),
            ("import --source ", vec!["Sources"]),
            ("source rm ", vec!["Sources"]),
            ("source rename ", vec!["Sources"]),
            ("run --account ", vec!["Accounts"]),
            ("edit --algorithm ", vec!["SHA1", "SHA256", "SHA512"]),
            ("unlock --for ", vec!["15m", "1h", "8h", "24h"]),
            ("add --qr a.png ", vec!["Files"]),
            ("add ", vec!["Files"]),
            ("add a.png ", vec!["Files"]),
            ("--vault ", vec!["Folders"]),
            ("--color ", vec!["auto", "always", "never"]),
            ("config set view ", vec!["auto", "list", "cards"]),
            ("verify GitHub ", vec![]),
            ("code -- ", vec!["Accounts"]),
        ] {
            assert_eq!(texts(line), wanted, "{line}");
        }
    }

    #[test]
    fn internal_commands_and_hidden_options_are_never_offered() {
        let all = texts("");
        assert!(all.contains(&"code".to_owned()) && all.contains(&"Accounts".to_owned()));
        for hidden in ["complete", "clipboard-owner"] {
            assert!(!all.contains(&hidden.to_owned()), "{hidden}");
        }
        assert!(!texts("demo --").contains(&"--at".to_owned()));
        let of_code = texts("code --");
        assert!(of_code.contains(&"--copy".to_owned()) && of_code.contains(&"--vault".to_owned()));
        assert!(texts("config ").contains(&"set".to_owned()));
        assert!(texts("export --to ").contains(&"google".to_owned()));
    }

    #[test]
    fn options_of_the_line_count_and_names_mean_what_they_say() {
        let place = at("--vault /a --identity=/b code ");
        assert_eq!(place.vault, Some("/a".into()));
        assert_eq!(place.identity, Some("/b".into()));
        assert!(place.takes("list") && !place.takes("-x"));
        assert!(at("code -- ").takes("-x"));
        assert!(!at("").takes("list") && at("").takes("GitHub"));
    }
}
