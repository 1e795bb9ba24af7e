"""Stored reports back into memory, those of older versions of rlcoach included.

Every version that was ever written has a step in `_UPGRADES` to the one after it, so that an old
report passes through all of them. What an old version did not hold stays absent: analysing the
replay again fills it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from rlcoach.report.schema import SCHEMA_VERSION, Report

Document = dict[str, Any]


class ReportUnreadable(ValueError):
    """The text is no report: not JSON, or not of the shape its version has."""


class ReportVersionUnknown(ReportUnreadable):
    """A report of a version this rlcoach does not know; the message says what to do."""


def load_report(text: str | bytes) -> Report:
    """The report a JSON document holds, as the current version.

    Raises:
        ReportVersionUnknown: it was written by a newer rlcoach, or its version is no version.
        ReportUnreadable: it is no report, or it was changed by hand.
    """
    document = _parsed(text)
    version = _version(document)
    for step in range(version, SCHEMA_VERSION):
        document = _UPGRADES[step](document)
    try:
        return Report.model_validate_json(json.dumps(document))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ReportUnreadable(
            f"The report is not one of version {version}: {where}: {first['msg']}. "
            "Analyse the replay again."
        ) from error


def _parsed(text: str | bytes) -> Document:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReportUnreadable(f"The report is not JSON: {error}.") from error
    if not isinstance(document, dict):
        raise ReportUnreadable("The report is not a JSON object.")
    return document


def _version(document: Document) -> int:
    version = document.get("schema_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < min(_UPGRADES):
        raise ReportVersionUnknown(
            f"The report has no version this rlcoach knows (schema_version is {version!r}, known "
            f"are {min(_UPGRADES)} to {SCHEMA_VERSION}). Analyse the replay again."
        )
    if version > SCHEMA_VERSION:
        raise ReportVersionUnknown(
            f"The report was written by a newer rlcoach: it has version {version}, this one reads "
            f"up to {SCHEMA_VERSION}. Update rlcoach, or analyse the replay again."
        )
    return version


def _to_2(document: Document) -> Document:
    """Version 2 added statistics, events and shapes; version 1 is the same without them."""
    return document | {"schema_version": 2}


_UPGRADES: Mapping[int, Callable[[Document], Document]] = {1: _to_2}
"""Version to what makes the next of it."""
