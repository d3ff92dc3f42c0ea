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

/// T6: one stamp beyond all clocks, and the same file again as a copy.
#[test]
fn a_stamp_beyond_all_clocks_leaves_the_last_word_to_people() {
    if !parts::has("age") {
        return;
    }
    for stamp in ["9223372036854775807", "253402300800000", "4102444800000"] {
        let home = Home::with_accounts(&[GITHUB, GITLAB]);
        let text = opened_by_stock_age(&home);
        let (before, block, behind) = cut(&text, "GitHub");
        let block = block.trim_end();
        let poisoned = format!(
            "{before}{block}\n[account.edited]\nissuer = {stamp}\nname = {stamp}\n{behind}"
        );
        sealed_by_stock_age(&home, &poisoned);
        for name in ["first", "second"] {
            for account in ["gitlab", "github"] {
                let run = home.otp(["edit", account, "--name", name]);
                assert_eq!(run.code, 0, "{run:?}");
            }
        }
        // M7: the copy is folded in under the lock.
        beside(&home, "vault 2.age", &poisoned);
        let run = home.otp(["edit", "gitlab", "--note", stamp]);
        assert_eq!(run.code, 0, "{run:?}");
        let listed = home.otp(["list", "--names"]);
        assert_eq!(
            listed.stdout, "GitHub:second\nGitLab:second\n",
            "{stamp}: {listed:?}"
        );
    }
}

/// T16: the same saves, and yet another text.
#[test]
fn files_with_the_same_saves_are_joined_too() {
    if !parts::has("age") {
        return;
    }
    let home = Home::with_accounts(&[GITHUB, GITLAB]);
    let text = opened_by_stock_age(&home);
    let (before, _, behind) = cut(&text, "GitHub");
    sealed_by_stock_age(&home, &format!("{before}{behind}"));
    let listed = home.otp(["list", "--names"]);
    assert_eq!(listed.stdout, "GitHub:octavia\nGitLab:octavia\n");
    assert!(
        listed.stderr.contains("GitHub:octavia: it was put back"),
        "{listed:?}"
    );
}

/// T10: an account that turned into something this version cannot read is no reason to take nothing back.
#[test]
fn undo_works_beside_what_cannot_be_read() {
    if !parts::has("age") {
        return;
    }
    let home = Home::with_accounts(&[GITHUB, GITLAB]);
    let text = opened_by_stock_age(&home);
    let (before, block, behind) = cut(&text, "GitHub");
    let block = block.trim_end();
    let future = format!(
        "{before}{block}\ntype = \"passkey\"\n[account.edited]\ntype = 4102444800000\n{behind}"
    );
    sealed_by_stock_age(&home, &future);
    assert_eq!(home.otp(["edit", "gitlab", "--note", "x"]).code, 0);
    let undone = home.otp(["undo"]);
    assert_eq!(undone.code, 0, "{undone:?}");
    let listed = home.otp(["list", "--names"]);
    assert_eq!(listed.stdout, "GitLab:octavia\n");
    assert!(listed.stderr.contains("1 account not shown"), "{listed:?}");
}

/// T11: the key of a device whose plugin is not on this machine.
#[test]
fn one_key_that_cannot_be_sealed_to_keeps_nobody_from_saving() {
    if !parts::has("age") {
        return;
    }
    let counter = "otpauth://hotp/Rfc:counter?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&digits=8&issuer=Rfc";
    let home = Home::with_accounts(&[counter]);
    let absent = crate::trust::bech32("age1otpabsent", &[7; 20]);
    let refused = home.otp(["key", "add", &absent]);
    assert_eq!(refused.code, 6, "{refused:?}");
    let text = opened_by_stock_age(&home);
    let device =
        format!("[[device]]\nname = \"token\"\nrecipient = \"{absent}\"\nadded = 5\nseq = 0\n\n");
    let text = text.replacen("[[device]]", &format!("{device}[[device]]"), 1);
    sealed_by_stock_age(&home, &text);
    let code = home.otp(["code", "rfc"]);
    assert_eq!(
        (code.code, code.stdout.as_str()),
        (0, "84755224\n"),
        "{code:?}"
    );
    let doctor = home.otp(["doctor"]);
    assert!(doctor.stdout.contains("age-plugin-otpabsent"), "{doctor:?}");
    assert_eq!(home.otp(["key", "remove", "token"]).code, 0);
    assert!(!home.otp(["code", "rfc"]).stderr.contains("token"));
}

/// T15: the vault is a link that a repository brought along.
#[cfg(unix)]
#[test]
fn a_link_does_not_make_restore_write_elsewhere() {
    let home = Home::with_accounts(&[GITHUB]);
    home.write("copy.age", &std::fs::read(home.vault()).expect("the vault"));
    let precious = home.write("precious", b"not a vault");
    std::fs::remove_file(home.vault()).expect("removed");
    std::os::unix::fs::symlink(&precious, home.vault()).expect("linked");
    let refused = home.otp(["restore", "--from", "copy.age"]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(refused.stderr.contains("precious"), "{refused:?}");
    assert_eq!(std::fs::read(&precious).expect("there"), b"not a vault");
    // A link to a place of one's own is what it is for.
    std::fs::remove_file(home.vault()).expect("removed");
    let elsewhere = home.path("elsewhere.age");
    std::os::unix::fs::symlink(&elsewhere, home.vault()).expect("linked");
    assert_eq!(home.otp(["restore", "--from", "copy.age"]).code, 0);
    assert!(elsewhere.is_file());
}

/// Fifty files of a peer who has the key and a fuzzer: none hangs, none ends in a panic, none loses the account in
/// silence.
#[test]
fn odd_files_of_a_peer_are_survived() {
    if !parts::has("age") {
        return;
    }
    let home = Home::with_accounts(&[GITHUB, GITLAB]);
    let vault = std::fs::read(home.vault()).expect("the vault");
    let pins = std::fs::read(home.path(".local/state/otp/seen.toml")).expect("the pins");
    let text = opened_by_stock_age(&home);
    let extremes = [
        "9223372036854775807",
        "-9223372036854775808",
        "-1",
        "0",
        "253402300800000",
        "18446744073709551615",
        "1e400",
        "\"x\"",
        "[]",
        "true",
    ];
    let fields = [
        "created",
        "seq",
        "added",
        "format",
        "token",
        "vault",
        "secret",
        "id",
        "saves",
        "recipient",
    ];
    let mut dice = 88_172_645_463_325_252_u64;
    for round in 0..50 {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        let pick =
            |from: &[&'static str], by: u64| from[usize::try_from(by).expect("small") % from.len()];
        let field = pick(&fields, dice >> 8 & 0xff);
        let value = pick(&extremes, dice >> 16 & 0xff);
        let mut odd: Vec<String> = text.lines().map(str::to_owned).collect();
        let places: Vec<usize> = (0..odd.len())
            .filter(|place| odd[*place].starts_with(&format!("{field} = ")))
            .collect();
        let Some(place) =
            places.get(usize::try_from(dice >> 24 & 0xff).expect("small") % places.len().max(1))
        else {
            continue;
        };
        match dice >> 32 & 3 {
            0 => drop(odd.remove(*place)),
            1 => odd.insert(*place, format!("removed_n = {value}")),
            2 => odd.insert(*place, format!("deleted = {value}")),
            _ => odd[*place] = format!("{field} = {value}"),
        }
        sealed_by_stock_age(&home, &odd.join("\n"));
        let listed = home.otp(["list", "--names"]);
        let context = format!("round {round}, {field} = {value}: {listed:?}");
        assert!([0, 6].contains(&listed.code), "{context}");
        let is_there =
            listed.stdout.contains("GitHub:octavia") && listed.stdout.contains("GitLab:octavia");
        let is_told = !listed.stderr.is_empty();
        // A removal is a removal, whoever made it: the file says so.
        let is_removed = odd[*place].starts_with("deleted = ");
        assert!(is_there || is_told || is_removed, "{context}");
        let edited = home.otp(["edit", "gitlab", "--note", "x"]);
        assert!([0, 3, 6, 8].contains(&edited.code), "{context} {edited:?}");
        std::fs::write(home.vault(), &vault).expect("back");
        std::fs::write(home.path(".local/state/otp/seen.toml"), &pins).expect("back");
        let _ = std::fs::remove_dir_all(home.path(".local/state/otp/backups"));
        assert_eq!(home.otp(["list"]).code, 0);
    }
}
