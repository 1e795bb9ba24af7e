"""Pass plays: balls sent where a mate was or was going, and what he made of them."""

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
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.bounces import BACK_WALL, CORNER, SIDE_WALL, bounces
from rlcoach.analysis.mechanics.strikes import MAX_PLAYERS, Strikes, strikes, team_keeps
from rlcoach.analysis.vectors import dot, length, unit

MAX_AIM_UU = 800.0
"""Along the floor, from the ball's way to the mate as he was at the pass or can be if he goes
straight on (subtr-actor's distance). Two in five of all passes in the corpus are so well
aimed; clears that a mate turns round for are not."""

COURSE_SECONDS = 2.0
"""How long a mate is taken to go straight on, the flight of a lob: later he has steered."""

THROTTLE_UU_PER_S2, TOP_SPEED_UU_PER_S = 1000.0, 2300.0
"""How much faster he may get meanwhile, with boost or from rest, and how fast at most."""

SAMPLES = 9
"""Moments of the ball's way that are looked at, from the pass to the reception."""

CENTRE_FROM_X_UU, CENTRE_TO_X_UU = 1600.0, 1400.0
"""A centre comes from farther outside than the one and is received nearer to the middle than the
other, in the opponent's half (subtr-actor)."""

AERIAL_HEIGHT_UU = 300.0
"""Of the ball where a car in the air receives it: more than a hop (as a redirect's)."""

LOB_HEIGHT_UU = 500.0
"""Of the ball on its way, two and a half car lengths over the heads of those it passes."""

KINDS = {
    "backboard": "off the wall behind the opponent's goal",
    "wall": "off a side wall or corner",
    "centre": "from the side to before the opponent's goal",
    "aerial": "received in the air",
    "lob": "high over the field",
    "ground": "along the floor",
}

DEFINITION = EventDefinition(
    key="pass_play",
    label="Pass play",
    summary="Sent the ball where a mate was or was going, and he took it.",
    approach=(
        "A `pass` that began in no contest and whose way comes within 800 uu of where the mate "
        "was, or could be within two seconds straight on. The kind is the first that fits, "
        "in the order of the list."
    ),
    limits=(
        "Kickoffs that pop over to a mate and balls that he turns round for are left out. "
        "Intent is guessed from the aim; passes that an opponent cuts out are not seen, so there "
        "is no share of completed ones."
    ),
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "receiver": EventField(unit=Unit.NONE, about="row of the mate"),
        "distance": EventField(unit=Unit.UU, about="between the two touches"),
        "aim": EventField(unit=Unit.UU, about="from the ball's way to the mate or his way on"),
        "seconds": EventField(unit=Unit.SECONDS, about="until the mate's touch"),
    },
    thresholds={
        "max_aim_uu": MAX_AIM_UU,
        "course_seconds": COURSE_SECONDS,
        "centre_from_x_uu": CENTRE_FROM_X_UU,
        "centre_to_x_uu": CENTRE_TO_X_UU,
        "aerial_height_uu": AERIAL_HEIGHT_UU,
        "lob_height_uu": LOB_HEIGHT_UU,
    },
    modes=SOCCAR_LIKE,
    family=Family.TOGETHER,
    kinds=KINDS,
    success="the mate's touch was on target, or the team had the touch after it too",
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All pass plays, from the passer's touch to the receiver's."""
    strike = context.shared(strikes, found)
    touch = strike.touch
    passes = found["pass"]
    keys = touch.frame * MAX_PLAYERS + touch.player
    rows = np.flatnonzero(
        np.isin(keys, passes.frame.astype(np.int64) * MAX_PLAYERS + passes.player)
        & ~strike.is_contested
    )
    # Of two touches in one frame by one player only one has a mate after it.
    rows = rows[rows + 1 < len(touch)]
    rows = rows[strike.sender[rows + 1] == touch.player[rows]]
    rows = rows[touch.player[rows + 1] != touch.player[rows]]
    ways = _ways(context, strike, rows)
    aim = _aim(context, strike, rows, ways)
    good = aim <= MAX_AIM_UU
    rows, ways, aim = rows[good], ways[good], aim[good]
    after = rows + 1
    seconds = touch.time[after] - touch.time[rows]
    distance = length(touch.ball[after] - touch.ball[rows])
    kept = team_keeps(context, strike, after)
    hit = strike.is_on_target[after].tolist()
    return mechanic_events(
        context,
        Moves(
            player=touch.player[rows],
            start=touch.frame[rows],
            end=touch.frame[after],
            kind=_kinds(context, strike, rows, ways).tolist(),
            strength=between(distance, 500.0, 4000.0),
            confidence=between(aim, 1.5 * MAX_AIM_UU, 0.0),
            is_success=[True if one else keeps for one, keeps in zip(hit, kept, strict=True)],
            place=touch.ball[rows],
            evidence={
                "receiver": touch.player[after],
                "distance": distance,
                "aim": aim,
                "seconds": seconds,
            },
        ),
    )


def _ways(context: MatchContext, strike: Strikes, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """[row, sample, xyz] the ball from the touch to the next."""
    share = np.linspace(0.0, 1.0, SAMPLES)
    start, end = strike.touch.time[rows], strike.touch.time[rows + 1]
    moments = start[:, None] + share * (end - start)[:, None]
    frame = np.searchsorted(context.tables.frames.time, moments, side="right") - 1
    ways: NDArray[np.float64] = context.tables.ball.position[np.maximum(frame, 0)].astype(
        np.float64
    )
    return ways


def _aim(
    context: MatchContext,
    strike: Strikes,
    rows: NDArray[np.int64],
    ways: NDArray[np.float64],
) -> NDArray[np.float64]:
    """[row] uu along the floor from the ball's way to where the receiver is or can be ahead."""
    touch, cars = strike.touch, context.tables.cars
    mate, frame = touch.player[rows + 1], touch.frame[rows]
    pace = cars.velocity[mate, frame, None, :2].astype(np.float64)
    lasts = (touch.time[rows + 1] - touch.time[rows])[:, None] * np.linspace(0.0, 1.0, SAMPLES)
    seconds = np.minimum(lasts, COURSE_SECONDS)
    reach = length(pace) * seconds + THROTTLE_UU_PER_S2 / 2 * seconds**2
    away = (ways - cars.position[mate, frame, None].astype(np.float64))[..., :2]
    ahead = unit(pace)
    along = np.clip(dot(away, ahead), 0.0, np.minimum(reach, TOP_SPEED_UU_PER_S * seconds))
    off_course = length(away - along[..., None] * ahead)
    nearest: NDArray[np.float64] = off_course.min(axis=1, initial=np.inf)
    return nearest


def _kinds(
    context: MatchContext,
    strike: Strikes,
    rows: NDArray[np.int64],
    ways: NDArray[np.float64],
) -> NDArray[np.str_]:
    """[row] the first of `KINDS` that fits."""
    after = rows + 1
    surface = strike.bounced_off[after]
    bounced = np.append(context.shared(bounces).place[:, 1], 0.0)[strike.bounce[after]]
    at_their_end = bounced * strike.touch.sign[rows] > 0
    across, received = np.abs(strike.place[rows, 0]), np.abs(strike.place[after, 0])
    centred = (across >= CENTRE_FROM_X_UU) & (received <= CENTRE_TO_X_UU)
    centred &= strike.place[after, 1] > 0
    in_air = strike.is_airborne[after] & (strike.place[after, 2] >= AERIAL_HEIGHT_UU)
    high = ways[..., 2].max(axis=1, initial=0.0) >= LOB_HEIGHT_UU
    return np.select(
        [
            (surface == BACK_WALL) & at_their_end,
            (surface == SIDE_WALL) | (surface == CORNER),
            centred,
            in_air,
            high,
        ],
        ["backboard", "wall", "centre", "aerial", "lob"],
        default="ground",
    )
