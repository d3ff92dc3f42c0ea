//! How what was found relates to the accounts of the vault and to what was found before it: new, there already, or like
//! one that is there. Pure values in, values out, for every way in.

use crate::account::{Account, AccountId, Draft, Kind, Label, Otp, title};
use crate::vault::Edit;

/// What a find is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Other {
    /// An account of the vault.
    Account(AccountId),
    /// An earlier find of the same input, by its place.
    Earlier(usize),
}

/// How a find relates to what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// Nothing like it.
    New,
    /// It gives the same codes: adding it would change nothing.
    Same(Other),
    /// The same secret, but other codes; what differs, a phrase each: `8 digits instead of 6`.
    OtherSettings(Other, Vec<String>),
    /// It is called the same and has another secret.
    OtherSecret(Other),
}

impl Relation {
    /// Compares a find with all accounts and with the finds before it.
    pub fn of<'a>(
        draft: &Draft,
        accounts: impl IntoIterator<Item = &'a Account>,
        earlier: impl IntoIterator<Item = &'a Draft>,
    ) -> Self {
        let mut best = (Likeness::None, Self::New);
        for account in accounts {
            let known = (&account.issuer, &account.name, &account.otp);
            consider(
                draft,
                known,
                || Other::Account(account.id.clone()),
                &mut best,
            );
        }
        for (place, before) in earlier.into_iter().enumerate() {
            let known = (&before.issuer, &before.name, &before.otp);
            consider(draft, known, || Other::Earlier(place), &mut best);
        }
        best.1
    }

    /// What it is like.
    pub fn other(&self) -> Option<&Other> {
        match self {
            Self::New => None,
            Self::Same(other) | Self::OtherSettings(other, _) | Self::OtherSecret(other) => {
                Some(other)
            }
        }
    }

    /// Says it of a find called `own` that is like `other`; completes "NAME …".
    pub fn told(&self, own: &str, other: &str) -> String {
        let is_known = matches!(self.other(), Some(Other::Account(_)));
        let place = if is_known {
            "is in the vault"
        } else {
            "comes twice"
        };
        let in_vault = if is_known { " in the vault" } else { "" };
        match self {
            Self::New => "is new".to_owned(),
            Self::Same(_) if own == other && is_known => format!("{place} already"),
            Self::Same(_) if own == other => place.to_owned(),
            Self::Same(_) if is_known => format!("{place} already as {other}"),
            Self::Same(_) => format!("has the same secret as {other}"),
            Self::OtherSettings(_, differences) => {
                let differences = differences.join(", ");
                if own == other {
                    format!("{place} with other settings: {differences}")
                } else {
                    format!(
                        "has the secret of {other}{in_vault} with other settings: {differences}"
                    )
                }
            }
            Self::OtherSecret(_) => format!("{place} with another secret"),
        }
    }
}

/// From least to most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    None,
    Name,
    Secret,
    NameAndSecret,
    Codes,
}

/// Takes the place of `best` when the find is more like this one, which `other` names.
fn consider(
    draft: &Draft,
    (issuer, name, otp): (&Label, &Label, &Otp),
    other: impl Fn() -> Other,
    best: &mut (Likeness, Relation),
) {
    let is_named_so = is_same_title((issuer, name), (&draft.issuer, &draft.name));
    let is_same_secret = otp.secret() == draft.otp.secret();
    let differences = if is_same_secret {
        differences(otp, &draft.otp)
    } else {
        Vec::new()
    };
    let likeness = match (is_same_secret, is_named_so) {
        (true, _) if differences.is_empty() => Likeness::Codes,
        (true, true) => Likeness::NameAndSecret,
        (true, false) => Likeness::Secret,
        (false, true) => Likeness::Name,
        (false, false) => return,
    };
    if likeness <= best.0 {
        return;
    }
    let relation = match likeness {
        Likeness::Codes => Relation::Same(other()),
        Likeness::Name => Relation::OtherSecret(other()),
        _ => Relation::OtherSettings(other(), differences),
    };
    *best = (likeness, relation);
}

/// True for accounts that every list and message calls the same; nothing is called nothing.
fn is_same_title(one: (&Label, &Label), other: (&Label, &Label)) -> bool {
    let is_whole = |(issuer, name): (&Label, &Label)| !issuer.is_empty() && !name.is_empty();
    if is_whole(one) && is_whole(other) {
        return one == other;
    }
    let title = |(issuer, name): (&Label, &Label)| title(issuer, name);
    let one = title(one);
    !one.is_empty() && one == title(other)
}

/// The other account whose name this one would get by the edits: only their ids would tell the two apart.
pub fn namesake<'a>(
    accounts: impl IntoIterator<Item = &'a Account>,
    account: &Account,
    edits: &[Edit],
) -> Option<&'a Account> {
    let (mut issuer, mut name) = (&account.issuer, &account.name);
    for edit in edits {
        match edit {
            Edit::Issuer(new) => issuer = new,
            Edit::Name(new) => name = new,
            _ => {}
        }
    }
    if (issuer, name) == (&account.issuer, &account.name) {
        return None;
    }
    accounts.into_iter().find(|other| {
        other.id != account.id && is_same_title((&other.issuer, &other.name), (issuer, name))
    })
}

/// A name for what has none, which nothing else has.
pub fn placeholder(is_taken: impl Fn(&str) -> bool) -> String {
    const NAMELESS: &str = "imported";
    if !is_taken(NAMELESS) {
        return NAMELESS.to_owned();
    }
    let mut numbered = (2_u64..).map(|number| format!("{NAMELESS} {number}"));
    numbered
        .find(|name| !is_taken(name))
        .unwrap_or_else(|| NAMELESS.to_owned())
}

/// In what `found` gives other codes than `there`, both with the same secret. A counter that lies behind is no
/// difference: codes were used since. One that is ahead is: codes were used elsewhere.
fn differences(there: &Otp, found: &Otp) -> Vec<String> {
    let (old, new) = (there.kind(), found.kind());
    if old.name() != new.name() {
        return vec![format!("{} instead of {}", new.shown(), old.shown())];
    }
    let mut phrases = Vec::new();
    if there.algorithm() != found.algorithm() {
        let (new, old) = (found.algorithm().shown(), there.algorithm().shown());
        phrases.push(format!("{new} instead of {old}"));
    }
    if there.digits() != found.digits() {
        let (new, old) = (found.digits().get(), there.digits().get());
        phrases.push(format!("{new} digits instead of {old}"));
    }
    match (old, new) {
        (Kind::Totp { period: old }, Kind::Totp { period: new }) if old != new => {
            phrases.push(format!("{} s instead of {}", new.seconds(), old.seconds()));
        }
        (Kind::Hotp { counter: old }, Kind::Hotp { counter: new }) if new > old => {
            phrases.push(format!("counter {new} instead of {old}"));
        }
        _ => {}
    }
    // Without its PIN an account is the same one, and gives nothing new.
    if found.pin().is_some() && there.pin() != found.pin() {
        phrases.push("another PIN".to_owned());
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Timestamp;
    use crate::account::uri::parse;

    fn draft(name: &str, key: &str, rest: &str) -> Draft {
        let host = if rest.contains("counter") {
            "hotp"
        } else {
            "totp"
        };
        let uri = format!("otpauth://{host}/{name}?secret={key}{rest}");
        parse(&uri).expect("a link")
    }

    fn account(id: u64, draft: Draft) -> Account {
        Account::new(AccountId::from_random(id), draft, Timestamp::default())
    }

    const ONE: &str = "MFZXIZLSNFXWI2LO";
    const TWO: &str = "NNQXE5LNFVSW2YLO";

    #[test]
    fn finds_are_compared_by_codes_then_secret_then_name() {
        let known = [
            account(1, draft("GitHub:o", ONE, "")),
            account(2, draft("npm:o", TWO, "")),
            account(3, draft("Fob:o", "GEZDGNBVGY3TQOJQ", "&counter=129")),
        ];
        let of =
            |name: &str, key: &str, rest: &str| Relation::of(&draft(name, key, rest), &known, &[]);
        let id = |bits| Other::Account(AccountId::from_random(bits));
        let other = |bits, phrase: &str| Relation::OtherSettings(id(bits), vec![phrase.to_owned()]);
        assert_eq!(of("GitHub:o", ONE, ""), Relation::Same(id(1)));
        assert_eq!(of("Renamed", ONE, ""), Relation::Same(id(1)));
        assert_eq!(
            of("npm:o", ONE, ""),
            Relation::Same(id(1)),
            "codes before names"
        );
        assert_eq!(
            of("GitHub:o", "AAAAAAAAAAAAAAAA", ""),
            Relation::OtherSecret(id(1))
        );
        assert_eq!(
            of("%3AGitHub%3Ao", "AAAAAAAAAAAAAAAA", ""),
            Relation::OtherSecret(id(1))
        );
        assert_eq!(of("PyPI:o", "AAAAAAAAAAAAAAAA", ""), Relation::New);
        let fob = "GEZDGNBVGY3TQOJQ";
        for (rest, phrase) in [
            ("&digits=8", "8 digits instead of 6"),
            ("&period=60", "60 s instead of 30"),
            ("&algorithm=SHA256", "SHA-256 instead of SHA-1"),
            ("&encoder=steam", "Steam Guard instead of TOTP"),
            ("&counter=7", "HOTP instead of TOTP"),
        ] {
            assert_eq!(of("GitHub:o", ONE, rest), other(1, phrase));
            assert_eq!(of("Else:o", ONE, rest), other(1, phrase));
        }
        assert_eq!(of("Fob:o", fob, "&counter=5"), Relation::Same(id(3)));
        assert_eq!(
            of("Fob:o", fob, "&counter=500"),
            other(3, "counter 500 instead of 129")
        );
    }

    #[test]
    fn finds_of_one_input_are_compared_with_each_other() {
        let first = [draft("A:x", ONE, "")];
        let of =
            |name: &str, key: &str, rest: &str| Relation::of(&draft(name, key, rest), &[], &first);
        let told = |relation: Relation, own: &str| relation.told(own, "A:x");
        assert_eq!(told(of("A:x", ONE, ""), "A:x"), "comes twice");
        assert_eq!(
            told(of("B:x", ONE, ""), "B:x"),
            "has the same secret as A:x"
        );
        assert_eq!(
            told(of("A:x", TWO, ""), "A:x"),
            "comes twice with another secret"
        );
        assert_eq!(
            told(of("A:x", ONE, "&digits=8"), "A:x"),
            "comes twice with other settings: 8 digits instead of 6"
        );
        assert_eq!(of("", TWO, ""), Relation::New);
        assert_eq!(
            Relation::of(&draft("", TWO, ""), &[], &[draft("", ONE, "")]),
            Relation::New
        );
    }

    #[test]
    fn placeholders_are_never_taken() {
        assert_eq!(placeholder(|_| false), "imported");
        assert_eq!(placeholder(|name| name.len() < 11), "imported 10");
    }
}
