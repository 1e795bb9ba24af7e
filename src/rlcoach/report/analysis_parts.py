"""Events and statistics in the form the report holds them: plain lists, rounded, null for NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definitions import STATS
from rlcoach.analysis.event import Events, FieldColumn
from rlcoach.replay.tables import MatchTables
from rlcoach.report.schema import EventTable, Stats

_TIME_DIGITS = 3
_FIELD_DIGITS = 3


def stats_of(values: Mapping[str, NDArray[Any]], row: int) -> Stats:
    """The statistics of one player or team; what has no value is left out."""
    found: Stats = {}
    for key, column in values.items():
        value = float(column[row])
        if not math.isnan(value):
            decimals = STATS[key].decimals
            found[key] = round(value, decimals) if decimals else round(value)
    return found


def event_table(tables: MatchTables, events: Events) -> EventTable:
    """One kind of event as columns."""
    return EventTable.model_construct(
        frame=events.frame.tolist(),
        time=_times(tables, events.frame),
        player=[row if row >= 0 else None for row in events.player.tolist()],
        place=_places(events.position),
        end_frame=None if events.end_frame is None else events.end_frame.tolist(),
        end_time=None if events.end_frame is None else _times(tables, events.end_frame),
        fields={name: _plain(column) for name, column in events.fields.items()},
    )


def _times(tables: MatchTables, frame: NDArray[np.int32]) -> list[float]:
    last = max(tables.frame_count - 1, 0)
    times: list[float] = tables.frames.time[np.minimum(frame, last)].round(_TIME_DIGITS).tolist()
    return times


def _places(position: NDArray[np.float32]) -> list[Any]:
    missing = np.isnan(position[:, 0])
    if not missing.any():
        return list(map(tuple, position.round().astype(np.int64).tolist()))
    whole = np.where(missing[:, None], 0, position).round().astype(np.int64).tolist()
    return [None if gone else tuple(xyz) for xyz, gone in zip(whole, missing.tolist(), strict=True)]


def _plain(column: FieldColumn) -> list[Any]:
    if isinstance(column, list):
        return column
    if column.dtype.kind != "f":
        plain: list[Any] = column.tolist()
        return plain
    rounded = column.astype(np.float64).round(_FIELD_DIGITS).tolist()
    return [None if value != value else value for value in rounded]  # noqa: PLR0124 - NaN
