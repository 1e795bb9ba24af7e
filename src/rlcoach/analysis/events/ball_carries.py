"""Ball carries: driving with the ball on the car."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.field import BACK_WALL_Y_UU, GOAL_HALF_WIDTH_UU, SIDE_WALL_X_UU
from rlcoach.analysis.near_ball import near_ball, runs_of
from rlcoach.analysis.vectors import squared_length

MIN_BALL_Z_UU, MAX_BALL_Z_UU = 97.75, 600.0
"""Off the floor, below a lob (subtr-actor; carball 500)."""

MAX_SIDE_UU = 185.0
"""Between the centres on the map: two ball radii (carball; subtr-actor 1.4). On a hood the ball
is 100 to 150 uu ahead of the car's centre."""

MAX_ABOVE_UU = 300.0
"""Ball's centre above the car's: hops of the ball on the roof reach 200 to 320 while the car stays
under it. With these limits a bot that counts its own dribbling, 196 s, has 193 s."""

MAX_SLIP_UU_PER_S = 450.0
"""Between ball and car on the map: more is a ball bouncing past or rolling in front; sharp turns
with the ball on top reach 400."""

MIN_SECONDS = 1.0
"""subtr-actor and carball."""

GRACE_SECONDS = 0.4
"""A loss of the ball this short, a hop that ends on the car again, does not end the carry."""

WALL_UU = 200.0
"""Beside a wall the ball leans on it; in the mouth of a goal there is none."""

DEFINITION = EventDefinition(
    key="ball_carry",
    label="Ball carry",
    summary="The ball was carried on top of the car for a second or more.",
    approach=(
        "Frames with the ball off the floor, above the car, within 185 uu of its centre on the "
        "map and at most 450 uu/s faster or slower, away from walls; runs of at least 1 s, with "
        "gaps of up to 0.4 s."
    ),
    limits="Carries in the air are not told from those on the ground up to 600 uu of height.",
    source="subtr-actor",
    confidence=Confidence.MEDIUM,
    fields={
        "seconds": EventField(unit=Unit.SECONDS, about="length"),
        "distance": EventField(unit=Unit.UU, about="from start to end on the map"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="mean of the ball on the map"),
    },
    thresholds={
        "min_ball_z_uu": MIN_BALL_Z_UU,
        "max_ball_z_uu": MAX_BALL_Z_UU,
        "max_side_uu": MAX_SIDE_UU,
        "max_above_uu": MAX_ABOVE_UU,
        "max_slip_uu_per_s": MAX_SLIP_UU_PER_S,
        "min_seconds": MIN_SECONDS,
    },
    modes=BALL_MODES,
)


@dataclass(frozen=True)
class _Run:
    player: int
    start: int
    end: int


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All carries, by start."""
    del found
    player, frame = _carrying(context)
    runs = sorted(_runs(context, player, frame), key=lambda run: run.start)
    start = np.array([run.start for run in runs], dtype=np.int32)
    end = np.array([run.end for run in runs], dtype=np.int32)
    ball, clock = context.tables.ball, context.clock
    way = ball.position[end, :2] - ball.position[start, :2]
    speed = [
        float(np.linalg.norm(ball.velocity[run.start : run.end + 1, :2], axis=1).mean())
        for run in runs
    ]
    return Events(
        frame=start,
        player=np.array([run.player for run in runs], dtype=np.int32),
        position=ball.position[start],
        end_frame=end,
        fields={
            "seconds": clock[end] - clock[start],
            "distance": np.linalg.norm(way.astype(np.float64), axis=1),
            "speed": np.array(speed),
        },
    )


def _carrying(context: MatchContext) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(player, frame) with the ball on the car, by player, then frame."""
    near = context.shared(near_ball)
    place = context.tables.ball.position[near.frame]
    x, y = np.abs(place[:, 0]), np.abs(place[:, 1])
    carried = (place[:, 2] > MIN_BALL_Z_UU) & (place[:, 2] < MAX_BALL_Z_UU)
    carried &= x < SIDE_WALL_X_UU - WALL_UU
    carried &= (y < BACK_WALL_Y_UU - WALL_UU) | (x < GOAL_HALF_WIDTH_UU)
    carried &= squared_length(near.above[:, :2]) < MAX_SIDE_UU**2
    carried &= (near.above[:, 2] > 0) & (near.above[:, 2] < MAX_ABOVE_UU)
    carried &= squared_length(near.slip[:, :2]) < MAX_SLIP_UU_PER_S**2
    return near.player[carried], near.frame[carried]


def _runs(context: MatchContext, player: NDArray[np.int64], frame: NDArray[np.int64]) -> list[_Run]:
    """Runs of at least `MIN_SECONDS`, with short gaps closed."""
    clock = context.clock[frame]
    first, last = runs_of(player, clock, GRACE_SECONDS)
    long = clock[last] - clock[first] >= MIN_SECONDS
    return [
        _Run(int(player[a]), int(frame[a]), int(frame[b]))
        for a, b in zip(first[long].tolist(), last[long].tolist(), strict=True)
    ]
