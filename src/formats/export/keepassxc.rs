//! KeePassXC's CSV export.

use zeroize::Zeroizing;

use super::{Row, Tools};
use crate::account::Kind;
use crate::formats::FileError;

/// KeePassXC's CSV; it takes Steam only as an `encoder` of a TOTP link.
pub(super) fn write(rows: &[Row], _: &mut Tools) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let mut text = Zeroizing::new(String::from(
        "\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\"\n",
    ));
    for row in rows {
        let group = row.tags.first().map_or("Root".to_owned(), |tag| {
            format!("Root/{}", tag.replace('/', "-"))
        });
        let link = match row.kind {
            Kind::Steam => Zeroizing::new(
                row.link.replacen("otpauth://steam/", "otpauth://totp/", 1) + "&encoder=steam",
            ),
            Kind::Totp { .. } | Kind::Hotp { .. } | Kind::Motp | Kind::Yandex => row.link.clone(),
        };
        let cells = [
            group.as_str(),
            row.title(),
            &row.name,
            "",
            "",
            &row.note,
            &link,
        ];
        for (place, cell) in cells.into_iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            text.push('"');
            text.push_str(&Zeroizing::new(cell.replace('"', "\"\"")));
            text.push('"');
        }
        text.push('\n');
    }
    Ok(Zeroizing::new(text.as_bytes().to_vec()))
}
