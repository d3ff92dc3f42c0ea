//! Files that hold pictures in formats that are not read here: what they are, and the way out.

/// A format, and the program that makes a PNG of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFormat {
    /// What an iPhone takes.
    Heic,
    /// What browsers save of late.
    Avif,
    /// A document, as printed backups are.
    Pdf,
    /// What scanners make.
    Tiff,
    /// A drawing, as some sites show their codes.
    Svg,
}

impl OtherFormat {
    /// By the first bytes; a few hundred are enough.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.get(4..8) == Some(b"ftyp") {
            return match bytes.get(8..12)? {
                b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => {
                    Some(Self::Heic)
                }
                b"avif" | b"avis" => Some(Self::Avif),
                _ => None,
            };
        }
        if bytes.starts_with(b"%PDF-") {
            return Some(Self::Pdf);
        }
        if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
            return Some(Self::Tiff);
        }
        let start = bytes.get(..bytes.len().min(1024))?;
        let start = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(start);
        // A web page with a drawing in it is something else.
        let is_drawing = ["<svg", "<?xml", "<!--", "<!DOCTYPE svg"]
            .iter()
            .any(|tag| start.trim_ascii_start().starts_with(tag.as_bytes()));
        (is_drawing && start.windows(4).any(|tag| tag == b"<svg")).then_some(Self::Svg)
    }

    /// With its article.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Heic => "an iPhone HEIC photograph",
            Self::Avif => "an AVIF picture",
            Self::Pdf => "a PDF document",
            Self::Tiff => "a TIFF picture",
            Self::Svg => "an SVG drawing",
        }
    }

    /// A command that makes PNG pictures of a file like this.
    pub const fn way_out(self) -> &'static str {
        match self {
            // Every Mac has it.
            Self::Heic if cfg!(target_os = "macos") => "sips -s format png x.heic --out x.png",
            Self::Tiff if cfg!(target_os = "macos") => "sips -s format png x.tiff --out x.png",
            Self::Heic => "heif-convert x.heic x.png",
            Self::Avif => "magick x.avif x.png",
            Self::Pdf => "pdftoppm -r 200 -png x.pdf page",
            Self::Tiff => "magick x.tiff x.png",
            Self::Svg => "rsvg-convert -z 4 -b white -o x.png x.svg",
        }
    }

    /// Whether it is always a picture, and never a document of another kind.
    pub const fn is_photograph(self) -> bool {
        matches!(self, Self::Heic | Self::Avif | Self::Tiff)
    }
}
