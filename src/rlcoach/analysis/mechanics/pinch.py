"""Pinches: the ball squeezed between a car and something else, out of which it shoots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.ball_flight import RESTITUTION, ball_radius
from rlcoach.analysis.contact import box_distance, cars_at
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
from rlcoach.analysis.mechanics.base import (
    MECHANIC_FIELDS,
    Moves,
    between,
    held_frame,
    mechanic_events,
)
from rlcoach.analysis.mechanics.bounces import CEILING, FLOOR, surfaces_near
from rlcoach.analysis.mechanics.strikes import CONTEST_SECONDS, Strikes, strikes
from rlcoach.analysis.vectors import dot, length

MIN_SPEED_UU_PER_S = 2500.0
"""Of the ball after, 90 km/h: softer squeezes happen in every scramble and nobody names them."""

MIN_EXCESS_UU_PER_S = 500.0
"""Change of the ball's velocity beyond the hardest plain hit of the cars at it. Of 8,230 touches
in the corpus 92 % stay below 0 and 98 % below 342, measured against all cars at the ball."""

MIN_OPPONENT_SPEED_UU_PER_S = 3000.0
"""Of the ball after, between opponents: many hard 50/50s reach 2,500, few of them this."""

MIN_FASTER = 1.3
"""The ball after, by the faster of ball and cars before, between opponents: a car at full speed
pushes it to little more than its own."""

AT_BALL_UU = 40.0
"""Hitbox to ball of another car that took part; as `touch` allows, contacts lie between updates."""

AT_SURFACE_UU = 45.0
"""Ball's edge to a surface that took part: the moment of contact is known to some 20 uu."""

MASS_SHARE = 180.0 / (180.0 + 30.0)
"""Of the closing speed a ball of 30 takes from a car of 180 (RocketSim's masses, no rebound)."""

PUSH_SPEED_UU_PER_S = (0.0, 500.0, 2300.0, 4600.0)
PUSH_SHARE = (0.65, 0.65, 0.55, 0.30)
"""What the game adds to each hit, as a share of the closing speed by closing speed (RocketSim)."""

BEFORE_SECONDS = 0.06
"""A car's velocity at the hit is blended with that after it: this much earlier it is its own."""

KINDS = {
    "floor": "against the floor",
    "wall": "against a wall or its foot",
    "ceiling": "against the ceiling",
    "team": "between the cars of two mates",
    "opponent": "between the player's car and an opponent's",
}

DEFINITION = EventDefinition(
    key="pinch",
    label="Pinch",
    summary="Squeezed the ball against a surface, a mate's or an opponent's car, and it shot away.",
    approach=(
        "A touch after which the ball flies at 2,500 uu/s or more and which changed its velocity "
        "by 500 uu/s more than the hardest plain hit of any car at it could, with a surface within "
        "45 uu of the ball or a mate's hitbox at it. With an opponent's hitbox at it, or his touch "
        "within 0.2 s, the ball must fly at 3,000 uu/s and 1.3 times as fast as anything came."
    ),
    limits=(
        "Plain hard 50/50s are not pinches; a squeeze between opponents is named after the one "
        "whose way it flies. Of two mates who squeeze the ball the one nearer to it is named. Soft "
        "pinches are left out, and heatseeker, where the game itself speeds the ball up."
    ),
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after"),
        "excess": EventField(unit=Unit.UU_PER_SECOND, about="beyond the hardest plain hit"),
    },
    thresholds={
        "min_speed_uu_per_s": MIN_SPEED_UU_PER_S,
        "min_excess_uu_per_s": MIN_EXCESS_UU_PER_S,
        "min_opponent_speed_uu_per_s": MIN_OPPONENT_SPEED_UU_PER_S,
        "min_faster": MIN_FASTER,
        "at_ball_uu": AT_BALL_UU,
        "at_surface_uu": AT_SURFACE_UU,
    },
    modes=SOCCAR_LIKE - {"heatseeker"},
    family=Family.BALL,
    kinds=KINDS,
    success="on target: it would have gone in, did, or was credited as a shot",
    is_experimental=True,
)


@dataclass(frozen=True)
class _Cars:
    """All cars at the moments of candidates: [player, candidate]."""

    is_at_ball: NDArray[np.bool_]
    hit: NDArray[np.float64]
    """Change of the ball's velocity a plain hit would make at most, uu/s."""
    speed: NDArray[np.float64]
    """Before the hit, uu/s."""


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All pinches, at the touch."""
    strike = context.shared(strikes, found)
    touch = strike.touch
    rows = np.flatnonzero(strike.speed >= MIN_SPEED_UU_PER_S)
    # In a contest both touches show the same ball: it is the pinch of whose way it flies.
    rows = rows[~strike.is_contested[rows] | (strike.after[rows, 1] > 0)]
    surface, away, out = _surface(strike, rows)
    cars = _cars_at_ball(context, strike, rows)
    hardest = np.where(cars.is_at_ball, cars.hit, 0.0).max(axis=0, initial=0.0)
    excess = _change(strike, rows, out) - hardest
    same_team = context.team[:, None] == context.team[touch.player[rows]][None, :]
    mates = same_team & (np.arange(context.players)[:, None] != touch.player[rows][None, :])
    with_mate = (cars.is_at_ball & mates).any(axis=0)
    with_opponent = (cars.is_at_ball & ~same_team).any(axis=0) | strike.is_contested[rows]
    at_surface = away <= AT_SURFACE_UU
    kind = np.select(
        [
            with_opponent,
            at_surface & (surface == FLOOR),
            at_surface & (surface == CEILING),
            at_surface,
            with_mate,
        ],
        ["opponent", "floor", "ceiling", "wall", "team"],
        default="",
    )
    kept = (excess >= MIN_EXCESS_UU_PER_S) & (kind != "")
    kept &= (kind != "opponent") | _is_outrun(strike, rows, cars)
    kept[kept] = _first_of_each(touch.time[rows[kept]])
    rows, kind, excess = rows[kept], kind[kept], excess[kept]
    return mechanic_events(
        context,
        Moves(
            player=touch.player[rows],
            start=touch.frame[rows],
            end=touch.end_frame[rows],
            kind=kind.tolist(),
            strength=between(strike.speed[rows], MIN_SPEED_UU_PER_S, 5000.0),
            confidence=between(excess, 0.0, 3 * MIN_EXCESS_UU_PER_S),
            is_success=strike.is_on_target[rows],
            place=touch.ball[rows],
            evidence={"speed": strike.speed[rows], "excess": excess},
        ),
    )


def _is_outrun(strike: Strikes, rows: NDArray[np.int64], cars: _Cars) -> NDArray[np.bool_]:
    """[row] the ball left much faster than anything came in."""
    came = np.where(cars.is_at_ball, cars.speed, 0.0).max(axis=0, initial=0.0)
    came = np.maximum(came, length(strike.before[rows]))
    outrun: NDArray[np.bool_] = strike.speed[rows] >= np.maximum(
        MIN_OPPONENT_SPEED_UU_PER_S, MIN_FASTER * came
    )
    return outrun


def _surface(
    strike: Strikes, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """The nearest surface of each ball, uu to it, and its normal [row, xyz]."""
    near = surfaces_near(strike.touch.ball[rows])
    which = near.away.argmin(axis=0)
    spot = np.arange(len(rows))
    return which, near.away[which, spot], near.normal[which, spot]


def _change(
    strike: Strikes, rows: NDArray[np.int64], normal: NDArray[np.float64]
) -> NDArray[np.float64]:
    """[row] uu/s by which the ball's velocity changed, a bounce off the surface not counted."""
    before, after = strike.touch.before[rows], strike.touch.after[rows]
    into = np.minimum(dot(before, normal), 0.0)
    bounced = before - (1 + RESTITUTION) * into[:, None] * normal
    plain: NDArray[np.float64] = np.minimum(length(after - before), length(after - bounced))
    return plain


def _cars_at_ball(context: MatchContext, strike: Strikes, rows: NDArray[np.int64]) -> _Cars:
    shape = (context.players, len(rows))
    player = np.repeat(np.arange(context.players), len(rows))
    ball, velocity = strike.touch.ball[rows], strike.touch.before[rows]
    time = np.tile(strike.touch.time[rows], context.players)
    start = time - BEFORE_SECONDS
    earlier = cars_at(context, player, held_frame(context, start), start)
    pose = cars_at(context, player, held_frame(context, time), time)
    gap = box_distance(context, player, pose, np.tile(ball, (context.players, 1)))
    ball_velocity = np.tile(velocity, (context.players, 1))
    closing = np.fmax(
        length(earlier.velocity - ball_velocity), length(pose.velocity - ball_velocity)
    )
    at_ball = (gap - ball_radius(context) <= AT_BALL_UU).reshape(shape)
    at_ball[strike.touch.player[rows], np.arange(len(rows))] = True
    share = MASS_SHARE + np.interp(closing, PUSH_SPEED_UU_PER_S, PUSH_SHARE)
    speed = np.nan_to_num(length(earlier.velocity)).reshape(shape)
    return _Cars(at_ball, (closing * share).reshape(shape), speed)


def _first_of_each(time: NDArray[np.float64]) -> NDArray[np.bool_]:
    """[row] not a second touch of the same squeeze; `time` ascending."""
    first: NDArray[np.bool_] = np.diff(time, prepend=-np.inf) > CONTEST_SECONDS
    return first
