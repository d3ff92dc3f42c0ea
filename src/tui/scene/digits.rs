//! Big digits: a 3x5 font for what codes are made of, drawn with half blocks in three lines, or in five with `#`.

/// Five rows of each glyph; `#` is ink. Steam's letters that need it are five wide.
const FONT: &[(char, [&str; 5])] = &[
    ('0', ["###", "# #", "# #", "# #", "###"]),
    ('1', [" # ", "## ", " # ", " # ", "###"]),
    ('2', ["###", "  #", "###", "#  ", "###"]),
    ('3', ["###", "  #", "###", "  #", "###"]),
    ('4', ["# #", "# #", "###", "  #", "  #"]),
    ('5', ["###", "#  ", "###", "  #", "###"]),
    ('6', ["###", "#  ", "###", "# #", "###"]),
    ('7', ["###", "  #", "  #", "  #", "  #"]),
    ('8', ["###", "# #", "###", "# #", "###"]),
    ('9', ["###", "# #", "###", "  #", "###"]),
    ('B', ["## ", "# #", "## ", "# #", "## "]),
    ('C', ["###", "#  ", "#  ", "#  ", "###"]),
    ('D', ["## ", "# #", "# #", "# #", "## "]),
    ('F', ["###", "#  ", "## ", "#  ", "#  "]),
    ('G', ["####", "#   ", "# ##", "#  #", "####"]),
    ('H', ["# #", "# #", "###", "# #", "# #"]),
    ('J', ["  #", "  #", "  #", "# #", "###"]),
    ('K', ["# #", "# #", "## ", "# #", "# #"]),
    ('M', ["#   #", "## ##", "# # #", "#   #", "#   #"]),
    ('N', ["#  #", "## #", "# ##", "#  #", "#  #"]),
    ('P', ["###", "# #", "###", "#  ", "#  "]),
    ('Q', ["####", "#  #", "#  #", "# # ", "## #"]),
    ('R', ["## ", "# #", "## ", "# #", "# #"]),
    ('T', ["###", " # ", " # ", " # ", " # "]),
    ('V', ["# #", "# #", "# #", "# #", " # "]),
    ('W', ["#   #", "#   #", "# # #", "## ##", "#   #"]),
    ('X', ["# #", "# #", " # ", "# #", "# #"]),
    ('Y', ["# #", "# #", " # ", " # ", " # "]),
    ('•', ["   ", "   ", " # ", "   ", "   "]),
    ('.', ["   ", "   ", " # ", "   ", "   "]),
    (' ', [" ", " ", " ", " ", " "]),
];

/// The lines of a text; `None` when they would be wider than `room`, or when a character is not in the font.
pub(super) fn big(text: &str, room: u16, ascii: bool) -> Option<Vec<String>> {
    let mut rows: [Vec<bool>; 5] = Default::default();
    for (place, character) in text.chars().enumerate() {
        let (_, glyph) = FONT.iter().find(|(known, _)| *known == character)?;
        for (row, ink) in rows.iter_mut().zip(glyph) {
            if place > 0 {
                row.push(false);
            }
            row.extend(ink.chars().map(|c| c == '#'));
        }
    }
    if rows[0].len() > usize::from(room) {
        return None;
    }
    if ascii {
        let line = |row: &Vec<bool>| row.iter().map(|ink| if *ink { '#' } else { ' ' }).collect();
        return Some(rows.iter().map(line).collect());
    }
    let blank = vec![false; rows[0].len()];
    // Five rows are two and a half lines: the first half line is empty.
    let pairs = [
        (&blank, &rows[0]),
        (&rows[1], &rows[2]),
        (&rows[3], &rows[4]),
    ];
    let line = |(upper, lower): (&Vec<bool>, &Vec<bool>)| {
        let cells = upper.iter().zip(lower.iter());
        cells
            .map(|cell| match cell {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            })
            .collect()
    };
    Some(pairs.into_iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_a_code_is_made_of_is_in_the_font() {
        for character in "0123456789 23456789BCDFGHJKMNPQRTVWXY•.".chars() {
            assert!(
                big(&character.to_string(), 9, false).is_some(),
                "{character}"
            );
        }
        for (character, glyph) in FONT {
            let wide = glyph[0].len();
            assert!(glyph.iter().all(|row| row.len() == wide), "{character}");
        }
    }

    #[test]
    fn digits_are_three_lines_high() {
        let lines = big("17", 20, false).expect("fits");
        assert_eq!(lines, [" ▄  ▄▄▄", "▀█    █", "▄█▄   █"]);
        assert_eq!(big("17", 6, false), None);
        assert_eq!(big("1", 6, true).expect("fits").len(), 5);
    }
}
