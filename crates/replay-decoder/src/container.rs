//! The outer structure of the file: two sections, each with a size and a checksum.

use boxcars::crc::calc_crc;

use crate::cursor::Cursor;
use crate::error::{DecodeError, Degraded};
use crate::header::{self, Sizes};

/// Size and checksum in front of each section.
pub const FRAMING: usize = 8;

/// The game itself stops at 10 MB. Decoding needs up to 400 times the file, so the rest is refused.
const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

const SMALLEST_HEADER: usize = 12;

/// Real headers have about 20 kB at most.
const MAX_HEADER: usize = 1024 * 1024;

/// A file whose header section is in order.
pub struct Container<'a> {
    data: &'a [u8],
    header_end: usize,
    pub sizes: Sizes,
}

impl<'a> Container<'a> {
    /// Finds the header section and checks it.
    pub fn open(data: &'a [u8]) -> Result<Self, DecodeError> {
        let (header, checksum) = header_section(data)?;
        if calc_crc(header) != checksum {
            return Err(damaged("its checksum is wrong"));
        }
        let sizes = header::check(header).map_err(|fault| damaged(&fault.0))?;
        Ok(Self {
            data,
            header_end: FRAMING + header.len(),
            sizes,
        })
    }

    /// All of the file.
    pub fn data(&self) -> &'a [u8] {
        self.data
    }

    /// The header section with its framing.
    pub fn framed_header(&self) -> &'a [u8] {
        &self.data[..self.header_end]
    }

    /// The body section, which follows the header's.
    pub fn body(&self) -> Result<&'a [u8], Degraded> {
        let rest = &self.data[self.header_end..];
        let (size, checksum) = framing(rest).ok_or(Degraded::Truncated)?;
        let body = rest[FRAMING..].get(..size).ok_or(Degraded::Truncated)?;
        if calc_crc(body) == checksum {
            Ok(body)
        } else {
            Err(Degraded::BodyChecksum)
        }
    }
}

/// The sentence for a header that cannot be used.
pub fn damaged(fault: &str) -> DecodeError {
    DecodeError::Corrupt(format!("The header of the file is damaged: {fault}."))
}

/// The header's bytes and announced checksum, if this can be a replay at all.
fn header_section(data: &[u8]) -> Result<(&[u8], u32), DecodeError> {
    let not_a_replay = |text: &str| DecodeError::NotAReplay(text.to_owned());
    if data.len() > MAX_FILE_BYTES {
        return Err(DecodeError::TooLarge(format!(
            "The file has {} bytes, more than any replay.",
            data.len()
        )));
    }
    let (size, checksum) = framing(data)
        .filter(|_| data.len() >= FRAMING + SMALLEST_HEADER)
        .ok_or_else(|| {
            DecodeError::NotAReplay(format!(
                "The file is not a replay: it has only {} bytes.",
                data.len()
            ))
        })?;
    if !(SMALLEST_HEADER..=MAX_HEADER).contains(&size) {
        return Err(not_a_replay(
            "The file is not a replay: it does not start with a header.",
        ));
    }
    let header = data[FRAMING..].get(..size).ok_or_else(|| {
        not_a_replay("The file is not a replay, or it was cut off within its header.")
    })?;
    if !header::game_type(&mut Cursor::new(header)).is_ok_and(|found| found.is_of_the_game()) {
        return Err(not_a_replay(
            "The file is not a replay: its header has no game type.",
        ));
    }
    Ok((header, checksum))
}

/// Size and checksum at the start of a section.
fn framing(section: &[u8]) -> Option<(usize, u32)> {
    let (size, rest) = section.split_first_chunk::<4>()?;
    let checksum = rest.first_chunk::<4>()?;
    // The game's sizes are signed; a negative one becomes larger than any file.
    let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
    Some((size, u32::from_le_bytes(*checksum)))
}

#[cfg(test)]
mod tests;
