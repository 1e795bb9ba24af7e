"""What detectors and statistics share: the tables, and columns derived from them once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definition import SOCCAR_LIKE
from rlcoach.analysis.field import attack_sign
from rlcoach.replay import game_data
from rlcoach.replay.kinds import MatchState
from rlcoach.replay.tables import MatchTables

T = TypeVar("T")
P = ParamSpec("P")

MAX_STEP_SECONDS = 0.25
"""Longer steps between frames are jumps of the recording (a skipped goal replay), not play."""


@dataclass(frozen=True)
class MatchContext:
    """One match, ready to be looked at. Nothing here changes; derived columns are kept."""

    tables: MatchTables
    mode: str
    _shared: dict[Callable[..., Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def shared(
        self,
        compute: Callable[Concatenate[MatchContext, P], T],
        *more: P.args,
        **named: P.kwargs,
    ) -> T:
        """What `compute` says of the match, computed when first asked for and then kept.

        What else it takes (events found before) must be the same in every call for one match.
        """
        if compute not in self._shared:
            self._shared[compute] = compute(self, *more, **named)
        kept: T = self._shared[compute]
        return kept

    @property
    def frames(self) -> int:
        """Number of frames."""
        return self.tables.frame_count

    @property
    def players(self) -> int:
        """Number of players."""
        return self.tables.player_count

    @property
    def is_soccar_like(self) -> bool:
        """Whether the field has goals at its ends."""
        return self.mode in SOCCAR_LIKE

    @cached_property
    def team(self) -> NDArray[np.int8]:
        """[player] 0, 1, or -1 for players without team."""
        teams = [-1 if one.team is None else one.team for one in self.tables.players]
        return np.array(teams, dtype=np.int8)

    @cached_property
    def sign(self) -> NDArray[np.float32]:
        """[player] +1 where y grows toward the opponent's goal, else -1."""
        return np.array([attack_sign(one.team) for one in self.tables.players], dtype=np.float32)

    @cached_property
    def step(self) -> NDArray[np.float64]:
        """[frame] seconds since the frame before, never negative.

        Jumps of the recording, and the clock of a damaged file that runs backwards, count as 0.
        """
        step = np.diff(self.tables.frames.time, prepend=self.tables.frames.time[:1])
        step[(step > MAX_STEP_SECONDS) | (step < 0)] = 0.0
        return step

    @cached_property
    def clock(self) -> NDArray[np.float64]:
        """[frame] seconds since the first frame without the jumps of the recording."""
        return np.cumsum(self.step)

    @cached_property
    def active(self) -> NDArray[np.bool_]:
        """[frame] the match is in play: not counting down, celebrating or over."""
        active: NDArray[np.bool_] = self.tables.frames.state == MatchState.ACTIVE
        return active

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """[frame] in play and the ball has been touched since the kickoff."""
        return self.active & self.tables.frames.ball_hit

    @cached_property
    def hitboxes(self) -> list[game_data.Hitbox]:
        """Hitbox per player."""
        bodies = [game_data.car_body(one.body_id or 0).hitbox for one in self.tables.players]
        return [game_data.hitbox(family) for family in bodies]
