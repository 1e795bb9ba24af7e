"""Whiffs: going for the ball with a dodge or in the air, and missing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.ball_flight import ball_radius
from rlcoach.analysis.contact import box_distance, cars_at
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.snapshots import Snapshots, snapshots
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
from rlcoach.analysis.vectors import dot, length
from rlcoach.analysis.wheels import on_wheels

NEAR_UU = 550.0
"""Coarse, from sample to sample: two fast bodies move 400 uu in a tenth of a second."""

MAX_GAP_UU = 130.0
"""Between hitbox and ball when nearest: a car's length. subtr-actor allows 220 and asks for no
dodge; beyond a length players turn past the ball on purpose."""

MIN_CLOSING_UU_PER_S = 500.0
"""Of the car's own way to the ball before."""

MIN_ALIGNMENT = 0.8
"""Cosine between that way and the car's velocity: he was heading for the ball."""

BEFORE_SECONDS = 0.3
"""How long before the nearest moment those are taken."""

MIN_GAINED_UU = 150.0
"""On the ball in that time: who flies along with it, as in an air dribble, gains nothing."""

AGAIN_SECONDS = 1.0
"""The same player misses the same ball only once."""

DODGE_SECONDS = 0.5
"""Before the nearest moment: a dodge begun for the ball hits within its first half second."""

OWN_TOUCH_SECONDS = 0.8
"""A touch of his own about then: he did not miss."""

MOVED_SECONDS = (-0.5, 0.1)
"""Somebody else's touch about then moved the ball: he was late, not off."""

AIR_UU = 300.0
"""Height of the ball of an aerial: not to be reached from the ground."""

_FINE_SECONDS = np.linspace(-0.1, 0.1, 9)

GROUND, AERIAL = "ground", "aerial"

DEFINITION = EventDefinition(
    key="whiff",
    label="Whiff",
    summary="Dodged or flew at the ball and missed it.",
    approach=(
        "The car comes within 130 uu of the ball without touching it in the 0.8 s before and "
        "after, was heading for it at 500 uu/s or more, and dodged within the 0.5 s before or is "
        "in the air with the ball above 300 uu. Nobody else moved the ball in that moment."
    ),
    limits="Dodging past the ball on purpose looks the same; driving past it does not count.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "gap": EventField(unit=Unit.UU, about="between hitbox and ball when nearest"),
        "closing": EventField(unit=Unit.UU_PER_SECOND, about="toward the ball 0.3 s before"),
    },
    thresholds={
        "max_gap_uu": MAX_GAP_UU,
        "min_closing_uu_per_s": MIN_CLOSING_UU_PER_S,
        "min_alignment": MIN_ALIGNMENT,
        "dodge_seconds": DODGE_SECONDS,
        "own_touch_seconds": OWN_TOUCH_SECONDS,
        "air_uu": AIR_UU,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    kinds={GROUND: "with a dodge", AERIAL: "flying, with the ball above 300 uu"},
    is_experimental=True,
)


@dataclass(frozen=True)
class _Passes:
    """Moments at which a car was nearest to the ball. Shapes [row]."""

    player: NDArray[np.int64]
    at: NDArray[np.int64]

    def picked(self, keep: NDArray[np.bool_]) -> _Passes:
        return _Passes(self.player[keep], self.at[keep])


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All whiffs, at the moment the car was nearest to the ball."""
    samples = context.shared(snapshots)
    near = _nearest_moments(samples)
    near = near.picked(_is_untouched(context, found["touch"], samples, near))
    closing, aims = _approach(samples, near)
    near, closing = near.picked(aims), closing[aims]
    flies = _flies(context, samples, near)
    swings = flies | _dodged(context, found["dodge"], samples, near)
    near, closing, flies = near.picked(swings), closing[swings], flies[swings]
    gap, time = _gaps(context, samples, near)
    close = (gap <= MAX_GAP_UU) & (gap > 0)
    close &= _is_first(near, samples, close)
    near, gap, closing, flies = near.picked(close), gap[close], closing[close], flies[close]
    frame = held_frame(context, time[close])
    return mechanic_events(
        context,
        Moves(
            player=near.player,
            start=frame,
            end=frame,
            kind=np.where(flies, AERIAL, GROUND).tolist(),
            strength=between(gap, MAX_GAP_UU, 0.0),
            confidence=between(closing, 0.0, 1500.0),
            evidence={"gap": gap, "closing": closing},
        ),
    )


def _nearest_moments(samples: Snapshots) -> _Passes:
    distance = samples.ball_distance
    if distance.shape[1] < 3:
        nothing = np.zeros(0, dtype=np.int64)
        return _Passes(nothing, nothing)
    middle = distance[:, 1:-1]
    nearest = (middle < NEAR_UU) & (middle <= distance[:, :-2]) & (middle < distance[:, 2:])
    player, at = np.nonzero(nearest & samples.is_live[1:-1])
    return _Passes(player, at + 1)


def _is_untouched(
    context: MatchContext, touches: Events, samples: Snapshots, near: _Passes
) -> NDArray[np.bool_]:
    since = context.clock[touches.frame][None, :] - samples.clock[near.at][:, None]
    mine = touches.player[None, :] == near.player[:, None]
    low, high = MOVED_SECONDS
    moved = (since >= low) & (since <= high)
    touched = (np.abs(since) <= OWN_TOUCH_SECONDS) & mine
    untouched: NDArray[np.bool_] = ~(moved | touched).any(axis=1)
    return untouched


def _approach(samples: Snapshots, near: _Passes) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Closing speed a little before, and whether the car was heading for the ball."""
    before = np.maximum(near.at - round(BEFORE_SECONDS * 10), 0)
    # To where the ball is when nearest: a player aims ahead of a flying ball.
    way = samples.ball[near.at] - samples.place[near.player, before]
    velocity = samples.velocity[near.player, before]
    closing = (dot(velocity, way) / np.maximum(length(way), 1.0)).astype(np.float64)
    aims = closing >= np.maximum(MIN_CLOSING_UU_PER_S, MIN_ALIGNMENT * length(velocity))
    apart = samples.ball_distance[near.player, before] - samples.ball_distance[near.player, near.at]
    aims &= apart >= MIN_GAINED_UU
    return closing, aims


def _flies(context: MatchContext, samples: Snapshots, near: _Passes) -> NDArray[np.bool_]:
    """[row] in the air since before, for a ball that is high."""
    stands = context.shared(on_wheels)
    before = samples.frame[np.maximum(near.at - round(BEFORE_SECONDS * 10), 0)]
    up = ~stands[near.player, samples.frame[near.at]] & ~stands[near.player, before]
    result: NDArray[np.bool_] = up & (samples.ball[near.at, 2] >= AIR_UU)
    return result


def _dodged(
    context: MatchContext, dodges: Events, samples: Snapshots, near: _Passes
) -> NDArray[np.bool_]:
    since = samples.clock[near.at][:, None] - context.clock[dodges.frame][None, :]
    mine = dodges.player[None, :] == near.player[:, None]
    dodged: NDArray[np.bool_] = (mine & (since >= 0) & (since <= DODGE_SECONDS)).any(axis=1)
    return dodged


def _gaps(
    context: MatchContext, samples: Snapshots, near: _Passes
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least uu between hitbox and ball about each moment, and the network time of it."""
    count = len(_FINE_SECONDS)
    sent = context.tables.frames.time
    time = np.repeat(sent[samples.frame[near.at]], count) + np.tile(_FINE_SECONDS, len(near.at))
    player = np.repeat(near.player, count)
    frame = held_frame(context, time)
    ball = context.tables.ball
    late = (time - sent[frame])[:, None]
    place = ball.position[frame].astype(np.float64) + ball.velocity[frame] * late
    pose = cars_at(context, player, frame, time)
    gap = box_distance(context, player, pose, place) - ball_radius(context)
    gap = np.nan_to_num(gap, nan=np.inf).reshape(-1, count)
    best = gap.argmin(axis=1)
    rows = np.arange(len(best))
    return gap[rows, best], time.reshape(-1, count)[rows, best]


def _is_first(near: _Passes, samples: Snapshots, close: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """[row] no earlier miss of the same player just before."""
    clock = samples.clock[near.at]
    since = clock[:, None] - clock[None, :]
    same = (near.player[:, None] == near.player[None, :]) & close[None, :]
    first: NDArray[np.bool_] = ~(same & (since > 0) & (since <= AGAIN_SECONDS)).any(axis=1)
    return first
