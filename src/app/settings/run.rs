//! Rules of `otp run`: which account a program means, by its name and the machine it logs in at.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One `[[run]]` of `config.toml`. What is left out fits everything; the first rule that fits counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RunRule {
    /// The program's name, with `*` for any letters.
    pub program: Option<String>,
    /// The machine's name, with `*` for any letters.
    pub host: Option<String>,
    /// The account, as it is named for `otp code`.
    pub account: String,
    /// A regular expression for the prompt, in place of those that are known.
    pub prompt: Option<String>,
}

impl RunRule {
    /// Whether the rule is for this program, and for one of these machines.
    pub fn fits<'a>(&self, program: &str, hosts: impl IntoIterator<Item = &'a str>) -> bool {
        let is_program = |wanted: &String| is_like(wanted, program);
        if !self.program.as_ref().is_none_or(is_program) {
            return false;
        }
        let mut hosts = hosts.into_iter();
        self.host
            .as_ref()
            .is_none_or(|wanted| hosts.any(|host| is_like(wanted, host)))
    }
}

/// `ssh vpn*: Example:octavia`
impl fmt::Display for RunRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let program = self.program.as_deref().unwrap_or("*");
        let host = self.host.as_deref().unwrap_or("*");
        write!(f, "{program} {host}: {}", self.account)
    }
}

/// `*` stands for any letters; capitals make no difference.
fn is_like(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(place) => rest = rest.get(place + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Settings;

    #[test]
    fn stars_stand_for_any_letters() {
        for (pattern, name, fits) in [
            ("vpn*", "vpn.example.org", true),
            ("VPN*", "vpn", true),
            ("*.example.org", "vpn.example.org", true),
            ("*.example.org", "example.org", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("aba*ba", "aba", false),
            ("*", "", true),
            ("ssh", "sshd", false),
            ("", "x", false),
        ] {
            assert_eq!(is_like(pattern, name), fits, "{pattern} {name}");
        }
    }

    #[test]
    fn a_rule_that_cannot_be_read_is_told_and_the_rest_serves() {
        for rule in [
            "[[run]]\nprogram = 5\naccount = \"x\"\n",
            "[[run]]\nprogram = \"ssh\"\n",
            "[[run]]\nacount = \"x\"\n",
            "[[run]]\naccount = \"x\"\n\n[[run]]\naccount = 5\n",
            "[run]\naccount = \"x\"\n",
            "run = 5\n",
        ] {
            let settings = Settings::parse(&format!("ascii = true\n{rule}"));
            assert!(settings.ascii, "{rule}");
            assert_eq!(
                settings.mistakes.len(),
                1,
                "{rule}: {:?}",
                settings.mistakes
            );
            let needed = settings.need(&["run"]);
            assert!(needed.is_err(), "{rule}: {:?}", settings.mistakes);
        }
        let text = "[[run]]\nhost = \"a\"\naccount = \"x\"\n[[run]]\naccount = \"y\"\n";
        let settings = Settings::parse(text);
        assert_eq!((settings.mistakes.len(), settings.run.len()), (0, 2));
    }

    #[test]
    fn what_a_rule_leaves_out_fits_everything() {
        let rule = |program: Option<&str>, host: Option<&str>| RunRule {
            program: program.map(str::to_owned),
            host: host.map(str::to_owned),
            ..RunRule::default()
        };
        assert!(rule(None, None).fits("ssh", []));
        assert!(rule(Some("ssh"), None).fits("ssh", ["x"]));
        assert!(!rule(Some("ssh"), None).fits("scp", ["x"]));
        assert!(rule(Some("s*"), Some("vpn*")).fits("scp", ["x", "vpn1"]));
        assert!(!rule(Some("s*"), Some("vpn*")).fits("scp", []));
    }
}
