//! Accounts with the name of a command or an option: `otp NAME` does something else for them.

use crate::account::Account;
use crate::cli::{grammar, output::Output};

/// Says how to get the code of such an account.
pub fn tell(out: &Output, account: &Account) {
    let title = account.title();
    if title.starts_with('-') {
        out.note(&format!(
            "Its name begins with a dash: its code comes with `otp -- {title}`."
        ));
    }
    if let Some(command) = command(account) {
        out.note(&format!(
            "`otp {command}` is a command: the code of {title} comes with `otp code {command}`."
        ));
    }
}

/// The command that the account, its issuer or its name is called like.
fn command(account: &Account) -> Option<String> {
    let names = [
        account.title(),
        account.issuer.to_string(),
        account.name.to_string(),
    ];
    let grammar = grammar();
    let mut commands = grammar
        .get_subcommands()
        .flat_map(|command| std::iter::once(command.get_name()).chain(command.get_all_aliases()));
    let called = |command: &&str| names.iter().any(|name| name.to_lowercase() == **command);
    commands.find(called).map(str::to_owned)
}
