//! Glyphs: the few characters outside ASCII that we draw, and what stands for them in ASCII mode.

/// The few characters outside ASCII that we draw, and what stands for them in ASCII mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Before the selected line of a dialogue.
    pub selected: &'static str,
    /// At the left edge of the selected row.
    pub bar: &'static str,
    /// Before a pinned row.
    pub star: &'static str,
    /// A whole cell of the countdown line.
    pub full: &'static str,
    /// Half a cell of it.
    pub half: &'static str,
    /// A cell of the long countdown line that is burnt down.
    pub spent: &'static str,
    /// Where in the list the rows in sight are.
    pub thumb: &'static str,
    /// Before the next code.
    pub arrow: &'static str,
    /// Where text was cut.
    pub cut: &'static str,
    /// For a hidden letter.
    pub dot: &'static str,
    /// It worked.
    pub done: &'static str,
    /// It did not work.
    pub failed: &'static str,
    /// Divides parts of a line.
    pub middle: &'static str,
    /// Divides list and details.
    pub wall: &'static str,
    /// Frame: corners (clockwise from the upper left), horizontal, vertical.
    pub frame: [&'static str; 6],
    /// Pictures of the spinner, in turn.
    pub spinner: &'static [&'static str],
    /// Between two thoughts.
    pub dash: &'static str,
}

impl Glyphs {
    /// The spinner, turned so often.
    pub fn turned(&self, turn: usize) -> &'static str {
        self.spinner[turn % self.spinner.len()]
    }
}

/// For terminals with the usual characters.
pub const UNICODE: Glyphs = Glyphs {
    selected: "▸",
    bar: "▌",
    star: "★",
    full: "━",
    half: "╸",
    spent: " ",
    thumb: "┃",
    arrow: "→",
    cut: "…",
    dot: "•",
    done: "✓",
    failed: "✗",
    middle: "·",
    wall: "│",
    frame: ["╭", "╮", "╯", "╰", "─", "│"],
    spinner: &["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"],
    dash: "—",
};

/// For everything else.
pub const ASCII: Glyphs = Glyphs {
    selected: ">",
    bar: ">",
    star: "*",
    full: "=",
    half: "-",
    spent: "-",
    thumb: "#",
    arrow: ">",
    cut: "~",
    dot: ".",
    done: "+",
    failed: "x",
    middle: "|",
    wall: "|",
    frame: ["+", "+", "+", "+", "-", "|"],
    spinner: &["|", "/", "-", "\\"],
    dash: "-",
};

/// The characters to draw with.
pub const fn glyphs(ascii: bool) -> &'static Glyphs {
    if ascii { &ASCII } else { &UNICODE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_mode_is_ascii() {
        let a = ASCII;
        let all = [
            a.selected, a.bar, a.star, a.full, a.half, a.spent, a.thumb, a.arrow, a.cut, a.dot,
            a.done, a.failed, a.middle, a.wall, a.dash,
        ];
        let all = all.iter().chain(&a.frame).chain(a.spinner);
        assert!(all.copied().all(str::is_ascii));
    }
}
