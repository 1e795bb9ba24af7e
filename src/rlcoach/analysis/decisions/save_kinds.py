"""Kinds of saves: how each credited save was made."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.strikes import seconds_to_goal_against, strikes
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import BACK_WALL_Y_UU, GOAL_HALF_WIDTH_UU
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events

DOUBLE_SECONDS = 3.0
"""A second save of the same player within this belongs to the first: the ball stays at the goal."""

LINE_UU = 400.0
"""From the ball to the goal line: closer is on the line."""

AIR_CAR_UU = 100.0
"""Height of a car that jumped or flew for it; on its wheels its centre is at 17."""

WIDE_UU = GOAL_HALF_WIDTH_UU + 200.0
"""Off the middle: beyond post and ball the save was made in the corner or off the back wall."""

FAST_UU_PER_S = 2500.0
"""A hard shot (90 km/h)."""

PUNISHED_SECONDS = 4.0
"""A goal against so soon after is of the same attack."""

KINDS = {
    "epic": "the game announced an epic save",
    "double": "the player's second save within 3 s",
    "backboard": "above or beside the goal, in the air",
    "corner": "beside the goal, on the ground",
    "goal_line": "with the ball within 400 uu of the line",
    "aerial": "farther out, in the air",
    "ground": "farther out, on the ground",
}

DEFINITION = EventDefinition(
    key="save_kind",
    label="Kind of save",
    summary="How a save was made.",
    approach=(
        "Of each credited save: by what the game announced, the save before, the place of the "
        "ball and the height of the car at the touch; the first kind that fits, in the order of "
        "the list."
    ),
    limits="A save whose touch is not known has no kind and is left out.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "line_distance": EventField(unit=Unit.UU, about="from the ball to the goal line"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball before the touch"),
    },
    thresholds={
        "double_seconds": DOUBLE_SECONDS,
        "line_uu": LINE_UU,
        "air_car_uu": AIR_CAR_UU,
        "wide_uu": WIDE_UU,
        "punished_seconds": PUNISHED_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    kinds=KINDS,
    success="No goal was conceded within 4 s.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """One event per credited save, at its touch."""
    saves, touches = found["save"], found["touch"]
    rows = np.flatnonzero(saves.column("touch_frame") >= 0)
    player = saves.player[rows]
    frame = saves.column("touch_frame")[rows].astype(np.int64)
    place = saves.position[rows]
    line = BACK_WALL_Y_UU + place[:, 1] * context.sign[player]
    speed = saves.column("speed_before")[rows].astype(np.float64)
    struck = context.shared(strikes, touches)
    against = seconds_to_goal_against(context, struck, frame, context.team[player])
    epic = [saves.fields["is_epic"][row] for row in rows.tolist()]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=frame,
            end=frame,
            kind=_kinds(context, player, frame, place, np.array([one is True for one in epic])),
            strength=between(speed, 0.0, FAST_UU_PER_S),
            confidence=0.8,
            is_success=against > PUNISHED_SECONDS,
            place=place,
            evidence={"line_distance": np.maximum(line, 0.0).astype(np.float64), "speed": speed},
        ),
    )


def _kinds(
    context: MatchContext,
    player: NDArray[np.int32],
    frame: NDArray[np.int64],
    place: NDArray[np.float32],
    is_epic: NDArray[np.bool_],
) -> list[str]:
    line = BACK_WALL_Y_UU + place[:, 1] * context.sign[player]
    wide = np.abs(place[:, 0]) > WIDE_UU
    height = context.tables.cars.position[player, frame, 2]
    flies = height >= AIR_CAR_UU
    clock = context.clock[frame]
    since = clock[:, None] - clock[None, :]
    again = (player[:, None] == player[None, :]) & (since > 0) & (since <= DOUBLE_SECONDS)
    near = line < LINE_UU
    kinds: list[str] = np.select(
        [is_epic.astype(bool), again.any(axis=1), near & wide & flies, near & wide, near, flies],
        ["epic", "double", "backboard", "corner", "goal_line", "aerial"],
        default="ground",
    ).tolist()
    return kinds
