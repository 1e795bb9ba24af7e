//! Rocket League replay bytes to flat numpy columns, and nothing more.
//!
//! `container` checks the file and calls boxcars, `walk` turns its frames into `columns`,
//! `python` alone knows PyO3. What the columns mean is written down once, in
//! `src/rlcoach/replay/network.py`.

#![forbid(unsafe_code)]

mod columns;
mod container;
mod error;
mod guard;
mod python;
mod values;
mod walk;
