//! A look at the header of an age file before the age library gets it: the library parses the header anew after
//! every line, so a header of some hundred kilobytes, which needs no key to make, would hold every command for minutes.

/// The longest header that is parsed: one of 256 X25519 recipients takes 25 kB.
const MAX_BYTES: usize = 64 << 10;
/// The most recipients of a header.
const MAX_STANZAS: usize = 256;

/// False for headers that are longer than any of ours. What is no age file at all is for the library to say: it
/// sees so in the first line.
pub(super) fn is_reasonable(file: &[u8]) -> bool {
    let start = &file[..file.len().min(MAX_BYTES)];
    let mut stanzas = 0;
    for line in start.split(|byte| *byte == b'\n') {
        if line.starts_with(b"---") {
            return true;
        }
        stanzas += usize::from(line.starts_with(b"->"));
        if stanzas > MAX_STANZAS {
            return false;
        }
    }
    file.len() <= MAX_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_end_within_the_limits() {
        let with = |stanzas: usize, body: usize, end: &str| {
            let stanza = format!("-> X25519 a\n{}b\n", "c\n".repeat(body));
            format!("age-encryption.org/v1\n{}{end}", stanza.repeat(stanzas)).into_bytes()
        };
        assert!(is_reasonable(b""));
        assert!(is_reasonable(b"no age file"));
        assert!(is_reasonable(&with(256, 1, "--- mac\n")));
        assert!(!is_reasonable(&with(257, 1, "--- mac\n")));
        assert!(!is_reasonable(&with(1, 40_000, "--- mac\n")));
        assert!(!is_reasonable(&with(1, 40_000, "")));
        // A long payload is no long header.
        let mut long = with(3, 1, "--- mac\n");
        long.extend(vec![b'x'; 1 << 20]);
        assert!(is_reasonable(&long));
    }
}
