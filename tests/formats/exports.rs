//! What the export writes, read back by our own importer: nothing that a target can hold is lost on the way.

use otp::account::{
    Account, AccountId, Algorithm, Digits, Draft, Kind, Note, Otp, Period, Secret, Timestamp,
};
use otp::formats::export::{Lost, Seal, TARGETS, Tools};
use otp::formats::input::Input;
use otp::formats::password::Password;
use otp::formats::table;

use crate::vectors::draft_line;

fn account(id: u64, issuer: &str, name: &str, otp: Otp) -> Account {
    let draft = Draft {
        tags: vec!["Work".into()],
        note: Note::new("two\nlines, \"quoted\""),
        pinned: id == 1,
        ..Draft::new(issuer.into(), name.into(), otp)
    };
    Account::new(AccountId::from_random(id), draft, Timestamp::default())
}

fn otp(key: u8, kind: Kind, algorithm: Algorithm, digits: u64) -> Otp {
    let secret = Secret::from_bytes(vec![key; 20]).expect("a key");
    Otp::new(
        secret,
        kind,
        algorithm,
        Digits::new(digits).expect("digits"),
    )
}

fn with_pin(key: u8, kind: Kind, pin: &str) -> Otp {
    let secret = Secret::from_bytes(vec![key; 16]).expect("a key");
    Otp::new(secret, kind, Algorithm::default(), Digits::DEFAULT).with_pin(Some(&pin.into()))
}

fn accounts() -> Vec<Account> {
    let totp = |seconds| Kind::Totp {
        period: Period::new(seconds).expect("a period"),
    };
    vec![
        account(
            1,
            "Git,\"forge\"",
            "mira@fenwick.test",
            otp(1, totp(30), Algorithm::Sha1, 6),
        ),
        account(
            2,
            "Papírgyár ✉",
            "a & b <c>",
            otp(2, totp(60), Algorithm::Sha512, 8),
        ),
        account(3, "", "lonely", otp(3, totp(30), Algorithm::Sha256, 7)),
        account(
            4,
            "Vaultline",
            "tola",
            otp(4, Kind::Hotp { counter: 41 }, Algorithm::Sha1, 6),
        ),
        account(5, "Steam", "gaben", otp(5, Kind::Steam, Algorithm::Sha1, 5)),
        account(6, "Router", "o: x", with_pin(6, Kind::Motp, "12&34")),
        account(
            7,
            "Yandex",
            "vera",
            with_pin(7, Kind::Yandex, "5210481216086702"),
        ),
    ]
}

fn draft(account: &Account) -> Draft {
    let mut draft = Draft::new(
        account.issuer.clone(),
        account.name.clone(),
        account.otp.clone(),
    );
    draft.tags.clone_from(&account.tags);
    draft.note = account.note.clone();
    draft.pinned = account.pinned;
    draft
}

#[test]
fn every_target_is_read_back_whole() {
    let accounts = accounts();
    let given: Vec<&Account> = accounts.iter().collect();
    for target in TARGETS {
        let mut next = 0_u8;
        let mut tools = Tools {
            now: Timestamp::from_millis(1_780_000_000_000),
            random: &mut |bytes| {
                for byte in bytes {
                    next = next.wrapping_add(1);
                    *byte = next;
                }
            },
            password: (target.seal == Seal::Password).then_some(b"kelp-otter".as_slice()),
            draw: &|_| None,
        };
        let export = target.write(&given, &mut tools).expect(target.name);
        let input = Input::new("export", &export.bytes);
        let password = Password::new("kelp-otter");
        let import = table::read(&input, None, Some(&password));
        let import =
            import.unwrap_or_else(|failure| panic!("{}: {:?}", target.name, failure.error));
        assert_eq!(import.format.name, target.reads_as, "{}", target.name);
        let lost = |account: &Account, what: Lost| {
            export
                .left_out
                .iter()
                .any(|left| left.title == account.title() && left.lost == what)
        };
        let wanted = export.kept.iter().map(|place| {
            let account = &accounts[*place];
            let mut draft = draft(account);
            if lost(account, Lost::Tags) {
                draft.tags.clear();
            }
            if lost(account, Lost::Note) {
                draft.note = Note::default();
            }
            draft.pinned &= !lost(account, Lost::Pinned);
            // Where there is one title and no issuer, the name stands for both.
            if matches!(target.name, "bitwarden" | "keepassxc-csv" | "cxf" | "2fas")
                && draft.issuer.is_empty()
            {
                draft.issuer = draft.name.clone();
            }
            (draft_line(&draft), draft.pinned)
        });
        let found = import.report.drafts.iter().map(|draft| {
            let draft = draft
                .as_ref()
                .unwrap_or_else(|error| panic!("{}: {error}", target.name));
            (draft_line(draft), draft.pinned)
        });
        let (wanted, found): (Vec<_>, Vec<_>) = (wanted.collect(), found.collect());
        assert_eq!(found, wanted, "{}", target.name);
        let all = export.left_out.iter().filter(|left| left.lost.is_all());
        assert_eq!(accounts.len() - all.count(), found.len(), "{}", target.name);
    }
}
