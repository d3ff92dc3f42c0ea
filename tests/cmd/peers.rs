//! What comes from other devices, as the program sees it: files of peers who hold a key, made by stock age.

use super::trust::{opened_by_stock_age, sealed_by_stock_age};
use crate::home::Home;
use crate::parts;

const GITHUB: &str = "otpauth://totp/GitHub:octavia?secret=MFZXIZLSNFXWI2LO&issuer=GitHub";
const GITLAB: &str = "otpauth://totp/GitLab:octavia?secret=MFZYIZLSNFXWI2LO&issuer=GitLab";

/// The `[[account]]` block with this issuer, and the text before and behind it.
fn cut<'a>(text: &'a str, issuer: &str) -> (&'a str, &'a str, &'a str) {
    let place = text
        .find(&format!("issuer = \"{issuer}\""))
        .expect("the account");
    let start = text[..place].rfind("[[account]]").expect("its head");
    let rest = &text[place..];
    let end = 1 + rest.find("\n[[").or(rest.find("\n# pad")).expect("an end");
    (
        &text[..start],
        &text[start..place + end],
        &text[place + end..],
    )
}

fn line<'a>(block: &'a str, field: &str) -> &'a str {
    let line = block
        .lines()
        .find(|line| line.starts_with(&format!("{field} = ")));
    line.expect("the field")
}

fn beside(home: &Home, name: &str, text: &str) {
    let vault = std::fs::read(home.vault()).expect("the vault");
    sealed_by_stock_age(home, text);
    std::fs::rename(home.vault(), home.vault().with_file_name(name)).expect("renamed");
    std::fs::write(home.vault(), vault).expect("written");
}

/// T3: a device that only used the account after another one had emptied its bin.
#[test]
fn using_a_code_brings_no_removed_account_back() {
    if !parts::has("age") {
        return;
    }
    let home = Home::with_accounts(&[GITHUB, GITLAB]);
    let text = opened_by_stock_age(&home);
    let (before, block, behind) = cut(&text, "GitHub");
    let id = line(block, "id");
    // Removed in 2100 by a clock that is far ahead, used a moment later.
    let removed = 4_102_444_800_000_u64;
    let tombstone = format!("[[account]]\n{id}\ndeleted = {removed}\n");
    let used = format!(
        "{block}used = {0}\n[account.edited]\nused = {0}\n",
        removed + 1
    );
    let used = used.replace("\n\nused", "\nused");
    sealed_by_stock_age(&home, &format!("{before}{tombstone}{behind}"));
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitLab:octavia\n");
    beside(&home, "vault 2.age", &format!("{before}{used}{behind}"));
    let listed = home.otp(["list", "--names"]);
    assert_eq!(listed.stdout, "GitLab:octavia\n", "{listed:?}");
}

/// T10: a newer version's account without a secret, which it has put into its bin.
#[test]
fn what_this_version_does_not_know_is_kept_in_the_bin_too() {
    if !parts::has("age") {
        return;
    }
    let home = Home::with_accounts(&[GITHUB, GITLAB]);
    let text = opened_by_stock_age(&home);
    let (before, _, behind) = cut(&text, "GitHub");
    let future = "[[account]]\nid = \"passkey1\"\ntype = \"passkey\"\nissuer = \"Future\"\ncreated = 5\ndeleted = 6\n";
    sealed_by_stock_age(&home, &format!("{before}{future}{behind}"));
    assert_eq!(home.otp(["edit", "gitlab", "--note", "x"]).code, 0);
    let text = opened_by_stock_age(&home);
    assert!(text.contains("type = \"passkey\""), "{text}");
    assert!(text.contains("note = \"x\""));
}

/// T10: no clock gave it, and it would win each join for ever.
#[test]
fn a_moment_before_all_time_costs_no_account() {
    if !parts::has("age") {
        return;
    }
    let home = Home::with_accounts(&[GITHUB]);
    let text = opened_by_stock_age(&home);
    let created = line(cut(&text, "GitHub").1, "created");
    let text = text.replace(created, "created = -9223372036854775808");
    sealed_by_stock_age(&home, &text);
    assert_eq!(home.otp(["list", "--names"]).stdout, "GitHub:octavia\n");
    assert_eq!(home.otp(["edit", "github", "--note", "x"]).code, 0);
    assert!(!opened_by_stock_age(&home).contains("= -"));
}
