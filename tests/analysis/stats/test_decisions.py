"""Statistics of decisions: scores and shares, and when there is no number."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.stats.base import StatContext
from rlcoach.analysis.stats.decisions import MIN_DUELS, MIN_ROTATIONS, compute
from rlcoach.synth.scripts.choreography import Choreography
from tests.builders.choreography import seen, tables_of


def counted(*rows: tuple[str, int]) -> Events:
    """Events of (kind, player)."""
    count = len(rows)
    return Events(
        frame=np.zeros(count, dtype=np.int32),
        player=np.array([player for _, player in rows], dtype=np.int32),
        position=np.zeros((count, 3), dtype=np.float32),
        fields={
            "kind": [word for word, _ in rows],
            "is_success": [None] * count,
            "team": np.zeros(count, dtype=np.int64),
        },
    )


def stats_of(
    **rows: list[tuple[str, int]],
) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Statistics of a match of two mates (rows 0 and 1) and an opponent, from made-up events."""
    play = Choreography(seconds=2)
    for name, team in (("Abe", 0), ("Ann", 0), ("Bob", 1)):
        play.car(name, team, (0, (0, -3000 if team == 0 else 3000)))
    play.ball((0, (0, 0)), (2, (0, 0)))
    context = MatchContext(tables_of(play), "soccar")
    found = dict(seen(play).events)
    found |= {key: counted(*one) for key, one in rows.items()}
    return compute(StatContext(context, found, [], (0, 0)))


class TestRotationScore:
    def test_is_the_mean_of_what_each_rotation_was_worth(self) -> None:
        rows = [("rotated", 0)] * 6 + [("stayed", 0)] * 2 + [("cut_in", 0)] * 2
        stats = stats_of(rotation=[*rows, ("cut_in", 1)])
        assert stats["decision.rotation_score"][0] == pytest.approx(70)
        assert stats["team:decision.rotation_score"][0] == pytest.approx(700 / 11)

    def test_a_small_sample_has_none(self) -> None:
        stats = stats_of(rotation=[("rotated", 0)] * (MIN_ROTATIONS - 1))
        assert isnan(stats["decision.rotation_score"][0])
        assert stats["decision.rotations_back"][0] == MIN_ROTATIONS - 1


class TestDuels:
    def test_open_and_faked_ones_are_no_part_of_the_share(self) -> None:
        rows = [("won", 0)] * 3 + [("lost", 0)] * 2 + [("neutral", 0), ("faked", 0)]
        stats = stats_of(duel=rows)
        assert stats["decision.duel_win_percent"][0] == pytest.approx(60)
        assert stats["decision.duels_faked"][0] == 1

    def test_a_small_sample_has_none(self) -> None:
        stats = stats_of(duel=[("won", 0)] * (MIN_DUELS - 1))
        assert isnan(stats["decision.duel_win_percent"][0])


class TestPressures:
    def test_spells_are_the_teams(self) -> None:
        stats = stats_of(pressure=[("pressure", -1)] * 3)
        assert stats["team:decision.pressures"].tolist() == [3, 0]


class TestFirstMan:
    def test_shares_of_a_team_are_the_whole_and_alone_there_is_none(self) -> None:
        first = stats_of()["decision.first_man_percent"]
        assert first[:2].sum() == pytest.approx(100)
        assert isnan(first[2])


class TestModes:
    def test_without_goals_at_both_ends_there_are_none(self) -> None:
        play = Choreography(seconds=2)
        play.car("Ann", 0, (0, (0, -3000)))
        play.ball((0, (0, 0)), (2, (0, 0)))
        found = seen(play, "hoops")
        assert not [key for key in found.stats if key.startswith("decision.")]
