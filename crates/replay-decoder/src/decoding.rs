//! From bytes to columns; where the frames cannot be read, to the header and the reason.

use boxcars::Replay;

use crate::columns::Columns;
use crate::container::{self, Container};
use crate::error::{DecodeError, Degraded};
use crate::{outline, parser, walk};

/// A file whose header could be read.
#[derive(Debug)]
pub struct Decoded {
    /// The file without its frames, or the header alone where those cannot be read.
    pub replay: Replay,
    pub columns: Result<Columns, Degraded>,
}

/// Decodes all of a replay.
pub fn decode(data: &[u8]) -> Result<Decoded, DecodeError> {
    let container = Container::open(data)?;
    match whole(&container) {
        Ok(mut replay) => {
            let frames = replay
                .network_frames
                .take()
                .map_or_else(Vec::new, |n| n.frames);
            let columns = walk::columns(frames, replay.objects.len());
            Ok(Decoded {
                replay,
                columns: Ok(columns),
            })
        }
        Err(degraded) => Ok(Decoded {
            replay: header_only(&container)?,
            columns: Err(degraded),
        }),
    }
}

/// Decodes the header section alone.
pub fn decode_header(data: &[u8]) -> Result<Replay, DecodeError> {
    header_only(&Container::open(data)?)
}

/// Decodes all but the columns and counts the frames: what the benchmarks divide by.
pub fn decode_raw(data: &[u8]) -> Result<usize, DecodeError> {
    match whole(&Container::open(data)?) {
        Ok(replay) => Ok(parser::frame_count(&replay)),
        Err(degraded) => Err(DecodeError::Corrupt(degraded.to_string())),
    }
}

fn header_only(container: &Container<'_>) -> Result<Replay, DecodeError> {
    parser::header_only(container.framed_header()).map_err(|fault| container::damaged(&fault))
}

fn whole(container: &Container<'_>) -> Result<Replay, Degraded> {
    let announced = outline::check(container.sizes, container.body()?)
        .map_err(|fault| Degraded::Unreadable(fault.0))?;
    let replay = parser::whole(container.data()).map_err(Degraded::Unreadable)?;
    let found = parser::frame_count(&replay);
    // The parser ends quietly at a frame of zeros; a file that stops early is not whole.
    if found == announced {
        Ok(replay)
    } else {
        Err(Degraded::Unreadable(format!(
            "the header announces {announced} frames and there are {found}"
        )))
    }
}

#[cfg(test)]
mod tests;
