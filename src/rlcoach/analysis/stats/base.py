"""What every statistics module gets, and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events

StatValues = dict[str, NDArray[Any]]
"""Key to `[player]` values, NaN where there is none. Keys of team statistics that are not sums
or means of players are returned as `team:<key>` with shape `[2]`."""


@dataclass(frozen=True)
class StatContext:
    """The match, its events, and the scoreboard as finally shown."""

    match: MatchContext
    events: Mapping[str, Events]

    def count(self, player: NDArray[np.int32]) -> NDArray[np.float64]:
        """`[player]` how often each player occurs in a column; -1 is nobody."""
        players = self.match.players
        return np.bincount(player[player >= 0], minlength=players).astype(np.float64)
