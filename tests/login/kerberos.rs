//! A Kerberos realm of its own on loopback, whose users log in by one-time codes: kinit.

use std::process::{Command, Stdio};

use super::servers::{Placed, Server, can, free_port};
use super::{COUNTED, at_home};
use crate::home::Home;
use crate::parts;
use crate::pty::session::Start;

/// The RADIUS server that the realm asks about codes, as small as it can be: the port, the one right code.
const RADIUS: &str = r"
import hashlib, socket, sys
secret = b'testing'
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', int(sys.argv[1])))
sys.stderr.write('listening\n')
while True:
    data, peer = server.recvfrom(4096)
    number, auth, rest, password = data[1], data[4:20], data[20:], b''
    while rest:
        kind, size = rest[0], rest[1]
        if kind == 2:
            last, hidden = auth, rest[2:size]
            for place in range(0, len(hidden), 16):
                block = hashlib.md5(secret + last).digest()
                last = hidden[place:place + 16]
                password += bytes(a ^ b for a, b in zip(last, block))
        rest = rest[size:]
    is_right = password.rstrip(b'\0') == sys.argv[2].encode()
    sys.stderr.write('right\n' if is_right else 'wrong\n')
    head = bytes([2 if is_right else 3, number, 0, 20])
    server.sendto(head + hashlib.md5(head + auth + secret).digest(), peer)
";

struct Realm {
    home: Home,
    _kdc: Server,
    radius: Server,
}

impl Realm {
    fn environment(home: &Home) -> [(&'static str, String); 2] {
        let path = |name: &str| home.path(name).to_str().expect("text").to_owned();
        [
            ("KRB5_CONFIG", path("krb5.conf")),
            ("KRB5_KDC_PROFILE", path("kdc.conf")),
        ]
    }

    /// Runs a program of the realm to its end.
    fn does(home: &Home, program: &str, arguments: &[&str]) {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(home.path(""));
        command.envs(Self::environment(home)).stdin(Stdio::null());
        let done = command.output().expect("it starts");
        assert!(done.status.success(), "{program} {arguments:?}: {done:?}");
    }

    fn start() -> Self {
        let home = Home::with_accounts(&[COUNTED]);
        let (kdc, radius) = (free_port(), free_port());
        let settings = format!(
            "[libdefaults]\n default_realm = TEST.LOCAL\n dns_lookup_kdc = false\n dns_lookup_realm = false\n\
             \x20rdns = false\n[realms]\n TEST.LOCAL = {{\n  kdc = 127.0.0.1:{kdc}\n }}\n"
        );
        home.write("krb5.conf", settings.as_bytes());
        let path = |name: &str| home.path(name).to_str().expect("text").to_owned();
        let settings = format!(
            "[kdcdefaults]\n kdc_listen = 127.0.0.1:{kdc}\n kdc_tcp_listen = 127.0.0.1:{kdc}\n[realms]\n\
             \x20TEST.LOCAL = {{\n  database_name = {}\n  key_stash_file = {}\n }}\n[otp]\n DEFAULT = {{\n\
             \x20 server = 127.0.0.1:{radius}\n  secret = {}\n  timeout = 5\n  retries = 1\n }}\n",
            path("principal"),
            path("stash"),
            path("secret"),
        );
        home.write("kdc.conf", settings.as_bytes());
        home.write("secret", b"testing\n");
        Self::does(
            &home,
            "kdb5_util",
            &["create", "-s", "-r", "TEST.LOCAL", "-P", "master"],
        );
        for query in [
            "addprinc -randkey host/armor",
            "ktadd -k keytab host/armor",
            "addprinc -randkey +requires_preauth octavia",
            "setstr octavia otp [{}]",
        ] {
            Self::does(&home, "kadmin.local", &["-q", query]);
        }
        let mut command = Command::new("python3");
        command.args(["-u", "-c", RADIUS, &radius.to_string(), "755224"]);
        let radius = Server::start(command, Placed::default());
        radius.says("listening");
        let mut command = Command::new("sh");
        // Its log goes to standard output.
        command
            .args(["-c", "exec krb5kdc -n 1>&2"])
            .envs(Self::environment(&home));
        let kdc = Server::start(command, Placed::default());
        kdc.says("starting");
        Self::does(
            &home,
            "kinit",
            &["-k", "-t", "keytab", "-c", "armor.cc", "host/armor"],
        );
        Self {
            home,
            _kdc: kdc,
            radius,
        }
    }
}

#[test]
fn kinit_takes_the_code() {
    let programs = ["krb5kdc", "kadmin.local", "kdb5_util", "kinit", "python3"];
    if !can(&programs, &[]) {
        return;
    }
    let folder = format!(
        "/usr/lib/{}-linux-gnu/krb5/plugins/preauth/otp.so",
        std::env::consts::ARCH
    );
    if !std::path::Path::new(&folder).is_file() {
        parts::skip("krb5-otp is missing");
        return;
    }
    let realm = Realm::start();
    let given = [
        "--identity",
        "recovery.txt",
        "run",
        "--account",
        "fob",
        "--",
        "kinit",
        "-T",
        "armor.cc",
        "-c",
        "user.cc",
        "octavia",
    ];
    let mut start = at_home(&realm.home, Start::otp(&realm.home.path(""), &given));
    for (name, value) in Realm::environment(&realm.home) {
        start = start.env(name, &value);
    }
    let session = start.run();
    session
        .sees("Enter OTP Token Value:")
        .sees("answered by otp");
    assert_eq!(session.ends(), 0, "{}", session.screen());
    realm.radius.says("right");
    assert!(realm.home.path("user.cc").exists());
}
