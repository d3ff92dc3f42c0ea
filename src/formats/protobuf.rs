//! Protocol buffers' wire format, as far as Google's export needs it: fields in, fields out.

use zeroize::Zeroizing;

/// What a field holds. Fixed-width numbers occur in no message we read and are stepped over.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Varint(u64),
    Bytes(&'a [u8]),
    Fixed,
}

/// The message ends in the middle of a field or holds what no writer makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damaged;

/// The fields of a message in their order.
pub(super) fn fields(message: &[u8]) -> Fields<'_> {
    Fields { rest: message }
}

pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Result<(u64, Value<'a>), Damaged> {
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Varint(self.varint()?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = usize::try_from(self.varint()?).map_err(|_| Damaged)?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            _ => return Err(Damaged),
        };
        match key >> 3 {
            0 => Err(Damaged),
            number => Ok((number, value)),
        }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Damaged)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Ten bytes at the most; bits beyond the 64th are dropped, as other readers do.
    fn varint(&mut self) -> Result<u64, Damaged> {
        let mut value = 0_u64;
        for shift in (0..70).step_by(7) {
            let byte = self.take(1)?[0];
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Damaged)
    }
}

/// Appends a number. Zero is the default and left out.
pub(super) fn put_number(message: &mut Zeroizing<Vec<u8>>, field: u64, value: u64) {
    if value == 0 {
        return;
    }
    put_varint(message, field << 3);
    put_varint(message, value);
}

/// Appends bytes, text or an inner message.
pub(super) fn put_bytes(message: &mut Zeroizing<Vec<u8>>, field: u64, bytes: &[u8]) {
    put_varint(message, field << 3 | 2);
    put_varint(message, bytes.len() as u64);
    message.extend_from_slice(bytes);
}

fn put_varint(message: &mut Zeroizing<Vec<u8>>, mut value: u64) {
    while value >= 0x80 {
        message.push(0x80 | u8::try_from(value & 0x7f).unwrap_or_default());
        value >>= 7;
    }
    message.push(u8::try_from(value).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_size_come_back() {
        for value in [1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut message = Zeroizing::new(Vec::new());
            put_number(&mut message, 5, value);
            let found: Vec<_> = fields(&message).collect();
            assert_eq!(found, [Ok((5, Value::Varint(value)))]);
        }
        let mut message = Zeroizing::new(Vec::new());
        put_number(&mut message, 5, 0);
        assert!(message.is_empty());
    }

    #[test]
    fn unknown_wire_types_are_stepped_over() {
        let message = [
            0x09, 1, 2, 3, 4, 5, 6, 7, 8, // field 1, 64 bits
            0x15, 1, 2, 3, 4, // field 2, 32 bits
            0x1a, 2, b'h', b'i', // field 3, bytes
        ];
        let found: Vec<_> = fields(&message).collect();
        assert_eq!(
            found,
            [
                Ok((1, Value::Fixed)),
                Ok((2, Value::Fixed)),
                Ok((3, Value::Bytes(b"hi")))
            ]
        );
    }

    #[test]
    fn cut_and_hostile_messages_end_with_an_error() {
        for message in [
            &[0x08][..],
            &[0x1a, 5, 1],
            &[
                0x1a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1,
            ],
            &[0x80; 11],
            &[0x0b],
            &[0x00, 0x01],
            &[0x09, 1],
        ] {
            let found: Vec<_> = fields(message).collect();
            assert_eq!(found, [Err(Damaged)], "{message:?}");
        }
    }
}
