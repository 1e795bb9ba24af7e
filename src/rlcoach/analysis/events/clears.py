"""Clears: touches that get the ball out of the own third."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import THIRD_Y_UU
from rlcoach.analysis.plays import play_end, play_of

BEYOND_UU = 400.0
"""Past the third's line, and as far inside it before (carball's buffer)."""

MAX_SECONDS = 5.0
"""A ball that takes longer was not cleared but left to roll."""

MAX_PLAYERS = 1024
"""More than any file has; makes one number of frame and player."""

SAME_MOMENT_SECONDS = 0.12
"""Both touches of a contest come at once: the later one does not end the earlier one's path."""

DEFINITION = EventDefinition(
    key="clear",
    label="Clear",
    summary="A touch deep in the own third that got the ball out of it.",
    approach=(
        "A touch with the ball at least 400 uu inside the own third, after which the ball gets "
        "400 uu past the third's line within 5 s before anybody touches it again. Credited "
        "shots and attempts on goal are not clears."
    ),
    limits="A long dribble out of the own third by small touches is not one.",
    source="carball",
    confidence=Confidence.MEDIUM,
    fields={
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after the touch"),
        "seconds": EventField(unit=Unit.SECONDS, about="until the ball was out"),
    },
    thresholds={"beyond_uu": BEYOND_UU, "max_seconds": MAX_SECONDS, "third_y_uu": THIRD_Y_UU},
    modes=SOCCAR_LIKE,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All clears."""
    touches = found["touch"]
    sign = context.sign[touches.player]
    deep = touches.position[:, 1] * sign < -(THIRD_Y_UU + BEYOND_UU)
    deep &= ~_is_of(touches, found["attempt"].frame, found["attempt"].player)
    deep &= ~_is_of(touches, found["shot"].column("touch_frame"), found["shot"].player)
    rows = np.flatnonzero(deep)
    seconds = _seconds_to_get_out(context, touches, rows)
    out = ~np.isnan(seconds)
    rows = rows[out]
    return Events(
        frame=touches.frame[rows],
        player=touches.player[rows],
        position=touches.position[rows],
        fields={
            "speed": touches.column("ball_speed_after")[rows],
            "seconds": seconds[out],
        },
    )


def _is_of(
    touches: Events, frame: NDArray[np.int32], player: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """[touch] whether it is one of those named by frame and player."""
    keys = touches.frame.astype(np.int64) * MAX_PLAYERS + touches.player
    return np.isin(keys, frame.astype(np.int64) * MAX_PLAYERS + player)


def _seconds_to_get_out(
    context: MatchContext, touches: Events, rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """[row] seconds until the ball is out of the third; NaN if somebody touches it before."""
    result = np.full(len(rows), np.nan)
    time, clock = touches.column("contact_time").astype(np.float64), context.clock
    ball = context.tables.ball.position[:, 1]
    play, last = play_of(context, touches), play_end(context, touches.frame)
    for spot, row in enumerate(rows.tolist()):
        start = int(touches.frame[row])
        later = np.flatnonzero((time > time[row] + SAME_MOMENT_SECONDS) & (play == play[row]))
        end = int(touches.frame[later[0]]) if len(later) else int(last[row])
        y = ball[start : end + 1] * context.sign[touches.player[row]]
        out = np.flatnonzero(y > -(THIRD_Y_UU - BEYOND_UU))
        if len(out) and clock[start + out[0]] - clock[start] <= MAX_SECONDS:
            result[spot] = clock[start + out[0]] - clock[start]
    return result
