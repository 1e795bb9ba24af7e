"""The time that shares and rates per minute are taken of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.stats.walk import active_time
from rlcoach.replay.roster import Presence
from rlcoach.replay.tables import MatchTables
from tests.builders.match_tables import STEP_SECONDS, still_match

FRAMES = 600
SECONDS = (FRAMES - 1) * STEP_SECONDS
LEAVES = 300


def present(tables: MatchTables, *presence: tuple[int, int]) -> MatchTables:
    """The first player with these spans of frames."""
    spans = tuple(Presence(start, end) for start, end in presence)
    first = replace(tables.players[0], presence=spans)
    return replace(tables, players=[first, *tables.players[1:]])


def seconds(tables: MatchTables) -> list[float]:
    """Active time per player."""
    times: list[float] = active_time(MatchContext(tables, "soccar")).tolist()
    return times


def test_who_stays_is_active_from_the_first_frame_to_the_last() -> None:
    assert seconds(still_match(FRAMES)) == pytest.approx([SECONDS, SECONDS])


def test_who_leaves_in_play_counts_on_for_five_seconds() -> None:
    left = seconds(present(still_match(FRAMES), (0, LEAVES)))
    assert left == pytest.approx([LEAVES * STEP_SECONDS + 5, SECONDS])


def test_but_not_beyond_the_return_or_the_end() -> None:
    back = seconds(present(still_match(FRAMES), (0, LEAVES), (LEAVES + 30, FRAMES)))
    assert back == pytest.approx([SECONDS, SECONDS])
    late = seconds(present(still_match(FRAMES), (0, FRAMES - 30)))
    assert late == pytest.approx([SECONDS, SECONDS])


def test_who_leaves_before_the_kickoff_is_taken_counts_until_then() -> None:
    tables = still_match(FRAMES)
    frames = replace(tables.frames, ball_hit=np.zeros(FRAMES, dtype=bool))
    left = seconds(present(replace(tables, frames=frames), (0, LEAVES)))
    assert left[0] == pytest.approx(LEAVES * STEP_SECONDS)


def test_who_was_never_there_has_none() -> None:
    assert seconds(present(still_match(FRAMES)))[0] == 0.0
