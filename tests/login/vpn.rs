//! ocserv with openconnect, which asks twice with the same word: for the password and for the code.

use std::process::{Command, Stdio};

use super::servers::{PASSWORD, Placed, Server, can, free_port};
use super::{COUNTED, otp};
use crate::home::Home;

fn made(command: &mut Command) {
    let made = command.stderr(Stdio::null()).stdout(Stdio::null()).output();
    assert!(made.expect("it starts").status.success(), "{command:?}");
}

#[test]
fn openconnect_takes_the_code_behind_the_second_password() {
    if !can(&["ocserv", "ocpasswd", "openconnect", "openssl"], &[]) {
        return;
    }
    let home = Home::with_accounts(&[COUNTED]);
    let path = |name: &str| home.path(name).to_str().expect("text").to_owned();
    made(
        Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes"])
            .args([
                "-keyout",
                &path("key.pem"),
                "-out",
                &path("cert.pem"),
                "-days",
                "2",
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
            ]),
    );
    let typed = format!("printf '{PASSWORD}\\n{PASSWORD}\\n' | ocpasswd -c passwd octavia");
    made(
        Command::new("sh")
            .args(["-c", &typed])
            .current_dir(home.path("")),
    );
    home.write(
        "oath",
        b"HOTP octavia - 3132333435363738393031323334353637383930\n",
    );
    let port = free_port();
    let config = format!(
        "auth = \"plain[passwd={},otp={}]\"\ntcp-port = {port}\nlisten-host = 127.0.0.1\nrun-as-user = root\n\
         run-as-group = root\nsocket-file = {}\nserver-cert = {}\nserver-key = {}\nisolate-workers = false\n\
         max-clients = 4\ndevice = vpns\nipv4-network = 192.168.99.0\nipv4-netmask = 255.255.255.0\n\
         use-occtl = false\nlog-level = 3\n",
        path("passwd"),
        path("oath"),
        path("socket"),
        path("cert.pem"),
        path("key.pem"),
    );
    let config = home.write("ocserv.conf", config.as_bytes());
    let mut command = Command::new("ocserv");
    command.args(["-f", "-d", "3", "-c"]).arg(config);
    let server = Server::start(command, Placed::default());
    server.says("initialized ocserv");
    let url = format!("https://127.0.0.1:{port}");
    let given = [
        "--authenticate",
        "--cafile",
        "cert.pem",
        "--user",
        "octavia",
        &url,
    ];
    let program = [
        &["run", "--account", "fob", "--", "openconnect"],
        &given[..],
    ]
    .concat();
    let session = otp(&home, &program).sized(120, 40).run();
    session.sees("Password:").types(PASSWORD).types("\r");
    session
        .sees("OTP password")
        .sees("answered by otp")
        .sees("COOKIE=");
    assert_eq!(session.ends(), 0);
    session.terminal_is_restored();
    let answers = session.screen().matches("answered by otp").count();
    assert_eq!(answers, 1, "{}", session.screen());
}
