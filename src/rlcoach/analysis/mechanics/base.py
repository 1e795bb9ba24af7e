"""What all mechanics say: when, who, where, which kind, how strong, whether it worked, how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import EventField, Unit
from rlcoach.analysis.event import Events, FieldColumn
from rlcoach.analysis.plays import in_play
from rlcoach.analysis.spans import place_of

Flags = NDArray[np.bool_] | Sequence[bool | None]

MECHANIC_FIELDS: Mapping[str, EventField] = {
    "kind": EventField(unit=Unit.NONE, about="which of the mechanic's kinds"),
    "strength": EventField(unit=Unit.SHARE, about="how pronounced: 0 just so, 1 as it can be"),
    "is_success": EventField(unit=Unit.NONE, about="whether it worked; null where unknown"),
    "confidence": EventField(unit=Unit.SHARE, about="how sure the detector is"),
}
"""The columns of every mechanic; a mechanic adds its evidence: the numbers that made it fire."""


@dataclass(frozen=True, kw_only=True)
class Moves:
    """What a detector found, in any order. Columns have shape [move]."""

    player: NDArray[np.integer]
    start: NDArray[np.integer]
    """Frame in which it began."""
    end: NDArray[np.integer]
    """Frame in which it was over."""
    kind: Sequence[str] | str
    strength: NDArray[np.floating]
    """Clipped to 0-1."""
    confidence: NDArray[np.floating] | float
    """Clipped to 0-1."""
    is_success: Flags | None = None
    """None where success means nothing or is never known."""
    place: NDArray[np.floating] | None = None
    """[move, xyz]; None for where the car was at the start."""
    evidence: Mapping[str, FieldColumn] = field(default_factory=dict)


def mechanic_events(context: MatchContext, moves: Moves) -> Events:
    """The moves as events by start frame, with the columns of `MECHANIC_FIELDS` and evidence.

    Those that begin out of play are left out: what players do around goals is celebration.
    """
    count = len(moves.start)
    order = np.lexsort((moves.player, moves.start))
    order = order[in_play(context)[moves.start[order]]]
    player = moves.player[order].astype(np.int32)
    start = moves.start[order].astype(np.int32)
    kinds = [moves.kind] * count if isinstance(moves.kind, str) else moves.kind
    success: Flags = [None] * count if moves.is_success is None else moves.is_success
    sure = np.broadcast_to(np.asarray(moves.confidence, dtype=np.float64), (count,))
    place = place_of(context.tables.cars, player, start)
    if moves.place is not None:
        place = moves.place[order].astype(np.float32)
    return Events(
        frame=start,
        player=player,
        position=place,
        end_frame=np.maximum(moves.end[order], start).astype(np.int32),
        fields={
            "kind": [kinds[row] for row in order.tolist()],
            "strength": shares(moves.strength[order]),
            "is_success": [_flag(success[row]) for row in order.tolist()],
            "confidence": shares(sure[order]),
            **{name: _ordered(column, order) for name, column in moves.evidence.items()},
        },
    )


def of_kind(events: Events, kind: str) -> NDArray[np.bool_]:
    """[event] whether its field `kind` is that word."""
    return np.array([one == kind for one in events.fields["kind"]], dtype=bool)


def shares(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Clipped to 0-1, in hundredths: more digits would only look exact."""
    rounded: NDArray[np.float64] = np.clip(values.astype(np.float64), 0.0, 1.0).round(2)
    return rounded


def between(values: NDArray[np.floating], low: float, high: float) -> NDArray[np.float64]:
    """0 at `low`, 1 at `high`, straight between and clipped beyond; `low` may be the greater."""
    share: NDArray[np.float64] = np.clip((values - low) / (high - low), 0.0, 1.0)
    return share


def frame_of(context: MatchContext, time: NDArray[np.floating]) -> NDArray[np.int64]:
    """[row] the first frame at or after a moment: the one that shows it."""
    frames = np.searchsorted(context.tables.frames.time, time - 1e-6, side="left")
    return np.minimum(frames, max(context.frames - 1, 0))


def held_frame(context: MatchContext, time: NDArray[np.floating]) -> NDArray[np.int64]:
    """[row] the last frame at or before a moment, from which `contact.cars_at` goes on."""
    frames = np.searchsorted(context.tables.frames.time, time, side="right") - 1
    return np.clip(frames, 0, max(context.frames - 1, 0))


def _flag(value: bool | np.bool_ | None) -> bool | None:
    return None if value is None else bool(value)


def _ordered(column: FieldColumn, order: NDArray[np.int64]) -> FieldColumn:
    if isinstance(column, list):
        return [column[row] for row in order.tolist()]
    return column[order]
