"""Air rolls: turning about the long axis in the air, apart from dodges."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.switched import rows_of
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.spans import Spans, seconds_of, spans_of
from rlcoach.analysis.vectors import dot, nose, squared_length
from rlcoach.analysis.wheels import on_wheels
from rlcoach.replay.kinds import Component

MIN_RATE_RAD_PER_S = 2.0
"""Of a roll; the game's limit is 5.5, and what is left of a push fades within half a second."""

MIN_SHARE = 0.5
"""Of the whole spin that is roll: a car that tumbles turns about any axis."""

MIN_TURN_RAD = np.pi / 2
"""A quarter turn: less is a small correction before a landing."""

DODGE_SECONDS = 0.85
"""After a dodge, whose own spin lasts 0.65 s and takes another 0.2 s to fade."""

DEFINITION = EventDefinition(
    key="air_roll",
    label="Air roll",
    summary="Rolled the car in the air by a quarter turn or more.",
    approach=(
        "Times in the air, more than 0.85 s after a dodge, in which the car rolls one way at"
        " 2 rad/s or more, mostly about its long axis, for at least a quarter turn in all."
    ),
    limits="Cars that a bump made roll count too. The button is not sent: what the car did counts.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "turn": EventField(unit=Unit.RADIANS, about="rolled in all"),
        "seconds": EventField(unit=Unit.SECONDS, about="how long"),
    },
    thresholds={
        "min_rate_rad_per_s": MIN_RATE_RAD_PER_S,
        "min_share": MIN_SHARE,
        "min_turn_rad": MIN_TURN_RAD,
        "dodge_seconds": DODGE_SECONDS,
    },
    family=Family.MOVEMENT,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All air rolls, each way for itself."""
    del found
    rate = _roll_rates(context)
    free = ~context.shared(on_wheels) & ~_dodging(context)
    spans = [spans_of(free & (way * rate >= MIN_RATE_RAD_PER_S)) for way in (-1.0, 1.0)]
    rolls = Spans(*(np.concatenate([getattr(one, name) for one in spans]) for name in _COLUMNS))
    turn = _turned(context, np.abs(rate), rolls)
    keep = turn >= MIN_TURN_RAD
    rolls, turn = rolls.picked(keep), turn[keep]
    return mechanic_events(
        context,
        Moves(
            player=rolls.player,
            start=rolls.first,
            end=rolls.last,
            kind="air_roll",
            strength=between(turn, 0.0, 2 * np.pi),
            confidence=between(turn, 0.0, np.pi),
            evidence={"turn": turn, "seconds": seconds_of(context, rolls)},
        ),
    )


_COLUMNS = ("player", "first", "last")


def _roll_rates(context: MatchContext) -> NDArray[np.float32]:
    """[player, frame] rad/s about the nose, 0 where the spin is mostly about other axes."""
    updates, source = context.tables.car_updates, context.tables.cars.source
    if len(updates.frame) == 0:
        return np.zeros(source.shape, dtype=np.float32)
    rate = dot(updates.spin, nose(updates.rotation))
    rate[rate * rate < MIN_SHARE**2 * squared_length(updates.spin)] = 0.0
    held: NDArray[np.float32] = np.where(source >= 0, rate[np.maximum(source, 0)], 0.0)
    return held


def _dodging(context: MatchContext) -> NDArray[np.bool_]:
    """[player, frame] during a dodge, or so soon after that its spin is left."""
    parts, time = context.tables.activations, context.tables.frames.time
    rows = rows_of(context, Component.DODGE)
    change = np.zeros((context.players, context.frames + 1), dtype=np.int32)
    last = np.searchsorted(time, parts.time[rows] + DODGE_SECONDS)
    np.add.at(change, (parts.player[rows], parts.frame[rows]), 1)
    np.add.at(change, (parts.player[rows], last), -1)
    during: NDArray[np.bool_] = np.cumsum(change[:, :-1], axis=1) > 0
    return during


def _turned(context: MatchContext, rate: NDArray[np.floating], rolls: Spans) -> NDArray[np.float64]:
    """[span] radians, each body's rate until the next frame."""
    step = np.append(context.step[1:], 0.0)
    total = np.zeros((rate.shape[0], context.frames + 1))
    np.cumsum(rate * step, axis=1, out=total[:, 1:])
    turned: NDArray[np.float64] = (
        total[rolls.player, rolls.last + 1] - total[rolls.player, rolls.first]
    )
    return turned
