"""What becomes of the moves a detector found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.mechanics.base import Moves, mechanic_events
from rlcoach.replay.kinds import MatchState
from tests.builders.match_tables import moving_match


class TestMechanicEvents:
    def test_celebrations_are_left_out(self) -> None:
        tables = moving_match()
        state = tables.frames.state.copy()
        state[:] = MatchState.ACTIVE
        state[20:] = MatchState.GOAL_SCORED
        context = MatchContext(
            replace(tables, frames=replace(tables.frames, state=state)), "soccar"
        )
        moves = Moves(
            player=np.array([0, 1, 0]),
            start=np.array([25, 15, 10]),
            end=np.array([30, 30, 12]),
            kind=["late", "second", "first"],
            strength=np.ones(3),
            confidence=1.0,
        )
        found = mechanic_events(context, moves)
        assert found.fields["kind"] == ["first", "second"]
