"""The field: its measures, and which way a team attacks.

The one place that knows orientation. World coordinates are the replay's; "forward" coordinates
are a team's own, with y growing toward the opponent's goal, and x turned with it so that right
stays right.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDE_WALL_X_UU = 4096.0
BACK_WALL_Y_UU = 5120.0
CEILING_Z_UU = 2044.0
GOAL_HALF_WIDTH_UU = 892.755
GOAL_HEIGHT_UU = 642.775
BALL_RADIUS_UU = 91.25
"""Of the collision sphere; a resting ball's centre is at 92.75 to 93.15."""

BALL_REST_Z_UU = 93.0

THIRD_Y_UU = 1714.0
"""Ballchasing cuts thirds here, not at 5120 / 3 = 1706.7: fitted on 24 players, the interval is
(1714.00, 1714.03]."""

KM_PER_HOUR_PER_UU_PER_SECOND = 0.036
"""1 uu is 1 cm."""

BLUE, ORANGE = 0, 1


def attack_sign(team: int | None) -> float:
    """+1 for blue, which attacks toward +y, -1 for orange; players without team count as blue."""
    return -1.0 if team == ORANGE else 1.0


def forward(position: NDArray[Any], sign: NDArray[Any] | float) -> NDArray[Any]:
    """World positions or velocities `[…, xyz]` seen by a team: x and y turned by `sign`."""
    turn = np.stack(np.broadcast_arrays(sign, sign, np.ones_like(sign)), axis=-1)
    turned: NDArray[Any] = position * turn
    return turned
