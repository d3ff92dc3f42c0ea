//! `otp menu` with the real menu programs of a desktop: rofi and dmenu on X11, wofi and fuzzel on Wayland.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::menu::copying_into_a_file;
use crate::home::Home;
use crate::parts;

const LINKS: [&str; 2] = [
    "otpauth://totp/Aaa:first?secret=MFZXIZLSNFXWI2LO&issuer=Aaa&period=3600",
    "otpauth://hotp/Fob:door?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Fob&counter=0",
];

fn home() -> Home {
    copying_into_a_file(Home::with_accounts(&LINKS))
}

fn menu(home: &Home, program: &str) -> Command {
    let mut command = home.command(["--identity", "recovery.txt", "menu", "--with", program]);
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The menu is answered: it ends well, and the code of the chosen account is copied.
fn is_copied(home: &Home, mut menu: Child, program: &str) {
    assert!(menu.wait().expect("it ends").success(), "{program}");
    let copied = std::fs::read_to_string(home.path("copied")).expect("a copy");
    assert_eq!(copied, "755224", "{program}");
}

fn run(program: &str, arguments: &[&str], variable: (&str, &str)) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).env(variable.0, variable.1);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[test]
fn rofi_and_dmenu_choose_on_x11() {
    for program in ["rofi", "dmenu"] {
        if !["Xvfb", "xdotool", program].into_iter().all(parts::has) {
            return;
        }
        let home = home();
        let screen = crate::system::Display::start();
        let display = ("DISPLAY", screen.name.as_str());
        let mut menu = menu(&home, program);
        let menu = menu.env("DISPLAY", &screen.name).spawn().expect("started");
        // Both have the keyboard before their window is there.
        let begun = Instant::now();
        while !run("xdotool", &["search", "--class", program], display) {
            assert!(begun.elapsed() < Duration::from_secs(60), "no {program}");
        }
        assert!(run("xdotool", &["type", "fob"], display));
        assert!(run("xdotool", &["key", "Return"], display));
        is_copied(&home, menu, program);
    }
}

/// A compositor without a screen.
struct Compositor {
    server: Child,
    runtime: tempfile::TempDir,
}

impl Compositor {
    const NAME: &str = "wayland-1";

    /// sway does not run as root: there it is nobody's.
    fn start() -> Self {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        let runtime = tempfile::tempdir().expect("a folder");
        let folder = runtime.path();
        std::fs::write(folder.join("config"), "output * resolution 800x600\n").expect("written");
        let is_root = std::fs::metadata("/proc/self").expect("it").uid() == 0;
        let mut command = Command::new(if is_root { "setpriv" } else { "sway" });
        if is_root {
            let readable = std::fs::Permissions::from_mode(0o644);
            std::fs::set_permissions(folder.join("config"), readable).expect("set");
            std::os::unix::fs::chown(folder, Some(65_534), Some(65_534)).expect("given away");
            let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "sway"];
            command.args(nobody);
        }
        command.arg("-c").arg(folder.join("config"));
        command
            .env("XDG_RUNTIME_DIR", folder)
            .env("WLR_BACKENDS", "headless");
        command
            .env("WLR_LIBINPUT_NO_DEVICES", "1")
            .env("WLR_RENDERER", "pixman");
        command
            .env_remove("DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let server = command.spawn().expect("sway starts");
        let compositor = Self { server, runtime };
        let begun = Instant::now();
        while !compositor.runtime.path().join(Self::NAME).exists() {
            assert!(begun.elapsed() < Duration::from_secs(60), "no display");
            std::thread::yield_now();
        }
        compositor
    }
}

impl Drop for Compositor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn wofi_and_fuzzel_choose_on_wayland() {
    for program in ["wofi", "fuzzel"] {
        if !["sway", "wtype", "setpriv", program]
            .into_iter()
            .all(parts::has)
        {
            return;
        }
        let home = home();
        let compositor = Compositor::start();
        let runtime = compositor.runtime.path();
        let mut menu = menu(&home, program);
        menu.env("WAYLAND_DISPLAY", runtime.join(Compositor::NAME));
        let mut menu = menu.env("WAYLAND_DEBUG", "1").spawn().expect("started");
        // Its surface enters the screen once it is shown.
        let mut lines = BufReader::new(menu.stderr.take().expect("piped")).lines();
        let shown =
            lines.find(|line| matches!(line, Ok(line) if line.contains("wl_surface@") && line.contains(".enter(")));
        assert!(shown.is_some(), "{program} showed nothing");
        // What it says later must have somewhere to go.
        let rest = std::thread::spawn(move || lines.count());
        let display = runtime.join(Compositor::NAME);
        let display = ("WAYLAND_DISPLAY", display.to_str().expect("text"));
        assert!(run("wtype", &["fob", "-s", "500", "-k", "Return"], display));
        is_copied(&home, menu, program);
        let _ = rest.join();
    }
}
