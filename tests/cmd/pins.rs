//! mOTP and Yandex: kinds whose codes need a PIN, by every way in and out.

use serde_json::{Value, json};

use crate::home::{Home, Run};

/// Known answers of Aegis' and `KeeYaOtp`'s own tests.
const MOTP: (&str, &str, &str, &str) = ("e3152afee62599c8", "1234", "165892298", "e7d8b6");
const YANDEX: (&str, &str, &str, &str) = (
    "6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY",
    "5239",
    "1641559648",
    "umozdicq",
);

fn fine(run: &Run) {
    assert_eq!(run.code, 0, "{run:?}");
}

fn code(home: &Home, name: &str, at: &str) -> String {
    let run = home.otp(["code", name, "--at", at]);
    fine(&run);
    run.stdout.trim().to_owned()
}

fn add(home: &Home, options: &[&str], fed: &str) -> Run {
    let mut arguments = vec!["add", "--manual"];
    arguments.extend(options);
    home.otp_fed(&arguments, fed.as_bytes())
}

/// Both accounts, as typed by hand.
fn both() -> Home {
    let home = Home::with_vault();
    let (key, pin, ..) = MOTP;
    fine(&add(
        &home,
        &["--issuer", "Router", "--motp"],
        &format!("{key}\n{pin}\n"),
    ));
    let (key, pin, ..) = YANDEX;
    fine(&add(
        &home,
        &["--issuer", "Yandex", "--name", "vera", "--yandex"],
        &format!("{key}\n{pin}\n"),
    ));
    home
}

fn assert_gives_the_known_codes(home: &Home) {
    assert_eq!(code(home, "router", MOTP.2), MOTP.3);
    assert_eq!(code(home, "yandex", YANDEX.2), YANDEX.3);
}

#[test]
fn accounts_with_a_pin_are_typed_and_give_the_known_codes() {
    let home = both();
    assert_gives_the_known_codes(&home);
    let listed: Value = serde_json::from_str(&home.otp(["list", "--json"]).stdout).expect("JSON");
    let facts = |place: usize| {
        let row = &listed[place];
        json!([row["kind"], row["algorithm"], row["digits"], row["period"]])
    };
    assert_eq!(facts(0), json!(["motp", "MD5", 6, 10]));
    assert_eq!(facts(1), json!(["yandex", "SHA256", 8, 30]));
    let object: Value = serde_json::from_str(
        &home
            .otp(["code", "yandex", "--json", "--at", YANDEX.2])
            .stdout,
    )
    .expect("JSON");
    assert_eq!(
        (&object["code"], &object["kind"]),
        (&json!("umozdicq"), &json!("yandex"))
    );
    for (name, wanted) in [
        (
            "router",
            "mOTP, 6 hexadecimal digits, a new code every 10 s",
        ),
        ("yandex", "Yandex Key, 8 letters, a new code every 30 s"),
    ] {
        let shown = home.otp(["show", name]).stdout;
        assert!(shown.contains(wanted) && !shown.contains("1234"), "{shown}");
    }
    let now = home.otp(["code", "router"]).stdout;
    let large = now.trim().to_uppercase();
    fine(&home.otp(["verify", "router", &large, "--window", "30"]));
}

#[test]
fn what_is_wrong_with_a_pin_or_its_secret_is_said() {
    let home = Home::with_vault();
    for (options, fed, code, says) in [
        (
            ["--name", "a", "--motp"],
            "e3152afee62599c8\n",
            2,
            "need a PIN",
        ),
        (
            ["--name", "a", "--motp"],
            "MFZXIZLS\n1\n",
            7,
            "not a hexadecimal digit",
        ),
        (
            ["--name", "a", "--yandex"],
            "MFZXIZLS\n1\n",
            7,
            "not a Yandex key",
        ),
        (
            ["--name", "a", "--yandex"],
            "AA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI\n1\n",
            7,
            "check does not fit",
        ),
    ] {
        let run = add(&home, &options, fed);
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.stderr.contains(says), "{run:?}");
        assert!(!run.stderr.contains("e3152afee62599c8"), "{run:?}");
    }
    let run = add(&home, &["--name", "a", "--motp", "--digits", "8"], "x");
    assert_eq!(run.code, 2, "{run:?}");
    fine(&add(&home, &["--name", "plain"], "MFZXIZLSNFXWI2LO"));
    let run = home.otp_fed(["edit", "plain", "--new-pin"], b"1234");
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn a_link_without_its_pin_gives_no_code_until_it_is_set() {
    let home = Home::with_vault();
    let link = format!("motp://Router:o?secret={}", MOTP.0);
    let run = home.otp_fed(["add"], link.as_bytes());
    fine(&run);
    assert!(run.stderr.contains("without its PIN"), "{run:?}");
    let none = home.otp(["code", "router", "--at", MOTP.2]);
    assert_eq!((none.code, none.stdout.as_str()), (1, ""), "{none:?}");
    assert!(none.stderr.contains("--new-pin"), "{none:?}");
    let refused = home.otp(["verify", "router", "e7d8b6"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    let listed = home.otp(["list", "--codes", "--json"]).stdout;
    assert!(listed.contains("\"code\":null"), "{listed}");
    fine(&home.otp_fed(["edit", "router", "--new-pin"], b"1234\n"));
    assert_eq!(code(&home, "router", MOTP.2), MOTP.3);
    fine(&home.otp(["undo"]));
    assert_eq!(home.otp(["code", "router"]).code, 1);
}

#[test]
fn links_pictures_and_exports_carry_the_pin() {
    let home = both();
    let links: Vec<String> = ["router", "yandex"]
        .map(|name| home.otp(["show", name, "--uri"]).stdout.trim().to_owned())
        .to_vec();
    assert_eq!(
        links[0],
        "motp://Router:?secret=e3152afee62599c8&issuer=Router&pin=1234"
    );
    assert_eq!(
        links[1],
        "otpauth://yaotp/Yandex:vera?secret=6SB2IKNM6OBZPAVBVTOHDKS4FA&issuer=Yandex&pin=GUZDGOI"
    );
    let other = Home::with_accounts(&[&links[0], &links[1]]);
    assert_gives_the_known_codes(&other);
    for name in ["router", "yandex"] {
        let picture = home.path(&format!("{name}.png"));
        let picture = picture.to_str().expect("a path");
        fine(&home.otp(["show", name, "--qr-file", picture]));
    }
    let other = Home::with_vault();
    for name in ["router.png", "yandex.png"] {
        fine(&other.otp(["add".as_ref(), home.path(name).as_os_str()]));
    }
    assert_gives_the_known_codes(&other);
    for target in ["otpauth", "aegis", "html"] {
        let file = home.path(target);
        let file = file.to_str().expect("a path");
        fine(&home.otp(["export", "--to", target, "--plain", "-o", file]));
        let other = Home::with_vault();
        fine(&other.otp(["import", file]));
        assert_gives_the_known_codes(&other);
    }
    for target in [
        "2fas",
        "ente",
        "bitwarden",
        "keepassxc-csv",
        "cxf",
        "google",
    ] {
        let file = home.path(&format!("{target}.out"));
        let run = home.otp([
            "export".as_ref(),
            "--to".as_ref(),
            target.as_ref(),
            "--plain".as_ref(),
            "-o".as_ref(),
            file.as_os_str(),
        ]);
        assert!(matches!(run.code, 8 | 9), "{target} {run:?}");
    }
}

#[test]
fn the_apps_that_hold_them_are_imported() {
    let aegis = json!({
        "version": 1, "header": {"slots": null, "params": null},
        "db": {"version": 3, "groups": [], "entries": [
            {"type": "motp", "name": "o", "issuer": "Router",
             "info": {"secret": "4MKSV7XGEWM4Q", "algo": "MD5", "digits": 6, "period": 10, "pin": "1234"}},
            {"type": "yandex", "name": "vera", "issuer": "Yandex",
             "info": {"secret": "6SB2IKNM6OBZPAVBVTOHDKS4FA", "algo": "SHA256", "digits": 8, "period": 30, "pin": "5239"}},
        ]},
    });
    let stratum = json!({
        "Authenticators": [
            {"Type": 3, "Issuer": "Router", "Username": "o", "Secret": MOTP.0, "Pin": "1234", "Algorithm": 0, "Digits": 6, "Period": 10},
            {"Type": 5, "Issuer": "Yandex", "Username": "vera", "Secret": YANDEX.0, "Pin": "5239", "Algorithm": 0, "Digits": 8, "Period": 30},
        ],
        "Categories": [], "AuthenticatorCategories": [],
    });
    let cotp = json!({"version": 2, "elements": [
        {"secret": MOTP.0, "issuer": "Router", "label": "o", "digits": 6, "type": "MOTP", "algorithm": "MD5", "period": 10, "counter": null, "pin": "1234"},
        {"secret": YANDEX.0, "issuer": "Yandex", "label": "vera", "digits": 8, "type": "YANDEX", "algorithm": "SHA256", "period": 30, "counter": null, "pin": "5239"},
    ]});
    for (name, file) in [("aegis", aegis), ("stratum", stratum), ("cotp", cotp)] {
        let home = Home::with_vault();
        let path = home.write(name, file.to_string().as_bytes());
        fine(&home.otp(["import".as_ref(), path.as_os_str()]));
        assert_gives_the_known_codes(&home);
        let again = home.otp(["import".as_ref(), path.as_os_str()]);
        assert!(again.stderr.contains("2 here already"), "{again:?}");
    }
    // andOTP keeps the PIN to itself, and the key as base32 of its digits.
    let digits = data_encoding::BASE32_NOPAD.encode(MOTP.0.as_bytes());
    let andotp = json!([{"secret": digits, "issuer": "Router", "label": "o", "digits": 6,
        "type": "MOTP", "algorithm": "SHA1", "period": 10, "tags": []}]);
    let home = Home::with_vault();
    let path = home.write("andotp.json", andotp.to_string().as_bytes());
    let run = home.otp(["import".as_ref(), path.as_os_str()]);
    fine(&run);
    assert!(run.stderr.contains("without its PIN"), "{run:?}");
    fine(&home.otp_fed(["edit", "router", "--new-pin"], b"1234\n"));
    assert_eq!(code(&home, "router", MOTP.2), MOTP.3);
}
