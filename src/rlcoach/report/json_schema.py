"""The report's JSON Schema, as committed in `docs/report.schema.json`."""

from __future__ import annotations

import json

from rlcoach.report.schema import Report


def text() -> str:
    """The schema, stable in order and ending with a newline."""
    return json.dumps(Report.model_json_schema(), indent=2, sort_keys=True) + "\n"
