//! From what was typed to what is asked for: `otp NAME` is `otp code NAME`, and scripts need not wait for all of the grammar.

use std::ffi::OsString;

use clap::{FromArgMatches, Parser};

use super::args::{Cli, CodeAlone, Command};
use super::{Request, Wanted, askpass, grammar, suggest, usage};
use crate::app::Exit;
use crate::system::{Charset, Environment};

/// Reads the arguments. `Err` holds the exit after help, version or a usage error was printed.
pub fn parse(typed: &[OsString]) -> Result<Request, Exit> {
    let linked = askpass::by_link(typed);
    let typed = linked.as_deref().unwrap_or(typed);
    let cli = parse_cli(typed).map_err(|mistake| {
        let word = mistake.word.as_deref();
        let near = word.and_then(|word| Some(suggest::sentence(word, &suggest::command(word)?)));
        usage::tell(
            mistake.error,
            near,
            typed,
            Charset::of(&Environment::real()),
        )
    })?;
    let wanted = match cli.command {
        None => Wanted::Interface(cli.interface),
        Some(Command::Demo(demo)) => Wanted::Demo(demo),
        Some(Command::Code(code)) if code.name.is_empty() => Wanted::Pick(Box::new(code)),
        Some(command) => Wanted::Command(Box::new(command)),
    };
    let global = cli.global;
    Ok(Request { global, wanted })
}

/// Arguments that nobody understands.
#[derive(Debug)]
struct Mistake {
    error: clap::Error,
    /// What was taken for a name and may have been meant as a command.
    word: Option<OsString>,
}

impl From<clap::Error> for Mistake {
    fn from(error: clap::Error) -> Self {
        Self { error, word: None }
    }
}

fn parse_cli(typed: &[OsString]) -> Result<Cli, Mistake> {
    if let Some(cli) = parse_code(typed) {
        return Ok(cli);
    }
    if let Some(spelled) = behind_dashes(typed) {
        return Ok(parse_code(&spelled).map_or_else(|| from_matches(&spelled), Ok)?);
    }
    let cli = from_matches(typed)?;
    let Some(Command::Name(words)) = &cli.command else {
        return Ok(cli);
    };
    // `otp NAME …` is `otp code NAME …`: the external words are always the tail of what was typed.
    let head = typed.len().saturating_sub(words.len());
    let mut spelled: Vec<OsString> = typed[..head].to_vec();
    spelled.push("code".into());
    spelled.extend_from_slice(&typed[head..]);
    let mut cli = match parse_code(&spelled) {
        Some(cli) => cli,
        None => from_matches(&spelled).map_err(|error| Mistake {
            error,
            word: words.first().cloned(),
        })?,
    };
    if let Some(Command::Code(code)) = &mut cli.command {
        code.is_short = true;
    }
    Ok(cli)
}

/// `otp -- NAME` is `otp code -- NAME`: a name may look like an option or like a command.
fn behind_dashes(typed: &[OsString]) -> Option<Vec<OsString>> {
    let place = typed.iter().position(|word| word == "--")?;
    let (head, name) = typed.split_at(place);
    let is_bare = name.len() > 1 && from_matches(head).ok()?.command.is_none();
    is_bare.then(|| [head, &["code".into()], name].concat())
}

/// `otp code` by its own part of the grammar: building all of it takes longer than opening a vault. What that
/// part does not know, help and mistakes included, is left to the whole.
fn parse_code(typed: &[OsString]) -> Option<Cli> {
    let may_be = typed.iter().any(|word| word == "code");
    may_be.then(|| CodeAlone::try_parse_from(typed).ok().map(Cli::from))?
}

fn from_matches(typed: &[OsString]) -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(&grammar().try_get_matches_from(typed)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_grammar_is_sound() {
        grammar().debug_assert();
    }

    #[test]
    fn a_bare_name_asks_for_its_code() {
        for line in [
            "otp github --next",
            "otp code github --next",
            "otp --no-keyring github --next",
            "otp --no-keyring code --next -- github",
        ] {
            let cli = parse_cli(&typed(line)).expect(line);
            let Some(Command::Code(code)) = cli.command else {
                panic!("{line} is not a code request")
            };
            assert_eq!(
                (code.name.as_slice(), code.next),
                (["github".to_owned()].as_slice(), true),
                "{line}"
            );
        }
    }

    #[test]
    fn two_dashes_make_a_name_of_anything() {
        for (line, name) in [
            ("otp -- -x", "-x"),
            ("otp -- list", "list"),
            ("otp -q -- --next", "--next"),
            ("otp code -- -x", "-x"),
        ] {
            let cli = parse_cli(&typed(line)).expect(line);
            let Some(Command::Code(code)) = cli.command else {
                panic!("{line} is not a code request")
            };
            assert_eq!(
                (code.name, code.next),
                (vec![name.to_owned()], false),
                "{line}"
            );
        }
        assert!(
            parse_cli(&typed("otp --"))
                .expect("the interface")
                .command
                .is_none()
        );
        assert!(matches!(
            parse_cli(&typed("otp rename -- -x -y")).expect("names").command,
            Some(Command::Rename(args)) if args.old == "-x" && args.new == "-y"
        ));
    }

    #[test]
    fn the_part_for_codes_says_what_the_whole_grammar_says() {
        for line in [
            "otp code github",
            "otp --vault v code git hub --next",
            "otp -q --identity f code --at 59 --json github",
            "otp code --min-ttl 5 --copy github --no-keyring --color never",
            "otp code -- --next",
            "otp code list",
            "otp code",
            "otp code code",
        ] {
            let part = parse_code(&typed(line)).expect(line);
            let whole = from_matches(&typed(line)).expect(line);
            assert_eq!(format!("{part:?}"), format!("{whole:?}"), "{line}");
        }
        for line in [
            "otp github",
            "otp edit code",
            "otp -s code",
            "otp code --help",
            "otp code -q -v github",
            "otp --version code",
            "otp --search x code github",
        ] {
            assert!(parse_code(&typed(line)).is_none(), "{line}");
        }
    }

    #[test]
    fn no_option_takes_a_passphrase_or_a_secret_as_its_value() {
        fn check(command: &clap::Command) {
            for arg in command
                .get_arguments()
                .filter(|arg| arg.get_action().takes_values())
            {
                let name = arg.get_long().unwrap_or_default();
                let path = name.ends_with("-file") || name.ends_with("-fd");
                let secret = ["secret", "passphrase", "password"]
                    .iter()
                    .any(|word| name.contains(word));
                assert!(path || !secret, "{} --{name}", command.get_name());
            }
            command.get_subcommands().for_each(check);
        }
        check(&grammar());
    }
}
