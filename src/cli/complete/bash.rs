//! A line as bash has it at a Tab: words and quotes taken apart, and an answer written so that bash can put it in
//! place. Bash replaces only what stands behind the last sign that divides words (`:`, `=`, `@`) or opened a quote.

/// The line up to the cursor.
#[derive(Debug, Default)]
pub struct Line {
    /// The words between the program and the cursor's.
    pub words: Vec<String>,
    /// The word at the cursor, as it is meant.
    pub current: String,
    quote: Option<char>,
    /// Letters of the current word that bash leaves where they are.
    kept: usize,
}

impl Line {
    /// Reads the line; `breaks` are the signs that divide words for bash.
    pub fn read(text: &str, breaks: &str) -> Self {
        let mut line = Self::default();
        let mut begun = false;
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match (line.quote, letter) {
                (None, ' ' | '\t' | '\n') => {
                    if std::mem::take(&mut begun) {
                        line.end_word();
                    }
                    continue;
                }
                (None, '\\') => line.current.extend(letters.next()),
                (None, '"' | '\'') => {
                    line.quote = Some(letter);
                    line.keep();
                }
                (Some(quote), letter) if quote == letter => {
                    line.quote = None;
                    line.keep();
                }
                (Some('"'), '\\') => line.escaped_in_quotes(letters.next()),
                (None, '@' | '$') if breaks.contains(letter) => {
                    // Readline divides words here but takes the sign to the word behind it.
                    line.keep();
                    line.current.push(letter);
                }
                (quote, letter) => {
                    line.current.push(letter);
                    if quote.is_none() && breaks.contains(letter) {
                        line.keep();
                    }
                }
            }
            begun = true;
        }
        // The program itself.
        if !line.words.is_empty() {
            line.words.remove(0);
        }
        line
    }

    fn end_word(&mut self) {
        self.words.push(std::mem::take(&mut self.current));
        self.kept = 0;
    }

    fn keep(&mut self) {
        self.kept = self.current.chars().count();
    }

    fn escaped_in_quotes(&mut self, letter: Option<char>) {
        match letter {
            Some(letter @ ('$' | '`' | '"' | '\\')) => self.current.push(letter),
            Some(other) => self.current.extend(['\\', other]),
            None => {}
        }
    }

    /// What bash is to put in place for this answer; `None` when it does not begin as what was typed, case aside.
    pub fn completed(&self, answer: &str) -> Option<String> {
        let mut rest = answer.chars();
        for typed in self.current.chars() {
            let there = rest.next()?;
            if there != typed && !there.to_lowercase().eq(typed.to_lowercase()) {
                return None;
            }
        }
        let rest: String = answer.chars().skip(self.kept).collect();
        Some(quoted(&rest, self.quote))
    }
}

fn quoted(text: &str, quote: Option<char>) -> String {
    let mut quoted = String::new();
    for letter in text.chars() {
        match quote {
            Some('\'') if letter == '\'' => quoted.push_str("'\\''"),
            Some('"') if "$`\"\\".contains(letter) => quoted.extend(['\\', letter]),
            None if letter.is_ascii() && !is_bare(letter) => quoted.extend(['\\', letter]),
            _ => quoted.push(letter),
        }
    }
    quoted
}

fn is_bare(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "_@%+=:,./-".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BREAKS: &str = " \t\"'@><=;|&(:";

    fn completed(line: &str, answer: &str) -> Option<String> {
        Line::read(line, BREAKS).completed(answer)
    }

    #[test]
    fn what_bash_replaces_is_what_it_gets() {
        for (line, answer, wanted) in [
            ("otp code Git", "GitHub:a", "GitHub:a"),
            ("otp code git", "GitHub:a", "GitHub:a"),
            ("otp code GitHub:", "GitHub:a b", "a\\ b"),
            ("otp code github:A", "GitHub:a", "a"),
            ("otp code GitHub:a@", "GitHub:a@b.c", "@b.c"),
            ("otp code Key\\ f", "Key fob:d", "Key\\ fob:d"),
            ("otp code 'Key f", "Key fob:d", "Key fob:d"),
            ("otp code \"Key", "Key $1 \"x\"", "Key \\$1 \\\"x\\\""),
            ("otp code 'it", "it's", "it'\\''s"),
            ("otp code 'GitHub:", "GitHub:a", "GitHub:a"),
            ("otp code Git'Hub:", "GitHub:a", "Hub:a"),
            ("otp code \"GitHub\":", "GitHub:a", "a"),
            ("otp list --tag=wo", "--tag=work", "work"),
            ("otp code 日", "日本:銀行", "日本:銀行"),
        ] {
            assert_eq!(completed(line, answer).as_deref(), Some(wanted), "{line}");
        }
        assert_eq!(completed("otp code x", "GitHub:a"), None);
    }

    #[test]
    fn words_lose_their_quotes() {
        let line = Line::read("otp  code 'a b'\\ c --x \"d\\\"\\e\" f", BREAKS);
        assert_eq!(line.words, ["code", "a b c", "--x", "d\"\\e"]);
        assert_eq!(line.current, "f");
        let line = Line::read("otp code ", BREAKS);
        assert_eq!(
            (line.words.as_slice(), line.current.as_str()),
            (&["code".to_owned()][..], "")
        );
        assert_eq!(Line::read("otp code '' ", BREAKS).words, ["code", ""]);
        assert_eq!(Line::read("", BREAKS).words, [""; 0]);
    }
}
