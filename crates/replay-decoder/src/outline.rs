//! Whether the sizes a body announces can be real, looked at before the network parser runs.
//!
//! The parser reserves memory for what the header announces and multiplies objects by attributes,
//! so a small hostile file could otherwise ask for more memory than there is.

use crate::cursor::{Cursor, Malformed};
use crate::header::{Announced, Sizes};

/// More than an hour at 120 frames per second.
const MAX_FRAMES: usize = 500_000;

/// Real files have 1023 or 2047.
const MAX_CHANNELS: i32 = 65_535;

/// Objects times replicated properties; real files stay below 300,000.
const MAX_ATTRIBUTE_LINKS: usize = 2_000_000;

/// Real files number the attributes of a class up to 140. The parser's tables hash these numbers in
/// a way that large ones can be chosen to collide, for seconds of work in a small file.
const MAX_STREAM_ID: i32 = 4_095;

/// Time, delta, and the bit that says no actor follows.
const SMALLEST_FRAME_BITS: usize = 65;

const DEFAULT_CHANNELS: i32 = 1023;
const KEYFRAME_BYTES: i64 = 12;

/// Sizes of the parts of a body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Outline {
    network_bytes: usize,
    objects: usize,
    /// Replicated properties over all classes.
    properties: usize,
}

/// The number of frames to expect, after a look at all sizes that matter.
pub fn check(sizes: Sizes, body: &[u8]) -> Result<usize, Malformed> {
    let outline = read(body)?;
    let Outline {
        objects,
        properties,
        ..
    } = outline;
    if objects.saturating_mul(properties) > MAX_ATTRIBUTE_LINKS {
        return Err(Malformed(format!(
            "{objects} objects with {properties} attributes are more than a replay can hold"
        )));
    }
    let channels = match sizes.channels {
        Announced::Missing => Some(DEFAULT_CHANNELS),
        Announced::Number(number) => Some(number),
        Announced::Other => None,
    };
    match channels {
        Some(1..=MAX_CHANNELS) => frames(sizes.frames, outline.network_bytes),
        Some(number) => Err(Malformed(format!(
            "the header announces {number} channels, which cannot be"
        ))),
        None => Err(Malformed(
            "the header's number of channels is not a whole number".into(),
        )),
    }
}

fn frames(announced: Announced, network_bytes: usize) -> Result<usize, Malformed> {
    match announced {
        Announced::Number(number) => {
            let most = MAX_FRAMES.min(network_bytes.saturating_mul(8) / SMALLEST_FRAME_BITS);
            usize::try_from(number)
                .ok()
                .filter(|count| *count <= most)
                .ok_or_else(|| {
                    Malformed(format!(
                        "the header announces {number} frames, which cannot be"
                    ))
                })
        }
        // A replay saved before its first frame: the property has its default and is left out.
        Announced::Missing if network_bytes == 0 => Ok(0),
        Announced::Missing | Announced::Other => Err(Malformed(
            "the header does not say how many frames there are".into(),
        )),
    }
}

/// Walks the lists around the network data.
fn read(body: &[u8]) -> Result<Outline, Malformed> {
    let mut cursor = Cursor::new(body);
    skip_list(&mut cursor, skip_text)?; // levels
    let keyframes = cursor.item_count()?;
    cursor.take(i64::from(keyframes) * KEYFRAME_BYTES)?;
    let network_size = cursor.int32()?;
    let network_bytes = cursor.take(network_size.into())?.len();
    skip_list(&mut cursor, |cursor| {
        cursor.int32()?;
        skip_text(cursor)?;
        skip_text(cursor)
    })?; // debug lines
    skip_list(&mut cursor, skip_text_and_number)?; // tick marks
    skip_list(&mut cursor, skip_text)?; // packages
    let objects = skip_list(&mut cursor, skip_text)?;
    skip_list(&mut cursor, skip_text)?; // names
    skip_list(&mut cursor, skip_text_and_number)?; // classes
    let mut properties = 0;
    skip_list(&mut cursor, |cursor| {
        cursor.take(12)?;
        properties += skip_list(cursor, skip_property)?;
        Ok(())
    })?;
    Ok(Outline {
        network_bytes,
        objects,
        properties,
    })
}

fn skip_list<'a>(
    cursor: &mut Cursor<'a>,
    mut skip_item: impl FnMut(&mut Cursor<'a>) -> Result<(), Malformed>,
) -> Result<usize, Malformed> {
    let count = cursor.item_count()?;
    for _ in 0..count {
        skip_item(cursor)?;
    }
    Ok(usize::try_from(count).unwrap_or(0))
}

fn skip_property(cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
    cursor.int32()?;
    let stream_id = cursor.int32()?;
    if (0..=MAX_STREAM_ID).contains(&stream_id) {
        Ok(())
    } else {
        Err(Malformed(format!(
            "a class numbers an attribute {stream_id}, which cannot be"
        )))
    }
}

fn skip_text(cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
    cursor.text().map(drop)
}

fn skip_text_and_number(cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
    skip_text(cursor)?;
    cursor.int32().map(drop)
}

#[cfg(test)]
mod tests;
