//! Where a program logs in, as far as its arguments tell.

use std::ffi::OsString;
use std::path::Path;

/// A user's name, if it is known, and a machine's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The user's name there.
    pub user: Option<String>,
    /// The machine, or a word that may name an account.
    pub host: String,
}

/// Programs that ask for a login on this machine: their arguments say nothing of it.
const LOCAL: [&str; 6] = ["sudo", "su", "doas", "login", "pkexec", "run0"];
/// Programs of OpenSSH that go to one machine, named first.
const SSH: [&str; 6] = ["ssh", "slogin", "sftp", "ssh-copy-id", "autossh", "mosh"];
/// Options of ssh with a value behind them.
const WITH_VALUE: &str = "BbcDEeFIiJLlmOoPpQRSWw";

/// A program without its folder.
pub fn base_name(program: &OsString) -> String {
    let name = Path::new(program).file_name().unwrap_or(program);
    name.to_string_lossy().into_owned()
}

/// The places that are named. `here` is this machine with the user of this process.
pub fn places(program: &str, arguments: &[OsString], here: Option<&Place>) -> Vec<Place> {
    if LOCAL.contains(&program) {
        return here.cloned().into_iter().collect();
    }
    let arguments: Vec<&str> = arguments.iter().filter_map(|it| it.to_str()).collect();
    if SSH.contains(&program) {
        return ssh(&arguments).into_iter().collect();
    }
    if ["scp", "rsync"].contains(&program) {
        let remote = arguments.iter().filter(|word| !word.starts_with('-'));
        return remote
            .filter_map(|word| Some(place(word.split_once(':')?.0)))
            .filter(|place| !place.host.is_empty())
            .collect();
    }
    let words = arguments.iter().filter_map(|word| {
        if word.starts_with('-') {
            return word.split_once('=').map(|(_, value)| value);
        }
        Some(*word)
    });
    words
        .map(place)
        .filter(|place| !place.host.is_empty())
        .collect()
}

/// The first word that is neither an option nor its value.
fn ssh(arguments: &[&str]) -> Option<Place> {
    let mut user = None;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix('-').filter(|it| !it.is_empty()) else {
            let found = place(word);
            return Some(Place {
                user: found.user.or(user),
                ..found
            });
        };
        // `-vl me`, `-p22`: the first letter that takes a value takes what is behind it.
        let value = option.find(|letter| WITH_VALUE.contains(letter));
        let Some(at) = value.filter(|_| !option.starts_with('-')) else {
            continue;
        };
        let behind = option.get(at + 1..).unwrap_or_default();
        let value = if behind.is_empty() {
            words.next().copied()
        } else {
            Some(behind)
        };
        if option
            .get(at..)
            .is_some_and(|letter| letter.starts_with('l'))
        {
            user = value.map(str::to_owned);
        }
    }
    None
}

/// `user@host`, `scheme://user@host:port/path`, or a bare word.
fn place(word: &str) -> Place {
    let word = word.split_once("://").map_or(word, |(_, rest)| rest);
    let (user, host) = match word.rsplit_once('@') {
        Some((user, host)) if !user.is_empty() => (Some(user), host),
        _ => (None, word),
    };
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    // Neither the port nor an IPv6 address in brackets.
    let host = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None if host.matches(':').count() == 1 => host.split(':').next().unwrap_or_default(),
        None => host,
    };
    Place {
        user: user.map(str::to_owned),
        host: host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(line: &str) -> String {
        let mut words = line.split(' ').map(OsString::from);
        let program = base_name(&words.next().expect("a program"));
        let arguments: Vec<OsString> = words.collect();
        let here = Place {
            user: Some("me".to_owned()),
            host: "here".to_owned(),
        };
        let places = places(&program, &arguments, Some(&here));
        let shown = places.into_iter().map(|place| {
            let user = place.user.map(|user| user + "@").unwrap_or_default();
            format!("{user}{}", place.host)
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_place_is_where_the_program_goes() {
        for (line, places) in [
            ("ssh host", "host"),
            ("/usr/bin/ssh -p 22 me@host sudo otp", "me@host"),
            ("ssh -vl me -oX=y host", "me@host"),
            ("ssh -p22 -J jump host", "host"),
            ("ssh ssh://me@host:22/", "me@host"),
            ("ssh -v", ""),
            ("sftp -P 22 host", "host"),
            ("scp -r a me@one:b two:c", "me@one two"),
            ("sudo -u root id", "me@here"),
            ("openconnect --user=x vpn.example.org", "x vpn.example.org"),
            (
                "openconnect https://vpn.example.org:443/x",
                "vpn.example.org",
            ),
            ("kinit octavia@REALM", "octavia@REALM"),
            ("npm publish", "publish"),
            ("x [::1]:22 ::1", "::1 ::1"),
        ] {
            assert_eq!(named(line), places, "{line}");
        }
    }
}
