"""How much later than a player's inputs the bodies of his car are sent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.mechanics.flights import flights

USUAL_SECONDS = 0.1
"""From a jump to the first body off the wheels: the median of most players is 0.05 to 0.1."""

LEAST_JUMPS = 5
"""Of which the median is taken."""


def body_lags(context: MatchContext) -> NDArray[np.float64]:
    """[player] seconds by which bodies come later than inputs do. Ask with `context.shared`.

    Files are recorded by one of the players, or by the server. Of the recording player the inputs
    are written at once and the bodies as the server sends them, 0.05 to 0.2 s later and steadily
    so; in most matches since 2018 exactly one player has such a lag.
    """
    flown = context.shared(flights)
    waited = context.tables.frames.time[flown.first] - flown.jump
    lags = np.zeros(context.players)
    for player in range(context.players):
        mine = waited[(flown.player == player) & ~np.isnan(waited)]
        if len(mine) >= LEAST_JUMPS:
            lags[player] = max(float(np.median(mine)) - USUAL_SECONDS, 0.0)
    return lags
