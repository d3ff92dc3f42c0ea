//! Paper: pages of HTML without scripts or outside resources, to be printed. The accounts, whose print enrols again, and
//! the recovery key.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::{Draw, Row, Tools};
use crate::account::{Kind, Timestamp};
use crate::formats::FileError;

const STYLE: &str = "body{font:11pt/1.4 sans-serif;color:#000;background:#fff;margin:2cm auto;max-width:17cm}\
h1{font-size:18pt}article{break-inside:avoid;display:flex;gap:1cm;border-top:1px solid #000;padding:.5cm 0}\
article svg{width:4.2cm;height:4.2cm;flex:none}h2{font-size:13pt;margin:0}p{margin:.15cm 0}\
code{font:11pt/1.5 monospace;overflow-wrap:anywhere}.first{break-after:page}@page{margin:1.5cm}";

pub(super) fn page(rows: &[Row], tools: &mut Tools) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let day = tools.now.date();
    let count = rows.len();
    let mut page = begun(&format!("One-time codes, {day}"));
    let _ = write!(
        page,
        "<section class=\"first\"><h1>One-time codes</h1>\n\
         <p>{count} accounts, written by otp on {day}.</p>\n\
         <p>Whoever holds this sheet can make the codes of these accounts. Print it, keep it where you keep your \
         passport, and remove the file.</p>\n<p>To use it: scan a code with any authenticator app, or photograph \
         the sheet and run <code>otp add PHOTO</code>; the file itself is read by <code>otp import</code>.</p>\n\
         <p>The vault's own recovery key does not belong on this sheet: keep it elsewhere.</p></section>\n"
    );
    for row in rows {
        page.push_str("<article data-otpauth=\"");
        escape(&mut page, &row.link);
        page.push_str("\">");
        if let Some(svg) = (tools.draw)(&row.link) {
            page.push_str(&svg);
        }
        page.push_str("<div><h2>");
        escape(&mut page, row.title());
        page.push_str("</h2><p>");
        escape(&mut page, &row.name);
        page.push_str("</p><p>");
        escape(&mut page, &kind(row));
        page.push_str("</p><p><code>");
        page.push_str(&grouped(&row.written_secret));
        page.push_str("</code></p></div></article>\n");
    }
    Ok(ended(page))
}

/// A recovery key as it is written down.
pub struct RecoveryKey<'a> {
    /// All of it, for the QR code.
    pub whole: &'a str,
    /// What all keys begin with.
    pub prefix: &'a str,
    /// The rest, four letters each.
    pub groups: &'a [&'a str],
}

/// How many groups of a recovery key stand in a line.
const IN_LINE: usize = 5;

/// The recovery key as a sheet of its own.
pub fn recovery(key: &RecoveryKey<'_>, now: Timestamp, draw: Draw<'_>) -> Zeroizing<Vec<u8>> {
    let day = now.date();
    let mut page = begun(&format!("Recovery key, {day}"));
    let _ = write!(
        page,
        "<h1>Recovery key of an otp vault</h1>\n<p>Made by otp on {day}. It opens the vault when the passphrase or the \
         device is lost; nobody can make it again.</p>\n<p>Whoever holds this sheet and the vault has your accounts. \
         Print it, keep it where you keep your passport, and remove the file.</p>\n<article>"
    );
    if let Some(svg) = draw(key.whole) {
        page.push_str(&svg);
    }
    page.push_str("<div><h2><code>");
    escape(&mut page, key.prefix);
    page.push_str("</code></h2><ol>");
    for line in key.groups.chunks(IN_LINE) {
        page.push_str("<li><code>");
        for (place, group) in line.iter().enumerate() {
            page.push_str(if place == 0 { "" } else { " " });
            escape(&mut page, group);
        }
        page.push_str("</code></li>");
    }
    page.push_str(
        "</ol></div></article>\n<p>To use it: put the vault where otp looks for it and run <code>otp init \
         --recover</code>; type the first line and the others behind it, or photograph the code and read it with \
         <code>otp scan PHOTO</code>. The key is a line for age too: <code>age -d -i FILE vault.age</code>.</p>\n\
         <p>Where the vault is: ______________________________________</p>\n",
    );
    ended(page)
}

fn begun(title: &str) -> Zeroizing<String> {
    Zeroizing::new(format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>{STYLE}</style></head><body>\n"
    ))
}

fn ended(mut page: Zeroizing<String>) -> Zeroizing<Vec<u8>> {
    page.push_str("</body></html>\n");
    Zeroizing::new(page.as_bytes().to_vec())
}

fn kind(row: &Row) -> String {
    let (algorithm, digits) = (row.algorithm, row.digits);
    match row.kind {
        Kind::Totp { period } => {
            format!(
                "TOTP, {algorithm}, {digits} digits, every {} seconds",
                period.seconds()
            )
        }
        Kind::Hotp { counter } => {
            format!("HOTP, {algorithm}, {digits} digits, next counter {counter}")
        }
        Kind::Steam => row.kind.shown().to_owned(),
        Kind::Motp | Kind::Yandex => format!("{}, PIN {}", row.kind.shown(), *row.pin),
    }
}

/// Four letters at a time can be typed without losing one's place.
fn grouped(secret: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(secret.len() * 5 / 4 + 1));
    for (place, letter) in secret.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}

fn escape(page: &mut Zeroizing<String>, text: &str) {
    for character in text.chars() {
        match character {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            other => page.push(other),
        }
    }
}
