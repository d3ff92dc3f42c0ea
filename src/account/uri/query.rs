//! The query of a URI as people and apps write it.

use zeroize::Zeroizing;

use crate::account::percent::{self, Plus};

/// The parameters in their order; keys in lower case, values decoded, no empty values.
pub(super) struct Query {
    values: Vec<(String, Zeroizing<String>)>,
    /// Keys whatever their value.
    keys: Vec<String>,
    /// Each pair as it is written.
    pairs: Vec<Zeroizing<String>>,
}

impl Query {
    pub(super) fn read(text: &str) -> Self {
        let mut query = Self {
            values: Vec::new(),
            keys: Vec::new(),
            pairs: Vec::new(),
        };
        for pair in text.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = percent::decode(key, Plus::Space).trim().to_lowercase();
            // `&amp;` of a copied HTML source.
            let key = key.strip_prefix("amp;").unwrap_or(&key).to_owned();
            let value = percent::decode(value, Plus::Space);
            query.pairs.push(percent::decode(pair, Plus::Space));
            query.keys.push(key.clone());
            // Old versions of Ente Auth forgot what divides these two.
            if let Some((issuer, period)) = value.split_once("period=").filter(|_| key == "issuer")
                && period.bytes().all(|byte| byte.is_ascii_digit())
            {
                query.add("issuer", issuer);
                query.add("period", period);
                continue;
            }
            query.add(&key, &value);
        }
        query
    }

    fn add(&mut self, key: &str, value: &str) {
        if !value.trim().is_empty() {
            let value = Zeroizing::new(value.to_owned());
            self.values.push((key.to_owned(), value));
        }
    }

    /// The first value that is not empty.
    pub(super) fn get(&self, key: &str) -> Option<&Zeroizing<String>> {
        let mut found = self.values.iter().filter(|(name, _)| name == key);
        found.next().map(|(_, value)| value)
    }

    /// The pairs without a value right behind `key`: its value may have held a raw `&`.
    pub(super) fn cut_off(&self, key: &str) -> impl Iterator<Item = &str> {
        let place = self.keys.iter().position(|name| name == key);
        let behind = place.map_or(self.pairs.len(), |place| place + 1);
        let pairs = self.pairs.get(behind..).unwrap_or_default().iter();
        pairs
            .map(|pair| pair.as_str())
            .take_while(|pair| !pair.contains('='))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|name| name == key)
    }
}
