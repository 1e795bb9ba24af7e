//! The Python face: arrays out, errors mapped to named exceptions. Nothing else knows PyO3.

use std::sync::Once;

use boxcars::{HeaderProp, Replay};
use numpy::{Element, IntoPyArray, PyArray1, PyArrayMethods};
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::columns::{BODY_WIDTH, Columns, Places, RECORD_WIDTH};
use crate::decoding::{self, Decoded};
use crate::error::DecodeError;

create_exception!(
    rlcoach_native,
    DecodeFailure,
    PyException,
    "Base of the decoder's errors."
);
create_exception!(
    rlcoach_native,
    NotAReplayError,
    DecodeFailure,
    "Not the shape of a replay."
);
create_exception!(
    rlcoach_native,
    CorruptReplayError,
    DecodeFailure,
    "The header is damaged."
);
create_exception!(
    rlcoach_native,
    TooLargeError,
    DecodeFailure,
    "Larger than any replay."
);

impl From<DecodeError> for PyErr {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::NotAReplay(text) => NotAReplayError::new_err(text),
            DecodeError::Corrupt(text) => CorruptReplayError::new_err(text),
            DecodeError::TooLarge(text) => TooLargeError::new_err(text),
        }
    }
}

/// Decodes a replay into flat columns; see `network.py` for their meaning.
#[pyfunction]
fn decode<'py>(py: Python<'py>, data: &[u8]) -> PyResult<Bound<'py, PyDict>> {
    let Decoded { replay, columns } = py.detach(|| decoding::decode(data))?;
    let wire = PyDict::new(py);
    wire.set_item("header", header_dict(py, &replay)?)?;
    match columns {
        Ok(columns) => {
            wire.set_item("degraded", py.None())?;
            let keyframes: Vec<i32> = replay.keyframes.iter().map(|k| k.frame).collect();
            wire.set_item("keyframe_frame", keyframes.into_pyarray(py))?;
            let marks = replay.tick_marks.into_iter();
            wire.set_item(
                "tick_marks",
                marks.map(|m| (m.description, m.frame)).collect::<Vec<_>>(),
            )?;
            wire.set_item("objects", replay.objects)?;
            wire.set_item("names", replay.names)?;
            set_columns(py, &wire, columns)?;
        }
        Err(degraded) => {
            wire.set_item("degraded", (degraded.kind(), degraded.detail()))?;
        }
    }
    Ok(wire)
}

/// Decodes the header section alone.
#[pyfunction]
fn decode_header<'py>(py: Python<'py>, data: &[u8]) -> PyResult<Bound<'py, PyDict>> {
    let replay = py.detach(|| decoding::decode_header(data))?;
    header_dict(py, &replay)
}

/// Decodes all but the columns and returns the number of frames: what the benchmarks divide by.
#[pyfunction]
fn decode_raw(py: Python<'_>, data: &[u8]) -> PyResult<usize> {
    Ok(py.detach(|| decoding::decode_raw(data))?)
}

fn header_dict<'py>(py: Python<'py>, replay: &Replay) -> PyResult<Bound<'py, PyDict>> {
    let header = PyDict::new(py);
    header.set_item("major_version", replay.major_version)?;
    header.set_item("minor_version", replay.minor_version)?;
    header.set_item("net_version", replay.net_version)?;
    header.set_item("game_type", &replay.game_type)?;
    header.set_item("properties", property_dict(py, &replay.properties)?)?;
    Ok(header)
}

fn property_dict<'py>(
    py: Python<'py>,
    properties: &[(String, HeaderProp)],
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in properties {
        dict.set_item(name, property(py, value)?)?;
    }
    Ok(dict)
}

fn property<'py>(py: Python<'py>, value: &HeaderProp) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        HeaderProp::Array(rows) => {
            let list = PyList::empty(py);
            for row in rows {
                list.append(property_dict(py, row)?)?;
            }
            list.into_any()
        }
        HeaderProp::Bool(value) => value.into_pyobject(py)?.to_owned().into_any(),
        HeaderProp::Byte { kind, value } => {
            let dict = PyDict::new(py);
            dict.set_item("kind", kind)?;
            dict.set_item("value", value)?;
            dict.into_any()
        }
        HeaderProp::Float(value) => value.into_pyobject(py)?.into_any(),
        HeaderProp::Int(value) => value.into_pyobject(py)?.into_any(),
        HeaderProp::QWord(value) => value.into_pyobject(py)?.into_any(),
        HeaderProp::Name(text) | HeaderProp::Str(text) => text.into_pyobject(py)?.into_any(),
        HeaderProp::Struct { name, fields } => {
            let dict = PyDict::new(py);
            dict.set_item("name", name)?;
            dict.set_item("fields", property_dict(py, fields)?)?;
            dict.into_any()
        }
    })
}

fn set_columns(py: Python<'_>, wire: &Bound<'_, PyDict>, columns: Columns) -> PyResult<()> {
    wire.set_item("frame_time", columns.frame_time.into_pyarray(py))?;
    wire.set_item("frame_delta", columns.frame_delta.into_pyarray(py))?;
    wire.set_item(
        "attribute_updates",
        columns.attribute_updates.into_pyarray(py),
    )?;

    let actors = PyDict::new(py);
    actors.set_item("actor_id", columns.actors.actor_id.into_pyarray(py))?;
    actors.set_item("object_id", columns.actors.object_id.into_pyarray(py))?;
    actors.set_item("name_id", columns.actors.name_id.into_pyarray(py))?;
    actors.set_item("birth_frame", columns.actors.birth_frame.into_pyarray(py))?;
    actors.set_item("death_frame", columns.actors.death_frame.into_pyarray(py))?;
    actors.set_item("has_location", columns.actors.has_location.into_pyarray(py))?;
    actors.set_item("location", rows(py, columns.actors.location, 3)?)?;
    actors.set_item("rotation", rows(py, columns.actors.rotation, 3)?)?;
    wire.set_item("actors", actors)?;

    let scalars = table(py, columns.scalars.places)?;
    scalars.set_item("value", columns.scalars.value.into_pyarray(py))?;
    scalars.set_item("extra", columns.scalars.extra.into_pyarray(py))?;
    wire.set_item("scalars", scalars)?;

    let floats = table(py, columns.floats.places)?;
    floats.set_item("value", columns.floats.value.into_pyarray(py))?;
    wire.set_item("floats", floats)?;

    let vectors = table(py, columns.vectors.places)?;
    vectors.set_item("value", rows(py, columns.vectors.value, 3)?)?;
    wire.set_item("vectors", vectors)?;

    let bodies = table(py, columns.bodies.places)?;
    bodies.set_item("sleeping", columns.bodies.sleeping.into_pyarray(py))?;
    bodies.set_item("has_linear", columns.bodies.has_linear.into_pyarray(py))?;
    bodies.set_item("has_angular", columns.bodies.has_angular.into_pyarray(py))?;
    bodies.set_item("value", rows(py, columns.bodies.value, BODY_WIDTH)?)?;
    wire.set_item("bodies", bodies)?;

    let records = table(py, columns.records.places)?;
    records.set_item("value", rows(py, columns.records.value, RECORD_WIDTH)?)?;
    wire.set_item("records", records)?;

    let texts = table(py, columns.texts.places)?;
    texts.set_item("text", columns.texts.text)?;
    texts.set_item("name", columns.texts.name)?;
    texts.set_item("number", columns.texts.number.into_pyarray(py))?;
    wire.set_item("texts", texts)
}

fn table(py: Python<'_>, places: Places) -> PyResult<Bound<'_, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("seq", places.seq.into_pyarray(py))?;
    dict.set_item("frame", places.frame.into_pyarray(py))?;
    dict.set_item("actor", places.actor.into_pyarray(py))?;
    dict.set_item("attribute", places.attribute.into_pyarray(py))?;
    Ok(dict)
}

fn rows<T: Element>(py: Python<'_>, flat: Vec<T>, width: usize) -> PyResult<Bound<'_, PyAny>> {
    let height = flat.len() / width;
    let array: Bound<'_, PyArray1<T>> = flat.into_pyarray(py);
    Ok(array.reshape([height, width])?.into_any())
}

#[pymodule]
fn rlcoach_native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    static QUIET: Once = Once::new();
    // A panic is reported as an error value; its message on standard error would only alarm.
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let py = module.py();
    module.add("DecodeFailure", py.get_type::<DecodeFailure>())?;
    module.add("NotAReplayError", py.get_type::<NotAReplayError>())?;
    module.add("CorruptReplayError", py.get_type::<CorruptReplayError>())?;
    module.add("TooLargeError", py.get_type::<TooLargeError>())?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("BOXCARS_VERSION", env!("BOXCARS_VERSION"))?;
    module.add("BUILD_PROFILE", env!("BUILD_PROFILE"))?;
    module.add_function(wrap_pyfunction!(decode, module)?)?;
    module.add_function(wrap_pyfunction!(decode_header, module)?)?;
    module.add_function(wrap_pyfunction!(decode_raw, module)?)
}
