"""What the `touch` events leave out: velocities, where on the car, and the dodges around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.contact import CarPoses, cars_at, hitbox_sizes, into_car
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.base import held_frame
from rlcoach.analysis.mechanics.dodge_motion import dodge_motion
from rlcoach.analysis.plays import play_of


@dataclass(frozen=True)
class TouchMotion:
    """One row per `touch` event, in their order. Columns have shape [touch] or [touch, xyz]."""

    player: NDArray[np.int64]
    time: NDArray[np.float64]
    """Moment of contact, seconds."""
    frame: NDArray[np.int64]
    end_frame: NDArray[np.int64]
    play: NDArray[np.int64]
    """Number of the stretch of play."""
    sign: NDArray[np.float64]
    """+1 where the toucher attacks toward +y, else -1; for `field.forward`."""
    car: CarPoses
    """The toucher's car at the moment of contact."""
    ball: NDArray[np.float64]
    """The ball's centre then, world."""
    before: NDArray[np.float64]
    """The ball's velocity before the touch, uu/s, world."""
    after: NDArray[np.float64]
    """The ball's velocity after the last contact of the touch, uu/s, world."""
    local: NDArray[np.float64]
    """The ball's centre from the hitbox's centre along the car's axes: forward, right, up."""
    since_dodge: NDArray[np.float64]
    """Seconds since the toucher's last dodge, negative for one that is sent up to
    `LATE_DODGE_SECONDS` later; NaN without one."""
    dodge: NDArray[np.int64]
    """Row of that dodge in `dodge_motion`; -1 without one."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.time)


LATE_DODGE_SECONDS = 0.1
"""A dodge may be sent this much after the contact it caused (subtr-actor 0.25; of the hits in the
corpus that a dodge explains, almost all are within 0.1)."""


def touch_motion(context: MatchContext, found: Mapping[str, Events]) -> TouchMotion:
    """All touches with their motion. Ask with `context.shared(touch_motion, found)`."""
    touches = found["touch"]
    player = touches.player.astype(np.int64)
    time = touches.column("contact_time").astype(np.float64)
    frame = touches.frame.astype(np.int64)
    end = frame if touches.end_frame is None else touches.end_frame.astype(np.int64)
    car = cars_at(context, player, held_frame(context, time), time)
    ball = touches.position.astype(np.float64)
    velocity = context.tables.ball.velocity
    _, centre = hitbox_sizes(context)
    since, dodge = _last_dodge(context, player, time)
    return TouchMotion(
        player=player,
        time=time,
        frame=frame,
        end_frame=end,
        play=play_of(context, touches),
        sign=context.sign[player].astype(np.float64),
        car=car,
        ball=ball,
        before=velocity[np.maximum(frame - 1, 0)].astype(np.float64),
        after=velocity[end].astype(np.float64),
        local=into_car(car.rotation, ball - car.position) - centre[player],
        since_dodge=since,
        dodge=dodge,
    )


def _last_dodge(
    context: MatchContext, player: NDArray[np.int64], time: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    motion = context.shared(dodge_motion)
    since, row = np.full(len(player), np.nan), np.full(len(player), -1, dtype=np.int64)
    for one in np.unique(player).tolist():
        mine = np.flatnonzero(motion.player == one)
        asked = np.flatnonzero(player == one)
        at = np.searchsorted(motion.time[mine], time[asked] + LATE_DODGE_SECONDS, side="right") - 1
        known = at >= 0
        row[asked[known]] = mine[at[known]]
        since[asked[known]] = time[asked[known]] - motion.time[mine[at[known]]]
    return since, row
