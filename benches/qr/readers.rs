//! The readers compared: ours, plain `rqrr`, and two programs when they are installed.

use std::io::{BufRead, BufReader, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use otp::qr::Content;
use otp::qr::series::{self, Series};

/// What a reader made of a picture.
#[derive(Default)]
pub struct Reading {
    pub texts: Vec<String>,
    /// Processor time, decoding of the file not included, where that can be told apart.
    pub milliseconds: f64,
    /// How many more codes it says there are, unread.
    pub unread: usize,
}

pub enum Reader {
    Ours,
    Rqrr,
    Zbar,
    Zxing(Zxing),
}

/// A Python process that reads one file after another.
pub struct Zxing {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

const ZXING: &str = "
import sys, json, time
try:
    import zxingcpp
    from PIL import Image, ImageSequence
except ImportError as error:
    print(json.dumps(str(error)), flush=True)
    sys.exit(0)
print(json.dumps(zxingcpp.__version__ if hasattr(zxingcpp, '__version__') else 'unknown version'), flush=True)
for line in sys.stdin:
    texts, took = [], 0
    for image in ImageSequence.Iterator(Image.open(line.strip())):
        image = image.convert('RGBA' if 'A' in image.getbands() else 'L' if image.mode in ('L', 'I;16') else 'RGB')
        if image.mode == 'RGBA':
            white = Image.new('RGBA', image.size, (255, 255, 255, 255))
            image = Image.alpha_composite(white, image).convert('RGB')
        start = time.thread_time()
        found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
        took += (time.thread_time() - start) * 1000
        texts += [code.text for code in found]
    print(json.dumps([texts, took]), flush=True)
";

/// Those that can be run here; says why others cannot.
pub fn available(only_ours: bool) -> Vec<Reader> {
    let mut readers = vec![Reader::Ours];
    if only_ours {
        return readers;
    }
    readers.push(Reader::Rqrr);
    if Command::new("zbarimg").arg("--version").output().is_ok() {
        readers.push(Reader::Zbar);
    } else {
        println!("skipped: zbarimg is missing");
    }
    match Zxing::start() {
        Ok(zxing) => readers.push(Reader::Zxing(zxing)),
        Err(reason) => println!("skipped: zxing-cpp ({reason})"),
    }
    // A panic of rqrr is a reading like any other: no words.
    std::panic::set_hook(Box::new(|_| {}));
    readers
}

impl Zxing {
    fn start() -> Result<Self, String> {
        let python = std::env::var("ZXING_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let mut child = Command::new(&python)
            .args(["-c", ZXING])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{python}: {error}"))?;
        let to = child.stdin.take().expect("a pipe");
        let from = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut zxing = Self { child, to, from };
        let greeting: String = zxing.answer().ok_or("no answer")?;
        if greeting.contains("module") {
            return Err(greeting);
        }
        Ok(zxing)
    }

    fn answer<T: serde::de::DeserializeOwned>(&mut self) -> Option<T> {
        let mut line = String::new();
        self.from.read_line(&mut line).ok()?;
        serde_json::from_str(&line).ok()
    }

    fn read(&mut self, file: &Path) -> Reading {
        writeln!(self.to, "{}", file.display()).expect("the process lives");
        let (texts, milliseconds) = self.answer().unwrap_or_default();
        Reading {
            texts,
            milliseconds,
            unread: 0,
        }
    }
}

impl Drop for Zxing {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reader {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Rqrr => "rqrr",
            Self::Zbar => "zbarimg",
            Self::Zxing(_) => "zxing-cpp",
        }
    }

    pub fn read(&mut self, file: &Path, bytes: &[u8]) -> Reading {
        match self {
            Self::Ours => ours(bytes),
            Self::Rqrr => catch_unwind(AssertUnwindSafe(|| rqrr(bytes))).unwrap_or_default(),
            Self::Zbar => zbar(file),
            Self::Zxing(zxing) => zxing.read(file),
        }
    }
}

fn ours(bytes: &[u8]) -> Reading {
    // Unpacking costs the same for every reader; it is timed apart and taken off.
    let start = cpu_time();
    let unpacked = image::load_from_memory(bytes).expect("our own picture");
    let unpacking = cpu_time().saturating_sub(start);
    let start = cpu_time();
    let codes = otp::qr::read(bytes, &|| false).expect("our own picture");
    let whole = cpu_time().saturating_sub(start);
    drop(unpacked);
    let unread = codes.unread.len();
    let joined = series::join(codes.parts).into_iter();
    let joined = joined.filter_map(|series| match series {
        Series::Whole(Content::Text { text, .. }) => Some(text),
        _ => None,
    });
    let texts = codes.found.into_iter().map(|found| found.text);
    Reading {
        texts: texts
            .chain(joined)
            .map(|text| text.expose().to_owned())
            .collect(),
        milliseconds: (whole.saturating_sub(unpacking)).as_secs_f64() * 1000.0,
        unread,
    }
}

fn rqrr(bytes: &[u8]) -> Reading {
    let grey = image::load_from_memory(bytes)
        .expect("our own picture")
        .into_luma8();
    let start = cpu_time();
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        grey.as_raw()[y * width + x]
    });
    let texts = prepared
        .detect_grids()
        .iter()
        .filter_map(|grid| Some(grid.decode().ok()?.1))
        .collect();
    Reading {
        texts,
        milliseconds: cpu_time().saturating_sub(start).as_secs_f64() * 1000.0,
        unread: 0,
    }
}

fn zbar(file: &Path) -> Reading {
    let output = Command::new("zbarimg")
        .args([
            "--quiet",
            "--xml",
            "--nodbus",
            "-Sdisable",
            "-Sqrcode.enable",
        ])
        .arg(file)
        .output()
        .expect("zbarimg ran before");
    let xml = String::from_utf8_lossy(&output.stdout);
    let texts = xml
        .split("<data><![CDATA[")
        .skip(1)
        .filter_map(|part| Some(part.split_once("]]></data>")?.0.to_owned()))
        .collect();
    Reading {
        texts,
        milliseconds: 0.0,
        unread: 0,
    }
}

/// Processor time of this thread: other work on the machine does not count.
#[cfg(unix)]
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[cfg(not(unix))]
fn cpu_time() -> Duration {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default()
}
