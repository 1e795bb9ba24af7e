"""What every statistics module gets, and what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.scoreboard import Board
from rlcoach.analysis.stats.walk import UpdateWalk

StatValues = dict[str, NDArray[Any]]
"""Key to `[player]` values, NaN where there is none. Keys of team statistics that are not sums
or means of players are returned as `team:<key>` with shape `[2]`."""


@dataclass(frozen=True)
class StatContext:
    """The match, its events, and the scoreboard as finally shown."""

    match: MatchContext
    events: Mapping[str, Events]
    boards: Sequence[Board]
    """[player] final numbers of the scoreboard."""
    final_score: tuple[int, int]

    @cached_property
    def walk(self) -> UpdateWalk:
        """Updates with the time each is worth, for ballchasing's rules."""
        return UpdateWalk(self.match)

    def count(self, player: NDArray[np.int32]) -> NDArray[np.float64]:
        """`[player]` how often each player occurs in a column; -1 is nobody."""
        players = self.match.players
        return np.bincount(player[player >= 0], minlength=players).astype(np.float64)
