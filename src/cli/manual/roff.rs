//! Text as roff has it: the few macros of man(7) that pages need, and everything else escaped.

use std::fmt::Write as _;

/// A page being written.
#[derive(Default)]
pub struct Roff(String);

impl Roff {
    /// With its title line.
    pub fn new(title: &str, date: &str, source: &str) -> Self {
        let mut roff = Self::default();
        roff.line(&format!(
            ".TH {} 1 {date} \"{}\" \"User Commands\"",
            title.to_uppercase().replace('-', "\\-"),
            escaped(source)
        ));
        roff
    }

    /// A section.
    pub fn section(&mut self, title: &str) {
        self.line(&format!(".SH {}", quoted(title)));
    }

    /// A section inside.
    pub fn subsection(&mut self, title: &str) {
        self.line(&format!(".SS {}", quoted(title)));
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut typed = false;
            let mut shown = String::new();
            for part in line.split('`') {
                if typed {
                    shown.extend(["\\fB", &escaped(part), "\\fR"]);
                } else {
                    shown.push_str(&escaped(part));
                }
                typed = !typed;
            }
            for line in wrapped(&shown) {
                self.line(&guarded(&line));
            }
        }
    }

    /// The distance between two paragraphs.
    pub fn gap(&mut self) {
        self.line(".PP");
    }

    /// A term in bold, its values in italics, and what it means.
    pub fn term(&mut self, bold: &str, italic: &str, about: &str) {
        self.line(".TP");
        let mut head = format!("\\fB{}\\fR", escaped(bold));
        if !italic.is_empty() {
            head.extend([" \\fI", &escaped(italic), "\\fR"]);
        }
        self.line(&head);
        self.paragraph(about);
    }

    /// Lines that are typed as they are.
    pub fn typed(&mut self, text: &str) {
        self.line(".PP");
        self.line(".RS 4");
        self.line(".nf");
        for line in text.lines() {
            self.line(&format!("\\fB{}\\fR", escaped(line)));
        }
        self.line(".fi");
        self.line(".RE");
    }

    fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    /// The page.
    pub fn finish(self) -> String {
        self.0
    }
}

/// Lines as long as style checkers like them.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < 78 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn quoted(title: &str) -> String {
    if title.contains(' ') {
        format!("\"{}\"", escaped(title))
    } else {
        escaped(title)
    }
}

/// A dot or a quote at the beginning of a line would be a command.
fn guarded(line: &str) -> String {
    if line.starts_with(['.', '\'']) {
        format!("\\&{line}")
    } else {
        line.to_owned()
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\\' => escaped.push_str("\\e"),
            '-' => escaped.push_str("\\-"),
            '\'' => escaped.push_str("\\(aq"),
            '"' => escaped.push_str("\\(dq"),
            '^' => escaped.push_str("\\(ha"),
            '~' => escaped.push_str("\\(ti"),
            '`' => escaped.push_str("\\(ga"),
            letter if letter.is_ascii() => escaped.push(letter),
            letter => {
                // Writing to a String cannot fail.
                let _ = write!(escaped, "\\[u{:04X}]", u32::from(letter));
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_a_command() {
        let mut roff = Roff::new("otp-x", "2026-01-01", "otp");
        roff.paragraph(".so /etc/passwd\n'x `a-b` \\n …");
        roff.term("--x", "FILE", "About");
        roff.typed(".x");
        let page = roff.finish();
        assert_eq!(
            page,
            ".TH OTP\\-X 1 2026-01-01 \"otp\" \"User Commands\"\n\
             \\&.so /etc/passwd\n\
             \\(aqx \\fBa\\-b\\fR \\en \\[u2026]\n\
             .TP\n\\fB\\-\\-x\\fR \\fIFILE\\fR\nAbout\n\
             .PP\n.RS 4\n.nf\n\\fB.x\\fR\n.fi\n.RE\n"
        );
    }
}
