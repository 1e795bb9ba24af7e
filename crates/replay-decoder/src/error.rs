//! What can be wrong with a file, in the terms the callers act on.

use std::fmt;

/// Why not even the header could be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes do not have the outer shape of a replay.
    NotAReplay(String),
    /// The header's checksum or structure is wrong.
    Corrupt(String),
    /// Something announced is beyond what a real replay holds.
    TooLarge(String),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::NotAReplay(text) | Self::Corrupt(text) | Self::TooLarge(text)) = self;
        f.write_str(text)
    }
}

impl std::error::Error for DecodeError {}

/// Why only the header could be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Degraded {
    /// The file ends before its body does.
    Truncated,
    /// The body's checksum is wrong.
    BodyChecksum,
    /// The body or its network data cannot be decoded; the parser's own words.
    Unreadable(String),
}

impl Degraded {
    /// The word Python knows this case by.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::BodyChecksum => "body_checksum",
            Self::Unreadable(_) => "unreadable",
        }
    }

    /// The parser's words, empty where the kind says it all.
    pub fn detail(&self) -> &str {
        match self {
            Self::Unreadable(text) => text,
            Self::Truncated | Self::BodyChecksum => "",
        }
    }
}

impl fmt::Display for Degraded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("The file ends before its network data does."),
            Self::BodyChecksum => f.write_str("The checksum of the network data is wrong."),
            Self::Unreadable(text) => write!(f, "The network data cannot be read: {text}."),
        }
    }
}
