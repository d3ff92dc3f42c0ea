//! Why a whole file cannot be imported, in words, with what to do.

use thiserror::Error;

/// Why nothing can be taken from a file. Never holds text of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FileError {
    /// Nothing, or nothing but white space.
    #[error("it is empty")]
    Empty,
    /// No format that is known.
    #[error("it is in no format that otp knows")]
    Unknown,
    /// Cut off or changed.
    #[error("it is damaged: {0}")]
    Damaged(&'static str),
    /// Known, and not to be read.
    #[error("it is {what}")]
    Unsupported {
        /// What it is, with its article.
        what: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
    /// The right kind of file with no account in it.
    #[error("it holds no one-time codes")]
    NoOtp,
    /// It is encrypted and no password was given.
    #[error("it is encrypted, and no password was given")]
    NeedPassword,
    /// The password is wrong, or the file was changed: these cannot be told apart.
    #[error("the password is wrong, or the file is damaged")]
    WrongPassword,
    /// It asks for more than any honest file does.
    #[error("it was refused: {0}")]
    Refused(&'static str),
}

impl FileError {
    /// What to do about it.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Empty | Self::Damaged(_) => "Export it again from the app, and copy it whole.",
            Self::Unknown => "`otp import --list` shows the formats that can be read.",
            Self::Unsupported { advice, .. } => advice,
            Self::NoOtp => "Look whether the app was told to export its one-time codes.",
            Self::NeedPassword => "Type it at the prompt, or give it with --password-file FILE.",
            Self::WrongPassword => "It is the password that was chosen in the app for this export.",
            Self::Refused(_) => "No app writes such files: look where it comes from.",
        }
    }
}
