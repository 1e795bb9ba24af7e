"""A report as UTF-8 JSON, whatever its strings hold."""

from __future__ import annotations

import json

from pydantic_core import PydanticSerializationError

from rlcoach.report.schema import Report
from rlcoach.report.text import encodable_tree


def to_json(report: Report, *, indent: int | None = None) -> bytes:
    """The report as one JSON document; lone surrogates and NUL become U+FFFD.

    NUL is legal JSON, but databases refuse it.
    """
    try:
        text = report.model_dump_json(indent=indent).encode()
    except (PydanticSerializationError, UnicodeEncodeError):
        return _cleaned(report, indent)
    return _cleaned(report, indent) if b"\\u0000" in text else text


def _cleaned(report: Report, indent: int | None) -> bytes:
    separators = None if indent else (",", ":")
    clean = encodable_tree(report.model_dump())
    return json.dumps(clean, indent=indent, separators=separators, ensure_ascii=False).encode()
