//! Examples: what to type for what. Help, the manual pages and `otp help examples` show them.

/// Command, line, what it does.
#[rustfmt::skip] // A table reads best with one row a line.
pub const EXAMPLES: &[(&str, &str, &str)] = &[
    ("code", "otp code github", "The code, and nothing else."),
    ("code", "otp github --copy", "The code into the clipboard, cleared later."),
    ("code", "otp code github --min-ttl 10", "A code that lives ten seconds more at least."),
    ("add", "otp add shot.png", "The accounts in a screenshot or photo."),
    ("add", "otp add --screen", "The QR code on the screen."),
    ("add", "otp add", "Paste a link, a secret or a text; nothing of it is shown."),
    ("add", "otp add --manual", "Answer questions, one part after the other."),
    ("list", "otp list --codes --watch", "A table that stays up to date; q ends it."),
    ("list", "otp list --tag work --json", "For a program."),
    ("show", "otp show github --qr", "The QR code, for a phone."),
    ("edit", "otp edit github", "Answer questions, one part after the other."),
    ("edit", "otp edit github --tag work --note 'since May'", "Change what is named and nothing else."),
    ("rm", "otp rm github", "Into the bin, for 30 days; `otp undo` takes it back."),
    ("import", "otp import aegis-backup.json --dry-run", "What would become of each entry; changes nothing."),
    ("export", "otp export --to aegis-encrypted -o backup.json", "For another app, read back and compared."),
    ("verify", "otp verify deploy && ./deploy.sh", "A gate in a script."),
    ("extract", "notmuch show --format=raw thread:1 | otp extract --copy", "The code in a mail."),
    ("unlock", "otp unlock --for 8h", "Open for this login session."),
    ("key", "otp key add age1...", "Let a server's own key open the vault."),
    ("config", "otp config set theme dark", "Change a setting; comments stay."),
    ("completions", "otp completions --install", "Tab completes commands and account names."),
    ("backup", "otp backup --verify", "A copy that was opened again and compared."),
];

/// The examples of a command as a part of its help.
pub fn help(command: &str) -> Option<String> {
    let own: Vec<&(&str, &str, &str)> = EXAMPLES.iter().filter(|row| row.0 == command).collect();
    let width = own.iter().map(|(_, line, _)| line.len()).max()?;
    let rows = own
        .iter()
        .map(|(_, line, about)| format!("\n  {line:width$}  {about}"));
    Some(format!("Examples:{}", rows.collect::<String>()))
}
