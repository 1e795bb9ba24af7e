"""Names of the places where cars stand at a kickoff."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CENTRE_X_UU = 100.0
"""The centre spawn is at x = 0 on every map."""

BACK_X_UU = (156.0, 356.0)
"""The off-centre spawns are at 256 on every map seen, hoops and dropshot included."""

DIAGONAL_X_UU = 1300.0
"""The diagonal spawns are at 2048 on most maps, and at 1440 to 1952 on some old ones, at 1536 in
hoops and at 1867 in dropshot."""

DIAGONAL_Y_UU = 3300.0
"""Diagonal spawns lie nearer to the middle line (2380 to 3072); cars farther back came back from a
demolition or spawn on the goal line, as in heatseeker."""


def spawn_name(place: NDArray[np.float64], sign: float) -> str | None:
    """The spawn as its player sees it, looking at the ball; None where it is not a known one.

    Args:
        place: xyz of the car at "go".
        sign: +1 for the team that attacks toward +y, else -1.
    """
    x, depth = float(place[0]), -float(place[1]) * sign
    across = abs(x)
    if depth <= 0:
        return None
    if across < CENTRE_X_UU:
        return "centre"
    # The world is left-handed: looking toward +y, x grows to the left.
    side = "left" if x * sign > 0 else "right"
    if BACK_X_UU[0] <= across <= BACK_X_UU[1]:
        return f"back_{side}"
    if across > DIAGONAL_X_UU and depth < DIAGONAL_Y_UU:
        return f"diagonal_{side}"
    return None
