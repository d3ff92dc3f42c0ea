//! KeePass and KeePassXC: what their entries say about one-time codes, and their XML export.

use roxmltree::{Document, Node};
use zeroize::Zeroizing;

use crate::account::percent::{self, Plus};
use crate::account::{Draft, Secret, base64};
use crate::formats::entry::{self, Entry, Number, Text, Type};
use crate::formats::input::Input;
use crate::formats::{EntryError, FieldError, FileError, Report};

/// The attributes of an entry, as KeePass and its relatives name them.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) values: Vec<(String, Text)>,
    /// Names of the groups it lies in, from the root down.
    pub(super) groups: Vec<Text>,
    pub(super) tags: Text,
}

impl Attributes {
    fn get(&self, key: &str) -> Option<&Text> {
        let found = self.values.iter().find(|(name, _)| name == key);
        found
            .map(|(_, value)| value)
            .filter(|value| !value.is_empty())
    }

    fn text(&self, key: &str) -> Text {
        self.get(key).cloned().unwrap_or_default()
    }

    /// The draft in the entry, when it holds a code at all. The first way of telling that is there counts.
    pub(super) fn draft(&self, place: usize) -> Option<Result<Draft, EntryError>> {
        let read = if let Some(seed) = self.get("TOTP Seed") {
            self.seeded(seed).finish(place)
        } else if let Some(otp) = self.get("otp") {
            self.linked(otp, place)
        } else {
            self.timed().or_else(|| self.counted())?.finish(place)
        };
        Some(read.map(|mut draft| {
            // The root group is the database itself.
            let mut tags: Vec<Text> = self.groups.iter().skip(1).cloned().collect();
            tags.extend(
                self.tags
                    .as_str()
                    .split([';', ','])
                    .map(|tag| tag.trim().into()),
            );
            entry::describe(&mut draft, &tags, &self.text("Notes"), false);
            draft
        }))
    }

    fn entry(&self, secret: Result<Secret, FieldError>) -> Entry {
        Entry::new(&self.text("Title"), &self.text("UserName"), secret)
    }

    /// `TOTP Settings` is `period;digits` or `period;S` for Steam.
    fn seeded(&self, seed: &Text) -> Entry {
        let settings = self.text("TOTP Settings");
        let mut parts = settings.as_str().split(';');
        let period = parts.next().unwrap_or_default();
        let digits = parts.next().unwrap_or_default().trim();
        let is_steam = digits.eq_ignore_ascii_case("S");
        let secret = if is_steam {
            entry::steam_secret(seed.as_str())
        } else {
            entry::base32(seed)
        };
        let mut entry = self.entry(secret);
        if is_steam {
            entry.kind = Type::Steam;
            return entry;
        }
        entry.period = Number::parse(period);
        entry.digits = Number::parse(digits);
        entry
    }

    /// A link, `KeeOtp`'s query, or a bare secret.
    fn linked(&self, otp: &Text, place: usize) -> Result<Draft, EntryError> {
        let (title, user) = (self.text("Title"), self.text("UserName"));
        if is_query(otp.as_str()) {
            return self.queried(otp.as_str()).finish(place);
        }
        let mut draft = entry::from_code(otp.as_str(), place, (&title, &user))?;
        // KeePassXC's word for an empty user.
        if user.is_empty() && draft.name.as_str() == "none" {
            draft.name = crate::account::Label::default();
        }
        Ok(draft)
    }

    fn queried(&self, query: &str) -> Entry {
        let mut entry = self.entry(Err(FieldError::NO_SECRET));
        let (mut secret, mut encoding) = (Text::default(), Text::default());
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = percent::decode(value, Plus::Literal);
            match key.to_ascii_lowercase().as_str() {
                "key" => secret = value.as_str().into(),
                "encoding" => encoding = value.as_str().into(),
                "size" => entry.digits = Number::parse(&value),
                "step" => entry.period = Number::parse(&value),
                "otphashmode" => entry.algorithm = value.as_str().into(),
                // `KeeOtp2` calls its encoder a type too.
                "type" | "encoder" => entry.kind = Type::parse(&value),
                "counter" => entry.counter = Number::parse(&value),
                _ => {}
            }
        }
        entry.secret = encoded(&secret, encoding.as_str());
        entry
    }

    /// KeePass 2.47 and later.
    fn timed(&self) -> Option<Entry> {
        let mut entry = self.entry(self.keepass_secret("TimeOtp")?);
        entry.algorithm = self.text("TimeOtp-Algorithm");
        entry.digits = Number::parse(self.text("TimeOtp-Length").as_str());
        entry.period = Number::parse(self.text("TimeOtp-Period").as_str());
        Some(entry)
    }

    fn counted(&self) -> Option<Entry> {
        let mut entry = self.entry(self.keepass_secret("HmacOtp")?);
        entry.kind = Type::Hotp;
        entry.counter = Number::parse(self.text("HmacOtp-Counter").as_str());
        // KeePass knows neither; its plugin `KeeOtp2` writes both.
        entry.algorithm = self.text("HmacOtp-Algorithm");
        entry.digits = Number::parse(self.text("HmacOtp-Length").as_str());
        Some(entry)
    }

    fn keepass_secret(&self, prefix: &str) -> Option<Result<Secret, FieldError>> {
        let get = |suffix: &str| self.get(&format!("{prefix}-Secret{suffix}"));
        let encodings = [
            ("-Base32", "base32"),
            ("-Hex", "hex"),
            ("-Base64", "base64"),
            ("", "utf8"),
        ];
        encodings
            .iter()
            .find_map(|(suffix, encoding)| Some(encoded(get(suffix)?, encoding)))
    }
}

/// `KeeOtp`'s query, whatever comes first in it.
fn is_query(text: &str) -> bool {
    let mut pairs = text.trim_start().split('&');
    !text.contains("://") && pairs.any(|pair| pair.starts_with("key="))
}

/// A key in one of the encodings of KeePass and its plugins.
fn encoded(text: &Text, encoding: &str) -> Result<Secret, FieldError> {
    let text = text.as_str();
    let bytes = match encoding.to_ascii_lowercase().as_str() {
        "" | "base32" => return Ok(Secret::from_base32(text)?),
        "hex" => return Ok(Secret::from_hexadecimal(text)?),
        "base64" => base64::decode(text).ok_or(FieldError::DamagedSecret)?,
        "utf8" => Zeroizing::new(text.as_bytes().to_vec()),
        _ => return Err(FieldError::DamagedSecret),
    };
    Ok(Secret::from_bytes(bytes.to_vec())?)
}

pub fn is_xml(input: &Input) -> bool {
    let text = input.trimmed();
    text.starts_with('<') && text.contains("<KeePassFile")
}

pub fn read(input: &Input, _: Option<&[u8]>) -> Result<Report, FileError> {
    let text = input.text().unwrap_or_default();
    let document = Document::parse(text).map_err(|_| FileError::Damaged("it is not whole XML"))?;
    let root = document.root_element();
    let bin = root
        .descendants()
        .find(|node| node.has_tag_name("RecycleBinUUID"))
        .and_then(|node| node.text())
        .map(str::trim)
        .unwrap_or_default();
    let mut entries = Vec::new();
    let groups = child(root, "Root")
        .into_iter()
        .flat_map(|root| root.children());
    for group in groups.filter(|node| node.has_tag_name("Group")) {
        walk(group, bin, &mut Vec::new(), &mut entries, 0);
    }
    Ok(Report::of(entries))
}

/// Deeper than any database.
const MAX_LEVELS: usize = 64;

fn walk(
    group: Node,
    bin: &str,
    path: &mut Vec<Text>,
    entries: &mut Vec<Result<Draft, EntryError>>,
    level: usize,
) {
    let id = child(group, "UUID")
        .and_then(|node| node.text())
        .unwrap_or_default()
        .trim();
    if (!bin.is_empty() && id == bin) || level > MAX_LEVELS {
        return;
    }
    path.push(
        child(group, "Name")
            .and_then(|node| node.text())
            .unwrap_or_default()
            .into(),
    );
    for node in group.children() {
        if node.has_tag_name("Group") {
            walk(node, bin, path, entries, level + 1);
        } else if node.has_tag_name("Entry") {
            let strings = node.children().filter(|node| node.has_tag_name("String"));
            let values = strings.filter_map(|string| {
                let key = child(string, "Key")?.text()?.to_owned();
                let value = child(string, "Value")?.text().unwrap_or_default();
                Some((key, value.into()))
            });
            let attributes = Attributes {
                values: values.collect(),
                groups: path.clone(),
                tags: child(node, "Tags")
                    .and_then(|node| node.text())
                    .unwrap_or_default()
                    .into(),
            };
            entries.extend(attributes.draft(entries.len() + 1));
        }
    }
    path.pop();
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.has_tag_name(name))
}
