"""Flicks: launching a carried ball with a dodge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.dodges import STRAIGHT_SHARE
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.dodge_motion import OFFSETS_SECONDS, START, dodge_motion
from rlcoach.analysis.mechanics.outcomes import kept
from rlcoach.analysis.mechanics.touch_motion import TouchMotion, touch_motion
from rlcoach.analysis.near_ball import NearBall, near_ball
from rlcoach.analysis.vectors import length, unit

CARRY_WINDOW_SECONDS = 1.0
"""Before the dodge, within which the ball must have lain on the car: the jump of a flick and a
turn in the air last 0.1 to 0.4 s, with a spin over the roof 0.7 s."""

MIN_CARRY_SECONDS = 0.2
"""Of contact within that window (subtr-actor)."""

AT_CAR_UU = 15.0
"""Hitbox to ball while the ball lies on the car."""

MIN_UP_UU = 75.0
"""Ball's centre above the hitbox's along the roof: on the hood 100 to 115, pushed along the floor
55 to 60."""

MAX_SLIP_UU_PER_S = 400.0
"""Between ball and car while it lies there; a ball that bounces off the nose has more."""

LOST_UU = 70.0
"""Hitbox to ball at the dodge: farther, the ball was popped up and dodged after."""

HIT_BEFORE_SECONDS, HIT_AFTER_SECONDS = 0.1, 0.35
"""Around the dodge, when the launch must come (subtr-actor 0.25 and 0.32)."""

MIN_KICK_UU_PER_S = 400.0
"""Given to the ball by the dodge; the jump before gives 430 to 540, and softer ones are carries
(subtr-actor 325)."""

HARD_KICK_UU_PER_S = 2500.0
"""As hard as flicks come."""

BACK, ALONG = -0.25, 0.35
"""Share of the dodge that goes back, and of the launch that goes the way the ball went, from which
a flick is a reverse one. In a drill recorded on purpose 0.5 and more of the launch, in back flips
that pop the ball up 0.2 and less."""

TURNED_COSINE = 0.5
"""Of the angle between nose and way, 60 degrees, from which it is a 90 flick, and 120, from which a
backward one is a 180."""

SPUN_ROOF = -0.1
"""Height of the roof before the dodge, below which the car spins under the ball: a breezi. Cars
that only turn have 0.1 and more."""

MIN_SPEED_UU_PER_S = 200.0
"""Slower balls go no particular way."""

DEFINITION = EventDefinition(
    key="flick",
    label="Flick",
    summary="Launched a ball that lay on the car with a dodge.",
    approach=(
        "The ball lay on the car for 0.2 s in the last second before a dodge, and around the dodge "
        "the car gave it 400 uu/s or more. The kind follows from the dodge's direction, the way "
        "the car looked and the way the ball left."
    ),
    limits="A ball thrown by the jump alone is no flick; kinds blend into each other.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "kick": EventField(unit=Unit.UU_PER_SECOND, about="change of the ball's velocity"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after the flick"),
    },
    thresholds={
        "carry_window_seconds": CARRY_WINDOW_SECONDS,
        "min_carry_seconds": MIN_CARRY_SECONDS,
        "max_slip_uu_per_s": MAX_SLIP_UU_PER_S,
        "min_kick_uu_per_s": MIN_KICK_UU_PER_S,
        "back": BACK,
        "along": ALONG,
    },
    modes=BALL_MODES,
    family=Family.BALL,
    kinds={
        "front": "dodged straight ahead",
        "side": "dodged straight to the side",
        "diagonal": "dodged diagonally",
        "back": "dodged straight back, the ball going up or back",
        "turn_90": "turned the car across the way it went, then dodged along it",
        "turn_180": "turned the car around, then dodged backward, the way the ball flew on",
        "reverse": "dodged backward under the ball, which flew on ahead: musty and reverse flicks",
        "breezi": "spun the car over its roof under the ball before the dodge",
    },
    success=(
        "The player scored within 4 s, or his team had the next touch; null where nobody touched "
        "again."
    ),
)


@dataclass(frozen=True)
class _Flicks:
    """One row per flick: the dodge of `dodge_motion` and the touch of `touch_motion`."""

    dodge: NDArray[np.int64]
    touch: NDArray[np.int64]


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All flicks, from the dodge to the end of the touch it made."""
    motion, dodges = context.shared(touch_motion, found), context.shared(dodge_motion)
    kick = found["touch"].column("kick").astype(np.float64)
    hits = _flicks(context, motion, kick)
    touch = hits.touch
    player, end = motion.player[touch], motion.end_frame[touch]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=np.minimum(dodges.frame[hits.dodge], motion.frame[touch]),
            end=np.maximum(end, dodges.frame[hits.dodge]),
            kind=_kinds(context, motion, hits),
            strength=between(kick[touch], 0.0, HARD_KICK_UU_PER_S),
            confidence=0.6 + between(kick[touch], MIN_KICK_UU_PER_S, 1000.0) * 0.3,
            is_success=kept(context, found, player, end),
            place=motion.ball[touch],
            evidence={"kick": kick[touch], "speed": length(motion.after[touch])},
        ),
    )


def _flicks(context: MatchContext, motion: TouchMotion, kick: NDArray[np.float64]) -> _Flicks:
    near, dodges = context.shared(near_ball), context.shared(dodge_motion)
    time = context.tables.frames.time
    ends, rows, touches = time[motion.end_frame], [], []
    hard = kick >= MIN_KICK_UU_PER_S
    for row, (player, at) in enumerate(
        zip(dodges.player.tolist(), dodges.time.tolist(), strict=True)
    ):
        mine = hard & (motion.player == player) & (motion.time <= at + HIT_AFTER_SECONDS)
        hit = np.flatnonzero(mine & (ends >= at - HIT_BEFORE_SECONDS))
        if len(hit) and _is_carried(near, player, at):
            rows.append(row)
            touches.append(hit[kick[hit].argmax()])
    return _Flicks(np.array(rows, dtype=np.int64), np.array(touches, dtype=np.int64))


def _is_carried(near: NearBall, player: int, at: float) -> bool:
    """Whether the ball lay on the player's car shortly before a moment."""
    window = (near.time >= at - CARRY_WINDOW_SECONDS) & (near.time <= at)
    rows = np.flatnonzero(window & (near.player == player))
    on_top = (near.gap[rows] <= AT_CAR_UU) & (near.local[rows, 2] >= MIN_UP_UU)
    on_top &= length(near.slip[rows]) <= MAX_SLIP_UU_PER_S
    if np.count_nonzero(on_top) < 2 or near.gap[rows[-1]] > LOST_UU:
        return False
    lasted = np.diff(near.time[rows])[on_top[1:] & on_top[:-1]].sum()
    return bool(lasted >= MIN_CARRY_SECONDS)


def _kinds(context: MatchContext, motion: TouchMotion, hits: _Flicks) -> list[str]:
    """The word for each flick, the more special ones first."""
    dodges = context.shared(dodge_motion)
    ahead, right = dodges.forward[hits.dodge], dodges.right[hits.dodge]
    before = motion.before[hits.touch]
    way = unit(before[:, :2])
    launch = unit(motion.after[hits.touch] - before)
    moving = length(before[:, :2]) >= MIN_SPEED_UU_PER_S
    along = moving & (np.einsum("ri,ri->r", launch[:, :2], way) >= ALONG)
    looks = np.einsum("ri,ri->r", unit(dodges.nose[hits.dodge, START, :2]), way)
    spun = dodges.roof[hits.dodge][:, OFFSETS_SECONDS <= 0, 2].min(axis=1) <= SPUN_ROOF
    words = np.select(
        [
            spun,
            (ahead <= BACK) & along & (looks <= -TURNED_COSINE),
            (ahead <= BACK) & along,
            along & (np.abs(looks) <= TURNED_COSINE),
            np.abs(right) > STRAIGHT_SHARE,
            ahead > STRAIGHT_SHARE,
            ahead < -STRAIGHT_SHARE,
        ],
        ["breezi", "turn_180", "reverse", "turn_90", "side", "front", "back"],
        default="diagonal",
    )
    kinds: list[str] = words.tolist()
    return kinds
