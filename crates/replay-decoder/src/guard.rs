//! Keeps a panic of the parser from reaching Python.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `work`; a panic inside becomes an error text like any other.
pub fn without_panic<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    // The closure owns nothing that is looked at after a panic.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("the parser gave up".to_owned()))
}
