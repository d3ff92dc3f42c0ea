//! Icons of issuers in a Nerd Font, by the names that issuers give themselves. Their places are those of Font Awesome 4.7,
//! which every Nerd Font since the first has had there.

/// Issuers with their icons, by name.
#[rustfmt::skip] // A table reads best with one row a line.
pub const ICONS: &[(&str, char)] = &[
    ("Amazon", '\u{f270}'),
    ("Amazon Web Services", '\u{f270}'),
    ("Apple", '\u{f179}'),
    ("AWS", '\u{f270}'),
    ("Bitbucket", '\u{f171}'),
    ("DeviantArt", '\u{f1bd}'),
    ("Dropbox", '\u{f16b}'),
    ("Drupal", '\u{f1a9}'),
    ("Etsy", '\u{f2d7}'),
    ("Facebook", '\u{f09a}'),
    ("Firefox", '\u{f269}'),
    ("GitHub", '\u{f09b}'),
    ("GitLab", '\u{f296}'),
    ("Google", '\u{f1a0}'),
    ("Instagram", '\u{f16d}'),
    ("Joomla", '\u{f1aa}'),
    ("LinkedIn", '\u{f0e1}'),
    ("Linode", '\u{f2b8}'),
    ("Medium", '\u{f23a}'),
    ("Microsoft", '\u{f17a}'),
    ("Mozilla", '\u{f269}'),
    ("PayPal", '\u{f1ed}'),
    ("Pinterest", '\u{f0d2}'),
    ("Reddit", '\u{f281}'),
    ("Slack", '\u{f198}'),
    ("Snapchat", '\u{f2ac}'),
    ("SoundCloud", '\u{f1be}'),
    ("Spotify", '\u{f1bc}'),
    ("Stack Overflow", '\u{f16c}'),
    ("Steam", '\u{f1b6}'),
    ("Telegram", '\u{f2c6}'),
    ("Trello", '\u{f181}'),
    ("Tumblr", '\u{f173}'),
    ("Twitch", '\u{f1e8}'),
    ("Twitter", '\u{f099}'),
    ("Vimeo", '\u{f27d}'),
    ("VK", '\u{f189}'),
    ("WhatsApp", '\u{f232}'),
    ("Wikipedia", '\u{f266}'),
    ("WordPress", '\u{f19a}'),
    ("Xing", '\u{f168}'),
    ("Yahoo", '\u{f19e}'),
    ("YouTube", '\u{f16a}'),
];

/// The icon of an issuer, if it has one: capitals, spaces and dots are not looked at.
pub fn icon(issuer: &str) -> Option<char> {
    let is_it = |(name, _): &&(&str, char)| bare(name).eq(bare(issuer));
    ICONS.iter().find(is_it).map(|(_, icon)| *icon)
}

fn bare(name: &str) -> impl Iterator<Item = char> {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;
    use unicode_width::UnicodeWidthChar;

    use super::*;
    use crate::app::{SETTINGS, Settings};
    use crate::system::Depth;
    use crate::tui::badge;
    use crate::tui::theme::{Look, Shade};

    #[test]
    fn an_issuer_is_known_however_it_is_spelled() {
        assert_eq!(icon("github"), icon("GitHub"));
        assert_eq!(icon("stack-overflow"), Some('\u{f16c}'));
        for unknown in ["", "GitHub Enterprise Bank", "Git", "日本"] {
            assert_eq!(icon(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn every_icon_takes_one_cell_and_stands_once_in_the_table() {
        for (place, (name, icon)) in ICONS.iter().enumerate() {
            assert_eq!(icon.width(), Some(1), "{name}");
            assert!(('\u{f000}'..='\u{f2e0}').contains(icon), "{name}");
            let again = ICONS[place + 1..].iter();
            assert!(again.clone().all(|(other, _)| other != name), "{name}");
        }
        assert!(ICONS.is_sorted_by_key(|(name, _)| name.to_lowercase()));
    }

    #[test]
    fn every_icon_can_be_read_on_the_colour_of_its_issuer_in_every_theme() {
        let themes = SETTINGS.iter().find(|setting| setting.name == "theme");
        let words = themes.expect("themes").values.words();
        for (name, _) in ICONS {
            let role = badge::of_name(name);
            for word in words.iter().filter(|word| **word != "plain") {
                let settings = Settings::default().with("theme", word);
                let settings = settings.expect("a theme");
                let style = Look::new(settings.theme, Depth::True).style(role);
                let shade = |colour| match colour {
                    Some(Color::Rgb(red, green, blue)) => Shade::of([red, green, blue]),
                    other => panic!("{other:?}"),
                };
                let contrast = shade(style.fg).contrast(shade(style.bg));
                assert!(contrast >= 4.5, "{name} in {word}: {contrast}");
            }
        }
    }
}
