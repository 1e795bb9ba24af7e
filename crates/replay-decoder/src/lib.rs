//! Rocket League replay bytes to flat numpy columns, and nothing more.
//!
//! `container` finds the two sections of a file, `header` and `outline` check what they announce
//! before boxcars runs, `walk` turns its frames into `columns`. `python` alone knows PyO3 and is
//! left out without the feature of that name. What the columns mean is written down once, in
//! `src/rlcoach/replay/network.py`.

#![forbid(unsafe_code)]

pub mod columns;
pub mod decoding;
pub mod error;

mod container;
mod cursor;
mod header;
mod outline;
mod parser;
#[cfg(feature = "python")]
mod python;
#[cfg(test)]
mod testing;
mod values;
mod walk;
