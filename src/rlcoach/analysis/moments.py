"""Cars at a single frame, brought forward to it: too few frames to interpolate whole matches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext

LONGEST_SECONDS = 0.2
"""Bodies of moving cars are sent every 0.1 s or faster; older ones belong to cars at rest."""


def car_places(context: MatchContext, frame: int) -> NDArray[np.float64]:
    """`[player, xyz]` where the cars are in a frame; NaN for players without one.

    A held body is up to 150 uu behind a fast car: its velocity carries it to the frame.
    """
    cars, updates = context.tables.cars, context.tables.car_updates
    place = cars.position[:, frame].astype(np.float64)
    source = cars.source[:, frame]
    known = (source >= 0) & cars.present[:, frame]
    place[~known] = np.nan
    if not known.any():
        return place
    sent = context.clock[updates.frame[source[known]]]
    late = np.clip(context.clock[frame] - sent, 0.0, LONGEST_SECONDS)
    place[known] += cars.velocity[known, frame] * late[:, None]
    return place
