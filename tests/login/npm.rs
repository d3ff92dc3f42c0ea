//! npm against a small registry on loopback.

use std::process::Command;

use super::servers::{Placed, Server};
use super::{COUNTED, otp};
use crate::home::Home;
use crate::parts;

/// A registry that wants a code for what is published.
const REGISTRY: &str = r"
import http.server, json, sys
class Registry(http.server.BaseHTTPRequestHandler):
    def answer(self, status, value, **headers):
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name.replace('_', '-'), text)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        self.answer(404, {'error': 'not found'})
    def do_PUT(self):
        self.rfile.read(int(self.headers.get('content-length', 0)))
        if self.headers.get('npm-otp') != sys.argv[1]:
            return self.answer(401, {'error': 'one-time pass'}, www_authenticate='OTP')
        self.answer(201, {'ok': True})
    def log_message(self, *words):
        pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Registry)
sys.stderr.write('at %d\n' % server.server_port)
sys.stderr.flush()
server.serve_forever()
";

#[test]
fn npm_takes_the_code() {
    if !(parts::has("npm") && parts::has("python3")) {
        return;
    }
    let home = Home::with_accounts(&[COUNTED]);
    let mut registry = Command::new("python3");
    registry.args(["-c", REGISTRY, "755224"]);
    let registry = Server::start(registry, Placed::default());
    registry.says("at ");
    let said = registry.said();
    let port = said.trim().trim_start_matches("at ");
    home.write(
        "package.json",
        br#"{"name": "a-package", "version": "1.0.0"}"#,
    );
    let settings = format!(
        "registry=http://127.0.0.1:{port}/\n//127.0.0.1:{port}/:_authToken=x\nupdate-notifier=false\nfund=false\n"
    );
    home.write(".npmrc", settings.as_bytes());
    let session = otp(&home, &["run", "--account", "fob", "--", "npm", "publish"]).run();
    session.sees("+ a-package@1.0.0");
    assert_eq!(session.ends(), 0);
    session.terminal_is_restored();
    assert!(session.ever_saw("(answered by otp)"));
}
