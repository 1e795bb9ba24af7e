//! The outer structure of the file: two sections, each with a size and a checksum.

use boxcars::crc::calc_crc;
use boxcars::{HeaderProp, ParserBuilder, Replay};

use crate::error::{DecodeError, Degraded};
use crate::guard::without_panic;

/// Size and checksum in front of each section.
const FRAMING: usize = 8;

/// A section of lists that are all empty: what `header_only` puts in place of the body.
const EMPTY_BODY: [u8; 40] = [0; 40];

/// Structs and arrays nest by recursion inside the parser, so their number bounds its stack.
/// Real headers hold fewer than 60.
const MAX_NESTED_PROPERTIES: usize = 512;

/// The game uses 1023 or 2047.
const MAX_CHANNELS: i32 = 65_535;

/// A frame takes at least its time, its delta and one bit.
const MIN_FRAME_BITS: usize = 65;

/// More than an hour at 120 frames per second.
const MAX_FRAMES: usize = 500_000;

/// Objects times attributes bounds what the parser's inheritance tables can grow to;
/// real files stay below 300,000.
const MAX_INHERITED: usize = 2_000_000;

/// The two sections of a file, framing checked.
pub struct Container<'a> {
    data: &'a [u8],
    header_end: usize,
}

impl<'a> Container<'a> {
    /// Finds the header section and checks its checksum.
    pub fn open(data: &'a [u8]) -> Result<Self, DecodeError> {
        let size = read_u32(data, 0)
            .and_then(|size| usize::try_from(size).ok())
            .ok_or_else(|| DecodeError::NotAReplay("The file is too short for a replay.".into()))?;
        let header = data
            .get(FRAMING..)
            .and_then(|rest| rest.get(..size))
            .ok_or_else(|| {
                DecodeError::NotAReplay(
                    "The file ends inside its header, or is not a replay.".into(),
                )
            })?;
        if Some(calc_crc(header)) != read_u32(data, 4) {
            return Err(DecodeError::Corrupt(
                "The header's checksum is wrong: the file is damaged.".into(),
            ));
        }
        if nested_properties(header) > MAX_NESTED_PROPERTIES {
            return Err(DecodeError::TooLarge(
                "The header nests more properties than any replay does.".into(),
            ));
        }
        Ok(Self {
            data,
            header_end: FRAMING + size,
        })
    }

    /// Decodes the header alone, by giving the parser an empty body.
    pub fn header_only(&self) -> Result<Replay, DecodeError> {
        let mut short = Vec::with_capacity(self.header_end + FRAMING + EMPTY_BODY.len());
        short.extend_from_slice(&self.data[..self.header_end]);
        short.extend_from_slice(&(EMPTY_BODY.len() as u32).to_le_bytes());
        short.extend_from_slice(&[0; 4]);
        short.extend_from_slice(&EMPTY_BODY);
        without_panic(|| {
            ParserBuilder::new(&short)
                .never_check_crc()
                .never_parse_network_data()
                .parse()
                .map_err(|error| error.to_string())
        })
        .map_err(|text| DecodeError::Corrupt(format!("The header cannot be read: {text}.")))
    }

    /// Decodes everything, after bounding what the file announces.
    pub fn whole(&self) -> Result<Replay, Degraded> {
        self.check_body()?;
        let outline = without_panic(|| {
            ParserBuilder::new(self.data)
                .never_check_crc()
                .never_parse_network_data()
                .parse()
                .map_err(|error| error.to_string())
        })
        .map_err(Degraded::Unreadable)?;
        self.check_announced(&outline)?;
        let replay = without_panic(|| {
            ParserBuilder::new(self.data)
                .never_check_crc()
                .must_parse_network_data()
                .parse()
                .map_err(|error| error.to_string())
        })
        .map_err(Degraded::Unreadable)?;
        check_frames(&replay)?;
        Ok(replay)
    }

    fn check_body(&self) -> Result<(), Degraded> {
        let rest = &self.data[self.header_end..];
        let size = read_u32(rest, 0).ok_or(Degraded::Truncated)? as usize;
        let body = rest
            .get(FRAMING..)
            .and_then(|body| body.get(..size))
            .ok_or(Degraded::Truncated)?;
        if Some(calc_crc(body)) != read_u32(rest, 4) {
            return Err(Degraded::BodyChecksum);
        }
        Ok(())
    }

    fn check_announced(&self, outline: &Replay) -> Result<(), Degraded> {
        let room = (self.data.len() - self.header_end) * 8 / MIN_FRAME_BITS;
        match int(outline, "NumFrames") {
            Some(frames) if !fits(frames, room.min(MAX_FRAMES)) => {
                return Err(Degraded::Unreadable(format!(
                    "the header announces {frames} frames, which cannot be"
                )));
            }
            // A replay saved before its first frame leaves the property out, and has no keyframes.
            None if !outline.keyframes.is_empty() => {
                return Err(Degraded::Unreadable(
                    "the header does not say how many frames there are".into(),
                ));
            }
            _ => {}
        }
        if let Some(channels) = int(outline, "MaxChannels")
            && !(1..=MAX_CHANNELS).contains(&channels)
        {
            return Err(Degraded::Unreadable(format!(
                "the header announces {channels} channels, which cannot be"
            )));
        }
        let attributes: usize = outline.net_cache.iter().map(|c| c.properties.len()).sum();
        if outline.objects.len().saturating_mul(attributes) > MAX_INHERITED {
            return Err(Degraded::Unreadable(format!(
                "{} objects with {attributes} attributes are more than a replay can hold",
                outline.objects.len()
            )));
        }
        Ok(())
    }
}

fn int(replay: &Replay, name: &str) -> Option<i32> {
    replay
        .properties
        .iter()
        .find(|(key, _)| key == name)
        .and_then(|(_, value)| HeaderProp::as_i32(value))
}

fn fits(count: i32, most: usize) -> bool {
    usize::try_from(count).is_ok_and(|count| count <= most)
}

/// The parser ends quietly at a frame of zeros; a file that stops early is not whole.
fn check_frames(replay: &Replay) -> Result<(), Degraded> {
    let found = replay.network_frames.as_ref().map_or(0, |n| n.frames.len());
    match int(replay, "NumFrames") {
        Some(announced) if usize::try_from(announced) != Ok(found) => Err(Degraded::Unreadable(
            format!("the header announces {announced} frames and there are {found}"),
        )),
        _ => Ok(()),
    }
}

fn read_u32(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)
        .and_then(|rest| rest.first_chunk::<4>())
        .map(|bytes| u32::from_le_bytes(*bytes))
}

fn nested_properties(header: &[u8]) -> usize {
    let count = |needle: &[u8]| {
        header
            .windows(needle.len())
            .filter(|w| *w == needle)
            .count()
    };
    count(b"StructProperty") + count(b"ArrayProperty")
}
