//! The exit codes: one table, shown in the README and tested row by row.

/// How a run ended. Scripts depend on the numbers; they change only with a changelog entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    /// Done; also when the reader of our pipe went away.
    Ok,
    /// Anything without a number of its own.
    Failed,
    /// Wrong arguments.
    Usage,
    /// No account matches.
    NotFound,
    /// Several match; the candidates are on stderr.
    Ambiguous,
    /// Wrong passphrase, nobody to ask, keyring refused.
    Locked,
    /// Vault missing, damaged, of a newer version, not writable.
    Vault,
    /// Unreadable picture, no QR code in it, bad link, unknown format.
    Input,
    /// A safety rule said no: would overwrite, duplicate.
    Refused,
    /// Some entries were left out; they are listed.
    Partial,
    /// The code is wrong.
    Rejected,
    /// ^C.
    Interrupted,
    /// A program that was run ended so.
    Program(u8),
}

impl Exit {
    /// Number, name and meaning of every row, in order.
    pub const TABLE: [(Self, u8, &'static str, &'static str); 12] = [
        (
            Self::Ok,
            0,
            "ok",
            "done; also when the reader of our pipe went away",
        ),
        (
            Self::Failed,
            1,
            "failed",
            "anything without a number of its own",
        ),
        (Self::Usage, 2, "usage", "wrong arguments"),
        (Self::NotFound, 3, "not found", "no account matches"),
        (
            Self::Ambiguous,
            4,
            "ambiguous",
            "several match; the candidates are on stderr",
        ),
        (
            Self::Locked,
            5,
            "locked",
            "wrong passphrase, nobody to ask, keyring refused",
        ),
        (
            Self::Vault,
            6,
            "vault",
            "missing, damaged, of a newer version, cannot be written",
        ),
        (
            Self::Input,
            7,
            "input",
            "unreadable picture, no QR code in it, bad link, unknown format",
        ),
        (
            Self::Refused,
            8,
            "refused",
            "a safety rule said no: would overwrite, duplicate",
        ),
        (
            Self::Partial,
            9,
            "partial",
            "some entries were left out; they are listed",
        ),
        (Self::Rejected, 10, "rejected", "the code is wrong"),
        (Self::Interrupted, 130, "interrupted", "^C"),
    ];

    /// The number the shell sees.
    pub fn code(self) -> u8 {
        if let Self::Program(code) = self {
            return code;
        }
        Self::TABLE
            .iter()
            .find(|row| row.0 == self)
            .map_or(1, |row| row.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exit_has_one_row_and_its_own_number() {
        for (place, row) in Exit::TABLE.iter().enumerate() {
            assert_eq!(row.0.code(), row.1);
            assert!(
                Exit::TABLE[..place]
                    .iter()
                    .all(|other| other.0 != row.0 && other.1 != row.1),
                "{}",
                row.2
            );
        }
    }
}
