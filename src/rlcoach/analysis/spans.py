"""Runs of frames in which something holds, as events that last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events, FieldColumn
from rlcoach.replay.tables import Bodies


@dataclass(frozen=True)
class Spans:
    """Runs of frames per player, in order of their first frame. Columns have shape [span]."""

    player: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    """The last frame in which it holds."""

    def picked(self, keep: NDArray[np.bool_]) -> Spans:
        """The spans that `keep` marks."""
        return Spans(self.player[keep], self.first[keep], self.last[keep])


def spans_of(holds: NDArray[np.bool_]) -> Spans:
    """Runs of true in `[player, frame]`."""
    players, frames = holds.shape
    padded = np.zeros((players, frames + 2), dtype=np.int8)
    padded[:, 1:-1] = holds
    change = np.diff(padded, axis=1)
    player, first = np.nonzero(change == 1)
    last = np.nonzero(change == -1)[1] - 1
    order = np.argsort(first, kind="stable")
    return Spans(
        player[order].astype(np.int32),
        first[order].astype(np.int32),
        last[order].astype(np.int32),
    )


def seconds_of(context: MatchContext, spans: Spans) -> NDArray[np.float64]:
    """How long each span lasted, to the first frame after it."""
    if len(spans.first) == 0:
        return np.zeros(0)
    after = np.minimum(spans.last + 1, context.frames - 1)
    lasted: NDArray[np.float64] = context.clock[after] - context.clock[spans.first]
    return lasted


def span_events(context: MatchContext, spans: Spans, fields: dict[str, FieldColumn]) -> Events:
    """Spans as events at the place of the car when they began, with their length added."""
    return Events(
        frame=spans.first,
        player=spans.player,
        position=place_of(context.tables.cars, spans.player, spans.first),
        end_frame=spans.last,
        fields={"seconds": seconds_of(context, spans), **fields},
    )


def place_of(
    cars: Bodies, player: NDArray[np.int32], frame: NDArray[np.int32]
) -> NDArray[np.float32]:
    """[row, xyz] where the players' cars were as last sent; NaN without player or car."""
    place = np.full((len(player), 3), np.nan, dtype=np.float32)
    known = (player >= 0) & (frame >= 0) & (frame < cars.position.shape[-2])
    place[known] = cars.position[player[known], frame[known]]
    return place


def at(column: NDArray[Any], player: NDArray[np.int32], frame: NDArray[np.int32]) -> NDArray[Any]:
    """[row] values of a `[player, frame]` column of numbers; NaN without player."""
    found = np.full(len(player), np.nan)
    known = player >= 0
    found[known] = column[player[known], frame[known]]
    return found
