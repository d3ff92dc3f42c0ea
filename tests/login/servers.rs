//! Real servers on loopback, with PAM services of their own, and what they need.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::home::Home;
use crate::parts;

pub const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
pub const OTHER: &str = "MFZXIZLSNFXWI2LOMFZXIZLSNFXWI2LO";
/// Steps of ten seconds: the next one comes soon.
pub const STEP: u32 = 10;
pub const PASSWORD: &str = "vine-tractor";

pub fn link(secret: &str) -> String {
    format!("otpauth://totp/root@127.0.0.1?secret={secret}&period={STEP}")
}

/// Files outside the home, removed at the end.
#[derive(Default)]
pub struct Placed(Vec<PathBuf>);

impl Placed {
    /// A file whose path begins so; its name.
    pub fn file(&mut self, path: &str, text: &str) -> String {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = format!("{path}otp-test-{}-{number}", std::process::id());
        let path = PathBuf::from(path);
        std::fs::write(&path, text).expect("root may do that");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o440);
        std::fs::set_permissions(&path, mode).expect("mode");
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        self.0.push(path);
        name
    }
}

impl Drop for Placed {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// PAM and servers are for root, and for Linux.
pub fn can(programs: &[&str], modules: &[&str]) -> bool {
    if !rustix::process::geteuid().is_root() {
        return parts::skip("PAM services can be made by root alone");
    }
    let folder = Path::new("/lib").join(format!("{}-linux-gnu/security", std::env::consts::ARCH));
    programs.iter().all(|program| parts::has(program))
        && modules.iter().all(|module| {
            let file = folder.join(module);
            file.is_file() || parts::skip(&format!("{module} is missing"))
        })
}

/// A program in the background whose messages can be waited for.
pub struct Server {
    child: Child,
    said: Arc<Mutex<String>>,
    _placed: Placed,
}

impl Server {
    pub fn start(mut command: Command, placed: Placed) -> Self {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the server starts");
        let said = Arc::new(Mutex::new(String::new()));
        let stderr = child.stderr.take().expect("piped");
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).split(b'\n').map_while(Result::ok) {
                let mut heard = heard.lock().expect("no panic while held");
                heard.push_str(&String::from_utf8_lossy(&line));
                heard.push('\n');
            }
        });
        Self {
            child,
            said,
            _placed: placed,
        }
    }

    pub fn said(&self) -> String {
        self.said.lock().expect("no panic while held").clone()
    }

    pub fn says(&self, text: &str) {
        let begun = Instant::now();
        while !self.said().contains(text) {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "no {text}: {}",
                self.said()
            );
            std::thread::yield_now();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

pub fn executable(home: &Home, name: &str, text: &str) -> String {
    let path = home.write(name, text.as_bytes());
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&path, mode).expect("executable");
    path.to_str().expect("text").to_owned()
}

/// The secret as google-authenticator keeps it; a code is good once.
pub fn google_secret(home: &Home) -> String {
    let text = format!(
        "{SECRET}\n\" RATE_LIMIT 30 30\n\" STEP_SIZE {STEP}\n\" WINDOW_SIZE 3\n\" DISALLOW_REUSE\n\" TOTP_AUTH\n"
    );
    let path = home.write("google", text.as_bytes());
    path.to_str().expect("text").to_owned()
}
