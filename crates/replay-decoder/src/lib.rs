//! Replay bytes to flat numpy columns.
#![forbid(unsafe_code)]

use pyo3::prelude::*;

/// The Python module `rlcoach_native`.
#[pymodule]
mod rlcoach_native {
    use super::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
