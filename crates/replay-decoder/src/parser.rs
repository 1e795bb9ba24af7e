//! The calls of boxcars. Whatever it does, a value comes back: panics and errors of any length
//! become short texts.

use std::fmt::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use boxcars::{ParseError, ParserBuilder, Replay};

/// Enough for the clause and the name of an attribute the parser does not know. Its messages also
/// show what the file held there, which can be as long as the file.
const MAX_MESSAGE_BYTES: usize = 4 * 1024;

/// A section of lists that are all empty: what `header_only` puts in place of the body.
const EMPTY_BODY: [u8; 40] = [0; 40];

/// Parses header and body, network data included. The caller has checked sizes and checksums.
pub fn whole(data: &[u8]) -> Result<Replay, String> {
    guarded(|| {
        ParserBuilder::new(data)
            .never_check_crc()
            .must_parse_network_data()
            .parse()
    })
}

/// Parses a header section that is given with its framing.
pub fn header_only(framed_header: &[u8]) -> Result<Replay, String> {
    let mut short = framed_header.to_vec();
    short.extend((EMPTY_BODY.len() as u32).to_le_bytes());
    short.extend([0; 4]);
    short.extend(EMPTY_BODY);
    guarded(|| {
        ParserBuilder::new(&short)
            .never_check_crc()
            .never_parse_network_data()
            .parse()
    })
}

pub fn frame_count(replay: &Replay) -> usize {
    replay.network_frames.as_ref().map_or(0, |n| n.frames.len())
}

fn guarded<T>(parse: impl FnOnce() -> Result<T, ParseError>) -> Result<T, String> {
    // The closure owns nothing that is looked at after a panic.
    match catch_unwind(AssertUnwindSafe(|| {
        parse().map_err(|error| message(&error))
    })) {
        Ok(outcome) => outcome,
        Err(_) => Err("the parser gave up".to_owned()),
    }
}

fn message(error: &impl fmt::Display) -> String {
    let mut text = Bounded(String::new());
    // An error here says that the text is full, which is what it is for.
    let _ = write!(text, "{error}");
    text.0
}

struct Bounded(String);

impl Write for Bounded {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        for character in part.chars() {
            if self.0.len() + character.len_utf8() > MAX_MESSAGE_BYTES {
                return Err(fmt::Error);
            }
            self.0.push(character);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        let outcome: Result<(), String> = guarded(|| panic!("as a broken parser would"));
        assert_eq!(outcome, Err("the parser gave up".to_owned()));
    }

    #[test]
    fn messages_are_cut_between_characters() {
        assert_eq!(message(&"short"), "short");
        let long = message(&"ö".repeat(MAX_MESSAGE_BYTES));
        assert_eq!(long, "ö".repeat(MAX_MESSAGE_BYTES / 2));
        let odd = message(&format!("a{}", "ö".repeat(MAX_MESSAGE_BYTES)));
        assert_eq!(odd.len(), MAX_MESSAGE_BYTES - 1);
    }
}
