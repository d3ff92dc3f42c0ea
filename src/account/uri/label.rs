//! Issuer and name out of a URI's label and its issuer parameter.

use zeroize::Zeroizing;

use super::query::Query;
use crate::account::Label;
use crate::account::percent::{self, Plus};

/// Issuer and name from the path and the issuer parameter, which may repeat or contradict each other.
pub(super) fn read_label(path: &str, query: &Query) -> (Label, Label) {
    let label = percent::decode(path, Plus::Literal);
    let issuer = query
        .get("issuer")
        .map(|issuer| whole_issuer(&label, issuer, query));
    if let Some(issuer) = &issuer {
        if let Some(start) = after_issuer(&label, issuer) {
            return (Label::new(issuer), Label::new(&label[start..]));
        }
        // Keycloak encodes labels like forms: where the issuer shows it, the name is meant so too.
        let spaced = percent::decode(path, Plus::Space);
        if let Some(start) = after_issuer(&spaced, issuer) {
            return (Label::new(issuer), Label::new(&spaced[start..]));
        }
    }
    let decoded = |part: &str| Label::new(&percent::decode(part, Plus::Literal));
    // The first literal colon divides; an encoded one only where there is no other.
    let (left, right) = match (path.split_once(':'), label.split_once(':')) {
        (Some((left, right)), _) => (decoded(left), decoded(right)),
        (None, Some((left, right))) => (Label::new(left), Label::new(right)),
        (None, None) => (Label::default(), Label::new(&label)),
    };
    let Some(issuer) = issuer.map(|issuer| Label::new(&issuer)) else {
        return (left, right);
    };
    if left.is_empty() || same_folded(left.as_str(), issuer.as_str()) {
        return (issuer, right);
    }
    // Microsoft puts the tenant there: it tells two accounts of one user apart.
    let name = Label::new(&format!("{left}:{right}"));
    (issuer, name)
}

/// The issuer with what a raw `&` in it cut off, as far as the label bears it out: `A&B:me?…&issuer=A&B`.
fn whole_issuer(label: &str, issuer: &Zeroizing<String>, query: &Query) -> Zeroizing<String> {
    let (mut whole, mut longer) = (issuer.clone(), issuer.clone());
    for rest in query.cut_off("issuer") {
        longer = Zeroizing::new(format!("{}&{rest}", *longer));
        if after_issuer(label, &longer).is_some() {
            whole.clone_from(&longer);
        }
    }
    whole
}

/// Issuer and name of an otpauth URI that cannot be read otherwise, so that a message can call it by its name.
/// Empty unless the text before `?` can only be a label.
pub fn label_of(uri: &str) -> (Label, Label) {
    let label = || {
        let (scheme, rest) = uri.trim().split_once("://")?;
        let known = ["otpauth", "apple-otpauth", "motp"];
        if !known.iter().any(|name| scheme.eq_ignore_ascii_case(name)) {
            return None;
        }
        let (location, query) = rest.split_once('?')?;
        // `motp://LABEL?…` has no type before the label.
        let path = match location.split_once('/') {
            None if scheme.eq_ignore_ascii_case("motp") => location,
            None => "",
            Some((_, path)) => path,
        };
        let query = Query::read(query);
        query.has("secret").then_some(())?;
        Some(read_label(path, &query))
    };
    label().unwrap_or_default()
}

/// Where the name begins in a label that starts with `issuer` and a colon, in any case.
fn after_issuer(label: &str, issuer: &str) -> Option<usize> {
    let mut rest = label.trim_start().chars();
    for wanted in issuer.trim().chars() {
        let found = rest.next()?;
        if found != wanted && !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    let rest = rest.as_str().strip_prefix(':')?;
    Some(label.len() - rest.len())
}

fn same_folded(one: &str, other: &str) -> bool {
    let folded = |text: &str| {
        text.chars()
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    folded(one) == folded(other)
}

/// Issuer and name from texts that are not percent-encoded: a label that repeats its issuer loses it, and one
/// that holds the only issuer there is gives it away.
pub fn divide_label(label: &str, issuer: &str) -> (Label, Label) {
    if let Some(start) = after_issuer(label, issuer)
        && !issuer.trim().is_empty()
    {
        let name = label.get(start..).unwrap_or_default();
        return (Label::new(issuer), Label::new(name));
    }
    let issuer = Label::new(issuer);
    match label.split_once(':') {
        Some((left, right)) if issuer.is_empty() => (Label::new(left), Label::new(right)),
        _ => (issuer, Label::new(label)),
    }
}
