//! How a program is started in a pseudo terminal: its size, its variables, its folder, its pipe.

use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use pty_process::blocking::{Command, open};
use rustix::process::Pid;
use vt100::Parser;

use super::{Heard, Reading, Seen, Session, size};

/// How a program is started.
pub struct Start {
    command: Command,
    size: (u16, u16),
    /// Pixels of a cell; 0 where the terminal does not tell.
    cell: (u16, u16),
    piped: bool,
}

impl Start {
    /// The real program with an empty home and nothing of this environment.
    pub fn otp(home: &Path, arguments: &[&str]) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_otp")).args(arguments);
        Self::of(command, home)
    }

    /// Any program.
    pub fn of(command: Command, home: &Path) -> Self {
        let command = command
            .env_clear()
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8");
        Self {
            command,
            size: (80, 24),
            cell: (0, 0),
            piped: false,
        }
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command = self.command.env(name, value);
        self
    }

    pub fn inside(mut self, folder: &Path) -> Self {
        self.command = self.command.current_dir(folder);
        self
    }

    pub fn sized(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// The terminal tells how many pixels its cells have.
    pub fn cells_of(mut self, wide: u16, tall: u16) -> Self {
        self.cell = (wide, tall);
        self
    }

    /// Standard output goes to a pipe; the terminal stays.
    pub fn piped(mut self) -> Self {
        self.command = self.command.stdout(Stdio::piped());
        self.piped = true;
        self
    }

    pub fn run(self) -> Session {
        let (pty, pts) = open().expect("a pseudo terminal");
        let (columns, rows) = self.size;
        let (wide, tall) = (columns * self.cell.0, rows * self.cell.1);
        pty.resize(pty_process::Size::new_with_pixel(rows, columns, wide, tall))
            .expect("resize");
        let mut child = self.command.spawn(pts).expect("the program starts");
        let piped = child.stdout.take().filter(|_| self.piped).map(|mut out| {
            std::thread::spawn(move || {
                let mut text = String::new();
                out.read_to_string(&mut text).expect("text on the pipe");
                text
            })
        });
        let (rows, columns) = size(self.size.0, self.size.1);
        let seen = Arc::new((
            Mutex::new(Seen {
                parser: Parser::new_with_callbacks(rows, columns, 0, Heard::default()),
                reading: Reading::AtOnce,
                bytes: 0,
                written: Vec::new(),
                ended: false,
            }),
            Condvar::new(),
        ));
        let pty = Arc::new(pty);
        let (reader, shared) = (Arc::clone(&pty), Arc::clone(&seen));
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let most = pace(&shared, buffer.len());
                // The end of the program is an error on Linux.
                let count = (&*reader).read(&mut buffer[..most]).unwrap_or(0);
                let mut seen = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
                seen.parser.process(&buffer[..count]);
                seen.bytes += count;
                seen.written.extend_from_slice(&buffer[..count]);
                seen.ended = count == 0;
                shared.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Session {
            pid: Pid::from_child(&child),
            child: Mutex::new(child),
            pty,
            seen,
            piped: Mutex::new(piped),
        }
    }
}

/// How many bytes to read next, in the terminal's own time.
fn pace(shared: &(Mutex<Seen>, Condvar), most: usize) -> usize {
    let seen = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
    let stands_still = |seen: &mut Seen| seen.reading == Reading::Never;
    let seen = shared.1.wait_while(seen, stands_still);
    let reading = seen.unwrap_or_else(PoisonError::into_inner).reading;
    let Reading::Slowly(rate) = reading else {
        return most;
    };
    // The line's own slowness, which is what is tested.
    std::thread::sleep(Duration::from_millis(50));
    (rate / 20).max(1)
}
