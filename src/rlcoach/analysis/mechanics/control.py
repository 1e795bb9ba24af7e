"""Whether a player kept the ball between two touches of his."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.touch_motion import touch_motion
from rlcoach.analysis.near_ball import near_ball


def control_share(context: MatchContext, found: Mapping[str, Events]) -> NDArray[np.float64]:
    """[touch] share of the time since the touch before that the ball was in reach of the car.

    Reach is that of `near_ball`. 0 where the touch before was somebody else's or in another play.
    Ask with `context.shared(control_share, found)`.
    """
    motion, near = context.shared(touch_motion, found), context.shared(near_ball)
    share = np.zeros(len(motion))
    same = (motion.player[1:] == motion.player[:-1]) & (motion.play[1:] == motion.play[:-1])
    rows = np.flatnonzero(same) + 1
    first, last, player = motion.frame[rows - 1], motion.frame[rows], motion.player[rows]
    # Rows of `near` are by player, then frame: one number orders them.
    order = near.player * context.frames + near.frame
    inside = np.searchsorted(order, player * context.frames + last, side="right")
    inside -= np.searchsorted(order, player * context.frames + first)
    share[rows] = inside / (last - first + 1)
    return share


def runs_of_touches(linked: NDArray[np.bool_], least: int) -> list[tuple[int, int]]:
    """First and last row of each run of `least` or more touches, each linked to the one before."""
    if len(linked) == 0:
        return []
    begins = np.flatnonzero(~linked)
    ends = np.append(begins[1:], len(linked)) - 1
    long = ends - begins + 1 >= least
    return list(zip(begins[long].tolist(), ends[long].tolist(), strict=True))
